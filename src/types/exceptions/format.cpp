// Formatting of error texts: the fields of object/errors.h, filled with their arguments.
#include <vector>

#include "object/errors.h"
#include "object/protocol.h"
#include "types/str/str.h"

namespace krait {
namespace {

// One field between { and }: !conversion, then :specification.
struct Field {
  char conversion = 0;  // r a t
  char kind = 0;        // c x
  Index limit = -1;     // at most so many characters
};

Field read_field(std::string_view text) {
  Field field;
  std::size_t at = 0;
  if (at < text.size() && text[at] == '!') {
    field.conversion = text[at + 1];
    at += 2;
  }
  if (at < text.size() && text[at] == ':') ++at;
  if (at < text.size() && text[at] == '.') {
    field.limit = 0;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) field.limit = field.limit * 10 + (text[at] - '0');
  }
  if (at < text.size()) field.kind = text[at];
  return field;
}

// The text under construction, as code points.
class Builder {
 public:
  explicit Builder(Context& cx) : cx_(cx) { text_.reserve(96); }

  void add(CodePoint c) { text_.push_back(c); }
  void add_ascii(std::string_view text) {
    for (char c : text) text_.push_back(static_cast<unsigned char>(c));
  }
  void add_str(Borrowed<Str> text, Index limit) {
    Index count = limit >= 0 && limit < text->size ? limit : text->size;
    for (Index i = 0; i < count; ++i) text_.push_back(text->at(i));
  }
  // C text: UTF-8 by convention, anything else is replaced.
  Result<void> add_text(std::string_view text, Index limit) {
    if (limit >= 0 && static_cast<std::size_t>(limit) < text.size()) text = text.substr(0, limit);
    bool ascii = true;
    for (char c : text) ascii &= static_cast<signed char>(c) >= 0;
    if (ascii) return add_ascii(text), Result<void>();
    auto decoded = KR_TRY(str_from_utf8(cx_, text, "replace"));
    add_str(decoded, -1);
    return {};
  }
  Result<void> add_object(Borrowed<> object, const Field& field) {
    if (field.conversion == 't') return add_text(object.type()->tp_name, field.limit);
    Ref<Str> text;
    if (!object) return add_text("<NULL>", -1);
    if (field.conversion == 'r') text = KR_TRY(repr(cx_, object));
    else if (field.conversion == 'a') text = KR_TRY(ascii(cx_, object));
    else text = is_exact<Str>(object) ? hold(object.as<Str>()) : KR_TRY(str(cx_, object));
    add_str(text, field.limit);
    return {};
  }
  void add_number(unsigned long long value, bool negative, const Field& field) {
    if (field.kind == 'c') return add(static_cast<CodePoint>(value));
    char digits[24];
    if (negative) value = 0 - value;
    int size = __builtin_snprintf(digits, sizeof digits, field.kind == 'x' ? "%s%llx" : "%s%llu", negative ? "-" : "", value);
    add_ascii({digits, static_cast<std::size_t>(size)});
  }
  Result<void> add_argument(const FormatArg& arg, const Field& field) {
    switch (arg.kind) {
      case FormatArg::object: return add_object(Borrowed<>(arg.as_object), field);
      case FormatArg::type: return add_text(arg.as_type->tp_name, field.limit);
      case FormatArg::text: return add_text({arg.as_text.data ? arg.as_text.data : "(null)", arg.as_text.data ? arg.as_text.size : 6}, field.limit);
      case FormatArg::signed_: return add_number(static_cast<unsigned long long>(arg.as_signed), arg.as_signed < 0, field), Result<void>();
      case FormatArg::unsigned_: return add_number(arg.as_unsigned, false, field), Result<void>();
      case FormatArg::code_point: return add(static_cast<CodePoint>(arg.as_unsigned)), Result<void>();
    }
    return {};
  }
  Result<Ref<Str>> finish() { return str_from_ucs4(cx_, {text_.data(), text_.size()}); }

 private:
  Context& cx_;
  std::vector<std::uint32_t> text_;
};

}  // namespace

Result<Ref<Str>> detail::format_text(Context& cx, std::string_view format, const FormatArg* args) {
  Builder builder(cx);
  for (std::size_t i = 0; i < format.size(); ++i) {
    char c = format[i];
    bool doubled = i + 1 < format.size() && format[i + 1] == c;
    if (c == '{' && !doubled) {
      std::size_t end = format.find('}', i);
      KR_TRY(builder.add_argument(*args++, read_field(format.substr(i + 1, end - i - 1))));
      i = end;
      continue;
    }
    if ((c == '{' || c == '}') && doubled) ++i;
    if (static_cast<signed char>(c) < 0) {
      std::size_t end = i;
      while (end < format.size() && static_cast<signed char>(format[end]) < 0) ++end;
      KR_TRY(builder.add_text(format.substr(i, end - i), -1));
      i = end - 1;
      continue;
    }
    builder.add(static_cast<unsigned char>(c));
  }
  return builder.finish();
}

Failed detail::raise_format(Context& cx, Type& exception, std::string_view format, const FormatArg* args) {
  auto message = KR_TRY(format_text(cx, format, args));
  return raise_object(cx, Borrowed<Type>(&exception), message);
}

}  // namespace krait
