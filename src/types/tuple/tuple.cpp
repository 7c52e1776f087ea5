// Making tuples: memory, free lists, copies.
#include <cstring>

#include "memory/memory.h"
#include "object/new.h"
#include "types/dict/keys.h"
#include "types/tuple/internal.h"

namespace krait {

namespace {
// Exact tuples of 1 to 20 items are kept when they die, up to 2000 of each length, chained through items[0].
struct TupleFreeLists {
  Tuple* first[21] = {};
  int count[21] = {};
};
KR_ISOLATE_LOCAL(TupleFreeLists, free_tuples);

// The one empty tuple of an isolate lives as long as it.
struct EmptyTuple {
  Tuple* tuple = nullptr;
};
KR_ISOLATE_LOCAL(EmptyTuple, the_empty_tuple);

constexpr std::size_t tuple_bytes(Index size) { return offsetof(Tuple, items) + static_cast<std::size_t>(size) * sizeof(Object*); }

// An untracked tuple whose items are not set.
KR_INLINE Tuple* allocate_tuple(Context& cx, Index size) {
  Tuple* tuple;
  if (size <= 20) {
    auto& kept = free_tuples(cx);
    if ((tuple = kept.first[size])) {
      kept.first[size] = reinterpret_cast<Tuple*>(tuple->items[0]);
      --kept.count[size];
      tuple->head.base.refcount = 1;
      tuple->head.base.type = &tuple_type;
      return tuple;
    }
  } else if (static_cast<std::size_t>(size) > (index_max - 64) / sizeof(Object*)) {
    return (void)raise_memory_error(cx), nullptr;
  }
  auto made = new_container<Tuple>(cx, tuple_type, tuple_bytes(size));
  if (made.failed()) return nullptr;
  tuple = std::move(made).value().release();
  tuple->head.size = size;
  return tuple;
}
}  // namespace

bool tuple::keep_block(Context& cx, Object* object) {
  auto* self = reinterpret_cast<Tuple*>(object);
  Index size = self->head.size;
  if (object->type != &tuple_type || size > 20 || size == 0) return false;
  auto& kept = free_tuples(cx);
  if (kept.count[size] >= 2000) return false;
  self->items[0] = as_object(kept.first[size]);
  kept.first[size] = self;
  ++kept.count[size];
  return true;
}

Ref<Tuple> empty_tuple() {
  auto& kept = the_empty_tuple(Context::current());
  if (!kept.tuple) {
    auto made = new_container<Tuple>(Context::current(), tuple_type);
    if (made.failed()) fatal_error(__func__, "out of memory");
    kept.tuple = std::move(made).value().release();
    kept.tuple->head.size = 0;
  }
  return Ref<Tuple>::share(kept.tuple);
}

Result<Ref<Tuple>> new_tuple(Context& cx, Index size) {
  if (size == 0) return empty_tuple();
  Tuple* tuple = allocate_tuple(cx, size);
  if (!tuple) return Failed{};
  std::memset(tuple->items, 0, static_cast<std::size_t>(size) * sizeof(Object*));
  memory::track(as_object(tuple));
  return Ref<Tuple>::steal(tuple);
}

Result<Ref<Tuple>> tuple_from_items(Context& cx, std::span<Object* const> items) {
  if (items.empty()) return empty_tuple();
  Tuple* tuple = allocate_tuple(cx, static_cast<Index>(items.size()));
  if (!tuple) return Failed{};
  for (std::size_t i = 0; i < items.size(); ++i) {
    incref(items[i]);
    tuple->items[i] = items[i];
  }
  memory::track(as_object(tuple));
  return Ref<Tuple>::steal(tuple);
}

Result<Ref<Tuple>> tuple_from_stolen(Context& cx, Object** items, Index count) {
  if (count == 0) return empty_tuple();
  Tuple* tuple = allocate_tuple(cx, count);
  if (!tuple) {
    for (Index i = 0; i < count; ++i) decref(items[i]);
    return Failed{};
  }
  std::memcpy(tuple->items, items, static_cast<std::size_t>(count) * sizeof(Object*));
  memory::track(as_object(tuple));
  return Ref<Tuple>::steal(tuple);
}

Result<Ref<Tuple>> tuple_slice(Context& cx, Borrowed<Tuple> tuple, Index from, Index to) {
  if (from < 0) from = 0;
  if (to > tuple->size()) to = tuple->size();
  if (to < from) to = from;
  if (from == 0 && to == tuple->size() && is_exact<Tuple>(tuple)) return hold(tuple);
  return tuple_from_items(cx, {tuple->items + from, static_cast<std::size_t>(to - from)});
}

void tuple_maybe_untrack(Object* object) {
  if (object->type != &tuple_type || !memory::is_tracked(object)) return;
  auto* self = reinterpret_cast<Tuple*>(object);
  for (Index i = 0; i < self->head.size; ++i)
    if (!self->items[i] || may_be_tracked(self->items[i])) return;  // null: still being filled
  memory::untrack(object);
}

}  // namespace krait
