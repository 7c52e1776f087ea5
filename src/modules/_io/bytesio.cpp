// BytesIO: a file in memory. Its bytes are a bytes object that is shared with getvalue()'s answer until one side changes.
#include <cstring>

#include "modules/_io/io.h"
#include "types/memoryview/memoryview.h"

namespace krait::io {
namespace {

struct BytesIO {
  IOBase head;
  Slot<Bytes> content;  // null: closed. Its size is the room there is; `size` bytes of it count
  Index at;
  Index size;
  Index exports;
  static constexpr Type* static_type = &bytesio_type;
};
static_assert(sizeof(BytesIO) == 64);

// What getbuffer() hands a memoryview of: keeps the file from being resized while it lives (exported as _PyBytesIOBuffer_Type).
struct BufferView {
  Object base;
  Slot<BytesIO> source;
};

Result<void> check_open(Context& cx, Borrowed<BytesIO> self) {
  if (self->content.is_null()) return raise(cx, exc::ValueError, "I/O operation on closed file.");
  return {};
}
Result<void> check_exports(Context& cx, Borrowed<BytesIO> self) {
  if (self->exports > 0) return raise(cx, exc::BufferError, "Existing exports of data: object cannot be re-sized");
  return {};
}

// Makes room for `room` bytes in a bytes object that nobody else holds.
Result<void> make_room(Context& cx, Borrowed<BytesIO> self, Index room) {
  Index have = self->content.get()->size();
  bool shared = self->content.get().object()->refcount > 1 || have == 0;
  if (!shared && room <= have) return {};
  Index wanted = room > have ? room + room / 8 + 16 : have;
  auto made = KR_TRY(new_bytes(cx, wanted));
  std::memcpy(made->data, self->content.get()->data, self->size);
  auto old = self->content.replace(std::move(made));
  return {};
}

Result<Index> write_bytes(Context& cx, Borrowed<BytesIO> self, Borrowed<> b) {
  KR_TRY(check_open(cx, self));
  KR_TRY(check_exports(cx, self));
  ScopedBuffer view;
  KR_TRY(view.get(cx, b));
  if (view.size() == 0) return 0;
  Index end = self->at + view.size();
  KR_TRY(make_room(cx, self, end));
  char* data = self->content.get()->data;
  if (self->at > self->size) std::memset(data + self->size, 0, self->at - self->size);
  std::memcpy(data + self->at, view.data(), view.size());
  self->at = end;
  if (end > self->size) self->size = end;
  return view.size();
}

Result<void> init(Context& cx, Borrowed<BytesIO> self, Borrowed<> initial) {
  if (self->exports > 0) return raise(cx, exc::BufferError, "Existing exports of data: object cannot be re-sized");
  self->at = self->size = 0;
  auto old = self->content.replace(empty_bytes());
  if (initial.is_null() || is_none(initial)) return {};
  if (is_exact<Bytes>(initial)) {
    auto empty = self->content.replace(hold(initial.as<Bytes>()));
    self->size = initial.as<Bytes>()->size();
    return {};
  }
  KR_TRY(write_bytes(cx, self, initial));
  self->at = 0;
  return {};
}

Object* make(Type* type, Object*, Object*) {
  Object* raw = type->tp_alloc(type, 0);
  if (raw) reinterpret_cast<BytesIO*>(raw)->content.init(empty_bytes());
  return raw;
}

Result<Ref<>> getvalue(Context& cx, Borrowed<BytesIO> self) {
  KR_TRY(check_open(cx, self));
  if (self->size != self->content.get()->size()) {
    if (self->content.get().object()->refcount > 1 || self->exports > 0)
      return bytes_from(cx, {self->content.get()->data, static_cast<std::size_t>(self->size)});
    auto whole = self->content.take();
    auto cut = resize_bytes(cx, std::move(whole), self->size);
    if (cut.failed()) {
      self->content.init(empty_bytes());
      return Failed{};
    }
    self->content.init(std::move(cut).value());
  }
  return hold(self->content.get());
}

Result<Ref<>> take(Context& cx, Borrowed<BytesIO> self, Index n) {
  if (n > 1 && self->at == 0 && n == self->content.get()->size() && self->exports == 0) {
    self->at += n;
    return hold(self->content.get());
  }
  auto made = KR_TRY(bytes_from(cx, {self->content.get()->data + self->at, static_cast<std::size_t>(n)}));
  self->at += n;
  return made;
}

Index left(Borrowed<BytesIO> self) { return self->at < self->size ? self->size - self->at : 0; }

Result<Ref<>> read(Context& cx, Borrowed<BytesIO> self, Size size) {
  KR_TRY(check_open(cx, self));
  Index n = size.value < 0 || size.value > left(self) ? left(self) : size.value;
  return take(cx, self, n);
}

Index line_length(Borrowed<BytesIO> self, Index most) {
  Index n = left(self);
  if (n == 0) return 0;
  const char* from = self->content.get()->data + self->at;
  const void* end = std::memchr(from, '\n', n);
  if (end) n = static_cast<const char*>(end) - from + 1;
  return most >= 0 && n > most ? most : n;
}

Result<Ref<>> readline(Context& cx, Borrowed<BytesIO> self, Size size) {
  KR_TRY(check_open(cx, self));
  return take(cx, self, line_length(self, size.value));
}

Result<Ref<>> next(Context& cx, Borrowed<BytesIO> self) {
  KR_TRY(check_open(cx, self));
  Index n = line_length(self, -1);
  if (n == 0) return Failed{};
  return take(cx, self, n);
}

Result<Ref<>> readlines(Context& cx, Borrowed<BytesIO> self, Borrowed<> size) {
  KR_TRY(check_open(cx, self));
  Index most = 0;
  if (!is_none(size)) {
    if (!is_index(size)) return raise(cx, exc::TypeError, "integer argument expected, got '{!t}'", size);
    most = KR_TRY(as_index(cx, size, &exc::OverflowError));
  }
  auto lines = KR_TRY(new_list(cx));
  for (Index total = 0, n; (n = line_length(self, -1)) > 0;) {
    KR_TRY(list_append(cx, lines, KR_TRY(take(cx, self, n))));
    total += n;
    if (most > 0 && total >= most) break;
  }
  return lines;
}

Result<Ref<>> readinto(Context& cx, Borrowed<BytesIO> self, Borrowed<> buffer) {
  KR_TRY(check_open(cx, self));
  ScopedBuffer view;
  KR_TRY(view.get(cx, buffer, buffer_flags::writable));
  Index n = view.size() < left(self) ? view.size() : left(self);
  std::memcpy(view.data(), self->content.get()->data + self->at, n);
  self->at += n;
  return int_from(cx, n);
}

Result<long long> write(Context& cx, Borrowed<BytesIO> self, Borrowed<> b) { return static_cast<long long>(KR_TRY(write_bytes(cx, self, b))); }

Result<void> writelines(Context& cx, Borrowed<BytesIO> self, Borrowed<> lines) {
  KR_TRY(check_open(cx, self));
  auto iterator = KR_TRY(iter(cx, lines));
  for (;;) {
    auto line = krait::next(cx, iterator);
    if (line.failed()) return Failed{};
    if (line.missing()) return {};
    KR_TRY(write_bytes(cx, self, std::move(line).value()));
  }
}

Result<long long> tell(Context& cx, Borrowed<BytesIO> self) {
  KR_TRY(check_open(cx, self));
  return static_cast<long long>(self->at);
}

Result<long long> seek(Context& cx, Borrowed<BytesIO> self, Index pos, int whence) {
  KR_TRY(check_open(cx, self));
  if (pos < 0 && whence == 0) return raise(cx, exc::ValueError, "negative seek value {}", pos);
  Index from = 0;
  if (whence == 1) from = self->at;
  else if (whence == 2) from = self->size;
  else if (whence != 0) return raise(cx, exc::ValueError, "invalid whence ({}, should be 0, 1 or 2)", whence);
  if (pos > index_max - from) return raise(cx, exc::OverflowError, "new position too large");
  self->at = from + pos < 0 ? 0 : from + pos;
  return static_cast<long long>(self->at);
}

Result<long long> truncate(Context& cx, Borrowed<BytesIO> self, Borrowed<> size) {
  KR_TRY(check_open(cx, self));
  KR_TRY(check_exports(cx, self));
  Index wanted = self->at;
  if (!is_none(size)) {
    if (!is_index(size)) return raise(cx, exc::TypeError, "'{!t}' object cannot be interpreted as an integer", size);
    wanted = KR_TRY(as_index(cx, size, &exc::OverflowError));
    if (wanted < 0) return raise(cx, exc::ValueError, "negative size value {}", wanted);
  }
  if (wanted < self->size) {
    auto cut = KR_TRY(bytes_from(cx, {self->content.get()->data, static_cast<std::size_t>(wanted)}));
    auto old = self->content.replace(std::move(cut));
    self->size = wanted;
  }
  return static_cast<long long>(wanted);
}

Result<void> close(Context& cx, Borrowed<BytesIO> self) {
  KR_TRY(check_exports(cx, self));
  auto old = self->content.take();
  return {};
}
Result<void> flush(Context& cx, Borrowed<BytesIO> self) { return check_open(cx, self); }
Result<bool> able(Context& cx, Borrowed<BytesIO> self) {
  KR_TRY(check_open(cx, self));
  return true;
}
Result<bool> isatty(Context& cx, Borrowed<BytesIO> self) {
  KR_TRY(check_open(cx, self));
  return false;
}
Result<Ref<>> get_closed(Context&, Borrowed<BytesIO> self) { return new_bool(self->content.is_null()); }

Result<Ref<>> getstate(Context& cx, Borrowed<BytesIO> self) {
  auto value = KR_TRY(getvalue(cx, self));
  Ref<> dict = self->head.dict ? Ref<>(KR_TRY(dict_copy(cx, Borrowed<>(self->head.dict).as<Dict>()))) : new_none();
  return tuple_of(cx, value, KR_TRY(int_from(cx, self->at)), dict);
}

Result<void> setstate(Context& cx, Borrowed<BytesIO> self, Borrowed<> state) {
  if (!is<Tuple>(state) || state.as<Tuple>()->size() < 3)
    return raise(cx, exc::TypeError, "{!t}.__setstate__ argument should be 3-tuple, got {!t}", self, state);
  auto parts = state.as<Tuple>();
  KR_TRY(check_exports(cx, self));
  KR_TRY(init(cx, self, Borrowed<>()));
  KR_TRY(write_bytes(cx, self, parts->item(0)));
  if (!is<Int>(parts->item(1)))
    return raise(cx, exc::TypeError, "second item of state must be an integer, not {!t}", parts->item(1));
  Index at = as_ssize(cx, parts->item(1));
  if (at == -1 && cx.has_error()) return Failed{};
  if (at < 0) return raise(cx, exc::ValueError, "position value cannot be negative");
  self->at = at;
  if (is_none(parts->item(2))) return {};
  if (!is<Dict>(parts->item(2)))
    return raise(cx, exc::TypeError, "third item of state should be a dict, got a {!t}", parts->item(2));
  auto dict = KR_TRY(instance_dict(cx, self));
  return dict_merge(cx, dict, parts->item(2));
}

Result<Ref<>> getbuffer(Context& cx, Borrowed<BytesIO> self) {
  KR_TRY(check_open(cx, self));
  auto view = KR_TRY(new_container<BufferView>(cx, bytes_io_buffer_type));
  view->source.init(hold(self));
  memory::track(view.object());
  return memoryview_from_object(cx, view);
}

Result<long long> size_of(Context&, Borrowed<BytesIO> self) {
  long long size = sizeof(BytesIO);
  if (!self->content.is_null() && self->content.get().object()->refcount == 1) size += sizeof(VarObject) + 9 + self->content.get()->size();
  return size;
}

int get_view(Object* object, Buffer* view, int flags) {
  Context& cx = Context::current();
  auto file = reinterpret_cast<BufferView*>(object)->source.get();
  if (make_room(cx, file, file->size).failed()) return -1;
  if (fill_buffer_info(cx, view, Borrowed<>(object), file->content.get()->data, file->size, false, flags).failed()) return -1;
  ++file->exports;
  return 0;
}
void release_view(Object* object, Buffer*) { --reinterpret_cast<BufferView*>(object)->source.get()->exports; }

using ViewFields = Owns<BufferView, &BufferView::source>;
constinit BufferSlots view_buffer = {get_view, release_view};

int traverse(Object* object, Visit visit, void* arg) { return base_traverse(object, visit, arg); }
int clear(Object* object) { return base_clear(object); }
void bytesio_dealloc(Object* object) {
  auto* self = reinterpret_cast<BytesIO*>(object);
  if (finalize(object)) return;
  declare::untrack_if_container(object);
  if (self->head.weakrefs) memory::clear_weak_references(object);
  auto content = self->content.take();
  Type* type = object->type;
  base_clear(object);
  type->tp_free(object);
  if (has_flag(type, type_flags::heap)) decref(reinterpret_cast<Object*>(type));
}

constinit MethodDef methods[] = {
    KR_METHOD("readable($self, /)", able, "Returns True if the IO object can be read."),
    KR_METHOD("seekable($self, /)", able, "Returns True if the IO object can be seeked."),
    KR_METHOD("writable($self, /)", able, "Returns True if the IO object can be written."),
    KR_METHOD("close($self, /)", close, "Disable all I/O operations."),
    KR_METHOD("flush($self, /)", flush, "Does nothing."),
    KR_METHOD("isatty($self, /)", isatty, "Always returns False.\n\nBytesIO objects are not connected to a TTY-like device."),
    KR_METHOD("tell($self, /)", tell, "Current file position, an integer."),
    KR_METHOD("write($self, b, /)", write, "Write bytes to file.\n\nReturn the number of bytes written."),
    KR_METHOD("writelines($self, lines, /)", writelines,
              "Write lines to the file.\n\nNote that newlines are not added.  lines can be any iterable object\nproducing bytes-like "
              "objects. This is equivalent to calling write() for\neach element."),
    KR_METHOD("read1($self, size=-1, /)", read,
              "Read at most size bytes, returned as a bytes object.\n\nIf the size argument is negative or omitted, read until EOF is "
              "reached.\nReturn an empty bytes object at EOF."),
    KR_METHOD("readinto($self, buffer, /)", readinto,
              "Read bytes into buffer.\n\nReturns number of bytes read (0 for EOF), or None if the object\nis set not to block and has no "
              "data to read."),
    KR_METHOD("readline($self, size=-1, /)", readline,
              "Next line from the file, as a bytes object.\n\nRetain newline.  A non-negative size argument limits the maximum\nnumber of "
              "bytes to return (an incomplete line may be returned then).\nReturn an empty bytes object at EOF."),
    KR_METHOD("readlines($self, size=None, /)", readlines,
              "List of bytes objects, each a line from the file.\n\nCall readline() repeatedly and return a list of the lines so "
              "read.\nThe optional size argument, if given, is an approximate bound on the\ntotal number of bytes in the lines "
              "returned."),
    KR_METHOD("read($self, size=-1, /)", read,
              "Read at most size bytes, returned as a bytes object.\n\nIf the size argument is negative, read until EOF is reached.\nReturn "
              "an empty bytes object at EOF."),
    KR_METHOD("getbuffer($self, /)", getbuffer, "Get a read-write view over the contents of the BytesIO object."),
    KR_METHOD("getvalue($self, /)", getvalue, "Retrieve the entire contents of the BytesIO object."),
    KR_METHOD("seek($self, pos, whence=0, /)", seek,
              "Change stream position.\n\nSeek to byte offset pos relative to position indicated by whence:\n     0  Start of stream (the "
              "default).  pos should be >= 0;\n     1  Current position - pos may be negative;\n     2  End of stream - pos usually "
              "negative.\nReturns the new absolute position."),
    KR_METHOD("truncate($self, size=None, /)", truncate,
              "Truncate the file to at most size bytes.\n\nSize defaults to the current file position, as returned by tell().\nThe "
              "current file position is unchanged.  Returns the new size."),
    KR_QUIET("__getstate__(self)", getstate, ""),
    KR_QUIET("__setstate__(self, state)", setstate, ""),
    KR_QUIET("__sizeof__(self)", size_of, ""),
    KR_END,
};
constinit GetSetDef getset[] = {KR_GETTER("closed", get_closed, "True if the file is closed."), KR_END};

}  // namespace

constinit Type bytesio_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "_io.BytesIO",
    .tp_basicsize = sizeof(BytesIO),
    .tp_dealloc = bytesio_dealloc,
    .tp_flags = type_flags::immutable | type_flags::base | type_flags::gc,
    .tp_doc = "BytesIO(initial_bytes=b'')\n--\n\nBuffered I/O implementation using an in-memory bytes buffer.",
    .tp_traverse = traverse,
    .tp_clear = clear,
    .tp_iternext = slot<&next>,
    .tp_methods = methods,
    .tp_getset = getset,
    .tp_base = &buffered_iobase_type,
    .tp_init = KR_INIT("BytesIO(initial_bytes=<unrepresentable>)", init),
    .tp_new = make,
};
KR_READY(bytesio_type);

}  // namespace krait::io

namespace krait {

constinit Type bytes_io_buffer_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "_io._BytesIOBuffer",
    .tp_basicsize = sizeof(io::BufferView),
    .tp_dealloc = io::ViewFields::dealloc,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_as_buffer = &io::view_buffer,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::disallow_instantiation,
    .tp_traverse = io::ViewFields::traverse,
    .tp_clear = io::ViewFields::clear,
    .tp_free = free_container,
};
KR_READY(bytes_io_buffer_type);

}  // namespace krait
