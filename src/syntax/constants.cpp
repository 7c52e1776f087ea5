#include "syntax/constants.h"

#include <cstdio>
#include <cstdlib>

#include "base/unicode/database.h"
#include "object/errors.h"
#include "object/singletons.h"
#include "syntax/byte_buffer.h"
#include "syntax/normalize.h"
#include "syntax/utf8.h"
#include "types/bytes/bytes.h"
#include "types/float/float.h"
#include "types/int/int.h"
#include "types/str/str.h"

namespace krait::syntax {

static bool all_ascii(std::string_view text) {
  unsigned all = 0;
  for (char c : text) all |= uint8_t(c);
  return all < 0x80;
}

Str* make_str(Context& cx, std::string_view text) {
  if (all_ascii(text)) return str_from_ascii(cx, text).release();
  size_t count = utf8_length(text.data(), text.data() + text.size());
  CodePoint widest = 0;
  const char *p = text.data(), *end = p + text.size();
  while (p < end) widest |= utf8_next(p);
  if (count == 1) return str_from_code_point(cx, widest).release();
  auto made = new_str(cx, Index(count), widest > 0x10FFFF ? 0x10FFFF : widest);
  if (made.failed()) return nullptr;
  Str* str = made.release();
  p = text.data();
  auto fill = [&](auto* out) {
    while (p < end) *out++ = static_cast<std::remove_reference_t<decltype(*out)>>(utf8_next(p));
  };
  switch (str->kind()) {
    case 1: fill(static_cast<std::uint8_t*>(str->data())); break;
    case 2: fill(static_cast<std::uint16_t*>(str->data())); break;
    default: fill(static_cast<std::uint32_t*>(str->data())); break;
  }
  return str;
}

Str* make_identifier(Context& cx, std::string_view text) {
  ByteBuffer normal;
  if (!all_ascii(text) && normalize_identifier(text, normal)) text = normal.view();
  return intern_utf8(cx, text).release();
}

Object* make_bytes(Context& cx, std::string_view bytes) { return as_object(bytes_from(cx, bytes).release()); }

Object* make_int(Context& cx, std::string_view digits, int base) {
  if (base != 10 || digits.size() > 18) return int_from_text(cx, digits, base).release();
  long long value = 0;
  for (char c : digits) value = value * 10 + (c - '0');
  return as_object(int_from(cx, value).release());
}

static double float_value(std::string_view text) {
  ByteBuffer copy;
  copy.append(text);
  copy.append('\0');
  const char* end;
  return parse_double(copy.view().data(), &end);
}

Object* make_float(Context& cx, std::string_view text) { return as_object(float_from(cx, float_value(text)).release()); }

Object* make_imaginary(Context& cx, std::string_view text) {
  return as_object(complex_from(cx, 0.0, float_value(text)).release());
}

Object* none_constant() { return none().raw(); }
Object* true_constant() { return boolean(true).raw(); }
Object* false_constant() { return boolean(false).raw(); }
Object* ellipsis_constant() { return ellipsis().raw(); }
void retain(Object* object) { incref(object); }
void release(Object* object) { decref(object); }

void clear_pending(Context& cx) {
  if (cx.has_error()) clear_error(cx);
}

void copy_str(Context& cx, Object* object, char* out, size_t size) {
  Index length = 0;
  auto read = str_utf8(cx, Borrowed<Str>(reinterpret_cast<Str*>(object)), &length);
  std::snprintf(out, size, "%s", read.failed() ? "" : read.value());
  clear_pending(cx);
}

static void take_text(Context& cx, char* out, size_t size) {
  Ref<BaseException> error = take_error(cx);
  auto text = str(cx, error);
  *out = 0;
  if (text.failed()) return clear_pending(cx);
  Ref<Str> kept = std::move(text).value();
  copy_str(cx, as_object(kept.raw()), out, size);
}

bool take_number_error(Context& cx, char* out, size_t size) {
  if (!cx.has_error() || !error_matches(cx, exc::ValueError)) return false;
  take_text(cx, out, size);
  return true;
}

bool take_decoding_error(Context& cx, char* out, size_t size) {
  if (!error_matches(cx, exc::LookupError) && !error_matches(cx, exc::UnicodeDecodeError)) return false;
  take_text(cx, out, size);
  return true;
}

bool decode_to_utf8(Context& cx, std::string_view bytes, const char* encoding, ByteBuffer& out) {
  auto decoded = decode(cx, {bytes.data(), bytes.size()}, encoding, nullptr);
  if (decoded.failed()) return false;
  Ref<Str> str = std::move(decoded).value();
  Index size = 0;
  auto utf8 = str_utf8(cx, str, &size);
  if (utf8.failed()) return false;
  out.append({utf8.value(), size_t(size)});
  return true;
}

bool character_by_name(Context&, std::string_view name, uint32_t& out) {
  uint32_t codes[4];
  if (unicode::codes_of_name(name.data(), name.size(), codes, false) != 1) return false;
  out = codes[0];
  return true;
}

}  // namespace krait::syntax
