#include "modules/_codecs/functions.h"

#include <cstring>

#include "types/int/int.h"
#include "types/tuple/tuple.h"

namespace krait {

bool declare::Convert<ErrorsName>::from(Context& cx, Borrowed<> argument, ErrorsName& out, const ArgSite& site) {
  if (is_none(argument)) return true;
  if (!is<Str>(argument)) return (void)raise_bad_argument(cx, site, "str or None", argument), false;
  Index size;
  auto text = str_utf8(cx, argument.as<Str>(), &size);
  if (text.failed()) return false;
  out.text = text.value();
  if (static_cast<Index>(strlen(out.text)) == size) return true;
  return (void)raise(cx, exc::ValueError, "embedded null character"), false;
}

namespace codecs_module {

using codecs::Span;

Result<Ref<>> with_length(Context& cx, Result<Ref<>> made, Index length) {
  Ref<> object = KR_TRY(std::move(made));
  Ref<Int> number = KR_TRY(int_from(cx, length));
  return tuple_of(cx, object, number);
}

Result<void> warn_invalid_escape(Context& cx, std::uint8_t c) {
  Ref<Str> message;
  if (c >= '4' && c <= '7') message = KR_TRY(format_str(cx, "invalid octal escape sequence '\\{:c}'", CodePoint{c}));
  else message = KR_TRY(format_str(cx, "invalid escape sequence '\\{:c}'", CodePoint{c}));
  return warn_object(cx, exc::DeprecationWarning, 1, message);
}

namespace {

// A buffer, or a str taken as its UTF-8.
struct Source {
  ScopedBuffer buffer;
  Span span{};
  Result<void> get(Context& cx, Borrowed<> data) {
    if (is<Str>(data)) {
      Index size;
      const char* text = KR_TRY(str_utf8(cx, data.as<Str>(), &size));
      span = {reinterpret_cast<const std::uint8_t*>(text), size};
      return {};
    }
    KR_TRY(buffer.get(cx, data));
    span = byte_strings::span_of(buffer);
    return {};
  }
};

using WideDecode = Result<Ref<Str>> (*)(Context&, Span, const char*, int*, Index*);

Result<Ref<>> decode_ordered(Context& cx, WideDecode decode, Borrowed<> data, ErrorsName errors, int order, int final) {
  ScopedBuffer buffer;
  KR_TRY(buffer.get(cx, data));
  Index used = buffer.size();
  Ref<Str> text = KR_TRY(decode(cx, byte_strings::span_of(buffer), errors.text, &order, final ? nullptr : &used));
  Ref<Int> length = KR_TRY(int_from(cx, used)), found = KR_TRY(int_from(cx, order));
  return tuple_of(cx, text, length, found);
}

}  // namespace

Result<Ref<>> charmap_decode(Context& cx, Borrowed<> data, ErrorsName errors, Borrowed<> mapping) {
  ScopedBuffer buffer;
  KR_TRY(buffer.get(cx, data));
  return with_length(cx, codecs::decode_charmap(cx, byte_strings::span_of(buffer), errors.text, mapping), buffer.size());
}
Result<Ref<>> charmap_encode(Context& cx, Borrowed<Str> text, ErrorsName errors, Borrowed<> mapping) {
  return with_length(cx, codecs::encode_charmap(cx, text, errors.text, mapping), text->size);
}

Result<Ref<>> escape_decode(Context& cx, Borrowed<> data, ErrorsName errors) {
  Source source;
  KR_TRY(source.get(cx, data));
  Index invalid;
  Ref<Bytes> made = KR_TRY(codecs::decode_bytes_escape(cx, source.span, errors.text, &invalid));
  if (invalid >= 0) KR_TRY(warn_invalid_escape(cx, source.span.data[invalid]));
  return with_length(cx, std::move(made), source.span.size);
}

Result<Ref<>> escape_encode(Context& cx, Borrowed<Bytes> data, ErrorsName) {
  codecs::ByteBuffer out(cx);
  for (Index i = 0; i < data->size(); i++) {
    auto c = static_cast<std::uint8_t>(data->data[i]);
    if (c == '\'' || c == '\\') out.put('\\'), out.put(c);
    else if (c == '\t') out.put("\\t", 2);
    else if (c == '\n') out.put("\\n", 2);
    else if (c == '\r') out.put("\\r", 2);
    else if (c < ' ' || c >= 0x7f) {
      const char hex[4] = {'\\', 'x', "0123456789abcdef"[c >> 4], "0123456789abcdef"[c & 15]};
      out.put(hex, 4);
    } else out.put(c);
  }
  return with_length(cx, out.finish(), data->size());
}

Result<Ref<>> readbuffer_encode(Context& cx, Borrowed<> data, ErrorsName) {
  Source source;
  KR_TRY(source.get(cx, data));
  std::string_view text(reinterpret_cast<const char*>(source.span.data), static_cast<std::size_t>(source.span.size));
  return with_length(cx, bytes_from(cx, text), source.span.size);
}

Result<Ref<>> unicode_escape_decode(Context& cx, Borrowed<> data, ErrorsName errors, int final) {
  Source source;
  KR_TRY(source.get(cx, data));
  Index used = source.span.size, invalid;
  Ref<Str> made = KR_TRY(codecs::decode_unicode_escape(cx, source.span, errors.text, final ? nullptr : &used, &invalid));
  if (invalid >= 0) KR_TRY(warn_invalid_escape(cx, source.span.data[invalid]));
  return with_length(cx, std::move(made), used);
}

Result<Ref<>> raw_unicode_escape_decode(Context& cx, Borrowed<> data, ErrorsName errors, int final) {
  Source source;
  KR_TRY(source.get(cx, data));
  Index used = source.span.size;
  auto made = codecs::decode_raw_unicode_escape(cx, source.span, errors.text, final ? nullptr : &used);
  return with_length(cx, std::move(made), used);
}

Result<Ref<>> utf_16_ex_decode(Context& cx, Borrowed<> data, ErrorsName errors, int byteorder, int final) {
  return decode_ordered(cx, codecs::decode_utf16, data, errors, byteorder, final);
}
Result<Ref<>> utf_32_ex_decode(Context& cx, Borrowed<> data, ErrorsName errors, int byteorder, int final) {
  return decode_ordered(cx, codecs::decode_utf32, data, errors, byteorder, final);
}
Result<Ref<>> utf_16_encode(Context& cx, Borrowed<Str> text, ErrorsName errors, int byteorder) {
  return with_length(cx, codecs::encode_utf16(cx, text, errors.text, byteorder), text->size);
}
Result<Ref<>> utf_32_encode(Context& cx, Borrowed<Str> text, ErrorsName errors, int byteorder) {
  return with_length(cx, codecs::encode_utf32(cx, text, errors.text, byteorder), text->size);
}

}  // namespace codecs_module
}  // namespace krait
