// Large operands go to GMP: 30-bit digits are imported as limbs with two nail bits, multiplied or divided, and exported again.
#include <gmp.h>

#include "types/int/digits.h"

namespace krait::digits {
namespace {

constexpr std::size_t nails = 32 - bits;

struct Number {
  mpz_t value;
  Number() { mpz_init(value); }
  explicit Number(In d) {
    mpz_init2(value, d.size() * bits + 64);
    mpz_import(value, d.size(), -1, sizeof(Digit), 0, nails, d.data());
  }
  ~Number() { mpz_clear(value); }
  Number(const Number&) = delete;
  Index store(Digit* out) const {
    std::size_t count = 0;
    mpz_export(out, &count, -1, sizeof(Digit), 0, nails, value);
    return static_cast<Index>(count);
  }
};

}  // namespace

Index multiply_gmp(In a, In b, Digit* out) {
  Number x(a);
  Number product;
  if (a.data() == b.data() && a.size() == b.size()) {
    mpz_mul(product.value, x.value, x.value);
  } else {
    Number y(b);
    mpz_mul(product.value, x.value, y.value);
  }
  return product.store(out);
}

void divide_gmp(In a, In b, Digit* quotient, Index* quotient_size, Digit* remainder, Index* remainder_size) {
  Number x(a), y(b), q, r;
  mpz_tdiv_qr(q.value, r.value, x.value, y.value);
  *quotient_size = q.store(quotient);
  *remainder_size = r.store(remainder);
}

}  // namespace krait::digits
