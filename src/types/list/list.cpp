// Making and changing lists.
#include <cstring>

#include "memory/memory.h"
#include "object/new.h"
#include "types/list/internal.h"
#include "types/tuple/tuple.h"

namespace krait {

namespace {
struct ListFreeList {
  int count = 0;
  List* lists[80] = {};
};
KR_ISOLATE_LOCAL(ListFreeList, free_lists);

Result<List*> allocate_head(Context& cx) {
  auto& kept = free_lists(cx);
  if (kept.count) {
    List* list = kept.lists[--kept.count];
    list->head.base = {1, &list_type};
    return list;
  }
  return KR_TRY(new_container<List>(cx, list_type)).release();
}
}  // namespace

bool keep_list_block(Context& cx, Object* object) {
  auto& kept = free_lists(cx);
  if (object->type != &list_type || kept.count >= 80) return false;
  kept.lists[kept.count++] = reinterpret_cast<List*>(object);
  return true;
}

Result<Ref<List>> new_list(Context& cx, Index size) {
  if (static_cast<std::size_t>(size) > index_max / sizeof(Object*)) return raise_memory_error(cx);
  List* list = KR_TRY(allocate_head(cx));
  list->items = nullptr;
  list->head.size = list->allocated = 0;
  Ref<List> made = Ref<List>::steal(list);
  if (size) {
    list->items = static_cast<Object**>(memory::allocate(static_cast<std::size_t>(size) * sizeof(Object*)));
    if (!list->items) return raise_memory_error(cx);
    std::memset(list->items, 0, static_cast<std::size_t>(size) * sizeof(Object*));
    list->head.size = list->allocated = size;
  }
  memory::track(as_object(list));
  return made;
}

Result<Ref<List>> list_from_items(Context& cx, std::span<Object* const> items) {
  Ref<List> made = KR_TRY(new_list(cx, static_cast<Index>(items.size())));
  for (std::size_t i = 0; i < items.size(); ++i) {
    incref(items[i]);
    made->items[i] = items[i];
  }
  return made;
}

Result<void> list::resize(Context& cx, Borrowed<List> self, Index size) {
  Index allocated = self->allocated;
  if (allocated >= size && size >= (allocated >> 1)) {
    self->head.size = size;
    return {};
  }
  // 0, 4, 8, 16, 24, 32, 40, 52, 64, 76 …; a large extension gets no more than it asks for (rounded up).
  std::size_t room = (static_cast<std::size_t>(size) + (static_cast<std::size_t>(size) >> 3) + 6) & ~std::size_t{3};
  if (size - self->size() > static_cast<Index>(room) - size) room = (static_cast<std::size_t>(size) + 3) & ~std::size_t{3};
  if (size == 0) room = 0;
  if (room > index_max / sizeof(Object*)) return raise_memory_error(cx);
  if (room == 0) {
    memory::release(std::exchange(self->items, nullptr));
  } else {
    auto* items = static_cast<Object**>(memory::resize(self->items, room * sizeof(Object*)));
    if (!items) return raise_memory_error(cx);
    self->items = items;
  }
  self->head.size = size;
  self->allocated = static_cast<Index>(room);
  return {};
}

Result<void> list_append(Context& cx, Borrowed<List> list, Ref<> item) {
  Index size = list->size();
  if (size < list->allocated) [[likely]] list->head.size = size + 1;
  else KR_TRY(list::resize(cx, list, size + 1));
  list->items[size] = item.release();
  return {};
}
Result<void> list_append(Context& cx, Borrowed<List> list, Borrowed<> item) { return list_append(cx, list, hold(item)); }

Result<void> list_insert(Context& cx, Borrowed<List> list, Index at, Borrowed<> item) {
  Index size = list->size();
  if (size == index_max) return raise(cx, exc::OverflowError, "cannot add more objects to list");
  KR_TRY(list::resize(cx, list, size + 1));
  if (at < 0 && (at += size) < 0) at = 0;
  if (at > size) at = size;
  std::memmove(list->items + at + 1, list->items + at, static_cast<std::size_t>(size - at) * sizeof(Object*));
  list->items[at] = hold(item).release();
  return {};
}

namespace {
// The first room of a list whose size is known: no more than needed, in whole blocks of memory.
Index even(Index size) { return (size + 1) & ~Index{1}; }

Result<void> extend_from_iterator(Context& cx, Borrowed<List> list, Borrowed<> iterable) {
  Ref<> iterator = KR_TRY(iter(cx, iterable));
  Index hint = KR_TRY(length_hint(cx, iterable, 8));
  Index size = list->size();
  if (hint <= index_max - size) {
    if (!list->items && hint > 0 && hint < static_cast<Index>(index_max / sizeof(Object*))) {
      Index room = even(hint);
      list->items = static_cast<Object**>(memory::allocate(static_cast<std::size_t>(room) * sizeof(Object*)));
      if (!list->items) return raise_memory_error(cx);
      list->allocated = room;
    } else {
      KR_TRY(list::resize(cx, list, size + hint));
      list->head.size = size;
    }
  }
  auto step = iterator.type()->tp_iternext;
  for (;;) {
    Object* item = step(iterator.raw());
    if (!item) {
      if (cx.has_error() && !clear_error_if(cx, exc::StopIteration)) return Failed{};
      break;
    }
    if (list->size() < list->allocated) list->items[list->head.size++] = item;
    else KR_TRY(list_append(cx, list, Ref<>::steal(item)));
  }
  if (list->size() < list->allocated) return list::resize(cx, list, list->size());  // shrink when far too much was guessed
  return {};
}
}  // namespace

Result<void> list_extend(Context& cx, Borrowed<List> list, Borrowed<> iterable) {
  if (!is_exact<List>(iterable) && !is_exact<Tuple>(iterable) && !list.is(iterable)) return extend_from_iterator(cx, list, iterable);
  Ref<> keep = hold(iterable);
  auto more = sequence_fast_items(iterable);
  if (more.empty()) return {};
  Index size = list->size();
  auto count = static_cast<Index>(more.size());
  if (size > index_max - count) return raise_memory_error(cx);
  if (!list->items) {
    Index room = even(count);
    list->items = static_cast<Object**>(memory::allocate(static_cast<std::size_t>(room) * sizeof(Object*)));
    if (!list->items) return raise_memory_error(cx);
    list->allocated = room;
    list->head.size = count;
  } else {
    KR_TRY(list::resize(cx, list, size + count));
  }
  // list.extend(list): its items may have moved with the growth.
  Object* const* from = list.is(iterable) ? list->items : more.data();
  for (Index i = 0; i < count; ++i) {
    incref(from[i]);
    list->items[size + i] = from[i];
  }
  return {};
}

Result<Ref<List>> list_slice(Context& cx, Borrowed<List> list, Index from, Index to) {
  if (from < 0) from = 0;
  if (to > list->size()) to = list->size();
  if (to < from) to = from;
  Ref<List> made = KR_TRY(new_list(cx, to - from));
  if (to > list->size()) to = list->size() > from ? list->size() : from;  // the allocation may have run code
  for (Index i = from; i < to; ++i) made->init_item(i - from, hold(list->item(i)));
  return made;
}

Result<void> list_set_slice(Context& cx, Borrowed<List> list, Index from, Index to, Borrowed<> values) {
  Ref<> sequence;
  std::span<Object* const> items;
  if (values) {
    if (list.is(values)) sequence = KR_TRY(list_slice(cx, list, 0, list->size()));
    else sequence = KR_TRY(sequence_fast(cx, values, "can only assign an iterable"));
    items = sequence_fast_items(sequence);
  }
  Index size = list->size();
  if (from < 0) from = 0;
  else if (from > size) from = size;
  if (to < from) to = from;
  else if (to > size) to = size;
  Index removed = to - from, added = static_cast<Index>(items.size()), growth = added - removed;
  if (size + growth == 0) return list::clear(list);
  // The old items die when the list is whole again.
  Ref<List> dying = KR_TRY(new_list(cx, 0));
  if (removed) {
    dying->items = static_cast<Object**>(memory::allocate(static_cast<std::size_t>(removed) * sizeof(Object*)));
    if (!dying->items) return raise_memory_error(cx);
    dying->allocated = removed;
  }
  auto tail = static_cast<std::size_t>(size - to) * sizeof(Object*);
  if (growth > 0) {
    KR_TRY(list::resize(cx, list, size + growth));
    std::memmove(list->items + to + growth, list->items + to, tail);
  }
  if (removed) std::memcpy(dying->items, list->items + from, static_cast<std::size_t>(removed) * sizeof(Object*));
  dying->head.size = removed;
  if (growth < 0) {
    std::memmove(list->items + to + growth, list->items + to, tail);
    KR_TRY(list::resize(cx, list, size + growth));
  }
  for (Index i = 0; i < added; ++i) {
    incref(items[i]);
    list->items[from + i] = items[i];
  }
  return {};
}

Result<void> list_reverse(Context&, Borrowed<List> list) {
  for (Index i = 0, j = list->size() - 1; i < j; ++i, --j) std::swap(list->items[i], list->items[j]);
  return {};
}

Result<Ref<Tuple>> list_as_tuple(Context& cx, Borrowed<List> list) { return tuple_from_items(cx, list->span()); }
Result<void> list_sort(Context& cx, Borrowed<List> list) { return list::sort(cx, list, {}, false); }

Result<void> list::clear(Borrowed<List> self) {
  Object** items = std::exchange(self->items, nullptr);
  Index size = std::exchange(self->head.size, 0);
  self->allocated = 0;
  if (!items) return {};
  while (--size >= 0) xdecref(items[size]);
  memory::release(items);
  return {};
}

}  // namespace krait
