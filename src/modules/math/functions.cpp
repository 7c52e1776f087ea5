// Functions of one or two floats whose edge cases need more than the C library's answer.
#include <cerrno>
#include <cmath>

#include "modules/math/math.h"
#include "types/int/arithmetic.h"

namespace krait::math {

Failed domain_error(Context& cx) { return raise(cx, exc::ValueError, "math domain error"); }
Failed range_error(Context& cx) { return raise(cx, exc::OverflowError, "math range error"); }

Result<double> checked(Context& cx, double answer, double x, bool can_overflow) {
  if (std::isnan(answer) && !std::isnan(x)) return domain_error(cx);
  if (std::isinf(answer) && std::isfinite(x)) {
    if (can_overflow) return range_error(cx);
    return domain_error(cx);
  }
  return answer;
}

namespace {

using Function = double (*)(double);

// The logarithm of any number object; ints too large for a float are taken apart.
Result<double> log_of(Context& cx, Borrowed<> object, Function function) {
  if (is<Int>(object)) {
    auto number = object.as<Int>();
    if (int_sign(number) <= 0) return domain_error(cx);
    std::size_t bits = int_bit_count(number);
    if (bits > 1024 || (bits == 1024 && std::isinf(int_to_double(cx, number)))) {
      clear_error(cx);
      Ref<Int> top = KR_TRY(int_::shift_right(cx, number, bits - 100));
      double mantissa = std::ldexp(int_to_double(cx, top), -100);
      return function(mantissa) + function(2.0) * static_cast<double>(bits);
    }
    double x = int_to_double(cx, number);
    if (x == -1.0 && cx.curexc_type) {  // rounds up to 2**1024
      clear_error(cx);
      return function(0.5) + function(2.0) * 1025.0;
    }
    return function(x);
  }
  double x = as_double(cx, object);
  if (x == -1.0 && cx.curexc_type) return Failed{};
  if (std::isnan(x)) return x;
  if (x > 0.0) return function(x);
  return domain_error(cx);
}

double natural(double x) { return std::log(x); }
double binary(double x) { return std::log2(x); }
double decimal(double x) { return std::log10(x); }

}  // namespace

Result<double> log(Context& cx, Args args) {
  if (args.empty()) return raise(cx, exc::TypeError, "log expected at least 1 argument, got 0");
  if (args.size() > 2) return raise(cx, exc::TypeError, "log expected at most 2 arguments, got {}", args.size());
  double numerator = KR_TRY(log_of(cx, Borrowed<>(args[0]), natural));
  if (args.size() == 1) return numerator;
  double denominator = KR_TRY(log_of(cx, Borrowed<>(args[1]), natural));
  if (denominator == 0.0) return raise(cx, exc::ZeroDivisionError, "float division by zero");
  return numerator / denominator;
}
Result<double> log2(Context& cx, Borrowed<> x) { return log_of(cx, x, binary); }
Result<double> log10(Context& cx, Borrowed<> x) { return log_of(cx, x, decimal); }

Result<double> gamma(Context& cx, double x) {
  if (!std::isfinite(x)) {
    if (std::isnan(x) || x > 0.0) return x;
    return domain_error(cx);
  }
  if (x == 0.0 || (x < 0.0 && x == std::floor(x))) return domain_error(cx);
  if (x == std::floor(x) && x <= 23.0) {  // exact
    double product = 1.0;
    for (double k = 2.0; k < x; k += 1.0) product *= k;
    return product;
  }
  double answer = std::tgamma(x);
  if (std::isinf(answer)) return range_error(cx);
  return answer;
}

Result<double> lgamma(Context& cx, double x) {
  if (!std::isfinite(x)) return std::isnan(x) ? x : INFINITY;
  if (x == std::floor(x) && x <= 2.0) {
    if (x <= 0.0) return domain_error(cx);
    return 0.0;
  }
  int sign;
  double answer = ::lgamma_r(x, &sign);
  if (std::isinf(answer)) return range_error(cx);
  return answer;
}

Result<double> pow(Context& cx, double x, double y) {
  double answer = std::pow(x, y);
  if (!std::isfinite(x) || !std::isfinite(y)) return answer;
  if (std::isnan(answer)) return domain_error(cx);
  if (std::isinf(answer)) {
    if (x == 0.0) return domain_error(cx);
    return range_error(cx);
  }
  return answer;
}

Result<double> fmod(Context& cx, double x, double y) {
  if (std::isinf(y) && std::isfinite(x)) return x;
  double answer = std::fmod(x, y);
  if (std::isnan(answer) && !std::isnan(x) && !std::isnan(y)) return domain_error(cx);
  return answer;
}

Result<double> remainder(Context& cx, double x, double y) {
  double answer = std::remainder(x, y);
  if (std::isnan(answer) && !std::isnan(x) && !std::isnan(y)) return domain_error(cx);
  return answer;
}

Result<double> ldexp(Context& cx, double x, Borrowed<> exponent) {
  if (!is<Int>(exponent)) return raise(cx, exc::TypeError, "Expected an int as second argument to ldexp.");
  if (x == 0.0 || !std::isfinite(x)) return x;
  int overflow = 0;
  long long power = int_to_long_long(exponent.as<Int>(), &overflow);
  if (overflow > 0 || power > 1000000) return range_error(cx);
  if (overflow < 0 || power < -1000000) return std::copysign(0.0, x);
  double answer = std::ldexp(x, static_cast<int>(power));
  if (std::isinf(answer)) return range_error(cx);
  return answer;
}

}  // namespace krait::math
