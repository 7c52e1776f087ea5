// _IOBase and _RawIOBase: what all files can do, written on the methods that subclasses give.
#include <errno.h>

#include "modules/_io/io.h"
#include "interp/warnings/warnings.h"
#include "object/generic.h"
#include "object/isolate.h"
#include "object/threads.h"
#include "types/exceptions/exceptions.h"

namespace krait::io {

KR_ISOLATE_LOCAL(State, state);

Failed raise_unsupported(Context& cx, const char* text) {
  auto message = str_from_utf8(cx, text);
  if (message.failed()) return Failed{};
  return raise_object(cx, state(cx).unsupported_operation.get().as<Type>(), std::move(message).value());
}

Result<bool> is_closed(Context& cx, Borrowed<> file) {
  auto closed = KR_TRY(get_attr(cx, file, KR_ID(closed)));
  return is_true(cx, closed);
}

Result<void> check_closed(Context& cx, Borrowed<> file) {
  auto found = lookup_attr(cx, file, KR_ID(closed));
  if (found.failed()) return Failed{};
  if (found.missing()) return {};
  if (KR_TRY(is_true(cx, std::move(found).value()))) return raise(cx, exc::ValueError, "I/O operation on closed file.");
  return {};
}

static Result<void> check_ability(Context& cx, Borrowed<> file, Borrowed<Str> method, const char* text) {
  auto answer = KR_TRY(call_method(cx, file, method));
  if (answer.object() != as_object(&true_object)) return raise_unsupported(cx, text);
  return {};
}
Result<void> check_readable(Context& cx, Borrowed<> file) { return check_ability(cx, file, KR_ID(readable), "File or stream is not readable."); }
Result<void> check_writable(Context& cx, Borrowed<> file) { return check_ability(cx, file, KR_ID(writable), "File or stream is not writable."); }
Result<void> check_seekable(Context& cx, Borrowed<> file) { return check_ability(cx, file, KR_ID(seekable), "File or stream is not seekable."); }

bool should_retry(Context& cx) {
  if (!error_matches(cx, exc::OSError)) return false;
  auto error = take_error(cx);
  Borrowed<> number = error.borrow().as<OSErrorObject>()->error.get();
  int overflow = 0;
  bool interrupted = !number.is_null() && is<Int>(number) && int_to_long_long(number.as<Int>(), &overflow) == EINTR;
  if (!interrupted) return restore_error(cx, std::move(error)), false;
  return !check_signals(cx).failed();
}

Result<long long> as_offset(Context& cx, Borrowed<> object) {
  if (!is_index(object)) return raise(cx, exc::TypeError, "'{!t}' object cannot be interpreted as an integer", object);
  long long value = as_long_long(cx, object);
  if (value == -1 && cx.has_error()) return Failed{};
  return value;
}

void warn_unclosed(Context& cx, Borrowed<> source) {
  SavedError saved(cx);
  auto message = format_str(cx, "unclosed file {!r}", source);
  if (message.failed()) return clear_error(cx);
  auto text = std::move(message).value();
  auto utf8 = str_utf8(cx, text, nullptr);
  if (utf8.failed()) return clear_error(cx);
  if (warn_resource(cx, source, 1, utf8.value()).failed()) {
    if (error_matches(cx, exc::Warning)) write_unraisable(cx, source);
    else clear_error(cx);
  }
}

// A file that is about to die closes itself. An error of closing is swallowed, but shown in development mode.
bool finalize(Object* self) { return memory::finalize_from_dealloc(self); }

static void finalize_slot(Object* self) {
  Context& cx = Context::current();
  SavedError saved(cx);
  Borrowed<> file(self);
  bool closed = true;
  auto found = lookup_attr(cx, file, KR_ID(closed));
  if (found.failed()) {
    clear_error(cx);
  } else if (!found.missing()) {
    auto truth = is_true(cx, std::move(found).value());
    if (truth.failed()) clear_error(cx);
    else closed = truth.value();
  }
  if (closed) return;
  if (set_attr(cx, file, KR_ID(_finalizing), boolean(true)).failed()) clear_error(cx);
  if (call_method(cx, file, KR_ID(close)).failed()) clear_error(cx);
}

void dealloc(Object* self) {
  if (finalize(self)) return;
  declare::untrack_if_container(self);
  if (reinterpret_cast<IOBase*>(self)->weakrefs) memory::clear_weak_references(self);
  Type* type = self->type;
  type->tp_clear(self);
  type->tp_free(self);
  if (has_flag(type, type_flags::heap)) decref(reinterpret_cast<Object*>(type));
}

int base_traverse(Object* self, Visit visit, void* arg) {
  Object* dict = reinterpret_cast<IOBase*>(self)->dict;
  return dict ? visit(dict, arg) : 0;
}

int base_clear(Object* self) {
  auto dict = Ref<>::steal(std::exchange(reinterpret_cast<IOBase*>(self)->dict, nullptr));
  return 0;
}

namespace {

Result<Ref<>> enter(Context& cx, Borrowed<> self) {
  KR_TRY(check_closed(cx, self));
  return hold(self);
}
Result<Ref<>> exit(Context& cx, Borrowed<> self, Args) { return call_method(cx, self, KR_ID(close)); }
Result<void> check_closed_method(Context& cx, Borrowed<> self, Args) { return check_closed(cx, self); }
Result<Ref<>> check_readable_method(Context& cx, Borrowed<> self, Args) { KR_TRY(check_readable(cx, self)); return new_bool(true); }
Result<Ref<>> check_seekable_method(Context& cx, Borrowed<> self, Args) { KR_TRY(check_seekable(cx, self)); return new_bool(true); }
Result<Ref<>> check_writable_method(Context& cx, Borrowed<> self, Args) { KR_TRY(check_writable(cx, self)); return new_bool(true); }

// The mark that close() leaves in the object itself.
Result<bool> marked_closed(Context& cx, Borrowed<> self) {
  auto found = lookup_attr(cx, self, KR_ID(__IOBase_closed));
  if (found.failed()) return Failed{};
  return !found.missing();
}

Result<void> close(Context& cx, Borrowed<> self) {
  if (KR_TRY(marked_closed(cx, self))) return {};
  auto flushed = call_method(cx, self, KR_ID(flush));
  Ref<BaseException> error;
  if (flushed.failed()) error = take_error(cx);
  auto marked = set_attr(cx, self, KR_ID(__IOBase_closed), boolean(true));
  if (!error.is_null()) {
    if (marked.failed()) chain_error_context(cx, std::move(error));
    else restore_error(cx, std::move(error));
    return Failed{};
  }
  return marked;
}

Result<Ref<>> get_closed(Context& cx, Borrowed<> self) { return new_bool(KR_TRY(marked_closed(cx, self))); }
Result<Ref<>> get_dict(Context& cx, Borrowed<> self) { return KR_TRY(instance_dict(cx, self)); }

Result<Ref<>> fileno(Context& cx, Borrowed<>) { return raise_unsupported(cx, "fileno"); }
Result<void> flush(Context& cx, Borrowed<> self) {
  if (KR_TRY(marked_closed(cx, self))) return raise(cx, exc::ValueError, "I/O operation on closed file.");
  return {};
}
Result<bool> isatty(Context& cx, Borrowed<> self) {
  KR_TRY(check_closed(cx, self));
  return false;
}
bool unable(Borrowed<>) { return false; }
Result<Ref<>> seek(Context& cx, Borrowed<>, Args) { return raise_unsupported(cx, "seek"); }
Result<Ref<>> tell(Context& cx, Borrowed<> self) { return call_method(cx, self, KR_ID(seek), small_int(0), small_int(1)); }
Result<Ref<>> truncate(Context& cx, Borrowed<>, Args) { return raise_unsupported(cx, "truncate"); }

// How many bytes may be read at once without running past the end of a line: what peek() shows, or one.
Result<Index> safe_chunk(Context& cx, Borrowed<> peek, Index wanted) {
  if (peek.is_null()) return 1;
  Ref<> seen;
  for (;;) {
    auto answer = call(cx, peek, small_int(1));
    if (!answer.failed()) {
      seen = std::move(answer).value();
      break;
    }
    if (!should_retry(cx)) return Failed{};
  }
  if (!is<Bytes>(seen)) return raise(cx, exc::OSError, "peek() should have returned a bytes object, not '{!t}'", seen);
  auto text = seen.borrow().as<Bytes>()->text();
  if (text.empty()) return 1;
  std::size_t end = text.find('\n');
  Index n = end == std::string_view::npos ? static_cast<Index>(text.size()) : static_cast<Index>(end) + 1;
  return wanted >= 0 && n > wanted ? wanted : n;
}

Result<Ref<>> readline(Context& cx, Borrowed<> self, Size size) {
  auto peek = lookup_attr(cx, self, KR_ID(peek));
  if (peek.failed()) return Failed{};
  auto peek_method = std::move(peek).value();
  auto line = KR_TRY(bytearray_from(cx, ""));
  while (size.value < 0 || line->size() < size.value) {
    Index n = KR_TRY(safe_chunk(cx, peek_method, size.value < 0 ? -1 : size.value - line->size()));
    auto answer = call_method(cx, self, KR_ID(read), KR_TRY(int_from(cx, n)));
    if (answer.failed()) {
      if (should_retry(cx)) continue;
      return Failed{};
    }
    auto chunk = std::move(answer).value();
    if (!is<Bytes>(chunk)) return raise(cx, exc::OSError, "read() should have returned a bytes object, not '{!t}'", chunk);
    auto text = chunk.borrow().as<Bytes>()->text();
    if (text.empty()) break;
    Index old = line->size();
    KR_TRY(resize_bytearray(cx, line, old + static_cast<Index>(text.size())));
    __builtin_memcpy(line->start + old, text.data(), text.size());
    if (text.back() == '\n') break;
  }
  return bytes_from(cx, {line->start, static_cast<std::size_t>(line->size())});
}

Result<Ref<>> iter(Context& cx, Borrowed<> self) {
  KR_TRY(check_closed(cx, self));
  return hold(self);
}

Result<Ref<>> next(Context& cx, Borrowed<> self) {
  auto line = KR_TRY(call_method(cx, self, KR_ID(readline)));
  if (KR_TRY(length(cx, line)) == 0) return Failed{};  // the end: no exception needed
  return line;
}

Result<Ref<>> readlines(Context& cx, Borrowed<> self, Size hint) {
  auto lines = KR_TRY(new_list(cx));
  if (hint.value <= 0) {
    KR_TRY(list_extend(cx, lines, self));
    return lines;
  }
  auto iterator = KR_TRY(krait::iter(cx, self));
  for (Index total = 0; total <= hint.value;) {
    auto line = krait::next(cx, iterator);
    if (line.failed()) return Failed{};
    if (line.missing()) break;
    auto held = std::move(line).value();
    total += KR_TRY(length(cx, held));
    KR_TRY(list_append(cx, lines, std::move(held)));
    if (total >= hint.value) break;
  }
  return lines;
}

Result<void> writelines(Context& cx, Borrowed<> self, Borrowed<> lines) {
  KR_TRY(check_closed(cx, self));
  auto iterator = KR_TRY(krait::iter(cx, lines));
  for (;;) {
    auto line = krait::next(cx, iterator);
    if (line.failed()) return Failed{};
    if (line.missing()) return {};
    auto held = std::move(line).value();
    for (;;) {
      if (!call_method(cx, self, KR_ID(write), held).failed()) break;
      if (!should_retry(cx)) return Failed{};
    }
  }
}

constinit MethodDef methods[] = {
    KR_QUIET("seek(self, *args)", seek,
             "Change stream position.\n\nChange the stream position to the given byte offset. The offset is\ninterpreted relative to the "
             "position indicated by whence.  Values\nfor whence are:\n\n* 0 -- start of stream (the default); offset should be zero or "
             "positive\n* 1 -- current stream position; offset may be negative\n* 2 -- end of stream; offset is usually "
             "negative\n\nReturn the new absolute position."),
    KR_METHOD("tell($self, /)", tell, "Return current stream position."),
    KR_QUIET("truncate(self, *args)", truncate,
             "Truncate file to size bytes.\n\nFile pointer is left unchanged.  Size defaults to the current IO\nposition as reported by "
             "tell().  Returns the new size."),
    KR_METHOD("flush($self, /)", flush,
              "Flush write buffers, if applicable.\n\nThis is not implemented for read-only and non-blocking streams.\n"),
    KR_METHOD("close($self, /)", close,
              "Flush and close the IO object.\n\nThis method has no effect if the file is already closed."),
    KR_METHOD("seekable($self, /)", unable,
              "Return whether object supports random access.\n\nIf False, seek(), tell() and truncate() will raise "
              "OSError.\nThis method may need to do a test seek()."),
    KR_METHOD("readable($self, /)", unable,
              "Return whether object was opened for reading.\n\nIf False, read() will raise OSError."),
    KR_METHOD("writable($self, /)", unable,
              "Return whether object was opened for writing.\n\nIf False, write() will raise OSError."),
    KR_QUIET("_checkClosed(self, *args)", check_closed_method, ""),
    KR_QUIET("_checkSeekable(self, *args)", check_seekable_method, ""),
    KR_QUIET("_checkReadable(self, *args)", check_readable_method, ""),
    KR_QUIET("_checkWritable(self, *args)", check_writable_method, ""),
    KR_METHOD("fileno($self, /)", fileno,
              "Returns underlying file descriptor if one exists.\n\nOSError is raised if the IO object does not use a file descriptor."),
    KR_METHOD("isatty($self, /)", isatty,
              "Return whether this is an 'interactive' stream.\n\nReturn False if it can't be determined."),
    KR_QUIET("__enter__(self)", enter, ""),
    KR_QUIET("__exit__(self, *args)", exit, ""),
    KR_METHOD("readline($self, size=-1, /)", readline,
              "Read and return a line from the stream.\n\nIf size is specified, at most size bytes will be read.\n\nThe line terminator is "
              "always b'\\n' for binary files; for text\nfiles, the newlines argument to open can be used to select the line\n"
              "terminator(s) recognized."),
    KR_METHOD("readlines($self, hint=-1, /)", readlines,
              "Return a list of lines from the stream.\n\nhint can be specified to control the number of lines read: no more\nlines will "
              "be read if the total size (in bytes/characters) of all\nlines so far exceeds hint."),
    KR_METHOD("writelines($self, lines, /)", writelines,
              "Write a list of lines to stream.\n\nLine separators are not added, so it is usual for each of the\nlines provided to have a "
              "line separator at the end."),
    KR_END,
};

constinit GetSetDef getset[] = {KR_GETTER("__dict__", get_dict, nullptr), KR_GETTER("closed", get_closed, nullptr), KR_END};

// --- raw files

Result<Ref<>> raw_read(Context& cx, Borrowed<> self, Size size) {
  if (size.value < 0) return call_method(cx, self, KR_ID(readall));
  auto buffer = KR_TRY(bytearray_from(cx, ""));
  KR_TRY(resize_bytearray(cx, buffer, size.value));
  auto answer = KR_TRY(call_method(cx, self, KR_ID(readinto), buffer));
  if (is_none(answer)) return answer;
  Index n = KR_TRY(as_index(cx, answer, &exc::ValueError));
  if (n < 0 || n > size.value)
    return raise(cx, exc::ValueError, "readinto returned {} outside buffer size {}", n, size.value);
  return bytes_from(cx, {buffer->start, static_cast<std::size_t>(n)});
}

Result<Ref<>> raw_readall(Context& cx, Borrowed<> self) {
  auto chunks = KR_TRY(new_list(cx));
  for (;;) {
    auto answer = call_method(cx, self, KR_ID(read), KR_TRY(int_from(cx, default_buffer_size)));
    if (answer.failed()) {
      if (should_retry(cx)) continue;
      return Failed{};
    }
    auto chunk = std::move(answer).value();
    if (is_none(chunk)) {
      if (chunks->size() == 0) return chunk;
      break;
    }
    if (!is<Bytes>(chunk)) return raise(cx, exc::TypeError, "read() should return bytes");
    if (chunk.borrow().as<Bytes>()->size() == 0) break;
    KR_TRY(list_append(cx, chunks, std::move(chunk)));
  }
  return call_method(cx, empty_bytes(), KR_ID(join), chunks);
}

Result<Ref<>> raw_readinto(Context& cx, Borrowed<>, Args) { return raise_object(cx, Borrowed<Type>(&exc::NotImplementedError), {}); }
Result<Ref<>> raw_write(Context& cx, Borrowed<>, Args) { return raise_object(cx, Borrowed<Type>(&exc::NotImplementedError), {}); }

constinit MethodDef raw_methods[] = {
    KR_METHOD("read($self, size=-1, /)", raw_read, ""),
    KR_METHOD("readall($self, /)", raw_readall, "Read until EOF, using multiple read() call."),
    KR_QUIET("readinto(self, *args)", raw_readinto, ""),
    KR_QUIET("write(self, *args)", raw_write, ""),
    KR_END,
};

}  // namespace

#define KR_IO_TYPE_FLAGS type_flags::immutable | type_flags::base | type_flags::gc

constinit Type iobase_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "_io._IOBase",
    .tp_basicsize = sizeof(IOBase),
    .tp_dealloc = dealloc,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = KR_IO_TYPE_FLAGS,
    .tp_doc = "The abstract base class for all I/O classes.\n\nThis class provides dummy implementations for many methods that\nderived "
              "classes can override selectively; the default implementations\nrepresent a file that cannot be read, written or "
              "seeked.\n\nEven though IOBase does not declare read, readinto, or write because\ntheir signatures will vary, "
              "implementations and clients should\nconsider those methods part of the interface. Also, implementations\nmay raise "
              "UnsupportedOperation when operations they do not support are\ncalled.\n\nThe basic type used for binary data read from or "
              "written to a file is\nbytes. Other bytes-like objects are accepted as method arguments too.\nIn some cases (such as "
              "readinto), a writable object is required. Text\nI/O classes work with str data.\n\nNote that calling any method (except "
              "additional calls to close(),\nwhich are ignored) on a closed stream should raise a ValueError.\n\nIOBase (and its "
              "subclasses) support the iterator protocol, meaning\nthat an IOBase object can be iterated over yielding the lines in "
              "a\nstream.\n\nIOBase also supports the :keyword:`with` statement. In this example,\nfp is closed after the suite of the "
              "with statement is complete:\n\nwith open('spam.txt', 'r') as fp:\n    fp.write('Spam and eggs!')\n",
    .tp_traverse = base_traverse,
    .tp_clear = base_clear,
    .tp_weaklistoffset = offsetof(IOBase, weakrefs),
    .tp_iter = slot<&iter>,
    .tp_iternext = slot<&next>,
    .tp_methods = methods,
    .tp_getset = getset,
    .tp_dictoffset = offsetof(IOBase, dict),
    .tp_new = &type_generic_new,
    .tp_free = free_container,
    .tp_finalize = finalize_slot,
};
KR_READY(iobase_type);

constinit Type raw_iobase_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "_io._RawIOBase",
    .tp_basicsize = sizeof(IOBase),
    .tp_dealloc = dealloc,
    .tp_flags = KR_IO_TYPE_FLAGS,
    .tp_doc = "Base class for raw binary I/O.",
    .tp_traverse = base_traverse,
    .tp_clear = base_clear,
    .tp_methods = raw_methods,
    .tp_base = &iobase_type,
};
KR_READY(raw_iobase_type);

}  // namespace krait::io
