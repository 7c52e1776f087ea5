// The module _warnings.
#include "interp/warnings/warnings.h"
#include "object/declare/method.h"
#include "object/register.h"
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/module/module.h"
#include "types/str/str.h"

namespace krait::warnings_module {
namespace {

Borrowed<> object_of(Type& type) { return Borrowed<>(reinterpret_cast<Object*>(&type)); }

Result<Ref<>> category_of(Context& cx, Borrowed<> message, Borrowed<> category) {
  bool ready = KR_TRY(is_instance(cx, message, object_of(exc::Warning)));
  if (ready) return hold(reinterpret_cast<Object*>(message.type()));
  if (!category || is_none(category)) return hold(object_of(exc::UserWarning));
  auto kind = is_subclass(cx, category, object_of(exc::Warning));
  if (kind.failed()) clear_error(cx);
  if (kind.failed() || !kind.value()) return raise(cx, exc::TypeError, "category must be a Warning subclass, not '{!t}'", category);
  return hold(category);
}

Result<void> warn(Context& cx, Borrowed<> message, Borrowed<> category, Index stacklevel, Borrowed<> source) {
  auto kind = KR_TRY(category_of(cx, message, category));
  return warn_from_stack(cx, kind, message, stacklevel, source);
}

// The line of source that module_globals' loader gives; null when it cannot.
Result<Ref<>> line_from_loader(Context& cx, Borrowed<Dict> globals, int lineno) {
  Borrowed<> loader = dict_get_str(globals, KR_ID(__loader__)), name = dict_get_str(globals, KR_ID(__name__));
  if (!loader || !name) return new_none();
  auto held_name = hold(name);
  auto get_source = KR_TRY(lookup_attr(cx, hold(loader), KR_ID(get_source)));
  if (!get_source) return new_none();
  auto source = KR_TRY(call(cx, get_source, held_name));
  if (!is<Str>(source)) return new_none();
  auto lines = KR_TRY(call_method(cx, source, KR_ID(splitlines)));
  auto list = lines.borrow().as<List>();
  if (lineno < 1 || lineno > list->size()) return new_none();
  return hold(list->item(lineno - 1));
}

Result<void> warn_explicit(Context& cx, Borrowed<> message, Borrowed<> category, Borrowed<Str> filename, int lineno, Borrowed<> module,
                           Borrowed<> registry, Borrowed<> module_globals, Borrowed<> source) {
  Ref<> line;
  if (!is_none(module_globals)) {
    if (!is<Dict>(module_globals)) return raise(cx, exc::TypeError, "module_globals must be a dict, not '{!t}'", module_globals);
    line = KR_TRY(line_from_loader(cx, module_globals.as<Dict>(), lineno));
  }
  return warn_at(cx, {category, message, filename, lineno, module, registry, line, source});
}

Result<void> filters_mutated(Context& cx) {
  warning_filters_changed(cx);
  return {};
}

constinit MethodDef functions[] = {
    KR_QUIET("warn($module, /, message, category=None, stacklevel=1, source=None)", warn,
             "warn($module, /, message, category=None, stacklevel=1, source=None)\n--\n\n"
             "Issue a warning, or maybe ignore it or raise an exception."),
    KR_QUIET("warn_explicit($module, message, category, filename, lineno, module=NULL, registry=NULL, module_globals=None, source=None)",
             warn_explicit, "Low-level interface to warnings functionality."),
    KR_QUIET("_filters_mutated($module)", filters_mutated, nullptr), KR_END};

Result<void> exec(Context& cx, Borrowed<Module> module) {
  auto* state = KR_TRY(warning_state(cx));
  KR_TRY(module_add(cx, module, KR_ID(filters), Borrowed<>(state->filters)));
  KR_TRY(module_add(cx, module, KR_ID(_onceregistry), Borrowed<>(state->once_registry)));
  return module_add(cx, module, KR_ID(_defaultaction), Borrowed<>(state->default_action));
}
constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};

constinit ModuleDef module_def = {.base = module_def_head,
                                  .m_name = "_warnings",
                                  .m_doc = "_warnings provides basic warning filtering support.\n"
                                           "It is a helper module to speed up interpreter start-up.",
                                  .m_size = 0,
                                  .m_methods = functions,
                                  .m_slots = slots};
KR_BUILTIN_MODULE(module_def);

}  // namespace
}  // namespace krait::warnings_module
