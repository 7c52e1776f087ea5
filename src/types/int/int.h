// int: sign and 30-bit digits, least significant first; the sign of head.size is the number's.
#pragma once

#include <string_view>

#include "object/protocol.h"

namespace krait {

using Digit = std::uint32_t;
inline constexpr int digit_bits = 30;
inline constexpr Digit digit_mask = (Digit{1} << digit_bits) - 1;

struct Int {
  VarObject head;
  Digit digits[1];

  static constexpr Type* static_type = &int_type;
  static constexpr unsigned long subclass_flag = type_flags::long_subclass;
  KR_INLINE Index digit_count() const { return head.size < 0 ? -head.size : head.size; }
  KR_INLINE bool is_negative() const { return head.size < 0; }
  // At most one digit: value() is then the number.
  KR_INLINE bool is_compact() const { return static_cast<std::size_t>(head.size + 1) < 3; }
  KR_INLINE Index compact_value() const { return head.size * static_cast<Index>(digits[0]); }
};
inline constexpr int small_int_min = -5, small_int_max = 256;

// CPython keeps the small ints inside _PyRuntime; compiled modules read them there.
Borrowed<Int> small_int(int value);  // -5..256

Result<Ref<Int>> new_int(Context& cx, Index digits);  // digits not set
Result<Ref<Int>> int_from(Context& cx, long long value);
Result<Ref<Int>> int_from_unsigned(Context& cx, unsigned long long value);
Result<Ref<Int>> int_from_double(Context& cx, double value);  // truncates; raises for nan and infinity
// int(text, base) for ASCII digits with optional sign, underscores and prefix; ValueError as int() raises it.
Result<Ref<>> int_from_text(Context& cx, std::string_view text, int base);
Result<Ref<>> int_from_str(Context& cx, Borrowed<Str> text, int base);
Result<Ref<Int>> int_from_bytes(Context& cx, const std::uint8_t* bytes, std::size_t size, bool little_endian, bool is_signed);
Result<void> int_to_bytes(Context& cx, Borrowed<Int> value, std::uint8_t* bytes, std::size_t size, bool little_endian, bool is_signed);
Result<Ref<Str>> int_to_str(Context& cx, Borrowed<Int> value, int base);  // with 0x, 0o, 0b for 16, 8, 2

// The value in C's terms. Sets *overflow to -1 or 1 instead of raising when it does not fit.
long long int_to_long_long(Borrowed<Int> value, int* overflow);
// Any object with __index__; OverflowError "Python int too large to convert to C long" and the like. -1 with an error pending.
long long as_long_long(Context& cx, Borrowed<> object);
long as_long(Context& cx, Borrowed<> object);
int as_int(Context& cx, Borrowed<> object);
Index as_ssize(Context& cx, Borrowed<> object);
std::size_t as_size(Context& cx, Borrowed<> object);
unsigned long as_unsigned_long(Context& cx, Borrowed<> object);
unsigned long long as_unsigned_long_long(Context& cx, Borrowed<> object);
unsigned long as_unsigned_long_mask(Context& cx, Borrowed<> object);
unsigned long long as_unsigned_long_long_mask(Context& cx, Borrowed<> object);
double int_to_double(Context& cx, Borrowed<Int> value);  // -1.0 with an error pending when too large
int int_sign(Borrowed<Int> value);
std::size_t int_bit_count(Borrowed<Int> value);  // bit_length()

// Arithmetic on ints, as the operators do it (types/int/arithmetic.cpp).
Result<Ref<Int>> int_add(Context& cx, Borrowed<Int> a, Borrowed<Int> b);
Result<Ref<Int>> int_subtract(Context& cx, Borrowed<Int> a, Borrowed<Int> b);
Result<Ref<Int>> int_multiply(Context& cx, Borrowed<Int> a, Borrowed<Int> b);
Result<Ref<Int>> int_negative(Context& cx, Borrowed<Int> a);
int int_compare(Borrowed<Int> a, Borrowed<Int> b);

}  // namespace krait
