// The tables of a dict: a block of slots (1, 2, 4 or 8 bytes each) that hold positions in a dense array of entries.
//
//   DictKeys  refcount | log2 of slots, of their bytes | kind | version | usable | entry_count
//   slots     [-1 2 -1 0 1 -1 …]      -1: never used, -2: its entry was deleted
//   entries   [0][1][2] …             in order of insertion; up to 2/3 of the slots
//
// Three kinds. general: entries (hash, key, value). text: entries (key, value), all keys exact str, whose hash is in the str itself;
// most dicts are of this kind and look-ups in them cannot run Python code. split: as text, but the values lie in a DictValues of each
// instance, and the keys are shared by all instances of a class (the class's ht_cached_keys).
// `version` is 0 until someone asks for it (keys_version) and becomes 0 again when the set of keys changes, so that inline caches can
// remember "this name is entry 7 of the keys with version 1234".
#pragma once

#include "memory/memory.h"
#include "types/dict/dict.h"
#include "types/str/str.h"

namespace krait {

struct GeneralEntry {
  Hash hash;
  Object* key;
  Object* value;
};

struct TextEntry {
  Str* key;
  Object* value;
};

enum class KeysKind : std::uint8_t { general = 0, text = 1, split = 2 };

struct DictKeys {
  Index refcount;
  std::uint8_t log2_size;
  std::uint8_t log2_index_bytes;
  KeysKind kind;
  std::uint32_t version;
  Index usable;
  Index entry_count;  // used and deleted entries

  KR_INLINE std::size_t size() const { return std::size_t{1} << log2_size; }
  KR_INLINE std::size_t mask() const { return size() - 1; }
  KR_INLINE char* slots() const { return const_cast<char*>(reinterpret_cast<const char*>(this + 1)); }
  KR_INLINE char* entries() const { return slots() + (std::size_t{1} << log2_index_bytes); }
  KR_INLINE GeneralEntry* general_entries() const { return reinterpret_cast<GeneralEntry*>(entries()); }
  KR_INLINE TextEntry* text_entries() const { return reinterpret_cast<TextEntry*>(entries()); }
  KR_INLINE bool is_general() const { return kind == KeysKind::general; }
  KR_INLINE bool is_text() const { return kind != KeysKind::general; }

  KR_INLINE Index slot(std::size_t i) const {
    const char* at = slots();
    if (log2_size < 8) return reinterpret_cast<const std::int8_t*>(at)[i];
    if (log2_size < 16) return reinterpret_cast<const std::int16_t*>(at)[i];
    if (log2_size < 32) return reinterpret_cast<const std::int32_t*>(at)[i];
    return reinterpret_cast<const std::int64_t*>(at)[i];
  }
  KR_INLINE void set_slot(std::size_t i, Index position) {
    char* at = slots();
    if (log2_size < 8) reinterpret_cast<std::int8_t*>(at)[i] = static_cast<std::int8_t>(position);
    else if (log2_size < 16) reinterpret_cast<std::int16_t*>(at)[i] = static_cast<std::int16_t>(position);
    else if (log2_size < 32) reinterpret_cast<std::int32_t*>(at)[i] = static_cast<std::int32_t>(position);
    else reinterpret_cast<std::int64_t*>(at)[i] = position;
  }
};
static_assert(sizeof(DictKeys) == 32);

inline constexpr Index slot_empty = -1, slot_deleted = -2, lookup_error = -3;
inline constexpr int perturb_shift = 5;
inline constexpr int min_log2_size = 3;
inline constexpr Index shared_keys_max = 30;

// The values of one instance, parallel to its shared keys. In front of them lie bytes: [-1] the size of that prefix, [-2] the number of
// names set, [-3 - n] the position of the n-th name set, so that a __dict__ shows the instance's own order.
struct DictValues {
  Object* values[1];

  KR_INLINE std::uint8_t* prefix() { return reinterpret_cast<std::uint8_t*>(this); }
  KR_INLINE std::uint8_t prefix_size() { return prefix()[-1]; }
  KR_INLINE std::uint8_t& count() { return prefix()[-2]; }
  KR_INLINE std::uint8_t& order(Index n) { return prefix()[-3 - n]; }
  KR_INLINE void add_to_order(Index position) {
    order(count()) = static_cast<std::uint8_t>(position);
    ++count();
  }
};

// The two words before an instance of a managed_dict type.
KR_INLINE DictValues*& instance_values(Object* object) { return reinterpret_cast<DictValues**>(object)[-2]; }
KR_INLINE Dict*& instance_managed_dict(Object* object) { return reinterpret_cast<Dict**>(object)[-1]; }
KR_INLINE DictKeys* shared_keys_of(const Type* type) { return reinterpret_cast<const HeapType*>(type)->ht_cached_keys; }

// Keys for a new class: its ht_cached_keys. Null when out of memory.
DictKeys* new_shared_keys();
void release_keys(DictKeys* keys);  // one reference less

// The keys of every dict that never had room: never written to, not counted.
struct EmptyKeys {
  DictKeys keys;
  std::int8_t slots[8];
};
extern const EmptyKeys empty_keys_block;
KR_INLINE DictKeys* empty_keys() { return const_cast<DictKeys*>(&empty_keys_block.keys); }

// A number for the present set of keys, the same until it changes; 0 when there are no more numbers.
std::uint32_t keys_version(DictKeys* keys);

KR_INLINE Hash known_hash(Borrowed<Str> key) {
  Hash hash = key->hash_value;
  return hash != -1 ? hash : str_hash(key);
}

// The position of an exact str in text or split keys, or slot_empty. Pure.
KR_INLINE Index find_text(const DictKeys* keys, Str* key, Hash hash) {
  std::size_t mask = keys->mask();
  std::size_t perturb = static_cast<std::size_t>(hash);
  std::size_t i = perturb & mask;
  const TextEntry* entries = keys->text_entries();
  for (;;) {
    Index at = keys->slot(i);
    if (at >= 0) {
      Str* found = entries[at].key;
      if (found == key || (found->hash_value == hash && str_equal(Borrowed<Str>(found), Borrowed<Str>(key)))) return at;
    } else if (at == slot_empty) {
      return slot_empty;
    }
    perturb >>= perturb_shift;
    i = (i * 5 + perturb + 1) & mask;
  }
}

// Any key. The value (null when absent) goes to *value. May run __eq__; lookup_error with an exception pending.
Index find_key(Context& cx, Dict* dict, Object* key, Hash hash, Object** value);
// The position of an entry by name, for inline caches: slot_empty when absent or the table is general.
KR_INLINE Index find_name(const DictKeys* keys, Borrowed<Str> name) {
  return keys->is_general() ? slot_empty : find_text(keys, name.raw(), known_hash(name));
}

// --- the version of a dict's contents (ma_version_tag)
struct DictVersions {
  std::uint64_t dict = 0;
  std::uint32_t keys = 2;
};
KR_ISOLATE_LOCAL_EXTERN(DictVersions, dict_versions);
KR_INLINE std::uint64_t next_dict_version(Context& cx) { return ++dict_versions(cx).dict; }

// True when a container that holds this object may be part of a cycle.
KR_INLINE bool may_be_tracked(Object* object) {
  return has_flag(object->type, type_flags::gc) && memory::is_container(object) &&
         (object->type != &tuple_type || memory::is_tracked(object));
}

}  // namespace krait
