// The bytes that exist once and for ever: b"" and the 256 of one byte.
#pragma once

#include "types/bytes/bytes.h"

namespace krait::byte_strings {

struct StaticBytes {
  VarObject head;
  Hash hash;
  char data[8];
};
extern StaticBytes single_bytes[256];
extern StaticBytes no_bytes;

KR_INLINE Borrowed<Bytes> single_byte(std::uint8_t byte) { return Borrowed<Bytes>(reinterpret_cast<Bytes*>(&single_bytes[byte])); }

}  // namespace krait::byte_strings
