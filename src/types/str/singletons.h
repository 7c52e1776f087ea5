// The strs that exist once and for ever: "" and the 256 Latin-1 characters.
#pragma once

#include "types/str/str.h"

namespace krait::strings {

struct StaticLatin1 {  // a compact str that is not ASCII
  AsciiHead head;
  Index utf8_length;
  const char* utf8;
  Index wstr_length;
  std::uint8_t data[8];
};

extern StaticLatin1 latin1_chars[128];

KR_INLINE Borrowed<Str> latin1_char(std::uint8_t c) {
  return Borrowed<Str>(c < 128 ? reinterpret_cast<Str*>(&ascii_chars[c]) : reinterpret_cast<Str*>(&latin1_chars[c - 128]));
}

}  // namespace krait::strings
