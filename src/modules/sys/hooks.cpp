// sys's hooks: display, exceptions, breakpoints, audit, asynchronous generators.
#include <cstdlib>

#include "interp/report/report.h"
#include "isolate/import.h"
#include "isolate/startup.h"
#include "modules/sys/sys.h"
#include "object/isolate.h"
#include "types/exceptions/exceptions.h"
#include "types/list/list.h"
#include "types/structseq/structseq.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait {

bool any_audit_hooks = false;

namespace sys {
namespace {

struct AuditHooks {
  Slot<List> list;
};
KR_ISOLATE_LOCAL(AuditHooks, audit_hooks);

// Writes repr(object), falling back to backslash escapes where the stream's encoding has no such characters.
Result<void> write_repr(Context& cx, Borrowed<> stream, Borrowed<> object) {
  auto text = KR_TRY(repr(cx, object));
  auto written = call_method(cx, stream, KR_ID(write), text);
  if (!written.failed()) return {};
  if (!error_matches(cx, exc::UnicodeEncodeError)) return Failed{};
  clear_error(cx);
  auto encoding = KR_TRY(get_attr(cx, stream, KR_ID(encoding)));
  auto encoded = KR_TRY(call_method(cx, text, KR_ID(encode), encoding, KR_ID(backslashreplace)));
  auto buffer = lookup_attr(cx, stream, KR_ID(buffer));
  if (buffer.failed()) return Failed{};
  if (!buffer.missing()) {
    KR_TRY(call_method(cx, std::move(buffer).value(), KR_ID(write), encoded));
    return {};
  }
  auto decoded = KR_TRY(call_method(cx, encoded, KR_ID(decode), encoding, KR_ID(strict)));
  KR_TRY(call_method(cx, stream, KR_ID(write), decoded));
  return {};
}

}  // namespace

Result<void> displayhook(Context& cx, Borrowed<> object) {
  Isolate& iso = isolate(cx);
  auto builtins = KR_TRY(import_module(cx, KR_ID(builtins)));
  (void)iso;
  if (is_none(object)) return {};
  KR_TRY(set_attr(cx, builtins, KR_ID(_), none()));
  Borrowed<> standard = sys_get(cx, KR_ID(stdout));
  if (standard.is_null() || is_none(standard)) return raise(cx, exc::RuntimeError, "lost sys.stdout");
  auto stream = hold(standard);
  KR_TRY(write_repr(cx, stream, object));
  KR_TRY(call_method(cx, stream, KR_ID(write), KR_STR("\n")));
  return set_attr(cx, builtins, KR_ID(_), object);
}

Result<void> excepthook(Context& cx, Borrowed<>, Borrowed<> value, Borrowed<> traceback) {
  display_exception(cx, value, traceback);
  return {};
}

static constexpr StructSeqField unraisable_fields[] = {{"exc_type", "Exception type"},
                                                     {"exc_value", "Exception value"},
                                                     {"exc_traceback", "Exception traceback"},
                                                     {"err_msg", "Error message"},
                                                     {"object", "Object causing the exception"},
                                                     {}};
static constexpr StructSeqDesc unraisable_description = {
    "UnraisableHookArgs", "UnraisableHookArgs\n\nType used to pass arguments to sys.unraisablehook.", unraisable_fields, 5};

namespace {
struct HookTypes {
  Slot<Type> unraisable;
  Slot<Type> asyncgen;
};
KR_ISOLATE_LOCAL(HookTypes, hook_types);

// A record of `count` values; null stands for None.
Result<Ref<>> make_record(Context& cx, Slot<Type>& type, const StructSeqDesc& description, std::span<Object* const> values) {
  if (type.is_null()) type.init(KR_TRY(new_structseq_type(cx, description)));
  auto made = KR_TRY(new_structseq(cx, *type.raw()));
  for (std::size_t i = 0; i < values.size(); ++i) made->init_item(static_cast<Index>(i), values[i] ? hold(values[i]) : new_none());
  return made;
}
}  // namespace

Result<void> unraisablehook(Context& cx, Borrowed<> unraisable) {
  auto& type = hook_types(cx).unraisable;
  if (type.is_null() || unraisable.type() != type.raw())
    return raise(cx, exc::TypeError, "sys.unraisablehook argument type must be UnraisableHookArgs");
  auto record = unraisable.as<Tuple>();
  print_unraisable(cx, record->item(0), record->item(1), record->item(2), record->item(3), record->item(4));
  return {};
}

void install_hooks() {
  make_unraisable_args = [](Context& cx, std::span<Object* const> five) {
    return make_record(cx, hook_types(cx).unraisable, unraisable_description, five);
  };
}

// PYTHONBREAKPOINT: unset or empty is pdb.set_trace, 0 does nothing, otherwise a dotted name.
Result<Ref<>> breakpointhook(Context& cx, Args args, KwArgs keywords) {
  const char* variable = environment(startup_config(), "PYTHONBREAKPOINT");
  std::string_view name = variable ? variable : "pdb.set_trace";
  if (name == "0") return new_none();
  std::size_t dot = name.rfind('.');
  std::string_view module_name = dot == std::string_view::npos ? "builtins" : name.substr(0, dot);
  std::string_view attribute = dot == std::string_view::npos ? name : name.substr(dot + 1);
  auto unimportable = [&]() -> Result<Ref<>> {
    clear_error(cx);
    KR_TRY(warn_object(cx, exc::RuntimeWarning, 1, KR_TRY(format_str(cx, "Ignoring unimportable $PYTHONBREAKPOINT: \"{}\"", name))));
    return new_none();
  };
  auto module = import_module(cx, KR_TRY(intern_utf8(cx, module_name)));
  if (module.failed()) {
    if (error_matches(cx, exc::ImportError)) return unimportable();
    return Failed{};
  }
  auto hook = get_attr(cx, std::move(module).value(), KR_TRY(intern_utf8(cx, attribute)));
  if (hook.failed()) {
    if (error_matches(cx, exc::AttributeError)) return unimportable();
    return Failed{};
  }
  return vectorcall(cx, std::move(hook).value(), args.data(), args.size(), Borrowed<Tuple>(keywords.names));
}

Result<Ref<>> audit(Context& cx, Args args) {
  if (args.empty()) return raise(cx, exc::TypeError, "audit() missing 1 required positional argument: 'event'");
  if (!is<Str>(Borrowed<>(args[0])))
    return raise(cx, exc::TypeError, "expected str for argument 'event', not {!t}", Borrowed<>(args[0]));
  if (any_audit_hooks) {
    const char* event = KR_TRY(str_utf8(cx, Borrowed<>(args[0]).as<Str>(), nullptr));
    KR_TRY(audit_args(cx, event, args.subspan(1)));
  }
  return new_none();
}

// A hook may refuse a new one by raising; an Exception (not BaseException) is then swallowed.
Result<void> addaudithook(Context& cx, Borrowed<> hook) {
  if (krait::audit(cx, "sys.addaudithook").failed()) {
    if (!error_matches(cx, exc::Exception)) return Failed{};
    clear_error(cx);
    return {};
  }
  auto& hooks = audit_hooks(cx);
  if (hooks.list.is_null()) hooks.list.init(KR_TRY(new_list(cx)));
  KR_TRY(list_append(cx, hooks.list.get(), hook));
  any_audit_hooks = true;
  return {};
}

static constexpr StructSeqField asyncgen_fields[] = {{"firstiter", nullptr}, {"finalizer", nullptr}, {}};
static constexpr StructSeqDesc asyncgen_description = {
    "asyncgen_hooks", "asyncgen_hooks(firstiter=None, finalizer=None)\n\nStruct sequence of asynchronous generators hooks. This is immutable.",
    asyncgen_fields, 2};

Result<Ref<>> get_asyncgen_hooks(Context& cx) {
  Object* hooks[] = {cx.async_gen_firstiter, cx.async_gen_finalizer};
  return make_record(cx, hook_types(cx).asyncgen, asyncgen_description, hooks);
}

Result<void> set_asyncgen_hooks(Context& cx, Borrowed<> firstiter, Borrowed<> finalizer) {
  auto check = [&](const char* name, Borrowed<> hook) -> Result<void> {
    if (hook.is_null() || is_none(hook) || is_callable(hook)) return {};
    return raise(cx, exc::TypeError, "callable {} expected, got {!t}", name, hook);
  };
  auto store = [](Object** field, Borrowed<> hook) {
    if (hook.is_null()) return;
    auto old = Ref<>::steal(std::exchange(*field, is_none(hook) ? nullptr : hold(hook).release()));
  };
  KR_TRY(check("finalizer", finalizer));
  KR_TRY(check("firstiter", firstiter));
  KR_TRY(krait::audit(cx, "sys.set_asyncgen_hooks_finalizer"));
  store(&cx.async_gen_finalizer, finalizer);
  KR_TRY(krait::audit(cx, "sys.set_asyncgen_hooks_firstiter"));
  store(&cx.async_gen_firstiter, firstiter);
  return {};
}

}  // namespace sys

Result<void> audit_args(Context& cx, const char* event, std::span<Object* const> args) {
  auto& hooks = sys::audit_hooks(cx);
  if (hooks.list.is_null()) return {};
  auto name = KR_TRY(intern_utf8(cx, event));
  auto tuple = KR_TRY(tuple_from_items(cx, args));
  auto list = hold(hooks.list.get());
  // Hooks are not traced unless they ask for it.
  for (Index i = 0; i < list->size(); ++i) {
    auto hook = hold(list->item(i));
    auto may_trace = lookup_attr(cx, hook, KR_ID(__cantrace__));
    if (may_trace.failed()) return Failed{};
    bool traced = !may_trace.missing() && KR_TRY(is_true(cx, std::move(may_trace).value()));
    int saved = cx.tracing;
    std::uint8_t saved_use = cx.cframe->use_tracing;
    if (!traced) ++cx.tracing, cx.cframe->use_tracing = 0;
    auto answer = call(cx, hook, name, tuple);
    if (!traced) cx.tracing = saved, cx.cframe->use_tracing = saved_use;
    if (answer.failed()) return Failed{};
  }
  return {};
}

}  // namespace krait
