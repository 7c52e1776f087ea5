// For the files of this room: <Python.h> and Krait's own types side by side, and the way between them.
//
// Each file defines functions that one public header of CPython declares (the compiler compares the signatures), each a few lines
// over typed internals. Krait's structs have CPython's layouts, so going between them is a cast.
#pragma once

#include <Python.h>

#include "object/protocol.h"

namespace krait::capi {

KR_INLINE Context& cx() { return Context::current(); }

KR_INLINE Object* in(PyObject* object) { return reinterpret_cast<Object*>(object); }
KR_INLINE Borrowed<> borrow(PyObject* object) { return Borrowed<>(in(object)); }
template <class T>
KR_INLINE Borrowed<T> borrow(PyObject* object) { return Borrowed<T>(reinterpret_cast<T*>(object)); }

template <class T>
KR_INLINE PyObject* out(Ref<T> object) { return reinterpret_cast<PyObject*>(object.release()); }
template <class T>
KR_INLINE PyObject* out(Result<Ref<T>> result) { return reinterpret_cast<PyObject*>(result.release()); }
template <class T>
KR_INLINE PyObject* out(Borrowed<T> object) { return reinterpret_cast<PyObject*>(object.object()); }
KR_INLINE PyObject* out(Failed) { return nullptr; }
KR_INLINE int out(Result<void> result) { return result.release(); }
KR_INLINE int out(Result<bool> result) { return result.release(); }

// The argument must be a T: SystemError "bad argument to internal function" otherwise.
template <class T>
KR_INLINE bool check(PyObject* object) {
  if (object && is<T>(borrow(object))) [[likely]] return true;
  (void)raise_bad_internal_call(cx());
  return false;
}
// The argument must be a T: CPython's TypeError of PyErr_BadArgument otherwise.
template <class T>
KR_INLINE bool check_argument(PyObject* object) {
  if (object && is<T>(borrow(object))) [[likely]] return true;
  (void)raise(cx(), exc::TypeError, "bad argument type for built-in operation");
  return false;
}

}  // namespace krait::capi
