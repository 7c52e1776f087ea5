// PyUnicode_FromFormat and PyBytes_FromFormat: printf's notation with conversions for objects.
#include <cstdarg>
#include <cstdio>
#include <cstring>

#include "base/text/utf8.h"
#include "capi/capi.h"
#include "types/bytes/internal.h"
#include "types/str/builder.h"
#include "types/str/codecs/codecs.h"

using namespace krait;
using namespace krait::capi;

namespace {

struct Conversion {
  bool zero = false, left = false;
  Index width = -1, precision = -1;
  enum { plain, l, ll, z } size = plain;
  char type = 0;
};

// Reads what follows a '%'; answers the place behind it.
const char* read_conversion(const char* at, Conversion& c) {
  for (;; at++) {
    if (*at == '0') c.zero = true;
    else if (*at == '-') c.left = true;
    else break;
  }
  auto number = [&](Index& out) {
    for (out = 0; *at >= '0' && *at <= '9'; at++) out = out * 10 + (*at - '0');
  };
  if (*at >= '0' && *at <= '9') number(c.width);
  if (*at == '.') {
    at++;
    number(c.precision);
  }
  if (*at == 'l' && at[1] == 'l') c.size = Conversion::ll, at += 2;
  else if (*at == 'l') c.size = Conversion::l, at++;
  else if (*at == 'z') c.size = Conversion::z, at++;
  c.type = *at;
  return *at ? at + 1 : at;
}

std::string_view integer_text(const Conversion& c, std::va_list* args, char* buffer, std::size_t room) {
  char format[8] = "%ll ";
  format[3] = c.type;
  long long value;
  bool is_signed = c.type == 'd' || c.type == 'i';
  switch (c.size) {
    case Conversion::l: value = is_signed ? va_arg(*args, long) : static_cast<long long>(va_arg(*args, unsigned long)); break;
    case Conversion::ll: value = va_arg(*args, long long); break;
    case Conversion::z: value = static_cast<long long>(va_arg(*args, Py_ssize_t)); break;
    default: value = is_signed ? va_arg(*args, int) : static_cast<long long>(va_arg(*args, unsigned int));
  }
  int n = snprintf(buffer, room, format, value);
  return {buffer, static_cast<std::size_t>(n)};
}

void put_integer(StrBuilder& out, const Conversion& c, std::string_view digits) {
  Index size = static_cast<Index>(digits.size()), zeros = c.precision > size ? c.precision - size : 0;
  Index padding = c.width > size + zeros ? c.width - size - zeros : 0;
  bool negative = digits[0] == '-';
  if (c.zero && negative && padding) {  // the sign goes before the zeros
    out.put_char('-');
    digits.remove_prefix(1);
  }
  out.fill(c.zero ? '0' : ' ', padding);
  out.fill('0', zeros);
  out.put(digits);
}

void put_text(StrBuilder& out, const Conversion& c, Borrowed<Str> text) {
  Index size = c.precision >= 0 && c.precision < text->size ? c.precision : text->size;
  Index padding = c.width > size ? c.width - size : 0;
  out.fill(' ', padding);
  out.put(text, 0, size);
}

// At most `precision` bytes of UTF-8, faults replaced; an incomplete character at a cut is dropped.
Result<void> put_c_text(StrBuilder& out, const Conversion& c, const char* text) {
  std::size_t size = c.precision < 0 ? strlen(text) : strnlen(text, static_cast<std::size_t>(c.precision));
  Index consumed;
  auto made = codecs::decode_utf8(cx(), {reinterpret_cast<const std::uint8_t*>(text), static_cast<Index>(size)}, "replace",
                                  c.precision < 0 ? nullptr : &consumed);
  Ref<Str> decoded = KR_TRY(std::move(made));
  Conversion whole = c;
  whole.precision = -1;
  put_text(out, whole, decoded);
  return {};
}

Result<void> put_argument(StrBuilder& out, const Conversion& c, std::va_list* args) {
  char buffer[64];
  switch (c.type) {
    case 'c': {
      int code = va_arg(*args, int);
      if (code < 0 || code > 0x10ffff)
        return raise(cx(), exc::OverflowError, "character argument not in range(0x110000)");
      out.put_char(static_cast<CodePoint>(code));
      return {};
    }
    case 'd': case 'i': case 'u': case 'x': put_integer(out, c, integer_text(c, args, buffer, sizeof buffer)); return {};
    case 'p': {
      int n = snprintf(buffer, sizeof buffer, "%p", va_arg(*args, void*));
      std::string_view text(buffer, static_cast<std::size_t>(n));
      if (text.substr(0, 2) != "0x") out.put("0x");
      out.put(text);
      return {};
    }
    case 's': return put_c_text(out, c, va_arg(*args, const char*));
    case 'U': put_text(out, c, borrow<Str>(va_arg(*args, PyObject*))); return {};
    case 'V': {
      auto* object = va_arg(*args, PyObject*);
      auto* text = va_arg(*args, const char*);
      if (!object) return put_c_text(out, c, text);
      put_text(out, c, borrow<Str>(object));
      return {};
    }
    case 'S': put_text(out, c, KR_TRY(str(cx(), borrow(va_arg(*args, PyObject*))))); return {};
    case 'R': put_text(out, c, KR_TRY(repr(cx(), borrow(va_arg(*args, PyObject*))))); return {};
    case 'A': put_text(out, c, KR_TRY(ascii(cx(), borrow(va_arg(*args, PyObject*))))); return {};
    case '%': out.put_char('%'); return {};
    default: return raise(cx(), exc::SystemError, "invalid format string: %{:c}", static_cast<CodePoint>(static_cast<unsigned char>(c.type)));
  }
}

Result<Ref<Str>> format_text(const char* format, std::va_list* args) {
  StrBuilder out(cx());
  while (*format) {
    const char* stop = strchrnul(format, '%');
    for (const char* p = format; p < stop; p++) {
      if (static_cast<unsigned char>(*p) >= 0x80)
        return raise(cx(), exc::ValueError, "PyUnicode_FromFormatV() expects an ASCII-encoded format string, got a non-ASCII byte: 0x{:x}",
                     static_cast<unsigned char>(*p));
    }
    out.put({format, static_cast<std::size_t>(stop - format)});
    if (!*stop) break;
    Conversion conversion;
    format = read_conversion(stop + 1, conversion);
    if (!conversion.type) return raise(cx(), exc::SystemError, "invalid format string: {}", stop);
    KR_TRY(put_argument(out, conversion, args));
  }
  return out.finish();
}

// The same for bytes, which know fewer conversions; a wrong one copies the rest of the format.
Result<Ref<Bytes>> format_bytes(const char* format, std::va_list* args) {
  byte_strings::ByteBuffer out(cx());
  char buffer[64];
  while (*format) {
    const char* stop = strchrnul(format, '%');
    out.put(format, stop - format);
    if (!*stop) break;
    Conversion c;
    format = read_conversion(stop + 1, c);
    switch (c.type) {
      case 'c': {
        int code = va_arg(*args, int);
        if (code < 0 || code > 255)
          return raise(cx(), exc::OverflowError, "PyBytes_FromFormatV(): %c format expects an integer in range [0; 255]");
        out.put(static_cast<std::uint8_t>(code));
        break;
      }
      case 'd': case 'i': case 'u': case 'x': {
        std::string_view text = integer_text(c, args, buffer, sizeof buffer);
        out.put(text.data(), static_cast<Index>(text.size()));
        break;
      }
      case 's': {
        auto* text = va_arg(*args, const char*);
        out.put(text, static_cast<Index>(c.precision < 0 ? strlen(text) : strnlen(text, static_cast<std::size_t>(c.precision))));
        break;
      }
      case 'p': {
        int n = snprintf(buffer, sizeof buffer, "%p", va_arg(*args, void*));
        out.put(buffer, n);
        break;
      }
      case '%': out.put('%'); break;
      default:
        out.put(stop, static_cast<Index>(strlen(stop)));
        return out.finish();
    }
  }
  return out.finish();
}

}  // namespace

PyObject* PyUnicode_FromFormatV(const char* format, va_list args) {
  std::va_list copy;
  va_copy(copy, args);
  auto made = format_text(format, &copy);
  va_end(copy);
  return out(std::move(made));
}
PyObject* PyUnicode_FromFormat(const char* format, ...) {
  va_list args;
  va_start(args, format);
  PyObject* made = PyUnicode_FromFormatV(format, args);
  va_end(args);
  return made;
}
PyObject* PyBytes_FromFormatV(const char* format, va_list args) {
  std::va_list copy;
  va_copy(copy, args);
  auto made = format_bytes(format, &copy);
  va_end(copy);
  return out(std::move(made));
}
PyObject* PyBytes_FromFormat(const char* format, ...) {
  va_list args;
  va_start(args, format);
  PyObject* made = PyBytes_FromFormatV(format, args);
  va_end(args);
  return made;
}
