// The codecs that are built in, and what they do with input that they cannot convert.
//
// A decoder walks its input and appends to a StrBuilder; an encoder walks a str and appends to a ByteBuffer. At a fault they hand the
// range and the reason to DecodeJob::fault or EncodeJob::fault, which acts on the error handler's name: the standard handlers are
// built in here, any other is looked up in the registry (registry.h) and called with a UnicodeError. fault() answers where to go on.
// A decoder called with `consumed` may leave an incomplete sequence at the end and tells how far it came.
#pragma once

#include "types/bytes/internal.h"
#include "types/str/builder.h"
#include "types/str/position.h"

namespace krait::codecs {

using byte_strings::ByteBuffer;
using byte_strings::Span;

enum class Handler : std::uint8_t {
  strict, ignore, replace, xmlcharrefreplace, backslashreplace, namereplace, surrogateescape, surrogatepass, custom
};
Handler handler_named(const char* errors);  // null: strict

struct DecodeJob {
  DecodeJob(Context& cx, const char* encoding, Span input, const char* errors)
      : cx(cx), encoding(encoding), input(input), errors(errors), handler(handler_named(errors)), out(cx) {}
  // What is wrong with input[start, end). The place to go on from; `input` may have been replaced by the handler.
  Result<Position> fault(Index start, Index end, const char* reason);

  Context& cx;
  const char* encoding;
  Span input;
  const char* errors;
  Handler handler;
  StrBuilder out;

 private:
  Result<Position> call_handler(Index start, Index end, const char* reason);
  Result<Position> pass_surrogate(Index start, Index end, const char* reason);
  Ref<> exception_;  // reused from fault to fault
  Ref<> owner_;      // of replaced input
};

// Appends one character in the codec's encoding; false when it has none.
using PutChar = bool (*)(ByteBuffer& out, CodePoint c, void* state);

struct EncodeJob {
  EncodeJob(Context& cx, const char* encoding, Borrowed<Str> text, const char* errors, PutChar put, void* state = nullptr)
      : cx(cx), encoding(encoding), text(text), errors(errors), handler(handler_named(errors)), put(put), state(state), out(cx) {}
  // Characters [start, end) have no encoding. The place to go on from.
  Result<Position> fault(Index start, Index end, const char* reason);
  Result<Ref<Bytes>> finish() { return out.finish(); }

  Context& cx;
  const char* encoding;
  Borrowed<Str> text;
  const char* errors;
  Handler handler;
  PutChar put;
  void* state;
  ByteBuffer out;

 private:
  Result<Position> call_handler(Index start, Index end, const char* reason);
  Result<void> put_replacement(CodePoint c, Index start, Index end, const char* reason);
  Result<void> put_ascii(std::string_view ascii, Index start, Index end, const char* reason);
  Ref<> exception_;
};

// --- utf8.cpp, simple.cpp (ASCII, Latin-1), wide.cpp (UTF-16, UTF-32), utf7.cpp, escape.cpp, charmap.cpp
Result<Ref<Str>> decode_utf8(Context& cx, Span input, const char* errors, Index* consumed = nullptr);
Result<Ref<Bytes>> encode_utf8(Context& cx, Borrowed<Str> text, const char* errors);
Result<Ref<Str>> decode_ascii(Context& cx, Span input, const char* errors);
Result<Ref<Bytes>> encode_ascii(Context& cx, Borrowed<Str> text, const char* errors);
Result<Ref<Str>> decode_latin1(Context& cx, Span input);
Result<Ref<Bytes>> encode_latin1(Context& cx, Borrowed<Str> text, const char* errors);

// Byte order: -1 little endian, 1 big endian, 0 native with a byte order mark (read and skipped, or written).
Result<Ref<Str>> decode_utf16(Context& cx, Span input, const char* errors, int* order, Index* consumed = nullptr);
Result<Ref<Bytes>> encode_utf16(Context& cx, Borrowed<Str> text, const char* errors, int order);
Result<Ref<Str>> decode_utf32(Context& cx, Span input, const char* errors, int* order, Index* consumed = nullptr);
Result<Ref<Bytes>> encode_utf32(Context& cx, Borrowed<Str> text, const char* errors, int order);

Result<Ref<Str>> decode_utf7(Context& cx, Span input, const char* errors, Index* consumed = nullptr);
Result<Ref<Bytes>> encode_utf7(Context& cx, Borrowed<Str> text, bool direct_set_o, bool direct_whitespace, const char* errors);

// *invalid_escape: the first character of an escape that does not exist, -1 when all do. Warnings are the caller's.
Result<Ref<Str>> decode_unicode_escape(Context& cx, Span input, const char* errors, Index* consumed, Index* invalid_escape);
Result<Ref<Bytes>> encode_unicode_escape(Context& cx, Borrowed<Str> text);
Result<Ref<Str>> decode_raw_unicode_escape(Context& cx, Span input, const char* errors, Index* consumed = nullptr);
Result<Ref<Bytes>> encode_raw_unicode_escape(Context& cx, Borrowed<Str> text);
// The escapes of bytes literals.
Result<Ref<Bytes>> decode_bytes_escape(Context& cx, Span input, const char* errors, Index* invalid_escape);

// Maps: null or None is Latin-1.
Result<Ref<Str>> decode_charmap(Context& cx, Span input, const char* errors, Borrowed<> map);
Result<Ref<Bytes>> encode_charmap(Context& cx, Borrowed<Str> text, const char* errors, Borrowed<> map);
Result<Ref<>> build_encoding_map(Context& cx, Borrowed<Str> table);

}  // namespace krait::codecs
