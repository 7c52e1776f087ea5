// TextIOWrapper: reading and writing.
#include "modules/_io/textio.h"

#include <cstring>

#include "types/exceptions/exceptions.h"

namespace krait::io {

Result<void> text_check(Context& cx, Borrowed<TextWrapper> self) {
  if (!self->ok) {
    if (self->detached) return raise(cx, exc::ValueError, "underlying buffer has been detached");
    return raise(cx, exc::ValueError, "I/O operation on uninitialized object");
  }
  auto closed = KR_TRY(get_attr(cx, self->buffer.get(), KR_ID(closed)));
  if (KR_TRY(is_true(cx, closed))) return raise(cx, exc::ValueError, "I/O operation on closed file.");
  return {};
}

void text_set_decoded(Borrowed<TextWrapper> self, Ref<Str> text) {
  auto old = self->decoded.replace(std::move(text));
  self->used = 0;
}

void text_drop_snapshot(Borrowed<TextWrapper> self) {
  auto input = self->snapshot_input.take();
  auto state = self->snapshot_state.take();
}

// --- writing

Result<void> text_flush_pending(Context& cx, Borrowed<TextWrapper> self) {
  if (self->pending.is_null()) return {};
  auto pieces = self->pending.take();
  self->pending_size = 0;
  Ref<> bytes = pieces->size() == 1 ? hold(pieces->item(0)) : KR_TRY(call_method(cx, empty_bytes(), KR_ID(join), pieces));
  for (;;) {
    if (!call_method(cx, self->buffer.get(), KR_ID(write), bytes).failed()) return {};
    if (!should_retry(cx)) return Failed{};
  }
}

static Result<Ref<>> encode_piece(Context& cx, Borrowed<TextWrapper> self, Borrowed<Str> text) {
  if (self->fast != TextWrapper::Fast::none) {
    if (text->is_ascii()) return bytes_from(cx, text->ascii_text());
    const char* errors = KR_TRY(str_utf8(cx, self->errors.get().as<Str>(), nullptr));
    const char* name = self->fast == TextWrapper::Fast::utf8 ? "utf-8" : self->fast == TextWrapper::Fast::ascii ? "ascii" : "latin-1";
    return encode(cx, text, name, errors);
  }
  return call_method(cx, self->encoder.get(), KR_ID(encode), text);
}

Result<long long> text_write(Context& cx, Borrowed<TextWrapper> self, Borrowed<Str> given) {
  KR_TRY(text_check(cx, self));
  if (self->encoder.is_null()) return raise_unsupported(cx, "not writable");
  long long length = given->size;
  bool has_newline = (self->line_buffering || !self->write_newline.is_null()) && str_find_char(given, '\n', 0, given->size, 1) >= 0;
  Ref<Str> text = hold(given);
  if (has_newline && !self->write_newline.is_null())
    text = KR_TRY(call_method(cx, text, KR_ID(replace), KR_STR("\n"), self->write_newline.get())).as<Str>();
  bool flush_all = self->line_buffering && (has_newline || str_find_char(text, '\r', 0, text->size, 1) >= 0);
  auto bytes = KR_TRY(encode_piece(cx, self, text));
  if (!is<Bytes>(bytes)) return raise(cx, exc::TypeError, "encoder should return a bytes object, not '{!t}'", bytes);
  Index size = bytes.borrow().as<Bytes>()->size();
  if (self->pending_size + size > self->chunk_size) KR_TRY(text_flush_pending(cx, self));
  if (self->pending.is_null()) self->pending.init(KR_TRY(new_list(cx)));
  KR_TRY(list_append(cx, self->pending.get(), std::move(bytes)));
  self->pending_size += size;
  if (self->pending_size >= self->chunk_size || flush_all || self->write_through) KR_TRY(text_flush_pending(cx, self));
  if (flush_all) KR_TRY(call_method(cx, self->buffer.get(), KR_ID(flush)));
  if (!self->snapshot_input.is_null() || !self->decoded.is_null()) {
    text_set_decoded(self, {});
    text_drop_snapshot(self);
  }
  if (!self->decoder.is_null()) KR_TRY(call_method(cx, self->decoder.get(), KR_ID(reset)));
  return length;
}

// --- reading

Result<bool> text_read_chunk(Context& cx, Borrowed<TextWrapper> self, Index hint) {
  if (self->decoder.is_null()) return raise_unsupported(cx, "not readable");
  Ref<> buffered_before, state_before;
  if (self->telling) {
    auto state = KR_TRY(call_method(cx, self->decoder.get(), KR_ID(getstate)));
    if (!is<Tuple>(state) || state.borrow().as<Tuple>()->size() != 2) return raise(cx, exc::TypeError, "illegal decoder state");
    buffered_before = hold(state.borrow().as<Tuple>()->item(0));
    state_before = hold(state.borrow().as<Tuple>()->item(1));
    if (!is<Bytes>(buffered_before))
      return raise(cx, exc::TypeError, "illegal decoder state: the first item should be a bytes object, not '{!t}'", buffered_before);
  }
  Index wanted = hint > 0 ? static_cast<Index>(self->bytes_per_char * static_cast<double>(hint)) : 0;
  if (wanted < self->chunk_size) wanted = self->chunk_size;
  auto size = KR_TRY(int_from(cx, wanted));
  auto input = KR_TRY(call_method(cx, self->buffer.get(), self->has_read1 ? KR_ID(read1) : KR_ID(read), size));
  if (!has_buffer(input))
    return raise(cx, exc::TypeError, "underlying {}() should have returned a bytes-like object, not '{!t}'",
                 self->has_read1 ? "read1" : "read", input);
  Index bytes = KR_TRY(length(cx, input));
  bool at_end = bytes == 0;
  auto decoded = KR_TRY(call_method(cx, self->decoder.get(), KR_ID(decode), input, boolean(at_end)));
  if (!is<Str>(decoded)) return raise(cx, exc::TypeError, "decoder should return a string result, not '{!t}'", decoded);
  auto text = std::move(decoded).as<Str>();
  Index chars = text->size;
  self->bytes_per_char = chars > 0 ? static_cast<double>(bytes) / static_cast<double>(chars) : 0;
  if (chars > 0) at_end = false;
  text_set_decoded(self, std::move(text));
  if (self->telling) {
    auto all = KR_TRY(bytes_concat(cx, buffered_before, input));
    auto old_input = self->snapshot_input.replace(std::move(all));
    auto old_state = self->snapshot_state.replace(std::move(state_before));
  }
  return !at_end;
}

// Up to n of the characters decoded already; negative: all.
static Result<Ref<Str>> take_decoded(Context& cx, Borrowed<TextWrapper> self, Index n) {
  if (self->decoded.is_null()) return empty_str();
  auto text = hold(self->decoded.get());
  Index left = text->size - self->used;
  if (n < 0 || n > left) n = left;
  if (self->used == 0 && n == text->size) {
    self->used = n;
    return text;
  }
  auto piece = KR_TRY(substring(cx, text, self->used, self->used + n));
  self->used += n;
  return piece;
}

static Result<Ref<>> read_all(Context& cx, Borrowed<TextWrapper> self) {
  auto bytes = KR_TRY(call_method(cx, self->buffer.get(), KR_ID(read)));
  auto decoded = KR_TRY(call_method(cx, self->decoder.get(), KR_ID(decode), bytes, boolean(true)));
  if (!is<Str>(decoded)) return raise(cx, exc::TypeError, "decoder should return a string result, not '{!t}'", decoded);
  auto head = KR_TRY(take_decoded(cx, self, -1));
  auto whole = KR_TRY(str_concat(cx, head, decoded.borrow().as<Str>()));
  text_set_decoded(self, {});
  text_drop_snapshot(self);
  return whole;
}

Result<Ref<>> text_read(Context& cx, Borrowed<TextWrapper> self, Size size) {
  KR_TRY(text_check(cx, self));
  if (self->decoder.is_null()) return raise_unsupported(cx, "not readable");
  KR_TRY(text_flush_pending(cx, self));
  if (size.value < 0) return read_all(cx, self);
  auto text = KR_TRY(take_decoded(cx, self, size.value));
  if (text->size == size.value) return text;
  auto pieces = KR_TRY(new_list(cx));
  Index have = text->size;
  KR_TRY(list_append(cx, pieces, Ref<>(std::move(text))));
  while (have < size.value) {
    auto more = text_read_chunk(cx, self, size.value - have);
    if (more.failed()) {
      if (should_retry(cx)) continue;
      return Failed{};
    }
    if (!more.value()) break;
    auto piece = KR_TRY(take_decoded(cx, self, size.value - have));
    have += piece->size;
    KR_TRY(list_append(cx, pieces, Ref<>(std::move(piece))));
  }
  return str_join(cx, empty_str(), pieces->span());
}

Result<Ref<>> text_line(Context& cx, Borrowed<TextWrapper> self, Index most) {
  KR_TRY(text_flush_pending(cx, self));
  Ref<Str> line;  // what earlier chunks gave
  for (;;) {
    if (self->decoded.is_null() || self->used >= self->decoded.get()->size) {
      bool more = false;
      for (;;) {
        auto answer = text_read_chunk(cx, self, 0);
        if (!answer.failed()) {
          more = answer.value();
          break;
        }
        if (!should_retry(cx)) return Failed{};
      }
      if (!more && (self->decoded.is_null() || self->decoded.get()->size == 0)) {
        text_set_decoded(self, {});
        text_drop_snapshot(self);
        return line.is_null() ? empty_str() : std::move(line);
      }
    }
    auto text = hold(self->decoded.get());
    Index start = self->used, end = text->size;
    Index end_of_line;
    bool split = !line.is_null() && line->size > 0 && line->at(line->size - 1) == '\r' && self->line_end.kind == LineEnd::given &&
                 self->line_end.text[1] && text->at(start) == '\n';
    end_of_line = split ? start + 1 : find_line_end(self->line_end, text, start, end);
    Index stop = end_of_line >= 0 ? end_of_line : end;
    if (most >= 0) {
      Index room = most - (line.is_null() ? 0 : line->size);
      if (stop - start >= room) stop = start + room, end_of_line = stop;
    }
    auto piece = KR_TRY(substring(cx, text, start, stop));
    self->used = stop;
    if (line.is_null()) line = std::move(piece);
    else line = KR_TRY(str_append(cx, std::move(line), piece));
    if (end_of_line >= 0) return line;
  }
}

Result<Ref<>> text_readline(Context& cx, Borrowed<TextWrapper> self, Index size) {
  KR_TRY(text_check(cx, self));
  return text_line(cx, self, size);
}

}  // namespace krait::io
