// Walking a range: with machine words where start, step and every number fit, otherwise with ints.
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/int/int.h"
#include "types/iterators/iterators.h"
#include "types/range/internal.h"

namespace krait::range {
namespace {

struct LongIterator {
  Object base;
  Object* index;
  Object* start;
  Object* step;
  Object* length;
};
static_assert(sizeof(LongIterator) == 48);
using LongFields = Owns<LongIterator, &LongIterator::index, &LongIterator::start, &LongIterator::step, &LongIterator::length>;

Object* next_number(Object* object) {
  auto* self = reinterpret_cast<RangeIterator*>(object);
  if (self->index >= self->length) return nullptr;
  // Unsigned, because start + i * step may wrap on the way although the sum fits.
  auto value = static_cast<unsigned long>(self->index++) * static_cast<unsigned long>(self->step) + static_cast<unsigned long>(self->start);
  return reinterpret_cast<Object*>(int_from(Context::current(), static_cast<long>(value)).release());
}

Result<Ref<>> new_word_iterator(Context& cx, long start, long step, long length) {
  Ref<RangeIterator> made = KR_TRY(new_plain<RangeIterator>(cx, range_iterator_type));
  made->index = 0;
  made->start = start;
  made->step = step;
  made->length = length;
  return made;
}

Result<Ref<>> new_long_iterator(Context& cx, Borrowed<> start, Borrowed<> step, Borrowed<> length) {
  Ref<Int> zero = KR_TRY(int_from(cx, 0));
  Ref<LongIterator> made = KR_TRY(new_plain<LongIterator>(cx, long_range_iterator_type));
  made->index = as_object(zero.release());
  made->start = hold(start).release();
  made->step = hold(step).release();
  made->length = hold(length).release();
  return made;
}

bool fits(Object* value, long long* out) {
  int overflow = 0;
  *out = int_to_long_long(Borrowed<Int>(reinterpret_cast<Int*>(value)), &overflow);
  return overflow == 0;
}

Result<Index> length_hint(Context&, Borrowed<RangeIterator> self) { return self->length - self->index; }

Result<Ref<>> reduce(Context& cx, Borrowed<RangeIterator> self) {
  Ref<> function = KR_TRY(builtin_named(cx, KR_ID(iter)));
  Ref<Int> start = KR_TRY(int_from(cx, self->start)), step = KR_TRY(int_from(cx, self->step));
  Ref<> stop = KR_TRY(multiply(cx, step, KR_TRY(int_from(cx, self->length))));
  stop = KR_TRY(add(cx, start, stop));
  Ref<Range> range = KR_TRY(new_range(cx, start, stop, step));
  return KR_TRY(tuple_of(cx, function, KR_TRY(tuple_of(cx, range)), KR_TRY(int_from(cx, self->index))));
}

Result<void> set_state(Context& cx, Borrowed<RangeIterator> self, Borrowed<> state) {
  long long index = as_long_long(cx, state);
  if (index == -1 && cx.has_error()) return Failed{};
  self->index = index < 0 ? 0 : index > self->length ? self->length : index;
  return {};
}

// --- ints of any size
Object* next_long(Object* object) {
  Context& cx = Context::current();
  auto* self = reinterpret_cast<LongIterator*>(object);
  auto number = [](Object* value) { return Borrowed<Int>(reinterpret_cast<Int*>(value)); };
  if (int_compare(number(self->index), number(self->length)) >= 0) return nullptr;
  Ref<Int> following = KR_TRY(int_add(cx, number(self->index), KR_TRY(int_from(cx, 1))));
  Ref<Int> offset = KR_TRY(int_multiply(cx, number(self->index), number(self->step)));
  Ref<Int> value = KR_TRY(int_add(cx, number(self->start), offset));
  Ref<> old = Ref<>::steal(std::exchange(self->index, as_object(following.release())));
  return as_object(value.release());
}

Result<Ref<>> long_length_hint(Context& cx, Borrowed<LongIterator> self) {
  return subtract(cx, Borrowed<>(self->length), Borrowed<>(self->index));
}

Result<Ref<>> long_reduce(Context& cx, Borrowed<LongIterator> self) {
  Ref<> function = KR_TRY(builtin_named(cx, KR_ID(iter)));
  Ref<> product = KR_TRY(multiply(cx, Borrowed<>(self->length), Borrowed<>(self->step)));
  Ref<> stop = KR_TRY(add(cx, Borrowed<>(self->start), product));
  Ref<Range> range = KR_TRY(new_range(cx, Borrowed<>(self->start), stop, Borrowed<>(self->step)));
  return KR_TRY(tuple_of(cx, function, KR_TRY(tuple_of(cx, range)), Borrowed<>(self->index)));
}

Result<void> long_set_state(Context& cx, Borrowed<LongIterator> self, Borrowed<> state) {
  if (!is<Int>(state)) return raise(cx, exc::TypeError, "an integer is required");
  Ref<> index = hold(state);
  if (int_sign(state.as<Int>()) < 0) index = KR_TRY(int_from(cx, 0));
  else if (int_compare(state.as<Int>(), Borrowed<Int>(reinterpret_cast<Int*>(self->length))) > 0) index = hold(Borrowed<>(self->length));
  Ref<> old = Ref<>::steal(std::exchange(self->index, index.release()));
  return {};
}

void dealloc_long(Object* object) {
  LongFields::clear(object);
  free_object(object);
}

constinit MethodDef methods[] = {KR_QUIET("__length_hint__(self)", length_hint, "Private method returning an estimate of len(list(it))."),
                                 KR_QUIET("__reduce__(self)", reduce, "Return state information for pickling."),
                                 KR_QUIET("__setstate__(self, state, /)", set_state, "Set state information for unpickling."), KR_END};
constinit MethodDef long_methods[] = {
    KR_QUIET("__length_hint__(self)", long_length_hint, "Private method returning an estimate of len(list(it))."),
    KR_QUIET("__reduce__(self)", long_reduce, "Return state information for pickling."),
    KR_QUIET("__setstate__(self, state, /)", long_set_state, "Set state information for unpickling."), KR_END};
}  // namespace

Result<Ref<>> iterate(Context& cx, Borrowed<Range> self) {
  long long start, stop, step, length;
  // stop must leave room for one more step, so that no sum overflows.
  if (fits(self->start, &start) && fits(self->stop, &stop) && fits(self->step, &step) && fits(self->length, &length)) {
    long long beyond;
    if (!__builtin_add_overflow(stop, step, &beyond)) return new_word_iterator(cx, start, step, length);
  }
  return new_long_iterator(cx, Borrowed<>(self->start), Borrowed<>(self->step), Borrowed<>(self->length));
}

Result<Ref<>> iterate_reversed(Context& cx, Borrowed<Range> self) {
  // The last number is the first one now: start + (length - 1) * step.
  Ref<Int> one = KR_TRY(int_from(cx, 1));
  Ref<> last = KR_TRY(subtract(cx, Borrowed<>(self->length), one));
  last = KR_TRY(multiply(cx, last, Borrowed<>(self->step)));
  last = KR_TRY(add(cx, Borrowed<>(self->start), last));
  Ref<> step = KR_TRY(negative(cx, Borrowed<>(self->step)));
  long long a, b, s, n, beyond;
  if (fits(last.raw(), &a) && fits(self->start, &b) && fits(step.raw(), &s) && fits(self->length, &n) && !__builtin_add_overflow(b, s, &beyond))
    return new_word_iterator(cx, a, s, n);
  return new_long_iterator(cx, last, step, Borrowed<>(self->length));
}

}  // namespace krait::range

namespace krait {
constinit Type range_iterator_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "range_iterator", .tp_basicsize = sizeof(RangeIterator),
    .tp_dealloc = [](Object* object) { free_object(object); },
    .tp_getattro = slot<&generic_get_attr>, .tp_flags = type_flags::immutable | type_flags::disallow_instantiation,
    .tp_iter = self_iter, .tp_iternext = range::next_number, .tp_methods = range::methods, .tp_free = free_object};
KR_READY(range_iterator_type);
constinit Type long_range_iterator_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "longrange_iterator", .tp_basicsize = sizeof(range::LongIterator),
    .tp_dealloc = range::dealloc_long, .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::disallow_instantiation, .tp_iter = self_iter, .tp_iternext = range::next_long,
    .tp_methods = range::long_methods, .tp_free = free_object};
KR_READY(long_range_iterator_type);
}  // namespace krait
