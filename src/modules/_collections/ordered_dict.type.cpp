// The type object of OrderedDict, its methods and slots.
#include "modules/_collections/ordered_dict.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "object/repr_guard.h"
#include "types/list/list.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait::collections {
namespace {
using Self = Borrowed<OrderedDict>;
bool is_ordered(Borrowed<> object) { return is_instance_of(object, ordered_dict_type); }

Result<Ref<>> new_view(Context& cx, Self self, Type& type);

Result<Ref<>> from_keys(Context& cx, Borrowed<Type> type, Borrowed<> iterable, Borrowed<> value) {
  return dict_from_keys(cx, type, iterable, value).as<Object>();
}
Result<std::size_t> size_of(Context&, Self self) { return dict_size_in_bytes(Borrowed<Dict>(&self->dict)); }

Result<Ref<>> reduce(Context& cx, Self self) {
  Ref<> state = KR_TRY(call_method(cx, self, KR_ID(__getstate__)));
  if (is_exact<Dict>(state) && state.borrow().as<Dict>()->used == 0) state = new_none();
  Ref<> items = KR_TRY(call_method(cx, self, KR_ID(items)));
  Ref<> iterator = KR_TRY(iter(cx, items));
  return KR_TRY(tuple_of(cx, type_object(*self.type()), empty_tuple(), state, none(), iterator));
}

Result<Ref<>> set_default(Context& cx, Self self, Borrowed<> key, Borrowed<> default_) {
  if (self.type() == &ordered_dict_type) {
    auto found = dict_get(cx, Borrowed<Dict>(&self->dict), key);
    if (found.failed()) return Failed{};
    if (found.value()) return hold(found.value());
    KR_TRY(set_item(cx, self.raw(), key, default_));
    return hold(default_);
  }
  if (KR_TRY(contains(cx, self, key))) return get_item(cx, self, key);
  KR_TRY(krait::set_item(cx, self, key, default_));
  return hold(default_);
}

// Takes a key out. Missing when it is not there and the class has no say in it.
Result<Ref<>> pop(Context& cx, Self self, Borrowed<> key, Borrowed<> default_) {
  auto popped = dict_pop(cx, Borrowed<Dict>(&self->dict), key);
  if (popped.failed()) return Failed{};
  if (!popped.missing()) return ++self->state, std::move(popped).value();
  if (default_) return hold(default_);
  return raise_key_error(cx, key);
}

Result<Ref<>> pop_item(Context& cx, Self self, bool last) {
  OrderedEntry entry;
  if (!(last ? last_entry(self.raw(), &entry) : first_entry(self.raw(), &entry)))
    return raise(cx, exc::KeyError, "dictionary is empty");
  Ref<> key = hold(entry.key);
  Ref<> value = KR_TRY(pop(cx, self, key, {}));
  return KR_TRY(tuple_of(cx, key, value));
}

Result<Ref<>> keys(Context& cx, Self self) { return new_view(cx, self, ordered_dict_keys_type); }
Result<Ref<>> values(Context& cx, Self self) { return new_view(cx, self, ordered_dict_values_type); }
Result<Ref<>> items(Context& cx, Self self) { return new_view(cx, self, ordered_dict_items_type); }

Result<void> update_all(Context& cx, Borrowed<> self, std::span<Object* const> args) {
  if (args.size() > 1) return raise(cx, exc::TypeError, "update() takes at most 1 positional argument ({} given)", args.size());
  if (args.size() == 1) return update(cx, self, Borrowed<>(args[0]));
  return {};
}
Result<void> update_method(Context& cx, Self self, Args args, KwArgs kwargs) {
  KR_TRY(update_all(cx, self, args));
  for (Index i = 0; i < kwargs.count; ++i) KR_TRY(krait::set_item(cx, self, kwargs.names->item(i), Borrowed<>(kwargs.values[i])));
  return {};
}

Result<void> clear_method(Context&, Self self) {
  ++self->state;
  dict_clear(Borrowed<Dict>(&self->dict));
  return {};
}

Result<void> move_method(Context& cx, Self self, Borrowed<> key, bool last) { return move_to_end(cx, self, key, last); }

// --- slots
Result<Ref<Str>> repr(Context& cx, Self self) {
  std::string_view name = short_name(*self.type());
  if (self->dict.used == 0) return format_str(cx, "{}()", name);
  ReprGuard guard(cx, self);
  if (guard.entered_before()) return hold(KR_STR("..."));
  Ref<List> pairs;
  if (self.type() == &ordered_dict_type) {
    pairs = KR_TRY(new_list(cx));
    OrderedEntry entry;
    for (Index position = 0; step_entry(self.raw(), &position, false, &entry);) {
      Ref<Tuple> pair = KR_TRY(tuple_of(cx, entry.key, entry.value));
      KR_TRY(list_append(cx, pairs, pair));
    }
  } else {
    Ref<> view = KR_TRY(call_method(cx, self, KR_ID(items)));
    pairs = KR_TRY(list_from(cx, view));
  }
  return format_str(cx, "{}({!r})", name, pairs);
}

Result<bool> same_order(Context& cx, OrderedDict* left, OrderedDict* right) {
  Index i = 0, j = 0;
  OrderedEntry a, b;
  for (;;) {
    bool more_left = step_entry(left, &i, false, &a), more_right = step_entry(right, &j, false, &b);
    if (!more_left || !more_right) return more_left == more_right;
    Ref<> x = hold(a.key), y = hold(b.key);
    if (!KR_TRY(same_or_equal(cx, x, y))) return false;
  }
}

Result<Ref<>> compare(Context& cx, Self self, Borrowed<> other, Compare op) {
  if (!is<Dict>(other) || (op != Compare::eq && op != Compare::ne)) return new_not_implemented();
  Ref<> answer = KR_TRY(Result<Ref<>>::from_raw(dict_type.tp_richcompare(self.object(), other.object(), static_cast<int>(Compare::eq))));
  bool equal = answer.is(boolean(true));
  if (equal && is_ordered(other)) equal = KR_TRY(same_order(cx, self.raw(), other.as<OrderedDict>().raw()));
  return new_bool(equal == (op == Compare::eq));
}

Result<void> assign_item(Context& cx, Self self, Borrowed<> key, Borrowed<> value) {
  return value ? set_item(cx, self.raw(), key, value) : delete_item(cx, self.raw(), key);
}

Result<Ref<>> unite(Context& cx, Borrowed<> left, Borrowed<> right) {
  if (!is<Dict>(left) || !is<Dict>(right)) return new_not_implemented();
  Borrowed<> ours = is_ordered(left) ? left : right;
  Ref<> made = KR_TRY(call(cx, type_object(*ours.type()), left));
  KR_TRY(update(cx, made, right));
  return made;
}
Result<Ref<>> unite_in_place(Context& cx, Borrowed<> self, Borrowed<> other) {
  KR_TRY(update(cx, self, other));
  return hold(self);
}

int init(Object* self, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  auto* given = reinterpret_cast<Tuple*>(args);
  if (given->size() > 1) return raise(cx, exc::TypeError, "expected at most 1 arguments, got {}", given->size());
  KR_TRY(update_all(cx, Borrowed<>(self), given->span()));
  if (kwargs && reinterpret_cast<Dict*>(kwargs)->used) KR_TRY(update(cx, Borrowed<>(self), Borrowed<>(kwargs)));
  return 0;
}

int traverse(Object* object, Visit visit, void* arg) {
  auto* self = reinterpret_cast<OrderedDict*>(object);
  if (self->instance_dict) {
    if (int answer = visit(self->instance_dict, arg)) return answer;
  }
  return dict_type.tp_traverse(object, visit, arg);
}
int clear_slot(Object* object) {
  auto* self = reinterpret_cast<OrderedDict*>(object);
  Ref<> dict = Ref<>::steal(std::exchange(self->instance_dict, nullptr));
  ++self->state;
  return dict_type.tp_clear(object);
}
void dealloc(Object* object) {
  auto* self = reinterpret_cast<OrderedDict*>(object);
  memory::untrack(object);
  Ref<> dict = Ref<>::steal(std::exchange(self->instance_dict, nullptr));
  if (self->weakrefs) memory::clear_weak_references(object);
  dict_type.tp_dealloc(object);
}

constinit NumberSlots number = {.nb_or = slot<&unite>, .nb_inplace_or = slot<&unite_in_place>};
constinit MappingSlots mapping = {.mp_length = nullptr, .mp_subscript = nullptr, .mp_ass_subscript = slot<&assign_item>};
constinit GetSetDef getset[] = {{"__dict__", generic_get_dict, generic_set_dict, nullptr, nullptr}, KR_END};

Result<Ref<>> new_view(Context& cx, Self self, Type& type) {
  struct View {
    Object base;
    Object* dict;
  };
  Ref<View> view = KR_TRY(new_container<View>(cx, type));
  view->dict = hold(self).as<Object>().release();
  memory::track(view.object());
  return view;
}
}  // namespace

Result<Ref<>> copy_ordered(Context& cx, Self self) {
  Ref<> made = KR_TRY(call(cx, type_object(*self.type())));
  bool plain = self.type() == &ordered_dict_type;
  OrderedEntry entry;
  for (Index position = 0; step_entry(self.raw(), &position, false, &entry);) {
    Ref<> key = hold(entry.key), value = hold(entry.value);
    if (plain) KR_TRY(set_item(cx, made.borrow().as<OrderedDict>().raw(), key, value));
    else {
      value = KR_TRY(get_item(cx, self, key));
      KR_TRY(krait::set_item(cx, made, key, value));
    }
  }
  return made;
}

constinit MethodDef ordered_methods[] = {
    KR_CLASS_METHOD("fromkeys($type, /, iterable, value=None)", from_keys,
                    "Create a new ordered dictionary with keys from iterable and values set to value."),
    KR_QUIET("__sizeof__(self)", size_of, nullptr), KR_QUIET("__reduce__(self)", reduce, "Return state information for pickling"),
    KR_METHOD("setdefault($self, /, key, default=None)", set_default,
              "Insert key with a value of default if key is not in the dictionary.\n\n"
              "Return the value for key if key is in the dictionary, else default."),
    KR_METHOD("pop($self, /, key, default=<unrepresentable>)", pop,
              "od.pop(key[,default]) -> v, remove specified key and return the corresponding value.\n\n"
              "If the key is not found, return the default if given; otherwise,\nraise a KeyError."),
    KR_METHOD("popitem($self, /, last=True)", pop_item,
              "Remove and return a (key, value) pair from the dictionary.\n\n"
              "Pairs are returned in LIFO order if last is true or FIFO order if false."),
    KR_QUIET("keys(self)", keys, nullptr), KR_QUIET("values(self)", values, nullptr), KR_QUIET("items(self)", items, nullptr),
    KR_QUIET("update(self, *args, **kwargs)", update_method, nullptr),
    KR_QUIET("clear(self)", clear_method, "od.clear() -> None.  Remove all items from od."),
    KR_QUIET("copy(self)", copy_ordered, "od.copy() -> a shallow copy of od"),
    KR_QUIET("__reversed__(self)", iterate_reversed, "od.__reversed__() <==> reversed(od)"),
    KR_METHOD("move_to_end($self, /, key, last=True)", move_method,
              "Move an existing element to the end (or beginning if last is false).\n\nRaise KeyError if the element does not exist."),
    KR_END};

}  // namespace krait::collections

namespace krait {
constinit Type ordered_dict_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "collections.OrderedDict", .tp_basicsize = sizeof(collections::OrderedDict),
    .tp_dealloc = collections::dealloc, .tp_repr = slot<&collections::repr>, .tp_as_number = &collections::number,
    .tp_as_mapping = &collections::mapping, .tp_flags = type_flags::immutable | type_flags::gc | type_flags::base,
    .tp_doc = "Dictionary that remembers insertion order", .tp_traverse = collections::traverse, .tp_clear = collections::clear_slot,
    .tp_richcompare = slot<&collections::compare>, .tp_weaklistoffset = offsetof(collections::OrderedDict, weakrefs),
    .tp_iter = slot<&collections::iterate>, .tp_methods = collections::ordered_methods, .tp_getset = collections::getset,
    .tp_base = &dict_type, .tp_dictoffset = offsetof(collections::OrderedDict, instance_dict), .tp_init = collections::init,
    .tp_free = free_container};
KR_READY(ordered_dict_type);
}  // namespace krait
