// list: a head with a pointer to the items, their number and the room for them. Growth is 0 4 8 16 24 32 40 52 64 76 92 108 128 …
#pragma once

#include <span>

#include "object/protocol.h"

namespace krait {

struct List {
  VarObject head;
  Object** items;
  Index allocated;

  static constexpr Type* static_type = &list_type;
  static constexpr unsigned long subclass_flag = type_flags::list_subclass;
  KR_INLINE Index size() const { return head.size; }
  KR_INLINE Borrowed<> item(Index i) const { return Borrowed<>(items[i]); }
  KR_INLINE std::span<Object* const> span() const { return {items, static_cast<std::size_t>(head.size)}; }
  KR_INLINE void init_item(Index i, Ref<> value) { items[i] = value.release(); }
};
static_assert(sizeof(List) == 40);

Result<Ref<List>> new_list(Context& cx, Index size = 0);  // items null: fill at once
Result<Ref<List>> list_from_items(Context& cx, std::span<Object* const> items);
Result<void> list_append(Context& cx, Borrowed<List> list, Borrowed<> item);
Result<void> list_append(Context& cx, Borrowed<List> list, Ref<> item);  // takes the item
Result<void> list_insert(Context& cx, Borrowed<List> list, Index at, Borrowed<> item);
Result<void> list_extend(Context& cx, Borrowed<List> list, Borrowed<> iterable);
Result<void> list_set_slice(Context& cx, Borrowed<List> list, Index from, Index to, Borrowed<> values);  // null: delete
Result<Ref<List>> list_slice(Context& cx, Borrowed<List> list, Index from, Index to);
Result<void> list_sort(Context& cx, Borrowed<List> list);
Result<void> list_reverse(Context& cx, Borrowed<List> list);
Result<Ref<Tuple>> list_as_tuple(Context& cx, Borrowed<List> list);

}  // namespace krait
