// product, combinations, combinations_with_replacement, permutations: a pool of items and an odometer of positions.
#include "modules/itertools/support.h"
#include "types/dict/dict.h"
#include "types/str/str.h"

namespace krait::itertools {
namespace {

struct Odometer {  // the common start of all four
  Object base;
  Object* pool;  // a tuple of items; product: a tuple of such pools
  Index* indices;
  Object* result;  // the tuple given out last; null before the first
};

int traverse(Object* object, Visit visit, void* arg) {
  auto* self = reinterpret_cast<Odometer*>(object);
  if (self->pool) {
    if (int answer = visit(self->pool, arg)) return answer;
  }
  return self->result ? visit(self->result, arg) : 0;
}

struct Combinations : Odometer {
  Index r;
  int stopped;
};
static_assert(sizeof(Combinations) == 56);
struct Product : Odometer {
  int stopped;
};
static_assert(sizeof(Product) == 48);
struct Permutations : Odometer {
  Index* cycles;
  Index r;
  int stopped;
};
static_assert(sizeof(Permutations) == 64);

template <class T>
void dealloc(Object* object) {
  memory::untrack(object);
  auto* self = reinterpret_cast<T*>(object);
  xdecref(self->pool);
  xdecref(self->result);
  memory::release(self->indices);
  if constexpr (requires { self->cycles; }) memory::release(self->cycles);
  object->type->tp_free(object);
}

template <class T>
Tuple* pool_of(Borrowed<T> self) { return reinterpret_cast<Tuple*>(self->pool); }

Index* new_indices(Context& cx, Index count) {
  auto* made = static_cast<Index*>(memory::allocate_zeroed(static_cast<std::size_t>(count ? count : 1), sizeof(Index)));
  if (!made) (void)raise_memory_error(cx);
  return made;
}

// The result tuple, free to be changed from `from` on: the old one if nobody else holds it, otherwise a copy.
Result<Tuple*> writable_result(Context& cx, Odometer* self) {
  auto* old = reinterpret_cast<Tuple*>(self->result);
  if (old->head.base.refcount == 1) {
    if (!memory::is_tracked(as_object(old))) memory::track(as_object(old));
    return old;
  }
  Ref<Tuple> made = KR_TRY(tuple_from_items(cx, old->span()));
  Tuple* raw = made.raw();
  assign(self->result, std::move(made));
  return raw;
}

void set_item_of(Tuple* result, Index i, Object* item) {
  incref(item);
  decref(std::exchange(result->items[i], item));
}

Result<Ref<>> first_result(Context& cx, Odometer* self, Index r, bool from_pools = false) {
  auto* pool = reinterpret_cast<Tuple*>(self->pool);
  Ref<Tuple> made = KR_TRY(new_tuple(cx, r));
  for (Index i = 0; i < r; ++i)
    made->init_item(i, from_pools ? hold(reinterpret_cast<Tuple*>(pool->items[i])->item(0)) : hold(pool->item(self->indices[i])));
  self->result = as_object(made.raw());
  incref(self->result);
  return made;
}
// The tuple given out is shared with the iterator, which copies it when it is still held at the next step.
Result<Ref<>> give(Odometer* self) { return hold(self->result); }

// --- combinations, with and without replacement
template <bool Replacement>
Result<Ref<>> make_combinations(Context& cx, Borrowed<Type> type, Borrowed<> iterable, Index r) {
  Ref<Tuple> pool = KR_TRY(tuple_from(cx, iterable));
  if (r < 0) return raise(cx, exc::ValueError, "r must be non-negative");
  Ref<Combinations> made = KR_TRY(allocate<Combinations>(type));
  if (!(made->indices = new_indices(cx, r))) return Failed{};
  if (!Replacement)
    for (Index i = 0; i < r; ++i) made->indices[i] = i;
  Index n = pool->size();
  made->pool = as_object(pool.release());
  made->r = r;
  made->stopped = Replacement ? n == 0 && r > 0 : r > n;
  return made;
}

template <bool Replacement>
Result<Ref<>> next_combination(Context& cx, Borrowed<Combinations> self) {
  if (self->stopped) return at_end();
  Tuple* pool = pool_of(self);
  Index n = pool->size(), r = self->r, i = r - 1;
  if (!self->result) return first_result(cx, self.raw(), r);
  Index* indices = self->indices;
  // The rightmost position that can still move.
  while (i >= 0 && indices[i] == (Replacement ? n - 1 : i + n - r)) --i;
  if (i < 0) {
    self->stopped = 1;
    return at_end();
  }
  Tuple* result = KR_TRY(Result<Tuple*>(writable_result(cx, self.raw())));
  Index at = ++indices[i];
  for (set_item_of(result, i, pool->items[at]), ++i; i < r; ++i) {
    indices[i] = Replacement ? at : indices[i - 1] + 1;
    set_item_of(result, i, pool->items[indices[i]]);
  }
  return give(self.raw());
}

Result<Ref<Tuple>> indices_tuple(Context& cx, const Index* indices, Index count) {
  Ref<Tuple> made = KR_TRY(new_tuple(cx, count));
  for (Index i = 0; i < count; ++i) made->init_item(i, KR_TRY(int_from(cx, indices[i])));
  return made;
}

Result<Ref<>> reduce_combinations(Context& cx, Borrowed<Combinations> self) {
  Type& type = *self.type();
  if (self->stopped) return KR_TRY(tuple_of(cx, type_object(type), KR_TRY(tuple_of(cx, empty_tuple(), KR_TRY(int_from(cx, self->r))))));
  Ref<Tuple> args = KR_TRY(tuple_of(cx, Borrowed<>(self->pool), KR_TRY(int_from(cx, self->r))));
  if (!self->result) return KR_TRY(tuple_of(cx, type_object(type), args));
  return KR_TRY(tuple_of(cx, type_object(type), args, KR_TRY(indices_tuple(cx, self->indices, self->r))));
}

// Reads positions from a tuple of ints, each clamped to [0, most(i)].
template <class F>
Result<void> read_indices(Context& cx, Index* out, Borrowed<Tuple> from, Index count, F&& most) {
  for (Index i = 0; i < count; ++i) {
    Index value = as_ssize(cx, from->item(i));
    if (value == -1 && cx.has_error()) return Failed{};
    Index limit = most(i);
    out[i] = value < 0 ? 0 : value > limit ? limit : value;
  }
  return {};
}

template <bool Replacement>
Result<void> set_state_combinations(Context& cx, Borrowed<Combinations> self, Borrowed<> state) {
  if (!is<Tuple>(state) || state.as<Tuple>()->size() != self->r) return raise(cx, exc::ValueError, "invalid arguments");
  Index n = pool_of(self)->size();
  KR_TRY(read_indices(cx, self->indices, state.as<Tuple>(), self->r, [&](Index i) { return Replacement ? n - 1 : i + n - self->r; }));
  assign(self->result, {});
  KR_TRY(first_result(cx, self.raw(), self->r));
  return {};
}
Result<Index> size_combinations(Context&, Borrowed<Combinations> self) { return self.type()->tp_basicsize + self->r * 8; }

// --- permutations
Result<Ref<>> make_permutations(Context& cx, Borrowed<Type> type, Borrowed<> iterable, Borrowed<> given) {
  Ref<Tuple> pool = KR_TRY(tuple_from(cx, iterable));
  Index n = pool->size(), r = n;
  if (!is_none(given)) {
    if (!is<Int>(given)) return raise(cx, exc::TypeError, "Expected int as r");
    r = as_ssize(cx, given);
    if (r == -1 && cx.has_error()) return Failed{};
  }
  if (r < 0) return raise(cx, exc::ValueError, "r must be non-negative");
  Ref<Permutations> made = KR_TRY(allocate<Permutations>(type));
  if (!(made->indices = new_indices(cx, n)) || !(made->cycles = new_indices(cx, r))) return Failed{};
  for (Index i = 0; i < n; ++i) made->indices[i] = i;
  for (Index i = 0; i < r; ++i) made->cycles[i] = n - i;
  made->pool = as_object(pool.release());
  made->r = r;
  made->stopped = r > n;
  return made;
}

Result<Ref<>> next_permutation(Context& cx, Borrowed<Permutations> self) {
  if (self->stopped) return at_end();
  Tuple* pool = pool_of(self);
  Index n = pool->size(), r = self->r;
  if (!self->result) return first_result(cx, self.raw(), r);
  if (n == 0) return self->stopped = 1, at_end();
  Tuple* result = KR_TRY(Result<Tuple*>(writable_result(cx, self.raw())));
  Index *indices = self->indices, *cycles = self->cycles;
  for (Index i = r - 1; i >= 0; --i) {
    if (--cycles[i] == 0) {  // this position has seen all: rotate it back
      Index first = indices[i];
      for (Index j = i; j < n - 1; ++j) indices[j] = indices[j + 1];
      indices[n - 1] = first;
      cycles[i] = n - i;
      continue;
    }
    std::swap(indices[i], indices[n - cycles[i]]);
    for (Index k = i; k < r; ++k) set_item_of(result, k, pool->items[indices[k]]);
    return give(self.raw());
  }
  self->stopped = 1;
  return at_end();
}

Result<Ref<>> reduce_permutations(Context& cx, Borrowed<Permutations> self) {
  Type& type = *self.type();
  Ref<Int> r = KR_TRY(int_from(cx, self->r));
  if (self->stopped) return KR_TRY(tuple_of(cx, type_object(type), KR_TRY(tuple_of(cx, empty_tuple(), r))));
  Ref<Tuple> args = KR_TRY(tuple_of(cx, Borrowed<>(self->pool), r));
  if (!self->result) return KR_TRY(tuple_of(cx, type_object(type), args));
  Ref<Tuple> indices = KR_TRY(indices_tuple(cx, self->indices, pool_of(self)->size()));
  Ref<Tuple> cycles = KR_TRY(indices_tuple(cx, self->cycles, self->r));
  return KR_TRY(tuple_of(cx, type_object(type), args, KR_TRY(tuple_of(cx, indices, cycles))));
}

Result<void> set_state_permutations(Context& cx, Borrowed<Permutations> self, Borrowed<> state) {
  auto invalid = [&] { return raise(cx, exc::ValueError, "invalid arguments"); };
  if (!is<Tuple>(state) || state.as<Tuple>()->size() != 2) return invalid();
  Borrowed<> indices = state.as<Tuple>()->item(0), cycles = state.as<Tuple>()->item(1);
  Index n = pool_of(self)->size();
  if (!is<Tuple>(indices) || !is<Tuple>(cycles) || indices.as<Tuple>()->size() != n || cycles.as<Tuple>()->size() != self->r) return invalid();
  KR_TRY(read_indices(cx, self->indices, indices.as<Tuple>(), n, [&](Index) { return n - 1; }));
  for (Index i = 0; i < self->r; ++i) {
    Index value = as_ssize(cx, cycles.as<Tuple>()->item(i));
    if (value == -1 && cx.has_error()) return Failed{};
    self->cycles[i] = value < 1 ? 1 : value > n - i ? n - i : value;
  }
  assign(self->result, {});
  KR_TRY(first_result(cx, self.raw(), self->r));
  return {};
}
Result<Index> size_permutations(Context&, Borrowed<Permutations> self) {
  return self.type()->tp_basicsize + (pool_of(self)->size() + self->r) * 8;
}

// --- product
Object* make_product(Type* type, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  Index repeat = 1;
  if (kwargs) {
    Borrowed<Dict> named(reinterpret_cast<Dict*>(kwargs));
    Index position = 0;
    Borrowed<> key, value;
    while (dict_next(named, &position, &key, &value)) {
      if (!str_equal(key.as<Str>(), std::string_view("repeat")))
        return raise(cx, exc::TypeError, "'{}' is an invalid keyword argument for product()", key);
      repeat = as_ssize(cx, value);
      if (repeat == -1 && cx.has_error()) return nullptr;
      if (repeat < 0) return raise(cx, exc::ValueError, "repeat argument cannot be negative");
    }
  }
  auto* iterables = reinterpret_cast<Tuple*>(args);
  Index given = repeat == 0 ? 0 : iterables->size();
  if (given && repeat > index_max / given / 8) return raise(cx, exc::OverflowError, "repeat argument too large");
  Index count = given * repeat;
  Ref<Tuple> pools = KR_TRY(new_tuple(cx, count));
  bool some_empty = false;
  for (Index i = 0; i < given; ++i) {
    Ref<Tuple> pool = KR_TRY(tuple_from(cx, iterables->item(i)));
    some_empty |= pool->size() == 0;
    pools->init_item(i, std::move(pool));
  }
  for (Index i = given; i < count; ++i) pools->init_item(i, hold(pools->item(i - given)));
  Ref<Product> made = KR_TRY(allocate<Product>(Borrowed<Type>(type)));
  if (!(made->indices = new_indices(cx, count))) return nullptr;
  made->pool = as_object(pools.release());
  made->stopped = some_empty;
  return as_object(made.release());
}

Result<Ref<>> next_product(Context& cx, Borrowed<Product> self) {
  if (self->stopped) return at_end();
  Tuple* pools = pool_of(self);
  if (!self->result) return first_result(cx, self.raw(), pools->size(), true);
  Tuple* result = KR_TRY(Result<Tuple*>(writable_result(cx, self.raw())));
  for (Index i = pools->size() - 1; i >= 0; --i) {
    auto* pool = reinterpret_cast<Tuple*>(pools->items[i]);
    bool rolled = ++self->indices[i] == pool->size();
    if (rolled) self->indices[i] = 0;
    set_item_of(result, i, pool->items[self->indices[i]]);
    if (!rolled) return give(self.raw());
  }
  self->stopped = 1;
  return at_end();
}

Result<Ref<>> reduce_product(Context& cx, Borrowed<Product> self) {
  Type& type = *self.type();
  if (self->stopped) return KR_TRY(tuple_of(cx, type_object(type), KR_TRY(tuple_of(cx, empty_tuple()))));
  if (!self->result) return KR_TRY(tuple_of(cx, type_object(type), Borrowed<>(self->pool)));
  return KR_TRY(tuple_of(cx, type_object(type), Borrowed<>(self->pool), KR_TRY(indices_tuple(cx, self->indices, pool_of(self)->size()))));
}
Result<void> set_state_product(Context& cx, Borrowed<Product> self, Borrowed<> state) {
  Tuple* pools = pool_of(self);
  Index count = pools->size();
  if (!is<Tuple>(state) || state.as<Tuple>()->size() != count) return raise(cx, exc::ValueError, "invalid arguments");
  for (Object* pool : pools->span()) {
    if (reinterpret_cast<Tuple*>(pool)->size() == 0) return self->stopped = 1, Result<void>();
  }
  KR_TRY(read_indices(cx, self->indices, state.as<Tuple>(), count, [&](Index i) { return reinterpret_cast<Tuple*>(pools->items[i])->size() - 1; }));
  Ref<Tuple> result = KR_TRY(new_tuple(cx, count));
  for (Index i = 0; i < count; ++i) result->init_item(i, hold(reinterpret_cast<Tuple*>(pools->items[i])->item(self->indices[i])));
  assign(self->result, std::move(result));
  return {};
}
Result<Index> size_product(Context&, Borrowed<Product> self) { return self.type()->tp_basicsize + pool_of(self)->size() * 8; }

constinit MethodDef combinations_methods[] = {KR_REDUCE(reduce_combinations), KR_SETSTATE(set_state_combinations<false>),
                                              KR_SIZEOF(size_combinations), KR_END};
constinit MethodDef replacement_methods[] = {KR_REDUCE(reduce_combinations), KR_SETSTATE(set_state_combinations<true>),
                                             KR_SIZEOF(size_combinations), KR_END};
constinit MethodDef permutations_methods[] = {KR_REDUCE(reduce_permutations), KR_SETSTATE(set_state_permutations), KR_SIZEOF(size_permutations),
                                              KR_END};
constinit MethodDef product_methods[] = {KR_REDUCE(reduce_product), KR_SETSTATE(set_state_product), KR_SIZEOF(size_product), KR_END};

template <class T>
struct Life {
  static constexpr Destructor dealloc = krait::itertools::dealloc<T>;
  static constexpr Traverse traverse = krait::itertools::traverse;
};
}  // namespace

constinit Type combinations_type = make_type<Life<Combinations>, Combinations>(
    "itertools.combinations", slot<&next_combination<false>>, combinations_methods, KR_NEW("combinations(iterable, r)", make_combinations<false>),
    "combinations(iterable, r)\n--\n\nReturn successive r-length combinations of elements in the iterable.\n\n"
    "combinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)");
constinit Type combinations_with_replacement_type = make_type<Life<Combinations>, Combinations>(
    "itertools.combinations_with_replacement", slot<&next_combination<true>>, replacement_methods,
    KR_NEW("combinations_with_replacement(iterable, r)", make_combinations<true>),
    "combinations_with_replacement(iterable, r)\n--\n\n"
    "Return successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats.\n\n"
    "combinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), ('C','C')");
constinit Type permutations_type = make_type<Life<Permutations>, Permutations>(
    "itertools.permutations", slot<&next_permutation>, permutations_methods, KR_NEW("permutations(iterable, r=None)", make_permutations),
    "permutations(iterable, r=None)\n--\n\nReturn successive r-length permutations of elements in the iterable.\n\n"
    "permutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)");
constinit Type product_type = make_type<Life<Product>, Product>(
    "itertools.product", slot<&next_product>, product_methods, make_product,
    "product(*iterables, repeat=1) --> product object\n\n"
    "Cartesian product of input iterables.  Equivalent to nested for-loops.\n\n"
    "For example, product(A, B) returns the same as:  ((x,y) for x in A for y in B).\n"
    "The leftmost iterators are in the outermost for-loop, so the output tuples\n"
    "cycle in a manner similar to an odometer (with the rightmost element changing\non every iteration).\n\n"
    "To compute the product of an iterable with itself, specify the number\n"
    "of repetitions with the optional repeat keyword argument. For example,\n"
    "product(A, repeat=4) means the same as product(A, A, A, A).\n\n"
    "product('ab', range(3)) --> ('a',0) ('a',1) ('a',2) ('b',0) ('b',1) ('b',2)\n"
    "product((0,1), (0,1), (0,1)) --> (0,0,0) (0,0,1) (0,1,0) (0,1,1) (1,0,0) ...");
KR_READY(combinations_type);
KR_READY(combinations_with_replacement_type);
KR_READY(permutations_type);
KR_READY(product_type);

}  // namespace krait::itertools
