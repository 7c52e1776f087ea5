// Inside the dict room: making, filling and growing tables.
#pragma once

#include "types/dict/keys.h"

namespace krait {

KR_INLINE Index usable_of(std::size_t size) { return static_cast<Index>((size << 1) / 3); }

// The smallest table of at least `slots` slots.
KR_INLINE int log2_size_for(std::size_t slots) {
  int log2 = min_log2_size;
  while ((std::size_t{1} << log2) < slots) ++log2;
  return log2;
}

DictKeys* new_keys(int log2_size, KeysKind kind);  // null: out of memory (nothing raised)
void free_keys(DictKeys* keys);                    // the block only
KR_INLINE void hold_keys(DictKeys* keys) {
  if (keys != empty_keys()) ++keys->refcount;
}

// A slot for a key that is not in the table.
KR_INLINE std::size_t find_free_slot(const DictKeys* keys, Hash hash) {
  std::size_t mask = keys->mask();
  std::size_t perturb = static_cast<std::size_t>(hash);
  std::size_t i = perturb & mask;
  while (keys->slot(i) >= 0) {
    perturb >>= perturb_shift;
    i = (i * 5 + perturb + 1) & mask;
  }
  return i;
}

// Enters an entry's position in a table without deleted slots.
KR_INLINE void enter_slot(DictKeys* keys, Hash hash, Index position) { keys->set_slot(find_free_slot(keys, hash), position); }

// The slot that holds this position.
KR_INLINE std::size_t slot_of(const DictKeys* keys, Hash hash, Index position) {
  std::size_t mask = keys->mask();
  std::size_t perturb = static_cast<std::size_t>(hash);
  std::size_t i = perturb & mask;
  while (keys->slot(i) != position) {
    perturb >>= perturb_shift;
    i = (i * 5 + perturb + 1) & mask;
  }
  return i;
}

// Gives the dict a fresh combined table of 2**log2_size slots; text only if it can be and is wanted.
Result<void> resize_table(Context& cx, Dict* dict, int log2_size, bool text);

// Inserts a key known to be absent from a combined table, or replaces; takes both counts.
Result<void> insert_taking(Context& cx, Dict* dict, Object* key, Hash hash, Object* value);

// Where an entry of any kind of dict lies. The value is null for a deleted one.
struct EntryView {
  Object* key;
  Object** value;
  Hash hash;
};
KR_INLINE EntryView entry_at(Dict* dict, Index position) {
  DictKeys* keys = dict->keys;
  if (keys->is_general()) {
    GeneralEntry& entry = keys->general_entries()[position];
    return {entry.key, &entry.value, entry.hash};
  }
  TextEntry& entry = keys->text_entries()[position];
  Object* key = as_object(entry.key);
  return {key, dict->values ? &dict->values->values[position] : &entry.value, key ? entry.key->hash_value : 0};
}

// The hash of a key: taken from an exact str that has one, otherwise asked for.
KR_INLINE Result<Hash> key_hash(Context& cx, Borrowed<> key) {
  if (key.type() == &str_type) [[likely]] {
    Hash hash = key.as<Str>()->hash_value;
    if (hash != -1) [[likely]] return hash;
    return str_hash(key.as<Str>());
  }
  return hash(cx, key);
}

KR_INLINE bool is_text_key(Object* key) { return key->type == &str_type; }

// Starts the collector's interest when the dict comes to hold a container.
KR_INLINE void track_for(Dict* dict, Object* key, Object* value) {
  if (!memory::is_tracked(&dict->base) && (may_be_tracked(key) || may_be_tracked(value))) memory::track(&dict->base);
}

DictValues* new_values(Index capacity);
void free_values(DictValues* values);

// A frozen look at one entry while Python code may change the dict.
Result<Ref<Dict>> make_dict(Context& cx, DictKeys* keys, Index used, DictValues* values);  // takes keys and values

}  // namespace krait
