// Slots of classes written in Python: from the slot to the special method.
#include "types/int/int.h"
#include "types/iterators/iterators.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/slot_calls.h"
#include "types/type/type.h"

namespace krait::slots {

Lookup<> find_method(Context& cx, Borrowed<> self, Borrowed<Str> name, bool* unbound) {
  *unbound = false;
  Type* type = self.type();
  Borrowed<> found = lookup_in_type(*type, name);
  if (!found) return Ref<>();
  auto held = hold(found);
  if (has_flag(found.type(), type_flags::method_descriptor)) {
    *unbound = true;
    return held;
  }
  if (!found.type()->tp_descr_get) return held;
  return KR_TRY(Result<Ref<>>::from_raw(found.type()->tp_descr_get(found.object(), self.object(), as_object(type))));
}

namespace {

Result<Ref<>> call_found(Context& cx, Borrowed<> method, bool unbound, std::span<Object* const> self_and_args) {
  if (unbound) return vectorcall(cx, method, self_and_args.data(), self_and_args.size(), {});
  return vectorcall(cx, method, self_and_args.data() + 1, (self_and_args.size() - 1) | vectorcall_arguments_offset, {});
}

}  // namespace

Result<Ref<>> call_special(Context& cx, Borrowed<Str> name, std::span<Object* const> self_and_args) {
  bool unbound;
  auto method = KR_TRY(find_method(cx, Borrowed<>(self_and_args[0]), name, &unbound));
  if (!method) return raise_object(cx, Borrowed<Type>(&exc::AttributeError), name);
  return call_found(cx, method, unbound, self_and_args);
}

Result<Ref<>> call_special_maybe(Context& cx, Borrowed<Str> name, std::span<Object* const> self_and_args) {
  bool unbound;
  auto method = KR_TRY(find_method(cx, Borrowed<>(self_and_args[0]), name, &unbound));
  if (!method) return new_not_implemented();
  return call_found(cx, method, unbound, self_and_args);
}

// --- numbers

Result<bool> is_overloaded(Context& cx, Borrowed<> left, Borrowed<> right, Borrowed<Str> name) {
  auto theirs = KR_TRY(lookup_attr(cx, type_object(*right.type()), name));
  if (!theirs) return false;
  auto mine = KR_TRY(lookup_attr(cx, type_object(*left.type()), name));
  if (!mine) return true;
  return compare_bool(cx, mine, theirs, Compare::ne);
}

namespace {

Result<Ref<>> two(Context& cx, Borrowed<Str> name, Object* self, Object* other) {
  Object* list[] = {self, other};
  return call_special_maybe(cx, name, list);
}

// `mine` and `theirs`: the operand's slot is the very function that runs.
Result<Ref<>> binary_methods(Context& cx, Object* self, Object* other, bool mine, bool theirs, Borrowed<Str> name,
                             Borrowed<Str> reflected) {
  bool ask_other = self->type != other->type && theirs;
  if (mine) {
    if (ask_other && is_subtype(other->type, self->type)) {
      if (KR_TRY(is_overloaded(cx, Borrowed<>(self), Borrowed<>(other), reflected))) {
        auto answer = KR_TRY(two(cx, reflected, other, self));
        if (!is_not_implemented(answer)) return answer;
        ask_other = false;
      }
    }
    auto answer = KR_TRY(two(cx, name, self, other));
    if (!is_not_implemented(answer) || self->type == other->type) return answer;
  }
  if (ask_other) return two(cx, reflected, other, self);
  return new_not_implemented();
}

bool has_slot(Object* object, NumberSlot slot, BinaryFunction function) {
  NumberSlots* table = object->type->tp_as_number;
  return table && table->*slot == function;
}

bool has_power(Object* object) {
  NumberSlots* table = object->type->tp_as_number;
  return table && table->nb_power == &slot_power;
}

}  // namespace

Object* binary_through_methods(Object* self, Object* other, NumberSlot slot, BinaryFunction same, Borrowed<Str> name,
                               Borrowed<Str> reflected) {
  return binary_methods(Context::current(), self, other, has_slot(self, slot, same), has_slot(other, slot, same), name, reflected)
      .release();
}

Object* slot_power(Object* self, Object* other, Object* modulus) {
  Context& cx = Context::current();
  if (modulus == &none_object)
    return binary_methods(cx, self, other, has_power(self), has_power(other), KR_ID(__pow__), KR_ID(__rpow__)).release();
  // Three arguments go to __pow__ of the first only; __rpow__ has no such form.
  if (!has_power(self)) return new_not_implemented().release();
  Object* list[] = {self, other, modulus};
  return call_special(cx, KR_ID(__pow__), list).release();
}

// **= has no modulus.
Object* slot_inplace_power(Object* self, Object* other, Object*) { return call_named<"__ipow__">(self, other); }

int slot_bool(Object* self) {
  Context& cx = Context::current();
  bool unbound, from_length = false;
  auto method = KR_TRY(find_method(cx, Borrowed<>(self), KR_ID(__bool__), &unbound));
  if (!method) {
    method = KR_TRY(find_method(cx, Borrowed<>(self), KR_ID(__len__), &unbound));
    if (!method) return 1;
    from_length = true;
  }
  Object* list[] = {self};
  auto answer = KR_TRY(call_found(cx, method, unbound, list));
  if (from_length) return is_true(cx, answer).release();
  if (answer.type() != &bool_type) return raise(cx, exc::TypeError, "__bool__ should return bool, returned {!t}", answer);
  return answer.is(boolean(true));
}

Object* slot_index(Object* self) { return call_named<"__index__">(self); }

// --- any object

Object* slot_repr(Object* self) {
  Context& cx = Context::current();
  Object* list[] = {self};
  bool unbound;
  Lookup<> looked = find_method(cx, Borrowed<>(self), KR_ID(__repr__), &unbound);
  if (looked.failed()) clear_error(cx);
  auto method = std::move(looked).value();
  if (method) return call_found(cx, method, unbound, list).release();
  return as_object(format_str(cx, "<{!t} object at 0x{:x}>", Borrowed<>(self), reinterpret_cast<Word>(self)).release());
}

Object* slot_str(Object* self) { return call_named<"__str__">(self); }

Hash slot_hash(Object* self) {
  Context& cx = Context::current();
  bool unbound;
  Lookup<> looked = find_method(cx, Borrowed<>(self), KR_ID(__hash__), &unbound);
  if (looked.failed()) clear_error(cx);
  auto method = std::move(looked).value();
  if (!method || is_none(method)) return hash_not_implemented(self);
  Object* list[] = {self};
  auto answer = KR_TRY(call_found(cx, method, unbound, list));
  if (!is<Int>(answer)) return raise(cx, exc::TypeError, "__hash__ method should return an integer");
  // Values that fit are taken as they are, larger ones by their own hash; -1 stands for an error.
  int overflow = 0;
  Hash value = int_to_long_long(answer.borrow().as<Int>(), &overflow);
  if (overflow) value = int_type.tp_hash(answer.object());
  return value == -1 ? -2 : value;
}

Object* slot_call(Object* self, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  bool unbound;
  auto method = KR_TRY(find_method(cx, Borrowed<>(self), KR_ID(__call__), &unbound));
  if (!method) return raise_object(cx, Borrowed<Type>(&exc::AttributeError), KR_ID(__call__));
  Borrowed<Tuple> given(reinterpret_cast<Tuple*>(args));
  Borrowed<Dict> keywords(reinterpret_cast<Dict*>(kwargs));
  if (!unbound) return call(cx, method, given, keywords).release();
  auto with_self = KR_TRY(new_tuple(cx, given->size() + 1));
  with_self->init_item(0, hold(self));
  for (Index i = 0; i < given->size(); ++i) with_self->init_item(i + 1, hold(given->item(i)));
  return call(cx, method, with_self, keywords).release();
}

namespace {

// __getattribute__ as the class has it; __getattr__ when that raised AttributeError.
Result<Ref<>> call_attribute(Context& cx, Object* self, Borrowed<> method, Object* name) {
  Type* type = self->type;
  Ref<> bound;
  if (has_flag(method.type(), type_flags::method_descriptor)) {
    Object* list[] = {self, name};
    return vectorcall(cx, method, list, 2, {});
  }
  if (method.type()->tp_descr_get)
    bound = KR_TRY(Result<Ref<>>::from_raw(method.type()->tp_descr_get(method.object(), self, as_object(type))));
  return call(cx, bound ? bound.borrow() : method, Borrowed<>(name));
}

bool is_generic_getattribute(Borrowed<> method) {
  return is_exact<WrapperDescriptor>(method) &&
         method.as<WrapperDescriptor>()->wrapped == reinterpret_cast<void*>(&generic_getattro);
}

}  // namespace

Object* slot_getattro(Object* self, Object* name) { return call_named<"__getattribute__">(self, name); }

Object* slot_getattr_hook(Object* self, Object* name) {
  Context& cx = Context::current();
  Type* type = self->type;
  auto fallback = hold(lookup_in_type(*type, KR_ID(__getattr__)));
  if (!fallback) {
    // No __getattr__ any more: from now on the shorter way.
    type->tp_getattro = &slot_getattro;
    return slot_getattro(self, name);
  }
  auto first = hold(lookup_in_type(*type, KR_ID(__getattribute__)));
  if (!first || is_generic_getattribute(first)) {
    auto found = KR_TRY(generic_lookup_attr(cx, Borrowed<>(self), Borrowed<Str>(reinterpret_cast<Str*>(name)), {}));
    if (found) return found.release();
  } else {
    Result<Ref<>> found = call_attribute(cx, self, first, name);
    if (!found.failed()) return found.release();
    if (!clear_error_if(cx, exc::AttributeError)) return nullptr;
  }
  return call_attribute(cx, self, fallback, name).release();
}

int slot_setattro(Object* self, Object* name, Object* value) {
  Object* answer = value ? call_named<"__setattr__">(self, name, value) : call_named<"__delattr__">(self, name);
  if (!answer) return -1;
  decref(answer);
  return 0;
}

Object* slot_richcompare(Object* self, Object* other, int op) {
  Context& cx = Context::current();
  const Borrowed<Str> names[] = {KR_ID(__lt__), KR_ID(__le__), KR_ID(__eq__), KR_ID(__ne__), KR_ID(__gt__), KR_ID(__ge__)};
  bool unbound;
  Lookup<> looked = find_method(cx, Borrowed<>(self), names[op], &unbound);
  if (looked.failed()) {
    // A descriptor that does not bind says nothing.
    clear_error(cx);
    return new_not_implemented().release();
  }
  auto method = std::move(looked).value();
  if (!method) return new_not_implemented().release();
  Object* list[] = {self, other};
  return call_found(cx, method, unbound, list).release();
}

Object* slot_iter(Object* self) {
  Context& cx = Context::current();
  bool unbound;
  auto method = KR_TRY(find_method(cx, Borrowed<>(self), KR_ID(__iter__), &unbound));
  if (method && is_none(method)) return raise(cx, exc::TypeError, "'{!t:.200}' object is not iterable", Borrowed<>(self));
  Object* list[] = {self};
  if (method) return call_found(cx, method, unbound, list).release();
  method = KR_TRY(find_method(cx, Borrowed<>(self), KR_ID(__getitem__), &unbound));
  if (!method) return raise(cx, exc::TypeError, "'{!t:.200}' object is not iterable", Borrowed<>(self));
  return new_sequence_iterator(cx, Borrowed<>(self)).release();
}

Object* slot_iternext(Object* self) { return call_named<"__next__">(self); }

Object* slot_descr_get(Object* self, Object* object, Object* type) {
  Context& cx = Context::current();
  auto get = hold(lookup_in_type(*self->type, KR_ID(__get__)));
  if (!get) {
    if (self->type->tp_descr_get == &slot_descr_get) self->type->tp_descr_get = nullptr;
    return hold(self).release();
  }
  Object* list[] = {self, object ? object : &none_object, type ? type : &none_object};
  return vectorcall(cx, get, list, 3, {}).release();
}

int slot_descr_set(Object* self, Object* target, Object* value) {
  Object* answer = value ? call_named<"__set__">(self, target, value) : call_named<"__delete__">(self, target);
  if (!answer) return -1;
  decref(answer);
  return 0;
}

int slot_init(Object* self, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  bool unbound;
  auto method = KR_TRY(find_method(cx, Borrowed<>(self), KR_ID(__init__), &unbound));
  if (!method) return raise_object(cx, Borrowed<Type>(&exc::AttributeError), KR_ID(__init__));
  Borrowed<Tuple> given(reinterpret_cast<Tuple*>(args));
  Borrowed<Dict> keywords(reinterpret_cast<Dict*>(kwargs));
  Ref<> answer;
  if (unbound) {
    auto with_self = KR_TRY(new_tuple(cx, given->size() + 1));
    with_self->init_item(0, hold(self));
    for (Index i = 0; i < given->size(); ++i) with_self->init_item(i + 1, hold(given->item(i)));
    answer = KR_TRY(call(cx, method, with_self, keywords));
  } else {
    answer = KR_TRY(call(cx, method, given, keywords));
  }
  if (!is_none(answer)) return raise(cx, exc::TypeError, "__init__() should return None, not '{!t:.200}'", answer);
  return 0;
}

Object* slot_new(Type* type, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  auto make = KR_TRY(get_attr(cx, type_object(*type), KR_ID(__new__)));
  Borrowed<Tuple> given(reinterpret_cast<Tuple*>(args));
  auto with_type = KR_TRY(new_tuple(cx, given->size() + 1));
  with_type->init_item(0, hold(type_object(*type)));
  for (Index i = 0; i < given->size(); ++i) with_type->init_item(i + 1, hold(given->item(i)));
  return call(cx, make, with_type, Borrowed<Dict>(reinterpret_cast<Dict*>(kwargs))).release();
}

void slot_finalize(Object* self) {
  Context& cx = Context::current();
  SavedError saved(cx);
  bool unbound;
  Lookup<> looked = find_method(cx, Borrowed<>(self), KR_ID(__del__), &unbound);
  if (looked.failed()) return write_unraisable(cx, Borrowed<>(self));
  auto method = std::move(looked).value();
  if (!method) return;
  Object* list[] = {self};
  Result<Ref<>> answer = call_found(cx, method, unbound, list);
  if (answer.failed()) write_unraisable(cx, method);
}

namespace {

Object* call_async(Object* self, Borrowed<Str> name, const char* what) {
  Context& cx = Context::current();
  bool unbound;
  auto method = KR_TRY(find_method(cx, Borrowed<>(self), name, &unbound));
  Object* list[] = {self};
  if (method) return call_found(cx, method, unbound, list).release();
  return raise(cx, exc::AttributeError, "object {!t:.50} does not have {} method", Borrowed<>(self), what);
}

}  // namespace

Object* slot_await(Object* self) { return call_async(self, KR_ID(__await__), "__await__"); }
Object* slot_aiter(Object* self) { return call_async(self, KR_ID(__aiter__), "__aiter__"); }
Object* slot_anext(Object* self) { return call_async(self, KR_ID(__anext__), "__anext__"); }

// --- containers

Index slot_length(Object* self) {
  Context& cx = Context::current();
  Object* list[] = {self};
  auto answer = KR_TRY(call_special(cx, KR_ID(__len__), list));
  auto number = KR_TRY(index(cx, answer));
  if (int_sign(number) < 0) return raise(cx, exc::ValueError, "__len__() should return >= 0");
  Index size = KR_TRY(as_index(cx, number, &exc::OverflowError));
  return size;
}

int slot_ass_subscript(Object* self, Object* key, Object* value) {
  Object* answer = value ? call_named<"__setitem__">(self, key, value) : call_named<"__delitem__">(self, key);
  if (!answer) return -1;
  decref(answer);
  return 0;
}

Object* slot_item(Object* self, Index position) {
  Context& cx = Context::current();
  auto number = KR_TRY(int_from(cx, position));
  return call_named<"__getitem__">(self, number.object());
}

int slot_ass_item(Object* self, Index position, Object* value) {
  Context& cx = Context::current();
  auto number = KR_TRY(int_from(cx, position));
  return slot_ass_subscript(self, number.object(), value);
}

int slot_contains(Object* self, Object* item) {
  Context& cx = Context::current();
  bool unbound;
  auto method = KR_TRY(find_method(cx, Borrowed<>(self), KR_ID(__contains__), &unbound));
  if (method && is_none(method)) return raise(cx, exc::TypeError, "'{!t:.200}' object is not a container", Borrowed<>(self));
  if (method) {
    Object* list[] = {self, item};
    return is_true(cx, KR_TRY(call_found(cx, method, unbound, list))).release();
  }
  Result<Ref<>> made = iter(cx, Borrowed<>(self));
  if (made.failed()) {
    if (clear_error_if(cx, exc::TypeError)) return raise(cx, exc::TypeError, "argument of type '{!t:.200}' is not iterable", Borrowed<>(self));
    return -1;
  }
  auto iterator = std::move(made).value();
  for (;;) {
    auto next_item = KR_TRY(next(cx, iterator));
    if (!next_item) return 0;
    if (KR_TRY(same_or_equal(cx, next_item, Borrowed<>(item)))) return 1;
  }
}

}  // namespace krait::slots
