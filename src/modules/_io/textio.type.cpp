// TextIOWrapper: the remaining methods, attributes and the type.
#include "modules/_io/textio.h"
#include "types/exceptions/exceptions.h"

namespace krait::io {
namespace {

Result<void> check_attached(Context& cx, Borrowed<TextWrapper> self) {
  if (self->ok) return {};
  if (self->detached) return raise(cx, exc::ValueError, "underlying buffer has been detached");
  return raise(cx, exc::ValueError, "I/O operation on uninitialized object");
}

Result<Ref<>> flush(Context& cx, Borrowed<TextWrapper> self) {
  KR_TRY(text_check(cx, self));
  self->telling = self->seekable;
  KR_TRY(text_flush_pending(cx, self));
  return call_method(cx, self->buffer.get(), KR_ID(flush));
}

Result<Ref<>> close(Context& cx, Borrowed<TextWrapper> self) {
  KR_TRY(check_attached(cx, self));
  auto closed = KR_TRY(get_attr(cx, self->buffer.get(), KR_ID(closed)));
  if (KR_TRY(is_true(cx, closed))) return new_none();
  if (self->finalizing) {
    if (call_method(cx, self->buffer.get(), KR_ID(_dealloc_warn), self).failed()) clear_error(cx);
  }
  auto flushed = call_method(cx, self, KR_ID(flush));
  Ref<BaseException> error;
  if (flushed.failed()) error = take_error(cx);
  auto answer = call_method(cx, self->buffer.get(), KR_ID(close));
  if (error.is_null()) return answer;
  if (answer.failed()) chain_error_context(cx, std::move(error));
  else restore_error(cx, std::move(error));
  return Failed{};
}

Result<Ref<>> detach(Context& cx, Borrowed<TextWrapper> self) {
  KR_TRY(check_attached(cx, self));
  KR_TRY(call_method(cx, self, KR_ID(flush)));
  auto buffer = self->buffer.take();
  self->detached = true;
  self->ok = false;
  return buffer;
}

template <FixedText Name>
Result<Ref<>> ask_buffer(Context& cx, Borrowed<TextWrapper> self) {
  KR_TRY(check_attached(cx, self));
  return call_method(cx, self->buffer.get(), detail::static_name<Name>());
}
template <FixedText Name>
Result<Ref<>> buffer_attribute(Context& cx, Borrowed<TextWrapper> self) {
  KR_TRY(check_attached(cx, self));
  return get_attr(cx, self->buffer.get(), detail::static_name<Name>());
}

Result<Ref<>> truncate(Context& cx, Borrowed<TextWrapper> self, Borrowed<> pos) {
  KR_TRY(check_attached(cx, self));
  KR_TRY(call_method(cx, self, KR_ID(flush)));
  return call_method(cx, self->buffer.get(), KR_ID(truncate), pos);
}

Result<Ref<>> next(Context& cx, Borrowed<TextWrapper> self) {
  KR_TRY(check_attached(cx, self));
  self->telling = false;
  Ref<> line;
  if (self.type() == &text_wrapper_type) {
    KR_TRY(text_check(cx, self));
    line = KR_TRY(text_line(cx, self, -1));
  } else {
    line = KR_TRY(call_method(cx, self, KR_ID(readline)));
    if (!is<Str>(line)) return raise(cx, exc::OSError, "readline() should have returned a str object, not '{!t}'", line);
  }
  if (line.borrow().as<Str>()->size > 0) return line;
  self->telling = self->seekable;
  text_drop_snapshot(self);
  return Failed{};
}

Result<Ref<Str>> repr(Context& cx, Borrowed<TextWrapper> self) {
  KR_TRY(check_attached(cx, self));
  auto text = KR_TRY(str_from_utf8(cx, "<_io.TextIOWrapper"));
  for (Borrowed<Str> name : {KR_ID(name), KR_ID(mode)}) {
    auto value = lookup_attr(cx, self, name);
    if (value.failed()) {
      if (!clear_error_if(cx, exc::ValueError)) return Failed{};
      continue;
    }
    if (!value.missing()) text = KR_TRY(format_str(cx, "{} {}={!r}", text, name, std::move(value).value()));
  }
  return format_str(cx, "{} encoding={!r}>", text, self->encoding.get());
}

Result<Ref<>> get_newlines(Context& cx, Borrowed<TextWrapper> self) {
  KR_TRY(check_attached(cx, self));
  if (self->decoder.is_null()) return new_none();
  auto found = lookup_attr(cx, self->decoder.get(), KR_ID(newlines));
  if (found.failed()) return Failed{};
  return found.missing() ? new_none() : std::move(found).value();
}
Result<Ref<>> get_errors(Context& cx, Borrowed<TextWrapper> self) {
  KR_TRY(check_attached(cx, self));
  return hold(self->errors.get());
}
Result<Ref<>> get_chunk_size(Context& cx, Borrowed<TextWrapper> self) {
  KR_TRY(check_attached(cx, self));
  return int_from(cx, self->chunk_size);
}
Result<void> set_chunk_size(Context& cx, Borrowed<TextWrapper> self, Borrowed<> value) {
  KR_TRY(check_attached(cx, self));
  if (value.is_null()) return raise(cx, exc::AttributeError, "cannot delete attribute");
  Index size = KR_TRY(as_index(cx, value, &exc::ValueError));
  if (size <= 0) return raise(cx, exc::ValueError, "a strictly positive integer is required");
  self->chunk_size = size;
  return {};
}
Result<Ref<>> no_pickle(Context& cx, Borrowed<> self, Args) { return raise(cx, exc::TypeError, "cannot pickle '{!t}' object", self); }

int traverse(Object* object, Visit visit, void* arg) {
  auto* self = reinterpret_cast<TextWrapper*>(object);
  for (Object* field : {self->buffer.raw(), self->encoding.raw(), self->errors.raw(), self->encoder.raw(), self->decoder.raw(),
                        self->snapshot_input.raw(), self->snapshot_state.raw(), reinterpret_cast<Object*>(self->pending.raw())})
    if (field)
      if (int answer = visit(field, arg)) return answer;
  return base_traverse(object, visit, arg);
}

int clear(Object* object) {
  auto* self = reinterpret_cast<TextWrapper*>(object);
  self->ok = false;
  auto buffer = self->buffer.take();
  auto encoding = self->encoding.take();
  auto errors = self->errors.take();
  auto encoder = self->encoder.take();
  auto decoder = self->decoder.take();
  auto newline = self->write_newline.take();
  auto decoded = self->decoded.take();
  auto input = self->snapshot_input.take();
  auto state = self->snapshot_state.take();
  auto pending = self->pending.take();
  return base_clear(object);
}

void text_dealloc(Object* object) {
  reinterpret_cast<TextWrapper*>(object)->finalizing = 1;
  dealloc(object);
}

constinit MethodDef methods[] = {
    KR_METHOD("detach($self, /)", detach, ""),
    KR_METHOD("reconfigure($self, /, *, encoding=None, errors=None, newline=<unrepresentable>, line_buffering=None, "
              "write_through=None)",
              text_reconfigure,
              "Reconfigure the text stream with new parameters.\n\nThis also does an implicit stream flush."),
    KR_METHOD("write($self, text, /)", text_write, ""),
    KR_METHOD("read($self, size=-1, /)", text_read, ""),
    KR_METHOD("readline($self, size=-1, /)", text_readline, ""),
    KR_METHOD("flush($self, /)", flush, ""),
    KR_METHOD("close($self, /)", close, ""),
    KR_METHOD("fileno($self, /)", ask_buffer<"fileno">, ""),
    KR_METHOD("seekable($self, /)", ask_buffer<"seekable">, ""),
    KR_METHOD("readable($self, /)", ask_buffer<"readable">, ""),
    KR_METHOD("writable($self, /)", ask_buffer<"writable">, ""),
    KR_METHOD("isatty($self, /)", ask_buffer<"isatty">, ""),
    KR_METHOD("seek($self, cookie, whence=0, /)", text_seek, ""),
    KR_METHOD("tell($self, /)", text_tell, ""),
    KR_METHOD("truncate($self, pos=None, /)", truncate, ""),
    KR_QUIET("__reduce__(self, *args)", no_pickle, nullptr),
    KR_QUIET("__reduce_ex__(self, *args)", no_pickle, nullptr),
    KR_END,
};

constinit MemberDef members[] = {
    {"encoding", member_kind::object, offsetof(TextWrapper, encoding), 1, nullptr},
    {"buffer", member_kind::object, offsetof(TextWrapper, buffer), 1, nullptr},
    {"line_buffering", member_kind::bool_, offsetof(TextWrapper, line_buffering), 1, nullptr},
    {"write_through", member_kind::bool_, offsetof(TextWrapper, write_through), 1, nullptr},
    {"_finalizing", member_kind::bool_, offsetof(TextWrapper, finalizing), 0, nullptr},
    {},
};

constinit GetSetDef getset[] = {
    KR_GETTER("name", buffer_attribute<"name">, nullptr),
    KR_GETTER("closed", buffer_attribute<"closed">, nullptr),
    KR_GETTER("newlines", get_newlines, nullptr),
    KR_GETTER("errors", get_errors, nullptr),
    KR_GETSET("_CHUNK_SIZE", get_chunk_size, set_chunk_size, nullptr),
    KR_END,
};

}  // namespace

constinit Type text_wrapper_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "_io.TextIOWrapper",
    .tp_basicsize = sizeof(TextWrapper),
    .tp_dealloc = text_dealloc,
    .tp_repr = slot<&repr>,
    .tp_flags = type_flags::immutable | type_flags::base | type_flags::gc,
    .tp_doc = "TextIOWrapper(buffer, encoding=None, errors=None, newline=None,\n              line_buffering=False, "
              "write_through=False)\n--\n\nCharacter and line based layer over a BufferedIOBase object, buffer.\n\nencoding gives the name "
              "of the encoding that the stream will be\ndecoded or encoded with. It defaults to locale.getencoding().\n\nerrors "
              "determines the strictness of encoding and decoding (see\nhelp(codecs.Codec) or the documentation for codecs.register) "
              "and\ndefaults to \"strict\".\n\nnewline controls how line endings are handled. It can be None, '',\n'\\n', '\\r', and "
              "'\\r\\n'.  It works as follows:\n\n* On input, if newline is None, universal newlines mode is\n  enabled. Lines in the "
              "input can end in '\\n', '\\r', or '\\r\\n', and\n  these are translated into '\\n' before being returned to the\n  caller. If "
              "it is '', universal newline mode is enabled, but line\n  endings are returned to the caller untranslated. If it has any "
              "of\n  the other legal values, input lines are only terminated by the given\n  string, and the line ending is returned to "
              "the caller untranslated.\n\n* On output, if newline is None, any '\\n' characters written are\n  translated to the system "
              "default line separator, os.linesep. If\n  newline is '' or '\\n', no translation takes place. If newline is any\n  of the "
              "other legal values, any '\\n' characters written are translated\n  to the given string.\n\nIf line_buffering is True, a "
              "call to flush is implied when a call to\nwrite contains a newline character.",
    .tp_traverse = traverse,
    .tp_clear = clear,
    .tp_iternext = slot<&next>,
    .tp_methods = methods,
    .tp_members = members,
    .tp_getset = getset,
    .tp_base = &text_iobase_type,
    .tp_init = KR_INIT("TextIOWrapper(buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)",
                       text_init),
};
KR_READY(text_wrapper_type);

}  // namespace krait::io
