#include "modules/time/clocks.h"

#include <cmath>

namespace krait::time_module {
namespace {

double rounded(double x, Rounding rounding) {
  switch (rounding) {
    case Rounding::floor: return std::floor(x);
    case Rounding::ceiling: return std::ceil(x);
    case Rounding::up: return x >= 0 ? std::ceil(x) : std::floor(x);
    default: return std::nearbyint(x);
  }
}

}  // namespace

Result<Nanoseconds> nanoseconds_of(Context& cx, Borrowed<> seconds, Rounding rounding) {
  if (is<Float>(seconds)) {
    double value = seconds.as<Float>()->value;
    if (std::isnan(value)) return raise(cx, exc::ValueError, "Invalid value NaN (not a number)");
    double nanoseconds = rounded(value * 1e9, rounding);
    if (!(nanoseconds >= -9223372036854775808.0 && nanoseconds < 9223372036854775808.0))
      return raise(cx, exc::OverflowError, "timestamp too large to convert to C _PyTime_t");
    return static_cast<Nanoseconds>(nanoseconds);
  }
  Ref<Int> number = KR_TRY(index(cx, seconds));
  int overflow = 0;
  long long value = int_to_long_long(number, &overflow);
  Nanoseconds result;
  if (overflow || __builtin_mul_overflow(value, kSecond, &result))
    return raise(cx, exc::OverflowError, "timestamp too large to convert to C _PyTime_t");
  return result;
}

Result<std::time_t> seconds_of(Context& cx, Borrowed<> object) {
  if (is<Float>(object)) {
    double value = object.as<Float>()->value;
    if (std::isnan(value)) return raise(cx, exc::ValueError, "Invalid value NaN (not a number)");
    value = std::floor(value);
    if (!(value >= -9223372036854775808.0 && value < 9223372036854775808.0))
      return raise(cx, exc::OverflowError, "timestamp out of range for platform time_t");
    return static_cast<std::time_t>(value);
  }
  Ref<Int> number = KR_TRY(index(cx, object));
  int overflow = 0;
  long long value = int_to_long_long(number, &overflow);
  if (overflow) return raise(cx, exc::OverflowError, "timestamp out of range for platform time_t");
  return static_cast<std::time_t>(value);
}

}  // namespace krait::time_module
