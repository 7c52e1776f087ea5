#include "types/float/text.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>

namespace krait::float_ {
namespace {

// A number in scientific digits: 0.d1d2d3… times 10**point.
struct Decimal {
  std::string digits;
  int point;
};

// From what to_chars gives in scientific form: "d.ddde±xx".
Decimal split_scientific(std::string_view text) {
  std::size_t e = text.find('e');
  Decimal made;
  made.digits += text[0];
  if (e > 1) made.digits += text.substr(2, e - 2);
  int exponent = 0;
  const char* first = text.data() + e + 1;
  if (*first == '+') ++first;
  std::from_chars(first, text.data() + text.size(), exponent);
  made.point = exponent + 1;
  return made;
}

std::string exponent_text(int exponent, char letter) {
  std::string text(1, letter);
  text += exponent < 0 ? '-' : '+';
  std::string digits = std::to_string(std::abs(exponent));
  if (digits.size() < 2) text += '0';
  return text + digits;
}

std::string layout_fixed(const Decimal& d) {
  if (d.point <= 0) return "0." + std::string(-d.point, '0') + d.digits;
  int n = static_cast<int>(d.digits.size());
  if (d.point >= n) return d.digits + std::string(d.point - n, '0') + ".";
  return d.digits.substr(0, d.point) + "." + d.digits.substr(d.point);
}

std::string layout_scientific(const Decimal& d, char letter) {
  std::string text = d.digits.substr(0, 1) + "." + d.digits.substr(1);
  return text + exponent_text(d.point - 1, letter);
}

// Drops a decimal point that nothing follows, unless it is wanted; adds ".0" where asked.
std::string finish(std::string text, int flags, bool has_exponent) {
  std::size_t e = has_exponent ? text.find_first_of("eE") : text.size();
  if (e > 0 && text[e - 1] == '.' && !(flags & alternative)) {
    if ((flags & add_dot_0) && !has_exponent) return text + "0";
    text.erase(e - 1, 1);
  }
  return text;
}

std::string to_chars_text(double value, std::chars_format format, int precision) {
  std::string text(precision + 340, '\0');
  auto end = precision < 0 ? std::to_chars(text.data(), text.data() + text.size(), value, format)
                           : std::to_chars(text.data(), text.data() + text.size(), value, format, precision);
  text.resize(end.ptr - text.data());
  return text;
}

std::string shortest(double value, int flags) {
  Decimal d = split_scientific(to_chars_text(value, std::chars_format::scientific, -1));
  if (value == 0) d = {"0", 1};
  bool exponent = d.point <= -4 || d.point > 16;
  return finish(exponent ? layout_scientific(d, 'e') : layout_fixed(d), flags, exponent);
}

std::string general(double value, int precision, int flags, char letter) {
  if (precision == 0) precision = 1;
  Decimal d = split_scientific(to_chars_text(value, std::chars_format::scientific, precision - 1));
  if (value == 0) d = {std::string(precision, '0'), 1};
  bool exponent = d.point <= -4 || d.point > precision;
  if (!(flags & alternative)) {
    while (d.digits.size() > 1 && d.digits.back() == '0') d.digits.pop_back();
  }
  if ((flags & add_dot_0) && d.point == precision && !exponent) exponent = false;
  return finish(exponent ? layout_scientific(d, letter) : layout_fixed(d), flags, exponent);
}

}  // namespace

std::string double_text(double value, char code, int precision, int flags) {
  bool upper = code == 'E' || code == 'F' || code == 'G';
  bool negative = std::signbit(value) && !std::isnan(value);
  double size = std::fabs(value);
  std::string text;
  if (std::isnan(value)) {
    text = upper ? "NAN" : "nan";
  } else if (std::isinf(value)) {
    text = upper ? "INF" : "inf";
  } else {
    switch (code | 0x20) {
      case 'r': text = shortest(size, flags); break;
      case 'e': {
        Decimal d = split_scientific(to_chars_text(size, std::chars_format::scientific, precision));
        if (size == 0) d.point = 1;
        text = finish(layout_scientific(d, upper ? 'E' : 'e'), flags, true);
        break;
      }
      case 'f':
        text = to_chars_text(size, std::chars_format::fixed, precision);
        if (precision == 0 && (flags & alternative)) text += '.';
        else if (precision == 0 && (flags & add_dot_0)) text += ".0";
        break;
      default: text = general(size, precision, flags, upper ? 'E' : 'e');
    }
  }
  if (negative) return "-" + text;
  if (flags & with_sign) return "+" + text;
  return text;
}

static bool starts_with_word(const char* text, const char* end, const char* word) {
  std::size_t n = std::strlen(word);
  if (static_cast<std::size_t>(end - text) < n) return false;
  for (std::size_t i = 0; i < n; ++i)
    if ((text[i] | 0x20) != word[i]) return false;
  return true;
}

double read_double(const char* text, const char* end, const char** stop) {
  const char* at = text;
  bool negative = false;
  *stop = text;
  if (at < end && (*at == '+' || *at == '-')) negative = *at++ == '-';
  double value = 0;
  if (starts_with_word(at, end, "infinity") || starts_with_word(at, end, "inf")) {
    value = HUGE_VAL;
    *stop = at + (starts_with_word(at, end, "infinity") ? 8 : 3);
  } else if (starts_with_word(at, end, "nan")) {
    value = std::nan("");
    *stop = at + 3;
  } else {
    if (at == end || !((*at >= '0' && *at <= '9') || (*at == '.' && at + 1 < end && at[1] >= '0' && at[1] <= '9'))) return 0;
    auto answer = std::from_chars(at, end, value);
    if (answer.ec == std::errc::result_out_of_range) value = std::strtod(std::string(at, answer.ptr).c_str(), nullptr);
    *stop = answer.ptr;
  }
  return negative ? -value : value;
}

bool remove_underscores(std::string_view text, std::string* out) {
  char previous = 0;
  for (char c : text) {
    bool digit = c >= '0' && c <= '9';
    if (c == '_') {
      if (previous < '0' || previous > '9') return false;
    } else {
      if (previous == '_' && !digit) return false;
      out->push_back(c);
    }
    previous = c;
  }
  return previous != '_';
}

}  // namespace krait::float_
