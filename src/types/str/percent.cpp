// str % values.
#include "types/format/percent.h"

#include "object/protocol.h"
#include "types/bytes/bytes.h"
#include "types/int/int.h"
#include "types/str/builder.h"
#include "types/str/internal.h"
#include "types/str/slots.h"

namespace krait {
namespace {

using percent::Spec;

CodePoint character_at(const void* text, Index i) { return static_cast<const Str*>(text)->at(i); }

void put_number(StrBuilder& out, const Spec& spec, Borrowed<Str> number) {
  percent::Layout layout = percent::lay_out(spec, number->ascii_text());
  bool left = spec.flags & percent::left;
  if (!left && layout.fill == ' ') out.fill(' ', layout.padding);
  if (layout.sign) out.put_char(static_cast<std::uint8_t>(layout.sign));
  out.put(number, layout.skip, layout.skip + layout.prefix);
  if (!left && layout.fill == '0') out.fill('0', layout.padding);
  out.put(number, layout.skip + layout.prefix, number->size);
  if (left) out.fill(' ', layout.padding);
}

void put_text(StrBuilder& out, const Spec& spec, Borrowed<Str> text) {
  Index size = spec.precision >= 0 && spec.precision < text->size ? spec.precision : text->size;
  Index padding = spec.width > size ? spec.width - size : 0;
  if (!(spec.flags & percent::left)) out.fill(' ', padding);
  out.put(text, 0, size);
  if (spec.flags & percent::left) out.fill(' ', padding);
}

Result<Ref<Str>> character_text(Context& cx, Borrowed<> value) {
  if (is<Str>(value)) {
    if (value.as<Str>()->size != 1) return raise(cx, exc::TypeError, "%c requires int or char");
    return hold(value.as<Str>());
  }
  if (!is_index(value)) return raise(cx, exc::TypeError, "%c requires int or char");
  Ref<Int> number = KR_TRY(krait::index(cx, value));
  int overflow;
  long long code = int_to_long_long(number, &overflow);
  if (overflow || code < 0 || code > 0x10ffff) return raise(cx, exc::OverflowError, "%c arg not in range(0x110000)");
  return str_from_code_point(cx, static_cast<CodePoint>(code));
}

Result<void> put_value(Context& cx, StrBuilder& out, const Spec& spec, Borrowed<> value, Index position) {
  switch (spec.type) {
    case 's':
      if (is_exact<Str>(value)) return put_text(out, spec, value.as<Str>()), Result<void>();
      put_text(out, spec, KR_TRY(str(cx, value)));
      return {};
    case 'r': put_text(out, spec, KR_TRY(repr(cx, value))); return {};
    case 'a': put_text(out, spec, KR_TRY(ascii(cx, value))); return {};
    case 'c': {
      Spec whole = spec;
      whole.precision = -1;
      put_text(out, whole, KR_TRY(character_text(cx, value)));
      return {};
    }
    default: break;
  }
  if (!percent::is_integer_type(spec.type) && !percent::is_float_type(spec.type)) {
    CodePoint shown = spec.type > 31 && spec.type < 128 ? spec.type : '?';
    return raise(cx, exc::ValueError, "unsupported format character '{:c}' (0x{:x}) at index {}", shown, spec.type, position);
  }
  Ref<Str> number = KR_TRY(percent::number_text(cx, value, spec, false));
  put_number(out, spec, number);
  return {};
}

// "(key)": selects a value. Answers with *at behind the closing parenthesis.
Result<void> read_key(Context& cx, Borrowed<Str> format, Index* at, percent::Values& values) {
  if (!values.has_mapping()) return raise(cx, exc::TypeError, "format requires a mapping");
  Index start = ++*at, depth = 1;
  for (; depth > 0 && *at < format->size; ++*at) {
    CodePoint c = format->at(*at);
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
  }
  if (depth > 0) return raise(cx, exc::ValueError, "incomplete format key");
  Ref<Str> key = KR_TRY(substring(cx, format, start, *at - 1));
  return values.select(cx, key);
}

}  // namespace

Result<Ref<Str>> str_format_percent(Context& cx, Borrowed<Str> format, Borrowed<> args) {
  percent::Values values(args, !is<Str>(args));
  StrBuilder out(cx);
  for (Index i = 0; i < format->size;) {
    Index hit = str_find_char(format, '%', i, format->size, 1);
    if (hit < 0) hit = format->size;
    out.put(format, i, hit);
    i = hit + 1;
    if (hit == format->size) break;
    if (i < format->size && format->at(i) == '(') KR_TRY(read_key(cx, format, &i, values));
    Spec spec;
    percent::Reader reader(format.raw(), i, format->size, character_at);
    Index first = i;
    KR_TRY(reader.read(cx, values, spec));
    i = reader.position;
    if (spec.type == '%' && i == first + 1) {
      out.put_char('%');
      continue;
    }
    Ref<> value = KR_TRY(values.next(cx));
    if (spec.type == '%') {
      out.put_char('%');
      continue;
    }
    KR_TRY(put_value(cx, out, spec, value, i - 1));
  }
  if (values.left_over()) return raise(cx, exc::TypeError, "not all arguments converted during string formatting");
  return out.finish();
}

Result<Ref<>> strings::remainder(Context& cx, Borrowed<> left, Borrowed<> right) {
  if (!is<Str>(left)) return new_not_implemented();
  return str_format_percent(cx, left.as<Str>(), right);
}

}  // namespace krait
