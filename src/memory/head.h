// What every Python object begins with, and the counting of references.
//
// The two structs are CPython's PyObject and PyVarObject, field for field: compiled extension modules change the count in place,
// so there is no other place for it and nothing may hide behind it.
#pragma once

#include "base/base.h"

namespace krait {

struct Type;

struct Object {
  Index refcount;  // ob_refcnt
  Type* type;      // ob_type
};

struct VarObject {
  Object base;
  Index size;  // ob_size; the sign carries meaning for int
};

static_assert(sizeof(Object) == 16 && sizeof(VarObject) == 24);

// Called when a count has reached zero: runs the type's tp_dealloc. Exported to C as _Py_Dealloc.
[[gnu::visibility("default")]] void _Py_Dealloc(Object* object) __asm__("_Py_Dealloc");

KR_INLINE void incref(Object* object) { ++object->refcount; }

KR_INLINE void decref(Object* object) {
  if (--object->refcount == 0) [[unlikely]] _Py_Dealloc(object);
}

KR_INLINE void xincref(Object* object) {
  if (object) incref(object);
}

KR_INLINE void xdecref(Object* object) {
  if (object) decref(object);
}

// Any struct whose first member is an object head, seen as Object*.
template <class T>
KR_INLINE Object* as_object(T* object) {
  return reinterpret_cast<Object*>(object);
}

}  // namespace krait
