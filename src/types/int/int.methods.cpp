// The methods of int.
#include <bit>

#include "object/declare/method.h"
#include "types/bytes/bytes.h"
#include "types/int/arithmetic.h"
#include "types/int/tables.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait::int_ {
namespace {

Result<Ref<Int>> itself(Context& cx, Borrowed<Int> self) { return plain(cx, self); }
Result<Ref<Int>> imag(Context&, Borrowed<Int>) { return hold(small_int(0)); }
Result<Ref<Int>> denominator(Context&, Borrowed<Int>) { return hold(small_int(1)); }
Result<Ref<Int>> bit_length(Context& cx, Borrowed<Int> self) { return int_from(cx, int_bit_count(self)); }

Result<Ref<Int>> bit_count(Context& cx, Borrowed<Int> self) {
  long long ones = 0;
  for (Digit d : magnitude(self)) ones += std::popcount(d);
  return int_from(cx, ones);
}

Result<Ref<Tuple>> as_integer_ratio(Context& cx, Borrowed<Int> self) {
  auto numerator = KR_TRY(plain(cx, self));
  return tuple_of(cx, numerator, small_int(1));
}

Result<Ref<Tuple>> get_new_args(Context& cx, Borrowed<Int> self) {
  auto value = KR_TRY(plain(cx, self));
  return tuple_of(cx, value);
}

Result<Ref<Int>> size_of(Context& cx, Borrowed<Int> self) {
  Index digit_room = self->digit_count() > 0 ? self->digit_count() : 1;
  return int_from(cx, static_cast<long long>(offsetof(Int, digits)) + digit_room * sizeof(Digit));
}

// round(n, -k): the nearest multiple of 10**k, ties to the even multiple.
Result<Ref<>> round(Context& cx, Borrowed<Int> self, Borrowed<> digits) {
  if (digits.is_null()) return plain(cx, self);
  auto count = KR_TRY(krait::index(cx, digits));
  if (!count->is_negative()) return plain(cx, self);
  auto exponent = KR_TRY(int_negative(cx, count));
  auto unit = KR_TRY(krait::power(cx, KR_TRY(int_from(cx, 10)), exponent, none()));
  auto parts = KR_TRY(divmod(cx, self, unit.borrow().as<Int>()));
  auto twice = KR_TRY(shift_left(cx, parts.remainder, 1));
  int order = int_compare(twice, unit.borrow().as<Int>());
  bool odd = parts.quotient->head.size != 0 && (parts.quotient->digits[0] & 1);
  auto answer = KR_TRY(int_subtract(cx, self, parts.remainder));
  if (order > 0 || (order == 0 && odd)) return int_add(cx, answer, unit.borrow().as<Int>());
  return answer;
}

Result<bool> read_byte_order(Context& cx, Borrowed<Str> order) {
  if (order.is_null() || str_equal(order, "big")) return false;
  if (str_equal(order, "little")) return true;
  return raise(cx, exc::ValueError, "byteorder must be either 'little' or 'big'");
}

Result<Ref<Bytes>> to_bytes(Context& cx, Borrowed<Int> self, Index length, Borrowed<Str> byteorder, bool is_signed) {
  bool little = KR_TRY(read_byte_order(cx, byteorder));
  if (length < 0) return raise(cx, exc::ValueError, "length argument must be non-negative");
  auto made = KR_TRY(new_bytes(cx, length));
  KR_TRY(int_to_bytes(cx, self, reinterpret_cast<std::uint8_t*>(made->data), length, little, is_signed));
  return made;
}

Result<Ref<>> from_bytes(Context& cx, Borrowed<Type> type, Borrowed<> bytes, Borrowed<Str> byteorder, bool is_signed) {
  bool little = KR_TRY(read_byte_order(cx, byteorder));
  auto data = KR_TRY(bytes_of(cx, bytes));
  Ref<> value = KR_TRY(int_from_bytes(cx, reinterpret_cast<std::uint8_t*>(data->data), data->size(), little, is_signed));
  if (type.raw() == &int_type) return value;
  return call(cx, Borrowed<>(type), value);
}

}  // namespace

constinit MethodDef methods[] = {
    KR_QUIET("conjugate($self, /)", itself, "Returns self, the complex conjugate of any int."),
    KR_METHOD("bit_length($self, /)", bit_length,
              "Number of bits necessary to represent self in binary.\n\n>>> bin(37)\n'0b100101'\n>>> (37).bit_length()\n6"),
    KR_METHOD("bit_count($self, /)", bit_count,
              "Number of ones in the binary representation of the absolute value of self.\n\nAlso known as the population count.\n\n"
              ">>> bin(13)\n'0b1101'\n>>> (13).bit_count()\n3"),
    KR_METHOD("to_bytes($self, /, length=1, byteorder='big', *, signed=False)", to_bytes,
              "Return an array of bytes representing an integer.\n\n  length\n    Length of bytes object to use.  An OverflowError is raised "
              "if the\n    integer is not representable with the given number of bytes.  Default\n    is length 1.\n  byteorder\n    The "
              "byte order used to represent the integer.  If byteorder is 'big',\n    the most significant byte is at the beginning of "
              "the byte array.  If\n    byteorder is 'little', the most significant byte is at the end of the\n    byte array.  To "
              "request the native byte order of the host system, use\n    `sys.byteorder' as the byte order value.  Default is to use "
              "'big'.\n  signed\n    Determines whether two's complement is used to represent the integer.\n    If signed is False and a "
              "negative integer is given, an OverflowError\n    is raised."),
    KR_CLASS_METHOD("from_bytes($type, /, bytes, byteorder='big', *, signed=False)", from_bytes,
                    "Return the integer represented by the given array of bytes.\n\n  bytes\n    Holds the array of bytes to convert.  "
                    "The argument must either\n    support the buffer protocol or be an iterable object producing bytes.\n    Bytes and "
                    "bytearray are examples of built-in objects that support the\n    buffer protocol.\n  byteorder\n    The byte order "
                    "used to represent the integer.  If byteorder is 'big',\n    the most significant byte is at the beginning of the "
                    "byte array.  If\n    byteorder is 'little', the most significant byte is at the end of the\n    byte array.  To "
                    "request the native byte order of the host system, use\n    `sys.byteorder' as the byte order value.  Default is to "
                    "use 'big'.\n  signed\n    Indicates whether two's complement is used to represent the integer."),
    KR_METHOD("as_integer_ratio($self, /)", as_integer_ratio,
              "Return integer ratio.\n\nReturn a pair of integers, whose ratio is exactly equal to the original int\nand with a positive "
              "denominator.\n\n>>> (10).as_integer_ratio()\n(10, 1)\n>>> (-10).as_integer_ratio()\n(-10, 1)\n>>> "
              "(0).as_integer_ratio()\n(0, 1)"),
    KR_QUIET("__trunc__($self, /)", itself, "Truncating an Integral returns itself."),
    KR_QUIET("__floor__($self, /)", itself, "Flooring an Integral returns itself."),
    KR_QUIET("__ceil__($self, /)", itself, "Ceiling of an Integral returns itself."),
    KR_METHOD("__round__($self, ndigits=<unrepresentable>, /)", round,
              "Rounding an Integral returns itself.\n\nRounding with an ndigits argument also returns an integer."),
    KR_METHOD("__getnewargs__($self, /)", get_new_args, ""),
    KR_METHOD("__format__($self, format_spec, /)", format_method, ""),
    KR_METHOD("__sizeof__($self, /)", size_of, "Returns size in memory, in bytes."),
    KR_END,
};

constinit GetSetDef getset[] = {
    KR_GETTER("real", itself, "the real part of a complex number"),
    KR_GETTER("imag", imag, "the imaginary part of a complex number"),
    KR_GETTER("numerator", itself, "the numerator of a rational number in lowest terms"),
    KR_GETTER("denominator", denominator, "the denominator of a rational number in lowest terms"),
    KR_END,
};

}  // namespace krait::int_
