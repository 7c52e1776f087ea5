// unicodeobject.h: making strs and changing them.
#include <cwchar>

#include "capi/capi.h"
#include "memory/memory.h"
#include "types/bytes/bytes.h"
#include "types/str/internal.h"
#include "types/str/str.h"

using namespace krait;
using namespace krait::capi;

namespace {

std::string_view view(const char* text, Py_ssize_t size) { return {text, static_cast<std::size_t>(size)}; }

Result<Ref<Str>> from_wide(const wchar_t* text, Py_ssize_t size) {
  return str_from_ucs4(cx(), {reinterpret_cast<const std::uint32_t*>(text), static_cast<std::size_t>(size)});
}

// May its characters and size change? As unicode_modifiable decides.
bool modifiable(Borrowed<Str> text) {
  return text.object()->refcount == 1 && text->hash_value == -1 && !text->state.interned && is_exact<Str>(text);
}

}  // namespace

PyObject* PyUnicode_New(Py_ssize_t size, Py_UCS4 maxchar) { return out(new_str(cx(), size, maxchar)); }
PyObject* PyUnicode_FromString(const char* text) { return out(str_from_utf8(cx(), text)); }
PyObject* PyUnicode_FromStringAndSize(const char* text, Py_ssize_t size) {
  if (size < 0) return out(raise(cx(), exc::SystemError, "Negative size passed to PyUnicode_FromStringAndSize"));
  if (text) return out(str_from_utf8(cx(), view(text, size)));
  if (size == 0) return out(empty_str());
  return out(new_str(cx(), size, 0xff));
}
PyObject* _PyUnicode_FromASCII(const char* text, Py_ssize_t size) { return out(str_from_ascii(cx(), view(text, size))); }

PyObject* PyUnicode_FromKindAndData(int kind, const void* data, Py_ssize_t size) {
  if (size < 0) return out(raise(cx(), exc::ValueError, "size must be positive"));
  switch (kind) {
    case 1: return out(strings::make(cx(), static_cast<const std::uint8_t*>(data), size));
    case 2: return out(strings::make(cx(), static_cast<const std::uint16_t*>(data), size));
    case 4: return out(strings::make(cx(), static_cast<const std::uint32_t*>(data), size));
    default: return out(raise(cx(), exc::SystemError, "invalid kind"));
  }
}

PyObject* PyUnicode_FromWideChar(const wchar_t* text, Py_ssize_t size) {
  if (!text && size != 0) return out(raise_bad_internal_call(cx()));
  if (size == -1) size = static_cast<Py_ssize_t>(wcslen(text));
  return out(from_wide(text, size));
}
PyObject* PyUnicode_FromUnicode(const Py_UNICODE* text, Py_ssize_t size) {
  if (text) return out(from_wide(text, size));
  return out(new_str(cx(), size, 0x10ffff));  // to be filled in by the caller at full width
}

PyObject* PyUnicode_FromOrdinal(int ordinal) {
  if (ordinal < 0 || ordinal > 0x10ffff) return out(raise(cx(), exc::ValueError, "chr() arg not in range(0x110000)"));
  return out(str_from_code_point(cx(), static_cast<CodePoint>(ordinal)));
}

PyObject* PyUnicode_FromObject(PyObject* object) {
  if (!is<Str>(borrow(object))) return out(raise(cx(), exc::TypeError, "Can't convert '{!t:.100}' object to str implicitly", borrow(object)));
  return out(exact_str(cx(), borrow<Str>(object)));
}
PyObject* _PyUnicode_Copy(PyObject* object) {
  if (!check<Str>(object)) return nullptr;
  Borrowed<Str> text = borrow<Str>(object);
  auto made = new_str(cx(), text->size, strings::max_char_bound(text));
  if (made.failed()) return nullptr;
  Ref<Str> copy = std::move(made).value();
  if (text->size) strings::copy_into(copy, 0, text, 0, text->size);
  return out(std::move(copy));
}
PyObject* PyUnicode_FromEncodedObject(PyObject* object, const char* encoding, const char* errors) {
  if (!object) return out(raise_bad_internal_call(cx()));
  return out(decode_object(cx(), borrow(object), encoding, errors));
}

PyObject* _PyUnicode_FromId(_Py_Identifier* id) {
  // One str per identifier for as long as the process lives: identifiers are static in C code.
  if (id->index >= 0 && id->string == nullptr) return nullptr;
  auto made = intern_utf8(cx(), id->string);
  if (made.failed()) return nullptr;
  Ref<Str> text = std::move(made).value();
  PyObject* borrowed = out(text.borrow());
  text->state.interned = 2;  // what is borrowed must stay
  (void)text.release();
  return borrowed;
}
void _PyUnicode_ClearInterned(PyInterpreterState*) {}

void PyUnicode_InternInPlace(PyObject** object) {
  if (!*object || !is<Str>(borrow(*object))) return;
  Ref<Str> text = Ref<Str>::steal(reinterpret_cast<Str*>(*object));
  *object = out(intern(cx(), std::move(text)));
}
void PyUnicode_InternImmortal(PyObject** object) {
  PyUnicode_InternInPlace(object);
  auto* text = reinterpret_cast<Str*>(*object);
  if (text->state.interned == 1) {
    text->state.interned = 2;
    Py_INCREF(*object);
  }
}
PyObject* PyUnicode_InternFromString(const char* text) { return out(intern_utf8(cx(), text)); }

int PyUnicode_Resize(PyObject** object, Py_ssize_t size) {
  if (!object || !*object || !is<Str>(borrow(*object)) || size < 0) return out(Result<void>(raise_bad_internal_call(cx())));
  Borrowed<Str> text = borrow<Str>(*object);
  if (text->size == size) return 0;
  if (size == 0) {
    Py_SETREF(*object, out(empty_str()));
    return 0;
  }
  Py_ssize_t kind = text->kind();
  if (modifiable(text)) {
    if (!text->is_ascii() && text->utf8) {
      memory::release(text->utf8);
      text->utf8 = nullptr;
      text->utf8_length = 0;
    }
    std::size_t head = text->is_ascii() ? 48 : 72;
    void* block = memory::resize(text.raw(), head + static_cast<std::size_t>((size + 1) * kind));
    if (!block) return out(Result<void>(raise_memory_error(cx())));
    auto* moved = static_cast<Str*>(block);
    moved->size = size;
    memset(static_cast<char*>(moved->data()) + size * kind, 0, static_cast<std::size_t>(kind));
    *object = static_cast<PyObject*>(block);
    return 0;
  }
  auto made = new_str(cx(), size, strings::max_char_bound(text));
  if (made.failed()) return -1;
  Ref<Str> copy = std::move(made).value();
  strings::copy_into(copy, 0, text, 0, size < text->size ? size : text->size);
  Py_SETREF(*object, out(std::move(copy)));
  return 0;
}

PyObject* PyUnicode_Concat(PyObject* left, PyObject* right) {
  if (!is<Str>(borrow(left))) return out(raise(cx(), exc::TypeError, "must be str, not {!t:.100}", borrow(left)));
  if (!is<Str>(borrow(right)))
    return out(raise(cx(), exc::TypeError, "can only concatenate str (not \"{!t:.200}\") to str", borrow(right)));
  return out(str_concat(cx(), borrow<Str>(left), borrow<Str>(right)));
}
void PyUnicode_Append(PyObject** left, PyObject* right) {
  if (!left) {
    if (!PyErr_Occurred()) (void)raise_bad_internal_call(cx());
    return;
  }
  if (!*left || !right || !is<Str>(borrow(*left)) || !is<Str>(borrow(right))) {
    if (!PyErr_Occurred()) (void)raise_bad_internal_call(cx());
    Py_CLEAR(*left);
    return;
  }
  *left = out(str_append(cx(), Ref<Str>::steal(reinterpret_cast<Str*>(*left)), borrow<Str>(right)));
}
void PyUnicode_AppendAndDel(PyObject** left, PyObject* right) {
  PyUnicode_Append(left, right);
  Py_XDECREF(right);
}
