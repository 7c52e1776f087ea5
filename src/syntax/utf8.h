// Small UTF-8 helpers. The text was checked when it was decoded, so these do not look for malformed sequences;
// surrogates may occur (from str sources) and count as one character.
#pragma once
#include <cstddef>
#include <cstdint>

namespace krait::syntax {

inline size_t utf8_length(const char* p, const char* end) {
  size_t n = 0;
  for (; p < end; ++p) n += (uint8_t(*p) & 0xC0) != 0x80;
  return n;
}

inline uint32_t utf8_next(const char*& p) {
  uint32_t c = uint8_t(*p++);
  if (c < 0x80) return c;
  int more = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : 1;
  c &= 0x3Fu >> more;
  while (more-- && (uint8_t(*p) & 0xC0) == 0x80) c = c << 6 | (uint8_t(*p++) & 0x3F);
  return c;
}

// Writes the character and returns the end; at most 4 bytes.
inline char* utf8_put(char* out, uint32_t c) {
  if (c < 0x80) {
    *out++ = char(c);
  } else if (c < 0x800) {
    *out++ = char(0xC0 | c >> 6);
    *out++ = char(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    *out++ = char(0xE0 | c >> 12);
    *out++ = char(0x80 | (c >> 6 & 0x3F));
    *out++ = char(0x80 | (c & 0x3F));
  } else {
    *out++ = char(0xF0 | c >> 18);
    *out++ = char(0x80 | (c >> 12 & 0x3F));
    *out++ = char(0x80 | (c >> 6 & 0x3F));
    *out++ = char(0x80 | (c & 0x3F));
  }
  return out;
}

}  // namespace krait::syntax
