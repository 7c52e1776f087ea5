// ASCII and Latin-1.
#include <cstring>

#include "base/text/scan.h"
#include "types/str/codecs/codecs.h"
#include "types/str/internal.h"

namespace krait::codecs {

Result<Ref<Str>> decode_latin1(Context& cx, Span input) { return strings::make(cx, input.data, input.size); }

Result<Ref<Str>> decode_ascii(Context& cx, Span input, const char* errors) {
  if (text::is_ascii(input.data, input.size))
    return str_from_ascii(cx, {reinterpret_cast<const char*>(input.data), static_cast<std::size_t>(input.size)});
  DecodeJob job(cx, "ascii", input, errors);
  for (Index at = 0; at < job.input.size;) {
    Index plain = text::ascii_prefix(job.input.data + at, job.input.size - at);
    job.out.put({reinterpret_cast<const char*>(job.input.data + at), static_cast<std::size_t>(plain)});
    at += plain;
    if (at < job.input.size) at = KR_TRY(job.fault(at, at + 1, "ordinal not in range(128)"));
  }
  return job.out.finish();
}

namespace {

bool put_ascii_char(ByteBuffer& out, CodePoint c, void*) { return c < 0x80 && out.put(static_cast<std::uint8_t>(c)); }
bool put_latin1_char(ByteBuffer& out, CodePoint c, void*) { return c < 0x100 && out.put(static_cast<std::uint8_t>(c)); }

Result<Ref<Bytes>> encode_below(Context& cx, Borrowed<Str> text, const char* errors, CodePoint limit) {
  bool ascii = limit == 0x80;
  EncodeJob job(cx, ascii ? "ascii" : "latin-1", text, errors, ascii ? put_ascii_char : put_latin1_char);
  for (Index i = 0; i < text->size;) {
    CodePoint c = text->at(i);
    if (c < limit) {
      if (!job.out.put(static_cast<std::uint8_t>(c))) return Failed{};
      i++;
      continue;
    }
    Index end = i + 1;
    while (end < text->size && text->at(end) >= limit) end++;
    i = KR_TRY(job.fault(i, end, ascii ? "ordinal not in range(128)" : "ordinal not in range(256)"));
  }
  return job.finish();
}

}  // namespace

Result<Ref<Bytes>> encode_ascii(Context& cx, Borrowed<Str> text, const char* errors) {
  if (text->is_ascii()) return bytes_from(cx, text->ascii_text());
  return encode_below(cx, text, errors, 0x80);
}
Result<Ref<Bytes>> encode_latin1(Context& cx, Borrowed<Str> text, const char* errors) {
  if (text->kind() == 1) return bytes_from(cx, {static_cast<const char*>(text->data()), static_cast<std::size_t>(text->size)});
  return encode_below(cx, text, errors, 0x100);
}

}  // namespace krait::codecs
