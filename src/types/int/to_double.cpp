// From int to double, rounded half to even, and true division correctly rounded.
#include <cmath>

#include "object/new.h"
#include "types/float/float.h"
#include "types/int/arithmetic.h"

namespace krait {
namespace int_ {

// The top 64 bits of a number with the last one sticky (set when anything non-zero lies below), and how far they were shifted.
static std::uint64_t top_bits(digits::In a, Index length, Index* shift) {
  *shift = length - 64;
  std::uint64_t top = 0;
  Index low = *shift > 0 ? *shift : 0;
  for (Index i = static_cast<Index>(a.size()) - 1; i >= 0 && (i + 1) * digits::bits > low; --i) {
    Index at = i * digits::bits - low;
    if (at >= 0) top |= static_cast<std::uint64_t>(a[i]) << at;
    else top |= a[i] >> -at;
  }
  if (*shift < 0) return *shift = 0, top;
  bool sticky = false;
  for (Index i = 0; i < low / digits::bits && !sticky; ++i) sticky = a[i] != 0;
  if (!sticky && low % digits::bits) sticky = (a[low / digits::bits] & ((Digit{1} << (low % digits::bits)) - 1)) != 0;
  return top | sticky;
}

double frexp(Borrowed<Int> value, Index* exponent) {
  if (value->head.size == 0) return *exponent = 0, 0.0;
  Index length = digits::bit_length(magnitude(value));
  Index shift = 0;
  std::uint64_t top = top_bits(magnitude(value), length, &shift);
  // Round to 53 bits by hand: the conversion of a 64-bit integer rounds correctly, and the sticky bit breaks ties.
  double fraction = std::ldexp(static_cast<double>(top), -static_cast<int>(length - shift));
  if (fraction == 1.0) fraction = 0.5, ++length;
  *exponent = length;
  return value->is_negative() ? -fraction : fraction;
}

Result<Ref<>> true_divide(Context& cx, Borrowed<Int> a, Borrowed<Int> b) {
  if (b->head.size == 0) return raise(cx, exc::ZeroDivisionError, "division by zero");
  bool negative = a->is_negative() != b->is_negative();
  if (a->head.size == 0) return float_from(cx, negative ? -0.0 : 0.0);
  Index a_length = int_bit_count(a), b_length = int_bit_count(b);
  if (a_length <= 53 && b_length <= 53) return float_from(cx, int_to_double(cx, a) / int_to_double(cx, b));
  // Scale so that the quotient has 55 to 56 bits or, for results below the normal range, as many as it will keep.
  Index difference = a_length - b_length;
  if (difference > 1024) return raise(cx, exc::OverflowError, "integer division result too large for a float");
  if (difference < -1075 - 1) return float_from(cx, negative ? -0.0 : 0.0);
  Index shift = std::max<Index>(difference, -1021) - 55;
  auto x = KR_TRY(plain(cx, a)), y = KR_TRY(plain(cx, b));
  if (x->is_negative()) x = KR_TRY(int_negative(cx, x));
  if (y->is_negative()) y = KR_TRY(int_negative(cx, y));
  if (shift <= 0) x = KR_TRY(shift_left(cx, x, -shift));
  else y = KR_TRY(shift_left(cx, y, shift));
  auto parts = KR_TRY(truncating_divmod(cx, x, y));
  int overflow = 0;
  std::uint64_t quotient = static_cast<std::uint64_t>(int_to_long_long(parts.quotient, &overflow));
  bool inexact = parts.remainder->head.size != 0;
  // Keep 53 bits, or fewer where the result is subnormal; round half to even with the remainder as sticky bit.
  Index length = 64 - __builtin_clzll(quotient | 1);
  Index keep = std::min<Index>(53, length + shift + 1074);
  Index drop = length - keep;
  if (drop > 0) {
    std::uint64_t half = 1ull << (drop - 1), rest = quotient & ((half << 1) - 1);
    quotient >>= drop;
    if (rest > half || (rest == half && (inexact || (quotient & 1)))) ++quotient;
    shift += drop;
  }
  double answer = std::ldexp(static_cast<double>(quotient), static_cast<int>(shift));
  if (std::isinf(answer)) return raise(cx, exc::OverflowError, "integer division result too large for a float");
  return float_from(cx, negative ? -answer : answer);
}

}  // namespace int_

double int_to_double(Context& cx, Borrowed<Int> value) {
  if (value->is_compact()) return static_cast<double>(value->compact_value());
  Index exponent = 0;
  double fraction = int_::frexp(value, &exponent);
  if (exponent > 1024) {
    (void)raise(cx, exc::OverflowError, "int too large to convert to float");
    return -1.0;
  }
  return std::ldexp(fraction, static_cast<int>(exponent));
}

}  // namespace krait
