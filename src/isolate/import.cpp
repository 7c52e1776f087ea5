// The import statement's fast path: a module that is in sys.modules and fully loaded is found without running Python code; everything
// else is importlib's (_find_and_load, _handle_fromlist), as in CPython.
#include "isolate/import.h"

#include <time.h>

#include <cstdio>

#include "bytecode/code.h"
#include "isolate/config.h"
#include "isolate/startup.h"
#include "object/isolate.h"
#include "object/register.h"
#include "types/dict/dict.h"
#include "types/exceptions/exceptions.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/module/module.h"
#include "types/str/str.h"
#include "types/frame/frame.h"
#include "types/traceback/traceback.h"
#include "types/tuple/tuple.h"

namespace krait {
namespace {

// Cuts importlib's own frames out of a failed import's traceback, so that people see their own code.
void remove_importlib_frames(Context& cx) {
  if (!cx.curexc_traceback || !cx.curexc_type) return;
  auto* type = reinterpret_cast<Type*>(cx.curexc_type);
  bool everything = is_subtype(type, &exc::ImportError);
  auto in_importlib = [](Borrowed<Traceback> tb, std::string_view file) {
    return str_equal(Borrowed<Str>(frame_code(tb->frame.get())->co_filename), file);
  };
  Object** link = &cx.curexc_traceback;
  Object** cut = nullptr;  // where a chunk of importlib frames began
  bool chunk_is_call_with_frames = false;
  while (*link) {
    auto tb = Borrowed<>(*link).as<Traceback>();
    bool inside = in_importlib(tb, "<frozen importlib._bootstrap>") || in_importlib(tb, "<frozen importlib._bootstrap_external>");
    if (inside && !cut) cut = link;
    if (inside && (everything || str_equal(Borrowed<Str>(frame_code(tb->frame.get())->co_name), "_call_with_frames_removed")))
      chunk_is_call_with_frames = true;
    Object** next = reinterpret_cast<Object**>(tb->next.address());
    if (inside && chunk_is_call_with_frames) {
      auto rest = hold(*next);
      decref(std::exchange(*cut, rest.release()));
      link = cut;
      cut = nullptr;
      if (!everything) chunk_is_call_with_frames = false;
    } else {
      if (!inside) cut = nullptr, chunk_is_call_with_frames = false;
      link = next;
    }
  }
}

// True when module.__spec__._initializing is true: another thread is still loading it.
Result<bool> is_initializing(Context& cx, Borrowed<> module) {
  auto spec = lookup_attr(cx, module, KR_ID(__spec__));
  if (spec.failed()) return Failed{};
  if (spec.missing()) return false;
  auto held = std::move(spec).value();
  auto flag = lookup_attr(cx, held, KR_ID(_initializing));
  if (flag.failed()) return Failed{};
  if (flag.missing()) return false;
  return is_true(cx, std::move(flag).value());
}

struct ImportTimer {
  int depth = 0;
  long long accumulated = 0;
  bool header = true;
};
KR_ISOLATE_LOCAL(ImportTimer, import_timer);

long long now_ns() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000ll + t.tv_nsec;
}

// Calls importlib._find_and_load(name, __import__), timed for -X importtime.
Result<Ref<>> find_and_load(Context& cx, Borrowed<Str> name) {
  Isolate& iso = isolate(cx);
  KR_TRY(audit(cx, "import", name, none(), none(), none(), none()));
  bool timed = startup_config().import_time;
  ImportTimer& timer = import_timer(cx);
  long long start = 0, outer = 0;
  if (timed) {
    if (timer.header) {
      std::fputs("import time: self [us] | cumulative | imported package\n", stderr);
      timer.header = false;
    }
    ++timer.depth;
    outer = std::exchange(timer.accumulated, 0);
    start = now_ns();
  }
  auto module = call_method(cx, iso.importlib.get(), KR_ID(_find_and_load), name, iso.import_function.get());
  if (timed) {
    long long cumulative = now_ns() - start;
    --timer.depth;
    auto shown = str_utf8(cx, name, nullptr);
    if (shown.failed()) clear_error(cx);
    std::fprintf(stderr, "import time: %9ld | %10ld | %*s%s\n", static_cast<long>((cumulative - timer.accumulated + 500) / 1000),
                 static_cast<long>((cumulative + 500) / 1000), timer.depth * 2, "", shown.failed() ? "?" : shown.value());
    timer.accumulated = outer + cumulative;
  }
  return module;
}

Result<Ref<>> import_absolute(Context& cx, Borrowed<Str> name) {
  Borrowed<> present = imported_module(cx, name);
  if (!present.is_null() && !is_none(present)) {
    auto module = hold(present);
    if (KR_TRY(is_initializing(cx, module)))
      KR_TRY(call_method(cx, isolate(cx).importlib.get(), KR_ID(_lock_unlock_module), name));
    return module;
  }
  return find_and_load(cx, name);
}

// __package__ of the importing module, from __package__, __spec__ or __name__, with importlib's warnings.
Result<Ref<Str>> calling_package(Context& cx, Borrowed<Dict> globals) {
  Borrowed<> package = KR_TRY_LOOKUP(dict_get(cx, globals, KR_ID(__package__)));
  Borrowed<> spec = KR_TRY_LOOKUP(dict_get(cx, globals, KR_ID(__spec__)));
  if (!package.is_null() && !is_none(package)) {
    if (!is<Str>(package)) return raise(cx, exc::TypeError, "package must be a string");
    auto held = hold(package.as<Str>());
    if (!spec.is_null() && !is_none(spec)) {
      auto parent = KR_TRY(get_attr(cx, hold(spec), KR_ID(parent)));
      if (!KR_TRY(compare_bool(cx, held, parent, Compare::eq)))
        KR_TRY(warn(cx, exc::ImportWarning, 1, "__package__ != __spec__.parent"));
    }
    return held;
  }
  if (!spec.is_null() && !is_none(spec)) {
    auto parent = KR_TRY(get_attr(cx, hold(spec), KR_ID(parent)));
    if (!is<Str>(parent)) return raise(cx, exc::TypeError, "__spec__.parent must be a string");
    return std::move(parent).as<Str>();
  }
  KR_TRY(warn(cx, exc::ImportWarning, 1,
              "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__"));
  Borrowed<> name = KR_TRY_LOOKUP(dict_get(cx, globals, KR_ID(__name__)));
  if (name.is_null()) return raise(cx, exc::KeyError, "'__name__' not in globals");
  if (!is<Str>(name)) return raise(cx, exc::TypeError, "__name__ must be a string");
  auto held = hold(name.as<Str>());
  if (KR_TRY(dict_contains(cx, globals, KR_ID(__path__)))) return held;
  Index dot = str_find_char(held, '.', 0, held->size, -1);
  if (dot < 0) return raise(cx, exc::ImportError, "attempted relative import with no known parent package");
  return substring(cx, held, 0, dot);
}

Result<Ref<Str>> resolve(Context& cx, Borrowed<Str> name, Borrowed<> globals, int level) {
  if (globals.is_null() || !is<Dict>(globals)) {
    if (globals.is_null()) return raise(cx, exc::KeyError, "'__name__' not in globals");
    return raise(cx, exc::TypeError, "globals must be a dict");
  }
  auto package = KR_TRY(calling_package(cx, globals.as<Dict>()));
  if (package->size == 0) return raise(cx, exc::ImportError, "attempted relative import with no known parent package");
  Index end = package->size;
  for (int up = 1; up < level; ++up) {
    end = str_find_char(package, '.', 0, end, -1);
    if (end < 0) return raise(cx, exc::ImportError, "attempted relative import beyond top-level package");
  }
  auto base = KR_TRY(substring(cx, package, 0, end));
  if (name->size == 0) return base;
  return format_str(cx, "{}.{}", base, name);
}

bool fromlist_is_empty(Context& cx, Borrowed<> fromlist, bool* failed) {
  *failed = false;
  if (fromlist.is_null() || is_none(fromlist)) return true;
  auto truth = is_true(cx, fromlist);
  if (truth.failed()) *failed = true;
  return !truth.value();
}

}  // namespace

Borrowed<> imported_module(Context& cx, Borrowed<Str> name) {
  Borrowed<Dict> modules = isolate(cx).modules;
  if (is_exact<Dict>(modules)) return dict_get_str(modules, name);
  auto found = get_item(cx, modules, name);
  if (found.failed()) return clear_error(cx), Borrowed<>();
  return std::move(found).value().borrow();  // kept alive by the mapping
}

Result<Ref<>> import_level(Context& cx, Borrowed<Str> name, Borrowed<> globals, Borrowed<> fromlist, int level) {
  if (level < 0) return raise(cx, exc::ValueError, "level must be >= 0");
  Ref<Str> absolute;
  if (level > 0) {
    absolute = KR_TRY(resolve(cx, name, globals, level));
  } else {
    if (name->size == 0) return raise(cx, exc::ValueError, "Empty module name");
    absolute = hold(name);
  }
  auto loaded = import_absolute(cx, absolute);
  if (loaded.failed()) return remove_importlib_frames(cx), Failed{};
  auto module = std::move(loaded).value();
  bool failed = false;
  if (!fromlist_is_empty(cx, fromlist, &failed)) {
    auto path = lookup_attr(cx, module, KR_ID(__path__));
    if (path.failed()) return Failed{};
    if (path.missing()) return module;
    Isolate& iso = isolate(cx);
    auto handled = call_method(cx, iso.importlib.get(), KR_ID(_handle_fromlist), module, fromlist, iso.import_function.get());
    if (handled.failed()) remove_importlib_frames(cx);
    return handled;
  }
  if (failed) return Failed{};
  if (level > 0 && name->size == 0) return module;
  Index dot = str_find_char(name, '.', 0, name->size, 1);
  if (dot < 0) return module;
  if (level == 0) {  // import a.b gives a
    auto head = KR_TRY(substring(cx, name, 0, dot));
    auto top = import_absolute(cx, head);
    if (top.failed()) remove_importlib_frames(cx);
    return top;
  }
  auto head = KR_TRY(substring(cx, absolute, 0, absolute->size - (name->size - dot)));
  Borrowed<> top = imported_module(cx, head);
  if (top.is_null()) return raise(cx, exc::KeyError, "{!r} not in sys.modules as expected", head);
  return hold(top);
}

Result<Ref<>> import_module(Context& cx, Borrowed<Str> name) {
  Isolate& iso = isolate(cx);
  auto from = KR_TRY(list_from_items(cx, {}));
  KR_TRY(list_append(cx, from, Borrowed<>(KR_STR("*"))));
  Borrowed<> import = iso.builtins ? dict_get_str(iso.builtins, KR_ID(__import__)) : Borrowed<>();
  if (import.is_null() || import.is(iso.import_function.get())) {
    KR_TRY(import_level(cx, name, {}, {}, 0));
  } else {
    auto globals = KR_TRY(new_dict(cx));
    KR_TRY(call(cx, hold(import), name, globals, globals, from, small_int(0)));
  }
  Borrowed<> module = imported_module(cx, name);
  if (module.is_null()) return raise_key_error(cx, name);
  return hold(module);
}

Result<Ref<>> import_module(Context& cx, const char* name) { return import_module(cx, KR_TRY(intern_utf8(cx, name))); }

extern "C" ModuleDef* __start_krait_modules[];
extern "C" ModuleDef* __stop_krait_modules[];

ModuleDef* find_builtin_module(std::string_view name) {
  for (ModuleDef** at = __start_krait_modules; at < __stop_krait_modules; ++at)
    if (name == (*at)->m_name) return *at;
  return nullptr;
}

}  // namespace krait
