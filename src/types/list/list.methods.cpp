// list's methods.
#include "object/declare/method.h"
#include "types/genericalias/genericalias.h"
#include "types/list/internal.h"

namespace krait::list {
namespace {

Result<void> append(Context& cx, Borrowed<List> self, Borrowed<> item) { return list_append(cx, self, hold(item)); }
Result<void> insert(Context& cx, Borrowed<List> self, Index at, Borrowed<> item) { return list_insert(cx, self, at, item); }
Result<void> extend(Context& cx, Borrowed<List> self, Borrowed<> iterable) { return list_extend(cx, self, iterable); }
Result<void> clear_method(Context&, Borrowed<List> self) { return clear(self); }
Result<Ref<List>> copy(Context& cx, Borrowed<List> self) { return list_slice(cx, self, 0, self->size()); }
Result<void> reverse(Context& cx, Borrowed<List> self) { return list_reverse(cx, self); }

Result<Ref<>> pop(Context& cx, Borrowed<List> self, Index at) {
  Index size = self->size();
  if (size == 0) return raise(cx, exc::IndexError, "pop from empty list");
  if (at < 0) at += size;
  if (at < 0 || at >= size) return raise(cx, exc::IndexError, "pop index out of range");
  Ref<> item = Ref<>::steal(self->items[at]);
  if (at < size - 1)
    __builtin_memmove(self->items + at, self->items + at + 1, static_cast<std::size_t>(size - 1 - at) * sizeof(Object*));
  if (size == 1) {
    self->head.size = 0;
    KR_TRY(clear(self));
    return item;
  }
  auto shrunk = resize(cx, self, size - 1);
  if (shrunk.failed()) return (void)item.release(), Failed{};
  return item;
}

Result<Index> find(Context& cx, Borrowed<List> self, Borrowed<> value, Index from, Index to) {
  for (Index i = from; i < to && i < self->size(); ++i) {  // == may shrink the list
    Ref<> item = hold(self->item(i));
    if (KR_TRY(same_or_equal(cx, item, value))) return i;
  }
  return Index{-2};
}

Result<Index> index(Context& cx, Borrowed<List> self, Borrowed<> value, SliceIndex from, SliceIndex to) {
  {
    Index size = self->size();
    if (from.value < 0 && (from.value += size) < 0) from.value = 0;
    if (to.value < 0 && (to.value += size) < 0) to.value = 0;
  }
  Index found = KR_TRY(find(cx, self, value, from.value, to.value));
  if (found < 0) return raise(cx, exc::ValueError, "{!r} is not in list", value);
  return found;
}

Result<Index> count(Context& cx, Borrowed<List> self, Borrowed<> value) {
  Index found = 0;
  for (Index i = 0; i < self->size(); ++i) {
    Ref<> item = hold(self->item(i));
    found += KR_TRY(same_or_equal(cx, item, value));
  }
  return found;
}

Result<void> remove(Context& cx, Borrowed<List> self, Borrowed<> value) {
  Index found = KR_TRY(find(cx, self, value, 0, index_max));
  if (found < 0) return raise(cx, exc::ValueError, "list.remove(x): x not in list");
  return list_set_slice(cx, self, found, found + 1, {});
}

Result<void> sort_method(Context& cx, Borrowed<List> self, Borrowed<> key, int reverse) {
  return sort(cx, self, is_none(key) ? Borrowed<>() : key, reverse != 0);
}

Result<std::size_t> size_of(Context&, Borrowed<List> self) {
  return static_cast<std::size_t>(self.type()->tp_basicsize) + static_cast<std::size_t>(self->allocated) * sizeof(Object*);
}
}  // namespace

constinit MethodDef methods[] = {
    KR_QUIET("__getitem__(self, y, /)", get_item, "x.__getitem__(y) <==> x[y]"),
    KR_METHOD("__reversed__($self, /)", iterate_reversed, "Return a reverse iterator over the list."),
    KR_METHOD("__sizeof__($self, /)", size_of, "Return the size of the list in memory, in bytes."),
    KR_METHOD("clear($self, /)", clear_method, "Remove all items from list."),
    KR_METHOD("copy($self, /)", copy, "Return a shallow copy of the list."),
    KR_METHOD("append($self, object, /)", append, "Append object to the end of the list."),
    KR_METHOD("insert($self, index, object, /)", insert, "Insert object before index."),
    KR_METHOD("extend($self, iterable, /)", extend, "Extend list by appending elements from the iterable."),
    KR_METHOD("pop($self, index=-1, /)", pop,
              "Remove and return item at index (default last).\n\nRaises IndexError if list is empty or index is out of range."),
    KR_METHOD("remove($self, value, /)", remove,
              "Remove first occurrence of value.\n\nRaises ValueError if the value is not present."),
    KR_METHOD("index($self, value, start=0, stop=sys.maxsize, /)", index,
              "Return first index of value.\n\nRaises ValueError if the value is not present."),
    KR_METHOD("count($self, value, /)", count, "Return number of occurrences of value."),
    KR_METHOD("reverse($self, /)", reverse, "Reverse *IN PLACE*."),
    KR_METHOD("sort($self, /, *, key=None, reverse=False)", sort_method,
              "Sort the list in ascending order and return None.\n\n"
              "The sort is in-place (i.e. the list itself is modified) and stable (i.e. the\n"
              "order of two equal elements is maintained).\n\n"
              "If a key function is given, apply it once to each list item and sort them,\n"
              "ascending or descending, according to their function values.\n\n"
              "The reverse flag can be set to sort in descending order."),
    KR_QUIET_CLASS("__class_getitem__($type, item, /)", new_generic_alias, "See PEP 585"), KR_END};

}  // namespace krait::list
