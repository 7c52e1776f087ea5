// Compiled struct formats.
#pragma once

#include "object/protocol.h"
#include "types/tuple/tuple.h"

namespace krait::structs {

// One code of a format: `repeat` values of `size` bytes each, the first at `offset`. For s and p one value of `size` bytes.
struct Code {
  char letter;
  bool native;  // '@' or little-endian with the native size: the native error texts
  bool big_endian;
  Index offset;
  Index size;
  Index repeat;
};

struct Struct {
  Object base;
  Index size;
  Index count;  // of values
  Code* codes;  // ends with letter 0
  Object* format;  // bytes
  Object* weakrefs;
};
static_assert(sizeof(Struct) == 56);

extern Type struct_type, unpack_iterator_type;
Type& error_type(Context& cx);

// Compiles a format into self.
Result<void> compile(Context& cx, Struct* self, Borrowed<> format);
Result<Ref<Struct>> cached_struct(Context& cx, Borrowed<> format);
Result<void> pack_value(Context& cx, const Code& code, Borrowed<> value, char* out);
Result<Ref<>> unpack_value(Context& cx, const Code& code, const char* data);
Result<void> pack_all(Context& cx, Struct* self, std::span<Object* const> values, char* out);
Result<Ref<Tuple>> unpack_all(Context& cx, Struct* self, const char* data);

// IEEE half precision, as two bytes' worth of bits. *overflow when the number is too large.
std::uint16_t half_from_double(double value, bool* overflow);
double double_from_half(std::uint16_t bits);

}  // namespace krait::structs
