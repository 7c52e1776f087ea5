// count, cycle and repeat.
#include "modules/itertools/support.h"

namespace krait::itertools {
namespace {

// --- count: machine words while they last, then (or with another step) objects
struct Count {
  Object base;
  Index number;         // index_max: slow mode
  Object* long_number;  // null in fast mode
  Object* long_step;
};
static_assert(sizeof(Count) == 40);
using CountFields = Owns<Count, &Count::long_number, &Count::long_step>;

bool is_number(Borrowed<> object) {
  NumberSlots* table = object.type()->tp_as_number;
  return table && (table->nb_index || table->nb_int || table->nb_float || object.type() == &complex_type);
}

Result<Ref<>> make_count(Context& cx, Borrowed<Type> type, Borrowed<> start, Borrowed<> step) {
  if ((start && !is_number(start)) || (step && !is_number(step))) return raise(cx, exc::TypeError, "a number is required");
  Ref<> number = start ? hold(start) : Ref<>(hold(small_int(0)));
  Ref<> by = step ? hold(step) : Ref<>(hold(small_int(1)));
  bool fast = is<Int>(number) && (!step || (is<Int>(by) && int_compare(by.borrow().as<Int>(), small_int(1)) == 0));
  Index first = 0;
  if (fast) {
    int overflow = 0;
    first = int_to_long_long(number.borrow().as<Int>(), &overflow);
    if (overflow || first == index_max) fast = false;
  }
  Ref<Count> made = KR_TRY(allocate<Count>(type));
  made->number = fast ? first : index_max;
  made->long_number = fast ? nullptr : number.release();
  made->long_step = by.release();
  return made;
}

Result<Ref<>> next_count(Context& cx, Borrowed<Count> self) {
  if (self->number != index_max) return KR_TRY(int_from(cx, self->number++));
  if (!self->long_number) self->long_number = as_object(KR_TRY(int_from(cx, index_max)).release());
  Ref<> following = KR_TRY(add(cx, Borrowed<>(self->long_number), Borrowed<>(self->long_step)));
  return Ref<>::steal(std::exchange(self->long_number, following.release()));
}

bool step_is_one(Borrowed<Count> self) {
  Borrowed<> step(self->long_step);
  return is<Int>(step) && int_compare(step.as<Int>(), small_int(1)) == 0;
}

Result<Ref<>> current(Context& cx, Borrowed<Count> self) {
  if (self->long_number) return hold(self->long_number);
  return KR_TRY(int_from(cx, self->number));
}

Result<Ref<Str>> repr_count(Context& cx, Borrowed<Count> self) {
  Ref<> number = KR_TRY(current(cx, self));
  std::string_view name = short_name(*self.type());
  if (step_is_one(self)) return format_str(cx, "{}({!r})", name, number);
  return format_str(cx, "{}({!r}, {!r})", name, number, Borrowed<>(self->long_step));
}

Result<Ref<>> reduce_count(Context& cx, Borrowed<Count> self) {
  Ref<> number = KR_TRY(current(cx, self));
  Ref<Tuple> args = step_is_one(self) ? KR_TRY(tuple_of(cx, number)) : KR_TRY(tuple_of(cx, number, Borrowed<>(self->long_step)));
  return KR_TRY(tuple_of(cx, type_object(*self.type()), args));
}
constinit MethodDef count_methods[] = {KR_REDUCE(reduce_count), KR_END};

// --- cycle
struct Cycle {
  Object base;
  Object* iterator;  // null after the first round
  Object* saved;     // a list
  Index index;
  int first_pass;  // set by __setstate__: the items are being saved by an earlier cycle
};
static_assert(sizeof(Cycle) == 48);
using CycleFields = Owns<Cycle, &Cycle::iterator, &Cycle::saved>;

Result<Ref<>> make_cycle(Context& cx, Borrowed<Type> type, Borrowed<> iterable) {
  Ref<> iterator = KR_TRY(iter(cx, iterable));
  Ref<List> saved = KR_TRY(new_list(cx));
  Ref<Cycle> made = KR_TRY(allocate<Cycle>(type));
  made->iterator = iterator.release();
  made->saved = as_object(saved.release());
  return made;
}

Result<Ref<>> next_cycle(Context& cx, Borrowed<Cycle> self) {
  auto* saved = reinterpret_cast<List*>(self->saved);
  if (self->iterator) {
    Ref<> item = Ref<>::steal(step(self->iterator));
    if (item) {
      if (!self->first_pass) KR_TRY(list_append(cx, Borrowed<List>(saved), item.borrow()));
      return item;
    }
    if (failed_at_end(cx)) return Failed{};
    assign(self->iterator, {});
  }
  if (saved->size() == 0) return at_end();
  Ref<> item = hold(saved->item(self->index));
  if (++self->index >= saved->size()) self->index = 0;
  return item;
}

Result<Ref<>> reduce_cycle(Context& cx, Borrowed<Cycle> self) {
  if (!self->iterator) {
    Ref<> iterator = KR_TRY(iter(cx, Borrowed<>(self->saved)));
    if (self->index) KR_TRY(call_method(cx, iterator, KR_ID(__setstate__), KR_TRY(int_from(cx, self->index))));
    return KR_TRY(tuple_of(cx, type_object(*self.type()), KR_TRY(tuple_of(cx, iterator)),
                           KR_TRY(tuple_of(cx, Borrowed<>(self->saved), boolean(true)))));
  }
  return KR_TRY(tuple_of(cx, type_object(*self.type()), KR_TRY(tuple_of(cx, Borrowed<>(self->iterator))),
                         KR_TRY(tuple_of(cx, Borrowed<>(self->saved), boolean(self->first_pass != 0)))));
}

Result<void> set_state_cycle(Context& cx, Borrowed<Cycle> self, Borrowed<> state) {
  if (!is<Tuple>(state)) return raise(cx, exc::TypeError, "state is not a tuple");
  auto* parts = state.as<Tuple>().raw();
  if (parts->size() != 2 || !is<List>(parts->item(0)) || !is_index(parts->item(1)))
    return raise(cx, exc::TypeError, "state is not a pair of a list and a number");
  int first_pass = as_int(cx, parts->item(1));
  if (first_pass == -1 && cx.has_error()) return Failed{};
  assign(self->saved, hold(parts->item(0)));
  self->first_pass = first_pass != 0;
  self->index = 0;
  return {};
}
constinit MethodDef cycle_methods[] = {KR_REDUCE(reduce_cycle), KR_SETSTATE(set_state_cycle), KR_END};

// --- repeat
struct Repeat {
  Object base;
  Object* element;
  Index left;  // -1: for ever
};
static_assert(sizeof(Repeat) == 32);
using RepeatFields = Owns<Repeat, &Repeat::element>;

Result<Ref<>> make_repeat(Context& cx, Borrowed<Type> type, Borrowed<> element, Borrowed<> times) {
  Index left = -1;
  if (times) {
    left = KR_TRY(as_index(cx, times, &exc::OverflowError));
    if (left < 0) left = 0;
  }
  Ref<Repeat> made = KR_TRY(allocate<Repeat>(type));
  made->element = hold(element).release();
  made->left = left;
  return made;
}
Object* next_repeat(Object* object) {
  auto* self = reinterpret_cast<Repeat*>(object);
  if (self->left == 0) return nullptr;
  if (self->left > 0) --self->left;
  return hold(self->element).release();
}
Result<Ref<Str>> repr_repeat(Context& cx, Borrowed<Repeat> self) {
  std::string_view name = short_name(*self.type());
  if (self->left < 0) return format_str(cx, "{}({!r})", name, Borrowed<>(self->element));
  return format_str(cx, "{}({!r}, {})", name, Borrowed<>(self->element), self->left);
}
Result<Ref<>> hint_repeat(Context& cx, Borrowed<Repeat> self) {
  if (self->left < 0) return raise(cx, exc::TypeError, "len() of unsized object");
  return KR_TRY(int_from(cx, self->left));
}
Result<Ref<>> reduce_repeat(Context& cx, Borrowed<Repeat> self) {
  Ref<Tuple> args = self->left < 0 ? KR_TRY(tuple_of(cx, Borrowed<>(self->element)))
                                   : KR_TRY(tuple_of(cx, Borrowed<>(self->element), KR_TRY(int_from(cx, self->left))));
  return KR_TRY(tuple_of(cx, type_object(*self.type()), args));
}
constinit MethodDef repeat_methods[] = {
    KR_QUIET("__length_hint__(self)", hint_repeat, "Private method returning an estimate of len(list(it))."), KR_REDUCE(reduce_repeat), KR_END};

template <class T>
constexpr Type with_repr(Type type, T repr) {
  type.tp_repr = repr;
  return type;
}
}  // namespace

constinit Type count_type = with_repr(
    make_type<CountFields, Count>("itertools.count", slot<&next_count>, count_methods, KR_NEW("count(start=0, step=1)", make_count),
                                  "count(start=0, step=1)\n--\n\n"
                                  "Return a count object whose .__next__() method returns consecutive values.\n\n"
                                  "Equivalent to:\n    def count(firstval=0, step=1):\n        x = firstval\n        while 1:\n"
                                  "            yield x\n            x += step"),
    slot<&repr_count>);
constinit Type cycle_type = make_type<CycleFields, Cycle>(
    "itertools.cycle", slot<&next_cycle>, cycle_methods, KR_NEW("cycle(iterable, /)", make_cycle),
    "cycle(iterable, /)\n--\n\n"
    "Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.");
constinit Type repeat_type = with_repr(
    make_type<RepeatFields, Repeat>("itertools.repeat", next_repeat, repeat_methods, KR_NEW("repeat(object, times=<unrepresentable>)", make_repeat),
                                    "repeat(object [,times]) -> create an iterator which returns the object\n"
                                    "for the specified number of times.  If not specified, returns the object\nendlessly."),
    slot<&repr_repeat>);
KR_READY(count_type);
KR_READY(cycle_type);
KR_READY(repeat_type);

}  // namespace krait::itertools
