// TextIOWrapper: text over a buffered file.
//
// Reading: a chunk of bytes is decoded into `decoded`, of which [0, used) has been handed out. `snapshot` remembers the decoder's state
// before that chunk and the chunk itself, so that tell() can say from where and after how many characters decoding can be resumed.
// Writing: encoded pieces gather in `pending` until there is a chunk of them, a line end (line_buffering) or a flush.
#pragma once

#include "modules/_io/newline.h"

namespace krait::io {

struct TextWrapper {
  IOBase head;
  Slot<> buffer;
  Slot<> encoding;
  Slot<> errors;
  Slot<> encoder;   // an incremental encoder, null when not writable
  Slot<> decoder;   // an incremental decoder, null when not readable
  Slot<Str> write_newline;  // what '\n' becomes; null: itself
  Slot<Str> decoded;
  Slot<> snapshot_input;  // bytes; null: no snapshot
  Slot<> snapshot_state;  // the decoder's state flags before them
  Slot<List> pending;
  Index used;
  Index pending_size;
  Index chunk_size;
  LineEnd line_end;
  double bytes_per_char;
  enum class Fast : std::uint8_t { none, utf8, ascii, latin1 } fast;  // encodings that need no encoder object
  bool ok : 1, detached : 1, line_buffering_ : 1, write_through_ : 1, seekable : 1, telling : 1, encoding_start : 1, has_read1 : 1;
  char line_buffering, write_through, finalizing;
  bool universal, translate_read;
  static constexpr Type* static_type = &text_wrapper_type;
};
static_assert(sizeof(TextWrapper) <= 192);

Result<void> text_check(Context& cx, Borrowed<TextWrapper> self);  // initialised, not detached, not closed
Result<void> text_flush_pending(Context& cx, Borrowed<TextWrapper> self);
// Decodes another chunk; false at the end of the file.
Result<bool> text_read_chunk(Context& cx, Borrowed<TextWrapper> self, Index hint);
Result<Ref<>> text_line(Context& cx, Borrowed<TextWrapper> self, Index most);
void text_set_decoded(Borrowed<TextWrapper> self, Ref<Str> text);
void text_drop_snapshot(Borrowed<TextWrapper> self);

Result<Ref<>> text_tell(Context& cx, Borrowed<TextWrapper> self);
Result<Ref<>> text_seek(Context& cx, Borrowed<TextWrapper> self, Borrowed<> cookie, int whence);
Result<Ref<>> text_read(Context& cx, Borrowed<TextWrapper> self, Size size);
Result<Ref<>> text_readline(Context& cx, Borrowed<TextWrapper> self, Index size);
Result<long long> text_write(Context& cx, Borrowed<TextWrapper> self, Borrowed<Str> text);
Result<void> text_init(Context& cx, Borrowed<TextWrapper> self, Borrowed<> buffer, OrNone<Str> encoding, Borrowed<> errors,
                       OrNone<Str> newline, Borrowed<> line_buffering, Borrowed<> write_through);
Result<void> text_reconfigure(Context& cx, Borrowed<TextWrapper> self, Borrowed<> encoding, Borrowed<> errors, Borrowed<> newline,
                              Borrowed<> line_buffering, Borrowed<> write_through);

}  // namespace krait::io
