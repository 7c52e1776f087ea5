// pyerrors.h: the fields of UnicodeEncodeError, UnicodeDecodeError and UnicodeTranslateError.
#include "capi/capi.h"
#include "types/bytes/bytes.h"
#include "types/exceptions/exceptions.h"
#include "types/int/int.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

using namespace krait;
using namespace krait::capi;

namespace {

UnicodeErrorObject* fields(PyObject* error) { return reinterpret_cast<UnicodeErrorObject*>(error); }

PyObject* text_field(Slot<>& field, const char* name) {
  if (!field) return out(raise(cx(), exc::TypeError, "{} attribute not set", name));
  if (!is<Str>(field.get())) return out(raise(cx(), exc::TypeError, "{} attribute must be unicode", name));
  return out(hold(field.get()));
}
PyObject* bytes_field(Slot<>& field, const char* name) {
  if (!field) return out(raise(cx(), exc::TypeError, "{} attribute not set", name));
  if (!is<Bytes>(field.get())) return out(raise(cx(), exc::TypeError, "{} attribute must be bytes", name));
  return out(hold(field.get()));
}
PyObject* object_field(PyObject* error, bool bytes) {
  return bytes ? bytes_field(fields(error)->object, "object") : text_field(fields(error)->object, "object");
}

// -1 with an exception pending when the object is not what it must be.
Py_ssize_t object_size(PyObject* error, bool bytes) {
  PyObject* object = object_field(error, bytes);
  if (!object) return -1;
  Py_ssize_t size = bytes ? borrow<Bytes>(object)->size() : borrow<Str>(object)->size;
  Py_DECREF(object);
  return size;
}

int get_start(PyObject* error, Py_ssize_t* start, bool bytes) {
  Py_ssize_t size = object_size(error, bytes);
  if (size < 0) return -1;
  *start = fields(error)->start;
  if (*start < 0) *start = 0;
  if (*start >= size) *start = size - 1;
  return 0;
}
int get_end(PyObject* error, Py_ssize_t* end, bool bytes) {
  Py_ssize_t size = object_size(error, bytes);
  if (size < 0) return -1;
  *end = fields(error)->end;
  if (*end < 1) *end = 1;
  if (*end > size) *end = size;
  return 0;
}
int set_reason(PyObject* error, const char* reason) {
  auto made = str_from_utf8(cx(), reason);
  if (made.failed()) return -1;
  Ref<> old = fields(error)->reason.replace(std::move(made).value());
  return 0;
}
int set_start(PyObject* error, Py_ssize_t start) { return fields(error)->start = start, 0; }
int set_end(PyObject* error, Py_ssize_t end) { return fields(error)->end = end, 0; }

}  // namespace

PyObject* PyUnicodeDecodeError_Create(const char* encoding, const char* object, Py_ssize_t size, Py_ssize_t start, Py_ssize_t end,
                                      const char* reason) {
  return PyObject_CallFunction(PyExc_UnicodeDecodeError, "sy#nns", encoding, object, size, start, end, reason);
}
PyAPI_FUNC(PyObject*) _PyUnicodeTranslateError_Create(PyObject* object, Py_ssize_t start, Py_ssize_t end, const char* reason) {
  return PyObject_CallFunction(PyExc_UnicodeTranslateError, "Onns", object, start, end, reason);
}

PyObject* PyUnicodeEncodeError_GetEncoding(PyObject* error) { return text_field(fields(error)->encoding, "encoding"); }
PyObject* PyUnicodeDecodeError_GetEncoding(PyObject* error) { return text_field(fields(error)->encoding, "encoding"); }
PyObject* PyUnicodeEncodeError_GetObject(PyObject* error) { return object_field(error, false); }
PyObject* PyUnicodeDecodeError_GetObject(PyObject* error) { return object_field(error, true); }
PyObject* PyUnicodeTranslateError_GetObject(PyObject* error) { return object_field(error, false); }
int PyUnicodeEncodeError_GetStart(PyObject* error, Py_ssize_t* start) { return get_start(error, start, false); }
int PyUnicodeDecodeError_GetStart(PyObject* error, Py_ssize_t* start) { return get_start(error, start, true); }
int PyUnicodeTranslateError_GetStart(PyObject* error, Py_ssize_t* start) { return get_start(error, start, false); }
int PyUnicodeEncodeError_SetStart(PyObject* error, Py_ssize_t start) { return set_start(error, start); }
int PyUnicodeDecodeError_SetStart(PyObject* error, Py_ssize_t start) { return set_start(error, start); }
int PyUnicodeTranslateError_SetStart(PyObject* error, Py_ssize_t start) { return set_start(error, start); }
int PyUnicodeEncodeError_GetEnd(PyObject* error, Py_ssize_t* end) { return get_end(error, end, false); }
int PyUnicodeDecodeError_GetEnd(PyObject* error, Py_ssize_t* end) { return get_end(error, end, true); }
int PyUnicodeTranslateError_GetEnd(PyObject* error, Py_ssize_t* end) { return get_end(error, end, false); }
int PyUnicodeEncodeError_SetEnd(PyObject* error, Py_ssize_t end) { return set_end(error, end); }
int PyUnicodeDecodeError_SetEnd(PyObject* error, Py_ssize_t end) { return set_end(error, end); }
int PyUnicodeTranslateError_SetEnd(PyObject* error, Py_ssize_t end) { return set_end(error, end); }
PyObject* PyUnicodeEncodeError_GetReason(PyObject* error) { return text_field(fields(error)->reason, "reason"); }
PyObject* PyUnicodeDecodeError_GetReason(PyObject* error) { return text_field(fields(error)->reason, "reason"); }
PyObject* PyUnicodeTranslateError_GetReason(PyObject* error) { return text_field(fields(error)->reason, "reason"); }
int PyUnicodeEncodeError_SetReason(PyObject* error, const char* reason) { return set_reason(error, reason); }
int PyUnicodeDecodeError_SetReason(PyObject* error, const char* reason) { return set_reason(error, reason); }
int PyUnicodeTranslateError_SetReason(PyObject* error, const char* reason) { return set_reason(error, reason); }
