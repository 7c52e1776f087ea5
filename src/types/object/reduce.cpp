#include "types/object/reduce.h"

#include "object/generic.h"
#include "types/descriptors/descriptors.h"
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/method/method.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/internal.h"
#include "types/type/mro.h"

namespace krait {

// The isolate's room imports.
Result<Ref<>> import_module(Context& cx, Borrowed<Str> name);

namespace {

Result<Ref<>> copyreg(Context& cx) { return import_module(cx, KR_ID(copyreg)); }

KR_COLD Failed raise_not_picklable(Context& cx, Borrowed<> self) {
  return raise(cx, exc::TypeError, "cannot pickle '{!t:.200}' object", self);
}

// The names of all __slots__ along the MRO, as copyreg finds them; cached in the class as __slotnames__.
Result<Ref<>> slot_names(Context& cx, Type& cls) {
  Borrowed<> cached = KR_TRY(dict_get(cx, dict_of(cls), KR_ID(__slotnames__)));
  if (cached) {
    if (!is_none(cached) && !is<List>(cached))
      return raise(cx, exc::TypeError, "{!t:.200}.__slotnames__ should be a list or None, not {!t:.200}", type_object(cls), cached);
    return hold(cached);
  }
  auto names = KR_TRY(call_method(cx, KR_TRY(copyreg(cx)), KR_ID(_slotnames), type_object(cls)));
  if (!is_none(names) && !is<List>(names)) return raise(cx, exc::TypeError, "copyreg._slotnames didn't return a list or None");
  return names;
}

// The size an instance has when nothing but __dict__, weak references and __slots__ are in it.
bool has_only_visible_state(Type& type, Index slots) {
  auto word = static_cast<Index>(sizeof(Object*));
  Index size = object_type.tp_basicsize + slots * word;
  if (type.tp_dictoffset && !has_flag(&type, type_flags::managed_dict)) size += word;
  if (type.tp_weaklistoffset > 0) size += word;
  return type.tp_basicsize <= size;
}

Result<Ref<>> add_slots(Context& cx, Borrowed<> self, Borrowed<List> names, Ref<> state) {
  auto values = KR_TRY(new_dict(cx));
  for (Index i = 0; i < names->size(); ++i) {
    auto name = hold(names->item(i));
    if (!is<Str>(name)) return raise(cx, exc::TypeError, "attribute name must be string, not '{!t:.200}'", name);
    auto value = KR_TRY(lookup_attr(cx, self, name.borrow().as<Str>()));
    if (value) KR_TRY(dict_set(cx, values, name, value));
  }
  if (values->size() == 0) return state;
  return tuple_of(cx, state, values);
}

Result<Ref<>> default_state(Context& cx, Borrowed<> self, bool required) {
  Type& type = *self.type();
  if (required && type.tp_itemsize) return raise_not_picklable(cx, self);
  auto found = KR_TRY(lookup_attr(cx, self, KR_ID(__dict__)));
  Ref<> state = found ? std::move(found) : new_none();
  auto names = KR_TRY(slot_names(cx, type));
  Index count = is_none(names) ? 0 : names.borrow().as<List>()->size();
  if (required && !has_only_visible_state(type, count)) return raise_not_picklable(cx, self);
  if (count == 0) return state;
  return add_slots(cx, self, names.borrow().as<List>(), std::move(state));
}

bool is_own_getstate(Borrowed<> method, Borrowed<> self) {
  if (!is_exact<BuiltinFunction>(method) || !method.as<BuiltinFunction>()->self.get().is(self)) return false;
  Borrowed<> plain = dict_get_str(dict_of(object_type), KR_ID(__getstate__));
  return plain && plain.as<MethodDescriptor>()->def == method.as<BuiltinFunction>()->def;
}

Result<Ref<>> state_of(Context& cx, Borrowed<> self, bool required) {
  auto method = KR_TRY(get_attr(cx, self, KR_ID(__getstate__)));
  if (is_own_getstate(method, self)) return default_state(cx, self, required);
  return call(cx, method);
}

struct NewArguments {
  Ref<Tuple> args;  // null: none asked for
  Ref<Dict> kwargs;
};

Result<void> new_arguments_with_keywords(Context& cx, Borrowed<> method, NewArguments* out) {
  auto pair = KR_TRY(call(cx, method));
  if (!is<Tuple>(pair)) return raise(cx, exc::TypeError, "__getnewargs_ex__ should return a tuple, not '{!t:.200}'", pair);
  Borrowed<Tuple> parts = pair.borrow().as<Tuple>();
  if (parts->size() != 2)
    return raise(cx, exc::ValueError, "__getnewargs_ex__ should return a tuple of length 2, not {}", parts->size());
  if (!is<Tuple>(parts->item(0)))
    return raise(cx, exc::TypeError, "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '{!t:.200}'",
                 parts->item(0));
  if (!is<Dict>(parts->item(1)))
    return raise(cx, exc::TypeError, "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '{!t:.200}'",
                 parts->item(1));
  out->args = hold(parts->item(0).as<Tuple>());
  out->kwargs = hold(parts->item(1).as<Dict>());
  return {};
}

Result<void> new_arguments(Context& cx, Borrowed<> self, NewArguments* out) {
  auto with_keywords = KR_TRY(lookup_special(cx, self, KR_ID(__getnewargs_ex__)));
  if (with_keywords) return new_arguments_with_keywords(cx, with_keywords, out);
  auto method = KR_TRY(lookup_special(cx, self, KR_ID(__getnewargs__)));
  if (!method) return {};
  auto args = KR_TRY(call(cx, method));
  if (!is<Tuple>(args)) return raise(cx, exc::TypeError, "__getnewargs__ should return a tuple, not '{!t:.200}'", args);
  out->args = std::move(args).as<Tuple>();
  return {};
}

// The class in front of the arguments.
Result<Ref<Tuple>> class_and_arguments(Context& cx, Borrowed<> cls, Borrowed<Tuple> args) {
  Index count = args ? args->size() : 0;
  auto made = KR_TRY(new_tuple(cx, count + 1));
  made->init_item(0, hold(cls));
  for (Index i = 0; i < count; ++i) made->init_item(i + 1, hold(args->item(i)));
  return made;
}

Result<Ref<>> items_iterator(Context& cx, Borrowed<> self) {
  if (!is<Dict>(self)) return new_none();
  auto items = KR_TRY(call_method(cx, self, KR_ID(items)));
  return iter(cx, items);
}

Result<Ref<>> reduce_new_object(Context& cx, Borrowed<> self) {
  Type& type = *self.type();
  if (!type.tp_new) return raise_not_picklable(cx, self);
  NewArguments given;
  KR_TRY(new_arguments(cx, self, &given));
  auto module = KR_TRY(copyreg(cx));
  Ref<> maker;
  Ref<Tuple> args;
  Borrowed<> cls = type_object(type);
  bool has_args = !given.args.is_null();
  if (!given.kwargs || given.kwargs->size() == 0) {
    maker = KR_TRY(get_attr(cx, module, KR_ID(__newobj__)));
    args = KR_TRY(class_and_arguments(cx, cls, given.args));
  } else {
    maker = KR_TRY(get_attr(cx, module, KR_ID(__newobj_ex__)));
    args = KR_TRY(tuple_of(cx, cls, given.args, given.kwargs));
  }
  auto state = KR_TRY(state_of(cx, self, !(has_args || is<List>(self) || is<Dict>(self))));
  Ref<> list_items = is<List>(self) ? KR_TRY(iter(cx, self)) : new_none();
  auto dict_items = KR_TRY(items_iterator(cx, self));
  return tuple_of(cx, maker, args, state, list_items, dict_items);
}

Result<Ref<>> reduce_common(Context& cx, Borrowed<> self, int protocol) {
  if (protocol >= 2) return reduce_new_object(cx, self);
  auto number = KR_TRY(int_from(cx, protocol));
  return call_method(cx, KR_TRY(copyreg(cx)), KR_ID(_reduce_ex), self, number);
}

}  // namespace

Result<Ref<>> object_getstate(Context& cx, Borrowed<> self) { return default_state(cx, self, false); }

Result<Ref<>> object_reduce(Context& cx, Borrowed<> self) { return reduce_common(cx, self, 0); }

Result<Ref<>> object_reduce_ex(Context& cx, Borrowed<> self, int protocol) {
  auto reduce = KR_TRY(lookup_attr(cx, self, KR_ID(__reduce__)));
  if (reduce) {
    auto of_class = KR_TRY(get_attr(cx, type_object(*self.type()), KR_ID(__reduce__)));
    Borrowed<> plain = dict_get_str(dict_of(object_type), KR_ID(__reduce__));
    if (!of_class.is(plain)) return call(cx, reduce);
  }
  return reduce_common(cx, self, protocol);
}

}  // namespace krait
