// pybuffer.h: exported memory.
#include <cstring>

#include "capi/capi.h"
#include "types/bytes/bytes.h"
#include "types/int/int.h"
#include "types/str/str.h"

using namespace krait;
using namespace krait::capi;

namespace {

Buffer* in(Py_buffer* view) { return reinterpret_cast<Buffer*>(view); }

bool c_contiguous(const Py_buffer* view) {
  if (view->len == 0 || !view->strides) return true;
  Py_ssize_t step = view->itemsize;
  for (int i = view->ndim - 1; i >= 0; i--) {
    if (view->shape[i] > 1 && view->strides[i] != step) return false;
    step *= view->shape[i];
  }
  return true;
}
bool f_contiguous(const Py_buffer* view) {
  if (view->len == 0) return true;
  if (!view->strides) {  // C order: Fortran's too when at most one dimension is longer than 1
    int long_ones = 0;
    for (int i = 0; view->shape && i < view->ndim; i++) long_ones += view->shape[i] > 1;
    return view->ndim <= 1 || long_ones <= 1;
  }
  Py_ssize_t step = view->itemsize;
  for (int i = 0; i < view->ndim; i++) {
    if (view->shape[i] > 1 && view->strides[i] != step) return false;
    step *= view->shape[i];
  }
  return true;
}

// Steps an index vector in C or Fortran order.
void advance(int ndim, Py_ssize_t* index, const Py_ssize_t* shape, bool fortran) {
  for (int k = 0; k < ndim; k++) {
    int i = fortran ? k : ndim - 1 - k;
    if (++index[i] < shape[i]) return;
    index[i] = 0;
  }
}

// Copies between a plain buffer and a view's items, in the order wanted.
int copy_items(char* plain, const Py_buffer* view, Py_ssize_t size, char order, bool to_plain) {
  if (size > view->len) size = view->len;
  if (PyBuffer_IsContiguous(view, order)) {
    if (to_plain) memcpy(plain, view->buf, static_cast<size_t>(size));
    else memcpy(view->buf, plain, static_cast<size_t>(size));
    return 0;
  }
  auto* index = static_cast<Py_ssize_t*>(PyMem_Calloc(static_cast<size_t>(view->ndim), sizeof(Py_ssize_t)));
  if (!index) return PyErr_NoMemory(), -1;
  for (Py_ssize_t items = size / view->itemsize; items > 0; items--, plain += view->itemsize) {
    void* item = PyBuffer_GetPointer(view, index);
    if (to_plain) memcpy(plain, item, static_cast<size_t>(view->itemsize));
    else memcpy(item, plain, static_cast<size_t>(view->itemsize));
    advance(view->ndim, index, view->shape, order == 'F');
  }
  PyMem_Free(index);
  return 0;
}

}  // namespace

int PyObject_CheckBuffer(PyObject* object) { return has_buffer(borrow(object)); }
int PyObject_GetBuffer(PyObject* object, Py_buffer* view, int flags) { return out(get_buffer(cx(), borrow(object), in(view), flags)); }
void PyBuffer_Release(Py_buffer* view) {
  if (view->obj) release_buffer(in(view));
}
int PyBuffer_FillInfo(Py_buffer* view, PyObject* object, void* data, Py_ssize_t size, int readonly, int flags) {
  return out(fill_buffer_info(cx(), in(view), borrow(object), data, size, readonly, flags));
}
int PyBuffer_IsContiguous(const Py_buffer* view, char order) {
  if (view->suboffsets) return 0;
  if (order == 'C') return c_contiguous(view);
  if (order == 'F') return f_contiguous(view);
  if (order == 'A') return c_contiguous(view) || f_contiguous(view);
  return 0;
}
void* PyBuffer_GetPointer(const Py_buffer* view, const Py_ssize_t* indices) {
  auto* pointer = static_cast<char*>(view->buf);
  for (int i = 0; i < view->ndim; i++) {
    pointer += view->strides[i] * indices[i];
    if (view->suboffsets && view->suboffsets[i] >= 0) pointer = *reinterpret_cast<char**>(pointer) + view->suboffsets[i];
  }
  return pointer;
}
void PyBuffer_FillContiguousStrides(int ndim, Py_ssize_t* shape, Py_ssize_t* strides, int itemsize, char order) {
  Py_ssize_t step = itemsize;
  for (int k = 0; k < ndim; k++) {
    int i = order == 'F' ? k : ndim - 1 - k;
    strides[i] = step;
    step *= shape[i];
  }
}
Py_ssize_t PyBuffer_SizeFromFormat(const char* format) {
  auto module = PyImport_ImportModule("struct");
  if (!module) return -1;
  PyObject* size = PyObject_CallMethod(module, "calcsize", "s", format);
  Py_DECREF(module);
  if (!size) return -1;
  Py_ssize_t value = PyLong_AsSsize_t(size);
  Py_DECREF(size);
  return value;
}
int PyBuffer_ToContiguous(void* buf, const Py_buffer* view, Py_ssize_t size, char order) {
  return copy_items(static_cast<char*>(buf), view, size, order, true);
}
int PyBuffer_FromContiguous(const Py_buffer* view, const void* buf, Py_ssize_t size, char order) {
  return copy_items(const_cast<char*>(static_cast<const char*>(buf)), view, size, order, false);
}
int PyObject_CopyData(PyObject* to, PyObject* from) {
  Py_buffer target, source;
  if (PyObject_GetBuffer(to, &target, PyBUF_FULL) < 0) return -1;
  if (PyObject_GetBuffer(from, &source, PyBUF_FULL_RO) < 0) {
    PyBuffer_Release(&target);
    return -1;
  }
  int result = -1;
  if (target.len < source.len) {
    (void)raise(cx(), exc::BufferError, "destination is too small to receive data from source");
  } else if (auto* plain = static_cast<char*>(PyMem_Malloc(static_cast<size_t>(source.len) + 1))) {
    result = copy_items(plain, &source, source.len, 'C', true) || copy_items(plain, &target, source.len, 'C', false) ? -1 : 0;
    PyMem_Free(plain);
  } else {
    PyErr_NoMemory();
  }
  PyBuffer_Release(&target);
  PyBuffer_Release(&source);
  return result;
}

// The buffer functions of old: a pointer that outlives its release.
int PyObject_CheckReadBuffer(PyObject* object) {
  Py_buffer view;
  if (PyObject_GetBuffer(object, &view, PyBUF_SIMPLE) < 0) return PyErr_Clear(), 0;
  PyBuffer_Release(&view);
  return 1;
}
int PyObject_AsReadBuffer(PyObject* object, const void** data, Py_ssize_t* size) {
  Py_buffer view;
  if (PyObject_GetBuffer(object, &view, PyBUF_SIMPLE) < 0) return -1;
  *data = view.buf;
  *size = view.len;
  PyBuffer_Release(&view);
  return 0;
}
int PyObject_AsCharBuffer(PyObject* object, const char** data, Py_ssize_t* size) {
  return PyObject_AsReadBuffer(object, reinterpret_cast<const void**>(data), size);
}
int PyObject_AsWriteBuffer(PyObject* object, void** data, Py_ssize_t* size) {
  Py_buffer view;
  if (PyObject_GetBuffer(object, &view, PyBUF_WRITABLE) < 0) {
    PyErr_Clear();
    return raise(cx(), exc::TypeError, "expected a writable bytes-like object");
  }
  *data = view.buf;
  *size = view.len;
  PyBuffer_Release(&view);
  return 0;
}
