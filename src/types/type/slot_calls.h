// The slot functions of classes written in Python: each calls the special method. Private to the room.
#pragma once

#include "types/type/slots.h"

namespace krait::slots {

template <FixedText Name, class... A>
KR_INLINE Object* call_named(Object* self, A*... args) {
  Object* list[] = {self, args...};
  return call_special(Context::current(), detail::static_name<Name>(), list).release();
}

template <FixedText Name>
Object* slot_unary(Object* self) {
  return call_named<Name>(self);
}
template <FixedText Name>
Object* slot_with_one(Object* self, Object* argument) {
  return call_named<Name>(self, argument);
}

// True when the right operand's class has another implementation of the reflected method than the left one's.
Result<bool> is_overloaded(Context& cx, Borrowed<> left, Borrowed<> right, Borrowed<Str> name);

using NumberSlot = BinaryFunction NumberSlots::*;
Object* binary_through_methods(Object* self, Object* other, NumberSlot slot, BinaryFunction same, Borrowed<Str> name,
                               Borrowed<Str> reflected);

template <NumberSlot Slot, FixedText Name, FixedText Reflected>
Object* slot_binary(Object* self, Object* other) {
  return binary_through_methods(self, other, Slot, &slot_binary<Slot, Name, Reflected>, detail::static_name<Name>(),
                                detail::static_name<Reflected>());
}

Object* slot_power(Object* self, Object* other, Object* modulus);
Object* slot_inplace_power(Object* self, Object* other, Object* modulus);
int slot_bool(Object* self);
Object* slot_index(Object* self);
Object* slot_repr(Object* self);
Object* slot_str(Object* self);
Hash slot_hash(Object* self);
Object* slot_call(Object* self, Object* args, Object* kwargs);
int slot_setattro(Object* self, Object* name, Object* value);
Object* slot_richcompare(Object* self, Object* other, int op);
Object* slot_iter(Object* self);
Object* slot_iternext(Object* self);
Object* slot_descr_get(Object* self, Object* object, Object* type);
int slot_descr_set(Object* self, Object* target, Object* value);
int slot_init(Object* self, Object* args, Object* kwargs);
void slot_finalize(Object* self);
Object* slot_await(Object* self);
Object* slot_aiter(Object* self);
Object* slot_anext(Object* self);
Index slot_length(Object* self);
int slot_ass_subscript(Object* self, Object* key, Object* value);
Object* slot_item(Object* self, Index position);
int slot_ass_item(Object* self, Index position, Object* value);
int slot_contains(Object* self, Object* item);

// The wrappers: C slots called with Python arguments (type/wrappers.cpp).
Object* wrap_unary(Object* self, Object* args, void* wrapped);
Object* wrap_next(Object* self, Object* args, void* wrapped);
Object* wrap_binary(Object* self, Object* args, void* wrapped);
Object* wrap_binary_left(Object* self, Object* args, void* wrapped);
Object* wrap_binary_right(Object* self, Object* args, void* wrapped);
Object* wrap_ternary(Object* self, Object* args, void* wrapped);
Object* wrap_ternary_right(Object* self, Object* args, void* wrapped);
Object* wrap_inquiry(Object* self, Object* args, void* wrapped);
Object* wrap_length(Object* self, Object* args, void* wrapped);
Object* wrap_size_argument(Object* self, Object* args, void* wrapped);
Object* wrap_sq_item(Object* self, Object* args, void* wrapped);
Object* wrap_sq_setitem(Object* self, Object* args, void* wrapped);
Object* wrap_sq_delitem(Object* self, Object* args, void* wrapped);
Object* wrap_contains(Object* self, Object* args, void* wrapped);
Object* wrap_setitem(Object* self, Object* args, void* wrapped);
Object* wrap_delitem(Object* self, Object* args, void* wrapped);
Object* wrap_setattr(Object* self, Object* args, void* wrapped);
Object* wrap_delattr(Object* self, Object* args, void* wrapped);
Object* wrap_hash(Object* self, Object* args, void* wrapped);
Object* wrap_call(Object* self, Object* args, void* wrapped, Object* kwargs);
Object* wrap_del(Object* self, Object* args, void* wrapped);
template <int Op>
Object* wrap_compare(Object* self, Object* args, void* wrapped);
Object* wrap_descr_get(Object* self, Object* args, void* wrapped);
Object* wrap_descr_set(Object* self, Object* args, void* wrapped);
Object* wrap_descr_delete(Object* self, Object* args, void* wrapped);
Object* wrap_init(Object* self, Object* args, void* wrapped, Object* kwargs);

}  // namespace krait::slots
