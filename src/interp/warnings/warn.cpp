// Issuing a warning.
#include "interp/report/frames.h"
#include "interp/warnings/filter.h"
#include "bytecode/code.h"
#include "types/dict/dict.h"
#include "types/exceptions/exceptions.h"
#include "types/int/int.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait {
namespace {

// A module's name as its file tells: without ".py".
Result<Ref<>> module_from_filename(Context& cx, Borrowed<Str> filename) {
  Index size = filename->size;
  if (size == 0) return hold(KR_STR("<unknown>"));
  bool python = size >= 3 && filename->at(size - 3) == '.' && filename->at(size - 2) == 'p' && filename->at(size - 1) == 'y';
  return python ? substring(cx, filename, 0, size - 3) : Result<Ref<Str>>(hold(filename));
}

bool has_registry(const WarningSite& site) { return site.registry && !is_none(site.registry); }

// False when the action says that this warning was shown before. Remembers it.
Result<bool> is_due(Context& cx, const WarningSite& site, Borrowed<> action, Borrowed<> filter, Borrowed<> key, Borrowed<> text,
                    Borrowed<> category) {
  auto is = [&](std::string_view name) { return str_equal(action.as<Str>(), name); };
  if (is("always")) return true;
  if (has_registry(site)) KR_TRY(dict_set(cx, site.registry.as<Dict>(), key, boolean(true)));
  if (is("once")) {
    Ref<> registry;
    if (has_registry(site)) registry = hold(site.registry);
    else {
      registry = KR_TRY(warnings::module_attribute(cx, KR_ID(onceregistry), false).as_result(cx));
      if (!registry) {
        auto* state = KR_TRY(warning_state(cx));
        registry = hold(state->once_registry);
      }
      if (!krait::is<Dict>(registry))
        return raise(cx, exc::TypeError, "_warnings.onceregistry must be a dict, not '{!t}'", registry);
    }
    return !KR_TRY(warnings::remember_text(cx, registry.borrow().as<Dict>(), text, category));
  }
  if (is("module")) {
    if (!has_registry(site)) return true;
    return !KR_TRY(warnings::remember_text(cx, site.registry.as<Dict>(), text, category));
  }
  if (is("default")) return true;
  return raise(cx, exc::RuntimeError, "Unrecognized action ({!r}) in warnings.filters:\n {!r}", action, filter);
}

}  // namespace

Result<void> warn_at(Context& cx, const WarningSite& site) {
  if (has_registry(site) && !is<Dict>(site.registry)) return raise(cx, exc::TypeError, "'registry' must be a dict or None");
  auto module = site.module ? hold(site.module) : KR_TRY(module_from_filename(cx, site.filename));
  bool ready = KR_TRY(is_instance(cx, site.message, Borrowed<>(reinterpret_cast<Object*>(&exc::Warning))));
  Ref<> text, message, category;
  if (ready) {
    text = KR_TRY(str(cx, site.message));
    message = hold(site.message);
    category = hold(reinterpret_cast<Object*>(site.message.type()));
  } else {
    text = hold(site.message);
    message = KR_TRY(call(cx, site.category, site.message));
    category = hold(site.category);
  }
  auto line = KR_TRY(int_from(cx, site.lineno));
  auto key = KR_TRY(tuple_of(cx, text, category, line));
  if (has_registry(site)) {
    bool shown = KR_TRY(warnings::already_shown(cx, site.registry.as<Dict>(), key, false));
    if (shown) return {};
  }
  Ref<> filter;
  auto action = KR_TRY(warnings::choose_action(cx, category, text, site.lineno, module, &filter));
  if (str_equal(action.borrow().as<Str>(), "error"))
    return raise_object(cx, Borrowed<Type>(message.type()), message);
  if (str_equal(action.borrow().as<Str>(), "ignore")) return {};
  bool due = KR_TRY(is_due(cx, site, action, filter, key, text, category));
  if (!due) return {};
  return warnings::show(cx, site, category, text, message);
}

namespace {

// Frames of the import machinery do not count: a warning about an import is the importing program's.
bool is_internal(Borrowed<FrameObject> frame) {
  Borrowed<Str> filename(frame_code(frame)->co_filename);
  if (!filename->is_ascii()) return false;
  std::string_view text = filename->ascii_text();
  return text.find("importlib") != std::string_view::npos && text.find("_bootstrap") != std::string_view::npos;
}

Ref<FrameObject> caller_frame(Context& cx, Index stack_level) {
  auto frame = Ref<FrameObject>::share(current_frame_object(cx).raw());
  bool count_all = stack_level <= 0 || (frame && is_internal(frame));
  while (--stack_level > 0 && frame) {
    do frame = frame_back(cx, frame);
    while (!count_all && frame && is_internal(frame));
  }
  return frame;
}

}  // namespace

Result<void> warn_from_stack(Context& cx, Borrowed<> category, Borrowed<> message, Index stack_level, Borrowed<> source) {
  auto frame = caller_frame(cx, stack_level);
  Ref<> globals;
  Ref<Str> filename;
  int line = 1;
  if (frame) {
    globals = hold(frame_globals(frame));
    filename = hold(Borrowed<Str>(frame_code(frame)->co_filename));
    line = frame_line(frame);
  } else {
    Borrowed<> modules = sys_get(cx, KR_ID(modules));
    Borrowed<> sys = modules ? dict_get_str(modules.as<Dict>(), KR_ID(sys)) : Borrowed<>();
    if (!sys) return {};  // start-up or end: nobody to tell
    globals = KR_TRY(get_attr(cx, sys, KR_ID(__dict__)));
    filename = hold(KR_ID(sys));
  }
  auto dict = globals.borrow().as<Dict>();
  auto found = KR_TRY(dict_get(cx, dict, KR_ID(__warningregistry__)));
  Ref<> registry;
  if (found) registry = hold(found);
  else {
    registry = KR_TRY(new_dict(cx));
    KR_TRY(dict_set(cx, dict, KR_ID(__warningregistry__), registry));
  }
  auto name = KR_TRY(dict_get(cx, dict, KR_ID(__name__)));
  Ref<> module = name && (is_none(name) || is<Str>(name)) ? hold(name) : Ref<>(hold(KR_STR("<string>")));
  return warn_at(cx, {category, message, filename, line, module, registry, {}, source});
}

static Borrowed<> object_of(Type& type) { return Borrowed<>(reinterpret_cast<Object*>(&type)); }

Result<void> warn(Context& cx, Type& category, Index stack_level, std::string_view text) {
  auto message = KR_TRY(str_from_utf8(cx, text, "replace"));
  return warn_from_stack(cx, object_of(category), message, stack_level, {});
}

Result<void> warn_object(Context& cx, Type& category, Index stack_level, Borrowed<> message) {
  return warn_from_stack(cx, object_of(category), message, stack_level, {});
}

Result<void> warn_resource(Context& cx, Borrowed<> source, Index stack_level, std::string_view text) {
  auto message = KR_TRY(str_from_utf8(cx, text, "replace"));
  return warn_from_stack(cx, object_of(exc::ResourceWarning), message, stack_level, source);
}

Result<void> warn_explicit(Context& cx, Type& category, Borrowed<> message, Borrowed<Str> filename, int lineno, Borrowed<> module,
                           Borrowed<> registry) {
  return warn_at(cx, {object_of(category), message, filename, lineno, module, registry, {}, {}});
}

// As the rooms below know it (object/errors.h).
Result<void> warn_explicit(Context& cx, Type& category, Borrowed<> message, Borrowed<> filename, int lineno) {
  return warn_explicit(cx, category, message, filename.as<Str>(), lineno, {}, {});
}

}  // namespace krait
