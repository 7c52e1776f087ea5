// The generic slot functions that types are filled with. Compiled modules compare slots with these C functions by address
// (tp_getattro == PyObject_GenericGetAttr means "nothing special"), so types hold exactly them: type_ready puts the exported function
// where a table says slot<&generic_get_attr>.
#pragma once

#include "object/protocol.h"

namespace krait {

Object* generic_getattro(Object* object, Object* name) KR_EXPORTED("PyObject_GenericGetAttr");
int generic_setattro(Object* object, Object* name, Object* value) KR_EXPORTED("PyObject_GenericSetAttr");
Object* type_generic_alloc(Type* type, Index items) KR_EXPORTED("PyType_GenericAlloc");
Object* type_generic_new(Type* type, Object* args, Object* kwargs) KR_EXPORTED("PyType_GenericNew");
Hash hash_not_implemented(Object* object) KR_EXPORTED("PyObject_HashNotImplemented");
Hash hash_by_address(Object* object) KR_EXPORTED("_Py_HashPointer");
Object* self_iter(Object* object) KR_EXPORTED("PyObject_SelfIter");
Object* next_not_implemented(Object* object) KR_EXPORTED("_PyObject_NextNotImplemented");
// __dict__ as a getset entry: {"__dict__", generic_get_dict, generic_set_dict}.
Object* generic_get_dict(Object* object, void*) KR_EXPORTED("PyObject_GenericGetDict");
int generic_set_dict(Object* object, Object* value, void*) KR_EXPORTED("PyObject_GenericSetDict");
// tp_call of a type with the have_vectorcall flag, and the function such an object has (null: none).
Object* vectorcall_call(Object* callable, Object* args, Object* kwargs) KR_EXPORTED("PyVectorcall_Call");

KR_INLINE VectorCall vectorcall_function(Borrowed<> callable) {
  Type* type = callable.type();
  if (!has_flag(type, type_flags::have_vectorcall)) return nullptr;
  return *reinterpret_cast<VectorCall*>(reinterpret_cast<char*>(callable.object()) + type->tp_vectorcall_offset);
}

// generic_get_attr with the instance's dict given by the caller, and with absence as an answer.
Lookup<> generic_lookup_attr(Context& cx, Borrowed<> object, Borrowed<Str> name, Borrowed<Dict> dict);
Failed raise_no_attribute(Context& cx, Borrowed<> object, Borrowed<> name);

// A C function's answer against the pending exception: both or neither is the function's mistake (SystemError). `where` is for calls
// without a callable at hand.
Object* check_call_result_slow(Context& cx, Borrowed<> callable, Object* result, const char* where);
KR_INLINE Object* check_call_result(Context& cx, Borrowed<> callable, Object* result, const char* where = nullptr) {
  if ((result != nullptr) == (cx.curexc_type != nullptr)) [[unlikely]] return check_call_result_slow(cx, callable, result, where);
  return result;
}

// __isabstractmethod__ of an object, false when it has none.
Result<bool> is_abstract(Context& cx, Borrowed<> object);
// isinstance() and issubclass() without the __instancecheck__ hooks: what type's own methods do.
Result<bool> is_instance_plain(Context& cx, Borrowed<> object, Borrowed<> cls);
Result<bool> is_subclass_plain(Context& cx, Borrowed<> derived, Borrowed<> cls);
// An int or the __index__ of an object, subclass instances as they are (_PyNumber_Index).
Result<Ref<Int>> index_or_subclass(Context& cx, Borrowed<> object);
// A keyword dict as the tail of a vector call: values, and the tuple of names.
Result<Ref<Tuple>> keyword_names(Context& cx, Borrowed<Dict> kwargs, Object** values);

}  // namespace krait
