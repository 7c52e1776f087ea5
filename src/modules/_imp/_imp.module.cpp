// The module _imp: built-in, frozen and compiled modules as importlib asks for them.
#include <unistd.h>

#include "base/text/hash.h"
#include "bytecode/code.h"
#include "bytecode/marshal/marshal.h"
#include "interp/interp.h"
#include "isolate/frozen.h"
#include "isolate/import.h"
#include "isolate/startup.h"
#include "modules/_imp/dynamic.h"
#include "object/declare/method.h"
#include "object/threads.h"
#include "object/isolate.h"
#include "object/register.h"
#include "types/dict/dict.h"
#include "types/exceptions/exceptions.h"
#include "types/list/list.h"
#include "types/memoryview/memoryview.h"
#include "types/module/module.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait {
namespace imp {
namespace {

// The import lock: recursive, owned by a thread. Only old code and the fork machinery use it; importlib has a lock per module.
struct ImportLock {
  unsigned long owner = 0;
  int depth = 0;
};
KR_ISOLATE_LOCAL(ImportLock, import_lock);

bool lock_held(Context& cx) { return import_lock(cx).depth > 0; }
Result<void> acquire_lock(Context& cx) {
  auto& lock = import_lock(cx);
  while (lock.depth > 0 && lock.owner != cx.thread_id) {
    AllowThreads allow(cx);
    usleep(100);
  }
  lock.owner = cx.thread_id;
  ++lock.depth;
  return {};
}
Result<void> release_lock(Context& cx) {
  auto& lock = import_lock(cx);
  if (lock.depth == 0 || lock.owner != cx.thread_id) return raise(cx, exc::RuntimeError, "not holding the import lock");
  --lock.depth;
  return {};
}

Result<Ref<>> extension_suffixes(Context& cx) {
  auto list = KR_TRY(new_list(cx));
  KR_TRY(list_append(cx, list, Borrowed<>(KR_STR(".cpython-311-x86_64-linux-gnu.so"))));
  KR_TRY(list_append(cx, list, Borrowed<>(KR_STR(".abi3.so"))));
  KR_TRY(list_append(cx, list, Borrowed<>(KR_STR(".so"))));
  return list;
}

Result<ModuleDef*> builtin_def(Context& cx, Borrowed<> spec, Ref<Str>* name) {
  auto given = KR_TRY(get_attr(cx, spec, KR_ID(name)));
  if (!is<Str>(given)) return raise(cx, exc::TypeError, "name must be string, not {!t}", given);
  *name = std::move(given).as<Str>();
  const char* text = KR_TRY(str_utf8(cx, *name, nullptr));
  return find_builtin_module(text);
}

Result<Ref<>> create_builtin(Context& cx, Borrowed<> spec) {
  Ref<Str> name;
  auto found = builtin_def(cx, spec, &name);
  if (cx.has_error()) return Failed{};
  ModuleDef* def = found.value();
  if (!def) return new_none();
  // sys and builtins exist before importlib does and are never made twice.
  Borrowed<> present = imported_module(cx, name);
  if (!present.is_null() && !def->m_slots) return hold(present);
  return module_from_def(cx, def, spec);
}

Result<long long> exec_builtin(Context& cx, Borrowed<> mod) {
  if (!is<Module>(mod)) return 0ll;
  ModuleDef* def = mod.as<Module>()->def;
  if (!def) return 0ll;
  KR_TRY(module_exec(cx, mod, def));
  return 0ll;
}

Result<long long> is_builtin(Context& cx, Borrowed<> name) {
  if (!is<Str>(name)) return raise(cx, exc::TypeError, "is_builtin() argument must be str, not {!t}", name);
  const char* text = KR_TRY(str_utf8(cx, name.as<Str>(), nullptr));
  ModuleDef* def = find_builtin_module(text);
  if (!def) return 0ll;
  return def->m_slots ? 1ll : -1ll;
}

Result<const FrozenModule*> frozen(Context& cx, Borrowed<> name, const char* function) {
  if (!is<Str>(name)) return raise(cx, exc::TypeError, "{}() argument must be str, not {!t}", function, name);
  const char* text = KR_TRY(str_utf8(cx, name.as<Str>(), nullptr));
  const FrozenModule* found = krait::find_frozen(cx, text);
  static constexpr FrozenModule absent{};
  return found ? found : &absent;
}

Failed raise_no_frozen(Context& cx, Borrowed<> name) {
  auto message = format_str(cx, "No such frozen object named {!r}", name);
  if (message.failed()) return Failed{};
  return raise_import_error(cx, exc::ImportError, std::move(message).value(), name, {});
}

bool is_frozen(Context& cx, Borrowed<> name) {
  auto found = frozen(cx, name, "is_frozen");
  if (found.failed()) return clear_error(cx), false;
  return found.value()->name != nullptr;
}

Result<bool> is_frozen_package(Context& cx, Borrowed<> name) {
  auto* found = KR_TRY(frozen(cx, name, "is_frozen_package"));
  if (!found->name) return raise_no_frozen(cx, name);
  return found->is_package;
}

Result<Ref<>> frozen_code(Context& cx, const FrozenModule* module) {
  return marshal::loads(cx, {reinterpret_cast<const char*>(module->code), static_cast<std::size_t>(module->size)});
}

// None, or (data, is_package, original name).
Result<Ref<>> find_frozen(Context& cx, Borrowed<> name, bool withdata) {
  auto* found = KR_TRY(frozen(cx, name, "find_frozen"));
  if (!found->name) return new_none();
  Ref<> data = new_none();
  if (withdata) {
    auto bytes = KR_TRY(bytes_from(cx, {reinterpret_cast<const char*>(found->code), static_cast<std::size_t>(found->size)}));
    data = KR_TRY(memoryview_from_object(cx, bytes));
  }
  Ref<> original;
  if (!found->original_name) original = hold(name);
  else if (!*found->original_name) original = new_none();
  else original = KR_TRY(str_from_utf8(cx, found->original_name));
  return tuple_of(cx, data, boolean(found->is_package), original);
}

Result<Ref<>> get_frozen_object(Context& cx, Borrowed<> name, Borrowed<> data) {
  if (is_none(data)) {
    auto* found = KR_TRY(frozen(cx, name, "get_frozen_object"));
    if (!found->name) return raise_no_frozen(cx, name);
    return frozen_code(cx, found);
  }
  ScopedBuffer buffer;
  KR_TRY(buffer.get(cx, data));
  if (buffer.size() == 0) return raise_no_frozen(cx, name);
  auto code = marshal::loads(cx, {buffer.data(), static_cast<std::size_t>(buffer.size())});
  if (code.failed()) {
    clear_error(cx);
    auto message = KR_TRY(format_str(cx, "Frozen object named {!r} is invalid", name));
    return raise_import_error(cx, exc::ImportError, message, name, {});
  }
  auto made = std::move(code).value();
  if (!is<Code>(made)) return raise(cx, exc::TypeError, "frozen object {!r} is not a code object", name);
  return made;
}

Result<Ref<>> init_frozen(Context& cx, Borrowed<> name) {
  auto* found = KR_TRY(frozen(cx, name, "init_frozen"));
  if (!found->name) return new_none();
  return import_frozen_module(cx, found->name);
}

Result<Ref<>> frozen_module_names(Context& cx) {
  auto list = KR_TRY(new_list(cx));
  for (const FrozenModule& module : frozen_modules()) KR_TRY(list_append(cx, list, Ref<>(KR_TRY(str_from_utf8(cx, module.name)))));
  return list;
}

Result<void> override_frozen_modules(Context&, int override) {
  override_frozen_modules_use(override);
  return {};
}

// Gives a code object and those inside it another file name, when theirs is the same as its.
Result<void> update_filename(Context& cx, Borrowed<Code> code, Borrowed<Str> old_name, Borrowed<Str> new_name) {
  if (!str_equal(Borrowed<Str>(code->co_filename), old_name)) return {};
  auto old = Ref<Str>::steal(std::exchange(code->co_filename, hold(new_name).release()));
  for (Object* constant : Borrowed<Tuple>(code->co_consts)->span())
    if (is<Code>(Borrowed<>(constant))) KR_TRY(update_filename(cx, Borrowed<>(constant).as<Code>(), old_name, new_name));
  return {};
}

Result<void> fix_co_filename(Context& cx, Borrowed<Code> code, Borrowed<Str> path) {
  auto old_name = hold(Borrowed<Str>(code->co_filename));
  if (str_equal(old_name, path)) return {};
  return update_filename(cx, code, old_name, path);
}

Result<Ref<Bytes>> source_hash(Context& cx, long long key, Borrowed<> source) {
  ScopedBuffer buffer;
  KR_TRY(buffer.get(cx, source));
  std::uint64_t hash = text::siphash13(static_cast<std::uint64_t>(key), 0, buffer.data(), buffer.size());
  return bytes_from(cx, {reinterpret_cast<const char*>(&hash), sizeof hash});
}

Result<Ref<>> create_dynamic(Context& cx, Borrowed<> spec, Borrowed<>) { return load_extension(cx, spec); }
Result<long long> exec_dynamic(Context& cx, Borrowed<> mod) { return exec_builtin(cx, mod); }

constinit MethodDef functions[] = {
    KR_FUNCTION("_fix_co_filename($module, code, path, /)", fix_co_filename,
              "Changes code.co_filename to specify the passed-in file path.\n\n  code\n    Code object to change.\n  path\n"
              "    File path to use."),
    KR_FUNCTION("_frozen_module_names($module, /)", frozen_module_names,
              "Returns the list of available frozen modules."),
    KR_FUNCTION("_override_frozen_modules_for_tests($module, override, /)", override_frozen_modules,
              "(internal-only) Override PyConfig.use_frozen_modules.\n\n(-1: \"off\", 1: \"on\", 0: no override)\n"
              "See frozen_modules() in Lib/test/support/import_helper.py."),
    KR_FUNCTION("acquire_lock($module, /)", acquire_lock,
              "Acquires the interpreter's import lock for the current thread.\n\n"
              "This lock should be used by import hooks to ensure thread-safety when importing\n"
              "modules. On platforms without threads, this function does nothing."),
    KR_FUNCTION("create_builtin($module, spec, /)", create_builtin,
              "Create an extension module."),
    KR_FUNCTION("create_dynamic($module, spec, file=<unrepresentable>, /)", create_dynamic,
              "Create an extension module."),
    KR_FUNCTION("exec_builtin($module, mod, /)", exec_builtin,
              "Initialize a built-in module."),
    KR_FUNCTION("exec_dynamic($module, mod, /)", exec_dynamic,
              "Initialize an extension module."),
    KR_FUNCTION("extension_suffixes($module, /)", extension_suffixes,
              "Returns the list of file suffixes used to identify extension modules."),
    KR_FUNCTION("find_frozen($module, name, /, *, withdata=False)", find_frozen,
              "Return info about the corresponding frozen module (if there is one) or None.\n\nThe returned info (a 2-tuple):\n\n"
              " * data         the raw marshalled bytes\n * is_package   whether or not it is a package\n"
              " * origname     the originally frozen module's name, or None if not\n"
              "                a stdlib module (this will usually be the same as\n                the module's current name)"),
    KR_FUNCTION("get_frozen_object($module, name, data=None, /)", get_frozen_object,
              "Create a code object for a frozen module."),
    KR_FUNCTION("init_frozen($module, name, /)", init_frozen,
              "Initializes a frozen module."),
    KR_FUNCTION("is_builtin($module, name, /)", is_builtin,
              "Returns True if the module name corresponds to a built-in module."),
    KR_FUNCTION("is_frozen($module, name, /)", is_frozen,
              "Returns True if the module name corresponds to a frozen module."),
    KR_FUNCTION("is_frozen_package($module, name, /)", is_frozen_package,
              "Returns True if the module name is of a frozen package."),
    KR_FUNCTION("lock_held($module, /)", lock_held,
              "Return True if the import lock is currently held, else False.\n\nOn platforms without threads, return False."),
    KR_FUNCTION("release_lock($module, /)", release_lock,
              "Release the interpreter's import lock.\n\nOn platforms without threads, this function does nothing."),
    KR_FUNCTION("source_hash($module, /, key, source)", source_hash,
              ""),
    KR_END,
};

Result<void> exec(Context& cx, Borrowed<Module> module) {
  return module_add(cx, module, KR_ID(check_hash_based_pycs), KR_TRY(intern_utf8(cx, startup_config().check_hash_pycs_mode)));
}
constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};

}  // namespace
}  // namespace imp

constinit ModuleDef imp_module = {
    .base = module_def_head,
    .m_name = "_imp",
    .m_doc = "(Extremely) low-level import machinery bits as used by importlib and imp.",
    .m_methods = imp::functions,
    .m_slots = imp::slots,
};
KR_BUILTIN_MODULE(imp_module);

}  // namespace krait
