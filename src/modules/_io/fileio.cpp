// FileIO: a file descriptor as a raw file.
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "modules/_io/io.h"
#include "object/isolate.h"
#include "object/threads.h"
#include "types/float/float.h"
#include "types/type/type.h"

namespace krait::io {
namespace {

struct FileIO {
  IOBase head;
  int fd;
  unsigned created : 1;
  unsigned readable : 1;
  unsigned writable : 1;
  unsigned appending : 1;
  int seekable : 2;  // -1: not known yet
  unsigned closefd : 1;
  char finalizing;
  unsigned blksize;
  static constexpr Type* static_type = &fileio_type;
};
static_assert(sizeof(FileIO) == 48);

constexpr std::size_t largest_transfer = 0x7ffff000;  // what one read or write call takes on Linux

Failed raise_closed(Context& cx) { return raise(cx, exc::ValueError, "I/O operation on closed file"); }
Failed raise_mode(Context& cx, const char* action) {
  auto text = format_str(cx, "File not open for {}", action);
  if (text.failed()) return Failed{};
  return raise_object(cx, state(cx).unsupported_operation.get().as<Type>(), std::move(text).value());
}

// Runs a system call again when a signal interrupts it and its handler does not raise.
template <class Call>
Result<long long> system_call(Context& cx, Call run) {
  for (;;) {
    long long n;
    {
      AllowThreads allow(cx);
      errno = 0;
      n = run();
    }
    if (n >= 0 || errno != EINTR) return n;
    int saved = errno;
    KR_TRY(check_signals(cx));
    errno = saved;
  }
}

struct OpenMode {
  int flags = 0;
  bool valid = false;
};

// One of r w a x, optionally '+' and 'b'.
OpenMode read_mode(FileIO* self, std::string_view mode) {
  OpenMode found;
  bool chosen = false, plus = false;
  for (char c : mode) {
    switch (c) {
      case 'x': case 'r': case 'w': case 'a':
        if (chosen) return found;
        chosen = true;
        if (c == 'x') self->created = self->writable = 1, found.flags |= O_EXCL | O_CREAT;
        if (c == 'r') self->readable = 1;
        if (c == 'w') self->writable = 1, found.flags |= O_CREAT | O_TRUNC;
        if (c == 'a') self->writable = self->appending = 1, found.flags |= O_APPEND | O_CREAT;
        break;
      case 'b': break;
      case '+':
        if (plus) return found;
        plus = true;
        self->readable = self->writable = 1;
        break;
      default: return found;
    }
  }
  if (!chosen) return found;
  found.flags |= (self->readable && self->writable ? O_RDWR : self->readable ? O_RDONLY : O_WRONLY) | O_CLOEXEC;
  found.valid = true;
  return found;
}

Result<void> close_descriptor(Context& cx, FileIO* self) {
  if (self->fd < 0) return {};
  int fd = std::exchange(self->fd, -1), answer;
  {
    AllowThreads allow(cx);
    answer = ::close(fd);
  }
  if (answer < 0) return raise_os_error(cx, errno);
  return {};
}

Result<int> open_path(Context& cx, Borrowed<> name, int flags, Borrowed<> opener) {
  if (!is_none(opener)) {
    auto answer = KR_TRY(call(cx, opener, name, KR_TRY(int_from(cx, flags))));
    int fd = as_int(cx, answer);
    if (fd == -1 && cx.has_error()) return Failed{};
    if (fd < 0) return raise(cx, exc::ValueError, "opener returned {}", fd);
    return fd;
  }
  auto path = is<Bytes>(name) ? hold(name.as<Bytes>()) : KR_TRY(encode_fs(cx, KR_TRY(str(cx, name))));
  if (path->text().find('\0') != std::string_view::npos) return raise(cx, exc::ValueError, "embedded null byte");
  auto fd = KR_TRY(system_call(cx, [&] { return ::open(path->data, flags, 0666); }));
  if (fd < 0) return raise_os_error(cx, errno, name);
  return static_cast<int>(fd);
}

// A path argument: str, bytes or what __fspath__ gives.
Result<Ref<>> path_of(Context& cx, Borrowed<> file) {
  if (is<Str>(file) || is<Bytes>(file)) return hold(file);
  auto method = lookup_special(cx, file, KR_ID(__fspath__));
  if (method.failed()) return Failed{};
  if (method.missing()) return raise(cx, exc::TypeError, "expected str, bytes or os.PathLike object, not {!t}", file);
  return call(cx, std::move(method).value());
}

Result<void> check_not_directory(Context& cx, FileIO* self, Borrowed<> name) {
  struct stat info;
  if (fstat(self->fd, &info) < 0) {
    if (errno == EBADF) return raise_os_error(cx, errno);
    return {};
  }
  if (S_ISDIR(info.st_mode)) return raise_os_error(cx, EISDIR, name);
  if (info.st_blksize > 1) self->blksize = info.st_blksize;
  return {};
}

Result<void> init(Context& cx, Borrowed<FileIO> self, Borrowed<> file, Borrowed<Str> mode, bool closefd, Borrowed<> opener) {
  FileIO* f = self.raw();
  if (f->fd >= 0 && f->closefd) KR_TRY(close_descriptor(cx, f));
  f->fd = -1;
  f->created = f->readable = f->writable = f->appending = 0;
  f->seekable = -1;
  f->closefd = closefd;
  f->blksize = default_buffer_size;
  if (is<Float>(file)) return raise(cx, exc::TypeError, "integer argument expected, got float");
  const char* text = mode.is_null() ? "r" : KR_TRY(str_utf8(cx, mode, nullptr));
  OpenMode found = read_mode(f, text);
  if (!found.valid) {
    for (char c : std::string_view(text))
      if (!std::strchr("rwxab+", c)) return raise(cx, exc::ValueError, "invalid mode: {}", text);
    return raise(cx, exc::ValueError, "Must have exactly one of create/read/write/append mode and at most one plus");
  }
  int fd = -1;
  if (is<Int>(file)) {
    fd = as_int(cx, file);
    if (fd == -1 && cx.has_error()) return Failed{};
    if (fd < 0) return raise(cx, exc::ValueError, "negative file descriptor");
  }
  KR_TRY(audit(cx, "open", file, mode.is_null() ? Borrowed<>(KR_ID(r)) : Borrowed<>(mode), KR_TRY(int_from(cx, found.flags))));
  if (fd >= 0) {
    f->fd = fd;
  } else {
    auto path = KR_TRY(path_of(cx, file));
    if (!closefd) return raise(cx, exc::ValueError, "Cannot use closefd=False with file name");
    f->fd = KR_TRY(open_path(cx, path, found.flags, opener));
    if (!is_none(opener)) fcntl(f->fd, F_SETFD, FD_CLOEXEC);
  }
  auto checked = check_not_directory(cx, f, file);
  if (!checked.failed()) checked = set_attr(cx, self, KR_ID(name), file);
  if (checked.failed()) {
    if (fd < 0) {  // a descriptor of our own: nobody else would close it
      SavedError saved(cx);
      if (close_descriptor(cx, f).failed()) clear_error(cx);
    } else {
      f->fd = -1;
    }
    return Failed{};
  }
  if (f->appending) {
    if (lseek(f->fd, 0, SEEK_END) < 0) {
      f->seekable = 0;
    }
  }
  return {};
}

Object* make(Type* type, Object*, Object*) {
  Object* raw = type->tp_alloc(type, 0);
  if (!raw) return nullptr;
  auto* self = reinterpret_cast<FileIO*>(raw);
  self->fd = -1;
  self->seekable = -1;
  self->closefd = 1;
  self->blksize = 0;
  return raw;
}

Result<Ref<>> close(Context& cx, Borrowed<FileIO> self) {
  auto answer = call(cx, KR_TRY(get_attr(cx, type_object(raw_iobase_type), KR_ID(close))), self);
  if (!self->closefd) {
    self->fd = -1;
    return answer;
  }
  Ref<BaseException> error;
  if (answer.failed()) error = take_error(cx);
  if (self->finalizing && self->fd >= 0) warn_unclosed(cx, self);
  auto closed = close_descriptor(cx, self.raw());
  if (!error.is_null()) {
    if (closed.failed()) chain_error_context(cx, std::move(error));
    else restore_error(cx, std::move(error));
    return Failed{};
  }
  if (closed.failed()) return Failed{};
  return new_none();
}

Result<void> dealloc_warn(Context& cx, Borrowed<FileIO> self, Borrowed<> source) {
  if (self->fd >= 0 && self->closefd) warn_unclosed(cx, source);
  return {};
}

Result<Ref<>> fileno(Context& cx, Borrowed<FileIO> self) {
  if (self->fd < 0) return raise_closed(cx);
  return int_from(cx, self->fd);
}
Result<bool> readable(Context& cx, Borrowed<FileIO> self) {
  if (self->fd < 0) return raise_closed(cx);
  return self->readable;
}
Result<bool> writable(Context& cx, Borrowed<FileIO> self) {
  if (self->fd < 0) return raise_closed(cx);
  return self->writable;
}
Result<bool> seekable(Context& cx, Borrowed<FileIO> self) {
  if (self->fd < 0) return raise_closed(cx);
  if (self->seekable < 0) self->seekable = lseek(self->fd, 0, SEEK_CUR) >= 0;
  return self->seekable != 0;
}
Result<bool> isatty(Context& cx, Borrowed<FileIO> self) {
  if (self->fd < 0) return raise_closed(cx);
  return ::isatty(self->fd) != 0;
}

// The bytes read, or None when the descriptor would block.
Result<Ref<>> blocked_or_error(Context& cx) {
  if (errno == EAGAIN) return new_none();
  return raise_os_error(cx, errno);
}

Result<Ref<>> readinto(Context& cx, Borrowed<FileIO> self, Borrowed<> buffer) {
  if (self->fd < 0) return raise_closed(cx);
  if (!self->readable) return raise_mode(cx, "reading");
  ScopedBuffer view;
  KR_TRY(view.get(cx, buffer, buffer_flags::writable));
  std::size_t size = std::min<std::size_t>(view.size(), largest_transfer);
  auto n = KR_TRY(system_call(cx, [&] { return ::read(self->fd, view.data(), size); }));
  if (n < 0) return blocked_or_error(cx);
  return int_from(cx, n);
}

Result<Ref<>> read_some(Context& cx, FileIO* self, Index size) {
  size = std::min<Index>(size, largest_transfer);
  auto made = KR_TRY(new_bytes(cx, size));
  auto n = KR_TRY(system_call(cx, [&] { return ::read(self->fd, made->data, size); }));
  if (n < 0) return blocked_or_error(cx);
  if (n == size) return made;
  return resize_bytes(cx, std::move(made), static_cast<Index>(n));
}

// Reads to the end; the size of the rest of the file, where it is known, saves growing.
Result<Ref<>> readall(Context& cx, Borrowed<FileIO> self) {
  if (self->fd < 0) return raise_closed(cx);
  struct stat info;
  Index room = default_buffer_size;
  off_t position = lseek(self->fd, 0, SEEK_CUR);
  if (fstat(self->fd, &info) == 0 && position >= 0 && info.st_size > position) room = static_cast<Index>(info.st_size - position) + 1;
  auto made = KR_TRY(new_bytes(cx, room));
  Index held = 0;
  for (;;) {
    if (held == room) {
      room += room / 2 + default_buffer_size;
      made = KR_TRY(resize_bytes(cx, std::move(made), room));
    }
    std::size_t size = std::min<std::size_t>(room - held, largest_transfer);
    auto n = KR_TRY(system_call(cx, [&] { return ::read(self->fd, made->data + held, size); }));
    if (n == 0) break;
    if (n < 0) {
      if (errno == EAGAIN && held > 0) break;
      return blocked_or_error(cx);
    }
    held += static_cast<Index>(n);
  }
  if (held == room) return made;
  return resize_bytes(cx, std::move(made), held);
}

Result<Ref<>> read(Context& cx, Borrowed<FileIO> self, Size size) {
  if (self->fd < 0) return raise_closed(cx);
  if (!self->readable) return raise_mode(cx, "reading");
  if (size.value < 0) return readall(cx, self);
  return read_some(cx, self.raw(), size.value);
}

Result<Ref<>> write(Context& cx, Borrowed<FileIO> self, Borrowed<> b) {
  if (self->fd < 0) return raise_closed(cx);
  if (!self->writable) return raise_mode(cx, "writing");
  ScopedBuffer view;
  KR_TRY(view.get(cx, b));
  std::size_t size = std::min<std::size_t>(view.size(), largest_transfer);
  auto n = KR_TRY(system_call(cx, [&] { return ::write(self->fd, view.data(), size); }));
  if (n < 0) return blocked_or_error(cx);
  return int_from(cx, n);
}

Result<Ref<>> seek(Context& cx, Borrowed<FileIO> self, Borrowed<> pos, int whence) {
  if (self->fd < 0) return raise_closed(cx);
  long long offset = KR_TRY(as_offset(cx, pos));
  off_t at;
  {
    AllowThreads allow(cx);
    at = lseek(self->fd, offset, whence);
  }
  if (self->seekable < 0) self->seekable = at >= 0;
  if (at < 0) return raise_os_error(cx, errno);
  return int_from(cx, at);
}

Result<Ref<>> tell(Context& cx, Borrowed<FileIO> self) {
  if (self->fd < 0) return raise_closed(cx);
  off_t at = lseek(self->fd, 0, SEEK_CUR);
  if (at < 0) return raise_os_error(cx, errno);
  return int_from(cx, at);
}

Result<Ref<>> truncate(Context& cx, Borrowed<FileIO> self, Borrowed<> size) {
  if (self->fd < 0) return raise_closed(cx);
  if (!self->writable) return raise_mode(cx, "writing");
  Ref<> length = is_none(size) ? KR_TRY(tell(cx, self)) : hold(size);
  long long bytes = KR_TRY(as_offset(cx, length));
  auto answer = KR_TRY(system_call(cx, [&] { return static_cast<long long>(ftruncate(self->fd, bytes)); }));
  if (answer < 0) return raise_os_error(cx, errno);
  return length;
}

const char* mode_text(FileIO* self) {
  if (self->created) return self->readable ? "xb+" : "xb";
  if (self->appending) return self->readable ? "ab+" : "ab";
  if (self->readable) return self->writable ? "rb+" : "rb";
  return "wb";
}

Result<Ref<Str>> repr(Context& cx, Borrowed<FileIO> self) {
  const char* closefd = self->closefd ? "True" : "False";
  if (self->fd < 0) return str_from_utf8(cx, "<_io.FileIO [closed]>");
  auto name = lookup_attr(cx, self, KR_ID(name));
  if (name.failed()) return Failed{};
  if (name.missing()) return format_str(cx, "<_io.FileIO fd={} mode='{}' closefd={}>", self->fd, mode_text(self.raw()), closefd);
  return format_str(cx, "<_io.FileIO name={!r} mode='{}' closefd={}>", std::move(name).value(), mode_text(self.raw()), closefd);
}

Result<Ref<>> get_closed(Context&, Borrowed<FileIO> self) { return new_bool(self->fd < 0); }
Result<Ref<>> get_closefd(Context&, Borrowed<FileIO> self) { return new_bool(self->closefd); }
Result<Ref<>> get_mode(Context& cx, Borrowed<FileIO> self) { return str_from_utf8(cx, mode_text(self.raw())); }

constinit MethodDef methods[] = {
    KR_METHOD("read($self, size=-1, /)", read,
              "Read at most size bytes, returned as bytes.\n\nOnly makes one system call, so less data may be returned than "
              "requested.\nIn non-blocking mode, returns None if no data is available.\nReturn an empty bytes object at EOF."),
    KR_METHOD("readall($self, /)", readall,
              "Read all data from the file, returned as bytes.\n\nIn non-blocking mode, returns as much as is immediately available,\nor "
              "None if no data is available.  Return an empty bytes object at EOF."),
    KR_METHOD("readinto($self, buffer, /)", readinto, "Same as RawIOBase.readinto()."),
    KR_METHOD("write($self, b, /)", write,
              "Write buffer b to file, return number of bytes written.\n\nOnly makes one system call, so not all of the data may be "
              "written.\nThe number of bytes actually written is returned.  In non-blocking mode,\nreturns None if the write would "
              "block."),
    KR_METHOD("seek($self, pos, whence=0, /)", seek,
              "Move to new file position and return the file position.\n\nArgument offset is a byte count.  Optional argument whence "
              "defaults to\nSEEK_SET or 0 (offset from start of file, offset should be >= 0); other values\nare SEEK_CUR or 1 (move "
              "relative to current position, positive or negative),\nand SEEK_END or 2 (move relative to end of file, usually negative, "
              "although\nmany platforms allow seeking beyond the end of a file).\n\nNote that not all file objects are seekable."),
    KR_METHOD("tell($self, /)", tell, "Current file position.\n\nCan raise OSError for non seekable files."),
    KR_METHOD("truncate($self, size=None, /)", truncate,
              "Truncate the file to at most size bytes and return the truncated size.\n\nSize defaults to the current file position, as "
              "returned by tell().\nThe current file position is changed to the value of size."),
    KR_METHOD("close($self, /)", close,
              "Close the file.\n\nA closed file cannot be used for further I/O operations.  close() may be\ncalled more than once without "
              "error."),
    KR_METHOD("seekable($self, /)", seekable, "True if file supports random-access."),
    KR_METHOD("readable($self, /)", readable, "True if file was opened in a read mode."),
    KR_METHOD("writable($self, /)", writable, "True if file was opened in a write mode."),
    KR_METHOD("fileno($self, /)", fileno,
              "Return the underlying file descriptor (an integer)."),
    KR_METHOD("isatty($self, /)", isatty, "True if the file is connected to a TTY device."),
    KR_QUIET("_dealloc_warn(self, source)", dealloc_warn, ""),
    KR_END,
};

constinit GetSetDef getset[] = {
    KR_GETTER("closed", get_closed, "True if the file is closed"),
    KR_GETTER("closefd", get_closefd, "True if the file descriptor will be closed by close()."),
    KR_GETTER("mode", get_mode, "String giving the file mode"),
    KR_END,
};

constinit MemberDef members[] = {
    {"_blksize", member_kind::uint, offsetof(FileIO, blksize), 0, nullptr},
    {"_finalizing", member_kind::bool_, offsetof(FileIO, finalizing), 0, nullptr},
    {},
};

}  // namespace

constinit Type fileio_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "_io.FileIO",
    .tp_basicsize = sizeof(FileIO),
    .tp_dealloc = dealloc,
    .tp_repr = slot<&repr>,
    .tp_flags = type_flags::immutable | type_flags::base | type_flags::gc,
    .tp_doc = "FileIO(file, mode='r', closefd=True, opener=None)\n--\n\nOpen a file.\n\nThe mode can be 'r' (default), 'w', 'x' or 'a' for "
              "reading,\nwriting, exclusive creation or appending.  The file will be created if it\ndoesn't exist when opened for writing "
              "or appending; it will be truncated\nwhen opened for writing.  A FileExistsError will be raised if it already\nexists when "
              "opened for creating. Opening a file for creating implies\nwriting so this mode behaves in a similar way to 'w'.Add a '+' to "
              "the mode\nto allow simultaneous reading and writing. A custom opener can be used by\npassing a callable as *opener*. The "
              "underlying file descriptor for the file\nobject is then obtained by calling opener with (*name*, *flags*).\n*opener* must "
              "return an open file descriptor (passing os.open as *opener*\nresults in functionality similar to passing None).",
    .tp_traverse = base_traverse,
    .tp_clear = base_clear,
    .tp_methods = methods,
    .tp_members = members,
    .tp_getset = getset,
    .tp_base = &raw_iobase_type,
    .tp_init = KR_INIT("FileIO(file, mode='r', closefd=True, opener=None)", init),
    .tp_new = make,
};
KR_READY(fileio_type);

}  // namespace krait::io
