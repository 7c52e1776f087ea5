// Iterators that pick from one iterable: takewhile, dropwhile, filterfalse, compress, islice, starmap, pairwise.
#include "modules/itertools/support.h"

namespace krait::itertools {
namespace {

// --- takewhile and dropwhile: a predicate, an iterator, and whether the turning point has been passed
struct While {
  Object base;
  Object* function;
  Object* iterator;
  long passed;
};
static_assert(sizeof(While) == 40);
using WhileFields = Owns<While, &While::function, &While::iterator>;

Result<Ref<>> make_while(Context& cx, Borrowed<Type> type, Borrowed<> function, Borrowed<> iterable) {
  Ref<> iterator = KR_TRY(iter(cx, iterable));
  Ref<While> made = KR_TRY(allocate<While>(type));
  made->function = hold(function).release();
  made->iterator = iterator.release();
  return made;
}

Result<bool> holds(Context& cx, Object* predicate, Borrowed<> item) {
  Ref<> verdict = KR_TRY(call(cx, Borrowed<>(predicate), item));
  return is_true(cx, verdict);
}

Result<Ref<>> next_takewhile(Context& cx, Borrowed<While> self) {
  if (self->passed) return at_end();
  Ref<> item = Ref<>::steal(step(self->iterator));
  if (!item) return at_end();
  if (KR_TRY(holds(cx, self->function, item))) return item;
  self->passed = 1;
  return at_end();
}
Result<Ref<>> next_dropwhile(Context& cx, Borrowed<While> self) {
  for (;;) {
    Ref<> item = Ref<>::steal(step(self->iterator));
    if (!item || self->passed) return Result<Ref<>>(std::move(item));
    if (!KR_TRY(holds(cx, self->function, item))) {
      self->passed = 1;
      return item;
    }
  }
}
Result<Ref<>> reduce_while(Context& cx, Borrowed<While> self) {
  return KR_TRY(tuple_of(cx, type_object(*self.type()), KR_TRY(tuple_of(cx, Borrowed<>(self->function), Borrowed<>(self->iterator))),
                         KR_TRY(int_from(cx, self->passed))));
}
Result<void> set_state_while(Context& cx, Borrowed<While> self, Borrowed<> state) {
  self->passed = KR_TRY(is_true(cx, state));
  return {};
}
constinit MethodDef while_methods[] = {KR_REDUCE(reduce_while), KR_SETSTATE(set_state_while), KR_END};

// --- filterfalse and starmap: a function and an iterator
struct Pair {
  Object base;
  Object* first;
  Object* second;
};
static_assert(sizeof(Pair) == 32);
using PairFields = Owns<Pair, &Pair::first, &Pair::second>;

Result<Ref<>> make_with_function(Context& cx, Borrowed<Type> type, Borrowed<> function, Borrowed<> iterable) {
  Ref<> iterator = KR_TRY(iter(cx, iterable));
  Ref<Pair> made = KR_TRY(allocate<Pair>(type));
  made->first = hold(function).release();
  made->second = iterator.release();
  return made;
}
Result<Ref<>> next_filterfalse(Context& cx, Borrowed<Pair> self) {
  bool by_truth = self->first == none().object() || self->first == as_object(&bool_type);
  for (;;) {
    Ref<> item = Ref<>::steal(step(self->second));
    if (!item) return at_end();
    if (!(by_truth ? KR_TRY(is_true(cx, item)) : KR_TRY(holds(cx, self->first, item)))) return item;
  }
}
Result<Ref<>> next_starmap(Context& cx, Borrowed<Pair> self) {
  Ref<> args = Ref<>::steal(step(self->second));
  if (!args) return at_end();
  Ref<Tuple> tuple = is_exact<Tuple>(args) ? std::move(args).as<Tuple>() : KR_TRY(tuple_from(cx, args));
  return call(cx, Borrowed<>(self->first), tuple.borrow(), Borrowed<Dict>());
}
Result<Ref<>> reduce_pair(Context& cx, Borrowed<Pair> self) {
  return KR_TRY(tuple_of(cx, type_object(*self.type()), KR_TRY(tuple_of(cx, Borrowed<>(self->first), Borrowed<>(self->second)))));
}
constinit MethodDef pair_methods[] = {KR_REDUCE(reduce_pair), KR_END};

// --- compress: data and selectors
Result<Ref<>> make_compress(Context& cx, Borrowed<Type> type, Borrowed<> data, Borrowed<> selectors) {
  Ref<> first = KR_TRY(iter(cx, data)), second = KR_TRY(iter(cx, selectors));
  Ref<Pair> made = KR_TRY(allocate<Pair>(type));
  made->first = first.release();
  made->second = second.release();
  return made;
}
Result<Ref<>> next_compress(Context& cx, Borrowed<Pair> self) {
  for (;;) {
    Ref<> item = Ref<>::steal(step(self->first));
    if (!item) return at_end();
    Ref<> selector = Ref<>::steal(step(self->second));
    if (!selector) return at_end();
    if (KR_TRY(is_true(cx, selector))) return item;
  }
}

// --- islice
struct Islice {
  Object base;
  Object* iterator;  // null at the end
  Index next;
  Index stop;  // -1: none
  Index stride;
  Index count;
};
static_assert(sizeof(Islice) == 56);
using IsliceFields = Owns<Islice, &Islice::iterator>;

// A bound: None leaves *out alone; -1 with no error pending when it is no number in range.
Index islice_bound(Context& cx, Object* given, Index otherwise) {
  if (given == none().object()) return otherwise;
  auto value = as_index(cx, Borrowed<>(given), nullptr);
  if (value.failed()) return clear_error(cx), -2;
  return value.value() < 0 ? -2 : static_cast<Index>(value.value());
}

Result<Ref<>> make_islice(Context& cx, Borrowed<Type> type, Args args) {
  if (args.size() < 2) return raise(cx, exc::TypeError, "islice expected at least 2 arguments, got {}", args.size());
  if (args.size() > 4) return raise(cx, exc::TypeError, "islice expected at most 4 arguments, got {}", args.size());
  Index start = 0, stop = -1, stride = 1;
  constexpr auto bad_stop = FormatText<0>("Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
  if (args.size() == 2) {
    if ((stop = islice_bound(cx, args[1], -1)) < -1) return raise(cx, exc::ValueError, bad_stop);
  } else {
    if ((stop = islice_bound(cx, args[2], -1)) < -1) return raise(cx, exc::ValueError, bad_stop);
    if ((start = islice_bound(cx, args[1], 0)) < 0)
      return raise(cx, exc::ValueError, "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
    if (args.size() == 4 && (stride = islice_bound(cx, args[3], 1)) < 1)
      return raise(cx, exc::ValueError, "Step for islice() must be a positive integer or None.");
  }
  Ref<> iterator = KR_TRY(iter(cx, Borrowed<>(args[0])));
  Ref<Islice> made = KR_TRY(allocate<Islice>(type));
  made->iterator = iterator.release();
  made->next = start;
  made->stop = stop;
  made->stride = stride;
  return made;
}

Result<Ref<>> next_islice(Context& cx, Borrowed<Islice> self) {
  if (!self->iterator) return at_end();
  Index stop = self->stop;
  bool over = false;
  while (self->count < self->next) {  // items passed over
    Ref<> skipped = Ref<>::steal(step(self->iterator));
    if (!skipped) {
      over = true;
      break;
    }
    ++self->count;
  }
  if (!over && (stop == -1 || self->count < stop)) {
    Ref<> item = Ref<>::steal(step(self->iterator));
    if (item) {
      ++self->count;
      auto following = static_cast<std::size_t>(self->next) + static_cast<std::size_t>(self->stride);
      self->next = static_cast<Index>(following);
      // Never beyond stop, and never wrapped around.
      if (self->next < 0 || (stop != -1 && self->next > stop)) self->next = stop == -1 ? index_max : stop;
      return item;
    }
  }
  assign(self->iterator, {});
  return at_end();
}

Result<Ref<>> reduce_islice(Context& cx, Borrowed<Islice> self) {
  if (!self->iterator) {
    Ref<> nothing = KR_TRY(iter(cx, KR_TRY(new_list(cx))));
    return KR_TRY(tuple_of(cx, type_object(*self.type()), KR_TRY(tuple_of(cx, nothing, small_int(0))), small_int(0)));
  }
  Ref<> stop = self->stop == -1 ? new_none() : Ref<>(KR_TRY(int_from(cx, self->stop)));
  Ref<Tuple> args = KR_TRY(tuple_of(cx, Borrowed<>(self->iterator), KR_TRY(int_from(cx, self->next)), stop, KR_TRY(int_from(cx, self->stride))));
  return KR_TRY(tuple_of(cx, type_object(*self.type()), args, KR_TRY(int_from(cx, self->count))));
}
Result<void> set_state_islice(Context& cx, Borrowed<Islice> self, Borrowed<> state) {
  Index count = signed_iterator_state(cx, state);
  if (count == -1 && cx.has_error()) return Failed{};
  self->count = count;
  return {};
}
constinit MethodDef islice_methods[] = {KR_REDUCE(reduce_islice), KR_SETSTATE(set_state_islice), KR_END};

// --- pairwise
Result<Ref<>> make_pairwise(Context& cx, Borrowed<Type> type, Borrowed<> iterable) {
  Ref<> iterator = KR_TRY(iter(cx, iterable));
  Ref<Pair> made = KR_TRY(allocate<Pair>(type));
  made->first = iterator.release();  // second: the last item, null before the first
  return made;
}
Result<Ref<>> next_pairwise(Context& cx, Borrowed<Pair> self) {
  if (!self->first) return at_end();
  auto finish = [&] {
    assign(self->first, {});
    assign(self->second, {});
    return at_end();
  };
  Ref<> old = hold(self->second);
  if (!old) {
    Ref<> item = Ref<>::steal(step(self->first));
    assign(self->second, hold(item));
    if (!item) return finish();
    if (!self->first) return finish();
    old = std::move(item);
  }
  Ref<> iterator = hold(self->first);
  Ref<> item = Ref<>::steal(step(iterator.raw()));
  if (!item) return finish();
  Ref<Tuple> pair = KR_TRY(tuple_of(cx, old, item));
  assign(self->second, std::move(item));
  return pair;
}

Object* islice_new(Type* type, Object* args, Object* kwargs) {
  return declare::Thunk<"islice(*args)", &make_islice>::make(type, args, kwargs);
}
}  // namespace

constinit Type takewhile_type = make_type<WhileFields, While>(
    "itertools.takewhile", slot<&next_takewhile>, while_methods, KR_NEW("takewhile(predicate, iterable, /)", make_while),
    "takewhile(predicate, iterable, /)\n--\n\n"
    "Return successive entries from an iterable as long as the predicate evaluates to true for each entry.");
constinit Type dropwhile_type = make_type<WhileFields, While>(
    "itertools.dropwhile", slot<&next_dropwhile>, while_methods, KR_NEW("dropwhile(predicate, iterable, /)", make_while),
    "dropwhile(predicate, iterable, /)\n--\n\nDrop items from the iterable while predicate(item) is true.\n\n"
    "Afterwards, return every element until the iterable is exhausted.");
constinit Type filterfalse_type = make_type<PairFields, Pair>(
    "itertools.filterfalse", slot<&next_filterfalse>, pair_methods, KR_NEW("filterfalse(function, iterable, /)", make_with_function),
    "filterfalse(function, iterable, /)\n--\n\nReturn those items of iterable for which function(item) is false.\n\n"
    "If function is None, return the items that are false.");
constinit Type starmap_type = make_type<PairFields, Pair>(
    "itertools.starmap", slot<&next_starmap>, pair_methods, KR_NEW("starmap(function, iterable, /)", make_with_function),
    "starmap(function, iterable, /)\n--\n\nReturn an iterator whose values are returned from the function evaluated with an argument "
    "tuple taken from the given sequence.");
constinit Type compress_type = make_type<PairFields, Pair>(
    "itertools.compress", slot<&next_compress>, pair_methods, KR_NEW("compress(data, selectors)", make_compress),
    "compress(data, selectors)\n--\n\nReturn data elements corresponding to true selector elements.\n\n"
    "Forms a shorter iterator from selected data elements using the selectors to\nchoose the data elements.");
constinit Type islice_type = make_type<IsliceFields, Islice>(
    "itertools.islice", slot<&next_islice>, islice_methods, islice_new,
    "islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\n"
    "Return an iterator whose next() method returns selected values from an\n"
    "iterable.  If start is specified, will skip all preceding elements;\n"
    "otherwise, start defaults to zero.  Step defaults to one.  If\n"
    "specified as another value, step determines how many values are\n"
    "skipped between successive calls.  Works like a slice() on a list\nbut returns an iterator.");
constinit Type pairwise_type = make_type<PairFields, Pair>(
    "itertools.pairwise", slot<&next_pairwise>, nullptr, KR_NEW("pairwise(iterable, /)", make_pairwise),
    "pairwise(iterable, /)\n--\n\nReturn an iterator of overlapping pairs taken from the input iterator.\n\n"
    "    s -> (s0,s1), (s1,s2), (s2, s3), ...");
KR_READY(takewhile_type);
KR_READY(dropwhile_type);
KR_READY(filterfalse_type);
KR_READY(starmap_type);
KR_READY(compress_type);
KR_READY(islice_type);
KR_READY(pairwise_type);

}  // namespace krait::itertools
