// The type object of range.
#include "types/range/range.h"

#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/int/int.h"
#include "types/range/internal.h"
#include "types/slice/slice.h"
#include "types/str/builder.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait::range {

namespace {
using Fields = Owns<Range, &Range::start, &Range::stop, &Range::step, &Range::length>;

Borrowed<Int> as_int_ref(Object* object) { return Borrowed<Int>(reinterpret_cast<Int*>(object)); }

// How many numbers lie in start, start + step … before stop.
Result<Ref<>> compute_length(Context& cx, Borrowed<> start, Borrowed<> stop, Borrowed<> step) {
  int o1 = 0, o2 = 0, o3 = 0;
  long long a = int_to_long_long(start.as<Int>(), &o1), b = int_to_long_long(stop.as<Int>(), &o2), s = int_to_long_long(step.as<Int>(), &o3);
  if (!o1 && !o2 && !o3) {
    unsigned long long distance = s > 0 ? static_cast<unsigned long long>(b) - static_cast<unsigned long long>(a)
                                        : static_cast<unsigned long long>(a) - static_cast<unsigned long long>(b);
    if (s > 0 ? a >= b : a <= b) return KR_TRY(int_from(cx, 0));
    unsigned long long stride = s > 0 ? static_cast<unsigned long long>(s) : 0ull - static_cast<unsigned long long>(s);
    return KR_TRY(int_from_unsigned(cx, (distance - 1) / stride + 1));
  }
  bool up = int_sign(step.as<Int>()) > 0;
  Ref<> lo = hold(up ? start : stop), hi = hold(up ? stop : start);
  Ref<> stride = up ? hold(step) : KR_TRY(negative(cx, step));
  if (int_compare(lo.borrow().as<Int>(), hi.borrow().as<Int>()) >= 0) return KR_TRY(int_from(cx, 0));
  Ref<Int> one = KR_TRY(int_from(cx, 1));
  Ref<> distance = KR_TRY(subtract(cx, hi, lo));
  distance = KR_TRY(subtract(cx, distance, one));
  Ref<> steps = KR_TRY(floor_divide(cx, distance, stride));
  return add(cx, steps, one);
}

Result<Ref<Range>> from_parts(Context& cx, Ref<> start, Ref<> stop, Ref<> step) {
  Ref<> length = KR_TRY(compute_length(cx, start, stop, step));
  Ref<Range> made = KR_TRY(new_plain<Range>(cx, range_type));
  made->start = start.release();
  made->stop = stop.release();
  made->step = step.release();
  made->length = length.release();
  return made;
}

// start + i * step
Result<Ref<>> item(Context& cx, Borrowed<Range> self, Borrowed<> i) {
  Ref<> offset = KR_TRY(multiply(cx, i, Borrowed<>(self->step)));
  return add(cx, Borrowed<>(self->start), offset);
}

Result<Ref<>> checked_item(Context& cx, Borrowed<Range> self, Borrowed<> given) {
  Ref<> i = hold(given);
  if (int_sign(i.borrow().as<Int>()) < 0) i = KR_TRY(add(cx, i, Borrowed<>(self->length)));
  if (int_sign(i.borrow().as<Int>()) < 0 || int_compare(i.borrow().as<Int>(), as_int_ref(self->length)) >= 0)
    return raise(cx, exc::IndexError, "range object index out of range");
  return item(cx, self, i);
}

Result<Ref<>> item_at(Context& cx, Borrowed<Range> self, Index i) {
  return checked_item(cx, self, KR_TRY(int_from(cx, i)));
}

Result<Ref<>> slice_of(Context& cx, Borrowed<Range> self, Borrowed<> slice) {
  Ref<> bounds = KR_TRY(call_method(cx, slice, KR_ID(indices), Borrowed<>(self->length)));
  auto* parts = bounds.borrow().as<Tuple>().raw();
  Ref<> step = KR_TRY(multiply(cx, parts->item(2), Borrowed<>(self->step)));
  Ref<> start = KR_TRY(item(cx, self, parts->item(0)));
  Ref<> stop = KR_TRY(item(cx, self, parts->item(1)));
  return KR_TRY(from_parts(cx, std::move(start), std::move(stop), std::move(step)));
}

Result<Ref<>> get_item(Context& cx, Borrowed<Range> self, Borrowed<> key) {
  if (is_index(key)) return checked_item(cx, self, KR_TRY(index(cx, key)));
  if (is_exact<Slice>(key)) return slice_of(cx, self, key);
  return raise(cx, exc::TypeError, "range indices must be integers or slices, not {!t}", key);
}

Result<Index> size(Context& cx, Borrowed<Range> self) { return as_ssize(cx, Borrowed<>(self->length)); }

bool is_int_or_bool(Borrowed<> object) { return is_exact<Int>(object) || object.type() == &bool_type; }

Result<bool> contains_int(Context& cx, Borrowed<Range> self, Borrowed<> value) {
  auto v = value.as<Int>(), start = as_int_ref(self->start), stop = as_int_ref(self->stop);
  bool up = int_sign(as_int_ref(self->step)) > 0;
  if (up ? int_compare(v, start) < 0 || int_compare(v, stop) >= 0 : int_compare(v, start) > 0 || int_compare(v, stop) <= 0) return false;
  Ref<> offset = KR_TRY(subtract(cx, value, Borrowed<>(self->start)));
  Ref<> rest = KR_TRY(remainder(cx, offset, Borrowed<>(self->step)));
  return int_sign(rest.borrow().as<Int>()) == 0;
}

// By comparison with every number: for values of types that range knows nothing of.
template <class F>
Result<void> each_equal(Context& cx, Borrowed<Range> self, Borrowed<> value, F&& found) {
  Ref<> iterator = KR_TRY(iterate(cx, self));
  for (Index i = 0;; ++i) {
    auto step = next(cx, iterator);
    if (step.failed()) return Failed{};
    if (step.missing()) return {};
    Ref<> number = std::move(step).value();
    if (KR_TRY(same_or_equal(cx, number, value)) && !found(i)) return {};
  }
}

Result<bool> contains(Context& cx, Borrowed<Range> self, Borrowed<> value) {
  if (is_int_or_bool(value)) return contains_int(cx, self, value);
  bool there = false;
  KR_TRY(each_equal(cx, self, value, [&](Index) { return there = true, false; }));
  return there;
}

Result<Ref<>> count(Context& cx, Borrowed<Range> self, Borrowed<> value) {
  if (is_int_or_bool(value)) return KR_TRY(int_from(cx, KR_TRY(contains_int(cx, self, value))));
  Index n = 0;
  KR_TRY(each_equal(cx, self, value, [&](Index) { return ++n, true; }));
  return KR_TRY(int_from(cx, n));
}

Result<Ref<>> find_index(Context& cx, Borrowed<Range> self, Borrowed<> value) {
  if (is_int_or_bool(value)) {
    if (!KR_TRY(contains_int(cx, self, value))) return raise(cx, exc::ValueError, "{!r} is not in range", value);
    Ref<> offset = KR_TRY(subtract(cx, value, Borrowed<>(self->start)));
    return floor_divide(cx, offset, Borrowed<>(self->step));
  }
  Index at = -1;
  KR_TRY(each_equal(cx, self, value, [&](Index i) { return at = i, false; }));
  if (at < 0) return raise(cx, exc::ValueError, "sequence.index(x): x not in sequence");
  return KR_TRY(int_from(cx, at));
}

bool is_one(Borrowed<Int> value) { return value->is_compact() && value->head.size == 1 && value->digits[0] == 1; }

Result<Ref<Str>> repr(Context& cx, Borrowed<Range> self) {
  if (is_one(as_int_ref(self->step))) return format_str(cx, "range({!r}, {!r})", Borrowed<>(self->start), Borrowed<>(self->stop));
  return format_str(cx, "range({!r}, {!r}, {!r})", Borrowed<>(self->start), Borrowed<>(self->stop), Borrowed<>(self->step));
}

// Ranges are equal as sequences: (length, start if there is one, step if there are two).
Result<Ref<Tuple>> essence(Context& cx, Borrowed<Range> self) {
  Borrowed<> start = none(), step = none();
  if (int_sign(as_int_ref(self->length)) > 0) {
    start = Borrowed<>(self->start);
    if (!is_one(as_int_ref(self->length))) step = Borrowed<>(self->step);
  }
  return tuple_of(cx, Borrowed<>(self->length), start, step);
}
Result<Hash> hash(Context& cx, Borrowed<Range> self) { return krait::hash(cx, KR_TRY(essence(cx, self))); }

Result<Ref<>> compare(Context& cx, Borrowed<> left, Borrowed<> right, Compare op) {
  if (right.type() != &range_type || (op != Compare::eq && op != Compare::ne)) return new_not_implemented();
  Ref<Tuple> a = KR_TRY(essence(cx, left.as<Range>())), b = KR_TRY(essence(cx, right.as<Range>()));
  return krait::compare(cx, a, b, op);
}

Result<Ref<>> reduce(Context& cx, Borrowed<Range> self) {
  Ref<Tuple> args = KR_TRY(tuple_of(cx, Borrowed<>(self->start), Borrowed<>(self->stop), Borrowed<>(self->step)));
  return KR_TRY(tuple_of(cx, type_object(*self.type()), args));
}

void dealloc(Object* object) {
  Fields::clear(object);
  free_object(object);
}

Result<Ref<>> make(Context& cx, Object* const* args, Index count) {
  if (count == 0) return raise(cx, exc::TypeError, "range expected at least 1 argument, got 0");
  if (count > 3) return raise(cx, exc::TypeError, "range expected at most 3 arguments, got {}", count);
  Ref<> start = count > 1 ? Ref<>(KR_TRY(index(cx, Borrowed<>(args[0])))) : Ref<>(KR_TRY(int_from(cx, 0)));
  Ref<> stop = KR_TRY(index(cx, Borrowed<>(args[count > 1 ? 1 : 0])));
  Ref<> step = count > 2 ? Ref<>(KR_TRY(index(cx, Borrowed<>(args[2])))) : Ref<>(KR_TRY(int_from(cx, 1)));
  if (int_sign(step.borrow().as<Int>()) == 0) return raise(cx, exc::ValueError, "range() arg 3 must not be zero");
  return KR_TRY(from_parts(cx, std::move(start), std::move(stop), std::move(step)));
}

Object* make_slot(Type*, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  if (kwargs && KR_TRY(length(cx, Borrowed<>(kwargs))) > 0) return raise(cx, exc::TypeError, "range() takes no keyword arguments");
  auto* tuple = reinterpret_cast<Tuple*>(args);
  return make(cx, tuple->items, tuple->size()).release();
}

Object* vector_make(Object*, Object* const* args, std::size_t nargsf, Object* kwnames) {
  Context& cx = Context::current();
  if (kwnames && reinterpret_cast<Tuple*>(kwnames)->size()) return raise(cx, exc::TypeError, "range() takes no keyword arguments");
  return make(cx, args, vectorcall_count(nargsf)).release();
}

Result<bool> truth(Context&, Borrowed<Range> self) { return int_sign(as_int_ref(self->length)) != 0; }

constinit MethodDef methods[] = {
    KR_QUIET("__reversed__(self)", iterate_reversed, "Return a reverse iterator."), KR_QUIET("__reduce__(self)", reduce, nullptr),
    KR_QUIET("count(self, value, /)", count, "rangeobject.count(value) -> integer -- return number of occurrences of value"),
    KR_QUIET("index(self, value, /)", find_index,
             "rangeobject.index(value) -> integer -- return index of value.\nRaise ValueError if the value is not present."),
    KR_END};
constinit MemberDef members[] = {KR_MEMBER("start", object_ex, Range, start, 1, nullptr), KR_MEMBER("stop", object_ex, Range, stop, 1, nullptr),
                                 KR_MEMBER("step", object_ex, Range, step, 1, nullptr), KR_END};
constinit NumberSlots number = {.nb_bool = slot<&truth>};
constinit SequenceSlots sequence = {.sq_length = slot<&size>, .sq_item = slot<&item_at>, .sq_contains = slot<&contains>};
constinit MappingSlots mapping = {.mp_length = slot<&size>, .mp_subscript = slot<&get_item>};
}  // namespace
}  // namespace krait::range

namespace krait {

Result<Ref<Range>> new_range(Context& cx, Borrowed<> start, Borrowed<> stop, Borrowed<> step) {
  return range::from_parts(cx, hold(start), hold(stop), hold(step));
}

constinit Type range_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "range", .tp_basicsize = sizeof(Range), .tp_dealloc = range::dealloc,
    .tp_repr = slot<&range::repr>, .tp_as_number = &range::number, .tp_as_sequence = &range::sequence, .tp_as_mapping = &range::mapping,
    .tp_hash = slot<&range::hash>, .tp_getattro = slot<&generic_get_attr>, .tp_flags = type_flags::immutable | type_flags::sequence,
    .tp_doc = "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\n"
              "Return an object that produces a sequence of integers from start (inclusive)\n"
              "to stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\n"
              "start defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\n"
              "These are exactly the valid indices for a list of 4 elements.\n"
              "When step is given, it specifies the increment (or decrement).",
    .tp_richcompare = slot<&range::compare>, .tp_iter = slot<&range::iterate>, .tp_methods = range::methods, .tp_members = range::members,
    .tp_new = range::make_slot, .tp_free = free_object, .tp_vectorcall = range::vector_make};
KR_READY(range_type);

}  // namespace krait
