// The type object of tuple, its slots and methods.
#include <cstring>

#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "object/repr_guard.h"
#include "types/genericalias/genericalias.h"
#include "types/slice/slice.h"
#include "types/str/builder.h"
#include "types/tuple/internal.h"

namespace krait::tuple {

namespace {
Result<Ref<Str>> repr(Context& cx, Borrowed<Tuple> self) {
  if (self->size() == 0) return hold(KR_STR("()"));
  ReprGuard guard(cx, self);
  if (guard.entered_before()) return hold(KR_STR("(...)"));
  StrBuilder out(cx);
  out.put_char('(');
  for (Index i = 0; i < self->size(); ++i) {
    if (i) out.put(", ");
    out.put(KR_TRY(krait::repr(cx, self->item(i))));
  }
  out.put(self->size() == 1 ? ",)" : ")");
  return out.finish();
}

// xxHash's way of mixing lanes of 64 bits, as the reference hashes tuples.
Result<Hash> hash(Context& cx, Borrowed<Tuple> self) {
  constexpr std::uint64_t prime1 = 11400714785074694791u, prime2 = 14029467366897019727u, prime5 = 2870177450012600261u;
  std::uint64_t mixed = prime5;
  for (Object* item : self->span()) {
    std::uint64_t lane = static_cast<std::uint64_t>(KR_TRY(krait::hash(cx, Borrowed<>(item))));
    mixed += lane * prime2;
    mixed = (mixed << 31) | (mixed >> 33);
    mixed *= prime1;
  }
  mixed += static_cast<std::uint64_t>(self->size()) ^ (prime5 ^ 3527539u);
  if (mixed == ~std::uint64_t{0}) return Hash{1546275796};
  return static_cast<Hash>(mixed);
}

Result<Ref<>> compare(Context& cx, Borrowed<> left, Borrowed<> right, Compare op) {
  if (!is<Tuple>(left) || !is<Tuple>(right)) return new_not_implemented();
  Tuple* a = left.as<Tuple>().raw();
  Tuple* b = right.as<Tuple>().raw();
  Index i = 0;
  for (; i < a->size() && i < b->size(); ++i)
    if (!KR_TRY(same_or_equal(cx, a->item(i), b->item(i)))) break;
  if (i >= a->size() || i >= b->size()) {
    Index x = a->size(), y = b->size();
    switch (op) {
      case Compare::lt: return new_bool(x < y);
      case Compare::le: return new_bool(x <= y);
      case Compare::eq: return new_bool(x == y);
      case Compare::ne: return new_bool(x != y);
      case Compare::gt: return new_bool(x > y);
      case Compare::ge: return new_bool(x >= y);
    }
  }
  if (op == Compare::eq) return new_bool(false);
  if (op == Compare::ne) return new_bool(true);
  return krait::compare(cx, a->item(i), b->item(i), op);
}

Index size(Borrowed<Tuple> self) { return self->size(); }

Result<Ref<>> item_at(Context& cx, Borrowed<Tuple> self, Index i) {
  if (i < 0 || i >= self->size()) return raise(cx, exc::IndexError, "tuple index out of range");
  return hold(self->item(i));
}

Result<Ref<>> get_item(Context& cx, Borrowed<Tuple> self, Borrowed<> key) {
  if (is_index(key)) {
    Index i = KR_TRY(as_index(cx, key, &exc::IndexError));
    return item_at(cx, self, i < 0 ? i + self->size() : i);
  }
  if (!is_exact<Slice>(key)) return raise(cx, exc::TypeError, "tuple indices must be integers or slices, not {!t}", key);
  SliceSpan span = KR_TRY(slice_indices(cx, key.as<Slice>(), self->size()));
  if (span.step == 1) return KR_TRY(tuple_slice(cx, self, span.start, span.start + span.count));
  Ref<Tuple> made = KR_TRY(new_tuple(cx, span.count));
  for (Index i = 0, at = span.start; i < span.count; ++i, at += span.step) made->init_item(i, hold(self->item(at)));
  return made;
}

Result<Ref<>> concat(Context& cx, Borrowed<Tuple> self, Borrowed<> other) {
  if (self->size() == 0 && is_exact<Tuple>(other)) return hold(other);
  if (!is<Tuple>(other)) return raise(cx, exc::TypeError, "can only concatenate tuple (not \"{!t}\") to tuple", other);
  Borrowed<Tuple> more = other.as<Tuple>();
  if (more->size() == 0 && is_exact<Tuple>(self)) return hold(self).as<Object>();
  Ref<Tuple> made = KR_TRY(new_tuple(cx, self->size() + more->size()));
  Index at = 0;
  for (Object* item : self->span()) made->init_item(at++, hold(item));
  for (Object* item : more->span()) made->init_item(at++, hold(item));
  return made;
}

Result<Ref<>> repeat(Context& cx, Borrowed<Tuple> self, Index count) {
  Index size = self->size();
  if ((size == 0 || count == 1) && is_exact<Tuple>(self)) return hold(self).as<Object>();
  if (size == 0 || count <= 0) return empty_tuple();
  if (count > index_max / size) return raise_memory_error(cx);
  Ref<Tuple> made = KR_TRY(new_tuple(cx, size * count));
  for (Index i = 0; i < size; ++i) {
    self->items[i]->refcount += count;
    for (Index n = 0; n < count; ++n) made->items[n * size + i] = self->items[i];
  }
  return made;
}

Result<bool> contains(Context& cx, Borrowed<Tuple> self, Borrowed<> value) {
  for (Index i = 0; i < self->size(); ++i)
    if (KR_TRY(same_or_equal(cx, self->item(i), value))) return true;
  return false;
}

Result<Ref<Tuple>> new_args(Context& cx, Borrowed<Tuple> self) {
  Ref<Tuple> copy = KR_TRY(tuple_from_items(cx, self->span()));
  return tuple_of(cx, copy);
}

Result<Index> index(Context& cx, Borrowed<Tuple> self, Borrowed<> value, SliceIndex from, SliceIndex to) {
  clamp_span(self->size(), &from.value, &to.value);
  for (Index i = from.value; i < to.value; ++i)
    if (KR_TRY(same_or_equal(cx, self->item(i), value))) return i;
  return raise(cx, exc::ValueError, "tuple.index(x): x not in tuple");
}

Result<Index> count(Context& cx, Borrowed<Tuple> self, Borrowed<> value) {
  Index found = 0;
  for (Index i = 0; i < self->size(); ++i) found += KR_TRY(same_or_equal(cx, self->item(i), value));
  return found;
}

int traverse(Object* object, Visit visit, void* arg) {
  auto* self = reinterpret_cast<Tuple*>(object);
  for (Index i = self->head.size; --i >= 0;) {
    if (Object* item = self->items[i]) {
      if (int answer = visit(item, arg)) return answer;
    }
  }
  return 0;
}

void dealloc(Object* object) {
  auto* self = reinterpret_cast<Tuple*>(object);
  if (self->head.size == 0 && object->type == &tuple_type) {  // the empty tuple does not die
    object->refcount = 1;
    return;
  }
  memory::untrack(object);
  for (Index i = self->head.size; --i >= 0;) xdecref(self->items[i]);
  if (!keep_block(Context::current(), object)) object->type->tp_free(object);
}

Result<Ref<>> make(Context& cx, Borrowed<Type> type, Borrowed<> iterable) {
  Ref<Tuple> items = iterable ? KR_TRY(tuple_from(cx, iterable)) : empty_tuple();
  if (type.raw() == &tuple_type) return items;
  Ref<> made = KR_TRY(Result<Ref<>>::from_raw(type->tp_alloc(type.raw(), items->size())));
  auto* self = reinterpret_cast<Tuple*>(made.raw());
  for (Index i = 0; i < items->size(); ++i) self->init_item(i, hold(items->item(i)));
  return made;
}

Object* vector_make(Object* type, Object* const* args, std::size_t nargsf, Object* kwnames) {
  Context& cx = Context::current();
  Index count = vectorcall_count(nargsf);
  if (kwnames && reinterpret_cast<Tuple*>(kwnames)->size()) return raise(cx, exc::TypeError, "tuple() takes no keyword arguments");
  if (count > 1) return raise(cx, exc::TypeError, "tuple expected at most 1 argument, got {}", count);
  return make(cx, Borrowed<Type>(reinterpret_cast<Type*>(type)), Borrowed<>(count ? args[0] : nullptr)).release();
}

constinit SequenceSlots sequence = {.sq_length = slot<&size>, .sq_concat = slot<&concat>, .sq_repeat = slot<&repeat>,
                                    .sq_item = slot<&item_at>, .sq_contains = slot<&contains>};
constinit MappingSlots mapping = {.mp_length = slot<&size>, .mp_subscript = slot<&get_item>};
}  // namespace

constinit MethodDef methods[] = {
    KR_METHOD("__getnewargs__($self, /)", new_args, ""),
    KR_METHOD("index($self, value, start=0, stop=sys.maxsize, /)", index,
              "Return first index of value.\n\nRaises ValueError if the value is not present."),
    KR_METHOD("count($self, value, /)", count, "Return number of occurrences of value."),
    KR_QUIET_CLASS("__class_getitem__($type, item, /)", new_generic_alias, "See PEP 585"), KR_END};

}  // namespace krait::tuple

namespace krait {

constinit Type tuple_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "tuple", .tp_basicsize = offsetof(Tuple, items), .tp_itemsize = sizeof(Object*),
    .tp_dealloc = tuple::dealloc, .tp_repr = slot<&tuple::repr>, .tp_as_sequence = &tuple::sequence, .tp_as_mapping = &tuple::mapping,
    .tp_hash = slot<&tuple::hash>, .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::base | type_flags::tuple_subclass | type_flags::match_self |
                type_flags::sequence,
    .tp_doc = "tuple(iterable=(), /)\n--\n\nBuilt-in immutable sequence.\n\n"
              "If no argument is given, the constructor returns an empty tuple.\n"
              "If iterable is specified the tuple is initialized from iterable's items.\n\n"
              "If the argument is a tuple, the return value is the same object.",
    .tp_traverse = tuple::traverse, .tp_richcompare = slot<&tuple::compare>, .tp_iter = slot<&tuple::iterate>,
    .tp_methods = tuple::methods, .tp_new = KR_NEW("tuple(iterable=(), /)", tuple::make), .tp_free = free_container,
    .tp_vectorcall = tuple::vector_make};
KR_READY(tuple_type);

}  // namespace krait
