// Tables: their memory, versions and look-ups.
#include "types/dict/keys.h"

#include <cstring>

#include "memory/memory.h"
#include "object/protocol.h"
#include "types/dict/table.h"

namespace krait {

KR_ISOLATE_LOCAL(DictVersions, dict_versions);

constinit const EmptyKeys empty_keys_block = {{1, 0, 3, KeysKind::text, 1, 0, 0}, {-1, -1, -1, -1, -1, -1, -1, -1}};

namespace {
// Blocks of the smallest general and text tables, kept for the next dict, as CPython keeps 80 of them.
struct KeysFreeList {
  int count = 0;
  DictKeys* blocks[80] = {};
};
KR_ISOLATE_LOCAL(KeysFreeList, free_text_keys);

std::size_t block_size(int log2_size, int log2_index_bytes, KeysKind kind) {
  std::size_t entry = kind == KeysKind::general ? sizeof(GeneralEntry) : sizeof(TextEntry);
  return sizeof(DictKeys) + (std::size_t{1} << log2_index_bytes) +
         entry * static_cast<std::size_t>(usable_of(std::size_t{1} << log2_size));
}
}  // namespace

DictKeys* new_keys(int log2_size, KeysKind kind) {
  int log2_index_bytes = log2_size < 8 ? log2_size : log2_size < 16 ? log2_size + 1 : log2_size < 32 ? log2_size + 2 : log2_size + 3;
  std::size_t size = block_size(log2_size, log2_index_bytes, kind);
  DictKeys* keys;
  auto& kept = free_text_keys(Context::current());
  if (log2_size == min_log2_size && kind == KeysKind::text && kept.count) keys = kept.blocks[--kept.count];
  else if (!(keys = static_cast<DictKeys*>(memory::allocate(size)))) return nullptr;
  Index usable = usable_of(std::size_t{1} << log2_size);
  *keys = {1, static_cast<std::uint8_t>(log2_size), static_cast<std::uint8_t>(log2_index_bytes), kind, 0, usable, 0};
  std::memset(keys->slots(), 0xff, std::size_t{1} << log2_index_bytes);
  std::memset(keys->entries(), 0, size - sizeof(DictKeys) - (std::size_t{1} << log2_index_bytes));
  return keys;
}

void free_keys(DictKeys* keys) {
  if (keys->log2_size == min_log2_size && keys->kind == KeysKind::text) {
    auto& kept = free_text_keys(Context::current());
    if (kept.count < 80) {
      kept.blocks[kept.count++] = keys;
      return;
    }
  }
  memory::release(keys);
}

void release_keys(DictKeys* keys) {
  if (keys == empty_keys() || --keys->refcount > 0) return;
  if (keys->is_general()) {
    GeneralEntry* entries = keys->general_entries();
    for (Index i = 0, n = keys->entry_count; i < n; ++i) {
      xdecref(entries[i].key);
      xdecref(entries[i].value);
    }
  } else {
    TextEntry* entries = keys->text_entries();
    for (Index i = 0, n = keys->entry_count; i < n; ++i) {
      xdecref(as_object(entries[i].key));
      xdecref(entries[i].value);
    }
  }
  free_keys(keys);
}

DictKeys* new_shared_keys() {
  DictKeys* keys = new_keys(6, KeysKind::split);  // 64 slots: room for 30 names and to spare
  if (keys) keys->usable = shared_keys_max;
  return keys;
}

std::size_t keys_size_in_bytes(const DictKeys* keys) { return block_size(keys->log2_size, keys->log2_index_bytes, keys->kind); }

std::uint32_t keys_version(DictKeys* keys) {
  if (keys->version) return keys->version;
  auto& versions = dict_versions(Context::current());
  if (versions.keys == 0) return 0;
  return keys->version = versions.keys++;
}

namespace {
// The keys are text, the key asked for is something else: only __eq__ can tell, and it may change the dict under us.
Index find_other_in_text(Context& cx, Dict* dict, Object* key, Hash hash) {
restart:
  DictKeys* keys = dict->keys;
  std::size_t mask = keys->mask();
  std::size_t perturb = static_cast<std::size_t>(hash);
  std::size_t i = perturb & mask;
  for (;;) {
    Index at = keys->slot(i);
    if (at == slot_empty) return slot_empty;
    if (at >= 0) {
      Str* found = keys->text_entries()[at].key;
      if (as_object(found) == key) return at;
      if (found->hash_value == hash) {
        Ref<> keep = hold(as_object(found));
        auto equal = compare_bool(cx, keep, Borrowed<>(key), Compare::eq);
        if (equal.failed()) return lookup_error;
        if (dict->keys != keys || keys->text_entries()[at].key != found) goto restart;
        if (equal.value()) return at;
      }
    }
    perturb >>= perturb_shift;
    i = (i * 5 + perturb + 1) & mask;
  }
}

Index find_in_general(Context& cx, Dict* dict, Object* key, Hash hash) {
restart:
  DictKeys* keys = dict->keys;
  std::size_t mask = keys->mask();
  std::size_t perturb = static_cast<std::size_t>(hash);
  std::size_t i = perturb & mask;
  for (;;) {
    Index at = keys->slot(i);
    if (at == slot_empty) return slot_empty;
    if (at >= 0) {
      GeneralEntry& entry = keys->general_entries()[at];
      if (entry.key == key) return at;
      if (entry.hash == hash) {
        Object* found = entry.key;
        if (is_text_key(found) && is_text_key(key)) {
          if (str_equal(Borrowed<>(found).as<Str>(), Borrowed<>(key).as<Str>())) return at;
        } else {
          Ref<> keep = hold(found);
          auto equal = compare_bool(cx, keep, Borrowed<>(key), Compare::eq);
          if (equal.failed()) return lookup_error;
          if (dict->keys != keys || keys->general_entries()[at].key != found) goto restart;
          if (equal.value()) return at;
        }
      }
    }
    perturb >>= perturb_shift;
    i = (i * 5 + perturb + 1) & mask;
  }
}

// A str looked up in a general table without running any code: only str keys can be equal to it.
Index find_text_in_general(const DictKeys* keys, Object* key, Hash hash) {
  std::size_t mask = keys->mask();
  std::size_t perturb = static_cast<std::size_t>(hash);
  std::size_t i = perturb & mask;
  for (;;) {
    Index at = keys->slot(i);
    if (at == slot_empty) return slot_empty;
    if (at >= 0) {
      GeneralEntry& entry = keys->general_entries()[at];
      if (entry.key == key) return at;
      if (entry.hash == hash && type_has_flag(entry.key, Str::subclass_flag) &&
          str_equal(Borrowed<>(entry.key).as<Str>(), Borrowed<>(key).as<Str>())) return at;
    }
    perturb >>= perturb_shift;
    i = (i * 5 + perturb + 1) & mask;
  }
}
}  // namespace

Index find_key(Context& cx, Dict* dict, Object* key, Hash hash, Object** value) {
  Index at;
  if (dict->keys->is_text()) {
    at = is_text_key(key) ? find_text(dict->keys, Borrowed<>(key).as<Str>().raw(), hash) : find_other_in_text(cx, dict, key, hash);
  } else {
    at = find_in_general(cx, dict, key, hash);
  }
  *value = at >= 0 ? *entry_at(dict, at).value : nullptr;
  return at;
}

Borrowed<> dict_get_str(Borrowed<Dict> dict, Borrowed<Str> key) {
  DictKeys* keys = dict->keys;
  if (keys->is_text()) {
    Index at = find_text(keys, key.raw(), known_hash(key));
    if (at < 0) return {};
    return Borrowed<>(dict->values ? dict->values->values[at] : keys->text_entries()[at].value);
  }
  Index at = find_text_in_general(keys, key.object(), known_hash(key));
  return at < 0 ? Borrowed<>() : Borrowed<>(keys->general_entries()[at].value);
}

}  // namespace krait
