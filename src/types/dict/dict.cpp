// The heart of dict: making, growing, inserting, deleting.
#include <cstring>

#include "memory/memory.h"
#include "object/new.h"
#include "object/protocol.h"
#include "types/dict/internal.h"

namespace krait {

namespace {
struct DictFreeList {
  int count = 0;
  Dict* dicts[80] = {};
};
KR_ISOLATE_LOCAL(DictFreeList, free_dicts);
}  // namespace

bool dict::keep_block(Context& cx, Object* object) {
  auto& kept = free_dicts(cx);
  if (object->type != &dict_type || kept.count >= 80) return false;
  kept.dicts[kept.count++] = reinterpret_cast<Dict*>(object);
  return true;
}

Result<Ref<Dict>> make_dict(Context& cx, DictKeys* keys, Index used, DictValues* values) {
  Dict* dict;
  auto& kept = free_dicts(cx);
  if (kept.count) {
    dict = kept.dicts[--kept.count];
    dict->base = {1, &dict_type};
  } else {
    auto made = new_container<Dict>(cx, dict_type);
    if (made.failed()) {
      release_keys(keys);
      if (values) free_values(values);
      return Failed{};
    }
    dict = std::move(made).value().release();
  }
  dict->used = used;
  dict->version = next_dict_version(cx);
  dict->keys = keys;
  dict->values = values;
  return Ref<Dict>::steal(dict);
}

Result<Ref<Dict>> new_dict(Context& cx, Index expected_size) {
  if (expected_size <= 5) return make_dict(cx, empty_keys(), 0, nullptr);
  int log2 = expected_size > usable_of(std::size_t{1} << 17) ? 17 : log2_size_for(static_cast<std::size_t>(expected_size * 3 + 1) / 2);
  DictKeys* keys = new_keys(log2, KeysKind::text);
  if (!keys) return raise_memory_error(cx);
  return make_dict(cx, keys, 0, nullptr);
}

namespace {
void copy_split_entries(Dict* dict, DictKeys* to, bool text) {
  DictValues* values = dict->values;
  for (int n = 0; n < values->count(); ++n) {
    int at = values->order(n);
    Str* key = dict->keys->text_entries()[at].key;
    incref(as_object(key));
    if (text) to->text_entries()[n] = {key, values->values[at]};
    else to->general_entries()[n] = {key->hash_value, as_object(key), values->values[at]};
  }
}

void copy_text_entries(DictKeys* from, DictKeys* to, bool text) {
  TextEntry* entries = from->text_entries();
  Index n = 0;
  for (Index i = 0; i < from->entry_count; ++i) {
    if (!entries[i].value) continue;
    if (text) to->text_entries()[n++] = entries[i];
    else to->general_entries()[n++] = {entries[i].key->hash_value, as_object(entries[i].key), entries[i].value};
  }
}

void copy_general_entries(DictKeys* from, DictKeys* to) {
  Index n = 0;
  for (Index i = 0; i < from->entry_count; ++i)
    if (from->general_entries()[i].value) to->general_entries()[n++] = from->general_entries()[i];
}
}  // namespace

Result<void> resize_table(Context& cx, Dict* dict, int log2_size, bool text) {
  DictKeys* old = dict->keys;
  if (old->is_general()) text = false;
  DictKeys* keys = new_keys(log2_size, text ? KeysKind::text : KeysKind::general);
  if (!keys) [[unlikely]] return raise_memory_error(cx);
  if (dict->values) copy_split_entries(dict, keys, text);
  else if (old->is_text()) copy_text_entries(old, keys, text);
  else copy_general_entries(old, keys);
  Index used = dict->used;
  if (text) for (Index i = 0; i < used; ++i) enter_slot(keys, keys->text_entries()[i].key->hash_value, i);
  else for (Index i = 0; i < used; ++i) enter_slot(keys, keys->general_entries()[i].hash, i);
  keys->usable -= used;
  keys->entry_count = used;
  dict->keys = keys;
  if (DictValues* values = std::exchange(dict->values, nullptr)) {
    free_values(values);
    release_keys(old);
  } else if (old != empty_keys()) {
    free_keys(old);  // its entries live on in the new table
  }
  return {};
}

namespace {
// Adds an absent key to the dict's table; key and value are taken. Room is made if need be.
Result<void> add_entry(Context& cx, Dict* dict, Object* key, Hash hash, Object* value) {
  DictKeys* keys = dict->keys;
  if (keys->usable <= 0) [[unlikely]] {
    int log2 = keys == empty_keys() ? min_log2_size : log2_size_for(static_cast<std::size_t>(dict->used) * 3);
    auto resized = resize_table(cx, dict, log2, is_text_key(key));
    if (resized.failed()) {
      decref(key), decref(value);
      return Failed{};
    }
    keys = dict->keys;
  }
  keys->version = 0;
  Index at = keys->entry_count;
  keys->set_slot(find_free_slot(keys, hash), at);
  if (keys->is_general()) keys->general_entries()[at] = {hash, key, value};
  else {
    keys->text_entries()[at].key = reinterpret_cast<Str*>(key);
    if (dict->values) {
      dict->values->values[at] = value;
      dict->values->add_to_order(at);
    } else {
      keys->text_entries()[at].value = value;
    }
  }
  --keys->usable;
  ++keys->entry_count;
  ++dict->used;
  dict->version = next_dict_version(cx);
  return {};
}
}  // namespace

Result<void> insert_taking(Context& cx, Dict* dict, Object* key, Hash hash, Object* value) {
  if (dict->keys->is_text() && !is_text_key(key) && dict->keys != empty_keys()) [[unlikely]] {
    int log2 = dict->values ? log2_size_for(static_cast<std::size_t>(dict->used) * 3)
               : dict->keys->usable > 0 ? dict->keys->log2_size : log2_size_for(static_cast<std::size_t>(dict->used) * 3);
    if (resize_table(cx, dict, log2, false).failed()) return decref(key), decref(value), Failed{};
  }
  Object* old;
  Index at = find_key(cx, dict, key, hash, &old);
  if (at == lookup_error) [[unlikely]] return decref(key), decref(value), Failed{};
  track_for(dict, key, value);
  if (at == slot_empty) return add_entry(cx, dict, key, hash, value);
  if (old != value) {
    *entry_at(dict, at).value = value;
    if (!old) {  // a shared name that this instance did not have
      dict->values->add_to_order(at);
      ++dict->used;
    }
    dict->version = next_dict_version(cx);
    xdecref(old);
  } else {
    decref(value);
  }
  decref(key);
  return {};
}

Result<void> dict_set_taking(Context& cx, Borrowed<Dict> dict, Ref<> key, Ref<> value) {
  Hash hash = KR_TRY(key_hash(cx, key));
  return insert_taking(cx, dict.raw(), key.release(), hash, value.release());
}

Result<void> dict_set(Context& cx, Borrowed<Dict> dict, Borrowed<> key, Borrowed<> value) {
  Hash hash = KR_TRY(key_hash(cx, key));
  return dict_set(cx, dict, key, value, hash);
}

Result<void> dict_set(Context& cx, Borrowed<Dict> dict, Borrowed<> key, Borrowed<> value, Hash hash) {
  incref(key.object());
  incref(value.object());
  return insert_taking(cx, dict.raw(), key.object(), hash, value.object());
}

BorrowedLookup<> dict_get(Context& cx, Borrowed<Dict> dict, Borrowed<> key) {
  auto hash = key_hash(cx, key);
  if (hash.failed()) [[unlikely]] return Failed{};
  return dict_get(cx, dict, key, hash.value());
}

BorrowedLookup<> dict_get(Context& cx, Borrowed<Dict> dict, Borrowed<> key, Hash hash) {
  Object* value;
  if (find_key(cx, dict.raw(), key.object(), hash, &value) == lookup_error) [[unlikely]] return Failed{};
  return Borrowed<>(value);
}

Result<bool> dict_contains(Context& cx, Borrowed<Dict> dict, Borrowed<> key) {
  Hash hash = KR_TRY(key_hash(cx, key));
  Object* value;
  if (find_key(cx, dict.raw(), key.object(), hash, &value) == lookup_error) return Failed{};
  return value != nullptr;
}

namespace {
void remove_from_order(DictValues* values, Index at) {
  int count = values->count();
  int n = 0;
  while (values->order(n) != at) ++n;
  for (; n + 1 < count; ++n) values->order(n) = values->order(n + 1);
  --values->count();
}
}  // namespace

// Takes the entry out and hands its value over.
Ref<> remove_entry(Context& cx, Dict* dict, Index at, Hash hash) {
  --dict->used;
  dict->version = next_dict_version(cx);
  if (dict->values) {
    remove_from_order(dict->values, at);
    return Ref<>::steal(std::exchange(dict->values->values[at], nullptr));
  }
  DictKeys* keys = dict->keys;
  keys->set_slot(slot_of(keys, hash, at), slot_deleted);
  keys->version = 0;
  Ref<> key, value;
  if (keys->is_general()) {
    GeneralEntry& entry = keys->general_entries()[at];
    key = Ref<>::steal(std::exchange(entry.key, nullptr));
    value = Ref<>::steal(std::exchange(entry.value, nullptr));
    entry.hash = 0;
  } else {
    TextEntry& entry = keys->text_entries()[at];
    key = Ref<>::steal(as_object(std::exchange(entry.key, nullptr)));
    value = Ref<>::steal(std::exchange(entry.value, nullptr));
  }
  return value;
}

Result<void> dict_delete(Context& cx, Borrowed<Dict> dict, Borrowed<> key) {
  Hash hash = KR_TRY(key_hash(cx, key));
  Object* value;
  Index at = find_key(cx, dict.raw(), key.object(), hash, &value);
  if (at == lookup_error) return Failed{};
  if (!value) return raise_key_error(cx, key);
  auto old = remove_entry(cx, dict.raw(), at, hash);
  return {};
}

Lookup<> dict_pop(Context& cx, Borrowed<Dict> dict, Borrowed<> key) {
  if (dict->used == 0) return Ref<>();
  auto hash = key_hash(cx, key);
  if (hash.failed()) return Failed{};
  return dict_pop(cx, dict, key, hash.value());
}

Lookup<> dict_pop(Context& cx, Borrowed<Dict> dict, Borrowed<> key, Hash hash) {
  Object* value;
  Index at = find_key(cx, dict.raw(), key.object(), hash, &value);
  if (at == lookup_error) return Failed{};
  if (!value) return Ref<>();
  return remove_entry(cx, dict.raw(), at, hash);
}

Result<Borrowed<>> dict_set_default(Context& cx, Borrowed<Dict> dict, Borrowed<> key, Borrowed<> value) {
  Hash hash = KR_TRY(key_hash(cx, key));
  Object* found;
  if (find_key(cx, dict.raw(), key.object(), hash, &found) == lookup_error) return Failed{};
  if (found) return Borrowed<>(found);
  KR_TRY(dict_set(cx, dict, key, value, hash));
  return value;
}

void dict_clear(Borrowed<Dict> dict) {
  DictKeys* keys = std::exchange(dict->keys, empty_keys());
  DictValues* values = std::exchange(dict->values, nullptr);
  dict->used = 0;
  dict->version = next_dict_version(Context::current());
  if (values) {
    for (Index i = 0; i < keys->entry_count; ++i) {
      if (Object* old = std::exchange(values->values[i], nullptr)) decref(old);
    }
    free_values(values);
  }
  release_keys(keys);
}

bool dict_next(Borrowed<Dict> dict, Index* position, Borrowed<>* key, Borrowed<>* value, Hash* hash) {
  Index i = *position;
  if (DictValues* values = dict->values) {
    if (i < 0 || i >= dict->used) return false;
    EntryView entry = entry_at(dict.raw(), values->order(i));
    *position = i + 1;
    if (key) *key = Borrowed<>(entry.key);
    if (value) *value = Borrowed<>(*entry.value);
    if (hash) *hash = entry.hash;
    return true;
  }
  DictKeys* keys = dict->keys;
  Index count = keys->entry_count;
  if (i < 0) return false;
  if (keys->is_general()) {
    GeneralEntry* entries = keys->general_entries();
    while (i < count && !entries[i].value) ++i;
    if (i >= count) return false;
    if (key) *key = Borrowed<>(entries[i].key);
    if (value) *value = Borrowed<>(entries[i].value);
    if (hash) *hash = entries[i].hash;
  } else {
    TextEntry* entries = keys->text_entries();
    while (i < count && !entries[i].value) ++i;
    if (i >= count) return false;
    if (key) *key = Borrowed<>(as_object(entries[i].key));
    if (value) *value = Borrowed<>(entries[i].value);
    if (hash) *hash = entries[i].key->hash_value;
  }
  *position = i + 1;
  return true;
}

std::size_t dict_size_in_bytes(Borrowed<Dict> dict) {
  std::size_t size = static_cast<std::size_t>(dict.type()->tp_basicsize);
  if (dict->values) size += static_cast<std::size_t>(dict->keys->entry_count + dict->keys->usable) * sizeof(Object*);
  else if (dict->keys != empty_keys()) size += keys_size_in_bytes(dict->keys);
  return size;
}

void dict_maybe_untrack(Object* object) {
  if (object->type != &dict_type || !memory::is_tracked(object)) return;
  Borrowed<Dict> dict(reinterpret_cast<Dict*>(object));
  Index position = 0;
  Borrowed<> key, value;
  while (dict_next(dict, &position, &key, &value))
    if (may_be_tracked(key.object()) || may_be_tracked(value.object())) return;
  memory::untrack(object);
}

}  // namespace krait
