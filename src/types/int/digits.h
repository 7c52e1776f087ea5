// Arithmetic on the digits of non-negative numbers: spans of 30-bit digits, least significant first, no leading zero unless said.
// No objects and no errors here. Above gmp_threshold digits multiplication, division and radix conversion go to GMP.
#pragma once

#include <cstdint>
#include <span>

#include "base/base.h"

namespace krait::digits {

using Digit = std::uint32_t;
using Two = std::uint64_t;
inline constexpr int bits = 30;
inline constexpr Digit mask = (Digit{1} << bits) - 1;

// Measured: below this many digits in the smaller operand the schoolbook loops win over conversion to limbs and back.
inline constexpr Index gmp_threshold = 40;

using In = std::span<const Digit>;

inline Index trimmed(const Digit* d, Index n) {
  while (n > 0 && d[n - 1] == 0) --n;
  return n;
}

int compare(In a, In b);                                    // -1, 0, 1
Index add(In a, In b, Digit* out);                          // out: max(a, b) + 1 digits; returns the length
Index subtract(In a, In b, Digit* out);                     // a >= b; out: a digits
Index multiply(In a, In b, Digit* out);                     // out: a + b digits
Digit divide_by_digit(In a, Digit divisor, Digit* quotient);  // quotient: a digits; returns the remainder
// a >= b >= 2 digits. quotient: a - b + 1 digits, remainder: b digits.
void divide(In a, In b, Digit* quotient, Index* quotient_size, Digit* remainder, Index* remainder_size);
Index bit_length(In a);

// GMP's side (gmp.cpp).
Index multiply_gmp(In a, In b, Digit* out);
void divide_gmp(In a, In b, Digit* quotient, Index* quotient_size, Digit* remainder, Index* remainder_size);

}  // namespace krait::digits
