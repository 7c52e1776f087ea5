// The table of special methods and their slots.
#include "types/str/str.h"
#include "types/type/slot_calls.h"

namespace krait::slots {

namespace {

// The interned name, as a constant.
template <FixedText Name>
constexpr Object* name_object() {
  (void)&detail::StaticName<Name>::entry;
  return &detail::StaticName<Name>::object.head.base;
}

}  // namespace

// Rows: name, slot, function for Python classes, wrapper, docstring without its first lines.
#define KR_AT(field) static_cast<int>(offsetof(HeapType, field))
#define KR_ROW(name, field, function, wrapper, signature, doc) \
  {name, KR_AT(field), (void*)(function), (WrapperFunction)(void*)(wrapper), name signature "\n--\n\n" doc, 0, name_object<name>()}
#define KR_KEYWORD_ROW(name, field, function, wrapper, signature, doc) \
  {name, KR_AT(field), (void*)(function), (WrapperFunction)(void*)(wrapper), name signature "\n--\n\n" doc, 1, name_object<name>()}
#define KR_SILENT(name, field, function, wrapper, doc) \
  {name, KR_AT(field), (void*)(function), (WrapperFunction)(void*)(wrapper), doc, 0, name_object<name>()}
#define KR_UNARY(name, field, doc) KR_ROW(name, as_number.field, (&slot_unary<name>), &wrap_unary, "($self, /)", doc)
#define KR_BINARY(name, reflected, field, left_doc, right_doc)                                                                 \
  KR_ROW(name, as_number.field, (&slot_binary<&NumberSlots::field, name, reflected>), &wrap_binary_left, "($self, value, /)", left_doc), \
      KR_ROW(reflected, as_number.field, (&slot_binary<&NumberSlots::field, name, reflected>), &wrap_binary_right, "($self, value, /)", \
             right_doc)
#define KR_INPLACE(name, field, doc) KR_ROW(name, as_number.field, (&slot_with_one<name>), &wrap_binary, "($self, value, /)", doc)

WrapperBase table[] = {
    KR_ROW("__repr__", type.tp_repr, &slot_repr, &wrap_unary, "($self, /)", "Return repr(self)."),
    KR_ROW("__hash__", type.tp_hash, &slot_hash, &wrap_hash, "($self, /)", "Return hash(self)."),
    KR_KEYWORD_ROW("__call__", type.tp_call, &slot_call, &wrap_call, "($self, /, *args, **kwargs)", "Call self as a function."),
    KR_ROW("__str__", type.tp_str, &slot_str, &wrap_unary, "($self, /)", "Return str(self)."),
    KR_ROW("__getattribute__", type.tp_getattro, &slot_getattr_hook, &wrap_binary, "($self, name, /)", "Return getattr(self, name)."),
    KR_SILENT("__getattr__", type.tp_getattro, &slot_getattr_hook, nullptr, ""),
    KR_ROW("__setattr__", type.tp_setattro, &slot_setattro, &wrap_setattr, "($self, name, value, /)",
           "Implement setattr(self, name, value)."),
    KR_ROW("__delattr__", type.tp_setattro, &slot_setattro, &wrap_delattr, "($self, name, /)", "Implement delattr(self, name)."),
    KR_ROW("__lt__", type.tp_richcompare, &slot_richcompare, &wrap_compare<0>, "($self, value, /)", "Return self<value."),
    KR_ROW("__le__", type.tp_richcompare, &slot_richcompare, &wrap_compare<1>, "($self, value, /)", "Return self<=value."),
    KR_ROW("__eq__", type.tp_richcompare, &slot_richcompare, &wrap_compare<2>, "($self, value, /)", "Return self==value."),
    KR_ROW("__ne__", type.tp_richcompare, &slot_richcompare, &wrap_compare<3>, "($self, value, /)", "Return self!=value."),
    KR_ROW("__gt__", type.tp_richcompare, &slot_richcompare, &wrap_compare<4>, "($self, value, /)", "Return self>value."),
    KR_ROW("__ge__", type.tp_richcompare, &slot_richcompare, &wrap_compare<5>, "($self, value, /)", "Return self>=value."),
    KR_ROW("__iter__", type.tp_iter, &slot_iter, &wrap_unary, "($self, /)", "Implement iter(self)."),
    KR_ROW("__next__", type.tp_iternext, &slot_iternext, &wrap_next, "($self, /)", "Implement next(self)."),
    KR_ROW("__get__", type.tp_descr_get, &slot_descr_get, &wrap_descr_get, "($self, instance, owner=None, /)",
           "Return an attribute of instance, which is of type owner."),
    KR_ROW("__set__", type.tp_descr_set, &slot_descr_set, &wrap_descr_set, "($self, instance, value, /)",
           "Set an attribute of instance to value."),
    KR_ROW("__delete__", type.tp_descr_set, &slot_descr_set, &wrap_descr_delete, "($self, instance, /)",
           "Delete an attribute of instance."),
    KR_KEYWORD_ROW("__init__", type.tp_init, &slot_init, &wrap_init, "($self, /, *args, **kwargs)",
                   "Initialize self.  See help(type(self)) for accurate signature."),
    KR_SILENT("__new__", type.tp_new, &slot_new, nullptr, ""),
    KR_SILENT("__del__", type.tp_finalize, &slot_finalize, &wrap_del, ""),
    KR_ROW("__await__", as_async.am_await, &slot_await, &wrap_unary, "($self, /)",
           "Return an iterator to be used in await expression."),
    KR_ROW("__aiter__", as_async.am_aiter, &slot_aiter, &wrap_unary, "($self, /)",
           "Return an awaitable, that resolves in asynchronous iterator."),
    KR_ROW("__anext__", as_async.am_anext, &slot_anext, &wrap_unary, "($self, /)", "Return a value or raise StopAsyncIteration."),
    KR_BINARY("__add__", "__radd__", nb_add, "Return self+value.", "Return value+self."),
    KR_BINARY("__sub__", "__rsub__", nb_subtract, "Return self-value.", "Return value-self."),
    KR_BINARY("__mul__", "__rmul__", nb_multiply, "Return self*value.", "Return value*self."),
    KR_BINARY("__mod__", "__rmod__", nb_remainder, "Return self%value.", "Return value%self."),
    KR_BINARY("__divmod__", "__rdivmod__", nb_divmod, "Return divmod(self, value).", "Return divmod(value, self)."),
    KR_ROW("__pow__", as_number.nb_power, &slot_power, &wrap_ternary, "($self, value, mod=None, /)", "Return pow(self, value, mod)."),
    KR_ROW("__rpow__", as_number.nb_power, &slot_power, &wrap_ternary_right, "($self, value, mod=None, /)",
           "Return pow(value, self, mod)."),
    KR_UNARY("__neg__", nb_negative, "-self"),
    KR_UNARY("__pos__", nb_positive, "+self"),
    KR_UNARY("__abs__", nb_absolute, "abs(self)"),
    KR_ROW("__bool__", as_number.nb_bool, &slot_bool, &wrap_inquiry, "($self, /)", "True if self else False"),
    KR_UNARY("__invert__", nb_invert, "~self"),
    KR_BINARY("__lshift__", "__rlshift__", nb_lshift, "Return self<<value.", "Return value<<self."),
    KR_BINARY("__rshift__", "__rrshift__", nb_rshift, "Return self>>value.", "Return value>>self."),
    KR_BINARY("__and__", "__rand__", nb_and, "Return self&value.", "Return value&self."),
    KR_BINARY("__xor__", "__rxor__", nb_xor, "Return self^value.", "Return value^self."),
    KR_BINARY("__or__", "__ror__", nb_or, "Return self|value.", "Return value|self."),
    KR_UNARY("__int__", nb_int, "int(self)"),
    KR_UNARY("__float__", nb_float, "float(self)"),
    KR_INPLACE("__iadd__", nb_inplace_add, "Return self+=value."),
    KR_INPLACE("__isub__", nb_inplace_subtract, "Return self-=value."),
    KR_INPLACE("__imul__", nb_inplace_multiply, "Return self*=value."),
    KR_INPLACE("__imod__", nb_inplace_remainder, "Return self%=value."),
    KR_ROW("__ipow__", as_number.nb_inplace_power, &slot_inplace_power, &wrap_ternary, "($self, value, /)", "Return self**=value."),
    KR_INPLACE("__ilshift__", nb_inplace_lshift, "Return self<<=value."),
    KR_INPLACE("__irshift__", nb_inplace_rshift, "Return self>>=value."),
    KR_INPLACE("__iand__", nb_inplace_and, "Return self&=value."),
    KR_INPLACE("__ixor__", nb_inplace_xor, "Return self^=value."),
    KR_INPLACE("__ior__", nb_inplace_or, "Return self|=value."),
    KR_BINARY("__floordiv__", "__rfloordiv__", nb_floor_divide, "Return self//value.", "Return value//self."),
    KR_BINARY("__truediv__", "__rtruediv__", nb_true_divide, "Return self/value.", "Return value/self."),
    KR_INPLACE("__ifloordiv__", nb_inplace_floor_divide, "Return self//=value."),
    KR_INPLACE("__itruediv__", nb_inplace_true_divide, "Return self/=value."),
    KR_ROW("__index__", as_number.nb_index, &slot_index, &wrap_unary, "($self, /)",
           "Return self converted to an integer, if self is suitable for use as an index into a list."),
    KR_BINARY("__matmul__", "__rmatmul__", nb_matrix_multiply, "Return self@value.", "Return value@self."),
    KR_INPLACE("__imatmul__", nb_inplace_matrix_multiply, "Return self@=value."),
    KR_ROW("__len__", as_mapping.mp_length, &slot_length, &wrap_length, "($self, /)", "Return len(self)."),
    KR_ROW("__getitem__", as_mapping.mp_subscript, (&slot_with_one<"__getitem__">), &wrap_binary, "($self, key, /)",
           "Return self[key]."),
    KR_ROW("__setitem__", as_mapping.mp_ass_subscript, &slot_ass_subscript, &wrap_setitem, "($self, key, value, /)",
           "Set self[key] to value."),
    KR_ROW("__delitem__", as_mapping.mp_ass_subscript, &slot_ass_subscript, &wrap_delitem, "($self, key, /)", "Delete self[key]."),
    KR_ROW("__len__", as_sequence.sq_length, &slot_length, &wrap_length, "($self, /)", "Return len(self)."),
    // No functions for the next two: a class's __add__ and __mul__ fill the number slots, which are asked first anyway.
    KR_ROW("__add__", as_sequence.sq_concat, nullptr, &wrap_binary, "($self, value, /)", "Return self+value."),
    KR_ROW("__mul__", as_sequence.sq_repeat, nullptr, &wrap_size_argument, "($self, value, /)", "Return self*value."),
    KR_ROW("__rmul__", as_sequence.sq_repeat, nullptr, &wrap_size_argument, "($self, value, /)", "Return value*self."),
    KR_ROW("__getitem__", as_sequence.sq_item, &slot_item, &wrap_sq_item, "($self, key, /)", "Return self[key]."),
    KR_ROW("__setitem__", as_sequence.sq_ass_item, &slot_ass_item, &wrap_sq_setitem, "($self, key, value, /)",
           "Set self[key] to value."),
    KR_ROW("__delitem__", as_sequence.sq_ass_item, &slot_ass_item, &wrap_sq_delitem, "($self, key, /)", "Delete self[key]."),
    KR_ROW("__contains__", as_sequence.sq_contains, &slot_contains, &wrap_contains, "($self, key, /)", "Return key in self."),
    KR_ROW("__iadd__", as_sequence.sq_inplace_concat, nullptr, &wrap_binary, "($self, value, /)", "Implement self+=value."),
    KR_ROW("__imul__", as_sequence.sq_inplace_repeat, nullptr, &wrap_size_argument, "($self, value, /)", "Implement self*=value."),
    {},
};

void** slot_pointer(Type& type, int offset) {
  char* start = reinterpret_cast<char*>(&type);
  auto at = [&](void* part, int part_offset) { start = static_cast<char*>(part), offset -= part_offset; };
  if (offset >= KR_AT(as_sequence)) at(type.tp_as_sequence, KR_AT(as_sequence));
  else if (offset >= KR_AT(as_mapping)) at(type.tp_as_mapping, KR_AT(as_mapping));
  else if (offset >= KR_AT(as_number)) at(type.tp_as_number, KR_AT(as_number));
  else if (offset >= KR_AT(as_async)) at(type.tp_as_async, KR_AT(as_async));
  return start ? reinterpret_cast<void**>(start + offset) : nullptr;
}

}  // namespace krait::slots
