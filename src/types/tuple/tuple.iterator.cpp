// Iterating over a tuple.
#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/iterators/iterators.h"
#include "types/tuple/internal.h"

namespace krait::tuple {
namespace {

struct TupleIterator {
  Object base;
  Index index;
  Object* items;  // null at the end
};
static_assert(sizeof(TupleIterator) == 32);
using Fields = Owns<TupleIterator, &TupleIterator::items>;

Object* next_item(Object* object) {
  auto* self = reinterpret_cast<TupleIterator*>(object);
  auto* items = reinterpret_cast<Tuple*>(self->items);
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

Result<Index> length_hint(Context&, Borrowed<TupleIterator> self) {
  return self->items ? reinterpret_cast<Tuple*>(self->items)->head.size - self->index : 0;
}
Result<Ref<>> reduce(Context& cx, Borrowed<TupleIterator> self) {
  return reduce_iterator(cx, KR_ID(iter), Borrowed<>(self->items), self->index);
}
Result<void> set_state(Context& cx, Borrowed<TupleIterator> self, Borrowed<> state) {
  Index index = KR_TRY(iterator_state(cx, state));
  if (self->items) self->index = std::min(index, reinterpret_cast<Tuple*>(self->items)->head.size);
  return {};
}

constinit MethodDef iterator_methods[] = {KR_QUIET("__length_hint__(self)", length_hint, "Private method returning an estimate of len(list(it))."),
                                          KR_QUIET("__reduce__(self)", reduce, "Return state information for pickling."),
                                          KR_QUIET("__setstate__(self, state, /)", set_state, "Set state information for unpickling."), KR_END};
}  // namespace

Result<Ref<>> iterate(Context& cx, Borrowed<Tuple> self) {
  Ref<TupleIterator> made = KR_TRY(new_container<TupleIterator>(cx, tuple_iterator_type));
  made->index = 0;
  made->items = hold(self).as<Object>().release();
  memory::track(made.object());
  return made;
}

}  // namespace krait::tuple

namespace krait {
constinit Type tuple_iterator_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "tuple_iterator", .tp_basicsize = sizeof(tuple::TupleIterator),
    .tp_dealloc = tuple::Fields::dealloc, .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::disallow_instantiation, .tp_traverse = tuple::Fields::traverse,
    .tp_iter = self_iter, .tp_iternext = tuple::next_item, .tp_methods = tuple::iterator_methods, .tp_free = free_container};
KR_READY(tuple_iterator_type);
}  // namespace krait
