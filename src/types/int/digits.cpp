#include "types/int/digits.h"

#include <cstring>
#include <utility>

namespace krait::digits {

int compare(In a, In b) {
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  for (Index i = static_cast<Index>(a.size()) - 1; i >= 0; --i)
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  return 0;
}

Index add(In a, In b, Digit* out) {
  if (a.size() < b.size()) std::swap(a, b);
  Digit carry = 0;
  std::size_t i = 0;
  for (; i < b.size(); ++i) {
    carry += a[i] + b[i];
    out[i] = carry & mask;
    carry >>= bits;
  }
  for (; i < a.size(); ++i) {
    carry += a[i];
    out[i] = carry & mask;
    carry >>= bits;
  }
  out[i] = carry;
  return trimmed(out, i + 1);
}

Index subtract(In a, In b, Digit* out) {
  Digit borrow = 0;
  std::size_t i = 0;
  for (; i < b.size(); ++i) {
    borrow = a[i] - b[i] - borrow;
    out[i] = borrow & mask;
    borrow = (borrow >> bits) & 1;
  }
  for (; i < a.size(); ++i) {
    borrow = a[i] - borrow;
    out[i] = borrow & mask;
    borrow = (borrow >> bits) & 1;
  }
  return trimmed(out, i);
}

Index multiply(In a, In b, Digit* out) {
  if (a.size() > b.size()) std::swap(a, b);
  if (static_cast<Index>(a.size()) > gmp_threshold) return multiply_gmp(a, b, out);
  std::memset(out, 0, (a.size() + b.size()) * sizeof(Digit));
  for (std::size_t i = 0; i < a.size(); ++i) {
    Two carry = 0;
    Two factor = a[i];
    Digit* row = out + i;
    for (std::size_t j = 0; j < b.size(); ++j) {
      carry += row[j] + factor * b[j];
      row[j] = static_cast<Digit>(carry & mask);
      carry >>= bits;
    }
    row[b.size()] = static_cast<Digit>(carry);
  }
  return trimmed(out, a.size() + b.size());
}

Digit divide_by_digit(In a, Digit divisor, Digit* quotient) {
  Two rest = 0;
  for (Index i = static_cast<Index>(a.size()) - 1; i >= 0; --i) {
    rest = rest << bits | a[i];
    quotient[i] = static_cast<Digit>(rest / divisor);
    rest %= divisor;
  }
  return static_cast<Digit>(rest);
}

// Knuth's algorithm D on normalised copies: `u` has one digit more than a, `v` the divisor with its top bit set.
static void divide_normalised(Digit* u, Index a_size, const Digit* v, Index n, Digit* quotient) {
  for (Index j = a_size - n; j >= 0; --j) {
    Two top = static_cast<Two>(u[j + n]) << bits | u[j + n - 1];
    Two guess = top / v[n - 1];
    Two rest = top % v[n - 1];
    while (guess > mask || guess * v[n - 2] > (rest << bits | u[j + n - 2])) {
      --guess;
      rest += v[n - 1];
      if (rest > mask) break;
    }
    std::int64_t borrow = 0;
    Two carry = 0;
    for (Index i = 0; i < n; ++i) {
      carry += guess * v[i];
      std::int64_t difference = static_cast<std::int64_t>(u[i + j]) - static_cast<std::int64_t>(carry & mask) + borrow;
      u[i + j] = static_cast<Digit>(difference) & mask;
      borrow = difference >> bits;
      carry >>= bits;
    }
    std::int64_t difference = static_cast<std::int64_t>(u[j + n]) - static_cast<std::int64_t>(carry) + borrow;
    u[j + n] = static_cast<Digit>(difference) & mask;
    if (difference < 0) {  // the guess was one too large: add the divisor back
      --guess;
      Digit back = 0;
      for (Index i = 0; i < n; ++i) {
        back += u[i + j] + v[i];
        u[i + j] = back & mask;
        back >>= bits;
      }
      u[j + n] = (u[j + n] + back) & mask;
    }
    quotient[j] = static_cast<Digit>(guess);
  }
}

void divide(In a, In b, Digit* quotient, Index* quotient_size, Digit* remainder, Index* remainder_size) {
  Index a_size = a.size(), n = b.size();
  if (n > gmp_threshold && a_size - n > gmp_threshold / 2)
    return divide_gmp(a, b, quotient, quotient_size, remainder, remainder_size);
  int shift = __builtin_clz(b[n - 1]) - (32 - bits);
  constexpr Index on_stack = 256;
  Digit stack[on_stack];
  Index needed = a_size + 1 + n;
  Digit* u = needed <= on_stack ? stack : new Digit[needed];
  Digit* v = u + a_size + 1;
  Digit carry = 0;
  for (Index i = 0; i < a_size; ++i) {
    Two wide = static_cast<Two>(a[i]) << shift | carry;
    u[i] = static_cast<Digit>(wide & mask);
    carry = static_cast<Digit>(wide >> bits);
  }
  u[a_size] = carry;
  carry = 0;
  for (Index i = 0; i < n; ++i) {
    Two wide = static_cast<Two>(b[i]) << shift | carry;
    v[i] = static_cast<Digit>(wide & mask);
    carry = static_cast<Digit>(wide >> bits);
  }
  divide_normalised(u, a_size, v, n, quotient);
  *quotient_size = trimmed(quotient, a_size - n + 1);
  carry = 0;
  for (Index i = n - 1; i >= 0; --i) {
    Two wide = static_cast<Two>(carry) << bits | u[i];
    remainder[i] = static_cast<Digit>(wide >> shift);
    carry = u[i] & ((Digit{1} << shift) - 1);
  }
  *remainder_size = trimmed(remainder, n);
  if (u != stack) delete[] u;
}

Index bit_length(In a) {
  if (a.empty()) return 0;
  return static_cast<Index>(a.size() - 1) * bits + (32 - __builtin_clz(a[a.size() - 1]));
}

}  // namespace krait::digits
