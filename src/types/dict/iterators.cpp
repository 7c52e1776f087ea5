// Iterators over a dict's keys, values and items, forwards and backwards.
#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/dict/internal.h"
#include "types/iterators/iterators.h"
#include "types/list/list.h"
#include "types/tuple/tuple.h"

namespace krait::dict {
namespace {

struct DictIterator {
  Object base;
  Object* dict;    // null at the end
  Index used;      // size at the start; -1 once it was found changed
  Index position;  // next entry
  Object* result;  // items: a pair to use again
  Index left;
};
static_assert(sizeof(DictIterator) == 56);
using Fields = Owns<DictIterator, &DictIterator::dict, &DictIterator::result>;

enum class Part { keys, values, items };

Ref<> end(DictIterator* self) { return Ref<>::steal(std::exchange(self->dict, nullptr)); }

// Finds the next entry; false at the end or with an error pending.
template <bool Reverse>
KR_INLINE bool step(Context& cx, DictIterator* self, Object** key, Object** value) {
  auto* dict = reinterpret_cast<Dict*>(self->dict);
  if (!dict) return false;
  if (self->used != dict->used) [[unlikely]] {
    self->used = -1;  // and stay so
    (void)raise(cx, exc::RuntimeError, "dictionary changed size during iteration");
    return false;
  }
  Index i = self->position;
  if constexpr (Reverse) {
    if (dict->values) {
      if (i < 0) return (void)end(self), false;
      EntryView entry = entry_at(dict, dict->values->order(i));
      *key = entry.key, *value = *entry.value;
    } else {
      while (i >= 0 && !*entry_at(dict, i).value) --i;
      if (i < 0) return (void)end(self), false;
      EntryView entry = entry_at(dict, i);
      *key = entry.key, *value = *entry.value;
    }
    self->position = i - 1;
    --self->left;
    return true;
  } else {
    Borrowed<> found_key, found_value;
    if (!dict_next(Borrowed<Dict>(dict), &i, &found_key, &found_value)) return (void)end(self), false;
    if (self->left == 0) {
      (void)raise(cx, exc::RuntimeError, "dictionary keys changed during iteration");
      auto gone = end(self);
      return false;
    }
    self->position = i;
    --self->left;
    *key = found_key.object(), *value = found_value.object();
    return true;
  }
}

// A pair for this item: the last one again if nobody else holds it.
Object* make_pair(DictIterator* self, Object* key, Object* value) {
  incref(key), incref(value);
  auto* pair = reinterpret_cast<Tuple*>(self->result);
  if (pair && pair->head.base.refcount == 1) {
    Object* old_key = std::exchange(pair->items[0], key);
    Object* old_value = std::exchange(pair->items[1], value);
    incref(as_object(pair));
    decref(old_key), decref(old_value);
    if (!memory::is_tracked(as_object(pair))) memory::track(as_object(pair));
    return as_object(pair);
  }
  Object* items[] = {key, value};
  return reinterpret_cast<Object*>(tuple_from_stolen(Context::current(), items, 2).release());
}

template <bool Reverse, Part What>
Object* next_entry(Object* object) {
  auto* self = reinterpret_cast<DictIterator*>(object);
  Object *key, *value;
  if (!step<Reverse>(Context::current(), self, &key, &value)) return nullptr;
  if constexpr (What == Part::items) return make_pair(self, key, value);
  Object* answer = What == Part::keys ? key : value;
  incref(answer);
  return answer;
}

Result<Index> length_hint(Context&, Borrowed<DictIterator> self) {
  auto* dict = reinterpret_cast<Dict*>(self->dict);
  return dict && self->used == dict->used ? self->left : 0;
}

// (iter, ([what is left],)): made with a copy of the iterator, so that this one stays where it is.
Result<Ref<>> reduce(Context& cx, Borrowed<DictIterator> self) {
  Ref<> function = KR_TRY(builtin_named(cx, KR_ID(iter)));
  Ref<DictIterator> copy = KR_TRY(new_container<DictIterator>(cx, *self.type()));
  copy->dict = self->dict, copy->used = self->used, copy->position = self->position, copy->left = self->left;
  xincref(copy->dict);
  copy->result = nullptr;
  memory::track(copy.object());
  Ref<List> rest = KR_TRY(list_from(cx, copy));
  return KR_TRY(tuple_of(cx, function, KR_TRY(tuple_of(cx, rest))));
}

constinit MethodDef iterator_methods[] = {KR_QUIET("__length_hint__(self)", length_hint, "Private method returning an estimate of len(list(it))."),
                                          KR_QUIET("__reduce__(self)", reduce, "Return state information for pickling."), KR_END};

constexpr Type make_type(const char* name, UnaryFunction next) {
  return {.head = {{1, &type_type}, 0}, .tp_name = name, .tp_basicsize = sizeof(DictIterator), .tp_dealloc = Fields::dealloc,
          .tp_getattro = slot<&generic_get_attr>,
          .tp_flags = type_flags::immutable | type_flags::gc | type_flags::disallow_instantiation, .tp_traverse = Fields::traverse,
          .tp_iter = self_iter, .tp_iternext = next, .tp_methods = iterator_methods, .tp_free = free_container};
}
}  // namespace

Result<Ref<>> new_iterator(Context& cx, Borrowed<Dict> dict, Type& type) {
  Ref<DictIterator> self = KR_TRY(new_container<DictIterator>(cx, type));
  self->dict = hold(dict).as<Object>().release();
  self->used = self->left = dict->used;
  bool items = &type == &dict_item_iterator_type || &type == &dict_reverse_item_iterator_type;
  bool reverse = &type == &dict_reverse_key_iterator_type || &type == &dict_reverse_value_iterator_type || &type == &dict_reverse_item_iterator_type;
  self->position = !reverse ? 0 : dict->values ? dict->used - 1 : dict->keys->entry_count - 1;
  self->result = nullptr;
  if (items) {
    auto pair = tuple_of(cx, none(), none());
    if (pair.failed()) return memory::track(self.object()), Failed{};
    self->result = reinterpret_cast<Object*>(std::move(pair).value().release());
  }
  memory::track(self.object());
  return self;
}

Result<Ref<>> iterate(Context& cx, Borrowed<Dict> self) { return new_iterator(cx, self, dict_key_iterator_type); }

}  // namespace krait::dict

namespace krait {
using dict::Part;
constinit Type dict_key_iterator_type = dict::make_type("dict_keyiterator", dict::next_entry<false, Part::keys>);
constinit Type dict_value_iterator_type = dict::make_type("dict_valueiterator", dict::next_entry<false, Part::values>);
constinit Type dict_item_iterator_type = dict::make_type("dict_itemiterator", dict::next_entry<false, Part::items>);
constinit Type dict_reverse_key_iterator_type = dict::make_type("dict_reversekeyiterator", dict::next_entry<true, Part::keys>);
constinit Type dict_reverse_value_iterator_type = dict::make_type("dict_reversevalueiterator", dict::next_entry<true, Part::values>);
constinit Type dict_reverse_item_iterator_type = dict::make_type("dict_reverseitemiterator", dict::next_entry<true, Part::items>);
KR_READY(dict_key_iterator_type);
KR_READY(dict_value_iterator_type);
KR_READY(dict_item_iterator_type);
KR_READY(dict_reverse_key_iterator_type);
KR_READY(dict_reverse_value_iterator_type);
KR_READY(dict_reverse_item_iterator_type);
}  // namespace krait
