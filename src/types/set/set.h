// set and frozenset: open addressing with linear runs, eight entries inside the object.
#pragma once

#include "object/protocol.h"

namespace krait {

struct SetEntry {
  Object* key;  // null: never used; the dummy: deleted
  Hash hash;
};

struct Set {
  Object base;
  Index fill;  // used and dummy entries
  Index used;
  Index mask;  // table size - 1
  SetEntry* table;
  Hash hash_value;  // frozenset only
  Index finger;     // where pop() looks next
  SetEntry small_table[8];
  Object* weak_list;

  static constexpr Type* static_type = &set_type;
  KR_INLINE Index size() const { return used; }
};
static_assert(sizeof(Set) == 200);

bool is_any_set(Borrowed<> object);  // set, frozenset or a subclass
KR_INLINE bool is_exact_set(Borrowed<> object) { return object.type() == &set_type || object.type() == &frozenset_type; }
Result<Ref<Set>> new_set(Context& cx, Borrowed<> iterable = {});
Result<Ref<Set>> new_frozenset(Context& cx, Borrowed<> iterable = {});
Result<bool> set_add(Context& cx, Borrowed<Set> set, Borrowed<> key);       // true: it is new
Result<bool> set_discard(Context& cx, Borrowed<Set> set, Borrowed<> key);   // true: it was there
Result<bool> set_contains(Context& cx, Borrowed<Set> set, Borrowed<> key);
Result<void> set_update(Context& cx, Borrowed<Set> set, Borrowed<> iterable);
bool set_next(Borrowed<Set> set, Index* position, Borrowed<>* key, Hash* hash = nullptr);

}  // namespace krait
