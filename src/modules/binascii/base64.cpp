// Base64 and uuencoding.
#include "modules/binascii/binascii.h"

namespace krait::binascii {
namespace {

constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

struct Values {
  std::uint8_t of[256];
};
consteval Values make_values() {
  Values made{};
  for (auto& value : made.of) value = 64;
  for (int i = 0; i < 64; i++) made.of[static_cast<std::uint8_t>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  return made;
}
constexpr Values values = make_values();

}  // namespace

Result<Ref<>> a2b_base64(Context& cx, Borrowed<> data, bool strict) {
  AsciiSource source;
  KR_TRY(source.get(cx, data));
  Span in = source.span;
  ByteBuffer out(cx);
  std::uint8_t* to = out.room(in.size / 4 * 3 + 3);
  if (!to) return Failed{};
  Index n = 0;
  int quad = 0, left = 0, pads = 0;
  bool padding = false;
  if (strict && in.size && in.data[0] == '=') return raise_error(cx, "Leading padding not allowed");
  for (Index i = 0; i < in.size; i++) {
    std::uint8_t c = in.data[i];
    if (c == '=') {
      padding = true;
      if (quad >= 2 && quad + ++pads >= 4) {
        if (strict && i + 1 < in.size) return raise_error(cx, "Excess data after padding");
        quad = 0;
        break;
      }
      continue;
    }
    std::uint8_t value = values.of[c];
    if (value >= 64) {
      if (strict) return raise_error(cx, "Only base64 data is allowed");
      continue;
    }
    if (strict && padding) return raise_error(cx, "Discontinuous padding not allowed");
    pads = 0;
    switch (quad) {
      case 0: quad = 1, left = value; break;
      case 1: to[n++] = static_cast<std::uint8_t>(left << 2 | value >> 4), quad = 2, left = value & 15; break;
      case 2: to[n++] = static_cast<std::uint8_t>(left << 4 | value >> 2), quad = 3, left = value & 3; break;
      default: to[n++] = static_cast<std::uint8_t>(left << 6 | value), quad = 0, left = 0;
    }
  }
  if (quad == 1) {
    Ref<Str> text = KR_TRY(format_str(
        cx, "Invalid base64-encoded string: number of data characters ({}) cannot be 1 more than a multiple of 4", n / 3 * 4 + 1));
    return raise_error(cx, text);
  }
  if (quad != 0) return raise_error(cx, "Incorrect padding");
  out.advance(n);
  return out.finish();
}

Result<Ref<>> b2a_base64(Context& cx, Borrowed<> data, bool newline) {
  ScopedBuffer buffer;
  KR_TRY(buffer.get(cx, data));
  Span in = byte_strings::span_of(buffer);
  Ref<Bytes> made = KR_TRY(new_bytes(cx, (in.size + 2) / 3 * 4 + newline));
  char* to = made->data;
  Index i = 0;
  for (; i + 3 <= in.size; i += 3) {
    unsigned bits = in.data[i] << 16 | in.data[i + 1] << 8 | in.data[i + 2];
    *to++ = kAlphabet[bits >> 18];
    *to++ = kAlphabet[bits >> 12 & 63];
    *to++ = kAlphabet[bits >> 6 & 63];
    *to++ = kAlphabet[bits & 63];
  }
  if (i < in.size) {
    bool two = i + 1 < in.size;
    unsigned bits = in.data[i] << 16 | (two ? in.data[i + 1] << 8 : 0);
    *to++ = kAlphabet[bits >> 18];
    *to++ = kAlphabet[bits >> 12 & 63];
    *to++ = two ? kAlphabet[bits >> 6 & 63] : '=';
    *to++ = '=';
  }
  if (newline) *to++ = '\n';
  return made;
}

Result<Ref<>> a2b_uu(Context& cx, Borrowed<> data) {
  AsciiSource source;
  KR_TRY(source.get(cx, data));
  Span in = source.span;
  Index size = ((in.size ? in.data[0] : 0) - ' ') & 63, i = in.size ? 1 : 0;
  ByteBuffer out(cx);
  unsigned left = 0;
  int bits = 0;
  while (out.size() < size) {
    unsigned value = 0;
    std::uint8_t c = i < in.size ? in.data[i] : 0;
    if (c != '\n' && c != '\r' && i < in.size) {
      if (c < ' ' || c > ' ' + 64) return raise_error(cx, "Illegal char");
      value = (c - ' ') & 63;
    }
    i++;
    left = left << 6 | value;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out.put(static_cast<std::uint8_t>(left >> bits));
      left &= (1u << bits) - 1;
    }
  }
  for (; i < in.size; i++) {  // zeros that fill the line up are all that may follow
    std::uint8_t c = in.data[i];
    if (c != ' ' && c != ' ' + 64 && c != '\n' && c != '\r') return raise_error(cx, "Trailing garbage");
  }
  return out.finish();
}

Result<Ref<>> b2a_uu(Context& cx, Borrowed<> data, bool backtick) {
  ScopedBuffer buffer;
  KR_TRY(buffer.get(cx, data));
  Span in = byte_strings::span_of(buffer);
  if (in.size > 45) return raise_error(cx, "At most 45 bytes at once");
  ByteBuffer out(cx);
  auto put = [&](unsigned value) { out.put(static_cast<std::uint8_t>(backtick && value == 0 ? '`' : value + ' ')); };
  put(static_cast<unsigned>(in.size));
  for (Index i = 0; i < in.size; i += 3) {
    auto at = [&](Index k) { return k < in.size ? in.data[k] : 0u; };
    unsigned bits = at(i) << 16 | at(i + 1) << 8 | at(i + 2);
    for (int shift = 18; shift >= 0; shift -= 6) put(bits >> shift & 63);
  }
  out.put('\n');
  return out.finish();
}

}  // namespace krait::binascii
