// TextIOWrapper.tell and seek. A cookie is one int: the byte position where decoding can start, the decoder's flags there, how many
// bytes to feed it and how many characters of the result to skip, and whether the end of the input was reached by then.
//   bits 0-63 position, 64-127 decoder flags, 128-191 bytes to feed, 192-255 characters to skip, 256 at the end
#include "modules/_io/textio.h"
#include "types/exceptions/exceptions.h"

namespace krait::io {
namespace {

struct Cookie {
  std::int64_t position = 0;
  std::uint64_t flags = 0;
  std::uint64_t bytes_to_feed = 0;
  std::uint64_t chars_to_skip = 0;
  std::uint64_t need_eof = 0;
};

Result<Ref<>> pack(Context& cx, const Cookie& cookie) {
  std::uint8_t bytes[40];
  const std::uint64_t words[] = {static_cast<std::uint64_t>(cookie.position), cookie.flags, cookie.bytes_to_feed, cookie.chars_to_skip,
                                 cookie.need_eof};
  __builtin_memcpy(bytes, words, sizeof bytes);
  return int_from_bytes(cx, bytes, sizeof bytes, true, false);
}

Result<Cookie> unpack(Context& cx, Borrowed<> object) {
  auto number = KR_TRY(index(cx, object));
  std::uint64_t words[5];
  KR_TRY(int_to_bytes(cx, number, reinterpret_cast<std::uint8_t*>(words), sizeof words, true, false));
  Cookie cookie;
  cookie.position = static_cast<std::int64_t>(words[0]);
  cookie.flags = words[1];
  cookie.bytes_to_feed = words[2];
  cookie.chars_to_skip = words[3];
  cookie.need_eof = words[4];
  return cookie;
}

Result<void> set_decoder_state(Context& cx, Borrowed<TextWrapper> self, Borrowed<> flags) {
  if (self->decoder.is_null()) return {};
  auto state = KR_TRY(tuple_of(cx, empty_bytes(), flags));
  KR_TRY(call_method(cx, self->decoder.get(), KR_ID(setstate), state));
  return {};
}

Result<void> reset_decoder(Context& cx, Borrowed<TextWrapper> self, const Cookie& cookie) {
  if (self->decoder.is_null()) return {};
  if (cookie.position == 0 && cookie.flags == 0) {
    KR_TRY(call_method(cx, self->decoder.get(), KR_ID(reset)));
    return {};
  }
  return set_decoder_state(cx, self, KR_TRY(int_from_unsigned(cx, cookie.flags)));
}

Result<void> reset_encoder(Context& cx, Borrowed<TextWrapper> self, bool at_start) {
  if (self->encoder.is_null()) return {};
  self->encoding_start = at_start;
  if (at_start) KR_TRY(call_method(cx, self->encoder.get(), KR_ID(reset)));
  else KR_TRY(call_method(cx, self->encoder.get(), KR_ID(setstate), small_int(0)));
  return {};
}

// Feeds bytes to the decoder; the number of characters that come out.
Result<Index> feed(Context& cx, Borrowed<TextWrapper> self, std::string_view bytes, bool final) {
  auto input = KR_TRY(bytes_from(cx, bytes));
  auto text = KR_TRY(call_method(cx, self->decoder.get(), KR_ID(decode), input, boolean(final)));
  return length(cx, text);
}

struct DecoderState {
  Index buffered;
  Ref<> flags;
};
Result<DecoderState> decoder_state(Context& cx, Borrowed<TextWrapper> self) {
  auto state = KR_TRY(call_method(cx, self->decoder.get(), KR_ID(getstate)));
  auto parts = state.borrow().as<Tuple>();
  Index buffered = KR_TRY(length(cx, parts->item(0)));
  return DecoderState{buffered, hold(parts->item(1))};
}

// Replays the snapshot's bytes one by one until the characters used are out, remembering the last place where the decoder kept
// nothing back: decoding can start again there.
Result<Cookie> locate(Context& cx, Borrowed<TextWrapper> self, Cookie cookie, std::string_view bytes, Index skip) {
  Ref<> start_flags = hold(self->snapshot_state.get());
  KR_TRY(set_decoder_state(cx, self, start_flags));
  Index fed = 0, decoded = 0;
  std::uint64_t from_position = 0, from_chars = 0;
  auto flags_number = [&](Borrowed<> flags) { return as_unsigned_long_long_mask(cx, flags); };
  std::uint64_t from_flags = flags_number(start_flags);
  for (; fed < static_cast<Index>(bytes.size()) && decoded < skip;) {
    decoded += KR_TRY(feed(cx, self, bytes.substr(fed, 1), false));
    ++fed;
    auto state = KR_TRY(decoder_state(cx, self));
    if (state.buffered == 0 && decoded <= skip) {
      from_position = fed;
      from_chars = decoded;
      from_flags = flags_number(state.flags);
    }
  }
  bool need_eof = false;
  if (decoded < skip) {
    decoded += KR_TRY(feed(cx, self, "", true));
    need_eof = true;
    if (decoded < skip) return raise(cx, exc::OSError, "can't reconstruct logical file position");
  }
  cookie.position += static_cast<std::int64_t>(from_position);
  cookie.flags = from_flags;
  cookie.bytes_to_feed = fed - from_position;
  cookie.chars_to_skip = skip - from_chars;
  cookie.need_eof = need_eof;
  return cookie;
}

}  // namespace

Result<Ref<>> text_tell(Context& cx, Borrowed<TextWrapper> self) {
  KR_TRY(text_check(cx, self));
  if (!self->seekable) return raise_unsupported(cx, "underlying stream is not seekable");
  if (!self->telling) return raise(cx, exc::OSError, "telling position disabled by next() call");
  KR_TRY(text_flush_pending(cx, self));
  KR_TRY(call_method(cx, self, KR_ID(flush)));
  auto at = KR_TRY(call_method(cx, self->buffer.get(), KR_ID(tell)));
  if (self->decoder.is_null() || self->snapshot_input.is_null()) return at;
  Cookie cookie;
  cookie.position = KR_TRY(as_offset(cx, at));
  auto input = hold(self->snapshot_input.get());
  auto bytes = input.borrow().as<Bytes>()->text();
  cookie.position -= static_cast<std::int64_t>(bytes.size());
  Index skip = self->decoded.is_null() ? 0 : self->used;
  if (skip == 0) {
    cookie.flags = as_unsigned_long_long_mask(cx, self->snapshot_state.get());
    return pack(cx, cookie);
  }
  auto saved = KR_TRY(call_method(cx, self->decoder.get(), KR_ID(getstate)));
  auto found = locate(cx, self, cookie, bytes, skip);
  Ref<BaseException> error;
  if (found.failed()) error = take_error(cx);
  auto restored = call_method(cx, self->decoder.get(), KR_ID(setstate), saved);
  if (!error.is_null()) {
    if (restored.failed()) chain_error_context(cx, std::move(error));
    else restore_error(cx, std::move(error));
    return Failed{};
  }
  if (restored.failed()) return Failed{};
  return pack(cx, found.value());
}

static Result<Ref<>> seek_to_end(Context& cx, Borrowed<TextWrapper> self) {
  KR_TRY(call_method(cx, self, KR_ID(flush)));
  text_set_decoded(self, {});
  text_drop_snapshot(self);
  if (!self->decoder.is_null()) KR_TRY(call_method(cx, self->decoder.get(), KR_ID(reset)));
  auto at = KR_TRY(call_method(cx, self->buffer.get(), KR_ID(seek), small_int(0), small_int(2)));
  KR_TRY(reset_encoder(cx, self, KR_TRY(compare_bool(cx, at, small_int(0), Compare::eq))));
  return at;
}

Result<Ref<>> text_seek(Context& cx, Borrowed<TextWrapper> self, Borrowed<> given, int whence) {
  KR_TRY(text_check(cx, self));
  auto target = hold(given);
  if (!self->seekable) return raise_unsupported(cx, "underlying stream is not seekable");
  bool zero = KR_TRY(compare_bool(cx, target, small_int(0), Compare::eq));
  if (whence == 1) {
    if (!zero) return raise_unsupported(cx, "can't do nonzero cur-relative seeks");
    target = KR_TRY(call_method(cx, self, KR_ID(tell)));
  } else if (whence == 2) {
    if (!zero) return raise_unsupported(cx, "can't do nonzero end-relative seeks");
    return seek_to_end(cx, self);
  } else if (whence != 0) {
    return raise(cx, exc::ValueError, "invalid whence ({}, should be 0, 1 or 2)", whence);
  }
  if (KR_TRY(compare_bool(cx, target, small_int(0), Compare::lt)))
    return raise(cx, exc::ValueError, "negative seek position {!r}", target);
  KR_TRY(call_method(cx, self, KR_ID(flush)));
  Cookie cookie = KR_TRY(unpack(cx, target));
  KR_TRY(call_method(cx, self->buffer.get(), KR_ID(seek), KR_TRY(int_from(cx, cookie.position))));
  text_set_decoded(self, {});
  text_drop_snapshot(self);
  KR_TRY(reset_decoder(cx, self, cookie));
  if (cookie.chars_to_skip) {
    auto size = KR_TRY(int_from_unsigned(cx, cookie.bytes_to_feed));
    auto input = KR_TRY(call_method(cx, self->buffer.get(), KR_ID(read), size));
    if (!is<Bytes>(input)) return raise(cx, exc::TypeError, "underlying read() should have returned a bytes object, not '{!t}'", input);
    auto flags = KR_TRY(int_from_unsigned(cx, cookie.flags));
    auto old_input = self->snapshot_input.replace(input.copy());
    auto old_state = self->snapshot_state.replace(std::move(flags));
    auto decoded = KR_TRY(call_method(cx, self->decoder.get(), KR_ID(decode), input, boolean(cookie.need_eof)));
    if (!is<Str>(decoded)) return raise(cx, exc::TypeError, "decoder should return a string result, not '{!t}'", decoded);
    text_set_decoded(self, std::move(decoded).as<Str>());
    if (self->decoded.get()->size < static_cast<Index>(cookie.chars_to_skip))
      return raise(cx, exc::OSError, "can't restore logical file position");
    self->used = static_cast<Index>(cookie.chars_to_skip);
  } else {
    auto flags = KR_TRY(int_from_unsigned(cx, cookie.flags));
    auto old_input = self->snapshot_input.replace(empty_bytes());
    auto old_state = self->snapshot_state.replace(std::move(flags));
  }
  KR_TRY(reset_encoder(cx, self, cookie.position == 0 && cookie.flags == 0));
  return target;
}

}  // namespace krait::io
