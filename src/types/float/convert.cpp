// Between floats and text, and C's doubles.
#include "object/new.h"
#include "types/bytes/bytes.h"
#include "types/float/float.h"
#include "types/float/text.h"
#include "types/int/int.h"
#include "types/str/str.h"

namespace krait {
namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// The whole text as a number, spaces around it allowed.
bool read_all(std::string_view text, double* out) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  std::string cleaned;
  if (text.find('_') != std::string_view::npos) {
    if (!float_::remove_underscores(text, &cleaned)) return false;
    text = cleaned;
  }
  const char* stop = nullptr;
  *out = float_::read_double(text.data(), text.data() + text.size(), &stop);
  return stop == text.data() + text.size() && !text.empty();
}

}  // namespace

Result<Ref<>> float_from_str(Context& cx, Borrowed<> text) {
  double value = 0;
  if (is<Str>(text)) {
    auto ascii = KR_TRY(decimal_and_space_to_ascii(cx, text.as<Str>()));
    if (ascii->is_ascii() && read_all(ascii->ascii_text(), &value)) return float_from(cx, value);
    return raise(cx, exc::ValueError, "could not convert string to float: {!r}", text);
  }
  if (!has_buffer(text))
    return raise(cx, exc::TypeError, "float() argument must be a string or a real number, not '{!t}'", text);
  ScopedBuffer buffer;
  KR_TRY(buffer.get(cx, text));
  if (read_all({buffer.data(), static_cast<std::size_t>(buffer.size())}, &value)) return float_from(cx, value);
  return raise(cx, exc::ValueError, "could not convert string to float: {!r}", text);
}

double as_double(Context& cx, Borrowed<> object) {
  if (is<Float>(object)) return object.as<Float>()->value;
  if (is_exact<Int>(object)) return int_to_double(cx, object.as<Int>());
  NumberSlots* slots = object.type()->tp_as_number;
  if (!slots || (!slots->nb_float && !slots->nb_index)) {
    (void)raise(cx, exc::TypeError, "must be real number, not {!t}", object);
    return -1.0;
  }
  auto value = to_float(cx, object);
  if (value.failed()) return -1.0;
  Ref<> made = std::move(value).value();
  return made.borrow().as<Float>()->value;
}

Result<Ref<Str>> double_to_str(Context& cx, double value, char code, int precision, int flags) {
  return str_from_ascii(cx, float_::double_text(value, code, precision, flags));
}

double parse_double(const char* text, const char** end) {
  return float_::read_double(text, text + __builtin_strlen(text), end);
}

}  // namespace krait
