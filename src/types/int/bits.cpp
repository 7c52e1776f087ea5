// Shifts and bitwise operators. Negative numbers act as two's complement with infinitely many sign bits.
#include <algorithm>

#include "object/new.h"
#include "types/int/arithmetic.h"

namespace krait::int_ {

using digits::bits;
using digits::mask;

Result<Ref<Int>> shift_left(Context& cx, Borrowed<Int> a, std::size_t count) {
  if (a->head.size == 0) return hold(small_int(0));
  Index whole = static_cast<Index>(count / bits);
  int part = static_cast<int>(count % bits);
  Index n = a->digit_count();
  if (whole > index_max / 8 - n) return raise(cx, exc::OverflowError, "too many digits in integer");
  if (n == 1 && whole == 0) {
    long long value = a->compact_value() * (1ll << part);
    return int_from(cx, value);
  }
  auto made = KR_TRY(new_int(cx, n + whole + 1));
  std::fill_n(made->digits, whole, 0);
  Digit carry = 0;
  for (Index i = 0; i < n; ++i) {
    digits::Two wide = static_cast<digits::Two>(a->digits[i]) << part | carry;
    made->digits[i + whole] = static_cast<Digit>(wide & mask);
    carry = static_cast<Digit>(wide >> bits);
  }
  made->digits[n + whole] = carry;
  return finish(std::move(made), n + whole + 1, a->is_negative());
}

Result<Ref<Int>> shift_right(Context& cx, Borrowed<Int> a, std::size_t count) {
  if (a->is_compact()) {
    Index value = a->compact_value();
    return int_from(cx, value >> std::min<std::size_t>(count, 63));
  }
  Index whole = static_cast<Index>(count / bits);
  int part = static_cast<int>(count % bits);
  Index n = a->digit_count();
  if (whole >= n) return hold(small_int(a->is_negative() ? -1 : 0));
  auto made = KR_TRY(new_int(cx, n - whole + 1));
  bool lost = false;  // a one among the bits shifted out: a negative number then rounds away from zero
  if (a->is_negative()) {
    for (Index i = 0; i < whole && !lost; ++i) lost = a->digits[i] != 0;
    lost = lost || (a->digits[whole] & ((Digit{1} << part) - 1)) != 0;
  }
  for (Index i = whole; i < n; ++i) {
    digits::Two wide = a->digits[i];
    if (i + 1 < n) wide |= static_cast<digits::Two>(a->digits[i + 1]) << bits;
    made->digits[i - whole] = static_cast<Digit>(wide >> part & mask);
  }
  made->digits[n - whole] = 0;
  if (lost) {
    Index i = 0;
    while (made->digits[i] == mask) made->digits[i++] = 0;
    ++made->digits[i];
  }
  return finish(std::move(made), n - whole + 1, a->is_negative());
}

namespace {

// Reads a number's two's complement digits one by one, sign-extended for ever.
class TwosComplement {
 public:
  explicit TwosComplement(Borrowed<Int> a) : a_(magnitude(a)), negative_(a->is_negative()) {}
  Digit next() {
    Digit d = position_ < a_.size() ? a_[position_] : 0;
    ++position_;
    if (!negative_) return d;
    Digit answer = (~d & mask) + carry_;
    carry_ = answer >> bits;
    return answer & mask;
  }

 private:
  digits::In a_;
  bool negative_;
  std::size_t position_ = 0;
  Digit carry_ = 1;
};

KR_INLINE Digit combine(char op, Digit x, Digit y) { return op == '&' ? x & y : op == '|' ? x | y : x ^ y; }

}  // namespace

Result<Ref<Int>> bitwise(Context& cx, Borrowed<Int> a, Borrowed<Int> b, char op) {
  if (a->is_compact() && b->is_compact()) {
    Index x = a->compact_value(), y = b->compact_value();
    return int_from(cx, op == '&' ? x & y : op == '|' ? x | y : x ^ y);
  }
  Index n = std::max(a->digit_count(), b->digit_count());
  if (op == '&') {
    if (!a->is_negative()) n = a->digit_count();
    if (!b->is_negative()) n = std::min(n, a->is_negative() ? b->digit_count() : std::min(a->digit_count(), b->digit_count()));
  }
  bool negative = combine(op, a->is_negative(), b->is_negative()) & 1;
  auto made = KR_TRY(new_int(cx, n + 1));
  TwosComplement x(a), y(b);
  Digit carry = 1;
  for (Index i = 0; i <= n; ++i) {
    Digit d = i == n && op == '&' && !negative ? 0 : combine(op, x.next(), y.next());
    if (negative) {
      d = (~d & mask) + carry;
      carry = d >> bits;
      d &= mask;
    }
    made->digits[i] = d;
  }
  return finish(std::move(made), n + 1, negative);
}

}  // namespace krait::int_
