#include "types/format/percent.h"

#include "object/protocol.h"
#include "types/float/float.h"
#include "types/int/int.h"
#include "types/str/builder.h"
#include "types/tuple/tuple.h"

namespace krait::percent {

Values::Values(Borrowed<> args, bool mapping_ok) : args_(args) {
  if (is<Tuple>(args)) {
    count_ = args.as<Tuple>()->size();
    at_ = 0;
  } else if (mapping_ok && args.type()->tp_as_mapping && args.type()->tp_as_mapping->mp_subscript) {
    mapping_ = args;
  }
}

Result<Ref<>> Values::next(Context& cx) {
  if (at_ >= count_) return raise(cx, exc::TypeError, "not enough arguments for format string");
  Index i = at_++;
  if (count_ < 0) return selected_ ? Result<Ref<>>(selected_.copy()) : Result<Ref<>>(hold(args_));
  return hold(args_.as<Tuple>()->item(i));
}

Result<void> Values::select(Context& cx, Borrowed<> key) {
  if (mapping_.is_null()) return raise(cx, exc::TypeError, "format requires a mapping");
  selected_ = KR_TRY(get_item(cx, mapping_, key));
  count_ = -1;
  at_ = -2;
  return {};
}

Result<bool> Reader::read_star(Context& cx, Values& values, Index& out, bool width, int& flags) {
  if (!more() || peek() != '*') return false;
  position++;
  Ref<> value = KR_TRY(values.next(cx));
  if (!is<Int>(value)) return raise(cx, exc::TypeError, "* wants int");
  if (width) {
    out = as_ssize(cx, value);
    if (out == -1 && cx.has_error()) return Failed{};
    if (out < 0) flags |= left, out = -out;
  } else {
    out = as_int(cx, value);
    if (out == -1 && cx.has_error()) return Failed{};
    if (out < 0) out = 0;
  }
  return true;
}

Result<void> Reader::read_number(Context& cx, Index& out, Index limit, const char* message) {
  while (more() && peek() - '0' < 10) {
    auto digit = static_cast<Index>(peek() - '0');
    if (out > (limit - digit) / 10) return raise(cx, exc::ValueError, "{}", message);
    out = out * 10 + digit;
    position++;
  }
  return {};
}

Result<void> Reader::read(Context& cx, Values& values, Spec& spec) {
  for (bool flag = true; flag && more();) {
    switch (peek()) {
      case '-': spec.flags |= left; break;
      case '+': spec.flags |= sign; break;
      case ' ': spec.flags |= blank; break;
      case '#': spec.flags |= alternate; break;
      case '0': spec.flags |= zero; break;
      default: flag = false;
    }
    position += flag;
  }
  if (!KR_TRY(read_star(cx, values, spec.width, true, spec.flags)) && more() && peek() - '0' < 10) {
    spec.width = 0;
    KR_TRY(read_number(cx, spec.width, index_max, "width too big"));
  }
  if (more() && peek() == '.') {
    position++;
    spec.precision = 0;
    if (!KR_TRY(read_star(cx, values, spec.precision, false, spec.flags)))
      KR_TRY(read_number(cx, spec.precision, 0x7fffffff, "precision too big"));
  }
  if (more() && (peek() == 'h' || peek() == 'l' || peek() == 'L')) position++;
  if (!more()) return raise(cx, exc::ValueError, "incomplete format");
  spec.type = at_(text_, position++);
  return {};
}

Result<Ref<Str>> int_text(Context& cx, Borrowed<Int> value, bool alternate_form, Index precision, char type) {
  int base = type == 'o' ? 8 : type == 'x' || type == 'X' ? 16 : 10;
  Ref<Str> plain = KR_TRY(int_to_str(cx, value, base));
  std::string_view text = plain->ascii_text();
  bool negative = text[0] == '-';
  text.remove_prefix(negative);
  std::string_view prefix;
  if (base != 10) prefix = text.substr(0, 2), text.remove_prefix(2);
  if (!alternate_form) prefix = {};
  auto digits = static_cast<Index>(text.size());
  if (precision <= digits && base == 10) return plain;
  StrBuilder out(cx);
  if (negative) out.put_char('-');
  auto put = [&](char c) { out.put_char(static_cast<std::uint8_t>(type == 'X' && c >= 'a' && c <= 'z' ? c - 32 : c)); };
  for (char c : prefix) put(c);
  out.fill('0', precision - digits);
  for (char c : text) put(c);
  return out.finish();
}

namespace {

Failed raise_wrong_type(Context& cx, Borrowed<> value, CodePoint type, bool for_bytes) {
  if (type == 'o' || type == 'x' || type == 'X')
    return raise(cx, exc::TypeError, "%{:c} format: an integer is required, not {!t:.200}", type, value);
  return raise(cx, exc::TypeError, "%{:c} format: a real number is required, not {!t:.200}", for_bytes ? CodePoint{'d'} : type, value);
}

bool is_number(Borrowed<> value) {
  NumberSlots* slots = value.type()->tp_as_number;
  return slots && (slots->nb_index || slots->nb_int || slots->nb_float || is<Complex>(value));
}

Result<Ref<Str>> float_text(Context& cx, Borrowed<> value, const Spec& spec, bool for_bytes) {
  double number = as_double(cx, value);
  if (number == -1.0 && cx.has_error()) {
    if (for_bytes && clear_error_if(cx, exc::TypeError))
      return raise(cx, exc::TypeError, "float argument required, not {!t:.200}", value);
    return Failed{};
  }
  int precision = spec.precision < 0 ? 6 : static_cast<int>(spec.precision);
  return double_to_str(cx, number, static_cast<char>(spec.type), precision, spec.flags & alternate ? 4 : 0);
}

}  // namespace

Result<Ref<Str>> number_text(Context& cx, Borrowed<> value, const Spec& spec, bool for_bytes) {
  if (is_float_type(spec.type)) return float_text(cx, value, spec, for_bytes);
  auto type = static_cast<char>(spec.type);
  bool alternate_form = spec.flags & alternate;
  if (is<Int>(value)) return int_text(cx, value.as<Int>(), alternate_form, spec.precision, type);
  if (!is_number(value)) return raise_wrong_type(cx, value, spec.type, for_bytes);
  bool needs_index = type == 'o' || type == 'x' || type == 'X';
  Ref<> number;
  if (needs_index) {
    auto made = krait::index(cx, value);
    if (made.failed()) return clear_error_if(cx, exc::TypeError) ? raise_wrong_type(cx, value, spec.type, for_bytes) : Failed{};
    number = std::move(made).value();
  } else {
    auto made = to_int(cx, value);
    if (made.failed()) return clear_error_if(cx, exc::TypeError) ? raise_wrong_type(cx, value, spec.type, for_bytes) : Failed{};
    number = std::move(made).value();
  }
  return int_text(cx, number.borrow().as<Int>(), alternate_form, spec.precision, type);
}

Layout lay_out(const Spec& spec, std::string_view number) {
  Layout made;
  if (!number.empty() && (number[0] == '-' || number[0] == '+')) made.sign = number[0], made.skip = 1;
  else if (spec.flags & sign) made.sign = '+';
  else if (spec.flags & blank) made.sign = ' ';
  if ((spec.flags & alternate) && (spec.type == 'o' || spec.type == 'x' || spec.type == 'X')) made.prefix = 2;
  if ((spec.flags & zero) && !(spec.flags & left)) made.fill = '0';
  Index size = static_cast<Index>(number.size()) - made.skip + (made.sign != 0);
  made.padding = spec.width > size ? spec.width - size : 0;
  return made;
}

}  // namespace krait::percent
