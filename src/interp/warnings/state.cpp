// The state of warnings before anybody has imported `warnings`: the default filters.
#include "interp/warnings/warnings.h"
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait {
namespace {

KR_ISOLATE_LOCAL(WarningState, state_part);

Result<void> add_filter(Context& cx, Borrowed<List> filters, Borrowed<Str> action, Type& category, Borrowed<> module) {
  auto zero = KR_TRY(int_from(cx, 0));
  auto item = KR_TRY(tuple_of(cx, action, none(), Borrowed<>(reinterpret_cast<Object*>(&category)), module, zero));
  return list_append(cx, filters, item.borrow());
}

Result<Ref<List>> default_filters(Context& cx) {
  auto filters = KR_TRY(new_list(cx));
  KR_TRY(add_filter(cx, filters, KR_ID(default), exc::DeprecationWarning, KR_ID(__main__)));
  for (Type* category : {&exc::DeprecationWarning, &exc::PendingDeprecationWarning, &exc::ImportWarning, &exc::ResourceWarning})
    KR_TRY(add_filter(cx, filters, KR_ID(ignore), *category, none()));
  return filters;
}

}  // namespace

Result<WarningState*> warning_state(Context& cx) {
  WarningState& state = state_part(cx);
  if (!state.filters) {
    auto filters = KR_TRY(default_filters(cx));
    auto registry = KR_TRY(new_dict(cx));
    state.once_registry = as_object(registry.release());
    state.default_action = KR_ID(default).object();
    incref(state.default_action);
    state.filters = as_object(filters.release());
  }
  return &state;
}

void warning_filters_changed(Context& cx) { ++state_part(cx).filters_version; }

}  // namespace krait
