// Looking over runs of characters: widest character, plain ASCII, widening and narrowing copies, line ends.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/unicode/unicode.h"

namespace krait::text {

using Index = std::ptrdiff_t;

// Length of the leading run of bytes below 128.
inline Index ascii_prefix(const uint8_t* text, Index size) {
  Index i = 0;
  for (; i + 32 <= size; i += 32) {
    uint64_t w[4];
    memcpy(w, text + i, 32);
    if ((w[0] | w[1] | w[2] | w[3]) & 0x8080808080808080) break;
  }
  while (i < size && text[i] < 0x80) i++;
  return i;
}
inline bool is_ascii(const uint8_t* text, Index size) { return ascii_prefix(text, size) == size; }

// The upper bound of the storage class that holds all characters: 0x7f, 0xff, 0xffff or 0x10ffff.
inline uint32_t widest(const uint8_t* text, Index size) { return is_ascii(text, size) ? 0x7f : 0xff; }
template <typename Char>
uint32_t widest(const Char* text, Index size) {
  uint32_t bits = 0;
  Index i = 0;
  for (; i + 16 <= size; i += 16) {
    for (int k = 0; k < 16; k++) bits |= text[i + k];
    if (bits >= 0x10000 || (sizeof(Char) == 2 && bits >= 0x100)) break;
  }
  for (; i < size; i++) bits |= text[i];
  return bits < 0x80 ? 0x7f : bits < 0x100 ? 0xff : bits < 0x10000 ? 0xffff : 0x10ffff;
}

// Copies characters between widths; narrowing is for text known to fit.
template <typename To, typename From>
void copy_chars(To* to, const From* from, Index size) {
  if constexpr (sizeof(To) == sizeof(From)) memcpy(to, from, static_cast<size_t>(size) * sizeof(To));
  else
    for (Index i = 0; i < size; i++) to[i] = static_cast<To>(from[i]);
}

// Ends of the line that starts at `at`: where its text stops and where the next begins.
struct Line {
  Index end, next;
};
template <typename Char>
Line next_line(const Char* text, Index size, Index at) {
  Index end = at;
  while (end < size && !unicode::is_linebreak(text[end])) end++;
  Index next = end;
  if (next < size) next += text[next] == '\r' && next + 1 < size && text[next + 1] == '\n' ? 2 : 1;
  return {end, next};
}
// The same for bytes, where only \n, \r and \r\n end a line.
inline Line next_byte_line(const uint8_t* text, Index size, Index at) {
  Index end = at;
  while (end < size && text[end] != '\n' && text[end] != '\r') end++;
  Index next = end;
  if (next < size) next += text[next] == '\r' && next + 1 < size && text[next + 1] == '\n' ? 2 : 1;
  return {end, next};
}

inline uint8_t ascii_lower(uint8_t c) { return c + ((c >= 'A' && c <= 'Z') << 5); }
inline uint8_t ascii_upper(uint8_t c) { return c - ((c >= 'a' && c <= 'z') << 5); }
inline bool ascii_alpha(uint8_t c) { return static_cast<uint8_t>((c | 0x20) - 'a') < 26; }
inline bool ascii_digit(uint8_t c) { return static_cast<uint8_t>(c - '0') < 10; }
inline bool ascii_alnum(uint8_t c) { return ascii_alpha(c) || ascii_digit(c); }
inline bool ascii_islower(uint8_t c) { return static_cast<uint8_t>(c - 'a') < 26; }
inline bool ascii_isupper(uint8_t c) { return static_cast<uint8_t>(c - 'A') < 26; }
inline bool ascii_space(uint8_t c) { return c == ' ' || static_cast<uint8_t>(c - 9) < 5; }
inline int hex_value(uint32_t c) {
  return c - '0' < 10 ? static_cast<int>(c - '0') : (c | 0x20) - 'a' < 6 ? static_cast<int>((c | 0x20) - 'a' + 10) : -1;
}

}  // namespace krait::text
