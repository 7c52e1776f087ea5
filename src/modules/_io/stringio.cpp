// StringIO: a text file in memory, kept as a run of code points with room to grow, so that building text by writes is linear.
#include <cstring>

#include "modules/_io/newline.h"

namespace krait::io {
namespace {

struct StringIO {
  IOBase head;
  CodePoint* text;
  Index at;
  Index size;
  Index capacity;
  Slot<NewlineDecoder> decoder;  // null unless newlines are read universally
  Slot<> newline_arg;            // newline as given, for pickling
  Slot<Str> write_newline;       // what '\n' becomes on writing; null: itself
  LineEnd line_end;
  bool ok;
  bool closed;
  char reserved[120 - 32 - 4 * 8 - 3 * 8 - 16 - 8];
  static constexpr Type* static_type = &stringio_type;
};
static_assert(sizeof(StringIO) == 120);

Result<void> check_open(Context& cx, Borrowed<StringIO> self) {
  if (!self->ok) return raise(cx, exc::ValueError, "I/O operation on uninitialized object");
  if (self->closed) return raise(cx, exc::ValueError, "I/O operation on closed file");
  return {};
}

Result<void> make_room(Context& cx, StringIO* self, Index room) {
  if (room <= self->capacity) return {};
  Index wanted = room + room / 8 + 32;
  if (wanted > index_max / static_cast<Index>(sizeof(CodePoint))) return raise(cx, exc::OverflowError, "new buffer size too large");
  auto* grown = static_cast<CodePoint*>(memory::resize(self->text, wanted * sizeof(CodePoint)));
  if (!grown) return raise_memory_error(cx);
  self->text = grown;
  self->capacity = wanted;
  return {};
}

// "\n" written as another line end.
Result<Ref<Str>> for_writing(Context& cx, Borrowed<StringIO> self, Ref<Str> text) {
  if (!self->decoder.is_null()) text = KR_TRY(decode_newlines(cx, self->decoder.get(), text, true)).as<Str>();
  if (self->write_newline.is_null()) return text;
  auto replaced = KR_TRY(call_method(cx, text, KR_ID(replace), KR_STR("\n"), self->write_newline.get()));
  return std::move(replaced).as<Str>();
}

Result<void> write_str(Context& cx, Borrowed<StringIO> self, Borrowed<Str> given) {
  auto text = KR_TRY(for_writing(cx, self, hold(given)));
  Index end = self->at + text->size;
  KR_TRY(make_room(cx, self.raw(), end));
  for (Index i = self->size; i < self->at; ++i) self->text[i] = 0;
  CodePoint* to = self->text + self->at;
  for (Index i = 0; i < text->size; ++i) to[i] = text->at(i);
  self->at = end;
  if (end > self->size) self->size = end;
  return {};
}

Result<Ref<Str>> piece(Context& cx, Borrowed<StringIO> self, Index from, Index to) {
  return str_from_ucs4(cx, {self->text + from, static_cast<std::size_t>(to - from)});
}

Result<void> set_newline(Context& cx, Borrowed<StringIO> self, Borrowed<> newline) {
  auto old = self->newline_arg.replace(hold(newline));
  auto old_decoder = self->decoder.take();
  auto old_write = self->write_newline.take();
  if (is_none(newline)) {
    self->line_end = {LineEnd::translated};
    self->decoder.init(KR_TRY(new_newline_decoder(cx, none(), true)));
    return {};
  }
  if (!is<Str>(newline)) return raise(cx, exc::TypeError, "newline must be str or None, not {!t}", newline);
  auto text = newline.as<Str>();
  if (text->size == 0) {
    self->line_end = {LineEnd::universal};
    self->decoder.init(KR_TRY(new_newline_decoder(cx, none(), false)));
  } else if (str_equal(text, "\n")) {
    self->line_end = {LineEnd::given, "\n"};
  } else if (str_equal(text, "\r")) {
    self->line_end = {LineEnd::given, "\r"};
    self->write_newline.init(hold(text));
  } else if (str_equal(text, "\r\n")) {
    self->line_end = {LineEnd::given, "\r\n"};
    self->write_newline.init(hold(text));
  } else {
    return raise(cx, exc::ValueError, "illegal newline value: {!r}", newline);
  }
  return {};
}

Result<void> init(Context& cx, Borrowed<StringIO> self, Borrowed<> initial, Borrowed<> newline) {
  self->ok = false;
  if (!initial.is_null() && !is_none(initial) && !is<Str>(initial))
    return raise(cx, exc::TypeError, "initial_value must be str or None, not {!t}", initial);
  KR_TRY(set_newline(cx, self, newline.is_null() ? Borrowed<>(KR_STR("\n")) : newline));
  self->at = self->size = 0;
  self->closed = false;
  self->ok = true;
  if (!initial.is_null() && !is_none(initial)) KR_TRY(write_str(cx, self, initial.as<Str>()));
  self->at = 0;
  return {};
}

Result<Ref<>> getvalue(Context& cx, Borrowed<StringIO> self) {
  KR_TRY(check_open(cx, self));
  return piece(cx, self, 0, self->size);
}
Result<long long> tell(Context& cx, Borrowed<StringIO> self) {
  KR_TRY(check_open(cx, self));
  return static_cast<long long>(self->at);
}
Result<Ref<>> read(Context& cx, Borrowed<StringIO> self, Size size) {
  KR_TRY(check_open(cx, self));
  Index left = self->at < self->size ? self->size - self->at : 0;
  Index n = size.value < 0 || size.value > left ? left : size.value;
  auto text = KR_TRY(piece(cx, self, self->at < self->size ? self->at : self->size, (self->at < self->size ? self->at : self->size) + n));
  self->at += n;
  return text;
}

Index line_length(Borrowed<StringIO> self, Index most) {
  if (self->at >= self->size || most == 0) return 0;
  const CodePoint *from = self->text + self->at, *limit = self->text + self->size;
  const LineEnd& rule = self->line_end;
  Index n = limit - from;
  for (const CodePoint* p = from; p < limit; ++p) {
    if (rule.kind == LineEnd::universal) {
      if (*p == '\n') { n = p - from + 1; break; }
      if (*p == '\r') { n = p - from + (p + 1 < limit && p[1] == '\n' ? 2 : 1); break; }
    } else if (*p == static_cast<unsigned char>(rule.text[0])) {
      if (!rule.text[1]) { n = p - from + 1; break; }
      if (p + 1 < limit && p[1] == static_cast<unsigned char>(rule.text[1])) { n = p - from + 2; break; }
    }
  }
  return most >= 0 && n > most ? most : n;
}

Result<Ref<>> line(Context& cx, Borrowed<StringIO> self, Index most) {
  Index n = line_length(self, most);
  if (n == 0) return empty_str();
  auto text = KR_TRY(piece(cx, self, self->at, self->at + n));
  self->at += n;
  return text;
}
Result<Ref<>> readline(Context& cx, Borrowed<StringIO> self, Size size) {
  KR_TRY(check_open(cx, self));
  return line(cx, self, size.value);
}
Result<Ref<>> next(Context& cx, Borrowed<StringIO> self) {
  KR_TRY(check_open(cx, self));
  Ref<> text;
  if (self.type() == &stringio_type) {
    text = KR_TRY(line(cx, self, -1));
  } else {
    text = KR_TRY(call_method(cx, self, KR_ID(readline)));
    if (!is<Str>(text)) return raise(cx, exc::OSError, "readline() should have returned a str object, not '{!t}'", text);
  }
  if (text.borrow().as<Str>()->size == 0) return Failed{};
  return text;
}

Result<long long> truncate(Context& cx, Borrowed<StringIO> self, Borrowed<> pos) {
  KR_TRY(check_open(cx, self));
  Index size = self->at;
  if (!is_none(pos)) {
    if (!is_index(pos)) return raise(cx, exc::TypeError, "argument should be integer or None, not '{!t}'", pos);
    size = KR_TRY(as_index(cx, pos, &exc::OverflowError));
    if (size < 0) return raise(cx, exc::ValueError, "Negative size value {}", size);
  }
  if (size < self->size) self->size = size;
  return static_cast<long long>(size);
}

Result<long long> seek(Context& cx, Borrowed<StringIO> self, Index pos, int whence) {
  KR_TRY(check_open(cx, self));
  if (whence < 0 || whence > 2) return raise(cx, exc::ValueError, "Invalid whence ({}, should be 0, 1 or 2)", whence);
  if (pos < 0 && whence == 0) return raise(cx, exc::ValueError, "Negative seek position {}", pos);
  if (whence != 0 && pos != 0) return raise(cx, exc::OSError, "Can't do nonzero cur-relative seeks");
  if (whence == 1) pos = self->at;
  else if (whence == 2) pos = self->size;
  self->at = pos;
  return static_cast<long long>(pos);
}

Result<long long> write(Context& cx, Borrowed<StringIO> self, Borrowed<> s) {
  if (!is<Str>(s)) return raise(cx, exc::TypeError, "string argument expected, got '{!t}'", s);
  KR_TRY(check_open(cx, self));
  if (s.as<Str>()->size > 0) KR_TRY(write_str(cx, self, s.as<Str>()));
  return static_cast<long long>(s.as<Str>()->size);
}

Result<void> close(Context&, Borrowed<StringIO> self) {
  self->closed = true;
  memory::release(std::exchange(self->text, nullptr));
  self->capacity = self->size = 0;
  return {};
}
Result<bool> able(Context& cx, Borrowed<StringIO> self) {
  KR_TRY(check_open(cx, self));
  return true;
}
Result<Ref<>> get_closed(Context& cx, Borrowed<StringIO> self) {
  if (!self->ok) return raise(cx, exc::ValueError, "I/O operation on uninitialized object");
  return new_bool(self->closed);
}
Result<Ref<>> get_line_buffering(Context& cx, Borrowed<StringIO> self) {
  KR_TRY(check_open(cx, self));
  return new_bool(false);
}
Result<Ref<>> get_newlines(Context& cx, Borrowed<StringIO> self) {
  KR_TRY(check_open(cx, self));
  if (self->decoder.is_null()) return new_none();
  return seen_newlines(cx, self->decoder.get()->seen);
}

Result<Ref<>> getstate(Context& cx, Borrowed<StringIO> self) {
  auto value = KR_TRY(getvalue(cx, self));
  Ref<> dict = self->head.dict ? Ref<>(KR_TRY(dict_copy(cx, Borrowed<>(self->head.dict).as<Dict>()))) : new_none();
  return tuple_of(cx, value, self->newline_arg.get(), KR_TRY(int_from(cx, self->at)), dict);
}

Result<void> setstate(Context& cx, Borrowed<StringIO> self, Borrowed<> state) {
  if (self->ok && self->closed) return raise(cx, exc::ValueError, "I/O operation on closed file");
  if (!is<Tuple>(state) || state.as<Tuple>()->size() < 4)
    return raise(cx, exc::TypeError, "{!t}.__setstate__ argument should be 4-tuple, got {!t}", self, state);
  auto parts = state.as<Tuple>();
  if (!is<Str>(parts->item(0))) return raise(cx, exc::TypeError, "initial_value must be str or None, not {!t}", parts->item(0));
  KR_TRY(init(cx, self, Borrowed<>(), parts->item(1)));
  auto text = parts->item(0).as<Str>();
  KR_TRY(make_room(cx, self.raw(), text->size));  // as it is: line ends were translated when it was first written
  for (Index i = 0; i < text->size; ++i) self->text[i] = text->at(i);
  self->size = text->size;
  if (!is<Int>(parts->item(2))) return raise(cx, exc::TypeError, "third item of state must be an integer, got {!t}", parts->item(2));
  Index at = as_ssize(cx, parts->item(2));
  if (at == -1 && cx.has_error()) return Failed{};
  if (at < 0) return raise(cx, exc::ValueError, "position value cannot be negative");
  self->at = at;
  if (is_none(parts->item(3))) return {};
  if (!is<Dict>(parts->item(3))) return raise(cx, exc::TypeError, "fourth item of state should be a dict, got a {!t}", parts->item(3));
  return dict_merge(cx, KR_TRY(instance_dict(cx, self)), parts->item(3));
}

int traverse(Object* object, Visit visit, void* arg) { return base_traverse(object, visit, arg); }

void stringio_dealloc(Object* object) {
  auto* self = reinterpret_cast<StringIO*>(object);
  if (finalize(object)) return;
  declare::untrack_if_container(object);
  if (self->head.weakrefs) memory::clear_weak_references(object);
  memory::release(std::exchange(self->text, nullptr));
  auto decoder = self->decoder.take();
  auto newline = self->newline_arg.take();
  auto write_newline = self->write_newline.take();
  Type* type = object->type;
  base_clear(object);
  type->tp_free(object);
  if (has_flag(type, type_flags::heap)) decref(reinterpret_cast<Object*>(type));
}

constinit MethodDef methods[] = {
    KR_METHOD("close($self, /)", close,
              "Close the IO object.\n\nAttempting any further operation after the object is closed\nwill raise a ValueError.\n\nThis method "
              "has no effect if the file is already closed."),
    KR_METHOD("getvalue($self, /)", getvalue, "Retrieve the entire contents of the object."),
    KR_METHOD("read($self, size=-1, /)", read,
              "Read at most size characters, returned as a string.\n\nIf the argument is negative or omitted, read until EOF\nis reached. "
              "Return an empty string at EOF."),
    KR_METHOD("readline($self, size=-1, /)", readline,
              "Read until newline or EOF.\n\nReturns an empty string if EOF is hit immediately."),
    KR_METHOD("tell($self, /)", tell, "Tell the current file position."),
    KR_METHOD("truncate($self, pos=None, /)", truncate,
              "Truncate size to pos.\n\nThe pos argument defaults to the current file position, as\nreturned by tell().  The current file "
              "position is unchanged.\nReturns the new absolute position."),
    KR_METHOD("seek($self, pos, whence=0, /)", seek,
              "Change stream position.\n\nSeek to character offset pos relative to position indicated by whence:\n    0  Start of stream "
              "(the default).  pos should be >= 0;\n    1  Current position - pos must be 0;\n    2  End of stream - pos must be "
              "0.\nReturns the new absolute position."),
    KR_METHOD("write($self, s, /)", write,
              "Write string to file.\n\nReturns the number of characters written, which is always equal to\nthe length of the string."),
    KR_METHOD("seekable($self, /)", able, "Returns True if the IO object can be seeked."),
    KR_METHOD("readable($self, /)", able, "Returns True if the IO object can be read."),
    KR_METHOD("writable($self, /)", able, "Returns True if the IO object can be written."),
    KR_QUIET("__getstate__(self)", getstate, ""),
    KR_QUIET("__setstate__(self, state)", setstate, ""),
    KR_END,
};
constinit GetSetDef getset[] = {
    KR_GETTER("closed", get_closed, nullptr),
    KR_GETTER("newlines", get_newlines, nullptr),
    KR_GETTER("line_buffering", get_line_buffering, nullptr),
    KR_END,
};

}  // namespace

constinit Type stringio_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "_io.StringIO",
    .tp_basicsize = sizeof(StringIO),
    .tp_dealloc = stringio_dealloc,
    .tp_flags = type_flags::immutable | type_flags::base | type_flags::gc,
    .tp_doc = "StringIO(initial_value='', newline='\\n')\n--\n\nText I/O implementation using an in-memory buffer.\n\nThe initial_value "
              "argument sets the value of object.  The newline\nargument is like the one of TextIOWrapper's constructor.",
    .tp_traverse = traverse,
    .tp_clear = base_clear,
    .tp_iternext = slot<&next>,
    .tp_methods = methods,
    .tp_getset = getset,
    .tp_base = &text_iobase_type,
    .tp_init = KR_INIT("StringIO(initial_value=<unrepresentable>, newline=<unrepresentable>)", init),
};
KR_READY(stringio_type);

}  // namespace krait::io
