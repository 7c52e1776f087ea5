// int.__format__, float.__format__ and complex.__format__.
//
// A number's text is cut into parts, [sign][prefix][digits][point][rest], and laid out as
// [fill][sign][prefix][fill for '='][digits with separators][point][rest][fill]. Zeros that fill count as digits: separators go
// between them too.
#include <clocale>
#include <climits>
#include <cmath>

#include "types/float/tables.h"
#include "types/format/format_spec.h"
#include "types/int/tables.h"
#include "types/str/internal.h"

namespace krait {
namespace {

// How digits are grouped: sizes from the right, the last one repeated (0) or final (CHAR_MAX).
struct Grouping {
  std::string_view separator;
  std::string_view point = ".";
  const char* sizes = "";
};

Grouping grouping_for(const FormatSpec& spec) {
  if (spec.type == 'n') {
    const lconv* locale = localeconv();
    return {locale->thousands_sep, locale->decimal_point, locale->grouping};
  }
  bool by_four = spec.type == 'b' || spec.type == 'o' || spec.type == 'x' || spec.type == 'X';
  if (spec.grouping == ',') return {",", ".", "\3"};
  if (spec.grouping == '_') return {"_", ".", by_four ? "\4" : "\3"};
  return {};
}

class GroupSizes {
 public:
  explicit GroupSizes(const char* sizes) : at_(sizes) {}
  // 0: no further group, the rest stands together.
  Index next() {
    if (*at_ == CHAR_MAX) return 0;
    if (*at_ == 0) return last_;
    return last_ = *at_++;
  }

 private:
  const char* at_;
  Index last_ = 0;
};

// The digits from the right: calls put(zeros, digits, separator_before) group by group. Answers the length of it all.
template <class F>
Index group_digits(const Grouping& grouping, Index digits, Index min_width, F&& put) {
  GroupSizes sizes(grouping.sizes);
  auto gap = static_cast<Index>(grouping.separator.size());
  Index total = 0;
  bool first = true;
  for (;;) {
    Index size = sizes.next();
    Index wanted = digits > min_width ? digits : min_width;
    if (wanted < 1) wanted = 1;
    bool last = size == 0;
    Index length = last || size > wanted ? wanted : size;
    Index zeros = length > digits ? length - digits : 0, chars = digits < length ? digits : length;
    put(zeros, chars, !first);
    total += length + (first ? 0 : gap);
    first = false;
    digits -= chars;
    min_width -= length;
    if (last || (digits <= 0 && min_width <= 0)) return total;
    min_width -= gap;
  }
}

struct Number {
  char sign = 0;
  std::string_view prefix;
  std::string_view digits;
  bool point = false;
  std::string_view rest;
  CodePoint character = 0;  // of the type 'c': stands alone
  bool is_character = false;
};

// Appends the digits with their separators, written from the right into a buffer.
bool put_digits(StrBuilder& out, const Grouping& grouping, std::string_view digits, Index min_width) {
  auto count = static_cast<Index>(digits.size());
  if (!*grouping.sizes) {
    out.fill('0', min_width - count);
    out.put(digits);
    return true;
  }
  Index total = group_digits(grouping, count, min_width, [](Index, Index, bool) {});
  auto* buffer = static_cast<char*>(memory::allocate(static_cast<std::size_t>(total) + 1));
  if (!buffer) return false;
  char* at = buffer + total;
  const char* from = digits.data() + digits.size();
  group_digits(grouping, count, min_width, [&](Index zeros, Index chars, bool gap) {
    if (gap) at -= grouping.separator.size(), memcpy(at, grouping.separator.data(), grouping.separator.size());
    at -= chars, from -= chars;
    memcpy(at, from, static_cast<std::size_t>(chars));
    at -= zeros;
    memset(at, '0', static_cast<std::size_t>(zeros));
  });
  out.put_utf8({buffer, static_cast<std::size_t>(total)});
  memory::release(buffer);
  return true;
}

Result<void> put_number(Context& cx, StrBuilder& out, const FormatSpec& spec, Number number) {
  Grouping grouping = grouping_for(spec);
  char sign = number.sign == '-' ? '-' : spec.sign == '+' ? '+' : spec.sign == ' ' ? ' ' : 0;
  auto size = [](std::string_view text) { return static_cast<Index>(text.size()); };
  Index fixed = (sign != 0) + size(number.prefix) + (number.point ? size(grouping.point) : 0) + size(number.rest) + number.is_character;
  bool zeros_count = spec.fill == '0' && spec.align == '=' && !number.digits.empty();
  Index min_width = zeros_count ? spec.width - fixed : 0;
  Index digits = 0;
  if (!number.digits.empty())
    digits = *grouping.sizes ? group_digits(grouping, size(number.digits), min_width, [](Index, Index, bool) {})
                             : (size(number.digits) > min_width ? size(number.digits) : min_width);
  Index extra = spec.width > fixed + digits ? spec.width - fixed - digits : 0;
  Index before = spec.align == '>' ? extra : spec.align == '^' ? extra / 2 : 0, inside = spec.align == '=' ? extra : 0;
  out.fill(spec.fill, before);
  if (sign) out.put_char(static_cast<std::uint8_t>(sign));
  out.put(number.prefix);
  out.fill(spec.fill, inside);
  if (!number.digits.empty() && !put_digits(out, grouping, number.digits, min_width)) return raise_memory_error(cx);
  if (number.is_character) out.put_char(number.character);
  if (number.point) out.put_utf8(grouping.point);
  out.put(number.rest);
  out.fill(spec.fill, extra - before - inside);
  return {};
}

// --- int

Result<Ref<Str>> upper_ascii(Context& cx, Borrowed<Str> text) {
  Ref<Str> made = KR_TRY(new_str(cx, text->size, 0x7f));
  for (Index i = 0; i < text->size; i++)
    static_cast<char*>(made->data())[i] = static_cast<char>(text::ascii_upper(static_cast<std::uint8_t>(text->at(i))));
  return made;
}

Result<Number> character_number(Context& cx, Borrowed<Int> value, const FormatSpec& spec) {
  if (spec.sign) return raise(cx, exc::ValueError, "Sign not allowed with integer format specifier 'c'");
  if (spec.alternate) return raise(cx, exc::ValueError, "Alternate form (#) not allowed with integer format specifier 'c'");
  int overflow;
  long long code = int_to_long_long(value, &overflow);
  if (overflow) return raise(cx, exc::OverflowError, "Python int too large to convert to C long");
  if (code < 0 || code > 0x10ffff) return raise(cx, exc::OverflowError, "%c arg not in range(0x110000)");
  Number number;
  number.is_character = true;
  number.character = static_cast<CodePoint>(code);
  return number;
}

Result<void> put_int(Context& cx, StrBuilder& out, Borrowed<Int> value, const FormatSpec& spec) {
  if (spec.precision >= 0) return raise(cx, exc::ValueError, "Precision not allowed in integer format specifier");
  if (spec.no_negative_zero) return raise(cx, exc::ValueError, "Negative zero coercion (z) not allowed in integer format specifier");
  if (spec.type == 'c') return put_number(cx, out, spec, KR_TRY(character_number(cx, value, spec)));
  int base = spec.type == 'b' ? 2 : spec.type == 'o' ? 8 : spec.type == 'x' || spec.type == 'X' ? 16 : 10;
  Ref<Str> text = KR_TRY(int_to_str(cx, value, base));
  if (spec.type == 'X') text = KR_TRY(upper_ascii(cx, text));
  std::string_view rest = text->ascii_text();
  Number number;
  if (rest[0] == '-') number.sign = '-', rest.remove_prefix(1);
  if (base != 10) {
    if (spec.alternate) number.prefix = rest.substr(0, 2);
    rest.remove_prefix(2);
  }
  number.digits = rest;
  return put_number(cx, out, spec, number);
}

// --- float

Result<Ref<Str>> double_digits(Context& cx, double value, FormatSpec& spec) {
  int flags = spec.alternate ? 4 : 0;
  auto code = static_cast<char>(spec.type);
  Index precision = 6;
  bool percent = code == '%';
  if (spec.precision > INT_MAX) return raise(cx, exc::ValueError, "precision too big");
  if (code == 0) code = 'r', precision = 0, flags |= 2;
  if (code == 'n') code = 'g';
  if (percent) code = 'f', value *= 100;
  if (spec.precision >= 0) {
    precision = spec.precision;
    if (code == 'r') code = 'g';
  }
  return double_to_str(cx, value, code, static_cast<int>(precision), flags);
}

bool is_zero(std::string_view text) {
  for (char c : text) {
    if (c == 'e' || c == 'E') return true;
    if (c != '0' && c != '.') return false;
  }
  return true;
}

Number cut(std::string_view text, bool no_negative_zero) {
  Number number;
  if (text[0] == '-') number.sign = '-', text.remove_prefix(1);
  if (number.sign && no_negative_zero && is_zero(text)) number.sign = 0;
  std::size_t n = 0;
  while (n < text.size() && text[n] >= '0' && text[n] <= '9') n++;
  number.digits = text.substr(0, n);
  text.remove_prefix(n);
  if (!text.empty() && text[0] == '.') number.point = true, text.remove_prefix(1);
  number.rest = text;
  return number;
}

Result<void> put_double(Context& cx, StrBuilder& out, double value, FormatSpec spec) {
  Ref<Str> text = KR_TRY(double_digits(cx, value, spec));
  if (spec.type == '%') text = KR_TRY(str_concat(cx, text, KR_STR("%")));
  return put_number(cx, out, spec, cut(text->ascii_text(), spec.no_negative_zero));
}

bool is_float_code(CodePoint type) {
  switch (type) {
    case 'e': case 'E': case 'f': case 'F': case 'g': case 'G': case 'n': case '%': return true;
    default: return false;
  }
}

// --- complex

Result<void> put_complex(Context& cx, StrBuilder& out, Borrowed<Complex> value, FormatSpec spec) {
  if (spec.fill == '0') return raise(cx, exc::ValueError, "Zero padding is not allowed in complex format specifier");
  if (spec.align == '=') return raise(cx, exc::ValueError, "'=' alignment flag is not allowed in complex format specifier");
  bool bare = spec.type == 0;
  bool only_imaginary = bare && value->real == 0.0 && std::copysign(1.0, value->real) == 1.0;
  bool parentheses = bare && !only_imaginary;
  FormatSpec part = spec;
  part.width = -1;
  StrBuilder body(cx);
  auto put_part = [&](double number) -> Result<void> {
    if (!bare) return put_double(cx, body, number, part);
    FormatSpec plain = part;  // like repr(): no ".0" is added
    int flags = spec.alternate ? 4 : 0;
    Ref<Str> text = KR_TRY(double_to_str(cx, number, spec.precision >= 0 ? 'g' : 'r', spec.precision >= 0 ? static_cast<int>(spec.precision) : 0, flags));
    return put_number(cx, body, plain, cut(text->ascii_text(), spec.no_negative_zero));
  };
  if (parentheses) body.put_char('(');
  if (!only_imaginary) {
    KR_TRY(put_part(value->real));
    part.sign = '+';
  }
  KR_TRY(put_part(value->imag));
  body.put_char('j');
  if (parentheses) body.put_char(')');
  Ref<Str> text = KR_TRY(body.finish());
  Padding padding = padding_for(spec, text->size);
  out.fill(spec.fill, padding.left);
  out.put(text);
  out.fill(spec.fill, padding.right);
  return {};
}

}  // namespace

Result<Ref<Str>> int_::format_method(Context& cx, Borrowed<Int> self, Borrowed<Str> spec_text) {
  if (spec_text->size == 0) return is_exact<Int>(self) ? int_to_str(cx, self, 10) : str(cx, self);
  FormatSpec spec;
  KR_TRY(parse_format_spec(cx, spec_text, 0, spec_text->size, 'd', '>', self, spec));
  StrBuilder out(cx);
  switch (spec.type) {
    case 'b': case 'c': case 'd': case 'o': case 'x': case 'X': case 'n': KR_TRY(put_int(cx, out, self, spec)); break;
    case 'e': case 'E': case 'f': case 'F': case 'g': case 'G': case '%': {
      double value = int_to_double(cx, self);
      if (value == -1.0 && cx.has_error()) return Failed{};
      KR_TRY(put_double(cx, out, value, spec));
      break;
    }
    default: return raise_unknown_format_code(cx, spec.type, self);
  }
  return out.finish();
}

Result<Ref<Str>> float_::format_method(Context& cx, Borrowed<Float> self, Borrowed<Str> spec_text) {
  if (spec_text->size == 0) return str(cx, self);
  FormatSpec spec;
  KR_TRY(parse_format_spec(cx, spec_text, 0, spec_text->size, 0, '>', self, spec));
  if (spec.type != 0 && !is_float_code(spec.type)) return raise_unknown_format_code(cx, spec.type, self);
  StrBuilder out(cx);
  KR_TRY(put_double(cx, out, self->value, spec));
  return out.finish();
}

Result<Ref<Str>> float_::format_complex_method(Context& cx, Borrowed<Complex> self, Borrowed<Str> spec_text) {
  if (spec_text->size == 0) return str(cx, self);
  FormatSpec spec;
  KR_TRY(parse_format_spec(cx, spec_text, 0, spec_text->size, 0, '>', self, spec));
  if (spec.type != 0 && (!is_float_code(spec.type) || spec.type == '%')) return raise_unknown_format_code(cx, spec.type, self);
  StrBuilder out(cx);
  KR_TRY(put_complex(cx, out, self, spec));
  return out.finish();
}

}  // namespace krait
