// deque's methods.
#include "modules/_collections/deque.h"
#include "object/declare/method.h"
#include "types/genericalias/genericalias.h"
#include "types/int/int.h"
#include "types/slice/slice.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait::collections {

using Self = Borrowed<Deque>;

namespace {
template <auto Push>
Result<void> extend_with(Context& cx, Self self, Borrowed<> iterable) {
  if (self.is(iterable)) {
    Ref<> copied = KR_TRY(tuple_from(cx, iterable));
    return extend_with<Push>(cx, self, copied);
  }
  Ref<> iterator = KR_TRY(iter(cx, iterable));
  for (;;) {
    auto step = next(cx, iterator);
    if (step.failed()) return Failed{};
    if (step.missing()) return {};
    KR_TRY(Push(cx, self.raw(), std::move(step).value()));
  }
}

Result<void> append(Context& cx, Self self, Borrowed<> item) { return push_right(cx, self.raw(), hold(item)); }
Result<void> append_left(Context& cx, Self self, Borrowed<> item) { return push_left(cx, self.raw(), hold(item)); }
Result<void> extend_left(Context& cx, Self self, Borrowed<> iterable) { return extend_with<push_left>(cx, self, iterable); }
Result<void> clear_method(Context&, Self self) { return clear(self.raw()), Result<void>(); }

Result<Ref<>> pop(Context& cx, Self self) {
  Ref<> item = take_right(self.raw());
  if (!item) return raise(cx, exc::IndexError, "pop from an empty deque");
  return item;
}
Result<Ref<>> pop_left(Context& cx, Self self) {
  Ref<> item = take_left(self.raw());
  if (!item) return raise(cx, exc::IndexError, "pop from an empty deque");
  return item;
}

// Compares value with each item from `from` to `to`; visit says whether to go on.
template <class F>
Result<void> search(Context& cx, Self self, Borrowed<> value, Index from, Index to, Type& mutated, std::string_view text, F&& visit) {
  std::size_t state = self->state;
  for (Index i = from; i < to; ++i) {
    Ref<> item = hold(*slot_at(self.raw(), i));
    auto equal = same_or_equal(cx, item, value);
    if (self->state != state) {
      if (equal.failed()) return Failed{};
      return raise(cx, mutated, "{}", text);
    }
    if (equal.failed()) return Failed{};
    if (equal.value() && !visit(i)) return {};
  }
  return {};
}
constexpr std::string_view mutated_text = "deque mutated during iteration";

Result<Index> count(Context& cx, Self self, Borrowed<> value) {
  Index found = 0;
  KR_TRY(search(cx, self, value, 0, self->size(), exc::RuntimeError, mutated_text, [&](Index) { return ++found, true; }));
  return found;
}

Result<Index> index(Context& cx, Self self, Borrowed<> value, SliceIndex from, SliceIndex to) {
  clamp_span(self->size(), &from.value, &to.value);
  Index found = -1;
  KR_TRY(search(cx, self, value, from.value, to.value, exc::RuntimeError, mutated_text, [&](Index i) { return found = i, false; }));
  if (found < 0) return raise(cx, exc::ValueError, "{!r} is not in deque", value);
  return found;
}

Result<void> remove(Context& cx, Self self, Borrowed<> value) {
  Index found = -1;
  KR_TRY(search(cx, self, value, 0, self->size(), exc::IndexError, "deque mutated during remove().", [&](Index i) { return found = i, false; }));
  if (found < 0) return raise(cx, exc::ValueError, "{!r} is not in deque", value);
  return delete_at(cx, self, found);
}

Result<void> insert(Context& cx, Self self, Index at, Borrowed<> item) {
  Index size = self->size();
  if (self->maxlen == size) return raise(cx, exc::IndexError, "deque already at its maximum size");
  if (at >= size) return push_right(cx, self.raw(), hold(item));
  if (at <= -size || at == 0) return push_left(cx, self.raw(), hold(item));
  KR_TRY(rotate(cx, self.raw(), -at));
  KR_TRY(at < 0 ? push_right(cx, self.raw(), hold(item)) : push_left(cx, self.raw(), hold(item)));
  return rotate(cx, self.raw(), at);
}

Result<void> reverse(Context&, Self self) {
  Index size = self->size();
  DequeCursor left(self.raw());
  DequeBlock* right = self->right;
  Index right_index = self->right_index;
  for (Index n = size / 2; n > 0; --n) {
    std::swap(left.block->items[left.index], right->items[right_index]);
    left.take();
    if (--right_index < 0) right = right->left, right_index = block_items - 1;
  }
  return {};
}

Result<void> rotate_method(Context& cx, Self self, Index steps) { return rotate(cx, self.raw(), steps); }

Result<Ref<>> reduce(Context& cx, Self self) {
  Ref<> state = KR_TRY(call_method(cx, self, KR_ID(__getstate__)));
  Ref<> iterator = KR_TRY(iter(cx, self));
  Ref<Tuple> args = self->maxlen < 0 ? empty_tuple() : KR_TRY(tuple_of(cx, empty_tuple(), KR_TRY(int_from(cx, self->maxlen))));
  return KR_TRY(tuple_of(cx, type_object(*self.type()), args, state, iterator));
}

Result<std::size_t> size_of(Context&, Self self) {
  std::size_t blocks = (static_cast<std::size_t>(self->left_index + self->size()) + block_items - 1) / block_items;
  return static_cast<std::size_t>(self.type()->tp_basicsize) + (blocks ? blocks : 1) * sizeof(DequeBlock);
}
}  // namespace

Result<void> extend(Context& cx, Self self, Borrowed<> iterable) { return extend_with<push_right>(cx, self, iterable); }

Result<bool> contains(Context& cx, Self self, Borrowed<> value) {
  bool there = false;
  KR_TRY(search(cx, self, value, 0, self->size(), exc::RuntimeError, mutated_text, [&](Index) { return there = true, false; }));
  return there;
}

Result<void> delete_at(Context& cx, Self self, Index i) {
  KR_TRY(rotate(cx, self.raw(), -i));
  Ref<> item = take_left(self.raw());
  return rotate(cx, self.raw(), i);
}

Result<Ref<>> copy(Context& cx, Self self) {
  Borrowed<> type = type_object(*self.type());
  if (self.type() == &deque_type) {
    Ref<> made = KR_TRY(call(cx, type));
    made.borrow().as<Deque>()->maxlen = self->maxlen;
    KR_TRY(extend(cx, made.borrow().as<Deque>(), self));
    return made;
  }
  Ref<> made = self->maxlen < 0 ? KR_TRY(call(cx, type, self)) : KR_TRY(call(cx, type, self, KR_TRY(int_from(cx, self->maxlen))));
  if (!is_instance_of(made, deque_type))
    return raise(cx, exc::TypeError, "{:.200}() must return a deque, not {!t}", self.type()->tp_name, made);
  return made;
}

constinit MethodDef deque_methods[] = {
    KR_QUIET("append(self, item, /)", append, "Add an element to the right side of the deque."),
    KR_QUIET("appendleft(self, item, /)", append_left, "Add an element to the left side of the deque."),
    KR_QUIET("clear(self)", clear_method, "Remove all elements from the deque."),
    KR_QUIET("__copy__(self)", copy, "Return a shallow copy of a deque."),
    KR_QUIET("copy(self)", copy, "Return a shallow copy of a deque."),
    KR_QUIET("count(self, value, /)", count, "D.count(value) -> integer -- return number of occurrences of value"),
    KR_QUIET("extend(self, iterable, /)", extend, "Extend the right side of the deque with elements from the iterable"),
    KR_QUIET("extendleft(self, iterable, /)", extend_left, "Extend the left side of the deque with elements from the iterable"),
    KR_QUIET("index(self, value, start=0, stop=sys.maxsize, /)", index,
             "D.index(value, [start, [stop]]) -> integer -- return first index of value.\nRaises ValueError if the value is not present."),
    KR_QUIET("insert(self, index, value, /)", insert, "D.insert(index, object) -- insert object before index"),
    KR_QUIET("pop(self)", pop, "Remove and return the rightmost element."),
    KR_QUIET("popleft(self)", pop_left, "Remove and return the leftmost element."),
    KR_QUIET("__reduce__(self)", reduce, "Return state information for pickling."),
    KR_QUIET("remove(self, value, /)", remove, "D.remove(value) -- remove first occurrence of value."),
    KR_QUIET("__reversed__(self)", iterate_reversed, "D.__reversed__() -- return a reverse iterator over the deque"),
    KR_QUIET("reverse(self)", reverse, "D.reverse() -- reverse *IN PLACE*"),
    KR_QUIET("rotate(self, n=1, /)", rotate_method, "Rotate the deque n steps to the right (default n=1).  If n is negative, rotates left."),
    KR_QUIET("__sizeof__(self)", size_of, "D.__sizeof__() -- size of D in memory, in bytes"),
    KR_QUIET_CLASS("__class_getitem__($type, item, /)", new_generic_alias, "See PEP 585"), KR_END};

}  // namespace krait::collections
