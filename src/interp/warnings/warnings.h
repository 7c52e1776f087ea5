// The machinery of warnings: filters, registries of what was already shown, and showing. Python's module `warnings` stands on it.
#pragma once

#include "object/protocol.h"

namespace krait {

struct WarningState {  // one per isolate; also attributes of the module _warnings
  Object* filters;
  Object* once_registry;
  Object* default_action;
  long filters_version;
};
Result<WarningState*> warning_state(Context& cx);  // made on first use
void warning_filters_changed(Context& cx);

// What a warning is and where it stands; module, registry and source_line may be null.
struct WarningSite {
  Borrowed<> category, message;
  Borrowed<Str> filename;
  int lineno;
  Borrowed<> module, registry, source_line, source;
};
Result<void> warn_at(Context& cx, const WarningSite& site);
// warnings.warn(): the place is the caller's, stack_level frames up.
Result<void> warn_from_stack(Context& cx, Borrowed<> category, Borrowed<> message, Index stack_level, Borrowed<> source);
// ResourceWarning about an object that was not closed.
Result<void> warn_resource(Context& cx, Borrowed<> source, Index stack_level, std::string_view text);
// For the compiler: the place is given. registry may be null.
Result<void> warn_explicit(Context& cx, Type& category, Borrowed<> message, Borrowed<Str> filename, int lineno, Borrowed<> module,
                           Borrowed<> registry);

}  // namespace krait
