// dict.update() and its kin: from another dict, from any mapping, from pairs.
#include <cstring>

#include "object/protocol.h"
#include "types/dict/table.h"
#include "types/list/list.h"
#include "types/tuple/tuple.h"

namespace krait {

namespace {
// A dict whose iteration nobody has overridden: its table may be read directly.
bool is_plain_source(Borrowed<> other) { return is<Dict>(other) && other.type()->tp_iter == dict_type.tp_iter; }

// A copy of a combined table in which (nearly) nothing was deleted: one memcpy.
DictKeys* clone_keys(DictKeys* keys) {
  DictKeys* made = new_keys(keys->log2_size, keys->kind);
  if (!made) return nullptr;
  std::memcpy(static_cast<void*>(made), keys, keys_size_in_bytes(keys));
  made->refcount = 1;
  made->version = 0;
  if (keys->is_general()) {
    for (Index i = 0; i < keys->entry_count; ++i) {
      GeneralEntry& entry = keys->general_entries()[i];
      if (entry.value) incref(entry.key), incref(entry.value);
    }
  } else {
    for (Index i = 0; i < keys->entry_count; ++i) {
      TextEntry& entry = keys->text_entries()[i];
      if (entry.value) incref(as_object(entry.key)), incref(entry.value);
    }
  }
  return made;
}

Result<void> merge_dict(Context& cx, Borrowed<Dict> dict, Borrowed<Dict> other, int override_) {
  if (dict.is(other) || other->used == 0) return {};
  if (dict->used == 0) override_ = 1;
  DictKeys* from = other->keys;
  if (dict->used == 0 && !dict->values && dict->keys == empty_keys() && !other->values && other->used == from->entry_count &&
      (from->log2_size == min_log2_size || usable_of(from->size() / 2) < other->used)) {
    DictKeys* keys = clone_keys(from);
    if (!keys) return raise_memory_error(cx);
    dict->keys = keys;
    dict->used = other->used;
    dict->version = next_dict_version(cx);
    if (memory::is_tracked(&other->base) && !memory::is_tracked(&dict->base)) memory::track(&dict->base);
    return {};
  }
  if (dict->keys->usable < other->used && usable_of(dict->keys->size()) < other->used) {
    std::size_t wanted = (static_cast<std::size_t>(dict->used + other->used) * 3 + 1) / 2;
    KR_TRY(resize_table(cx, dict.raw(), log2_size_for(wanted), from->is_text()));
  }
  Ref<Dict> keep = hold(other);
  Index position = 0, size = other->used;
  Borrowed<> key, value;
  Hash hash;
  while (dict_next(other, &position, &key, &value, &hash)) {
    Ref<> held_key = hold(key), held_value = hold(value);
    if (override_ != 1) {
      auto found = dict_get(cx, dict, held_key, hash);
      if (found.failed()) return Failed{};
      if (found.value()) {
        if (override_ == 2) return raise_key_error(cx, held_key);
        continue;
      }
    }
    KR_TRY(insert_taking(cx, dict.raw(), held_key.release(), hash, held_value.release()));
    if (other->used != size) return raise(cx, exc::RuntimeError, "dict mutated during update");
  }
  return {};
}

Result<void> merge_mapping(Context& cx, Borrowed<Dict> dict, Borrowed<> other, int override_) {
  Ref<> keys = KR_TRY(call_method(cx, other, KR_ID(keys)));
  Ref<> iterator = KR_TRY(iter(cx, keys));
  keys.reset();
  for (;;) {
    auto step = next(cx, iterator);
    if (step.failed()) return Failed{};
    if (step.missing()) return {};
    Ref<> key = std::move(step).value();
    if (override_ != 1) {
      if (KR_TRY(dict_contains(cx, dict, key))) {
        if (override_ == 2) return raise_key_error(cx, key);
        continue;
      }
    }
    Ref<> value = KR_TRY(get_item(cx, other, key));
    KR_TRY(dict_set(cx, dict, key, value));
  }
}
}  // namespace

Result<void> dict_merge(Context& cx, Borrowed<Dict> dict, Borrowed<> other, int override_) {
  if (is_plain_source(other)) return merge_dict(cx, dict, other.as<Dict>(), override_);
  return merge_mapping(cx, dict, other, override_);
}

Result<void> dict_merge_pairs(Context& cx, Borrowed<Dict> dict, Borrowed<> pairs, bool override_) {
  Ref<> iterator = KR_TRY(iter(cx, pairs));
  for (Index i = 0;; ++i) {
    auto step = next(cx, iterator);
    if (step.failed()) return Failed{};
    if (step.missing()) return {};
    Ref<> pair = std::move(step).value();
    auto fast = sequence_fast(cx, pair, "");
    if (fast.failed()) {
      if (error_matches(cx, exc::TypeError))
        return raise(cx, exc::TypeError, "cannot convert dictionary update sequence element #{} to a sequence", i);
      return Failed{};
    }
    Ref<> items = std::move(fast).value();
    auto span = sequence_fast_items(items);
    if (span.size() != 2)
      return raise(cx, exc::ValueError, "dictionary update sequence element #{} has length {}; 2 is required", i, span.size());
    Ref<> key = hold(span[0]), value = hold(span[1]);
    if (!override_ && KR_TRY(dict_contains(cx, dict, key))) continue;
    KR_TRY(dict_set(cx, dict, key, value));
  }
}

Result<Ref<Dict>> dict_copy(Context& cx, Borrowed<Dict> dict) {
  if (dict->used == 0) return new_dict(cx);
  DictKeys* keys = dict->keys;
  Ref<Dict> made;
  if (DictValues* values = dict->values) {
    DictValues* copy = new_values(keys->entry_count + keys->usable);
    if (!copy) return raise_memory_error(cx);
    for (int n = 0; n < values->count(); ++n) {
      int at = values->order(n);
      copy->values[at] = values->values[at];
      incref(copy->values[at]);
      copy->add_to_order(at);
    }
    hold_keys(keys);
    made = KR_TRY(make_dict(cx, keys, dict->used, copy));
  } else if (dict->used >= keys->entry_count * 2 / 3 && is_plain_source(dict)) {
    DictKeys* clone = clone_keys(keys);
    if (!clone) return raise_memory_error(cx);
    made = KR_TRY(make_dict(cx, clone, dict->used, nullptr));
  } else {
    made = KR_TRY(new_dict(cx));
    KR_TRY(dict_merge(cx, made, dict, 1));
    return made;
  }
  if (memory::is_tracked(&dict->base)) memory::track(&made->base);
  return made;
}

namespace {
enum class Part { keys, values, items };

// The list is made before the dict is read: an allocation may run a collection, and with it code that changes the dict.
Result<Ref<List>> parts(Context& cx, Borrowed<Dict> dict, Part part) {
again:
  Index size = dict->used;
  Ref<List> list = KR_TRY(new_list(cx, size));
  if (part == Part::items) {
    for (Index i = 0; i < size; ++i) list->init_item(i, KR_TRY(tuple_of(cx, none(), none())));
  }
  if (size != dict->used) goto again;
  Index position = 0, i = 0;
  Borrowed<> key, value;
  while (dict_next(dict, &position, &key, &value)) {
    if (part == Part::items) {
      auto* pair = reinterpret_cast<Tuple*>(list->items[i++]);
      decref(std::exchange(pair->items[0], hold(key).release()));
      decref(std::exchange(pair->items[1], hold(value).release()));
    } else {
      list->init_item(i++, hold(part == Part::keys ? key : value));
    }
  }
  return list;
}
}  // namespace

Result<Ref<List>> dict_keys(Context& cx, Borrowed<Dict> dict) { return parts(cx, dict, Part::keys); }
Result<Ref<List>> dict_values(Context& cx, Borrowed<Dict> dict) { return parts(cx, dict, Part::values); }
Result<Ref<List>> dict_items(Context& cx, Borrowed<Dict> dict) { return parts(cx, dict, Part::items); }

}  // namespace krait
