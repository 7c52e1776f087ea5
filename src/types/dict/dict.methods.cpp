// dict's methods.
#include "object/declare/method.h"
#include "object/new.h"
#include "types/dict/internal.h"
#include "types/genericalias/genericalias.h"
#include "types/list/list.h"
#include "types/tuple/tuple.h"

namespace krait::dict {

Result<bool> contains(Context& cx, Borrowed<Dict> self, Borrowed<> key) { return dict_contains(cx, self, key); }

Result<Ref<>> get_item(Context& cx, Borrowed<Dict> self, Borrowed<> key) {
  auto found = dict_get(cx, self, key);
  if (found.failed()) [[unlikely]] return Failed{};
  if (found.value()) [[likely]] return hold(found.value());
  if (!is_exact<Dict>(self)) {
    auto missing = lookup_special(cx, self, KR_ID(__missing__));
    if (missing.failed()) return Failed{};
    if (!missing.missing()) return call(cx, std::move(missing).value(), key);
  }
  return raise_key_error(cx, key);
}

Result<Ref<>> get(Context& cx, Borrowed<Dict> self, Borrowed<> key, Borrowed<> default_) {
  auto found = dict_get(cx, self, key);
  if (found.failed()) return Failed{};
  return hold(found.value() ? found.value() : default_);
}

Result<Ref<>> set_default(Context& cx, Borrowed<Dict> self, Borrowed<> key, Borrowed<> default_) {
  return hold(KR_TRY(dict_set_default(cx, self, key, default_)));
}

Result<Ref<>> pop(Context& cx, Borrowed<Dict> self, Borrowed<> key, Borrowed<> default_) {
  auto popped = dict_pop(cx, self, key);
  if (popped.failed()) return Failed{};
  if (!popped.missing()) return std::move(popped).value();
  if (default_) return hold(default_);
  return raise_key_error(cx, key);
}

Result<Ref<>> pop_item(Context& cx, Borrowed<Dict> self) {
  // The pair first: allocating may run a collection that empties the dict.
  Ref<Tuple> pair = KR_TRY(tuple_of(cx, none(), none()));
  if (self->used == 0) return raise(cx, exc::KeyError, "popitem(): dictionary is empty");
  if (self->values) KR_TRY(resize_table(cx, self.raw(), self->keys->log2_size, true));
  DictKeys* keys = self->keys;
  Index at = keys->entry_count - 1;
  while (!*entry_at(self.raw(), at).value) --at;
  EntryView entry = entry_at(self.raw(), at);
  keys->version = 0;
  keys->set_slot(slot_of(keys, entry.hash, at), slot_deleted);
  pair->items[0] = entry.key;
  pair->items[1] = std::exchange(*entry.value, nullptr);
  decref(none().object());
  decref(none().object());
  if (keys->is_general()) keys->general_entries()[at].key = nullptr;
  else keys->text_entries()[at].key = nullptr;
  keys->entry_count = at;
  --self->used;
  self->version = next_dict_version(cx);
  return pair;
}

Result<Ref<>> copy(Context& cx, Borrowed<Dict> self) { return dict_copy(cx, self); }
void clear(Context&, Borrowed<Dict> self) { dict_clear(self); }
Result<void> clear_method(Context&, Borrowed<Dict> self) { return dict_clear(self), Result<void>(); }
Result<Ref<>> keys(Context& cx, Borrowed<Dict> self) { return new_view(cx, self, dict_keys_type); }
Result<Ref<>> values(Context& cx, Borrowed<Dict> self) { return new_view(cx, self, dict_values_type); }
Result<Ref<>> items(Context& cx, Borrowed<Dict> self) { return new_view(cx, self, dict_items_type); }
Result<Ref<>> reversed(Context& cx, Borrowed<Dict> self) { return new_iterator(cx, self, dict_reverse_key_iterator_type); }
Result<std::size_t> size_of(Context&, Borrowed<Dict> self) { return dict_size_in_bytes(self); }

Result<void> update_arg(Context& cx, Borrowed<Dict> self, Borrowed<> other) {
  if (is_exact<Dict>(other)) return dict_merge(cx, self, other);
  auto keys = lookup_attr(cx, other, KR_ID(keys));
  if (keys.failed()) return Failed{};
  return keys.missing() ? dict_merge_pairs(cx, self, other, true) : dict_merge(cx, self, other);
}

Result<void> update(Context& cx, Borrowed<Dict> self, Args args, KwArgs kwargs) {
  if (args.size() > 1) return raise(cx, exc::TypeError, "update expected at most 1 argument, got {}", args.size());
  if (args.size() == 1) KR_TRY(update_arg(cx, self, Borrowed<>(args[0])));
  for (Index i = 0; i < kwargs.count; ++i) {
    if (!is<Str>(kwargs.names->item(i))) return raise(cx, exc::TypeError, "keywords must be strings");
    KR_TRY(dict_set(cx, self, kwargs.names->item(i), Borrowed<>(kwargs.values[i])));
  }
  return {};
}

Result<Ref<>> from_keys(Context& cx, Borrowed<> type, Borrowed<> iterable, Borrowed<> value) {
  return dict_from_keys(cx, type.as<Type>(), iterable, value).as<Object>();
}

constinit MethodDef methods[] = {
    KR_METHOD("__contains__($self, key, /)", contains, "True if the dictionary has the specified key, else False."),
    KR_QUIET("__getitem__(self, y, /)", get_item, "x.__getitem__(y) <==> x[y]"),
    KR_QUIET("__sizeof__(self)", size_of, "D.__sizeof__() -> size of D in memory, in bytes"),
    KR_METHOD("get($self, key, default=None, /)", get, "Return the value for key if key is in the dictionary, else default."),
    KR_METHOD("setdefault($self, key, default=None, /)", set_default,
              "Insert key with a value of default if key is not in the dictionary.\n\n"
              "Return the value for key if key is in the dictionary, else default."),
    KR_METHOD("pop($self, key, default=<unrepresentable>, /)", pop,
              "D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\n"
              "If the key is not found, return the default if given; otherwise,\nraise a KeyError."),
    KR_METHOD("popitem($self, /)", pop_item,
              "Remove and return a (key, value) pair as a 2-tuple.\n\n"
              "Pairs are returned in LIFO (last-in, first-out) order.\nRaises KeyError if the dict is empty."),
    KR_QUIET("keys(self)", keys, "D.keys() -> a set-like object providing a view on D's keys"),
    KR_QUIET("items(self)", items, "D.items() -> a set-like object providing a view on D's items"),
    KR_QUIET("values(self)", values, "D.values() -> an object providing a view on D's values"),
    KR_QUIET("update(self, *args, **kwargs)", update,
             "D.update([E, ]**F) -> None.  Update D from dict/iterable E and F.\n"
             "If E is present and has a .keys() method, then does:  for k in E: D[k] = E[k]\n"
             "If E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v\n"
             "In either case, this is followed by: for k in F:  D[k] = F[k]"),
    KR_CLASS_METHOD("fromkeys($type, iterable, value=None, /)", from_keys,
                    "Create a new dictionary with keys from iterable and values set to value."),
    KR_QUIET("clear(self)", clear_method, "D.clear() -> None.  Remove all items from D."),
    KR_QUIET("copy(self)", copy, "D.copy() -> a shallow copy of D"),
    KR_METHOD("__reversed__($self, /)", reversed, "Return a reverse iterator over the dict keys."),
    KR_QUIET_CLASS("__class_getitem__($type, item, /)", new_generic_alias, "See PEP 585"),
    KR_END};

}  // namespace krait::dict

namespace krait {

Result<Ref<Dict>> dict_from_keys(Context& cx, Borrowed<Type> type, Borrowed<> iterable, Borrowed<> value) {
  Ref<> made = KR_TRY(call(cx, Borrowed<>(type.object())));
  bool exact = is_exact<Dict>(made);
  Borrowed<Dict> dict = made.borrow().as<Dict>();
  if (exact && is_exact<Dict>(iterable)) {
    Ref<Dict> source = hold(iterable.as<Dict>());
    KR_TRY(resize_table(cx, dict.raw(), log2_size_for(static_cast<std::size_t>(source->used * 3 + 1) / 2), source->keys->is_text()));
    Index position = 0;
    Borrowed<> key, old;
    Hash hash;
    while (dict_next(source, &position, &key, &old, &hash)) KR_TRY(dict_set(cx, dict, key, value, hash));
    return std::move(made).as<Dict>();
  }
  Ref<> iterator = KR_TRY(iter(cx, iterable));
  for (;;) {
    auto step = next(cx, iterator);
    if (step.failed()) return Failed{};
    if (step.missing()) return std::move(made).as<Dict>();
    Ref<> key = std::move(step).value();
    if (exact) KR_TRY(dict_set_taking(cx, dict, std::move(key), hold(value)));
    else KR_TRY(set_item(cx, made, key, value));
  }
}

}  // namespace krait
