// Powers: repeated squaring from the exponent's top bit; modular powers of large numbers through GMP.
#include <gmp.h>

#include <algorithm>

#include "object/new.h"
#include "types/float/float.h"
#include "types/int/arithmetic.h"

namespace krait::int_ {
namespace {

struct Number {
  mpz_t value;
  Number() { mpz_init(value); }
  explicit Number(Borrowed<Int> a) : Number() {
    mpz_import(value, a->digit_count(), -1, sizeof(Digit), 0, 2, a->digits);
    if (a->is_negative()) mpz_neg(value, value);
  }
  ~Number() { mpz_clear(value); }
  Number(const Number&) = delete;
};

Result<Ref<Int>> from_number(Context& cx, const Number& number) {
  std::size_t count = (mpz_sizeinbase(number.value, 2) + 29) / 30;
  auto made = KR_TRY(new_int(cx, count + 1));
  std::size_t written = 0;
  mpz_export(made->digits, &written, -1, sizeof(Digit), 0, 2, number.value);
  return finish(std::move(made), written, mpz_sgn(number.value) < 0);
}

Result<Ref<Int>> modular(Context& cx, Borrowed<Int> base, Borrowed<Int> exponent, Borrowed<Int> modulus) {
  if (modulus->head.size == 0) return raise(cx, exc::ValueError, "pow() 3rd argument cannot be 0");
  Number b(base), e(exponent), m(modulus), answer;
  if (mpz_sgn(e.value) < 0) {
    mpz_neg(e.value, e.value);
    Number size;
    mpz_abs(size.value, m.value);
    if (mpz_cmp_ui(size.value, 1) != 0 && mpz_invert(b.value, b.value, m.value) == 0)
      return raise(cx, exc::ValueError, "base is not invertible for the given modulus");
  }
  mpz_powm(answer.value, b.value, e.value, m.value);
  if (mpz_sgn(m.value) < 0 && mpz_sgn(answer.value) > 0) mpz_add(answer.value, answer.value, m.value);
  return from_number(cx, answer);
}

}  // namespace

Result<Ref<>> power(Context& cx, Borrowed<Int> base, Borrowed<Int> exponent, Borrowed<> modulus) {
  if (!is_none(modulus)) return modular(cx, base, exponent, modulus.as<Int>());
  if (exponent->is_negative()) {  // a float, as 2 ** -1 is
    auto b = KR_TRY(to_float(cx, base)), e = KR_TRY(to_float(cx, exponent));
    return krait::power(cx, b, e, none());
  }
  Ref<Int> answer = hold(small_int(1));
  Ref<Int> plain_base = KR_TRY(plain(cx, base));
  for (Index i = static_cast<Index>(int_bit_count(exponent)) - 1; i >= 0; --i) {
    answer = KR_TRY(int_multiply(cx, answer, answer));
    if (exponent->digits[i / digit_bits] >> (i % digit_bits) & 1) answer = KR_TRY(int_multiply(cx, answer, plain_base));
  }
  return answer;
}

}  // namespace krait::int_
