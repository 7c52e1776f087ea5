// unicodeobject.h: looking into strs and writing single characters.
#include <cwchar>

#include "capi/capi.h"
#include "memory/memory.h"
#include "types/str/internal.h"
#include "types/str/str.h"

using namespace krait;
using namespace krait::capi;

int _PyUnicode_Ready(PyObject*) { return 0; }  // Krait makes no other strs
int _PyUnicode_CheckConsistency(PyObject*, int) { return 1; }

Py_ssize_t PyUnicode_GetLength(PyObject* object) { return check_argument<Str>(object) ? borrow<Str>(object)->size : -1; }
Py_ssize_t PyUnicode_GetSize(PyObject* object) { return PyUnicode_GetLength(object); }

Py_UCS4 PyUnicode_ReadChar(PyObject* object, Py_ssize_t index) {
  if (!check_argument<Str>(object)) return static_cast<Py_UCS4>(-1);
  Borrowed<Str> text = borrow<Str>(object);
  if (index < 0 || index >= text->size) return (void)raise(cx(), exc::IndexError, "string index out of range"), static_cast<Py_UCS4>(-1);
  return text->at(index);
}

int PyUnicode_WriteChar(PyObject* object, Py_ssize_t index, Py_UCS4 c) {
  if (!check_argument<Str>(object)) return -1;
  Borrowed<Str> text = borrow<Str>(object);
  if (index < 0 || index >= text->size) return raise(cx(), exc::IndexError, "string index out of range");
  if (text.object()->refcount != 1 || text->hash_value != -1 || text->state.interned)
    return raise(cx(), exc::SystemError, "Cannot modify a string currently used");
  if (c > strings::max_char_bound(text)) return raise(cx(), exc::ValueError, "character out of range");
  strings::visit(text, [&](auto* chars, Index) { chars[index] = static_cast<std::remove_reference_t<decltype(*chars)>>(c); });
  return 0;
}

PyObject* PyUnicode_Substring(PyObject* object, Py_ssize_t start, Py_ssize_t end) {
  if (start < 0 || end < 0) return out(raise(cx(), exc::IndexError, "string index out of range"));
  return out(substring(cx(), borrow<Str>(object), start, end));
}

const char* PyUnicode_AsUTF8AndSize(PyObject* object, Py_ssize_t* size) {
  if (!check_argument<Str>(object)) return nullptr;
  auto text = str_utf8(cx(), borrow<Str>(object), size);
  return text.failed() ? nullptr : text.value();
}
const char* PyUnicode_AsUTF8(PyObject* object) { return PyUnicode_AsUTF8AndSize(object, nullptr); }

Py_UCS4 _PyUnicode_FindMaxChar(PyObject* object, Py_ssize_t start, Py_ssize_t end) {
  Borrowed<Str> text = borrow<Str>(object);
  if (start == end) return 127;
  if (text->is_ascii() || (start == 0 && end == text->size)) return strings::max_char_bound(text);
  return strings::visit(text, [&](auto* chars, Index) { return text::widest(chars + start, end - start); });
}

namespace {

// Characters and perhaps a zero as UCS-4; null when they do not fit.
template <class To>
To* copy_out(Borrowed<Str> text, To* target, Py_ssize_t room, bool with_zero) {
  if (room < text->size + with_zero) return nullptr;
  strings::visit(text, [&](auto* chars, Index n) {
    for (Index i = 0; i < n; i++) target[i] = static_cast<To>(chars[i]);
  });
  if (with_zero) target[text->size] = 0;
  return target;
}

template <class To>
To* new_copy(Borrowed<Str> text) {
  auto* buffer = static_cast<To*>(memory::allocate(static_cast<std::size_t>(text->size + 1) * sizeof(To)));
  if (!buffer) return (void)raise_memory_error(cx()), nullptr;
  return copy_out(text, buffer, text->size + 1, true);
}

}  // namespace

Py_UCS4* PyUnicode_AsUCS4(PyObject* object, Py_UCS4* target, Py_ssize_t room, int with_zero) {
  if (!target || room < 0 || !is<Str>(borrow(object))) return (void)raise_bad_internal_call(cx()), nullptr;
  if (Py_UCS4* made = copy_out(borrow<Str>(object), target, room, with_zero)) return made;
  (void)raise(cx(), exc::SystemError, "string is longer than the buffer");
  if (with_zero && room > 0) target[0] = 0;
  return nullptr;
}
Py_UCS4* PyUnicode_AsUCS4Copy(PyObject* object) { return new_copy<Py_UCS4>(borrow<Str>(object)); }

Py_ssize_t PyUnicode_AsWideChar(PyObject* object, wchar_t* target, Py_ssize_t room) {
  if (!object) return (void)raise_bad_internal_call(cx()), -1;
  if (!check_argument<Str>(object)) return -1;
  Borrowed<Str> text = borrow<Str>(object);
  if (!target) return text->size + 1;
  Py_ssize_t count = text->size < room ? text->size : room;
  for (Py_ssize_t i = 0; i < count; i++) target[i] = static_cast<wchar_t>(text->at(i));
  if (count < room) target[count] = 0;
  return count;
}
wchar_t* PyUnicode_AsWideCharString(PyObject* object, Py_ssize_t* size) {
  if (!object) return (void)raise_bad_internal_call(cx()), nullptr;
  if (!check_argument<Str>(object)) return nullptr;
  wchar_t* made = new_copy<wchar_t>(borrow<Str>(object));
  if (!made) return nullptr;
  if (size) {
    *size = borrow<Str>(object)->size;
  } else if (static_cast<Index>(wcslen(made)) != borrow<Str>(object)->size) {
    memory::release(made);
    return (void)raise(cx(), exc::ValueError, "embedded null character"), nullptr;
  }
  return made;
}
int _PyUnicode_WideCharString_Converter(PyObject* object, void* result) {
  auto** target = static_cast<wchar_t**>(result);
  if (!object) return PyMem_Free(*target), 1;
  if (!is<Str>(borrow(object))) return (void)raise(cx(), exc::TypeError, "argument must be str, not {!t:.50}", borrow(object)), 0;
  *target = PyUnicode_AsWideCharString(object, nullptr);
  return *target ? Py_CLEANUP_SUPPORTED : 0;
}
int _PyUnicode_WideCharString_Opt_Converter(PyObject* object, void* result) {
  if (object == Py_None) return *static_cast<wchar_t**>(result) = nullptr, 1;
  if (object && !is<Str>(borrow(object)))
    return (void)raise(cx(), exc::TypeError, "argument must be str or None, not {!t:.50}", borrow(object)), 0;
  return _PyUnicode_WideCharString_Converter(object, result);
}

// The old wchar_t form, kept with the str.
Py_UNICODE* PyUnicode_AsUnicodeAndSize(PyObject* object, Py_ssize_t* size) {
  if (!check_argument<Str>(object)) return nullptr;
  Borrowed<Str> text = borrow<Str>(object);
  if (!text->wstr) {
    wchar_t* made = text->kind() == 4 ? static_cast<wchar_t*>(text->data()) : new_copy<wchar_t>(text);
    if (!made) return nullptr;
    text->wstr = made;
    if (!text->is_ascii()) text->wstr_length = text->size;
  }
  if (size) *size = text->size;
  return text->wstr;
}
Py_UNICODE* PyUnicode_AsUnicode(PyObject* object) { return PyUnicode_AsUnicodeAndSize(object, nullptr); }
const Py_UNICODE* _PyUnicode_AsUnicode(PyObject* object) { return PyUnicode_AsUnicodeAndSize(object, nullptr); }

void _PyUnicode_FastCopyCharacters(PyObject* to, Py_ssize_t to_start, PyObject* from, Py_ssize_t from_start, Py_ssize_t count) {
  if (count > 0) strings::copy_into(borrow<Str>(to), to_start, borrow<Str>(from), from_start, count);
}
void _PyUnicode_FastFill(PyObject* object, Py_ssize_t start, Py_ssize_t length, Py_UCS4 c) {
  strings::visit(borrow<Str>(object), [&](auto* chars, Index) {
    for (Py_ssize_t i = 0; i < length; i++) chars[start + i] = static_cast<std::remove_reference_t<decltype(*chars)>>(c);
  });
}

Py_ssize_t PyUnicode_CopyCharacters(PyObject* to, Py_ssize_t to_start, PyObject* from, Py_ssize_t from_start, Py_ssize_t count) {
  if (!is<Str>(borrow(from)) || !is<Str>(borrow(to))) return (void)raise_bad_internal_call(cx()), -1;
  Borrowed<Str> source = borrow<Str>(from), target = borrow<Str>(to);
  if (from_start < 0 || from_start > source->size || to_start < 0 || to_start > target->size)
    return (void)raise(cx(), exc::IndexError, "string index out of range"), -1;
  if (count < 0) return (void)raise(cx(), exc::SystemError, "how_many cannot be negative"), -1;
  if (count > source->size - from_start) count = source->size - from_start;
  if (to_start + count > target->size)
    return (void)raise(cx(), exc::SystemError, "Cannot write {} characters at {} in a string of {} characters", count, to_start, target->size), -1;
  if (count == 0) return 0;
  if (target.object()->refcount != 1) return (void)raise(cx(), exc::SystemError, "Cannot modify a string currently used"), -1;
  Py_UCS4 widest = _PyUnicode_FindMaxChar(from, from_start, from_start + count);
  if (widest > strings::max_char_bound(target)) return (void)raise(cx(), exc::SystemError, "Cannot copy the characters: too wide"), -1;
  strings::copy_into(target, to_start, source, from_start, count);
  return count;
}

Py_ssize_t PyUnicode_Fill(PyObject* object, Py_ssize_t start, Py_ssize_t length, Py_UCS4 c) {
  if (!is<Str>(borrow(object))) return (void)raise_bad_internal_call(cx()), -1;
  Borrowed<Str> text = borrow<Str>(object);
  if (text.object()->refcount != 1) return (void)raise(cx(), exc::SystemError, "Cannot modify a string currently used"), -1;
  if (start < 0) return (void)raise(cx(), exc::IndexError, "string index out of range"), -1;
  if (c > strings::max_char_bound(text))
    return (void)raise(cx(), exc::ValueError, "fill character is bigger than the string maximum character"), -1;
  Py_ssize_t room = text->size - start;
  if (length > room) length = room;
  if (length <= 0) return 0;
  _PyUnicode_FastFill(object, start, length, c);
  return length;
}
