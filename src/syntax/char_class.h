// What a byte may be in Python source: one table look-up. Bytes above 127 may be part of an identifier.
#pragma once
#include <array>
#include <cstdint>

namespace krait::syntax {

enum CharClass : uint8_t { C_START = 1, C_DIGIT = 2, C_HEX = 4, C_SPACE = 8 };

constexpr std::array<uint8_t, 256> char_classes = [] {
  std::array<uint8_t, 256> t{};
  for (int c = 0; c < 256; ++c) {
    bool lower = c >= 'a' && c <= 'z', upper = c >= 'A' && c <= 'Z', digit = c >= '0' && c <= '9';
    if (lower || upper || c == '_' || c >= 128) t[c] |= C_START;
    if (digit) t[c] |= C_DIGIT | C_HEX;
    if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) t[c] |= C_HEX;
    if (c == ' ' || c == '\t' || c == '\f') t[c] |= C_SPACE;
  }
  return t;
}();

// All accept -1 (end of text).
inline bool has_class(int c, int mask) { return c >= 0 && (char_classes[uint8_t(c)] & mask); }
inline bool is_name_start(int c) { return has_class(c, C_START); }
inline bool is_name_char(int c) { return has_class(c, C_START | C_DIGIT); }
inline bool is_digit(int c) { return has_class(c, C_DIGIT); }
inline bool is_hex_digit(int c) { return has_class(c, C_HEX); }

}  // namespace krait::syntax
