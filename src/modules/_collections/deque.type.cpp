// The type objects of deque and its iterators.
#include "modules/_collections/deque.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "object/repr_guard.h"
#include "types/int/int.h"
#include "types/iterators/iterators.h"
#include "types/list/list.h"
#include "types/type/type.h"

namespace krait::collections {
namespace {
using Self = Borrowed<Deque>;

Object* make(Type* type, Object*, Object*) {
  Ref<> made = KR_TRY(Result<Ref<>>::from_raw(type->tp_alloc(type, 0)));
  KR_TRY(start_chain(Context::current(), made.borrow().as<Deque>().raw()));
  return made.release();
}

Result<void> init(Context& cx, Self self, Borrowed<> iterable, Borrowed<> maxlen) {
  Index limit = -1;
  if (maxlen && !is_none(maxlen)) {
    if (!is<Int>(maxlen)) return raise(cx, exc::TypeError, "an integer is required");
    limit = as_ssize(cx, maxlen);
    if (limit == -1 && cx.has_error()) return Failed{};
    if (limit < 0) return raise(cx, exc::ValueError, "maxlen must be non-negative");
  }
  self->maxlen = limit;
  if (self->size()) clear(self.raw());
  if (iterable) return extend(cx, self, iterable);
  return {};
}

Index size(Self self) { return self->size(); }

Result<Ref<>> item_at(Context& cx, Self self, Index i) {
  if (i < 0 || i >= self->size()) return raise(cx, exc::IndexError, "deque index out of range");
  return hold(*slot_at(self.raw(), i));
}
Result<void> assign_at(Context& cx, Self self, Index i, Borrowed<> value) {
  if (i < 0 || i >= self->size()) return raise(cx, exc::IndexError, "deque index out of range");
  if (!value) return delete_at(cx, self, i);
  Ref<> old = Ref<>::steal(std::exchange(*slot_at(self.raw(), i), hold(value).release()));
  return {};
}

Result<Ref<>> concat(Context& cx, Self self, Borrowed<> other) {
  if (!is_instance_of(other, deque_type)) return raise(cx, exc::TypeError, "can only concatenate deque (not \"{!t:.200}\") to deque", other);
  Ref<> made = KR_TRY(copy(cx, self));
  KR_TRY(extend(cx, made.borrow().as<Deque>(), other));
  return made;
}
Result<Ref<>> concat_in_place(Context& cx, Self self, Borrowed<> other) {
  KR_TRY(extend(cx, self, other));
  return hold(self).as<Object>();
}
Result<Ref<>> repeat_in_place(Context& cx, Self self, Index count) {
  Index size = self->size();
  if (size == 0 || count == 1) return hold(self).as<Object>();
  if (count <= 0) return clear(self.raw()), hold(self).as<Object>();
  if (size > index_max / count) return raise_memory_error(cx);
  Ref<Tuple> once = KR_TRY(tuple_from(cx, self));
  for (Index n = 1; n < count; ++n)
    for (Object* item : once->span()) KR_TRY(push_right(cx, self.raw(), hold(item)));
  return hold(self).as<Object>();
}
Result<Ref<>> repeat(Context& cx, Self self, Index count) {
  Ref<> made = KR_TRY(copy(cx, self));
  KR_TRY(repeat_in_place(cx, made.borrow().as<Deque>(), count));
  return made;
}

Result<Ref<Str>> repr(Context& cx, Self self) {
  ReprGuard guard(cx, self);
  if (guard.entered_before()) return hold(KR_STR("[...]"));
  Ref<List> items = KR_TRY(list_from(cx, self));
  std::string_view name = short_name(*self.type());
  if (self->maxlen >= 0) return format_str(cx, "{}({!r}, maxlen={})", name, items, self->maxlen);
  return format_str(cx, "{}({!r})", name, items);
}

Result<Ref<>> compare(Context& cx, Borrowed<> left, Borrowed<> right, Compare op) {
  if (!is_instance_of(left, deque_type) || !is_instance_of(right, deque_type)) return new_not_implemented();
  if (left.is(right) && op == Compare::eq) return new_bool(true);
  if (left.is(right) && op == Compare::ne) return new_bool(false);
  if (left.as<Deque>()->size() != right.as<Deque>()->size()) {
    if (op == Compare::eq) return new_bool(false);
    if (op == Compare::ne) return new_bool(true);
  }
  Ref<> x_iterator = KR_TRY(iter(cx, left)), y_iterator = KR_TRY(iter(cx, right));
  for (;;) {
    auto x_step = next(cx, x_iterator);
    if (x_step.failed()) return Failed{};
    auto y_step = next(cx, y_iterator);
    if (y_step.failed()) return Failed{};
    Ref<> x = std::move(x_step).value(), y = std::move(y_step).value();
    if (!x || !y) {
      int order = x ? 1 : y ? -1 : 0;
      switch (op) {
        case Compare::lt: return new_bool(order < 0);
        case Compare::le: return new_bool(order <= 0);
        case Compare::eq: return new_bool(order == 0);
        case Compare::ne: return new_bool(order != 0);
        case Compare::gt: return new_bool(order > 0);
        case Compare::ge: return new_bool(order >= 0);
      }
    }
    if (!KR_TRY(same_or_equal(cx, x, y))) {
      if (op == Compare::eq) return new_bool(false);
      if (op == Compare::ne) return new_bool(true);
      return krait::compare(cx, x, y, op);
    }
  }
}

int traverse(Object* object, Visit visit, void* arg) {
  auto* self = reinterpret_cast<Deque*>(object);
  if (!self->left) return 0;
  DequeCursor cursor(self);
  for (Index n = self->size(); n > 0; --n) {
    if (int answer = visit(cursor.take(), arg)) return answer;
  }
  return 0;
}
int clear_slot(Object* object) { return clear(reinterpret_cast<Deque*>(object)), 0; }
void dealloc(Object* object) {
  auto* self = reinterpret_cast<Deque*>(object);
  memory::untrack(object);
  if (self->weakrefs) memory::clear_weak_references(object);
  free_chain(self);
  object->type->tp_free(object);
}

Result<Ref<>> get_maxlen(Context& cx, Self self) {
  if (self->maxlen < 0) return new_none();
  return KR_TRY(int_from(cx, self->maxlen));
}
constinit GetSetDef getset[] = {KR_GETTER("maxlen", get_maxlen, "maximum size of a deque or None if unbounded"), KR_END};
constinit SequenceSlots sequence = {.sq_length = slot<&size>, .sq_concat = slot<&concat>, .sq_repeat = slot<&repeat>,
                                    .sq_item = slot<&item_at>, .sq_ass_item = slot<&assign_at>, .sq_contains = slot<&contains>,
                                    .sq_inplace_concat = slot<&concat_in_place>, .sq_inplace_repeat = slot<&repeat_in_place>};

// --- iterators
struct DequeIterator {
  Object base;
  DequeBlock* block;
  Object* deque;
  Index index;
  std::size_t state;
  Index left;
};
static_assert(sizeof(DequeIterator) == 56);
using Fields = Owns<DequeIterator, &DequeIterator::deque>;

template <bool Reverse>
Result<Ref<>> new_iterator(Context& cx, Self self) {
  Ref<DequeIterator> made = KR_TRY(new_container<DequeIterator>(cx, Reverse ? deque_reverse_iterator_type : deque_iterator_type));
  made->block = Reverse ? self->right : self->left;
  made->index = Reverse ? self->right_index : self->left_index;
  made->deque = hold(self).as<Object>().release();
  made->state = self->state;
  made->left = self->size();
  memory::track(made.object());
  return made;
}

template <bool Reverse>
Object* next_item(Object* object) {
  auto* self = reinterpret_cast<DequeIterator*>(object);
  if (reinterpret_cast<Deque*>(self->deque)->state != self->state) {
    self->left = 0;
    return raise(Context::current(), exc::RuntimeError, "deque mutated during iteration");
  }
  if (self->left == 0) return nullptr;
  Object* item = self->block->items[self->index];
  --self->left;
  if (Reverse) {
    if (--self->index < 0 && self->left > 0) self->block = self->block->left, self->index = block_items - 1;
  } else {
    if (++self->index == block_items && self->left > 0) self->block = self->block->right, self->index = 0;
  }
  incref(item);
  return item;
}

Result<Index> length_hint(Context&, Borrowed<DequeIterator> self) { return self->left; }
Result<Ref<>> reduce(Context& cx, Borrowed<DequeIterator> self) {
  Index done = reinterpret_cast<Deque*>(self->deque)->size() - self->left;
  return KR_TRY(tuple_of(cx, type_object(*self.type()), KR_TRY(tuple_of(cx, Borrowed<>(self->deque), KR_TRY(int_from(cx, done))))));
}

template <bool Reverse>
Result<Ref<>> make_iterator(Context& cx, Borrowed<Type>, Args args) {
  if (args.empty()) return raise(cx, exc::TypeError, "function takes at least 1 argument (0 given)");
  if (args.size() > 2) return raise(cx, exc::TypeError, "function takes at most 2 arguments ({} given)", args.size());
  if (!is_instance_of(Borrowed<>(args[0]), deque_type))
    return raise(cx, exc::TypeError, "argument 1 must be collections.deque, not {!t}", Borrowed<>(args[0]));
  Index skip = 0;
  if (args.size() > 1) {
    skip = as_ssize(cx, Borrowed<>(args[1]));
    if (skip == -1 && cx.has_error()) return Failed{};
  }
  Ref<> made = KR_TRY(new_iterator<Reverse>(cx, Borrowed<>(args[0]).as<Deque>()));
  for (; skip > 0; --skip) {
    Ref<> item = Ref<>::steal(next_item<Reverse>(made.raw()));
    if (item) continue;
    if (cx.has_error()) return Failed{};
    break;
  }
  return made;
}

constinit MethodDef iterator_methods[] = {KR_QUIET("__length_hint__(self)", length_hint, "Private method returning an estimate of len(list(it))."),
                                          KR_QUIET("__reduce__(self)", reduce, "Return state information for pickling."), KR_END};

constexpr Type make_iterator_type(const char* name, UnaryFunction next, NewFunction make) {
  return {.head = {{1, &type_type}, 0}, .tp_name = name, .tp_basicsize = sizeof(DequeIterator), .tp_dealloc = Fields::dealloc,
          .tp_getattro = slot<&generic_get_attr>, .tp_flags = type_flags::immutable | type_flags::gc, .tp_traverse = Fields::traverse,
          .tp_iter = self_iter, .tp_iternext = next, .tp_methods = iterator_methods, .tp_new = make, .tp_free = free_container};
}
}  // namespace

Result<Ref<>> iterate(Context& cx, Self self) { return new_iterator<false>(cx, self); }
Result<Ref<>> iterate_reversed(Context& cx, Self self) { return new_iterator<true>(cx, self); }

constinit Type deque_iterator_type =
    make_iterator_type("_collections._deque_iterator", next_item<false>, KR_NEW("_deque_iterator(*args)", make_iterator<false>));
constinit Type deque_reverse_iterator_type =
    make_iterator_type("_collections._deque_reverse_iterator", next_item<true>, KR_NEW("_deque_reverse_iterator(*args)", make_iterator<true>));
KR_READY(deque_iterator_type);
KR_READY(deque_reverse_iterator_type);

constinit Type deque_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "collections.deque", .tp_basicsize = sizeof(Deque), .tp_dealloc = dealloc,
    .tp_repr = slot<&repr>, .tp_as_sequence = &sequence, .tp_hash = hash_not_implemented, .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::base | type_flags::sequence,
    .tp_doc = "deque([iterable[, maxlen]]) --> deque object\n\nA list-like sequence optimized for data accesses near its endpoints.",
    .tp_traverse = traverse, .tp_clear = clear_slot, .tp_richcompare = slot<&compare>, .tp_weaklistoffset = offsetof(Deque, weakrefs),
    .tp_iter = slot<&iterate>, .tp_methods = deque_methods, .tp_getset = getset,
    .tp_init = KR_INIT("deque(iterable=<unrepresentable>, maxlen=<unrepresentable>)", init), .tp_new = make, .tp_free = free_container};
KR_READY(deque_type);

}  // namespace krait::collections
