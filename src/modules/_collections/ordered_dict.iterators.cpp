// The views and the iterator of OrderedDict.
#include "modules/_collections/ordered_dict.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/dict/views.h"
#include "types/iterators/iterators.h"
#include "types/list/list.h"
#include "types/tuple/tuple.h"

namespace krait::collections {
namespace {

enum Kind : int { keys = 1, values = 2, items = 3, reversed = 4 };

struct OrderedIterator {
  Object base;
  int kind;
  Object* dict;  // null at the end
  Index size;    // at the start; -1 once found changed
  std::size_t state;
  Index position;
  void* unused;
};
static_assert(sizeof(OrderedIterator) == 64);
using Fields = Owns<OrderedIterator, &OrderedIterator::dict>;

Result<Ref<>> new_iterator(Context& cx, Borrowed<OrderedDict> dict, int kind) {
  Ref<OrderedIterator> made = KR_TRY(new_container<OrderedIterator>(cx, ordered_dict_iterator_type));
  made->kind = kind;
  made->dict = hold(dict).as<Object>().release();
  made->size = dict->dict.used;
  made->state = dict->state;
  made->position = kind & reversed ? end_position(dict.raw()) : 0;
  memory::track(made.object());
  return made;
}

Result<Ref<>> next_entry(Context& cx, Borrowed<OrderedIterator> self) {
  if (!self->dict) return Result<Ref<>>::from_raw(nullptr);
  auto* dict = reinterpret_cast<OrderedDict*>(self->dict);
  if (self->state != dict->state) return raise(cx, exc::RuntimeError, "OrderedDict mutated during iteration");
  if (self->size != dict->dict.used) {
    self->size = -1;  // and stay so
    return raise(cx, exc::RuntimeError, "OrderedDict changed size during iteration");
  }
  OrderedEntry entry;
  if (!step_entry(dict, &self->position, (self->kind & reversed) != 0, &entry)) {
    Ref<> gone = Ref<>::steal(std::exchange(self->dict, nullptr));
    return Result<Ref<>>::from_raw(nullptr);
  }
  int part = self->kind & 3;
  if (part == keys) return hold(entry.key);
  // Values of a subclass come by way of its __getitem__ only in dict's own terms: the table is asked directly.
  if (part == values) return hold(entry.value);
  return KR_TRY(tuple_of(cx, entry.key, entry.value));
}

Result<Ref<>> reduce(Context& cx, Borrowed<OrderedIterator> self) {
  Ref<> function = KR_TRY(builtin_named(cx, KR_ID(iter)));
  Ref<OrderedIterator> copy = KR_TRY(new_container<OrderedIterator>(cx, ordered_dict_iterator_type));
  copy->kind = self->kind, copy->dict = self->dict, copy->size = self->size, copy->state = self->state, copy->position = self->position;
  xincref(copy->dict);
  memory::track(copy.object());
  Ref<List> rest = KR_TRY(list_from(cx, copy));
  return KR_TRY(tuple_of(cx, function, KR_TRY(tuple_of(cx, rest))));
}

constinit MethodDef methods[] = {KR_QUIET("__reduce__(self)", reduce, "Return state information for pickling"), KR_END};

template <int K>
Result<Ref<>> iterate_view(Context& cx, Borrowed<DictView> self) {
  if (!self->dict) return new_none();
  return new_iterator(cx, Borrowed<>(self->dict).as<OrderedDict>(), K);
}
template <int K>
constinit inline MethodDef view_methods[] = {KR_QUIET("__reversed__(self)", (iterate_view<K | reversed>), nullptr), KR_END};

template <int K>
constexpr Type make_view_type(const char* name, Type* base) {
  return {.head = {{1, &type_type}, 0}, .tp_name = name, .tp_basicsize = sizeof(DictView), .tp_flags = type_flags::immutable,
          .tp_iter = slot<&iterate_view<K>>, .tp_methods = view_methods<K>, .tp_base = base};
}
}  // namespace

Result<Ref<>> iterate(Context& cx, Borrowed<OrderedDict> self) { return new_iterator(cx, self, keys); }
Result<Ref<>> iterate_reversed(Context& cx, Borrowed<OrderedDict> self) { return new_iterator(cx, self, keys | reversed); }

}  // namespace krait::collections

namespace krait {
constinit Type ordered_dict_iterator_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "odict_iterator", .tp_basicsize = sizeof(collections::OrderedIterator),
    .tp_dealloc = collections::Fields::dealloc, .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::disallow_instantiation, .tp_traverse = collections::Fields::traverse,
    .tp_iter = self_iter, .tp_iternext = slot<&collections::next_entry>, .tp_methods = collections::methods, .tp_free = free_container};
KR_READY(ordered_dict_iterator_type);
constinit Type ordered_dict_keys_type = collections::make_view_type<collections::keys>("odict_keys", &dict_keys_type);
constinit Type ordered_dict_items_type = collections::make_view_type<collections::items>("odict_items", &dict_items_type);
constinit Type ordered_dict_values_type = collections::make_view_type<collections::values>("odict_values", &dict_values_type);
KR_READY(ordered_dict_keys_type);
KR_READY(ordered_dict_items_type);
KR_READY(ordered_dict_values_type);
}  // namespace krait
