// Methods and operators of set and frozenset.
#include "object/declare/method.h"
#include "types/genericalias/genericalias.h"
#include "types/list/list.h"
#include "types/set/table.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait::set {
namespace {

using Self = Borrowed<Set>;

Result<void> add_method(Context& cx, Self self, Borrowed<> key) {
  KR_TRY(set_add(cx, self, key));
  return {};
}
Result<void> clear_method(Context&, Self self) { return clear(self.raw()), Result<void>(); }
Result<Ref<Set>> copy(Context& cx, Self self) { return make_like(cx, self, self); }
Result<Ref<>> frozen_copy(Context& cx, Self self) {
  if (self.type() == &frozenset_type) return hold(self).as<Object>();
  return copy(cx, self);
}

// set.remove({1}) and {1} in s: a set is not hashable, but stands for the frozenset of its items. Null: some other trouble.
Ref<Set> frozen_key(Context& cx, Borrowed<> key) {
  if (!is_instance_of(key, set_type) || !error_matches(cx, exc::TypeError)) return {};
  clear_error(cx);
  auto made = make_empty(cx, frozenset_type);
  if (made.failed()) return {};
  Ref<Set> frozen = std::move(made).value();
  swap_bodies(frozen.raw(), key.as<Set>().raw());  // borrows the items for the moment
  return frozen;
}

template <class F>
Result<bool> with_key(Context& cx, Borrowed<> key, F&& act) {
  auto answer = act(key);
  if (!answer.failed()) return answer;
  Ref<Set> frozen = frozen_key(cx, key);
  if (!frozen) return Failed{};
  auto again = act(frozen.borrow());
  swap_bodies(frozen.raw(), key.as<Set>().raw());
  return again;
}

}  // namespace

Result<bool> contains_key(Context& cx, Borrowed<Set> self, Borrowed<> key) {
  return with_key(cx, key, [&](Borrowed<> k) { return set_contains(cx, self, k); });
}

namespace {
Result<void> remove(Context& cx, Self self, Borrowed<> key) {
  if (!KR_TRY(with_key(cx, key, [&](Borrowed<> k) { return set_discard(cx, self, k); }))) return raise_key_error(cx, key);
  return {};
}
Result<void> discard_method(Context& cx, Self self, Borrowed<> key) {
  KR_TRY(with_key(cx, key, [&](Borrowed<> k) { return set_discard(cx, self, k); }));
  return {};
}

Result<Ref<>> pop(Context& cx, Self self) {
  if (self->used == 0) return raise(cx, exc::KeyError, "pop from an empty set");
  Index i = self->finger & self->mask;
  while (!is_live(self->table[i])) i = i == self->mask ? 0 : i + 1;
  Ref<> key = Ref<>::steal(self->table[i].key);
  self->table[i] = {&dummy, -1};
  --self->used;
  self->finger = i + 1;
  return key;
}

// --- named set algebra: any number of iterables
Result<void> update_method(Context& cx, Self self, Args others) {
  for (Object* other : others) KR_TRY(update(cx, self.raw(), Borrowed<>(other)));
  return {};
}
Result<Ref<Set>> unite(Context& cx, Self self, Args others) {
  Ref<Set> made = KR_TRY(make_like(cx, self, self));
  for (Object* other : others) {
    if (other != self.object()) KR_TRY(update(cx, made.raw(), Borrowed<>(other)));
  }
  return made;
}
Result<Ref<Set>> intersect_all(Context& cx, Self self, Args others) {
  if (others.empty()) return make_like(cx, self, self);
  Ref<Set> made = hold(self);
  for (Object* other : others) made = KR_TRY(intersection(cx, made, Borrowed<>(other)));
  return made;
}
Result<void> intersection_update(Context& cx, Self self, Args others) {
  Ref<Set> made = KR_TRY(intersect_all(cx, self, others));
  swap_bodies(self.raw(), made.raw());
  return {};
}
Result<Ref<Set>> difference_all(Context& cx, Self self, Args others) {
  if (others.empty()) return make_like(cx, self, self);
  Ref<Set> made = KR_TRY(difference(cx, self, Borrowed<>(others[0])));
  for (Object* other : others.subspan(1)) KR_TRY(difference_update(cx, made, Borrowed<>(other)));
  return made;
}
Result<void> difference_update_all(Context& cx, Self self, Args others) {
  for (Object* other : others) KR_TRY(difference_update(cx, self, Borrowed<>(other)));
  return {};
}
Result<Ref<Set>> symmetric_difference(Context& cx, Self self, Borrowed<> other) {
  Ref<Set> made = KR_TRY(make_like(cx, self, other));
  KR_TRY(symmetric_difference_update(cx, made, self));
  return made;
}
Result<bool> issubset(Context& cx, Self self, Borrowed<> other) { return is_subset(cx, self, other); }
Result<bool> issuperset(Context& cx, Self self, Borrowed<> other) {
  if (is_any_set(other)) return is_subset(cx, other.as<Set>(), self);
  Ref<> iterator = KR_TRY(iter(cx, other));
  for (;;) {
    auto step = next(cx, iterator);
    if (step.failed()) return Failed{};
    if (step.missing()) return true;
    Ref<> item = std::move(step).value();
    if (!KR_TRY(set_contains(cx, self, item))) return false;
  }
}

Result<Ref<>> reduce(Context& cx, Self self) {
  Ref<List> keys = KR_TRY(list_from(cx, self));
  Ref<Tuple> args = KR_TRY(tuple_of(cx, keys));
  Ref<> state = KR_TRY(call_method(cx, self, KR_ID(__getstate__)));
  return KR_TRY(tuple_of(cx, type_object(*self.type()), args, state));
}
Result<std::size_t> size_of(Context&, Self self) {
  auto size = static_cast<std::size_t>(self.type()->tp_basicsize);
  if (self->table != self->small_table) size += static_cast<std::size_t>(self->mask + 1) * sizeof(SetEntry);
  return size;
}

// --- operators: both sides must be sets
bool both_sets(Borrowed<> left, Borrowed<> right) { return is_any_set(left) && is_any_set(right); }

Result<Ref<>> op_or(Context& cx, Borrowed<> left, Borrowed<> right) {
  if (!both_sets(left, right)) return new_not_implemented();
  Ref<Set> made = KR_TRY(make_like(cx, left.as<Set>(), left));
  if (!left.is(right)) KR_TRY(update(cx, made.raw(), right));
  return made;
}
Result<Ref<>> op_and(Context& cx, Borrowed<> left, Borrowed<> right) {
  if (!both_sets(left, right)) return new_not_implemented();
  return intersection(cx, left.as<Set>(), right);
}
Result<Ref<>> op_subtract(Context& cx, Borrowed<> left, Borrowed<> right) {
  if (!both_sets(left, right)) return new_not_implemented();
  return difference(cx, left.as<Set>(), right);
}
Result<Ref<>> op_xor(Context& cx, Borrowed<> left, Borrowed<> right) {
  if (!both_sets(left, right)) return new_not_implemented();
  return symmetric_difference(cx, left.as<Set>(), right);
}
Result<Ref<>> inplace_or(Context& cx, Self self, Borrowed<> other) {
  if (!is_any_set(other)) return new_not_implemented();
  KR_TRY(update(cx, self.raw(), other));
  return hold(self).as<Object>();
}
Result<Ref<>> inplace_and(Context& cx, Self self, Borrowed<> other) {
  if (!is_any_set(other)) return new_not_implemented();
  Ref<Set> made = KR_TRY(intersection(cx, self, other));
  swap_bodies(self.raw(), made.raw());
  return hold(self).as<Object>();
}
Result<Ref<>> inplace_subtract(Context& cx, Self self, Borrowed<> other) {
  if (!is_any_set(other)) return new_not_implemented();
  KR_TRY(difference_update(cx, self, other));
  return hold(self).as<Object>();
}
Result<Ref<>> inplace_xor(Context& cx, Self self, Borrowed<> other) {
  if (!is_any_set(other)) return new_not_implemented();
  KR_TRY(symmetric_difference_update(cx, self, other));
  return hold(self).as<Object>();
}
}  // namespace

constinit NumberSlots set_number = {.nb_subtract = slot<&op_subtract>, .nb_and = slot<&op_and>, .nb_xor = slot<&op_xor>, .nb_or = slot<&op_or>,
                                    .nb_inplace_subtract = slot<&inplace_subtract>, .nb_inplace_and = slot<&inplace_and>,
                                    .nb_inplace_xor = slot<&inplace_xor>, .nb_inplace_or = slot<&inplace_or>};
constinit NumberSlots frozenset_number = {.nb_subtract = slot<&op_subtract>, .nb_and = slot<&op_and>, .nb_xor = slot<&op_xor>,
                                          .nb_or = slot<&op_or>};

#define KR_SHARED_SET_METHODS                                                                                                     \
  KR_QUIET("__contains__(self, y, /)", contains_key, "x.__contains__(y) <==> y in x."),                                          \
      KR_QUIET("difference(self, *others)", difference_all,                                                                      \
               "Return the difference of two or more sets as a new set.\n\n(i.e. all elements that are in this set but not the others.)"), \
      KR_QUIET("intersection(self, *others)", intersect_all,                                                                     \
               "Return the intersection of two sets as a new set.\n\n(i.e. all elements that are in both sets.)"),               \
      KR_QUIET("isdisjoint(self, other, /)", is_disjoint, "Return True if two sets have a null intersection."),                  \
      KR_QUIET("issubset(self, other, /)", issubset, "Report whether another set contains this set."),                           \
      KR_QUIET("issuperset(self, other, /)", issuperset, "Report whether this set contains another set."),                       \
      KR_QUIET("__reduce__(self)", reduce, "Return state information for pickling."),                                            \
      KR_QUIET("__sizeof__(self)", size_of, "S.__sizeof__() -> size of S in memory, in bytes"),                                  \
      KR_QUIET("symmetric_difference(self, other, /)", symmetric_difference,                                                     \
               "Return the symmetric difference of two sets as a new set.\n\n"                                                   \
               "(i.e. all elements that are in exactly one of the sets.)"),                                                      \
      KR_QUIET("union(self, *others)", unite,                                                                                    \
               "Return the union of sets as a new set.\n\n(i.e. all elements that are in either set.)"),                         \
      KR_QUIET_CLASS("__class_getitem__($type, item, /)", new_generic_alias, "See PEP 585")

constinit MethodDef set_methods[] = {
    KR_QUIET("add(self, item, /)", add_method, "Add an element to a set.\n\nThis has no effect if the element is already present."),
    KR_QUIET("clear(self)", clear_method, "Remove all elements from this set."),
    KR_QUIET("copy(self)", copy, "Return a shallow copy of a set."),
    KR_QUIET("discard(self, item, /)", discard_method,
             "Remove an element from a set if it is a member.\n\n"
             "Unlike set.remove(), the discard() method does not raise\nan exception when an element is missing from the set."),
    KR_QUIET("difference_update(self, *others)", difference_update_all, "Remove all elements of another set from this set."),
    KR_QUIET("intersection_update(self, *others)", intersection_update, "Update a set with the intersection of itself and another."),
    KR_QUIET("pop(self)", pop, "Remove and return an arbitrary set element.\nRaises KeyError if the set is empty."),
    KR_QUIET("remove(self, item, /)", remove,
             "Remove an element from a set; it must be a member.\n\nIf the element is not a member, raise a KeyError."),
    KR_QUIET("symmetric_difference_update(self, other, /)", symmetric_difference_update,
             "Update a set with the symmetric difference of itself and another."),
    KR_QUIET("update(self, *others)", update_method, "Update a set with the union of itself and others."),
    KR_SHARED_SET_METHODS, KR_END};

constinit MethodDef frozenset_methods[] = {KR_QUIET("copy(self)", frozen_copy, "Return a shallow copy of a set."),
                                           KR_SHARED_SET_METHODS, KR_END};

}  // namespace krait::set
