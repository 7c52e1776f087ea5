// Line ends: the incremental decoder of universal newlines, used by TextIOWrapper, StringIO and io.IncrementalNewlineDecoder.
#pragma once

#include "modules/_io/io.h"

namespace krait::io {

struct NewlineDecoder {
  Object base;
  Slot<> decoder;  // null or None: the input is text already
  Slot<> errors;
  bool pending_return;  // a '\r' at the end of the last chunk is kept back until its '\n' may have come
  bool translate;
  std::uint8_t seen;  // bits: 1 '\r', 2 '\n', 4 "\r\n"
  static constexpr Type* static_type = &newline_decoder_type;
};
static_assert(sizeof(NewlineDecoder) == 40);

Result<Ref<NewlineDecoder>> new_newline_decoder(Context& cx, Borrowed<> decoder, bool translate);
Result<Ref<>> decode_newlines(Context& cx, Borrowed<NewlineDecoder> self, Borrowed<> input, bool final);
// None, '\r', '\n', '\r\n' or a tuple of those seen.
Result<Ref<>> seen_newlines(Context& cx, std::uint8_t seen);
// "\r\n" and "\r" become "\n"; `seen` gathers what there was.
Result<Ref<Str>> translate_newlines(Context& cx, Ref<Str> text, bool translate, std::uint8_t* seen);

// The end (behind the line end) of the first line of text[start, end), -1 when it has none. *consumed_to where to look on.
struct LineEnd {
  enum Kind : std::uint8_t { universal, translated, given } kind;  // universal: any of three; translated: '\n'; given: `text`
  const char* text = "\n";  // \n, \r or \r\n
};
Index find_line_end(const LineEnd& rule, Borrowed<Str> text, Index start, Index end);

}  // namespace krait::io
