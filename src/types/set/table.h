// Inside the set room: the table and its functions.
#pragma once

#include "types/dict/table.h"  // key_hash
#include "types/set/set.h"

namespace krait::set {

inline constexpr int linear_probes = 9;
inline constexpr Index min_size = 8;

extern Object dummy;  // the key of a deleted entry
KR_INLINE bool is_live(const SetEntry& entry) { return entry.key && entry.key != &dummy; }

// The entry of the key, or a never used one. Null with an exception pending.
SetEntry* find(Context& cx, Set* set, Object* key, Hash hash);
Result<bool> add(Context& cx, Set* set, Object* key, Hash hash);  // true: it is new
Result<bool> contains(Context& cx, Set* set, Object* key, Hash hash);
Result<bool> discard(Context& cx, Set* set, Object* key, Hash hash);
Result<void> resize(Context& cx, Set* set, Index minimum);
void clear(Set* set);
Result<void> merge(Context& cx, Set* set, Set* other);
Result<void> update(Context& cx, Set* set, Borrowed<> other);
// An empty set of any type of the family.
Result<Ref<Set>> make_empty(Context& cx, Type& type);
Result<Ref<Set>> make(Context& cx, Type& type, Borrowed<> iterable);
// The same kind as self, but a base class: what copy() and operators make.
Result<Ref<Set>> make_like(Context& cx, Borrowed<Set> self, Borrowed<> iterable);

// --- set algebra
Result<Ref<Set>> difference(Context& cx, Borrowed<Set> self, Borrowed<> other);
Result<void> difference_update(Context& cx, Borrowed<Set> self, Borrowed<> other);
Result<Ref<Set>> intersection(Context& cx, Borrowed<Set> self, Borrowed<> other);
Result<void> symmetric_difference_update(Context& cx, Borrowed<Set> self, Borrowed<> other);
Result<bool> is_disjoint(Context& cx, Borrowed<Set> self, Borrowed<> other);
Result<bool> is_subset(Context& cx, Borrowed<Set> self, Borrowed<> other);
void swap_bodies(Set* a, Set* b);

Result<Ref<>> iterate(Context& cx, Borrowed<Set> self);
extern MethodDef set_methods[];
extern MethodDef frozenset_methods[];
extern NumberSlots set_number, frozenset_number;

}  // namespace krait::set
