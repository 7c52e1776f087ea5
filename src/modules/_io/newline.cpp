#include "object/generic.h"
#include "modules/_io/newline.h"

#include "types/str/builder.h"

namespace krait::io {

Index find_line_end(const LineEnd& rule, Borrowed<Str> text, Index start, Index end) {
  if (rule.kind == LineEnd::translated) {
    Index at = str_find_char(text, '\n', start, end, 1);
    return at < 0 ? -1 : at + 1;
  }
  if (rule.kind == LineEnd::universal) {
    for (Index i = start; i < end; ++i) {
      CodePoint c = text->at(i);
      if (c > '\r') continue;
      if (c == '\n') return i + 1;
      if (c == '\r') return i + 1 < text->size && text->at(i + 1) == '\n' ? i + 2 : i + 1;
    }
    return -1;
  }
  for (Index i = start;;) {
    i = str_find_char(text, static_cast<unsigned char>(rule.text[0]), i, end, 1);
    if (i < 0) return -1;
    if (!rule.text[1]) return i + 1;
    if (i + 1 < end && text->at(i + 1) == static_cast<unsigned char>(rule.text[1])) return i + 2;
    ++i;
  }
}

Result<Ref<Str>> translate_newlines(Context& cx, Ref<Str> text, bool translate, std::uint8_t* seen) {
  if (str_find_char(text, '\r', 0, text->size, 1) < 0) {
    if (!(*seen & 2) && str_find_char(text, '\n', 0, text->size, 1) >= 0) *seen |= 2;
    return text;
  }
  StrBuilder out(cx);
  for (Index i = 0; i < text->size; ++i) {
    CodePoint c = text->at(i);
    if (c == '\n') {
      *seen |= 2;
    } else if (c == '\r') {
      if (i + 1 < text->size && text->at(i + 1) == '\n') {
        *seen |= 4;
        if (!translate) out.put_char(c);
        ++i;
      } else {
        *seen |= 1;
        if (!translate) {
          out.put_char(c);
          continue;
        }
      }
      c = '\n';
    }
    out.put_char(c);
  }
  return out.finish();
}

Result<Ref<>> seen_newlines(Context& cx, std::uint8_t seen) {
  static constexpr struct { int bit; } order[] = {{1}, {2}, {4}};
  Borrowed<Str> texts[] = {KR_STR("\r"), KR_STR("\n"), KR_STR("\r\n")};
  Object* found[3];
  std::size_t n = 0;
  for (std::size_t i = 0; i < 3; ++i)
    if (seen & order[i].bit) found[n++] = texts[i].object();
  if (n == 0) return new_none();
  if (n == 1) return hold(found[0]);
  return tuple_from_items(cx, {found, n});
}

Result<Ref<>> decode_newlines(Context& cx, Borrowed<NewlineDecoder> self, Borrowed<> input, bool final) {
  if (self->errors.is_null()) return raise(cx, exc::ValueError, "IncrementalNewlineDecoder.__init__() not called");
  Ref<> output;
  if (!self->decoder.is_null() && !is_none(self->decoder.get()))
    output = KR_TRY(call_method(cx, self->decoder.get(), KR_ID(decode), input, boolean(final)));
  else
    output = hold(input);
  if (!is<Str>(output))
    return raise(cx, exc::TypeError, "decoder should return a string result, not '{!t}'", output);
  auto text = std::move(output).as<Str>();
  if (self->pending_return && (final || text->size > 0)) {
    text = KR_TRY(str_concat(cx, KR_STR("\r"), text));
    self->pending_return = false;
  }
  if (!final && text->size > 0 && text->at(text->size - 1) == '\r') {
    text = KR_TRY(substring(cx, text, 0, text->size - 1));
    self->pending_return = true;
  }
  return translate_newlines(cx, std::move(text), self->translate, &self->seen);
}

Result<Ref<NewlineDecoder>> new_newline_decoder(Context& cx, Borrowed<> decoder, bool translate) {
  auto made = KR_TRY(call(cx, Borrowed<>(as_object(&newline_decoder_type)), decoder, boolean(translate)));
  return std::move(made).as<NewlineDecoder>();
}

namespace {

Result<void> init(Context&, Borrowed<NewlineDecoder> self, Borrowed<> decoder, bool translate, Borrowed<> errors) {
  auto old_decoder = self->decoder.replace(hold(decoder));
  auto old_errors = self->errors.replace(errors.is_null() ? Ref<>(hold(KR_ID(strict))) : hold(errors));
  self->translate = translate;
  self->seen = 0;
  self->pending_return = false;
  return {};
}

bool has_decoder(Borrowed<NewlineDecoder> self) { return !self->decoder.is_null() && !is_none(self->decoder.get()); }

Result<Ref<>> decode(Context& cx, Borrowed<NewlineDecoder> self, Borrowed<> input, bool final) {
  return decode_newlines(cx, self, input, final);
}

Result<Ref<>> getstate(Context& cx, Borrowed<NewlineDecoder> self) {
  Ref<> buffer = empty_bytes();
  long long flag = 0;
  if (has_decoder(self)) {
    auto state = KR_TRY(call_method(cx, self->decoder.get(), KR_ID(getstate)));
    if (!is<Tuple>(state)) return raise(cx, exc::TypeError, "illegal decoder state");
    auto parts = state.borrow().as<Tuple>();
    if (parts->size() != 2) return raise(cx, exc::TypeError, "illegal decoder state");
    buffer = hold(parts->item(0));
    flag = as_long_long(cx, parts->item(1));
    if (flag == -1 && cx.has_error()) return Failed{};
  }
  auto number = KR_TRY(int_from_unsigned(cx, static_cast<unsigned long long>(flag) << 1 | self->pending_return));
  return tuple_of(cx, buffer, number);
}

Result<void> setstate(Context& cx, Borrowed<NewlineDecoder> self, Borrowed<> state) {
  if (!is<Tuple>(state)) return raise(cx, exc::TypeError, "state argument must be a tuple");
  auto parts = state.as<Tuple>();
  if (parts->size() != 2) return raise(cx, exc::TypeError, "illegal state argument");
  unsigned long long flag = as_unsigned_long_long(cx, parts->item(1));
  if (cx.has_error()) return Failed{};
  self->pending_return = flag & 1;
  if (has_decoder(self)) {
    auto number = KR_TRY(int_from_unsigned(cx, flag >> 1));
    auto pair = KR_TRY(tuple_of(cx, parts->item(0), number));
    KR_TRY(call_method(cx, self->decoder.get(), KR_ID(setstate), pair));
  }
  return {};
}

Result<void> reset(Context& cx, Borrowed<NewlineDecoder> self) {
  self->seen = 0;
  self->pending_return = false;
  if (has_decoder(self)) KR_TRY(call_method(cx, self->decoder.get(), KR_ID(reset)));
  return {};
}

Result<Ref<>> get_newlines(Context& cx, Borrowed<NewlineDecoder> self) { return seen_newlines(cx, self->seen); }

void newline_dealloc(Object* object) {
  auto* self = reinterpret_cast<NewlineDecoder*>(object);
  auto decoder = self->decoder.take();
  auto errors = self->errors.take();
  object->type->tp_free(object);
}

constinit MethodDef methods[] = {
    KR_METHOD("decode($self, /, input, final=False)", decode, ""),
    KR_METHOD("getstate($self, /)", getstate, ""),
    KR_METHOD("setstate($self, state, /)", setstate, ""),
    KR_METHOD("reset($self, /)", reset, ""),
    KR_END,
};
constinit GetSetDef getset[] = {KR_GETTER("newlines", get_newlines, nullptr), KR_END};

}  // namespace

constinit Type newline_decoder_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "_io.IncrementalNewlineDecoder",
    .tp_basicsize = sizeof(NewlineDecoder),
    .tp_dealloc = newline_dealloc,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::base,
    .tp_doc = "IncrementalNewlineDecoder(decoder, translate, errors='strict')\n--\n\nCodec used when reading a file in universal newlines "
              "mode.\n\nIt wraps another incremental decoder, translating \\r\\n and \\r into \\n.\nIt also records the types of newlines "
              "encountered.  When used with\ntranslate=False, it ensures that the newline sequence is returned in\none piece. When used "
              "with decoder=None, it expects unicode strings as\ndecode input and translates newlines without first invoking an "
              "external\ndecoder.",
    .tp_methods = methods,
    .tp_getset = getset,
    .tp_init = KR_INIT("IncrementalNewlineDecoder(decoder, translate, errors='strict')", init),
    .tp_new = &type_generic_new,
    .tp_free = free_object,
};
KR_READY(newline_decoder_type);

}  // namespace krait::io
