// TextIOWrapper: construction and reconfiguration.
#include <cstring>

#include "isolate/startup.h"
#include "modules/_io/textio.h"
#include "types/exceptions/exceptions.h"
#include "types/str/codecs/registry.h"

namespace krait::io {
namespace {

Result<void> check_newline(Context& cx, Borrowed<> newline) {
  if (newline.is_null() || is_none(newline)) return {};
  auto text = newline.as<Str>();
  if (text->size == 0 || str_equal(text, "\n") || str_equal(text, "\r") || str_equal(text, "\r\n")) return {};
  return raise(cx, exc::ValueError, "illegal newline value: {}", newline);
}

void set_newline(Borrowed<TextWrapper> self, Borrowed<> newline) {
  auto old = self->write_newline.take();
  if (newline.is_null() || is_none(newline)) {
    self->universal = self->translate_read = true;
    self->line_end = {LineEnd::translated};
    return;
  }
  auto text = newline.as<Str>();
  self->translate_read = false;
  self->universal = text->size == 0;
  if (text->size == 0) self->line_end = {LineEnd::universal};
  else if (str_equal(text, "\n")) self->line_end = {LineEnd::given, "\n"};
  else if (str_equal(text, "\r")) self->line_end = {LineEnd::given, "\r"};
  else self->line_end = {LineEnd::given, "\r\n"};
  if (text->size > 0 && !str_equal(text, "\n")) self->write_newline.init(hold(text));
}

Result<void> set_decoder(Context& cx, Borrowed<TextWrapper> self, Borrowed<Tuple> codec) {
  auto old = self->decoder.take();
  auto answer = KR_TRY(call_method(cx, self->buffer.get(), KR_ID(readable)));
  if (!KR_TRY(is_true(cx, answer))) return {};
  auto factory = KR_TRY(get_attr(cx, codec, KR_ID(incrementaldecoder)));
  auto decoder = KR_TRY(call(cx, factory, self->errors.get()));
  if (self->universal) decoder = KR_TRY(new_newline_decoder(cx, decoder, self->translate_read));
  self->decoder.init(std::move(decoder));
  return {};
}

Result<void> set_encoder(Context& cx, Borrowed<TextWrapper> self, Borrowed<Tuple> codec) {
  auto old = self->encoder.take();
  self->fast = TextWrapper::Fast::none;
  auto answer = KR_TRY(call_method(cx, self->buffer.get(), KR_ID(writable)));
  if (!KR_TRY(is_true(cx, answer))) return {};
  auto factory = KR_TRY(get_attr(cx, codec, KR_ID(incrementalencoder)));
  self->encoder.init(KR_TRY(call(cx, factory, self->errors.get())));
  auto name = lookup_attr(cx, codec, KR_ID(name));
  if (name.failed()) return Failed{};
  if (name.missing()) return {};
  auto text = std::move(name).value();
  if (!is<Str>(text)) return {};
  auto held = text.borrow().as<Str>();
  if (str_equal(held, "utf-8")) self->fast = TextWrapper::Fast::utf8;
  else if (str_equal(held, "ascii")) self->fast = TextWrapper::Fast::ascii;
  else if (str_equal(held, "iso8859-1")) self->fast = TextWrapper::Fast::latin1;
  return {};
}

// A stream that does not begin at 0 must not write a byte order mark.
Result<void> fix_encoder_state(Context& cx, Borrowed<TextWrapper> self) {
  if (!self->seekable || self->encoder.is_null()) return {};
  self->encoding_start = true;
  auto at = KR_TRY(call_method(cx, self->buffer.get(), KR_ID(tell)));
  if (KR_TRY(compare_bool(cx, at, small_int(0), Compare::eq))) return {};
  self->encoding_start = false;
  KR_TRY(call_method(cx, self->encoder.get(), KR_ID(setstate), small_int(0)));
  return {};
}

Result<void> set_codec(Context& cx, Borrowed<TextWrapper> self) {
  const char* name = KR_TRY(str_utf8(cx, self->encoding.get().as<Str>(), nullptr));
  auto codec = KR_TRY(codecs::lookup_text(cx, name, "codecs.open()"));
  KR_TRY(set_decoder(cx, self, codec));
  return set_encoder(cx, self, codec);
}

Result<Ref<>> encoding_of(Context& cx, OrNone<Str> encoding) {
  if (encoding.is_null()) {
    if (startup_config().warn_default_encoding)
      KR_TRY(warn(cx, exc::EncodingWarning, 1, "'encoding' argument not specified"));
    return hold(KR_STR("utf-8"));
  }
  if (str_equal(encoding, "locale")) return hold(KR_STR("UTF-8"));
  return hold(Borrowed<>(encoding));
}

}  // namespace

Result<void> text_init(Context& cx, Borrowed<TextWrapper> self, Borrowed<> buffer, OrNone<Str> encoding, Borrowed<> errors,
                       OrNone<Str> newline, Borrowed<> line_buffering, Borrowed<> write_through) {
  self->ok = self->detached = false;
  KR_TRY(check_newline(cx, newline));
  if (!errors.is_null() && !is_none(errors) && !is<Str>(errors))
    return raise(cx, exc::TypeError, "TextIOWrapper() argument 'errors' must be str or None, not {!t}", errors);
  bool buffer_lines = KR_TRY(is_true(cx, line_buffering)), through = KR_TRY(is_true(cx, write_through));
  auto old_buffer = self->buffer.replace(hold(buffer));
  auto old_encoding = self->encoding.replace(KR_TRY(encoding_of(cx, encoding)));
  auto old_errors = self->errors.replace(errors.is_null() || is_none(errors) ? Ref<>(hold(KR_ID(strict))) : hold(errors));
  auto old_pending = self->pending.take();
  auto old_decoded = self->decoded.take();
  text_drop_snapshot(self);
  self->pending_size = self->used = 0;
  self->chunk_size = 8192;
  self->bytes_per_char = 0;
  self->line_buffering = buffer_lines;
  self->write_through = through;
  set_newline(self, newline);
  KR_TRY(set_codec(cx, self));
  auto seekable = KR_TRY(call_method(cx, buffer, KR_ID(seekable)));
  self->seekable = self->telling = KR_TRY(is_true(cx, seekable));
  auto read1 = lookup_attr(cx, buffer, KR_ID(read1));
  if (read1.failed()) return Failed{};
  self->has_read1 = !read1.missing();
  self->encoding_start = false;
  KR_TRY(fix_encoder_state(cx, self));
  self->ok = true;
  return {};
}

Result<void> text_reconfigure(Context& cx, Borrowed<TextWrapper> self, Borrowed<> encoding, Borrowed<> errors, Borrowed<> newline,
                              Borrowed<> line_buffering, Borrowed<> write_through) {
  bool newline_given = !newline.is_null();
  if (!self->decoded.is_null() && (!is_none(encoding) || !is_none(errors) || newline_given))
    return raise_unsupported(cx, "It is not possible to set the encoding or newline of stream after the first read");
  if (newline_given && !is_none(newline) && !is<Str>(newline))
    return raise(cx, exc::TypeError, "reconfigure() argument 'newline' must be str or None, not {!t}", newline);
  if (newline_given) KR_TRY(check_newline(cx, newline));
  bool buffer_lines = self->line_buffering, through = self->write_through;
  if (!is_none(line_buffering)) buffer_lines = KR_TRY(is_true(cx, line_buffering));
  if (!is_none(write_through)) through = KR_TRY(is_true(cx, write_through));
  KR_TRY(call_method(cx, self, KR_ID(flush)));
  if (newline_given) set_newline(self, newline);
  if (!is_none(encoding) || !is_none(errors) || newline_given) {
    if (!is_none(encoding)) {
      if (!is<Str>(encoding)) return raise(cx, exc::TypeError, "reconfigure() argument 'encoding' must be str or None, not {!t}", encoding);
      auto old = self->encoding.replace(KR_TRY(encoding_of(cx, OrNone<Str>(encoding.as<Str>()))));
      auto old_errors = self->errors.replace(is_none(errors) ? Ref<>(hold(KR_ID(strict))) : hold(errors));
    } else if (!is_none(errors)) {
      auto old = self->errors.replace(hold(errors));
    }
    KR_TRY(set_codec(cx, self));
    KR_TRY(fix_encoder_state(cx, self));
  }
  self->line_buffering = buffer_lines;
  self->write_through = through;
  return {};
}

}  // namespace krait::io
