// The operators of int on sign and magnitude. One-digit operands, nearly all there are, never reach the digit loops.
#include "types/int/arithmetic.h"

#include <algorithm>

#include "memory/memory.h"
#include "object/new.h"

namespace krait {

using digits::In;

Result<Ref<Int>> new_int(Context& cx, Index size) {
  auto made = KR_TRY(new_plain<Int>(cx, int_type, sizeof(VarObject) + sizeof(Digit) * std::max<Index>(size, 1)));
  made->head.size = size;
  return made;
}

namespace int_ {

In magnitude(Borrowed<Int> a) { return {a->digits, static_cast<std::size_t>(a->digit_count())}; }

// Gives a fresh int its final length and sign; small values become the shared objects.
Ref<Int> finish(Ref<Int> made, Index size, bool negative) {
  size = digits::trimmed(made->digits, size);
  if (size == 0) return hold(small_int(0));
  if (size == 1) {
    Index value = negative ? -static_cast<Index>(made->digits[0]) : static_cast<Index>(made->digits[0]);
    if (value >= small_int_min && value <= small_int_max) return hold(small_int(static_cast<int>(value)));
  }
  made->head.size = negative ? -size : size;
  return made;
}

static Result<Ref<Int>> add_magnitudes(Context& cx, In a, In b, bool negative) {
  auto made = KR_TRY(new_int(cx, std::max(a.size(), b.size()) + 1));
  Index size = digits::add(a, b, made->digits);
  return finish(std::move(made), size, negative);
}

// |a| - |b|, negated when asked.
static Result<Ref<Int>> subtract_magnitudes(Context& cx, In a, In b, bool negative) {
  int order = digits::compare(a, b);
  if (order == 0) return hold(small_int(0));
  if (order < 0) {
    std::swap(a, b);
    negative = !negative;
  }
  auto made = KR_TRY(new_int(cx, a.size()));
  Index size = digits::subtract(a, b, made->digits);
  return finish(std::move(made), size, negative);
}

Result<DivMod> divmod(Context& cx, Borrowed<Int> a, Borrowed<Int> b) {
  if (b->head.size == 0) return raise(cx, exc::ZeroDivisionError, "integer division or modulo by zero");
  if (a->is_compact() && b->is_compact()) {
    Index x = a->compact_value(), y = b->compact_value();
    Index quotient = x / y, rest = x % y;
    if (rest != 0 && (rest ^ y) < 0) rest += y, --quotient;
    auto q = KR_TRY(int_from(cx, quotient));
    return DivMod{std::move(q), KR_TRY(int_from(cx, rest))};
  }
  auto parts = KR_TRY(truncating_divmod(cx, a, b));
  if (parts.remainder->head.size != 0 && parts.remainder->is_negative() != b->is_negative()) {
    parts.remainder = KR_TRY(int_add(cx, parts.remainder, b));
    parts.quotient = KR_TRY(int_subtract(cx, parts.quotient, small_int(1)));
  }
  return parts;
}

Result<DivMod> truncating_divmod(Context& cx, Borrowed<Int> a, Borrowed<Int> b) {
  In x = magnitude(a), y = magnitude(b);
  if (digits::compare(x, y) < 0) return DivMod{hold(small_int(0)), KR_TRY(plain(cx, a))};
  bool negative = a->is_negative() != b->is_negative();
  auto quotient = KR_TRY(new_int(cx, x.size()));
  if (y.size() == 1) {
    Digit rest = digits::divide_by_digit(x, y[0], quotient->digits);
    auto remainder = KR_TRY(int_from(cx, a->is_negative() ? -static_cast<long long>(rest) : static_cast<long long>(rest)));
    return DivMod{finish(std::move(quotient), x.size(), negative), std::move(remainder)};
  }
  auto remainder = KR_TRY(new_int(cx, y.size()));
  Index quotient_size = 0, remainder_size = 0;
  digits::divide(x, y, quotient->digits, &quotient_size, remainder->digits, &remainder_size);
  return DivMod{finish(std::move(quotient), quotient_size, negative), finish(std::move(remainder), remainder_size, a->is_negative())};
}

Result<Ref<Int>> plain(Context& cx, Borrowed<Int> value) {
  if (is_exact<Int>(value)) return hold(value);
  if (value->is_compact()) return int_from(cx, value->compact_value());
  auto made = KR_TRY(new_int(cx, value->digit_count()));
  std::copy_n(value->digits, value->digit_count(), made->digits);
  made->head.size = value->head.size;
  return made;
}

}  // namespace int_

using int_::magnitude;

Result<Ref<Int>> int_add(Context& cx, Borrowed<Int> a, Borrowed<Int> b) {
  if (a->is_compact() && b->is_compact()) return int_from(cx, a->compact_value() + b->compact_value());
  if (a->is_negative() == b->is_negative()) return int_::add_magnitudes(cx, magnitude(a), magnitude(b), a->is_negative());
  return int_::subtract_magnitudes(cx, magnitude(a), magnitude(b), a->is_negative());
}

Result<Ref<Int>> int_subtract(Context& cx, Borrowed<Int> a, Borrowed<Int> b) {
  if (a->is_compact() && b->is_compact()) return int_from(cx, a->compact_value() - b->compact_value());
  if (a->is_negative() != b->is_negative()) return int_::add_magnitudes(cx, magnitude(a), magnitude(b), a->is_negative());
  return int_::subtract_magnitudes(cx, magnitude(a), magnitude(b), a->is_negative());
}

Result<Ref<Int>> int_multiply(Context& cx, Borrowed<Int> a, Borrowed<Int> b) {
  if (a->is_compact() && b->is_compact()) return int_from(cx, static_cast<long long>(a->compact_value()) * b->compact_value());
  In x = magnitude(a), y = magnitude(b);
  if (x.empty() || y.empty()) return hold(small_int(0));
  auto made = KR_TRY(new_int(cx, x.size() + y.size()));
  Index size = digits::multiply(x, y, made->digits);
  return int_::finish(std::move(made), size, a->is_negative() != b->is_negative());
}

Result<Ref<Int>> int_negative(Context& cx, Borrowed<Int> a) {
  if (a->is_compact()) return int_from(cx, -a->compact_value());
  auto made = KR_TRY(new_int(cx, a->digit_count()));
  std::copy_n(a->digits, a->digit_count(), made->digits);
  made->head.size = -a->head.size;
  return made;
}

int int_compare(Borrowed<Int> a, Borrowed<Int> b) {
  if (a->head.size != b->head.size) return a->head.size < b->head.size ? -1 : 1;
  int order = digits::compare(magnitude(a), magnitude(b));
  return a->is_negative() ? -order : order;
}

int int_sign(Borrowed<Int> value) { return value->head.size < 0 ? -1 : value->head.size > 0; }

std::size_t int_bit_count(Borrowed<Int> value) { return digits::bit_length(magnitude(value)); }

}  // namespace krait
