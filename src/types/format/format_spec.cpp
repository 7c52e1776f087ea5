#include "types/format/format_spec.h"

#include "base/unicode/unicode.h"
#include "types/str/internal.h"

namespace krait {
namespace {

bool is_align(CodePoint c) { return c == '<' || c == '>' || c == '=' || c == '^'; }

// Digits at *at; how many there were, -1 when the number is too large.
int read_number(Borrowed<Str> spec, Index* at, Index to, Index* value) {
  Index number = 0;
  int digits = 0;
  for (; *at < to; ++*at, ++digits) {
    int digit = unicode::to_decimal(spec->at(*at));
    if (digit < 0) break;
    if (number > (index_max - digit) / 10) return -1;
    number = number * 10 + digit;
  }
  *value = number;
  return digits;
}

Failed raise_no_grouping(Context& cx, char grouping, CodePoint type) {
  if (type > 32 && type < 128) return raise(cx, exc::ValueError, "Cannot specify '{:c}' with '{:c}'.", grouping, type);
  return raise(cx, exc::ValueError, "Cannot specify '{:c}' with '\\x{:x}'.", grouping, type);
}

Result<void> check_grouping(Context& cx, const FormatSpec& spec) {
  if (!spec.grouping) return {};
  switch (spec.type) {
    case 'd': case 'e': case 'f': case 'g': case 'E': case 'G': case '%': case 'F': case 0: return {};
    case 'b': case 'o': case 'x': case 'X':
      if (spec.grouping == '_') return {};
      [[fallthrough]];
    default: return raise_no_grouping(cx, spec.grouping, spec.type);
  }
}

Failed raise_invalid(Context& cx, Borrowed<Str> spec, Index from, Index to, Borrowed<> value) {
  Ref<Str> text = KR_TRY(substring(cx, spec, from, to));
  return raise(cx, exc::ValueError, "Invalid format specifier '{}' for object of type '{!t:.200}'", text, value);
}

}  // namespace

Failed raise_unknown_format_code(Context& cx, CodePoint code, Borrowed<> value) {
  if (code > 32 && code < 128)
    return raise(cx, exc::ValueError, "Unknown format code '{:c}' for object of type '{!t:.200}'", code, value);
  return raise(cx, exc::ValueError, "Unknown format code '\\x{:x}' for object of type '{!t:.200}'", code, value);
}

Result<void> parse_format_spec(Context& cx, Borrowed<Str> spec, Index from, Index to, char default_type, char default_align,
                               Borrowed<> value, FormatSpec& out) {
  Index at = from;
  auto peek = [&] { return at < to ? spec->at(at) : 0; };
  out.align = default_align;
  out.type = static_cast<CodePoint>(default_type);
  if (to - at >= 2 && is_align(spec->at(at + 1))) {
    out.fill = spec->at(at);
    out.align = static_cast<char>(spec->at(at + 1));
    out.fill_given = out.align_given = true;
    at += 2;
  } else if (is_align(peek())) {
    out.align = static_cast<char>(spec->at(at++));
    out.align_given = true;
  }
  if (CodePoint c = peek(); c == '+' || c == '-' || c == ' ') out.sign = static_cast<char>(c), at++;
  if (peek() == 'z') out.no_negative_zero = true, at++;
  if (peek() == '#') out.alternate = true, at++;
  if (!out.fill_given && peek() == '0') {
    out.fill = '0';
    if (!out.align_given && default_align == '>') out.align = '=';
    at++;
  }
  int digits = read_number(spec, &at, to, &out.width);
  if (digits < 0) return raise(cx, exc::ValueError, "Too many decimal digits in format string");
  if (digits == 0) out.width = -1;
  if (peek() == ',') out.grouping = ',', at++;
  if (peek() == '_') {
    if (out.grouping) return raise(cx, exc::ValueError, "Cannot specify both ',' and '_'.");
    out.grouping = '_';
    at++;
  }
  if (peek() == ',' && out.grouping == '_') return raise(cx, exc::ValueError, "Cannot specify both ',' and '_'.");
  if (peek() == '.') {
    at++;
    digits = read_number(spec, &at, to, &out.precision);
    if (digits < 0) return raise(cx, exc::ValueError, "Too many decimal digits in format string");
    if (digits == 0) return raise(cx, exc::ValueError, "Format specifier missing precision");
  }
  if (to - at > 1) return raise_invalid(cx, spec, from, to, value);
  if (to - at == 1) out.type = spec->at(at);
  return check_grouping(cx, out);
}

Padding padding_for(const FormatSpec& spec, Index body) {
  Index total = spec.width > body ? spec.width : body, extra = total - body;
  Index left = spec.align == '>' ? extra : spec.align == '^' ? extra / 2 : 0;
  return {left, extra - left};
}

Result<void> format_str_spec(Context& cx, Borrowed<Str> text, Borrowed<Str> spec_text, StrBuilder& out) {
  if (spec_text->size == 0) {
    out.put(text);
    return {};
  }
  FormatSpec spec;
  KR_TRY(parse_format_spec(cx, spec_text, 0, spec_text->size, 's', '<', text, spec));
  if (spec.type != 's') return raise_unknown_format_code(cx, spec.type, text);
  if (spec.sign == ' ') return raise(cx, exc::ValueError, "Space not allowed in string format specifier");
  if (spec.sign) return raise(cx, exc::ValueError, "Sign not allowed in string format specifier");
  if (spec.no_negative_zero) return raise(cx, exc::ValueError, "Negative zero coercion (z) not allowed in string format specifier");
  if (spec.alternate) return raise(cx, exc::ValueError, "Alternate form (#) not allowed in string format specifier");
  if (spec.align == '=') return raise(cx, exc::ValueError, "'=' alignment not allowed in string format specifier");
  Index size = spec.precision >= 0 && spec.precision < text->size ? spec.precision : text->size;
  Padding pad = padding_for(spec, size);
  out.fill(spec.fill, pad.left);
  out.put(text, 0, size);
  out.fill(spec.fill, pad.right);
  return {};
}

}  // namespace krait
