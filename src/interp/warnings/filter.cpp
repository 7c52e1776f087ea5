// What to do with a warning: the first filter that fits decides; and whether it was shown already.
#include "interp/warnings/filter.h"
#include "types/dict/dict.h"
#include "types/exceptions/exceptions.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait::warnings {
namespace {

// A filter's pattern is None (anything), a str (this text) or an object with match().
Result<bool> fits(Context& cx, Borrowed<> pattern, Borrowed<> text) {
  if (is_none(pattern)) return true;
  if (is_exact<Str>(pattern)) return compare_bool(cx, pattern, text, Compare::eq);
  auto answer = KR_TRY(call_method(cx, pattern, KR_ID(match), text));
  return is_true(cx, answer);
}

Result<Ref<>> filters_in_force(Context& cx) {
  auto own = KR_TRY(module_attribute(cx, KR_ID(filters), false).as_result(cx));
  if (own) return own;
  auto* state = KR_TRY(warning_state(cx));
  return hold(state->filters);
}

Result<bool> filter_fits(Context& cx, Borrowed<Tuple> filter, Borrowed<> category, Borrowed<> text, int lineno, Borrowed<> module) {
  bool text_fits = KR_TRY(fits(cx, filter->item(1), text));
  bool module_fits = KR_TRY(fits(cx, filter->item(3), module));
  bool is_kind = KR_TRY(is_subclass(cx, category, filter->item(2)));
  Index line = as_ssize(cx, filter->item(4));
  if (line == -1 && cx.has_error()) return Failed{};
  return text_fits && module_fits && is_kind && (line == 0 || line == lineno);
}

}  // namespace

Result<Ref<>> choose_action(Context& cx, Borrowed<> category, Borrowed<> text, int lineno, Borrowed<> module, Ref<>* chosen) {
  auto filters = KR_TRY(filters_in_force(cx));
  if (!is<List>(filters)) return raise(cx, exc::ValueError, "_warnings.filters must be a list");
  auto list = filters.borrow().as<List>();
  for (Index i = 0; i < list->size(); ++i) {  // may shrink while filters are asked
    auto item = hold(list->item(i));
    if (!is<Tuple>(item) || item.borrow().as<Tuple>()->size() != 5)
      return raise(cx, exc::ValueError, "_warnings.filters item {} isn't a 5-tuple", i);
    auto filter = item.borrow().as<Tuple>();
    Borrowed<> action = filter->item(0);
    if (!is<Str>(action)) return raise(cx, exc::TypeError, "action must be a string, not '{!t}'", action);
    bool match = KR_TRY(filter_fits(cx, filter, category, text, lineno, module));
    if (!match) continue;
    auto held = hold(action);
    *chosen = std::move(item);
    return held;
  }
  *chosen = new_none();
  auto own = KR_TRY(module_attribute(cx, KR_ID(defaultaction), false).as_result(cx));
  if (!own) {
    auto* state = KR_TRY(warning_state(cx));
    own = hold(state->default_action);
  }
  if (!is<Str>(own)) return raise(cx, exc::TypeError, "_warnings.defaultaction must be a string, not '{!t}'", own);
  return own;
}

Result<bool> already_shown(Context& cx, Borrowed<Dict> registry, Borrowed<> key, bool remember) {
  auto* state = KR_TRY(warning_state(cx));
  auto version = KR_TRY(dict_get(cx, registry, KR_ID(version)));
  int overflow = 0;
  bool current = version && is_exact<Int>(version) &&
                 int_to_long_long(version.as<Int>(), &overflow) == state->filters_version;
  if (!current) {
    dict_clear(registry);
    auto now = KR_TRY(int_from(cx, state->filters_version));
    KR_TRY(dict_set(cx, registry, KR_ID(version), now));
  } else {
    auto found = KR_TRY(dict_get(cx, registry, key));
    if (found) {
      bool shown = KR_TRY(is_true(cx, hold(found)));
      if (shown) return true;
    }
  }
  if (remember) KR_TRY(dict_set(cx, registry, key, boolean(true)));
  return false;
}

Result<bool> remember_text(Context& cx, Borrowed<Dict> registry, Borrowed<> text, Borrowed<> category) {
  auto key = KR_TRY(tuple_of(cx, text, category));
  return already_shown(cx, registry, key, true);
}

}  // namespace krait::warnings
