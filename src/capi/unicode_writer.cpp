// _PyUnicodeWriter and _PyBytesWriter: text and bytes written piece by piece by C code. The macros of the header look into the
// structs, so they are filled as CPython fills them.
#include <cstring>

#include "capi/capi.h"
#include "memory/memory.h"
#include "types/bytes/internal.h"
#include "types/str/internal.h"

using namespace krait;
using namespace krait::capi;

namespace {

// After the buffer changed: what the header's macros read.
void update(_PyUnicodeWriter* writer) {
  Borrowed<Str> text = borrow<Str>(writer->buffer);
  writer->maxchar = strings::max_char_bound(text);
  writer->data = text->data();
  writer->kind = static_cast<PyUnicode_Kind>(text->kind());
  writer->size = writer->readonly ? 0 : text->size;
  if (writer->readonly) writer->kind = PyUnicode_WCHAR_KIND;  // makes every write prepare first
}

int failed() { return -1; }

}  // namespace

void _PyUnicodeWriter_Init(_PyUnicodeWriter* writer) {
  memset(writer, 0, sizeof *writer);
  writer->kind = PyUnicode_WCHAR_KIND;
}

int _PyUnicodeWriter_PrepareInternal(_PyUnicodeWriter* writer, Py_ssize_t length, Py_UCS4 maxchar) {
  if (length > PY_SSIZE_T_MAX - writer->pos) return PyErr_NoMemory(), failed();
  Py_ssize_t wanted = writer->pos + length;
  if (maxchar < writer->min_char) maxchar = writer->min_char;
  if (!writer->buffer) {
    if (writer->overallocate && wanted <= PY_SSIZE_T_MAX - wanted / 4) wanted += wanted / 4;
    if (wanted < writer->min_length) wanted = writer->min_length;
    writer->buffer = PyUnicode_New(wanted, maxchar);
    if (!writer->buffer) return failed();
  } else {
    Borrowed<Str> text = borrow<Str>(writer->buffer);
    bool grows = wanted > text->size || writer->readonly;
    if (grows && writer->overallocate && wanted <= PY_SSIZE_T_MAX - wanted / 4) wanted += wanted / 4;
    if (grows && wanted < writer->min_length) wanted = writer->min_length;
    if (!grows) wanted = text->size;
    if (!grows && maxchar <= writer->maxchar) return 0;
    if (grows && maxchar <= writer->maxchar && !writer->readonly) {
      if (PyUnicode_Resize(&writer->buffer, wanted) < 0) return failed();
    } else {
      Py_UCS4 bound = maxchar > writer->maxchar ? maxchar : writer->maxchar;
      PyObject* made = PyUnicode_New(wanted, bound);
      if (!made) return failed();
      _PyUnicode_FastCopyCharacters(made, 0, writer->buffer, 0, writer->pos);
      writer->readonly = 0;
      Py_SETREF(writer->buffer, made);
    }
  }
  update(writer);
  return 0;
}
int _PyUnicodeWriter_PrepareKindInternal(_PyUnicodeWriter* writer, enum PyUnicode_Kind kind) {
  Py_UCS4 maxchar = kind == PyUnicode_2BYTE_KIND ? 0xffff : 0x10ffff;
  return _PyUnicodeWriter_PrepareInternal(writer, 0, maxchar);
}

int _PyUnicodeWriter_WriteChar(_PyUnicodeWriter* writer, Py_UCS4 c) {
  if (_PyUnicodeWriter_Prepare(writer, 1, c) < 0) return failed();
  PyUnicode_WRITE(writer->kind, writer->data, writer->pos, c);
  writer->pos++;
  return 0;
}
int _PyUnicodeWriter_WriteSubstring(_PyUnicodeWriter* writer, PyObject* text, Py_ssize_t start, Py_ssize_t end) {
  if (end == 0 || start == end) return 0;
  Py_UCS4 maxchar = _PyUnicode_FindMaxChar(text, start, end);
  if (_PyUnicodeWriter_Prepare(writer, end - start, maxchar) < 0) return failed();
  _PyUnicode_FastCopyCharacters(writer->buffer, writer->pos, text, start, end - start);
  writer->pos += end - start;
  return 0;
}
int _PyUnicodeWriter_WriteStr(_PyUnicodeWriter* writer, PyObject* text) {
  Py_ssize_t size = PyUnicode_GET_LENGTH(text);
  if (size == 0) return 0;
  if (!writer->buffer && !writer->overallocate) {  // the only piece, as far as one knows: shared until more comes
    writer->readonly = 1;
    Py_INCREF(text);
    writer->buffer = text;
    update(writer);
    writer->pos += size;
    return 0;
  }
  return _PyUnicodeWriter_WriteSubstring(writer, text, 0, size);
}
int _PyUnicodeWriter_WriteASCIIString(_PyUnicodeWriter* writer, const char* ascii, Py_ssize_t size) {
  if (size == -1) size = static_cast<Py_ssize_t>(strlen(ascii));
  return _PyUnicodeWriter_WriteLatin1String(writer, ascii, size);
}
int _PyUnicodeWriter_WriteLatin1String(_PyUnicodeWriter* writer, const char* text, Py_ssize_t size) {
  auto* bytes = reinterpret_cast<const std::uint8_t*>(text);
  if (size == 0) return 0;
  if (_PyUnicodeWriter_Prepare(writer, size, text::widest(bytes, size)) < 0) return failed();
  strings::visit(borrow<Str>(writer->buffer), [&](auto* chars, Index) { text::copy_chars(chars + writer->pos, bytes, size); });
  writer->pos += size;
  return 0;
}
PyObject* _PyUnicodeWriter_Finish(_PyUnicodeWriter* writer) {
  if (writer->pos == 0) {
    Py_CLEAR(writer->buffer);
    return out(empty_str());
  }
  PyObject* text = writer->buffer;
  writer->buffer = nullptr;
  if (writer->readonly) return text;
  if (PyUnicode_GET_LENGTH(text) != writer->pos && PyUnicode_Resize(&text, writer->pos) < 0) {
    Py_DECREF(text);
    return nullptr;
  }
  // Narrower characters than were prepared for must not stay in wide storage.
  Py_UCS4 widest = strings::visit(borrow<Str>(text), [&](auto* chars, Index n) { return text::widest(chars, n); });
  if (widest == strings::max_char_bound(borrow<Str>(text)) && writer->pos > 1) return text;
  PyObject* narrow = PyUnicode_FromKindAndData(PyUnicode_KIND(text), PyUnicode_DATA(text), writer->pos);
  Py_DECREF(text);
  return narrow;
}
void _PyUnicodeWriter_Dealloc(_PyUnicodeWriter* writer) { Py_CLEAR(writer->buffer); }

// --- bytes

namespace {

char* start_of(_PyBytesWriter* writer) {
  if (writer->use_small_buffer) return writer->small_buffer;
  return writer->use_bytearray ? PyByteArray_AS_STRING(writer->buffer) : PyBytes_AS_STRING(writer->buffer);
}

}  // namespace

void _PyBytesWriter_Init(_PyBytesWriter* writer) { memset(writer, 0, offsetof(_PyBytesWriter, small_buffer)); }
void _PyBytesWriter_Dealloc(_PyBytesWriter* writer) { Py_CLEAR(writer->buffer); }

void* _PyBytesWriter_Resize(_PyBytesWriter* writer, void* at, Py_ssize_t size) {
  Py_ssize_t allocated = size, position = static_cast<char*>(at) - start_of(writer);
  if (writer->overallocate && allocated <= PY_SSIZE_T_MAX - allocated / 4) allocated += allocated / 4;
  if (!writer->use_small_buffer) {
    int result = writer->use_bytearray ? PyByteArray_Resize(writer->buffer, allocated) : _PyBytes_Resize(&writer->buffer, allocated);
    if (result < 0) {
      _PyBytesWriter_Dealloc(writer);
      return nullptr;
    }
  } else {
    writer->buffer = writer->use_bytearray ? PyByteArray_FromStringAndSize(nullptr, allocated) : PyBytes_FromStringAndSize(nullptr, allocated);
    if (!writer->buffer) return nullptr;
    if (position) {
      char* to = writer->use_bytearray ? PyByteArray_AS_STRING(writer->buffer) : PyBytes_AS_STRING(writer->buffer);
      memcpy(to, writer->small_buffer, static_cast<std::size_t>(position));
    }
    writer->use_small_buffer = 0;
  }
  writer->allocated = allocated;
  return start_of(writer) + position;
}
void* _PyBytesWriter_Prepare(_PyBytesWriter* writer, void* at, Py_ssize_t size) {
  if (size == 0) return at;
  if (writer->min_size > PY_SSIZE_T_MAX - size) {
    PyErr_NoMemory();
    _PyBytesWriter_Dealloc(writer);
    return nullptr;
  }
  Py_ssize_t wanted = writer->min_size + size;
  if (wanted > writer->allocated) at = _PyBytesWriter_Resize(writer, at, wanted);
  writer->min_size = wanted;
  return at;
}
void* _PyBytesWriter_Alloc(_PyBytesWriter* writer, Py_ssize_t size) {
  writer->use_small_buffer = 1;
  writer->allocated = sizeof writer->small_buffer;
  return _PyBytesWriter_Prepare(writer, writer->small_buffer, size);
}
PyObject* _PyBytesWriter_Finish(_PyBytesWriter* writer, void* at) {
  Py_ssize_t size = static_cast<char*>(at) - start_of(writer);
  if (size == 0 && !writer->use_bytearray) {
    Py_CLEAR(writer->buffer);
    return PyBytes_FromStringAndSize(nullptr, 0);
  }
  if (writer->use_small_buffer)
    return writer->use_bytearray ? PyByteArray_FromStringAndSize(writer->small_buffer, size)
                                 : PyBytes_FromStringAndSize(writer->small_buffer, size);
  PyObject* made = writer->buffer;
  writer->buffer = nullptr;
  if (size == writer->allocated) return made;
  if (writer->use_bytearray) {
    if (PyByteArray_Resize(made, size) < 0) Py_CLEAR(made);
  } else {
    _PyBytes_Resize(&made, size);
  }
  return made;
}
void* _PyBytesWriter_WriteBytes(_PyBytesWriter* writer, void* at, const void* bytes, Py_ssize_t size) {
  auto* to = static_cast<char*>(_PyBytesWriter_Prepare(writer, at, size));
  if (!to) return nullptr;
  memcpy(to, bytes, static_cast<std::size_t>(size));
  return to + size;
}
