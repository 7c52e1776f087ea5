// Iterators that join or fold iterables: chain, accumulate, zip_longest, groupby.
#include "modules/itertools/support.h"
#include "types/dict/dict.h"
#include "types/str/str.h"

namespace krait::itertools {
namespace {

// --- chain
struct Chain {
  Object base;
  Object* source;  // iterator over the iterables; null at the end
  Object* active;  // the iterator being read
};
static_assert(sizeof(Chain) == 32);
using ChainFields = Owns<Chain, &Chain::source, &Chain::active>;

Result<Ref<>> chain_over(Borrowed<Type> type, Ref<> source) {
  Ref<Chain> made = KR_TRY(allocate<Chain>(type));
  made->source = source.release();
  return made;
}
Result<Ref<>> make_chain(Context& cx, Borrowed<Type> type, Args iterables) {
  Ref<Tuple> all = KR_TRY(tuple_from_items(cx, iterables));
  return chain_over(type, KR_TRY(iter(cx, all)));
}
Result<Ref<>> from_iterable(Context& cx, Borrowed<Type> type, Borrowed<> iterable) { return chain_over(type, KR_TRY(iter(cx, iterable))); }

Result<Ref<>> next_chain(Context& cx, Borrowed<Chain> self) {
  while (self->source) {
    if (!self->active) {
      Ref<> iterable = Ref<>::steal(step(self->source));
      if (!iterable) {
        assign(self->source, {});
        return at_end();
      }
      auto iterator = iter(cx, iterable);
      if (iterator.failed()) return assign(self->source, {}), Failed{};
      assign(self->active, std::move(iterator).value());
    }
    Ref<> item = Ref<>::steal(step(self->active));
    if (item) return item;
    if (failed_at_end(cx)) return Failed{};
    assign(self->active, {});
  }
  return at_end();
}

Result<Ref<>> reduce_chain(Context& cx, Borrowed<Chain> self) {
  if (!self->source) return KR_TRY(tuple_of(cx, type_object(*self.type()), empty_tuple()));
  Ref<Tuple> state = self->active ? KR_TRY(tuple_of(cx, Borrowed<>(self->source), Borrowed<>(self->active)))
                                  : KR_TRY(tuple_of(cx, Borrowed<>(self->source)));
  return KR_TRY(tuple_of(cx, type_object(*self.type()), empty_tuple(), state));
}
Result<void> set_state_chain(Context& cx, Borrowed<Chain> self, Borrowed<> state) {
  if (!is<Tuple>(state)) return raise(cx, exc::TypeError, "state is not a tuple");
  auto* parts = state.as<Tuple>().raw();
  if (parts->size() < 1) return raise(cx, exc::TypeError, "function takes at least 1 argument (0 given)");
  if (parts->size() > 2) return raise(cx, exc::TypeError, "function takes at most 2 arguments ({} given)", parts->size());
  for (Object* part : parts->span())
    if (!is_iterator(Borrowed<>(part))) return raise(cx, exc::TypeError, "Arguments must be iterators.");
  assign(self->source, hold(parts->item(0)));
  assign(self->active, parts->size() > 1 ? hold(parts->item(1)) : Ref<>());
  return {};
}
constinit MethodDef chain_methods[] = {
    KR_CLASS_METHOD("from_iterable($type, iterable, /)", from_iterable,
                    "Alternative chain() constructor taking a single iterable argument that evaluates lazily."),
    KR_REDUCE(reduce_chain), KR_SETSTATE(set_state_chain),
    KR_QUIET_CLASS("__class_getitem__($type, item, /)", new_generic_alias, "See PEP 585"), KR_END};

// --- accumulate
struct Accumulate {
  Object base;
  Object* total;
  Object* iterator;
  Object* function;  // null: addition
  Object* initial;   // given out first
};
static_assert(sizeof(Accumulate) == 48);
using AccumulateFields = Owns<Accumulate, &Accumulate::total, &Accumulate::iterator, &Accumulate::function, &Accumulate::initial>;

Result<Ref<>> make_accumulate(Context& cx, Borrowed<Type> type, Borrowed<> iterable, Borrowed<> function, Borrowed<> initial) {
  Ref<> iterator = KR_TRY(iter(cx, iterable));
  Ref<Accumulate> made = KR_TRY(allocate<Accumulate>(type));
  made->iterator = iterator.release();
  if (!is_none(function)) made->function = hold(function).release();
  if (!is_none(initial)) made->initial = hold(initial).release();
  return made;
}
Result<Ref<>> next_accumulate(Context& cx, Borrowed<Accumulate> self) {
  if (self->initial) {
    assign(self->total, Ref<>::steal(std::exchange(self->initial, nullptr)));
    return hold(self->total);
  }
  Ref<> item = Ref<>::steal(step(self->iterator));
  if (!item) return at_end();
  if (!self->total) {
    self->total = hold(item).release();
    return item;
  }
  Ref<> total = hold(self->total);
  Ref<> sum = self->function ? KR_TRY(call(cx, Borrowed<>(self->function), total, item)) : KR_TRY(add(cx, total, item));
  assign(self->total, sum.copy());
  return sum;
}
Result<Ref<>> reduce_accumulate(Context& cx, Borrowed<Accumulate> self) {
  Borrowed<> function = self->function ? Borrowed<>(self->function) : none();
  Type& type = *self.type();
  auto chained = [&](Borrowed<> head) -> Result<Ref<>> {
    Ref<Tuple> first = KR_TRY(tuple_of(cx, head));
    Ref<Tuple> both = KR_TRY(tuple_of(cx, first, Borrowed<>(self->iterator)));
    return chain_over(Borrowed<Type>(&chain_type), KR_TRY(iter(cx, both)));
  };
  if (self->initial) {
    Ref<> iterator = KR_TRY(chained(Borrowed<>(self->initial)));
    return KR_TRY(tuple_of(cx, type_object(type), KR_TRY(tuple_of(cx, iterator, function)), none()));
  }
  if (self->total == none().object()) {  // None as state would read as "nothing yet": step over it once more
    Ref<> iterator = KR_TRY(chained(Borrowed<>(self->total)));
    Ref<> accumulated = KR_TRY(call(cx, type_object(accumulate_type), iterator, function));
    return KR_TRY(tuple_of(cx, type_object(islice_type), KR_TRY(tuple_of(cx, accumulated, small_int(1), none()))));
  }
  return KR_TRY(tuple_of(cx, type_object(type), KR_TRY(tuple_of(cx, Borrowed<>(self->iterator), function)),
                         self->total ? Borrowed<>(self->total) : none()));
}
Result<void> set_state_accumulate(Context&, Borrowed<Accumulate> self, Borrowed<> state) {
  return assign(self->total, hold(state)), Result<void>();
}
constinit MethodDef accumulate_methods[] = {KR_REDUCE(reduce_accumulate), KR_SETSTATE(set_state_accumulate), KR_END};

// --- zip_longest
struct ZipLongest {
  Object base;
  Index size;
  Index active;
  Object* iterators;  // a tuple; an exhausted one is null in it
  Object* result;     // a tuple to fill again
  Object* fill;
};
static_assert(sizeof(ZipLongest) == 56);
using ZipFields = Owns<ZipLongest, &ZipLongest::iterators, &ZipLongest::result, &ZipLongest::fill>;

Object* make_zip_longest(Type* type, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  Borrowed<> fill = none();
  if (kwargs && reinterpret_cast<Dict*>(kwargs)->used) {
    Borrowed<Dict> named(reinterpret_cast<Dict*>(kwargs));
    Borrowed<> given = dict_get_str(named, KR_ID(fillvalue));
    if (!given || named->used > 1) return raise(cx, exc::TypeError, "zip_longest() got an unexpected keyword argument");
    fill = given;
  }
  auto* iterables = reinterpret_cast<Tuple*>(args);
  Index size = iterables->size();
  Ref<Tuple> iterators = KR_TRY(new_tuple(cx, size)), result = KR_TRY(new_tuple(cx, size));
  for (Index i = 0; i < size; ++i) {
    iterators->init_item(i, KR_TRY(iter(cx, iterables->item(i))));
    result->init_item(i, new_none());
  }
  Ref<ZipLongest> made = KR_TRY(allocate<ZipLongest>(Borrowed<Type>(type)));
  made->size = made->active = size;
  made->iterators = as_object(iterators.release());
  made->result = as_object(result.release());
  made->fill = hold(fill).release();
  return as_object(made.release());
}

// The next item of iterator i or the fill value; null at the end of all, or with an error pending.
Ref<> item_or_fill(Context& cx, ZipLongest* self, Index i) {
  auto* iterators = reinterpret_cast<Tuple*>(self->iterators);
  if (iterators->items[i]) {
    Ref<> item = Ref<>::steal(step(iterators->items[i]));
    if (item) return item;
    if (--self->active == 0 || cx.has_error()) return {};
    assign(iterators->items[i], {});
  }
  return hold(self->fill);
}

Result<Ref<>> next_zip_longest(Context& cx, Borrowed<ZipLongest> self) {
  if (self->size == 0 || self->active == 0) return at_end();
  Ref<Tuple> result = hold(Borrowed<Tuple>(reinterpret_cast<Tuple*>(self->result)));
  bool reuse = result->head.base.refcount == 2;
  if (!reuse) result = KR_TRY(new_tuple(cx, self->size));
  for (Index i = 0; i < self->size; ++i) {
    Ref<> item = item_or_fill(cx, self.raw(), i);
    if (!item) {
      if (cx.has_error()) self->active = 0;
      return at_end();
    }
    assign(result->items[i], std::move(item));
  }
  if (reuse && !memory::is_tracked(result.object())) memory::track(result.object());
  return result;
}

Result<Ref<>> reduce_zip_longest(Context& cx, Borrowed<ZipLongest> self) {
  auto* iterators = reinterpret_cast<Tuple*>(self->iterators);
  Ref<Tuple> args = KR_TRY(new_tuple(cx, iterators->size()));
  for (Index i = 0; i < args->size(); ++i)
    args->init_item(i, iterators->items[i] ? hold(iterators->items[i]) : Ref<>(empty_tuple()));
  return KR_TRY(tuple_of(cx, type_object(*self.type()), args, Borrowed<>(self->fill)));
}
Result<void> set_state_zip_longest(Context&, Borrowed<ZipLongest> self, Borrowed<> state) {
  return assign(self->fill, hold(state)), Result<void>();
}
constinit MethodDef zip_methods[] = {KR_REDUCE(reduce_zip_longest), KR_SETSTATE(set_state_zip_longest), KR_END};

// --- groupby
struct GroupBy {
  Object base;
  Object* iterator;
  Object* key_function;
  Object* target_key;     // of the group that is given out
  Object* current_key;    // of the item read last
  Object* current_value;
  Object* current_group;  // borrowed: only the group given out last may go on reading
};
static_assert(sizeof(GroupBy) == 64);
using GroupByFields =
    Owns<GroupBy, &GroupBy::iterator, &GroupBy::key_function, &GroupBy::target_key, &GroupBy::current_key, &GroupBy::current_value>;

struct Grouper {
  Object base;
  Object* parent;
  Object* target_key;
};
static_assert(sizeof(Grouper) == 32);
using GrouperFields = Owns<Grouper, &Grouper::parent, &Grouper::target_key>;

Result<Ref<>> make_groupby(Context& cx, Borrowed<Type> type, Borrowed<> iterable, Borrowed<> key) {
  Ref<> iterator = KR_TRY(iter(cx, iterable));
  Ref<GroupBy> made = KR_TRY(allocate<GroupBy>(type));
  made->iterator = iterator.release();
  made->key_function = hold(key).release();
  return made;
}

// Reads one item and its key; false at the end or with an error pending.
bool read_item(Context& cx, GroupBy* self) {
  Ref<> value = Ref<>::steal(step(self->iterator));
  if (!value) return false;
  Ref<> key;
  if (self->key_function == none().object()) key = value.copy();
  else {
    auto made = call(cx, Borrowed<>(self->key_function), value);
    if (made.failed()) return false;
    key = std::move(made).value();
  }
  Ref<> old_value = Ref<>::steal(std::exchange(self->current_value, value.release()));
  Ref<> old_key = Ref<>::steal(std::exchange(self->current_key, key.release()));
  return true;
}

Result<Ref<>> make_grouper(Context& cx, Borrowed<GroupBy> parent, Borrowed<> target_key) {
  Ref<Grouper> made = KR_TRY(new_container<Grouper>(cx, grouper_type));
  made->parent = hold(parent).as<Object>().release();
  made->target_key = hold(target_key).release();
  parent->current_group = made.object();
  memory::track(made.object());
  return made;
}

Result<Ref<>> next_groupby(Context& cx, Borrowed<GroupBy> self) {
  self->current_group = nullptr;
  for (;;) {  // on to the next key
    if (self->current_key) {
      if (!self->target_key) break;
      Ref<> target = hold(self->target_key), current = hold(self->current_key);
      if (!KR_TRY(same_or_equal(cx, target, current))) break;
    }
    if (!read_item(cx, self.raw())) return at_end();
  }
  assign(self->target_key, hold(self->current_key));
  Ref<> group = KR_TRY(make_grouper(cx, self, Borrowed<>(self->target_key)));
  return KR_TRY(tuple_of(cx, Borrowed<>(self->current_key), group));
}

Result<Ref<>> next_grouper(Context& cx, Borrowed<Grouper> self) {
  auto* parent = reinterpret_cast<GroupBy*>(self->parent);
  if (parent->current_group != self.object()) return at_end();
  if (!parent->current_value && !read_item(cx, parent)) return at_end();
  Ref<> target = hold(self->target_key), current = hold(parent->current_key);
  if (!KR_TRY(same_or_equal(cx, target, current))) return at_end();
  assign(parent->current_key, {});
  return Ref<>::steal(std::exchange(parent->current_value, nullptr));
}

Result<Ref<>> reduce_groupby(Context& cx, Borrowed<GroupBy> self) {
  Ref<Tuple> args = KR_TRY(tuple_of(cx, Borrowed<>(self->iterator), Borrowed<>(self->key_function)));
  if (!self->target_key || !self->current_key || !self->current_value) return KR_TRY(tuple_of(cx, type_object(*self.type()), args));
  Ref<Tuple> state = KR_TRY(tuple_of(cx, Borrowed<>(self->current_value), Borrowed<>(self->target_key), Borrowed<>(self->current_key)));
  return KR_TRY(tuple_of(cx, type_object(*self.type()), args, state));
}
Result<void> set_state_groupby(Context& cx, Borrowed<GroupBy> self, Borrowed<> state) {
  if (!is<Tuple>(state)) return raise(cx, exc::TypeError, "state is not a tuple");
  auto* parts = state.as<Tuple>().raw();
  if (parts->size() != 3) return raise(cx, exc::TypeError, "function takes exactly 3 arguments ({} given)", parts->size());
  assign(self->current_value, hold(parts->item(0)));
  assign(self->target_key, hold(parts->item(1)));
  assign(self->current_key, hold(parts->item(2)));
  return {};
}
Result<Ref<>> reduce_grouper(Context& cx, Borrowed<Grouper> self) {
  if (reinterpret_cast<GroupBy*>(self->parent)->current_group != self.object()) {
    Ref<> function = KR_TRY(builtin_named(cx, KR_ID(iter)));
    return KR_TRY(tuple_of(cx, function, KR_TRY(tuple_of(cx, empty_tuple()))));
  }
  return KR_TRY(tuple_of(cx, type_object(*self.type()), KR_TRY(tuple_of(cx, Borrowed<>(self->parent), Borrowed<>(self->target_key)))));
}
Result<Ref<>> new_grouper(Context& cx, Borrowed<Type>, Borrowed<> parent, Borrowed<> target_key) {
  if (!is_instance_of(parent, groupby_type)) return raise(cx, exc::TypeError, "_grouper() argument 1 must be itertools.groupby, not {!t}", parent);
  return make_grouper(cx, parent.as<GroupBy>(), target_key);
}
constinit MethodDef groupby_methods[] = {KR_REDUCE(reduce_groupby), KR_SETSTATE(set_state_groupby), KR_END};
constinit MethodDef grouper_methods[] = {KR_REDUCE(reduce_grouper), KR_END};

constexpr Type final_type(Type type) {
  type.tp_flags &= ~type_flags::base;
  return type;
}
}  // namespace

constinit Type chain_type = make_type<ChainFields, Chain>(
    "itertools.chain", slot<&next_chain>, chain_methods, KR_NEW("chain(*iterables)", make_chain),
    "chain(*iterables) --> chain object\n\nReturn a chain object whose .__next__() method returns elements from the\n"
    "first iterable until it is exhausted, then elements from the next\niterable, until all of the iterables are exhausted.");
constinit Type accumulate_type = make_type<AccumulateFields, Accumulate>(
    "itertools.accumulate", slot<&next_accumulate>, accumulate_methods, KR_NEW("accumulate(iterable, func=None, *, initial=None)", make_accumulate),
    "accumulate(iterable, func=None, *, initial=None)\n--\n\n"
    "Return series of accumulated sums (or other binary function results).");
constinit Type zip_longest_type = make_type<ZipFields, ZipLongest>(
    "itertools.zip_longest", slot<&next_zip_longest>, zip_methods, make_zip_longest,
    "zip_longest(iter1 [,iter2 [...]], [fillvalue=None]) --> zip_longest object\n\n"
    "Return a zip_longest object whose .__next__() method returns a tuple where\n"
    "the i-th element comes from the i-th iterable argument.  The .__next__()\n"
    "method continues until the longest iterable in the argument sequence\n"
    "is exhausted and then it raises StopIteration.  When the shorter iterables\n"
    "are exhausted, the fillvalue is substituted in their place.  The fillvalue\n"
    "defaults to None or can be specified by a keyword argument.\n");
constinit Type groupby_type = make_type<GroupByFields, GroupBy>(
    "itertools.groupby", slot<&next_groupby>, groupby_methods, KR_NEW("groupby(iterable, key=None)", make_groupby),
    "groupby(iterable, key=None)\n--\n\nmake an iterator that returns consecutive keys and groups from the iterable\n\n"
    "  iterable\n    Elements to divide into groups according to the key function.\n"
    "  key\n    A function for computing the group category for each element.\n"
    "    If the key function is not specified or is None, the element itself\n    is used for grouping.");
constinit Type grouper_type = final_type(make_type<GrouperFields, Grouper>(
    "itertools._grouper", slot<&next_grouper>, grouper_methods, KR_NEW("_grouper(parent, tgtkey, /)", new_grouper), nullptr));
KR_READY(chain_type);
KR_READY(accumulate_type);
KR_READY(zip_longest_type);
KR_READY(groupby_type);
KR_READY(grouper_type);

}  // namespace krait::itertools
