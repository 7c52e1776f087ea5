// The functions of _codecs that encode and decode; the module file declares them.
#pragma once

#include "object/declare/method.h"
#include "types/str/codecs/codecs.h"

namespace krait {

// An error handler's name as C text; null for None.
struct ErrorsName {
  const char* text = nullptr;
};

namespace declare {
template <>
struct Convert<ErrorsName> {
  static bool from(Context& cx, Borrowed<> argument, ErrorsName& out, const ArgSite& site);
};
}  // namespace declare

namespace codecs_module {

// data -> (str, bytes used); `final` lets an incomplete end be an error.
template <Result<Ref<Str>> (*Decode)(Context&, codecs::Span, const char*, Index*)>
Result<Ref<>> decode_final(Context& cx, Borrowed<> data, ErrorsName errors, int final);
template <Result<Ref<Str>> (*Decode)(Context&, codecs::Span, const char*)>
Result<Ref<>> decode_whole(Context& cx, Borrowed<> data, ErrorsName errors);
template <Result<Ref<Bytes>> (*Encode)(Context&, Borrowed<Str>, const char*)>
Result<Ref<>> encode_with(Context& cx, Borrowed<Str> text, ErrorsName errors);

Result<Ref<>> charmap_decode(Context& cx, Borrowed<> data, ErrorsName errors, Borrowed<> mapping);
Result<Ref<>> charmap_encode(Context& cx, Borrowed<Str> text, ErrorsName errors, Borrowed<> mapping);
Result<Ref<>> escape_decode(Context& cx, Borrowed<> data, ErrorsName errors);
Result<Ref<>> escape_encode(Context& cx, Borrowed<Bytes> data, ErrorsName errors);
Result<Ref<>> readbuffer_encode(Context& cx, Borrowed<> data, ErrorsName errors);
Result<Ref<>> unicode_escape_decode(Context& cx, Borrowed<> data, ErrorsName errors, int final);
Result<Ref<>> raw_unicode_escape_decode(Context& cx, Borrowed<> data, ErrorsName errors, int final);
Result<Ref<>> utf_16_ex_decode(Context& cx, Borrowed<> data, ErrorsName errors, int byteorder, int final);
Result<Ref<>> utf_32_ex_decode(Context& cx, Borrowed<> data, ErrorsName errors, int byteorder, int final);
Result<Ref<>> utf_16_encode(Context& cx, Borrowed<Str> text, ErrorsName errors, int byteorder);
Result<Ref<>> utf_32_encode(Context& cx, Borrowed<Str> text, ErrorsName errors, int byteorder);

// A text and how much of the input it stands for.
Result<Ref<>> with_length(Context& cx, Result<Ref<>> made, Index length);
Result<void> warn_invalid_escape(Context& cx, std::uint8_t c);

template <Result<Ref<Str>> (*Decode)(Context&, codecs::Span, const char*, Index*)>
Result<Ref<>> decode_final(Context& cx, Borrowed<> data, ErrorsName errors, int final) {
  ScopedBuffer buffer;
  KR_TRY(buffer.get(cx, data));
  Index used = buffer.size();
  auto made = Decode(cx, byte_strings::span_of(buffer), errors.text, final ? nullptr : &used);
  return with_length(cx, std::move(made), used);
}
template <Result<Ref<Str>> (*Decode)(Context&, codecs::Span, const char*)>
Result<Ref<>> decode_whole(Context& cx, Borrowed<> data, ErrorsName errors) {
  ScopedBuffer buffer;
  KR_TRY(buffer.get(cx, data));
  return with_length(cx, Decode(cx, byte_strings::span_of(buffer), errors.text), buffer.size());
}
template <Result<Ref<Bytes>> (*Encode)(Context&, Borrowed<Str>, const char*)>
Result<Ref<>> encode_with(Context& cx, Borrowed<Str> text, ErrorsName errors) {
  return with_length(cx, Encode(cx, text, errors.text), text->size);
}

}  // namespace codecs_module
}  // namespace krait
