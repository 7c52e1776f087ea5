// bytesobject.h and bytearrayobject.h.
#include <cstring>

#include "capi/capi.h"
#include "types/bytes/bytearray.h"
#include "types/bytes/bytes.h"
#include "types/bytes/methods.h"
#include "types/str/codecs/codecs.h"

using namespace krait;
using namespace krait::capi;

namespace {

std::string_view view(const char* text, Py_ssize_t size) { return {text, static_cast<std::size_t>(size)}; }

// An exact bytes of any object that has them, as PyBytes_FromObject takes it.
Result<Ref<Bytes>> bytes_from_object(Borrowed<> object) {
  if (is_exact<Bytes>(object)) return hold(object.as<Bytes>());
  if (is<Str>(object)) return raise(cx(), exc::TypeError, "cannot convert '{!t:.200}' object to bytes", object);
  if (has_buffer(object)) {
    ScopedBuffer buffer;
    KR_TRY(buffer.get(cx(), object));
    return bytes_from(cx(), {buffer.data(), static_cast<std::size_t>(buffer.size())});
  }
  if (!object.type()->tp_iter && !is_sequence(object))
    return raise(cx(), exc::TypeError, "cannot convert '{!t:.200}' object to bytes", object);
  byte_strings::ByteBuffer out(cx());
  KR_TRY(byte_strings::collect_bytes(cx(), object, out, "bytes must be in range(0, 256)"));
  return out.finish();
}

}  // namespace

PyObject* PyBytes_FromStringAndSize(const char* text, Py_ssize_t size) {
  if (size < 0) return out(raise(cx(), exc::SystemError, "Negative size passed to PyBytes_FromStringAndSize"));
  if (text) return out(bytes_from(cx(), view(text, size)));
  return out(new_bytes(cx(), size));
}
PyObject* PyBytes_FromString(const char* text) { return out(bytes_from(cx(), text)); }
PyObject* PyBytes_FromObject(PyObject* object) {
  if (!object) return out(raise_bad_internal_call(cx()));
  return out(bytes_from_object(borrow(object)));
}

Py_ssize_t PyBytes_Size(PyObject* object) {
  if (!is<Bytes>(borrow(object))) return (void)raise(cx(), exc::TypeError, "expected bytes, {!t:.200} found", borrow(object)), -1;
  return borrow<Bytes>(object)->size();
}
char* PyBytes_AsString(PyObject* object) {
  if (!is<Bytes>(borrow(object))) return raise(cx(), exc::TypeError, "expected bytes, {!t:.200} found", borrow(object));
  return borrow<Bytes>(object)->data;
}
int PyBytes_AsStringAndSize(PyObject* object, char** text, Py_ssize_t* size) {
  if (!text) return raise_bad_internal_call(cx());
  if (!is<Bytes>(borrow(object))) return raise(cx(), exc::TypeError, "expected bytes, {!t:.200} found", borrow(object));
  Borrowed<Bytes> self = borrow<Bytes>(object);
  *text = self->data;
  if (size) *size = self->size();
  else if (strlen(self->data) != static_cast<std::size_t>(self->size())) return raise(cx(), exc::ValueError, "embedded null byte");
  return 0;
}

PyObject* PyBytes_Repr(PyObject* object, int smart_quotes) { return out(bytes_repr(cx(), borrow<Bytes>(object), smart_quotes)); }
void PyBytes_Concat(PyObject** left, PyObject* right) {
  if (!*left) return;
  if (!right) {
    Py_CLEAR(*left);
    return;
  }
  PyObject* made = out(bytes_concat(cx(), borrow(*left), borrow(right)));
  Py_SETREF(*left, made);
}
void PyBytes_ConcatAndDel(PyObject** left, PyObject* right) {
  PyBytes_Concat(left, right);
  Py_XDECREF(right);
}
int _PyBytes_Resize(PyObject** object, Py_ssize_t size) {
  if (!is<Bytes>(borrow(*object)) || size < 0) {
    Py_CLEAR(*object);
    return raise_bad_internal_call(cx());
  }
  auto made = resize_bytes(cx(), Ref<Bytes>::steal(reinterpret_cast<Bytes*>(*object)), size);
  bool failed = made.failed();
  *object = out(std::move(made));
  return failed ? -1 : 0;
}
PyObject* _PyBytes_Join(PyObject* separator, PyObject* items) {
  return out(byte_strings::join(cx(), borrow(separator), borrow(items)));
}
PyObject* _PyBytes_FormatEx(const char* format, Py_ssize_t size, PyObject* args, int use_bytearray) {
  Ref<> left;
  if (use_bytearray) {
    auto made = bytearray_from(cx(), view(format, size));
    if (made.failed()) return nullptr;
    left = std::move(made).value();
  } else {
    auto made = bytes_from(cx(), view(format, size));
    if (made.failed()) return nullptr;
    left = std::move(made).value();
  }
  return out(byte_strings::remainder(cx(), left, borrow(args)));
}
PyObject* _PyBytes_FromHex(PyObject* text, int use_bytearray) {
  Borrowed<> type(use_bytearray ? as_object(&bytearray_type) : as_object(&bytes_type));
  return out(byte_strings::fromhex(cx(), type, borrow<Str>(text)));
}

PyObject* PyBytes_DecodeEscape(const char* text, Py_ssize_t size, const char* errors, Py_ssize_t, const char*) {
  const char* invalid;
  PyObject* made = _PyBytes_DecodeEscape(text, size, errors, &invalid);
  if (!made || !invalid) return made;
  auto message = format_str(cx(), "invalid escape sequence '\\{:c}'", static_cast<CodePoint>(static_cast<unsigned char>(*invalid)));
  if (message.failed() || warn_object(cx(), exc::DeprecationWarning, 1, std::move(message).value()).failed()) Py_CLEAR(made);
  return made;
}
PyObject* _PyBytes_DecodeEscape(const char* text, Py_ssize_t size, const char* errors, const char** first_invalid) {
  Index invalid;
  auto made = codecs::decode_bytes_escape(cx(), {reinterpret_cast<const std::uint8_t*>(text), size}, errors, &invalid);
  *first_invalid = invalid < 0 ? nullptr : text + invalid;
  return out(std::move(made));
}

PyObject* PyByteArray_FromObject(PyObject* object) {
  return out(call(cx(), Borrowed<>(as_object(&bytearray_type)), borrow(object)));
}
PyObject* PyByteArray_FromStringAndSize(const char* text, Py_ssize_t size) {
  if (size < 0) return out(raise(cx(), exc::SystemError, "Negative size passed to PyByteArray_FromStringAndSize"));
  if (text) return out(bytearray_from(cx(), view(text, size)));
  auto made = bytearray_from(cx(), {});
  if (made.failed()) return nullptr;
  Ref<ByteArray> array = std::move(made).value();
  if (resize_bytearray(cx(), array, size).failed()) return nullptr;
  return out(std::move(array));
}
PyObject* PyByteArray_Concat(PyObject* left, PyObject* right) {
  PyObject* copy = PyByteArray_FromObject(left);
  if (!copy) return nullptr;
  Ref<> made = Ref<>::steal(in(copy));
  return out(concat(cx(), made, borrow(right)));
}
char _PyByteArray_empty_string[] = "";
char* PyByteArray_AsString(PyObject* object) {
  char* start = borrow<ByteArray>(object)->start;
  return start ? start : _PyByteArray_empty_string;
}
Py_ssize_t PyByteArray_Size(PyObject* object) { return borrow<ByteArray>(object)->size(); }
int PyByteArray_Resize(PyObject* object, Py_ssize_t size) { return out(resize_bytearray(cx(), borrow<ByteArray>(object), size)); }
