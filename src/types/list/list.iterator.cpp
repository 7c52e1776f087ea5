// Iterating over a list, forwards and backwards.
#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/iterators/iterators.h"
#include "types/list/internal.h"

namespace krait::list {
namespace {

struct ListIterator {
  Object base;
  Index index;
  Object* items;  // null at the end
};
static_assert(sizeof(ListIterator) == 32);
using Fields = Owns<ListIterator, &ListIterator::items>;

Object* next_item(Object* object) {
  auto* self = reinterpret_cast<ListIterator*>(object);
  auto* items = reinterpret_cast<List*>(self->items);
  if (!items) return nullptr;
  if (self->index < items->head.size) [[likely]] {
    Object* item = items->items[self->index++];
    incref(item);
    return item;
  }
  self->items = nullptr;
  decref(as_object(items));
  return nullptr;
}

Object* previous_item(Object* object) {
  auto* self = reinterpret_cast<ListIterator*>(object);
  auto* items = reinterpret_cast<List*>(self->items);
  if (!items) return nullptr;
  if (self->index >= 0 && self->index < items->head.size) [[likely]] {
    Object* item = items->items[self->index--];
    incref(item);
    return item;
  }
  self->index = -1;
  self->items = nullptr;
  decref(as_object(items));
  return nullptr;
}

Index size_of(ListIterator* self) { return self->items ? reinterpret_cast<List*>(self->items)->head.size : 0; }

Result<Index> length_hint(Context&, Borrowed<ListIterator> self) {
  Index left = self->items ? size_of(self.raw()) - self->index : 0;
  return left < 0 ? 0 : left;
}
Result<Index> reverse_length_hint(Context&, Borrowed<ListIterator> self) {
  Index left = self->index + 1;
  return !self->items || size_of(self.raw()) < left ? 0 : left;
}
Result<Ref<>> reduce(Context& cx, Borrowed<ListIterator> self) {
  if (self->items) return reduce_iterator(cx, KR_ID(iter), Borrowed<>(self->items), self->index);
  Ref<> function = KR_TRY(builtin_named(cx, KR_ID(iter)));
  return KR_TRY(tuple_of(cx, function, KR_TRY(tuple_of(cx, KR_TRY(new_list(cx))))));
}
Result<Ref<>> reverse_reduce(Context& cx, Borrowed<ListIterator> self) {
  if (self->items) return reduce_iterator(cx, KR_ID(reversed), Borrowed<>(self->items), self->index);
  Ref<> function = KR_TRY(builtin_named(cx, KR_ID(iter)));
  return KR_TRY(tuple_of(cx, function, KR_TRY(tuple_of(cx, KR_TRY(new_list(cx))))));
}
Result<void> set_state(Context& cx, Borrowed<ListIterator> self, Borrowed<> state) {
  Index index = KR_TRY(iterator_state(cx, state));
  if (self->items) self->index = index > size_of(self.raw()) ? size_of(self.raw()) : index;
  return {};
}
Result<void> reverse_set_state(Context& cx, Borrowed<ListIterator> self, Borrowed<> state) {
  Index index = signed_iterator_state(cx, state);
  if (index == -1 && cx.has_error()) return Failed{};
  if (self->items) self->index = index < -1 ? -1 : index > size_of(self.raw()) - 1 ? size_of(self.raw()) - 1 : index;
  return {};
}

constinit MethodDef iterator_methods[] = {
    KR_QUIET("__length_hint__(self)", length_hint, "Private method returning an estimate of len(list(it))."),
    KR_QUIET("__reduce__(self)", reduce, "Return state information for pickling."),
    KR_QUIET("__setstate__(self, state, /)", set_state, "Set state information for unpickling."), KR_END};
constinit MethodDef reverse_methods[] = {
    KR_QUIET("__length_hint__(self)", reverse_length_hint, "Private method returning an estimate of len(list(it))."),
    KR_QUIET("__reduce__(self)", reverse_reduce, "Return state information for pickling."),
    KR_QUIET("__setstate__(self, state, /)", reverse_set_state, "Set state information for unpickling."), KR_END};

Result<Ref<>> make(Context& cx, Borrowed<List> list, Type& type, Index index) {
  Ref<ListIterator> made = KR_TRY(new_container<ListIterator>(cx, type));
  made->index = index;
  made->items = hold(list).as<Object>().release();
  memory::track(made.object());
  return made;
}
}  // namespace

Result<Ref<>> iterate(Context& cx, Borrowed<List> self) { return make(cx, self, list_iterator_type, 0); }
Result<Ref<>> iterate_reversed(Context& cx, Borrowed<List> self) { return make(cx, self, list_reverse_iterator_type, self->size() - 1); }

constexpr Type make_type(const char* name, UnaryFunction next, MethodDef* methods) {
  return {.head = {{1, &type_type}, 0}, .tp_name = name, .tp_basicsize = sizeof(ListIterator), .tp_dealloc = Fields::dealloc,
          .tp_getattro = slot<&generic_get_attr>,
          .tp_flags = type_flags::immutable | type_flags::gc | type_flags::disallow_instantiation, .tp_traverse = Fields::traverse,
          .tp_iter = self_iter, .tp_iternext = next, .tp_methods = methods, .tp_free = free_container};
}

}  // namespace krait::list

namespace krait {
constinit Type list_iterator_type = list::make_type("list_iterator", list::next_item, list::iterator_methods);
constinit Type list_reverse_iterator_type = list::make_type("list_reverseiterator", list::previous_item, list::reverse_methods);
KR_READY(list_iterator_type);
KR_READY(list_reverse_iterator_type);
}  // namespace krait
