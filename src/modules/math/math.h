// What the files of the module math share.
#pragma once

#include <gmp.h>

#include "object/declare/convert.h"
#include "object/protocol.h"
#include "types/float/float.h"
#include "types/int/int.h"

namespace krait::math {

// A GMP number for the length of a function.
class Big {
 public:
  Big() { mpz_init(z); }
  explicit Big(Borrowed<Int> value) {
    mpz_init(z);
    if (value->digit_count()) mpz_import(z, static_cast<std::size_t>(value->digit_count()), -1, sizeof(Digit), 0, 32 - digit_bits, value->digits);
    if (value->is_negative()) mpz_neg(z, z);
  }
  ~Big() { mpz_clear(z); }
  Big(const Big&) = delete;
  Big& operator=(const Big&) = delete;
  Result<Ref<Int>> to_int(Context& cx) const;
  mpz_t z;
};

// The answer of a C function of x: nan that x was not is a domain error, infinity from a finite x a range or domain error.
Result<double> checked(Context& cx, double answer, double x, bool can_overflow);
Failed domain_error(Context& cx);
Failed range_error(Context& cx);

Result<Ref<>> factorial(Context& cx, Borrowed<> n);
Result<Ref<>> comb(Context& cx, Borrowed<> n, Borrowed<> k);
Result<Ref<>> perm(Context& cx, Borrowed<> n, Borrowed<> k);
Result<Ref<>> gcd(Context& cx, Args integers);
Result<Ref<>> lcm(Context& cx, Args integers);
Result<Ref<>> isqrt(Context& cx, Borrowed<> n);

Result<double> fsum(Context& cx, Borrowed<> seq);
Result<Ref<>> prod(Context& cx, Borrowed<> iterable, Borrowed<> start);
Result<double> hypot(Context& cx, Args coordinates);
Result<double> dist(Context& cx, Borrowed<> p, Borrowed<> q);

Result<double> log(Context& cx, Args args);
Result<double> log2(Context& cx, Borrowed<> x);
Result<double> log10(Context& cx, Borrowed<> x);
Result<double> gamma(Context& cx, double x);
Result<double> lgamma(Context& cx, double x);
Result<double> pow(Context& cx, double x, double y);
Result<double> fmod(Context& cx, double x, double y);
Result<double> remainder(Context& cx, double x, double y);
Result<double> ldexp(Context& cx, double x, Borrowed<> exponent);

}  // namespace krait::math
