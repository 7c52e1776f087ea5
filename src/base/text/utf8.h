// UTF-8: validation, decoding and encoding, with the error positions that CPython reports.
#pragma once
#include <cstddef>
#include <cstdint>

namespace krait::text {

using Index = std::ptrdiff_t;

enum class Utf8Problem : uint8_t { none, invalid_start, invalid_continuation, unexpected_end };

// What UnicodeDecodeError calls the problem.
inline const char* describe(Utf8Problem problem) {
  return problem == Utf8Problem::invalid_start          ? "invalid start byte"
         : problem == Utf8Problem::invalid_continuation ? "invalid continuation byte"
                                                        : "unexpected end of data";
}

// The valid beginning of a run of bytes, and what stops it.
struct Utf8Scan {
  Index bytes = 0;          // valid bytes
  Index chars = 0;          // code points in them
  uint32_t widest = 0x7f;   // bound of their storage class: 0x7f, 0xff, 0xffff, 0x10ffff
  Utf8Problem problem = Utf8Problem::none;
  Index bad_bytes = 0;      // length of the bad sequence after them
};
Utf8Scan utf8_scan(const uint8_t* text, Index size);

// Decodes text that utf8_scan found valid; answers the number of characters written.
template <typename Char>
Index utf8_decode_valid(const uint8_t* text, Index size, Char* out) {
  Char* start = out;
  const uint8_t* end = text + size;
  while (text < end) {
    uint32_t c = *text;
    if (c < 0x80) *out++ = static_cast<Char>(c), text += 1;
    else if (c < 0xE0) *out++ = static_cast<Char>((c & 0x1F) << 6 | (text[1] & 0x3F)), text += 2;
    else if (c < 0xF0) *out++ = static_cast<Char>((c & 0x0F) << 12 | (text[1] & 0x3F) << 6 | (text[2] & 0x3F)), text += 3;
    else *out++ = static_cast<Char>((c & 7) << 18 | (text[1] & 0x3F) << 12 | (text[2] & 0x3F) << 6 | (text[3] & 0x3F)), text += 4;
  }
  return out - start;
}

// Writes one code point (a surrogate too, as three bytes) and answers the place after it.
inline uint8_t* utf8_put(uint8_t* out, uint32_t c) {
  if (c < 0x80) {
    *out++ = static_cast<uint8_t>(c);
  } else if (c < 0x800) {
    *out++ = static_cast<uint8_t>(0xC0 | c >> 6);
    *out++ = static_cast<uint8_t>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    *out++ = static_cast<uint8_t>(0xE0 | c >> 12);
    *out++ = static_cast<uint8_t>(0x80 | (c >> 6 & 0x3F));
    *out++ = static_cast<uint8_t>(0x80 | (c & 0x3F));
  } else {
    *out++ = static_cast<uint8_t>(0xF0 | c >> 18);
    *out++ = static_cast<uint8_t>(0x80 | (c >> 12 & 0x3F));
    *out++ = static_cast<uint8_t>(0x80 | (c >> 6 & 0x3F));
    *out++ = static_cast<uint8_t>(0x80 | (c & 0x3F));
  }
  return out;
}

inline bool is_surrogate(uint32_t c) { return (c & 0xFFFFF800) == 0xD800; }
inline bool is_high_surrogate(uint32_t c) { return (c & 0xFFFFFC00) == 0xD800; }
inline bool is_low_surrogate(uint32_t c) { return (c & 0xFFFFFC00) == 0xDC00; }

// Bytes that the characters take in UTF-8 up to the first surrogate, whose index (or -1) is left in `surrogate`.
template <typename Char>
Index utf8_length(const Char* text, Index size, Index& surrogate) {
  Index bytes = 0;
  surrogate = -1;
  for (Index i = 0; i < size; i++) {
    uint32_t c = text[i];
    if (sizeof(Char) > 1 && is_surrogate(c)) {
      surrogate = i;
      break;
    }
    bytes += 1 + (c >= 0x80) + (c >= 0x800) + (c >= 0x10000);
  }
  return bytes;
}

template <typename Char>
uint8_t* utf8_encode(const Char* text, Index size, uint8_t* out) {
  for (Index i = 0; i < size; i++) out = utf8_put(out, text[i]);
  return out;
}

}  // namespace krait::text
