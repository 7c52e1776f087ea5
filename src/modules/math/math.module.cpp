// The module math: its table, and the functions that are the C library's with CPython's errors.
#include <cmath>
#include <numbers>

#include "modules/math/math.h"
#include "object/declare/method.h"
#include "object/register.h"
#include "types/module/module.h"
#include "types/tuple/tuple.h"

namespace krait::math {
namespace {

#define KR_MATH(name, can_overflow) \
  Result<double> m_##name(Context& cx, double x) { return checked(cx, std::name(x), x, can_overflow); }
KR_MATH(acos, false)
KR_MATH(acosh, false)
KR_MATH(asin, false)
KR_MATH(asinh, false)
KR_MATH(atan, false)
KR_MATH(atanh, false)
KR_MATH(cbrt, false)
KR_MATH(cos, false)
KR_MATH(cosh, true)
KR_MATH(erf, false)
KR_MATH(erfc, false)
KR_MATH(exp, true)
KR_MATH(exp2, true)
KR_MATH(expm1, true)
KR_MATH(fabs, false)
KR_MATH(log1p, false)
KR_MATH(sin, false)
KR_MATH(sinh, true)
KR_MATH(sqrt, false)
KR_MATH(tan, false)
KR_MATH(tanh, false)
#undef KR_MATH

double m_atan2(double y, double x) { return std::atan2(y, x); }
double m_copysign(double x, double y) { return std::copysign(x, y); }
double m_degrees(double x) { return x * (180.0 / std::numbers::pi); }
double m_radians(double x) { return x * (std::numbers::pi / 180.0); }
double m_nextafter(double x, double y) { return std::nextafter(x, y); }
bool m_isfinite(double x) { return std::isfinite(x); }
bool m_isinf(double x) { return std::isinf(x); }
bool m_isnan(double x) { return std::isnan(x); }

double m_ulp(double x) {
  if (std::isnan(x)) return x;
  x = std::fabs(x);
  if (std::isinf(x)) return x;
  double above = std::nextafter(x, INFINITY);
  return std::isinf(above) ? x - std::nextafter(x, -INFINITY) : above - x;
}

Result<Ref<>> m_frexp(Context& cx, double x) {
  int exponent = 0;
  double mantissa = std::isfinite(x) && x != 0.0 ? std::frexp(x, &exponent) : x;
  Ref<Float> m = KR_TRY(float_from(cx, mantissa));
  Ref<Int> e = KR_TRY(int_from(cx, exponent));
  return KR_TRY(tuple_of(cx, m, e));
}

Result<Ref<>> m_modf(Context& cx, double x) {
  double whole = x, part = std::isinf(x) ? std::copysign(0.0, x) : std::modf(x, &whole);
  Ref<Float> p = KR_TRY(float_from(cx, part)), w = KR_TRY(float_from(cx, whole));
  return KR_TRY(tuple_of(cx, p, w));
}

Result<double> tolerance(Context& cx, Borrowed<> given, double otherwise) {
  if (!given) return otherwise;
  double value = as_double(cx, given);
  if (value == -1.0 && cx.curexc_type) return Failed{};
  return value;
}

Result<bool> m_isclose(Context& cx, double a, double b, Borrowed<> rel_tol, Borrowed<> abs_tol) {
  double relative = KR_TRY(tolerance(cx, rel_tol, 1e-9)), absolute = KR_TRY(tolerance(cx, abs_tol, 0.0));
  if (relative < 0.0 || absolute < 0.0) return raise(cx, exc::ValueError, "tolerances must be non-negative");
  if (a == b) return true;
  if (std::isinf(a) || std::isinf(b)) return false;
  double difference = std::fabs(b - a);
  return difference <= std::fabs(relative * b) || difference <= std::fabs(relative * a) || difference <= absolute;
}

// ceil, floor: a float's own, else the object's __ceil__, else float(object)'s.
template <double (*Round)(double)>
Result<Ref<>> round_to_int(Context& cx, Borrowed<> x, Borrowed<Str> special) {
  if (!is_exact<Float>(x)) {
    Ref<> method = KR_TRY(lookup_special(cx, x, special));
    if (method) return call(cx, method);
  }
  double value = as_double(cx, x);
  if (value == -1.0 && cx.curexc_type) return Failed{};
  return KR_TRY(int_from_double(cx, Round(value)));
}
double up(double x) { return std::ceil(x); }
double down(double x) { return std::floor(x); }
Result<Ref<>> m_ceil(Context& cx, Borrowed<> x) { return round_to_int<up>(cx, x, KR_ID(__ceil__)); }
Result<Ref<>> m_floor(Context& cx, Borrowed<> x) { return round_to_int<down>(cx, x, KR_ID(__floor__)); }

Result<Ref<>> m_trunc(Context& cx, Borrowed<> x) {
  if (is_exact<Float>(x)) return KR_TRY(int_from_double(cx, x.as<Float>()->value));
  Ref<> method = KR_TRY(lookup_special(cx, x, KR_ID(__trunc__)));
  if (!method) return raise(cx, exc::TypeError, "type {!t} doesn't define __trunc__ method", x);
  return call(cx, method);
}

constinit MethodDef functions[] = {
    KR_FUNCTION("acos($module, x, /)", m_acos,
              "Return the arc cosine (measured in radians) of x.\n\nThe result is between 0 and pi."),
    KR_FUNCTION("acosh($module, x, /)", m_acosh,
              "Return the inverse hyperbolic cosine of x."),
    KR_FUNCTION("asin($module, x, /)", m_asin,
              "Return the arc sine (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2."),
    KR_FUNCTION("asinh($module, x, /)", m_asinh,
              "Return the inverse hyperbolic sine of x."),
    KR_FUNCTION("atan($module, x, /)", m_atan,
              "Return the arc tangent (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2."),
    KR_FUNCTION("atan2($module, y, x, /)", m_atan2,
              "Return the arc tangent (measured in radians) of y/x.\n\n"
              "Unlike atan(y/x), the signs of both x and y are considered."),
    KR_FUNCTION("atanh($module, x, /)", m_atanh,
              "Return the inverse hyperbolic tangent of x."),
    KR_FUNCTION("cbrt($module, x, /)", m_cbrt,
              "Return the cube root of x."),
    KR_FUNCTION("ceil($module, x, /)", m_ceil,
              "Return the ceiling of x as an Integral.\n\nThis is the smallest integer >= x."),
    KR_FUNCTION("comb($module, n, k, /)", comb,
              "Number of ways to choose k items from n items without repetition and without order.\n\n"
              "Evaluates to n! / (k! * (n - k)!) when k <= n and evaluates\nto zero when k > n.\n\n"
              "Also called the binomial coefficient because it is equivalent\n"
              "to the coefficient of k-th term in polynomial expansion of the\nexpression (1 + x)**n.\n\n"
              "Raises TypeError if either of the arguments are not integers.\n"
              "Raises ValueError if either of the arguments are negative."),
    KR_FUNCTION("copysign($module, x, y, /)", m_copysign,
              "Return a float with the magnitude (absolute value) of x but the sign of y.\n\n"
              "On platforms that support signed zeros, copysign(1.0, -0.0)\nreturns -1.0.\n"),
    KR_FUNCTION("cos($module, x, /)", m_cos,
              "Return the cosine of x (measured in radians)."),
    KR_FUNCTION("cosh($module, x, /)", m_cosh,
              "Return the hyperbolic cosine of x."),
    KR_FUNCTION("degrees($module, x, /)", m_degrees,
              "Convert angle x from radians to degrees."),
    KR_FUNCTION("dist($module, p, q, /)", dist,
              "Return the Euclidean distance between two points p and q.\n\n"
              "The points should be specified as sequences (or iterables) of\n"
              "coordinates.  Both inputs must have the same dimension.\n\nRoughly equivalent to:\n"
              "    sqrt(sum((px - qx) ** 2.0 for px, qx in zip(p, q)))"),
    KR_FUNCTION("erf($module, x, /)", m_erf,
              "Error function at x."),
    KR_FUNCTION("erfc($module, x, /)", m_erfc,
              "Complementary error function at x."),
    KR_FUNCTION("exp($module, x, /)", m_exp,
              "Return e raised to the power of x."),
    KR_FUNCTION("exp2($module, x, /)", m_exp2,
              "Return 2 raised to the power of x."),
    KR_FUNCTION("expm1($module, x, /)", m_expm1,
              "Return exp(x)-1.\n\n"
              "This function avoids the loss of precision involved in the direct evaluation of exp(x)-1 for small x."),
    KR_FUNCTION("fabs($module, x, /)", m_fabs,
              "Return the absolute value of the float x."),
    KR_FUNCTION("factorial($module, n, /)", factorial,
              "Find n!.\n\nRaise a ValueError if x is negative or non-integral."),
    KR_FUNCTION("floor($module, x, /)", m_floor,
              "Return the floor of x as an Integral.\n\nThis is the largest integer <= x."),
    KR_FUNCTION("fmod($module, x, y, /)", fmod,
              "Return fmod(x, y), according to platform C.\n\nx % y may differ."),
    KR_FUNCTION("frexp($module, x, /)", m_frexp,
              "Return the mantissa and exponent of x, as pair (m, e).\n\nm is a float and e is an int, such that x = m * 2.**e.\n"
              "If x is 0, m and e are both 0.  Else 0.5 <= abs(m) < 1.0."),
    KR_FUNCTION("fsum($module, seq, /)", fsum,
              "Return an accurate floating point sum of values in the iterable seq.\n\n"
              "Assumes IEEE-754 floating point arithmetic."),
    KR_FUNCTION("gamma($module, x, /)", gamma,
              "Gamma function at x."),
    KR_FUNCTION("gcd($module, *integers)", gcd,
              "Greatest Common Divisor."),
    KR_QUIET("hypot(*coordinates)", hypot,
              "hypot(*coordinates) -> value\n\nMultidimensional Euclidean distance from the origin to a point.\n\n"
              "Roughly equivalent to:\n    sqrt(sum(x**2 for x in coordinates))\n\n"
              "For a two dimensional point (x, y), gives the hypotenuse\nusing the Pythagorean theorem:  sqrt(x*x + y*y).\n\n"
              "For example, the hypotenuse of a 3/4/5 right triangle is:\n\n    >>> hypot(3.0, 4.0)\n    5.0\n"),
    KR_FUNCTION("isclose($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)", m_isclose,
              "Determine whether two floating point numbers are close in value.\n\n  rel_tol\n"
              "    maximum difference for being considered \"close\", relative to the\n    magnitude of the input values\n"
              "  abs_tol\n    maximum difference for being considered \"close\", regardless of the\n"
              "    magnitude of the input values\n\nReturn True if a is close in value to b, and False otherwise.\n\n"
              "For the values to be considered close, the difference between them\n"
              "must be smaller than at least one of the tolerances.\n\n"
              "-inf, inf and NaN behave similarly to the IEEE 754 Standard.  That\n"
              "is, NaN is not close to anything, even itself.  inf and -inf are\nonly close to themselves."),
    KR_FUNCTION("isfinite($module, x, /)", m_isfinite,
              "Return True if x is neither an infinity nor a NaN, and False otherwise."),
    KR_FUNCTION("isinf($module, x, /)", m_isinf,
              "Return True if x is a positive or negative infinity, and False otherwise."),
    KR_FUNCTION("isnan($module, x, /)", m_isnan,
              "Return True if x is a NaN (not a number), and False otherwise."),
    KR_FUNCTION("isqrt($module, n, /)", isqrt,
              "Return the integer part of the square root of the input."),
    KR_FUNCTION("lcm($module, *integers)", lcm,
              "Least Common Multiple."),
    KR_FUNCTION("ldexp($module, x, i, /)", ldexp,
              "Return x * (2**i).\n\nThis is essentially the inverse of frexp()."),
    KR_FUNCTION("lgamma($module, x, /)", lgamma,
              "Natural logarithm of absolute value of Gamma function at x."),
    KR_QUIET("log(*args)", log,
              "log(x, [base=math.e])\nReturn the logarithm of x to the given base.\n\n"
              "If the base not specified, returns the natural logarithm (base e) of x."),
    KR_FUNCTION("log10($module, x, /)", log10,
              "Return the base 10 logarithm of x."),
    KR_FUNCTION("log1p($module, x, /)", m_log1p,
              "Return the natural logarithm of 1+x (base e).\n\n"
              "The result is computed in a way which is accurate for x near zero."),
    KR_FUNCTION("log2($module, x, /)", log2,
              "Return the base 2 logarithm of x."),
    KR_FUNCTION("modf($module, x, /)", m_modf,
              "Return the fractional and integer parts of x.\n\nBoth results carry the sign of x and are floats."),
    KR_FUNCTION("nextafter($module, x, y, /)", m_nextafter,
              "Return the next floating-point value after x towards y."),
    KR_FUNCTION("perm($module, n, k=None, /)", perm,
              "Number of ways to choose k items from n items without repetition and with order.\n\n"
              "Evaluates to n! / (n - k)! when k <= n and evaluates\nto zero when k > n.\n\n"
              "If k is not specified or is None, then k defaults to n\nand the function returns n!.\n\n"
              "Raises TypeError if either of the arguments are not integers.\n"
              "Raises ValueError if either of the arguments are negative."),
    KR_FUNCTION("pow($module, x, y, /)", pow,
              "Return x**y (x to the power of y)."),
    KR_FUNCTION("prod($module, iterable, /, *, start=1)", prod,
              "Calculate the product of all the elements in the input iterable.\n\n"
              "The default start value for the product is 1.\n\n"
              "When the iterable is empty, return the start value.  This function is\n"
              "intended specifically for use with numeric values and may reject\nnon-numeric types."),
    KR_FUNCTION("radians($module, x, /)", m_radians,
              "Convert angle x from degrees to radians."),
    KR_FUNCTION("remainder($module, x, y, /)", remainder,
              "Difference between x and the closest integer multiple of y.\n\n"
              "Return x - n*y where n*y is the closest integer multiple of y.\n"
              "In the case where x is exactly halfway between two multiples of\n"
              "y, the nearest even value of n is used. The result is always exact."),
    KR_FUNCTION("sin($module, x, /)", m_sin,
              "Return the sine of x (measured in radians)."),
    KR_FUNCTION("sinh($module, x, /)", m_sinh,
              "Return the hyperbolic sine of x."),
    KR_FUNCTION("sqrt($module, x, /)", m_sqrt,
              "Return the square root of x."),
    KR_FUNCTION("tan($module, x, /)", m_tan,
              "Return the tangent of x (measured in radians)."),
    KR_FUNCTION("tanh($module, x, /)", m_tanh,
              "Return the hyperbolic tangent of x."),
    KR_FUNCTION("trunc($module, x, /)", m_trunc,
              "Truncates the Real x to the nearest Integral toward 0.\n\nUses the __trunc__ magic method."),
    KR_FUNCTION("ulp($module, x, /)", m_ulp,
              "Return the value of the least significant bit of the float x."),
    KR_END};

Result<void> exec(Context& cx, Borrowed<Module> module) {
  auto add = [&](Borrowed<Str> name, double value) -> Result<void> {
    Ref<Float> number = KR_TRY(float_from(cx, value));
    return module_add(cx, module, name, number);
  };
  KR_TRY(add(KR_ID(pi), std::numbers::pi));
  KR_TRY(add(KR_ID(e), std::numbers::e));
  KR_TRY(add(KR_ID(tau), 2.0 * std::numbers::pi));
  KR_TRY(add(KR_ID(inf), INFINITY));
  return add(KR_ID(nan), __builtin_nan(""));
}
constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};
constinit ModuleDef module_def = {.base = module_def_head,
                                  .m_name = "math",
                                  .m_doc = "This module provides access to the mathematical functions\ndefined by the C standard.",
                                  .m_size = 0,
                                  .m_methods = functions,
                                  .m_slots = slots};
KR_BUILTIN_MODULE(module_def);

}  // namespace
}  // namespace krait::math
