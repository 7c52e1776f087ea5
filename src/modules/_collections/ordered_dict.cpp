// The order of an OrderedDict, read from and changed in its dict's table.
#include "modules/_collections/ordered_dict.h"

#include <cstring>

#include "types/dict/internal.h"
#include "types/dict/table.h"
#include "types/tuple/tuple.h"

namespace krait::collections {

bool step_entry(OrderedDict* self, Index* position, bool reverse, OrderedEntry* out) {
  Index count = self->dict.keys->entry_count;
  for (Index i = *position; i >= 0 && i < count; i += reverse ? -1 : 1) {
    EntryView entry = entry_at(&self->dict, i);
    if (!*entry.value) continue;
    *out = {Borrowed<>(entry.key), Borrowed<>(*entry.value), entry.hash};
    *position = reverse ? i - 1 : i + 1;
    return true;
  }
  return false;
}

Index end_position(OrderedDict* self) { return self->dict.keys->entry_count - 1; }

bool first_entry(OrderedDict* self, OrderedEntry* out) {
  Index position = self->hint_keys == self->dict.keys ? self->first_hint : 0;
  if (!step_entry(self, &position, false, out)) return false;
  self->hint_keys = self->dict.keys;
  self->first_hint = position - 1;
  return true;
}

bool last_entry(OrderedDict* self, OrderedEntry* out) {
  Index position = end_position(self);
  return step_entry(self, &position, true, out);
}

Result<void> set_item(Context& cx, OrderedDict* self, Borrowed<> key, Borrowed<> value) {
  Index before = self->dict.used;
  KR_TRY(dict_set(cx, Borrowed<Dict>(&self->dict), key, value));
  if (self->dict.used != before) ++self->state;
  return {};
}

Result<void> delete_item(Context& cx, OrderedDict* self, Borrowed<> key) {
  ++self->state;
  return dict_delete(cx, Borrowed<Dict>(&self->dict), key);
}

namespace {
// A fresh table with one entry in front of all others.
Result<void> move_to_front(Context& cx, OrderedDict* self, Index at) {
  Dict* dict = &self->dict;
  KR_TRY(resize_table(cx, dict, dict->keys->log2_size, true));  // no gaps; `at` is given as a rank
  DictKeys* keys = dict->keys;
  std::memset(keys->slots(), 0xff, std::size_t{1} << keys->log2_index_bytes);
  auto rotate = [&](auto* entries) {
    auto moved = entries[at];
    std::memmove(static_cast<void*>(entries + 1), entries, static_cast<std::size_t>(at) * sizeof *entries);
    entries[0] = moved;
  };
  if (keys->is_general()) rotate(keys->general_entries());
  else rotate(keys->text_entries());
  for (Index i = 0; i < keys->entry_count; ++i) enter_slot(keys, entry_at(dict, i).hash, i);
  self->hint_keys = nullptr;
  return {};
}
}  // namespace

Result<void> move_to_end(Context& cx, Borrowed<OrderedDict> self, Borrowed<> key, bool last) {
  if (self->dict.used == 0) return raise_key_error(cx, key);
  Hash hash = KR_TRY(key_hash(cx, key));
  OrderedEntry end;
  if (!(last ? last_entry(self.raw(), &end) : first_entry(self.raw(), &end)) ) return raise_key_error(cx, key);
  if (end.key.is(key)) return {};
  Object* value;
  Index at = find_key(cx, &self->dict, key.object(), hash, &value);
  if (at == lookup_error) return Failed{};
  if (!value) return raise_key_error(cx, key);
  Ref<> own_key = hold(entry_at(&self->dict, at).key);
  if (own_key.is(end.key)) return {};
  ++self->state;
  if (!last) {
    Index rank = 0;
    for (Index i = 0; i < at; ++i) rank += *entry_at(&self->dict, i).value != nullptr;
    return move_to_front(cx, self.raw(), rank);
  }
  Ref<> own_value = remove_entry(cx, &self->dict, at, hash);
  return insert_taking(cx, &self->dict, own_key.release(), hash, own_value.release());
}

namespace {
Result<void> set_pairs(Context& cx, Borrowed<> self, Borrowed<> pairs) {
  Ref<> iterator = KR_TRY(iter(cx, pairs));
  for (;;) {
    auto step = next(cx, iterator);
    if (step.failed()) return Failed{};
    if (step.missing()) return {};
    Ref<> pair = std::move(step).value();
    Ref<Tuple> items = KR_TRY(tuple_from(cx, pair));
    Index size = items->size();
    if (size < 2) return raise(cx, exc::ValueError, "need more than {} value{} to unpack", size, size == 1 ? "" : "s");
    if (size > 2) return raise(cx, exc::ValueError, "too many values to unpack (expected 2)");
    KR_TRY(krait::set_item(cx, self, items->item(0), items->item(1)));
  }
}
}  // namespace

// What MutableMapping.update() does with one argument.
Result<void> update(Context& cx, Borrowed<> self, Borrowed<> other) {
  if (is_exact<Dict>(other)) {
    Ref<> items = KR_TRY(call_method(cx, other, KR_ID(items)));
    return set_pairs(cx, self, items);
  }
  auto keys = lookup_attr(cx, other, KR_ID(keys));
  if (keys.failed()) return Failed{};
  if (!keys.missing()) {
    Ref<> function = std::move(keys).value();
    Ref<> names = KR_TRY(call(cx, function));
    Ref<> iterator = KR_TRY(iter(cx, names));
    for (;;) {
      auto step = next(cx, iterator);
      if (step.failed()) return Failed{};
      if (step.missing()) return {};
      Ref<> key = std::move(step).value();
      Ref<> value = KR_TRY(get_item(cx, other, key));
      KR_TRY(krait::set_item(cx, self, key, value));
    }
  }
  auto items = lookup_attr(cx, other, KR_ID(items));
  if (items.failed()) return Failed{};
  if (items.missing()) return set_pairs(cx, self, other);
  Ref<> function = std::move(items).value();
  Ref<> pairs = KR_TRY(call(cx, function));
  return set_pairs(cx, self, pairs);
}

}  // namespace krait::collections
