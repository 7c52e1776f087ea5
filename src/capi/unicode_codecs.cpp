// unicodeobject.h: between bytes and text.
#include <clocale>
#include <cstring>
#include <cwchar>

#include "capi/capi.h"
#include "types/bytes/bytes.h"
#include "types/str/codecs/codecs.h"
#include "types/str/codecs/registry.h"
#include "types/str/str.h"

using namespace krait;
using namespace krait::capi;

namespace {

codecs::Span span(const char* text, Py_ssize_t size) { return {reinterpret_cast<const std::uint8_t*>(text), size}; }

Result<void> warn_escape(codecs::Span input, Index invalid) {
  if (invalid < 0) return {};
  Ref<Str> message = KR_TRY(format_str(cx(), "invalid escape sequence '\\{:c}'", CodePoint{input.data[invalid]}));
  return warn_object(cx(), exc::DeprecationWarning, 1, message);
}

template <class F>
PyObject* encode_with(PyObject* text, F&& f) {
  if (!check_argument<Str>(text)) return nullptr;
  return out(f(borrow<Str>(text)));
}

}  // namespace

const char* PyUnicode_GetDefaultEncoding() { return "utf-8"; }

PyObject* PyUnicode_Decode(const char* text, Py_ssize_t size, const char* encoding, const char* errors) {
  return out(decode(cx(), {text, static_cast<std::size_t>(size)}, encoding, errors));
}
PyObject* PyUnicode_DecodeUTF8(const char* text, Py_ssize_t size, const char* errors) {
  return out(codecs::decode_utf8(cx(), span(text, size), errors));
}
PyObject* PyUnicode_DecodeUTF8Stateful(const char* text, Py_ssize_t size, const char* errors, Py_ssize_t* consumed) {
  return out(codecs::decode_utf8(cx(), span(text, size), errors, consumed));
}
PyObject* PyUnicode_DecodeASCII(const char* text, Py_ssize_t size, const char* errors) {
  return out(codecs::decode_ascii(cx(), span(text, size), errors));
}
PyObject* PyUnicode_DecodeLatin1(const char* text, Py_ssize_t size, const char*) { return out(codecs::decode_latin1(cx(), span(text, size))); }
PyObject* PyUnicode_DecodeUTF16(const char* text, Py_ssize_t size, const char* errors, int* order) {
  return out(codecs::decode_utf16(cx(), span(text, size), errors, order));
}
PyObject* PyUnicode_DecodeUTF16Stateful(const char* text, Py_ssize_t size, const char* errors, int* order, Py_ssize_t* consumed) {
  return out(codecs::decode_utf16(cx(), span(text, size), errors, order, consumed));
}
PyObject* PyUnicode_DecodeUTF32(const char* text, Py_ssize_t size, const char* errors, int* order) {
  return out(codecs::decode_utf32(cx(), span(text, size), errors, order));
}
PyObject* PyUnicode_DecodeUTF32Stateful(const char* text, Py_ssize_t size, const char* errors, int* order, Py_ssize_t* consumed) {
  return out(codecs::decode_utf32(cx(), span(text, size), errors, order, consumed));
}
PyObject* PyUnicode_DecodeUTF7(const char* text, Py_ssize_t size, const char* errors) {
  return out(codecs::decode_utf7(cx(), span(text, size), errors));
}
PyObject* PyUnicode_DecodeUTF7Stateful(const char* text, Py_ssize_t size, const char* errors, Py_ssize_t* consumed) {
  return out(codecs::decode_utf7(cx(), span(text, size), errors, consumed));
}
extern "C" PyAPI_FUNC(PyObject*) _PyUnicode_DecodeUnicodeEscapeStateful(const char* text, Py_ssize_t size, const char* errors, Py_ssize_t* consumed) {
  Index invalid;
  auto made = codecs::decode_unicode_escape(cx(), span(text, size), errors, consumed, &invalid);
  if (made.failed() || warn_escape(span(text, size), invalid).failed()) return nullptr;
  return out(std::move(made));
}
PyObject* _PyUnicode_DecodeUnicodeEscapeInternal(const char* text, Py_ssize_t size, const char* errors, Py_ssize_t* consumed,
                                                 const char** first_invalid) {
  Index invalid;
  auto made = codecs::decode_unicode_escape(cx(), span(text, size), errors, consumed, &invalid);
  *first_invalid = invalid < 0 ? nullptr : text + invalid;
  return out(std::move(made));
}
PyObject* PyUnicode_DecodeUnicodeEscape(const char* text, Py_ssize_t size, const char* errors) {
  return _PyUnicode_DecodeUnicodeEscapeStateful(text, size, errors, nullptr);
}
extern "C" PyAPI_FUNC(PyObject*) _PyUnicode_DecodeRawUnicodeEscapeStateful(const char* text, Py_ssize_t size, const char* errors, Py_ssize_t* consumed) {
  return out(codecs::decode_raw_unicode_escape(cx(), span(text, size), errors, consumed));
}
PyObject* PyUnicode_DecodeRawUnicodeEscape(const char* text, Py_ssize_t size, const char* errors) {
  return out(codecs::decode_raw_unicode_escape(cx(), span(text, size), errors));
}
PyObject* PyUnicode_DecodeCharmap(const char* text, Py_ssize_t size, PyObject* mapping, const char* errors) {
  return out(codecs::decode_charmap(cx(), span(text, size), errors, borrow(mapping)));
}
PyObject* PyUnicode_BuildEncodingMap(PyObject* table) {
  if (!check_argument<Str>(table)) return nullptr;
  return out(codecs::build_encoding_map(cx(), borrow<Str>(table)));
}

PyObject* PyUnicode_AsEncodedString(PyObject* text, const char* encoding, const char* errors) {
  return encode_with(text, [&](Borrowed<Str> self) { return encode(cx(), self, encoding, errors); });
}
PyObject* _PyUnicode_AsUTF8String(PyObject* text, const char* errors) {
  return encode_with(text, [&](Borrowed<Str> self) { return codecs::encode_utf8(cx(), self, errors); });
}
PyObject* PyUnicode_AsUTF8String(PyObject* text) { return _PyUnicode_AsUTF8String(text, nullptr); }
PyObject* _PyUnicode_AsASCIIString(PyObject* text, const char* errors) {
  return encode_with(text, [&](Borrowed<Str> self) { return codecs::encode_ascii(cx(), self, errors); });
}
PyObject* PyUnicode_AsASCIIString(PyObject* text) { return _PyUnicode_AsASCIIString(text, nullptr); }
PyObject* _PyUnicode_AsLatin1String(PyObject* text, const char* errors) {
  return encode_with(text, [&](Borrowed<Str> self) { return codecs::encode_latin1(cx(), self, errors); });
}
PyObject* PyUnicode_AsLatin1String(PyObject* text) { return _PyUnicode_AsLatin1String(text, nullptr); }
PyObject* _PyUnicode_EncodeUTF16(PyObject* text, const char* errors, int order) {
  return encode_with(text, [&](Borrowed<Str> self) { return codecs::encode_utf16(cx(), self, errors, order); });
}
PyObject* PyUnicode_AsUTF16String(PyObject* text) { return _PyUnicode_EncodeUTF16(text, nullptr, 0); }
PyObject* _PyUnicode_EncodeUTF32(PyObject* text, const char* errors, int order) {
  return encode_with(text, [&](Borrowed<Str> self) { return codecs::encode_utf32(cx(), self, errors, order); });
}
PyObject* PyUnicode_AsUTF32String(PyObject* text) { return _PyUnicode_EncodeUTF32(text, nullptr, 0); }
PyObject* _PyUnicode_EncodeUTF7(PyObject* text, int set_o, int whitespace, const char* errors) {
  return encode_with(text, [&](Borrowed<Str> self) { return codecs::encode_utf7(cx(), self, !set_o, !whitespace, errors); });
}
PyObject* PyUnicode_AsUnicodeEscapeString(PyObject* text) {
  return encode_with(text, [&](Borrowed<Str> self) { return codecs::encode_unicode_escape(cx(), self); });
}
PyObject* PyUnicode_AsRawUnicodeEscapeString(PyObject* text) {
  return encode_with(text, [&](Borrowed<Str> self) { return codecs::encode_raw_unicode_escape(cx(), self); });
}
PyObject* _PyUnicode_EncodeCharmap(PyObject* text, PyObject* mapping, const char* errors) {
  return encode_with(text, [&](Borrowed<Str> self) { return codecs::encode_charmap(cx(), self, errors, borrow(mapping)); });
}
PyObject* PyUnicode_AsCharmapString(PyObject* text, PyObject* mapping) {
  if (!text || !mapping || !is<Str>(borrow(text))) return PyErr_BadArgument(), nullptr;
  return _PyUnicode_EncodeCharmap(text, mapping, nullptr);
}

PyObject* PyUnicode_AsEncodedObject(PyObject* text, const char* encoding, const char* errors) {
  if (!check_argument<Str>(text)) return nullptr;
  return out(codecs::encode_any(cx(), borrow(text), encoding ? encoding : "utf-8", errors));
}
PyObject* PyUnicode_AsDecodedObject(PyObject* text, const char* encoding, const char* errors) {
  if (!check_argument<Str>(text)) return nullptr;
  return out(codecs::decode_any(cx(), borrow(text), encoding ? encoding : "utf-8", errors));
}
PyObject* PyUnicode_AsEncodedUnicode(PyObject* text, const char* encoding, const char* errors) {
  return PyUnicode_AsEncodedObject(text, encoding, errors);
}
PyObject* PyUnicode_AsDecodedUnicode(PyObject* text, const char* encoding, const char* errors) {
  return PyUnicode_AsDecodedObject(text, encoding, errors);
}

// The file system's encoding and the locale's are UTF-8 with surrogateescape.
PyObject* PyUnicode_DecodeFSDefaultAndSize(const char* text, Py_ssize_t size) {
  return out(decode_fs(cx(), {text, static_cast<std::size_t>(size)}));
}
PyObject* PyUnicode_DecodeFSDefault(const char* text) { return out(decode_fs(cx(), text)); }
PyObject* PyUnicode_EncodeFSDefault(PyObject* text) { return out(encode_fs(cx(), borrow<Str>(text))); }
PyObject* PyUnicode_DecodeLocaleAndSize(const char* text, Py_ssize_t size, const char* errors) {
  if (text[size] != 0 || static_cast<std::size_t>(size) != strlen(text)) return out(raise(cx(), exc::ValueError, "embedded null byte"));
  return out(codecs::decode_utf8(cx(), span(text, size), errors));
}
PyObject* PyUnicode_DecodeLocale(const char* text, const char* errors) {
  return PyUnicode_DecodeLocaleAndSize(text, static_cast<Py_ssize_t>(strlen(text)), errors);
}
PyObject* PyUnicode_EncodeLocale(PyObject* text, const char* errors) {
  if (!check_argument<Str>(text)) return nullptr;
  if (str_find_char(borrow<Str>(text), 0, 0, index_max, 1) >= 0) return out(raise(cx(), exc::ValueError, "embedded null character"));
  return out(codecs::encode_utf8(cx(), borrow<Str>(text), errors));
}

int PyUnicode_FSConverter(PyObject* object, void* address) {
  auto** target = static_cast<PyObject**>(address);
  if (!object) {
    Py_CLEAR(*target);
    return 1;
  }
  PyObject* path = PyOS_FSPath(object);
  if (!path) return 0;
  PyObject* bytes = path;
  if (is<Str>(borrow(path))) {
    bytes = PyUnicode_EncodeFSDefault(path);
    Py_DECREF(path);
    if (!bytes) return 0;
  }
  Borrowed<Bytes> made = borrow<Bytes>(bytes);
  if (strlen(made->data) != static_cast<std::size_t>(made->size())) {
    (void)raise(cx(), exc::ValueError, "embedded null byte");
    Py_DECREF(bytes);
    return 0;
  }
  *target = bytes;
  return Py_CLEANUP_SUPPORTED;
}
int PyUnicode_FSDecoder(PyObject* object, void* address) {
  auto** target = static_cast<PyObject**>(address);
  if (!object) {
    Py_CLEAR(*target);
    return 1;
  }
  PyObject* path = PyOS_FSPath(object);
  if (!path) return 0;
  PyObject* text = path;
  if (!is<Str>(borrow(path))) {
    text = out(decode_fs(cx(), borrow<Bytes>(path)->text()));
    Py_DECREF(path);
    if (!text) return 0;
  }
  if (str_find_char(borrow<Str>(text), 0, 0, index_max, 1) >= 0) {
    (void)raise(cx(), exc::ValueError, "embedded null character");
    Py_DECREF(text);
    return 0;
  }
  *target = text;
  return Py_CLEANUP_SUPPORTED;
}
