// iter(x) of an object with __getitem__, iter(callable, sentinel), and reversed().
#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/int/int.h"
#include "types/iterators/iterators.h"
#include "types/list/list.h"
#include "types/type/type.h"

namespace krait::iterators {
namespace {

// --- iterator
struct SequenceIterator {
  Object base;
  Index index;
  Object* sequence;  // null at the end
};
static_assert(sizeof(SequenceIterator) == 32);
using SequenceFields = Owns<SequenceIterator, &SequenceIterator::sequence>;

Result<Ref<>> next_item(Context& cx, Borrowed<SequenceIterator> self) {
  if (!self->sequence) return Result<Ref<>>::from_raw(nullptr);
  if (self->index == index_max) return raise(cx, exc::OverflowError, "iter index too large");
  Ref<> sequence = hold(self->sequence);
  auto item = sequence_item(cx, sequence, self->index);
  if (!item.failed()) return ++self->index, std::move(item);
  if (clear_error_if(cx, exc::IndexError) || clear_error_if(cx, exc::StopIteration)) {
    Ref<> gone = Ref<>::steal(std::exchange(self->sequence, nullptr));
  }
  return Failed{};
}

Result<Ref<>> length_hint(Context& cx, Borrowed<SequenceIterator> self) {
  if (!self->sequence) return KR_TRY(int_from(cx, 0));
  SequenceSlots* slots = self->sequence->type->tp_as_sequence;
  if (!slots || !slots->sq_length) return new_not_implemented();
  Index size = KR_TRY(length(cx, Borrowed<>(self->sequence)));
  return KR_TRY(int_from(cx, size > self->index ? size - self->index : 0));
}
Result<Ref<>> reduce(Context& cx, Borrowed<SequenceIterator> self) {
  return reduce_iterator(cx, KR_ID(iter), Borrowed<>(self->sequence), self->index);
}
Result<void> set_state(Context& cx, Borrowed<SequenceIterator> self, Borrowed<> state) {
  Index index = KR_TRY(iterator_state(cx, state));
  if (self->sequence) self->index = index;
  return {};
}
constinit MethodDef sequence_methods[] = {
    KR_QUIET("__length_hint__(self)", length_hint, "Private method returning an estimate of len(list(it))."),
    KR_QUIET("__reduce__(self)", reduce, "Return state information for pickling."),
    KR_QUIET("__setstate__(self, state, /)", set_state, "Set state information for unpickling."), KR_END};

// --- callable_iterator
struct CallIterator {
  Object base;
  Object* callable;  // null at the end
  Object* sentinel;
};
static_assert(sizeof(CallIterator) == 32);
using CallFields = Owns<CallIterator, &CallIterator::callable, &CallIterator::sentinel>;

void finish(CallIterator* self) {
  Ref<> callable = Ref<>::steal(std::exchange(self->callable, nullptr)), sentinel = Ref<>::steal(std::exchange(self->sentinel, nullptr));
}

Result<Ref<>> next_call(Context& cx, Borrowed<CallIterator> self) {
  if (!self->callable) return Result<Ref<>>::from_raw(nullptr);
  Ref<> callable = hold(self->callable);
  auto answer = call(cx, callable);
  if (answer.failed()) {
    if (clear_error_if(cx, exc::StopIteration)) finish(self.raw());
    return Failed{};
  }
  Ref<> value = std::move(answer).value();
  if (!self->sentinel) return Result<Ref<>>::from_raw(nullptr);  // the call itself exhausted us
  Ref<> sentinel = hold(self->sentinel);
  if (!KR_TRY(same_or_equal(cx, sentinel, value))) return value;
  finish(self.raw());
  return Result<Ref<>>::from_raw(nullptr);
}

Result<Ref<>> reduce_call(Context& cx, Borrowed<CallIterator> self) {
  Ref<> function = KR_TRY(builtin_named(cx, KR_ID(iter)));
  if (!self->callable || !self->sentinel) return KR_TRY(tuple_of(cx, function, KR_TRY(tuple_of(cx, empty_tuple()))));
  return KR_TRY(tuple_of(cx, function, KR_TRY(tuple_of(cx, Borrowed<>(self->callable), Borrowed<>(self->sentinel)))));
}
constinit MethodDef call_methods[] = {KR_QUIET("__reduce__(self)", reduce_call, "Return state information for pickling."), KR_END};

// --- reversed
struct Reversed {
  Object base;
  Index index;       // -1 at the end
  Object* sequence;  // null then
};
static_assert(sizeof(Reversed) == 32);
using ReversedFields = Owns<Reversed, &Reversed::sequence>;

Result<Ref<>> make_reversed(Context& cx, Borrowed<Type> type, Borrowed<> sequence) {
  auto method = lookup_special(cx, sequence, KR_ID(__reversed__));
  if (method.failed()) return Failed{};
  if (!method.missing()) {
    Ref<> function = std::move(method).value();
    if (is_none(function)) return raise(cx, exc::TypeError, "'{!t}' object is not reversible", sequence);
    return call(cx, function);
  }
  if (!is_sequence(sequence)) return raise(cx, exc::TypeError, "'{!t}' object is not reversible", sequence);
  Index size = KR_TRY(length(cx, sequence));
  Ref<Reversed> made = KR_TRY(Result<Ref<>>::from_raw(type->tp_alloc(type.raw(), 0)).as<Reversed>());
  made->index = size - 1;
  made->sequence = hold(sequence).release();
  return made;
}

Result<Ref<>> previous_item(Context& cx, Borrowed<Reversed> self) {
  if (self->index >= 0) {
    Ref<> sequence = hold(self->sequence);
    auto item = sequence_item(cx, sequence, self->index);
    if (!item.failed()) return --self->index, std::move(item);
    if (!clear_error_if(cx, exc::IndexError) && !clear_error_if(cx, exc::StopIteration)) return Failed{};
  }
  self->index = -1;
  Ref<> gone = Ref<>::steal(std::exchange(self->sequence, nullptr));
  return Result<Ref<>>::from_raw(nullptr);
}

Result<Index> reversed_hint(Context& cx, Borrowed<Reversed> self) {
  if (!self->sequence) return Index{0};
  Index size = KR_TRY(length(cx, Borrowed<>(self->sequence)));
  return size < self->index + 1 ? 0 : self->index + 1;
}
Result<Ref<>> reversed_reduce(Context& cx, Borrowed<Reversed> self) {
  if (self->sequence)
    return KR_TRY(tuple_of(cx, type_object(*self.type()), KR_TRY(tuple_of(cx, Borrowed<>(self->sequence))), KR_TRY(int_from(cx, self->index))));
  return KR_TRY(tuple_of(cx, type_object(*self.type()), KR_TRY(tuple_of(cx, empty_tuple()))));
}
Result<void> reversed_set_state(Context& cx, Borrowed<Reversed> self, Borrowed<> state) {
  Index index = as_ssize(cx, state);
  if (index == -1 && cx.has_error()) return Failed{};
  if (!self->sequence) return {};
  Index size = KR_TRY(length(cx, Borrowed<>(self->sequence)));
  self->index = index < -1 ? -1 : index > size - 1 ? size - 1 : index;
  return {};
}
constinit MethodDef reversed_methods[] = {
    KR_QUIET("__length_hint__(self)", reversed_hint, "Private method returning an estimate of len(list(it))."),
    KR_QUIET("__reduce__(self)", reversed_reduce, "Return state information for pickling."),
    KR_QUIET("__setstate__(self, state, /)", reversed_set_state, "Set state information for unpickling."), KR_END};

}  // namespace
}  // namespace krait::iterators

namespace krait {

Result<Ref<>> new_sequence_iterator(Context& cx, Borrowed<> sequence) {
  Ref<iterators::SequenceIterator> made = KR_TRY(new_container<iterators::SequenceIterator>(cx, seq_iterator_type));
  made->index = 0;
  made->sequence = hold(sequence).release();
  memory::track(made.object());
  return made;
}

Result<Ref<>> new_call_iterator(Context& cx, Borrowed<> callable, Borrowed<> sentinel) {
  Ref<iterators::CallIterator> made = KR_TRY(new_container<iterators::CallIterator>(cx, call_iterator_type));
  made->callable = hold(callable).release();
  made->sentinel = hold(sentinel).release();
  memory::track(made.object());
  return made;
}

constexpr unsigned long iterator_flags = type_flags::immutable | type_flags::gc;

constinit Type seq_iterator_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "iterator", .tp_basicsize = sizeof(iterators::SequenceIterator),
    .tp_dealloc = iterators::SequenceFields::dealloc, .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = iterator_flags | type_flags::disallow_instantiation, .tp_traverse = iterators::SequenceFields::traverse,
    .tp_iter = self_iter, .tp_iternext = slot<&iterators::next_item>, .tp_methods = iterators::sequence_methods, .tp_free = free_container};
KR_READY(seq_iterator_type);

constinit Type call_iterator_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "callable_iterator", .tp_basicsize = sizeof(iterators::CallIterator),
    .tp_dealloc = iterators::CallFields::dealloc, .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = iterator_flags | type_flags::disallow_instantiation, .tp_traverse = iterators::CallFields::traverse,
    .tp_iter = self_iter, .tp_iternext = slot<&iterators::next_call>, .tp_methods = iterators::call_methods, .tp_free = free_container};
KR_READY(call_iterator_type);

constinit Type reversed_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "reversed", .tp_basicsize = sizeof(iterators::Reversed),
    .tp_dealloc = iterators::ReversedFields::dealloc, .tp_getattro = slot<&generic_get_attr>, .tp_flags = iterator_flags | type_flags::base,
    .tp_doc = "reversed(sequence, /)\n--\n\nReturn a reverse iterator over the values of the given sequence.",
    .tp_traverse = iterators::ReversedFields::traverse, .tp_iter = self_iter, .tp_iternext = slot<&iterators::previous_item>,
    .tp_methods = iterators::reversed_methods, .tp_new = KR_NEW("reversed(sequence, /)", iterators::make_reversed), .tp_free = free_container};
KR_READY(reversed_type);

}  // namespace krait
