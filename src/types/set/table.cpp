// The hash table of sets: runs of ten neighbours are tried before the next jump, so that most look-ups touch one or two cache lines.
#include <cstring>

#include "memory/memory.h"
#include "object/new.h"
#include "types/dict/views.h"
#include "types/set/table.h"

namespace krait::set {

constinit Object dummy = {immortal_refcount, &object_type};

namespace {
enum class Match { no, yes, failed, changed };

// Is this entry the key? Its hash is the same already.
KR_INLINE Match matches(Context& cx, Set* set, SetEntry* entry, Object* key) {
  Object* found = entry->key;
  if (found == key) return Match::yes;
  if (is_text_key(found) && is_text_key(key))
    return str_equal(Borrowed<>(found).as<Str>(), Borrowed<>(key).as<Str>()) ? Match::yes : Match::no;
  if (found == &dummy) return Match::no;
  SetEntry* table = set->table;
  Ref<> keep = hold(found);
  auto equal = compare_bool(cx, keep, Borrowed<>(key), Compare::eq);
  if (equal.failed()) return Match::failed;
  if (set->table != table || entry->key != found) return Match::changed;
  return equal.value() ? Match::yes : Match::no;
}

// Puts a key that is not there into a table without deleted entries.
KR_INLINE void insert_clean(SetEntry* table, std::size_t mask, Object* key, Hash hash) {
  std::size_t perturb = static_cast<std::size_t>(hash), i = perturb & mask;
  for (;;) {
    SetEntry* entry = &table[i];
    int probes = i + linear_probes <= mask ? linear_probes : 0;
    for (;; ++entry) {
      if (!entry->key) return void(*entry = {key, hash});
      if (probes-- == 0) break;
    }
    perturb >>= perturb_shift;
    i = (i * 5 + 1 + perturb) & mask;
  }
}
}  // namespace

namespace {
// `deleted` receives the last deleted entry passed on the way, which an insertion takes.
KR_INLINE SetEntry* search(Context& cx, Set* set, Object* key, Hash hash, SetEntry** deleted) {
restart:
  *deleted = nullptr;
  auto mask = static_cast<std::size_t>(set->mask);
  std::size_t perturb = static_cast<std::size_t>(hash), i = perturb & mask;
  for (;;) {
    SetEntry* entry = &set->table[i];
    int probes = i + linear_probes <= mask ? linear_probes : 0;
    for (;; ++entry) {
      if (!entry->key) return entry;
      if (entry->hash == hash) {
        Match match = matches(cx, set, entry, key);
        if (match == Match::yes) return entry;
        if (match == Match::failed) return nullptr;
        if (match == Match::changed) goto restart;
      } else if (entry->hash == -1) {
        *deleted = entry;
      }
      if (probes-- == 0) break;
    }
    perturb >>= perturb_shift;
    i = (i * 5 + 1 + perturb) & mask;
  }
}

}  // namespace

SetEntry* find(Context& cx, Set* set, Object* key, Hash hash) {
  SetEntry* deleted;
  return search(cx, set, key, hash, &deleted);
}

Result<void> resize(Context& cx, Set* set, Index minimum) {
  Index size = min_size;
  while (size <= minimum) size <<= 1;
  SetEntry* old = set->table;
  bool was_allocated = old != set->small_table;
  SetEntry saved[min_size];
  SetEntry* table;
  if (size == min_size) {
    table = set->small_table;
    if (table == old) {
      if (set->fill == set->used) return {};
      std::memcpy(saved, old, sizeof saved);
      old = saved;
    }
  } else {
    table = static_cast<SetEntry*>(memory::allocate(static_cast<std::size_t>(size) * sizeof(SetEntry)));
    if (!table) return raise_memory_error(cx);
  }
  std::memset(static_cast<void*>(table), 0, static_cast<std::size_t>(size) * sizeof(SetEntry));
  Index old_mask = set->mask;
  set->mask = size - 1;
  set->table = table;
  for (Index i = 0; i <= old_mask; ++i)
    if (is_live(old[i])) insert_clean(table, static_cast<std::size_t>(set->mask), old[i].key, old[i].hash);
  set->fill = set->used;
  if (was_allocated) memory::release(old);
  return {};
}

Result<bool> add(Context& cx, Set* set, Object* key, Hash hash) {
  incref(key);  // a comparison may drop the caller's
  Ref<> held = Ref<>::steal(key);
  SetEntry* deleted;
  SetEntry* entry = search(cx, set, key, hash, &deleted);
  if (!entry) return Failed{};
  if (entry->key) return false;
  if (deleted) {
    *deleted = {held.release(), hash};
    ++set->used;
    return true;
  }
  *entry = {held.release(), hash};
  ++set->fill;
  ++set->used;
  if (static_cast<std::size_t>(set->fill) * 5 >= static_cast<std::size_t>(set->mask) * 3)
    KR_TRY(resize(cx, set, set->used > 50000 ? set->used * 2 : set->used * 4));
  return true;
}

Result<bool> contains(Context& cx, Set* set, Object* key, Hash hash) {
  SetEntry* entry = find(cx, set, key, hash);
  if (!entry) return Failed{};
  return entry->key != nullptr;
}

Result<bool> discard(Context& cx, Set* set, Object* key, Hash hash) {
  SetEntry* entry = find(cx, set, key, hash);
  if (!entry) return Failed{};
  if (!entry->key) return false;
  Ref<> old = Ref<>::steal(entry->key);
  *entry = {&dummy, -1};
  --set->used;
  return true;
}

void clear(Set* set) {
  SetEntry* table = set->table;
  Index mask = set->mask, used = set->used;
  SetEntry saved[min_size];
  bool allocated = table != set->small_table;
  if (!allocated) {
    std::memcpy(saved, table, sizeof saved);
    table = saved;
  }
  std::memset(static_cast<void*>(set->small_table), 0, sizeof set->small_table);
  set->fill = set->used = set->finger = 0;
  set->mask = min_size - 1;
  set->table = set->small_table;
  set->hash_value = -1;
  for (Index i = 0; used > 0 && i <= mask; ++i)
    if (is_live(table[i])) --used, decref(table[i].key);
  if (allocated) memory::release(table);
}

Result<void> merge(Context& cx, Set* set, Set* other) {
  if (set == other || other->used == 0) return {};
  if ((set->fill + other->used) * 5 >= set->mask * 3) KR_TRY(resize(cx, set, (set->used + other->used) * 2));
  if (set->fill == 0 && set->mask == other->mask && other->fill == other->used) {
    for (Index i = 0; i <= other->mask; ++i) {
      xincref(other->table[i].key);
      set->table[i] = other->table[i];
    }
    set->fill = set->used = other->used;
    return {};
  }
  if (set->fill == 0) {
    set->fill = set->used = other->used;
    for (Index i = 0; i <= other->mask; ++i) {
      SetEntry& entry = other->table[i];
      if (!is_live(entry)) continue;
      incref(entry.key);
      insert_clean(set->table, static_cast<std::size_t>(set->mask), entry.key, entry.hash);
    }
    return {};
  }
  for (Index i = 0; i <= other->mask; ++i) {
    SetEntry& entry = other->table[i];
    if (is_live(entry)) KR_TRY(add(cx, set, entry.key, entry.hash));
  }
  return {};
}

Result<void> update(Context& cx, Set* set, Borrowed<> other) {
  if (is_any_set(other)) return merge(cx, set, other.as<Set>().raw());
  if (is_exact<Dict>(other)) {
    Borrowed<Dict> dict = other.as<Dict>();
    if ((set->fill + dict->used) * 5 >= set->mask * 3) KR_TRY(resize(cx, set, (set->used + dict->used) * 2));
    Index position = 0;
    Borrowed<> key;
    Hash hash;
    while (dict_next(dict, &position, &key, nullptr, &hash)) KR_TRY(add(cx, set, key.object(), hash));
    return {};
  }
  Ref<> iterator = KR_TRY(iter(cx, other));
  for (;;) {
    auto step = next(cx, iterator);
    if (step.failed()) return Failed{};
    if (step.missing()) return {};
    Ref<> key = std::move(step).value();
    Hash hash = KR_TRY(key_hash(cx, key));
    KR_TRY(add(cx, set, key.raw(), hash));
  }
}

Result<Ref<Set>> make_empty(Context& cx, Type& type) {
  Ref<> made = KR_TRY(Result<Ref<>>::from_raw(type.tp_alloc(&type, 0)));
  Set* set = made.borrow().as<Set>().raw();
  set->mask = min_size - 1;
  set->table = set->small_table;
  set->hash_value = -1;
  return std::move(made).as<Set>();
}

Result<Ref<Set>> make(Context& cx, Type& type, Borrowed<> iterable) {
  Ref<Set> made = KR_TRY(make_empty(cx, type));
  if (iterable) KR_TRY(update(cx, made.raw(), iterable));
  return made;
}

Result<Ref<Set>> make_like(Context& cx, Borrowed<Set> self, Borrowed<> iterable) {
  Type& type = is_instance_of(self, set_type) ? set_type : frozenset_type;
  return make(cx, type, iterable);
}

}  // namespace krait::set

namespace krait {

bool is_any_set(Borrowed<> object) {
  return is_exact_set(object) || is_subtype(object.type(), &set_type) || is_subtype(object.type(), &frozenset_type);
}

Result<Ref<Set>> new_set(Context& cx, Borrowed<> iterable) { return set::make(cx, set_type, iterable); }
Result<Ref<Set>> new_frozenset(Context& cx, Borrowed<> iterable) { return set::make(cx, frozenset_type, iterable); }

Result<bool> set_add(Context& cx, Borrowed<Set> set, Borrowed<> key) {
  Hash hash = KR_TRY(key_hash(cx, key));
  return set::add(cx, set.raw(), key.object(), hash);
}
Result<bool> set_discard(Context& cx, Borrowed<Set> set, Borrowed<> key) {
  Hash hash = KR_TRY(key_hash(cx, key));
  return set::discard(cx, set.raw(), key.object(), hash);
}
Result<bool> set_contains(Context& cx, Borrowed<Set> set, Borrowed<> key) {
  Hash hash = KR_TRY(key_hash(cx, key));
  return set::contains(cx, set.raw(), key.object(), hash);
}
Result<void> set_update(Context& cx, Borrowed<Set> set, Borrowed<> iterable) { return set::update(cx, set.raw(), iterable); }

bool set_next(Borrowed<Set> set, Index* position, Borrowed<>* key, Hash* hash) {
  Index i = *position;
  while (i <= set->mask && !set::is_live(set->table[i])) ++i;
  *position = i + 1;
  if (i > set->mask) return false;
  *key = Borrowed<>(set->table[i].key);
  if (hash) *hash = set->table[i].hash;
  return true;
}

}  // namespace krait
