// The methods of float.
#include <cmath>

#include "object/declare/method.h"
#include "types/float/tables.h"
#include "types/float/text.h"
#include "types/int/arithmetic.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait::float_ {
namespace {

Result<Ref<>> itself(Context& cx, Borrowed<Float> self) { return exact(cx, self); }
Result<Ref<>> imag(Context& cx, Borrowed<Float>) { return float_from(cx, 0.0); }
bool is_integer(Borrowed<Float> self) { return std::isfinite(self->value) && std::floor(self->value) == self->value; }
Result<Ref<Int>> trunc(Context& cx, Borrowed<Float> self) { return int_from_double(cx, self->value); }
Result<Ref<Int>> floor(Context& cx, Borrowed<Float> self) { return int_from_double(cx, std::floor(self->value)); }
Result<Ref<Int>> ceil(Context& cx, Borrowed<Float> self) { return int_from_double(cx, std::ceil(self->value)); }

// Rounding to digits goes by the decimal text: correctly rounded, ties to even on the exact binary value.
Result<Ref<>> round(Context& cx, Borrowed<Float> self, Borrowed<> ndigits) {
  double x = self->value;
  if (is_none(ndigits)) {
    double rounded = std::nearbyint(x);
    return int_from_double(cx, rounded);
  }
  Index digits = KR_TRY(as_index(cx, ndigits, nullptr));
  if (!std::isfinite(x) || digits > 323) return float_from(cx, x);
  if (digits < -308) return float_from(cx, std::copysign(0.0, x));
  double answer;
  if (digits >= 0) {
    std::string text = double_text(x, 'f', static_cast<int>(digits), 0);
    const char* stop;
    answer = read_double(text.data(), text.data() + text.size(), &stop);
  } else {  // to tens, hundreds …: round the integer part's text at that place, ties by the rest
    std::string text = double_text(std::fabs(x), 'f', 0, 0);
    Index keep = static_cast<Index>(text.size()) + digits;
    if (keep < 0) return float_from(cx, std::copysign(0.0, x));
    int exponent = 0;
    (void)exponent;
    std::string exact_text = double_text(std::fabs(x), 'f', 60, 0);
    std::string whole = exact_text.substr(0, exact_text.find('.'));
    keep = static_cast<Index>(whole.size()) + digits;
    if (keep < 0) return float_from(cx, std::copysign(0.0, x));
    std::string head = whole.substr(0, keep);
    std::string tail = whole.substr(keep) + exact_text.substr(whole.size() + 1);
    bool above = tail[0] > '5' || (tail[0] == '5' && tail.find_first_not_of('0', 1) != std::string::npos);
    bool tie = tail[0] == '5' && !above;
    bool odd = !head.empty() && (head.back() - '0') % 2;
    if (above || (tie && odd)) {
      Index i = keep - 1;
      while (i >= 0 && head[i] == '9') head[i--] = '0';
      if (i < 0) head.insert(head.begin(), '1');
      else ++head[i];
    }
    if (head.empty()) head = "0";
    std::string rounded = head + std::string(-digits, '0');
    const char* stop;
    answer = std::copysign(read_double(rounded.data(), rounded.data() + rounded.size(), &stop), x);
  }
  if (std::isinf(answer)) return raise(cx, exc::OverflowError, "rounded value too large to represent");
  return float_from(cx, answer);
}

Result<Ref<Tuple>> as_integer_ratio(Context& cx, Borrowed<Float> self) {
  double x = self->value;
  if (std::isinf(x)) return raise(cx, exc::OverflowError, "cannot convert Infinity to integer ratio");
  if (std::isnan(x)) return raise(cx, exc::ValueError, "cannot convert NaN to integer ratio");
  int exponent = 0;
  double fraction = std::frexp(x, &exponent);
  for (int i = 0; i < 300 && fraction != std::floor(fraction); ++i) fraction *= 2.0, --exponent;
  auto numerator = KR_TRY(int_from_double(cx, fraction));
  auto denominator = KR_TRY(int_from(cx, 1));
  if (exponent > 0) numerator = KR_TRY(int_::shift_left(cx, numerator, exponent));
  else denominator = KR_TRY(int_::shift_left(cx, denominator, -exponent));
  return tuple_of(cx, numerator, denominator);
}

Result<Ref<Str>> hex(Context& cx, Borrowed<Float> self) {
  double x = self->value;
  if (!std::isfinite(x)) return krait::repr(cx, self);
  std::string sign = std::signbit(x) ? "-" : "";
  if (x == 0) return str_from_ascii(cx, sign + "0x0.0p+0");
  int exponent = 0;
  double m = std::frexp(std::fabs(x), &exponent);
  int shift = 1 - std::max(-1021 - exponent, 0);
  m = std::ldexp(m, shift);
  exponent -= shift;
  auto next_digit = [&m] {
    int digit = static_cast<int>(m);
    m = (m - digit) * 16;
    return "0123456789abcdef"[digit];
  };
  std::string text = sign + "0x";
  text += next_digit();
  text += '.';
  for (int i = 0; i < 13; ++i) text += next_digit();
  text += 'p';
  text += exponent < 0 ? '-' : '+';
  return str_from_ascii(cx, text + std::to_string(std::abs(exponent)));
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

struct HexScan {
  enum { ok, invalid, overflow } status = invalid;
  double value = 0;
};

// Reads [sign] ["0x"] digits ["." digits] ["p" [sign] digits]; rounds half to even at the 53rd bit.
HexScan scan_hex(std::string_view text) {
  const char* end = text.data() + text.size();
  const char* stop = nullptr;
  double special = read_double(text.data(), end, &stop);
  if (stop == end && !std::isfinite(special) && text.find_first_of("nN") != std::string_view::npos) return {HexScan::ok, special};
  bool negative = false;
  std::size_t at = 0;
  auto peek = [&](std::size_t i) { return i < text.size() ? text[i] : '\0'; };
  if (peek(at) == '+' || peek(at) == '-') negative = text[at++] == '-';
  if (peek(at) == '0' && (peek(at + 1) | 0x20) == 'x') at += 2;
  std::string digits;
  long long exponent = 0;
  bool point = false, any = false;
  for (;; ++at) {
    char c = peek(at);
    if (c == '.' && !point) {
      point = true;
    } else if (hex_digit(c) >= 0) {
      any = true;
      digits += c;
      if (point) exponent -= 4;
    } else {
      break;
    }
  }
  if (!any) return {};
  if ((peek(at) | 0x20) == 'p') {
    ++at;
    bool minus = false;
    if (peek(at) == '+' || peek(at) == '-') minus = text[at++] == '-';
    if (peek(at) < '0' || peek(at) > '9') return {};
    long long given = 0;
    for (; peek(at) >= '0' && peek(at) <= '9'; ++at) given = std::min<long long>(given * 10 + (text[at] - '0'), 1ll << 50);
    exponent += minus ? -given : given;
  }
  if (at != text.size()) return {};
  std::size_t first = digits.find_first_not_of('0');
  if (first == std::string::npos) return {HexScan::ok, negative ? -0.0 : 0.0};
  // Gather up to 60 bits, the rest as a sticky bit.
  std::uint64_t top = 0;
  std::size_t i = first;
  for (; i < digits.size() && top >> 56 == 0; ++i) top = top << 4 | hex_digit(digits[i]);
  bool sticky = digits.find_first_not_of('0', i) != std::string::npos;
  exponent += 4 * static_cast<long long>(digits.size() - i);
  int bits = 64 - __builtin_clzll(top);
  long long top_exponent = exponent + bits;
  if (top_exponent > 1024) return {HexScan::overflow, 0};
  if (top_exponent < -1075) return {HexScan::ok, negative ? -0.0 : 0.0};
  long long keep = std::min<long long>(53, top_exponent + 1074);
  long long drop = bits - keep;
  if (drop > 0) {
    std::uint64_t half = 1ull << (drop - 1), rest = drop >= 64 ? top : top & ((half << 1) - 1);
    top = drop >= 64 ? 0 : top >> drop;
    if (rest > half || (rest == half && (sticky || (top & 1)))) ++top;
    exponent += drop;
  }
  double value = std::ldexp(static_cast<double>(top), static_cast<int>(exponent));
  if (std::isinf(value)) return {HexScan::overflow, 0};
  return {HexScan::ok, negative ? -value : value};
}

Result<Ref<>> from_hex(Context& cx, Borrowed<Type> type, Borrowed<> string) {
  if (!is<Str>(string)) return raise(cx, exc::TypeError, "bad argument type for built-in operation");
  Index size = 0;
  const char* utf8 = KR_TRY(str_utf8(cx, string.as<Str>(), &size));
  std::string_view text(utf8, size);
  auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  HexScan found = scan_hex(text);
  if (found.status == HexScan::invalid) return raise(cx, exc::ValueError, "invalid hexadecimal floating-point string");
  if (found.status == HexScan::overflow) return raise(cx, exc::OverflowError, "hexadecimal value too large to represent as a float");
  Ref<> value = KR_TRY(float_from(cx, found.value));
  if (type.raw() == &float_type) return value;
  return call(cx, Borrowed<>(type), value);
}

Result<Ref<Tuple>> get_new_args(Context& cx, Borrowed<Float> self) {
  auto value = KR_TRY(float_from(cx, self->value));
  return tuple_of(cx, value);
}

Result<Ref<Str>> get_format(Context& cx, Borrowed<Type>, Borrowed<Str> typestr) {
  if (str_equal(typestr, "double") || str_equal(typestr, "float")) return hold(KR_STR("IEEE, little-endian"));
  return raise(cx, exc::ValueError, "__getformat__() argument 1 must be 'double' or 'float'");
}

}  // namespace

constinit MethodDef methods[] = {
    KR_CLASS_METHOD("fromhex($type, string, /)", from_hex,
                    "Create a floating-point number from a hexadecimal string.\n\n>>> float.fromhex('0x1.ffffp10')\n2047.984375\n>>> "
                    "float.fromhex('-0x1p-1074')\n-5e-324"),
    KR_METHOD("hex($self, /)", hex,
              "Return a hexadecimal representation of a floating-point number.\n\n>>> (-0.1).hex()\n'-0x1.999999999999ap-4'\n>>> "
              "3.14159.hex()\n'0x1.921f9f01b866ep+1'"),
    KR_METHOD("conjugate($self, /)", itself, "Return self, the complex conjugate of any float."),
    KR_METHOD("__trunc__($self, /)", trunc, "Return the Integral closest to x between 0 and x."),
    KR_METHOD("__floor__($self, /)", floor, "Return the floor as an Integral."),
    KR_METHOD("__ceil__($self, /)", ceil, "Return the ceiling as an Integral."),
    KR_METHOD("__round__($self, ndigits=None, /)", round,
              "Return the Integral closest to x, rounding half toward even.\n\nWhen an argument is passed, work like built-in round(x, "
              "ndigits)."),
    KR_METHOD("as_integer_ratio($self, /)", as_integer_ratio,
              "Return integer ratio.\n\nReturn a pair of integers, whose ratio is exactly equal to the original float\nand with a "
              "positive denominator.\n\nRaise OverflowError on infinities and a ValueError on NaNs.\n\n>>> "
              "(10.0).as_integer_ratio()\n(10, 1)\n>>> (0.0).as_integer_ratio()\n(0, 1)\n>>> (-.25).as_integer_ratio()\n(-1, 4)"),
    KR_METHOD("is_integer($self, /)", is_integer, "Return True if the float is an integer."),
    KR_METHOD("__getnewargs__($self, /)", get_new_args, ""),
    KR_CLASS_METHOD("__getformat__($type, typestr, /)", get_format,
                    "You probably don't want to use this function.\n\n  typestr\n    Must be 'double' or 'float'.\n\nIt exists mainly to "
                    "be used in Python's test suite.\n\nThis function returns whichever of 'unknown', 'IEEE, big-endian' or "
                    "'IEEE,\nlittle-endian' best describes the format of floating point numbers used by the\nC type named by typestr."),
    KR_METHOD("__format__($self, format_spec, /)", format_method, "Formats the float according to format_spec."),
    KR_END,
};

constinit GetSetDef getset[] = {
    KR_GETTER("real", itself, "the real part of a complex number"),
    KR_GETTER("imag", imag, "the imaginary part of a complex number"),
    KR_END,
};

}  // namespace krait::float_
