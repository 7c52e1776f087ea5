#include "base/text/utf8.h"

#include <cstring>

#include "base/text/scan.h"
#include "types/str/codecs/codecs.h"
#include "types/str/internal.h"

namespace krait::codecs {

Result<Ref<Str>> decode_utf8(Context& cx, Span input, const char* errors, Index* consumed) {
  text::Utf8Scan scan = text::utf8_scan(input.data, input.size);
  if (scan.problem == text::Utf8Problem::none || (consumed && scan.problem == text::Utf8Problem::unexpected_end)) {
    if (consumed) *consumed = scan.bytes;
    return str_from_utf8(cx, {reinterpret_cast<const char*>(input.data), static_cast<std::size_t>(scan.bytes)});
  }
  DecodeJob job(cx, "utf-8", input, errors);
  for (Index at = 0;;) {
    scan = text::utf8_scan(job.input.data + at, job.input.size - at);
    job.out.put_utf8({reinterpret_cast<const char*>(job.input.data + at), static_cast<std::size_t>(scan.bytes)});
    at += scan.bytes;
    if (consumed) *consumed = at;
    if (scan.problem == text::Utf8Problem::none) break;
    if (consumed && scan.problem == text::Utf8Problem::unexpected_end) break;
    at = KR_TRY(job.fault(at, at + scan.bad_bytes, text::describe(scan.problem)));
  }
  return job.out.finish();
}

namespace {

bool put_char(ByteBuffer& out, CodePoint c, void*) {
  if (text::is_surrogate(c)) return false;
  std::uint8_t* to = out.room(4);
  if (!to) return false;
  out.advance(text::utf8_put(to, c) - to);
  return true;
}

}  // namespace

Result<Ref<Bytes>> encode_utf8(Context& cx, Borrowed<Str> text, const char* errors) {
  if (text->is_ascii()) return bytes_from(cx, text->ascii_text());
  if (text->utf8) return bytes_from(cx, {text->utf8, static_cast<std::size_t>(text->utf8_length)});
  Index surrogate, size = 0;
  strings::visit(text, [&](auto* chars, Index n) { size = text::utf8_length(chars, n, surrogate); });
  if (surrogate < 0) {
    Ref<Bytes> made = KR_TRY(new_bytes(cx, size));
    strings::visit(text, [&](auto* chars, Index n) { text::utf8_encode(chars, n, reinterpret_cast<std::uint8_t*>(made->data)); });
    return made;
  }
  EncodeJob job(cx, "utf-8", text, errors, put_char);
  for (Index i = 0; i < text->size;) {
    CodePoint c = text->at(i);
    if (!text::is_surrogate(c)) {
      if (!put_char(job.out, c, nullptr)) return Failed{};
      i++;
      continue;
    }
    Index end = i + 1;
    while (end < text->size && text::is_surrogate(text->at(end))) end++;
    i = KR_TRY(job.fault(i, end, "surrogates not allowed"));
  }
  return job.finish();
}

}  // namespace krait::codecs
