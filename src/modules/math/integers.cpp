// Functions of integers, on GMP.
#include "modules/math/math.h"

namespace krait::math {

Result<Ref<Int>> Big::to_int(Context& cx) const {
  std::size_t bits = mpz_sgn(z) ? mpz_sizeinbase(z, 2) : 0, count = (bits + digit_bits - 1) / digit_bits;
  if (bits < 63) return int_from(cx, mpz_get_si(z));
  auto made = KR_TRY(new_int(cx, static_cast<Index>(count)));
  mpz_export(made->digits, nullptr, -1, sizeof(Digit), 0, 32 - digit_bits, z);
  made->head.size = mpz_sgn(z) < 0 ? -static_cast<Index>(count) : static_cast<Index>(count);
  return made;
}

Result<Ref<>> factorial(Context& cx, Borrowed<> n) {
  Ref<Int> number = KR_TRY(index(cx, n));
  if (int_sign(number) < 0) return raise(cx, exc::ValueError, "factorial() not defined for negative values");
  int overflow = 0;
  long long value = int_to_long_long(number, &overflow);
  if (overflow) return raise(cx, exc::OverflowError, "factorial() argument should not exceed {}", index_max);
  Big result;
  mpz_fac_ui(result.z, static_cast<unsigned long>(value));
  return KR_TRY(result.to_int(cx));
}

Result<Ref<>> comb(Context& cx, Borrowed<> n_object, Borrowed<> k_object) {
  Ref<Int> n = KR_TRY(index(cx, n_object)), k = KR_TRY(index(cx, k_object));
  if (int_sign(n) < 0) return raise(cx, exc::ValueError, "n must be a non-negative integer");
  if (int_sign(k) < 0) return raise(cx, exc::ValueError, "k must be a non-negative integer");
  if (int_compare(n, k) < 0) return KR_TRY(int_from(cx, 0));
  Ref<Int> rest = KR_TRY(int_subtract(cx, n, k));
  int overflow = 0;
  long long least = int_to_long_long(int_compare(rest, k) < 0 ? rest : k, &overflow);
  if (overflow) return raise(cx, exc::OverflowError, "min(n - k, k) must not exceed {}", index_max);
  Big result(n.borrow());
  mpz_bin_ui(result.z, result.z, static_cast<unsigned long>(least));
  return KR_TRY(result.to_int(cx));
}

namespace {
// n (n-1) … (n-count+1), halves multiplied with each other so that both factors stay of one size.
void falling_product(mpz_t out, const mpz_t n, unsigned long count) {
  if (count < 8) {
    mpz_t factor;
    mpz_init_set(factor, n);
    mpz_set_ui(out, 1);
    for (; count; --count, mpz_sub_ui(factor, factor, 1)) mpz_mul(out, out, factor);
    mpz_clear(factor);
    return;
  }
  unsigned long half = count / 2;
  Big lower, right;
  mpz_sub_ui(lower.z, n, half);
  falling_product(right.z, lower.z, count - half);
  falling_product(out, n, half);
  mpz_mul(out, out, right.z);
}
}  // namespace

Result<Ref<>> perm(Context& cx, Borrowed<> n_object, Borrowed<> k_object) {
  if (!k_object || is_none(k_object)) return factorial(cx, n_object);
  Ref<Int> n = KR_TRY(index(cx, n_object)), k = KR_TRY(index(cx, k_object));
  if (int_sign(n) < 0) return raise(cx, exc::ValueError, "n must be a non-negative integer");
  if (int_sign(k) < 0) return raise(cx, exc::ValueError, "k must be a non-negative integer");
  if (int_compare(n, k) < 0) return KR_TRY(int_from(cx, 0));
  int overflow = 0;
  long long count = int_to_long_long(k, &overflow);
  if (overflow) return raise(cx, exc::OverflowError, "k must not exceed {}", index_max);
  Big top(n.borrow()), result;
  falling_product(result.z, top.z, static_cast<unsigned long>(count));
  return KR_TRY(result.to_int(cx));
}

namespace {
template <void (*Combine)(mpz_ptr, mpz_srcptr, mpz_srcptr)>
Result<Ref<>> combine(Context& cx, Args integers, long start) {
  Big result;
  mpz_set_si(result.z, start);
  for (Object* item : integers) {
    Ref<Int> number = KR_TRY(index(cx, Borrowed<>(item)));
    Big other(number.borrow());
    Combine(result.z, result.z, other.z);
  }
  mpz_abs(result.z, result.z);
  return KR_TRY(result.to_int(cx));
}
}  // namespace

Result<Ref<>> gcd(Context& cx, Args integers) { return combine<mpz_gcd>(cx, integers, 0); }
Result<Ref<>> lcm(Context& cx, Args integers) { return combine<mpz_lcm>(cx, integers, 1); }

Result<Ref<>> isqrt(Context& cx, Borrowed<> n) {
  Ref<Int> number = KR_TRY(index(cx, n));
  if (int_sign(number) < 0) return raise(cx, exc::ValueError, "isqrt() argument must be nonnegative");
  Big value(number.borrow());
  mpz_sqrt(value.z, value.z);
  return KR_TRY(value.to_int(cx));
}

}  // namespace krait::math
