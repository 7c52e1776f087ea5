// Private to this room.
#pragma once

#include "interp/warnings/warnings.h"

namespace krait::warnings {

// An attribute that may be missing. as_result(): null when it is.
struct Attribute {
  Ref<> value;
  bool failed;
  Lookup<> as_result(Context&) && {
    if (failed) return Failed{};
    return std::move(value);
  }
};
// warnings.NAME, when that module has been imported (or `import_it`).
Attribute module_attribute(Context& cx, Borrowed<Str> name, bool import_it);

// "error", "ignore", "always", "default", "module", "once" or what else a filter says; `chosen` is the filter, None for the default.
Result<Ref<>> choose_action(Context& cx, Borrowed<> category, Borrowed<> text, int lineno, Borrowed<> module, Ref<>* chosen);
// True when the registry says that this key was shown under the present filters.
Result<bool> already_shown(Context& cx, Borrowed<Dict> registry, Borrowed<> key, bool remember);
Result<bool> remember_text(Context& cx, Borrowed<Dict> registry, Borrowed<> text, Borrowed<> category);

// Shows it through warnings._showwarnmsg, or plainly when `warnings` is not there.
Result<void> show(Context& cx, const WarningSite& site, Borrowed<> category, Borrowed<> text, Borrowed<> message);

}  // namespace krait::warnings
