// BufferedRWPair: a reader and a writer over two files, such as the ends of two pipes; and the abstract _BufferedIOBase, _TextIOBase.
#include <cstring>

#include "modules/_io/io.h"
#include "types/exceptions/exceptions.h"

namespace krait::io {
namespace {

struct Pair {
  IOBase head;
  Slot<> reader;
  Slot<> writer;
  static constexpr Type* static_type = &buffered_rwpair_type;
};
static_assert(sizeof(Pair) == 48);

Result<void> init(Context& cx, Borrowed<Pair> self, Borrowed<> reader, Borrowed<> writer, Index buffer_size) {
  KR_TRY(check_readable(cx, reader));
  KR_TRY(check_writable(cx, writer));
  auto size = KR_TRY(int_from(cx, buffer_size));
  auto in = KR_TRY(call(cx, Borrowed<>(as_object(&buffered_reader_type)), reader, size));
  auto out = KR_TRY(call(cx, Borrowed<>(as_object(&buffered_writer_type)), writer, size));
  auto old_reader = self->reader.replace(std::move(in));
  auto old_writer = self->writer.replace(std::move(out));
  return {};
}

int traverse(Object* object, Visit visit, void* arg) {
  auto* self = reinterpret_cast<Pair*>(object);
  for (Object* part : {self->reader.raw(), self->writer.raw()})
    if (part)
      if (int answer = visit(part, arg)) return answer;
  return base_traverse(object, visit, arg);
}
int clear(Object* object) {
  auto* self = reinterpret_cast<Pair*>(object);
  auto reader = self->reader.take();
  auto writer = self->writer.take();
  return base_clear(object);
}

template <FixedText Name, Slot<> Pair::* Side>
Result<Ref<>> forward(Context& cx, Borrowed<Pair> self, Args args) {
  if ((self.raw()->*Side).is_null()) return raise(cx, exc::ValueError, "I/O operation on uninitialized object");
  auto method = KR_TRY(get_attr(cx, (self.raw()->*Side).get(), detail::static_name<Name>()));
  return call_args(cx, method, args);
}

Result<Ref<>> close(Context& cx, Borrowed<Pair> self) {
  Ref<BaseException> error;
  if (forward<"close", &Pair::writer>(cx, self, {}).failed()) error = take_error(cx);
  auto answer = forward<"close", &Pair::reader>(cx, self, {});
  if (error.is_null()) return answer;
  if (answer.failed()) chain_error_context(cx, std::move(error));
  else restore_error(cx, std::move(error));
  return Failed{};
}

Result<Ref<>> isatty(Context& cx, Borrowed<Pair> self) {
  auto answer = KR_TRY((forward<"isatty", &Pair::writer>(cx, self, {})));
  if (answer.object() != as_object(&false_object)) return answer;
  return forward<"isatty", &Pair::reader>(cx, self, {});
}

Result<Ref<>> get_closed(Context& cx, Borrowed<Pair> self) {
  if (self->writer.is_null()) return raise(cx, exc::RuntimeError, "the BufferedRWPair object is being garbage-collected");
  return get_attr(cx, self->writer.get(), KR_ID(closed));
}

constinit MethodDef methods[] = {
    KR_QUIET("read(self, *args)", (forward<"read", &Pair::reader>), ""),
    KR_QUIET("peek(self, *args)", (forward<"peek", &Pair::reader>), ""),
    KR_QUIET("read1(self, *args)", (forward<"read1", &Pair::reader>), ""),
    KR_QUIET("readinto(self, *args)", (forward<"readinto", &Pair::reader>), ""),
    KR_QUIET("readinto1(self, *args)", (forward<"readinto1", &Pair::reader>), ""),
    KR_QUIET("write(self, *args)", (forward<"write", &Pair::writer>), ""),
    KR_QUIET("flush(self, *args)", (forward<"flush", &Pair::writer>), ""),
    KR_QUIET("readable(self, *args)", (forward<"readable", &Pair::reader>), ""),
    KR_QUIET("writable(self, *args)", (forward<"writable", &Pair::writer>), ""),
    KR_QUIET("close(self)", close, ""),
    KR_QUIET("isatty(self)", isatty, ""),
    KR_END,
};
constinit GetSetDef getset[] = {KR_GETTER("closed", get_closed, nullptr), KR_END};

// --- _BufferedIOBase

template <FixedText Name>
Result<Ref<>> unsupported(Context& cx, Borrowed<>, Args) { return raise_unsupported(cx, Name.text); }
Result<Ref<>> base_detach(Context& cx, Borrowed<>) { return raise_unsupported(cx, "detach"); }

Result<Ref<>> readinto_by(Context& cx, Borrowed<> self, Borrowed<> buffer, Borrowed<Str> method) {
  ScopedBuffer view;
  KR_TRY(view.get(cx, buffer, buffer_flags::writable));
  auto data = KR_TRY(call_method(cx, self, method, KR_TRY(int_from(cx, view.size()))));
  if (!is<Bytes>(data)) return raise(cx, exc::TypeError, "read() should return bytes");
  auto text = data.borrow().as<Bytes>()->text();
  if (static_cast<Index>(text.size()) > view.size())
    return raise(cx, exc::ValueError, "read() returned too much data: {} bytes requested, {} returned", view.size(), text.size());
  std::memcpy(view.data(), text.data(), text.size());
  return int_from(cx, static_cast<long long>(text.size()));
}
Result<Ref<>> base_readinto(Context& cx, Borrowed<> self, Borrowed<> buffer) { return readinto_by(cx, self, buffer, KR_ID(read)); }
Result<Ref<>> base_readinto1(Context& cx, Borrowed<> self, Borrowed<> buffer) { return readinto_by(cx, self, buffer, KR_ID(read1)); }

constinit MethodDef buffered_base_methods[] = {
    KR_METHOD("detach($self, /)", base_detach,
              "Disconnect this buffer from its underlying raw stream and return it.\n\nAfter the raw stream has been detached, the buffer is "
              "in an unusable\nstate."),
    KR_QUIET("read(self, *args)", unsupported<"read">,
             "Read and return up to n bytes.\n\nIf the argument is omitted, None, or negative, reads and\nreturns all data until "
             "EOF.\n\nIf the argument is positive, and the underlying raw stream is\nnot 'interactive', multiple raw reads may be issued "
             "to satisfy\nthe byte count (unless EOF is reached first).  But for\ninteractive raw streams (as well as sockets and pipes), "
             "at most\none raw read will be issued, and a short result does not imply\nthat EOF is imminent.\n\nReturns an empty bytes "
             "object on EOF.\n\nReturns None if the underlying raw stream was open in non-blocking\nmode and no data is available at the "
             "moment.\n"),
    KR_QUIET("read1(self, *args)", unsupported<"read1">,
             "Read and return up to n bytes, with at most one read() call\nto the underlying raw stream. A short result does not "
             "imply\nthat EOF is imminent.\n\nReturns an empty bytes object on EOF.\n"),
    KR_METHOD("readinto($self, buffer, /)", base_readinto, ""),
    KR_METHOD("readinto1($self, buffer, /)", base_readinto1, ""),
    KR_QUIET("write(self, *args)", unsupported<"write">,
             "Write the given buffer to the IO stream.\n\nReturns the number of bytes written, which is always the length of b\nin "
             "bytes.\n\nRaises BlockingIOError if the buffer is full and the\nunderlying raw stream cannot accept more data at the "
             "moment.\n"),
    KR_END,
};

// --- _TextIOBase

Result<Ref<>> no_value(Context&, Borrowed<>) { return new_none(); }

constinit MethodDef text_base_methods[] = {
    KR_QUIET("detach(self, *args)", unsupported<"detach">,
             "Separate the underlying buffer from the TextIOBase and return it.\n\nAfter the underlying buffer has been detached, the "
             "TextIO is in an\nunusable state.\n"),
    KR_QUIET("read(self, *args)", unsupported<"read">,
             "Read at most n characters from stream.\n\nRead from underlying buffer until we have n characters or we hit EOF.\nIf n is "
             "negative or omitted, read until EOF.\n"),
    KR_QUIET("readline(self, *args)", unsupported<"readline">,
             "Read until newline or EOF.\n\nReturns an empty string if EOF is hit immediately.\n"),
    KR_QUIET("write(self, *args)", unsupported<"write">,
             "Write string to stream.\nReturns the number of characters written (which is always equal to\nthe length of the string).\n"),
    KR_END,
};
constinit GetSetDef text_base_getset[] = {
    KR_GETTER("encoding", no_value, "Encoding of the text stream.\n\nSubclasses should override.\n"),
    KR_GETTER("newlines", no_value,
              "Line endings translated so far.\n\nOnly line endings translated during reading are considered.\n\nSubclasses should "
              "override.\n"),
    KR_GETTER("errors", no_value, "The error setting of the decoder or encoder.\n\nSubclasses should override.\n"),
    KR_END,
};

}  // namespace

constinit Type buffered_iobase_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "_io._BufferedIOBase",
    .tp_basicsize = sizeof(IOBase),
    .tp_dealloc = dealloc,
    .tp_flags = type_flags::immutable | type_flags::base | type_flags::gc,
    .tp_doc = "Base class for buffered IO objects.\n\nThe main difference with RawIOBase is that the read() method\nsupports omitting the "
              "size argument, and does not have a default\nimplementation that defers to readinto().\n\nIn addition, read(), readinto() "
              "and write() may raise\nBlockingIOError if the underlying raw stream is in non-blocking\nmode and not ready; unlike their "
              "raw counterparts, they will never\nreturn None.\n\nA typical implementation should not inherit from a "
              "RawIOBase\nimplementation, but wrap one.\n",
    .tp_traverse = base_traverse,
    .tp_clear = base_clear,
    .tp_methods = buffered_base_methods,
    .tp_base = &iobase_type,
};
KR_READY(buffered_iobase_type);

constinit Type text_iobase_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "_io._TextIOBase",
    .tp_basicsize = sizeof(IOBase),
    .tp_dealloc = dealloc,
    .tp_flags = type_flags::immutable | type_flags::base | type_flags::gc,
    .tp_doc = "Base class for text I/O.\n\nThis class provides a character and line based interface to stream\nI/O. There is no readinto "
              "method because Python's character strings\nare immutable.\n",
    .tp_traverse = base_traverse,
    .tp_clear = base_clear,
    .tp_methods = text_base_methods,
    .tp_getset = text_base_getset,
    .tp_base = &iobase_type,
};
KR_READY(text_iobase_type);

constinit Type buffered_rwpair_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "_io.BufferedRWPair",
    .tp_basicsize = sizeof(Pair),
    .tp_dealloc = dealloc,
    .tp_flags = type_flags::immutable | type_flags::base | type_flags::gc,
    .tp_doc = "BufferedRWPair(reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /)\n--\n\nA buffered reader and writer object together.\n\nA "
              "buffered reader object and buffered writer object put together to\nform a sequential IO object that can read and write. "
              "This is typically\nused with a socket or two-way pipe.\n\nreader and writer are RawIOBase objects that are readable "
              "and\nwriteable respectively. If the buffer_size is omitted it defaults to\nDEFAULT_BUFFER_SIZE.",
    .tp_traverse = traverse,
    .tp_clear = clear,
    .tp_methods = methods,
    .tp_getset = getset,
    .tp_base = &buffered_iobase_type,
    .tp_init = KR_INIT("BufferedRWPair(reader, writer, buffer_size=8192, /)", init),
};
KR_READY(buffered_rwpair_type);

}  // namespace krait::io
