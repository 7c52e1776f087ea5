// tuple: a fixed number of owned items behind the head.
#pragma once

#include <span>

#include "object/protocol.h"

namespace krait {

struct Tuple {
  VarObject head;
  Object* items[1];

  static constexpr Type* static_type = &tuple_type;
  static constexpr unsigned long subclass_flag = type_flags::tuple_subclass;
  KR_INLINE Index size() const { return head.size; }
  KR_INLINE Borrowed<> item(Index i) const { return Borrowed<>(items[i]); }
  KR_INLINE std::span<Object* const> span() const { return {items, static_cast<std::size_t>(head.size)}; }
  // For a new tuple whose item is not set yet.
  KR_INLINE void init_item(Index i, Ref<> value) { items[i] = value.release(); }
};

Ref<Tuple> empty_tuple();
// Items null, tracked: fill at once with init_item.
Result<Ref<Tuple>> new_tuple(Context& cx, Index size);
Result<Ref<Tuple>> tuple_from_items(Context& cx, std::span<Object* const> items);   // shares the items
Result<Ref<Tuple>> tuple_from_stolen(Context& cx, Object** items, Index count);     // takes the items' counts, also on failure
Result<Ref<Tuple>> tuple_slice(Context& cx, Borrowed<Tuple> tuple, Index from, Index to);
// The collector asks: stop tracking a tuple that holds only atoms.
void tuple_maybe_untrack(Object* tuple);
template <class... Items>
Result<Ref<Tuple>> tuple_of(Context& cx, const Items&... items) {
  Object* list[] = {items.object()...};
  return tuple_from_items(cx, list);
}

}  // namespace krait
