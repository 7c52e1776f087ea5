// The type objects of set, frozenset and their iterator.
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "object/repr_guard.h"
#include "types/iterators/iterators.h"
#include "types/list/list.h"
#include "types/set/table.h"
#include "types/str/builder.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait::set {

Result<bool> contains_key(Context& cx, Borrowed<Set> self, Borrowed<> key);

namespace {
Result<Ref<Str>> repr(Context& cx, Borrowed<Set> self) {
  std::string_view name = short_name(*self.type());
  ReprGuard guard(cx, self);
  if (guard.entered_before()) return format_str(cx, "{}(...)", name);
  if (self->used == 0) return format_str(cx, "{}()", name);
  Ref<List> keys = KR_TRY(list_from(cx, self));
  StrBuilder out(cx);
  bool plain = self.type() == &set_type;
  if (!plain) out.put_utf8(name);
  out.put(plain ? "{" : "({");
  for (Index i = 0; i < keys->size(); ++i) {
    if (i) out.put(", ");
    out.put(KR_TRY(krait::repr(cx, keys->item(i))));
  }
  out.put(plain ? "}" : "})");
  return out.finish();
}

// Order must not matter: the items' hashes are spread and xor-ed.
std::size_t spread(std::size_t hash) { return ((hash ^ 89869747u) ^ (hash << 16)) * 3644798167u; }

Hash frozen_hash(Borrowed<Set> self) {
  if (self->hash_value != -1) return self->hash_value;
  std::size_t mixed = 0;
  for (Index i = 0; i <= self->mask; ++i)
    if (is_live(self->table[i])) mixed ^= spread(static_cast<std::size_t>(self->table[i].hash));
  mixed ^= (static_cast<std::size_t>(self->used) + 1) * 1927868237u;
  mixed ^= (mixed >> 11) ^ (mixed >> 25);
  mixed = mixed * 69069u + 907133923u;
  if (mixed == ~std::size_t{0}) mixed = 590923713u;
  return self->hash_value = static_cast<Hash>(mixed);
}

Result<Ref<>> compare(Context& cx, Borrowed<Set> self, Borrowed<> given, Compare op) {
  if (!is_any_set(given)) return new_not_implemented();
  Borrowed<Set> other = given.as<Set>();
  switch (op) {
    case Compare::eq:
    case Compare::ne: {
      bool same = self->used == other->used &&
                  (self->hash_value == -1 || other->hash_value == -1 || self->hash_value == other->hash_value) &&
                  KR_TRY(is_subset(cx, self, other));
      return new_bool(same == (op == Compare::eq));
    }
    case Compare::le: return new_bool(KR_TRY(is_subset(cx, self, other)));
    case Compare::ge: return new_bool(KR_TRY(is_subset(cx, other, self)));
    case Compare::lt: return new_bool(self->used < other->used && KR_TRY(is_subset(cx, self, other)));
    case Compare::gt: return new_bool(self->used > other->used && KR_TRY(is_subset(cx, other, self)));
  }
  return new_not_implemented();
}

Index size(Borrowed<Set> self) { return self->used; }

int traverse(Object* object, Visit visit, void* arg) {
  auto* self = reinterpret_cast<Set*>(object);
  for (Index i = 0; i <= self->mask; ++i) {
    if (!is_live(self->table[i])) continue;
    if (int answer = visit(self->table[i].key, arg)) return answer;
  }
  return 0;
}

int clear_slot(Object* object) { return clear(reinterpret_cast<Set*>(object)), 0; }

void dealloc(Object* object) {
  auto* self = reinterpret_cast<Set*>(object);
  memory::untrack(object);
  if (self->weak_list) memory::clear_weak_references(object);
  Index used = self->used;
  for (Index i = 0; used > 0 && i <= self->mask; ++i)
    if (is_live(self->table[i])) --used, decref(self->table[i].key);
  if (self->table != self->small_table) memory::release(self->table);
  object->type->tp_free(object);
}

Object* new_empty(Type* type, Object*, Object*) {
  return reinterpret_cast<Object*>(make_empty(Context::current(), *type).release());
}

Result<void> init(Context& cx, Borrowed<Set> self, Borrowed<> iterable) {
  if (self->fill) clear(self.raw());
  self->hash_value = -1;
  if (iterable) return update(cx, self.raw(), iterable);
  return {};
}

// frozenset(x) of a frozenset is x itself.
Result<Ref<>> make_frozen(Context& cx, Borrowed<Type> type, Borrowed<> iterable) {
  if (type.raw() == &frozenset_type && iterable && iterable.type() == &frozenset_type) return hold(iterable);
  return make(cx, *type.raw(), iterable);
}

// Subclasses may take keywords in their __init__; the class itself and subclasses without one may not.
Object* new_frozen(Type* type, Object* args, Object* kwargs) {
  using Plain = declare::Thunk<"frozenset(iterable=(), /)", &make_frozen>;
  if (type != &frozenset_type && type->tp_init != frozenset_type.tp_init) kwargs = nullptr;
  return Plain::make(type, args, kwargs);
}

Result<Ref<>> vector_common(Context& cx, const char* name, Object* type, Object* const* args, std::size_t nargsf, Object* kwnames,
                            Borrowed<>* iterable) {
  Index count = vectorcall_count(nargsf);
  if (kwnames && reinterpret_cast<Tuple*>(kwnames)->head.size) return raise(cx, exc::TypeError, "{}() takes no keyword arguments", name);
  if (count > 1) return raise(cx, exc::TypeError, "{} expected at most 1 argument, got {}", name, count);
  if (count) *iterable = Borrowed<>(args[0]);
  return new_none();
}
Object* vector_set(Object* type, Object* const* args, std::size_t nargsf, Object* kwnames) {
  Context& cx = Context::current();
  Borrowed<> iterable;
  KR_TRY(vector_common(cx, "set", type, args, nargsf, kwnames, &iterable));
  return reinterpret_cast<Object*>(make(cx, *reinterpret_cast<Type*>(type), iterable).release());
}
Object* vector_frozenset(Object* type, Object* const* args, std::size_t nargsf, Object* kwnames) {
  Context& cx = Context::current();
  Borrowed<> iterable;
  KR_TRY(vector_common(cx, "frozenset", type, args, nargsf, kwnames, &iterable));
  return make_frozen(cx, Borrowed<Type>(reinterpret_cast<Type*>(type)), iterable).release();
}

constinit SequenceSlots sequence = {.sq_length = slot<&size>, .sq_contains = slot<&contains_key>};

// --- the iterator
struct SetIterator {
  Object base;
  Object* set;  // null at the end
  Index used;
  Index position;
  Index left;
};
static_assert(sizeof(SetIterator) == 48);
using IteratorFields = Owns<SetIterator, &SetIterator::set>;

Object* next_key(Object* object) {
  auto* self = reinterpret_cast<SetIterator*>(object);
  auto* set = reinterpret_cast<Set*>(self->set);
  if (!set) return nullptr;
  if (self->used != set->used) {
    self->used = -1;  // and stay so
    return raise(Context::current(), exc::RuntimeError, "Set changed size during iteration");
  }
  Borrowed<> key;
  if (!set_next(Borrowed<Set>(set), &self->position, &key)) {
    self->set = nullptr;
    decref(&set->base);
    return nullptr;
  }
  --self->left;
  return hold(key).release();
}

Result<Index> length_hint(Context&, Borrowed<SetIterator> self) {
  return self->set && self->used == reinterpret_cast<Set*>(self->set)->used ? self->left : 0;
}
Result<Ref<>> iterator_reduce(Context& cx, Borrowed<SetIterator> self) {
  Ref<> function = KR_TRY(builtin_named(cx, KR_ID(iter)));
  Ref<SetIterator> copy = KR_TRY(new_container<SetIterator>(cx, set_iterator_type));
  copy->set = self->set, copy->used = self->used, copy->position = self->position, copy->left = self->left;
  xincref(copy->set);
  memory::track(copy.object());
  Ref<List> rest = KR_TRY(list_from(cx, copy));
  return KR_TRY(tuple_of(cx, function, KR_TRY(tuple_of(cx, rest))));
}
constinit MethodDef iterator_methods[] = {KR_QUIET("__length_hint__(self)", length_hint, "Private method returning an estimate of len(list(it))."),
                                          KR_QUIET("__reduce__(self)", iterator_reduce, "Return state information for pickling."), KR_END};
}  // namespace

Result<Ref<>> iterate(Context& cx, Borrowed<Set> self) {
  Ref<SetIterator> made = KR_TRY(new_container<SetIterator>(cx, set_iterator_type));
  made->set = hold(self).as<Object>().release();
  made->used = made->left = self->used;
  made->position = 0;
  memory::track(made.object());
  return made;
}

}  // namespace krait::set

namespace krait {

constinit Type set_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "set", .tp_basicsize = sizeof(Set), .tp_dealloc = set::dealloc, .tp_repr = slot<&set::repr>,
    .tp_as_number = &set::set_number, .tp_as_sequence = &set::sequence, .tp_hash = hash_not_implemented,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::base | type_flags::match_self,
    .tp_doc = "set() -> new empty set object\nset(iterable) -> new set object\n\nBuild an unordered collection of unique elements.",
    .tp_traverse = set::traverse, .tp_clear = set::clear_slot, .tp_richcompare = slot<&set::compare>,
    .tp_weaklistoffset = offsetof(Set, weak_list), .tp_iter = slot<&set::iterate>, .tp_methods = set::set_methods,
    .tp_init = KR_INIT("set(iterable=(), /)", set::init), .tp_new = set::new_empty, .tp_free = free_container,
    .tp_vectorcall = set::vector_set};
KR_READY(set_type);

constinit Type frozenset_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "frozenset", .tp_basicsize = sizeof(Set), .tp_dealloc = set::dealloc,
    .tp_repr = slot<&set::repr>, .tp_as_number = &set::frozenset_number, .tp_as_sequence = &set::sequence,
    .tp_hash = slot<&set::frozen_hash>, .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::base | type_flags::match_self,
    .tp_doc = "frozenset() -> empty frozenset object\nfrozenset(iterable) -> frozenset object\n\n"
              "Build an immutable unordered collection of unique elements.",
    .tp_traverse = set::traverse, .tp_clear = set::clear_slot, .tp_richcompare = slot<&set::compare>,
    .tp_weaklistoffset = offsetof(Set, weak_list), .tp_iter = slot<&set::iterate>, .tp_methods = set::frozenset_methods,
    .tp_new = set::new_frozen, .tp_free = free_container, .tp_vectorcall = set::vector_frozenset};
KR_READY(frozenset_type);

constinit Type set_iterator_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "set_iterator", .tp_basicsize = sizeof(set::SetIterator),
    .tp_dealloc = set::IteratorFields::dealloc, .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::disallow_instantiation, .tp_traverse = set::IteratorFields::traverse,
    .tp_iter = self_iter, .tp_iternext = set::next_key, .tp_methods = set::iterator_methods, .tp_free = free_container};
KR_READY(set_iterator_type);

}  // namespace krait
