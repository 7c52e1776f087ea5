// Between ints and C's numbers.
#include <climits>
#include <cmath>

#include "object/new.h"
#include "types/int/arithmetic.h"

namespace krait {

Result<Ref<Int>> int_from(Context& cx, long long value) {
  if (value >= small_int_min && value <= small_int_max) return hold(small_int(static_cast<int>(value)));
  unsigned long long magnitude = value < 0 ? 0ull - value : value;
  Index size = magnitude >> 30 ? magnitude >> 60 ? 3 : 2 : 1;
  auto made = KR_TRY(new_int(cx, size));
  for (Index i = 0; i < size; ++i) {
    made->digits[i] = static_cast<Digit>(magnitude & digit_mask);
    magnitude >>= digit_bits;
  }
  made->head.size = value < 0 ? -size : size;
  return made;
}

Result<Ref<Int>> int_from_unsigned(Context& cx, unsigned long long value) {
  if (value <= LLONG_MAX) return int_from(cx, static_cast<long long>(value));
  auto made = KR_TRY(new_int(cx, 3));
  for (Index i = 0; i < 3; ++i) {
    made->digits[i] = static_cast<Digit>(value & digit_mask);
    value >>= digit_bits;
  }
  return made;
}

Result<Ref<Int>> int_from_double(Context& cx, double value) {
  if (std::isinf(value)) return raise(cx, exc::OverflowError, "cannot convert float infinity to integer");
  if (std::isnan(value)) return raise(cx, exc::ValueError, "cannot convert float NaN to integer");
  if (std::fabs(value) < 9.2e18) return int_from(cx, static_cast<long long>(value));
  int exponent = 0;
  double fraction = std::frexp(std::fabs(value), &exponent);
  Index size = (exponent - 1) / digit_bits + 1;
  auto made = KR_TRY(new_int(cx, size));
  fraction = std::ldexp(fraction, (exponent - 1) % digit_bits + 1);
  for (Index i = size - 1; i >= 0; --i) {
    made->digits[i] = static_cast<Digit>(fraction);
    fraction = std::ldexp(fraction - made->digits[i], digit_bits);
  }
  made->head.size = value < 0 ? -size : size;
  return made;
}

long long int_to_long_long(Borrowed<Int> value, int* overflow) {
  *overflow = 0;
  if (value->is_compact()) return value->compact_value();
  unsigned __int128 magnitude = 0;
  if (value->digit_count() > 3) return *overflow = value->is_negative() ? -1 : 1, -1;
  for (Index i = value->digit_count() - 1; i >= 0; --i) magnitude = magnitude << digit_bits | value->digits[i];
  if (!value->is_negative()) {
    if (magnitude > LLONG_MAX) return *overflow = 1, -1;
    return static_cast<long long>(magnitude);
  }
  if (magnitude > static_cast<unsigned __int128>(LLONG_MAX) + 1) return *overflow = -1, -1;
  return static_cast<long long>(0 - static_cast<unsigned long long>(magnitude));
}

namespace {

// The object's value when it fits into [min, max]; otherwise OverflowError with this text.
long long ranged(Context& cx, Borrowed<> object, long long min, long long max, const char* text) {
  auto number = index(cx, object);
  if (number.failed()) return -1;
  Ref<Int> value = std::move(number).value();
  int overflow = 0;
  long long answer = int_to_long_long(value, &overflow);
  if (overflow || answer < min || answer > max) {
    (void)raise(cx, exc::OverflowError, "{}", text);
    return -1;
  }
  return answer;
}

template <class U>
U unsigned_value(Context& cx, Borrowed<> object, const char* name) {
  if (!is<Int>(object)) return (void)raise(cx, exc::TypeError, "an integer is required"), static_cast<U>(-1);
  Borrowed<Int> value = object.as<Int>();
  if (value->is_negative())
    return (void)raise(cx, exc::OverflowError, "can't convert negative value to {}", name), static_cast<U>(-1);
  unsigned __int128 magnitude = 0;
  if (value->digit_count() <= 4)
    for (Index i = value->digit_count() - 1; i >= 0; --i) magnitude = magnitude << digit_bits | value->digits[i];
  if (value->digit_count() > 4 || magnitude > static_cast<U>(-1))
    return (void)raise(cx, exc::OverflowError, "Python int too large to convert to C {}", name), static_cast<U>(-1);
  return static_cast<U>(magnitude);
}

unsigned long long masked(Context& cx, Borrowed<> object) {
  auto number = index(cx, object);
  if (number.failed()) return static_cast<unsigned long long>(-1);
  Ref<Int> value = std::move(number).value();
  unsigned long long answer = 0;
  for (Index i = value->digit_count() - 1; i >= 0; --i) answer = answer << digit_bits | value->digits[i];
  return value->is_negative() ? 0 - answer : answer;
}

}  // namespace

long long as_long_long(Context& cx, Borrowed<> object) {
  return ranged(cx, object, LLONG_MIN, LLONG_MAX, "Python int too large to convert to C long");
}
long as_long(Context& cx, Borrowed<> object) {
  return ranged(cx, object, LONG_MIN, LONG_MAX, "Python int too large to convert to C long");
}
int as_int(Context& cx, Borrowed<> object) {
  return static_cast<int>(ranged(cx, object, INT_MIN, INT_MAX, "Python int too large to convert to C int"));
}
Index as_ssize(Context& cx, Borrowed<> object) {
  if (!is<Int>(object)) return (void)raise(cx, exc::TypeError, "an integer is required"), -1;
  return ranged(cx, object, index_min, index_max, "Python int too large to convert to C ssize_t");
}
std::size_t as_size(Context& cx, Borrowed<> object) { return unsigned_value<std::size_t>(cx, object, "size_t"); }
unsigned long as_unsigned_long(Context& cx, Borrowed<> object) {
  return unsigned_value<unsigned long>(cx, object, "unsigned long");
}
unsigned long long as_unsigned_long_long(Context& cx, Borrowed<> object) {
  return unsigned_value<unsigned long long>(cx, object, "unsigned long long");
}
unsigned long as_unsigned_long_mask(Context& cx, Borrowed<> object) { return masked(cx, object); }
unsigned long long as_unsigned_long_long_mask(Context& cx, Borrowed<> object) { return masked(cx, object); }

}  // namespace krait
