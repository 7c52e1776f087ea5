// The module _io: files in three layers, as PEP 3116 has them.
//
//   raw       FileIO                 system calls on a descriptor
//   buffered  BufferedReader …       one block of bytes between the program and a raw file; BytesIO has only the block
//   text      TextIOWrapper          decoding, encoding and line ends over a buffered file; StringIO has only the text
//
// Every layer works on any object with the methods of the layer below, so calls downwards go through attributes.
#pragma once

#include "object/declare/method.h"
#include "object/new.h"
#include "object/protocol.h"
#include "object/register.h"
#include "types/bytes/bytes.h"
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait::io {

inline constexpr Index default_buffer_size = 8192;

extern Type iobase_type, raw_iobase_type, buffered_iobase_type, text_iobase_type;
extern Type fileio_type, bytesio_type, stringio_type, buffered_reader_type, buffered_writer_type, buffered_random_type,
    buffered_rwpair_type, text_wrapper_type, newline_decoder_type;

// What every file object begins with.
struct IOBase {
  Object base;
  Object* dict;
  Object* weakrefs;
  static constexpr Type* static_type = &iobase_type;
};
static_assert(sizeof(IOBase) == 32);

struct State {
  Slot<> unsupported_operation;  // io.UnsupportedOperation
};
KR_ISOLATE_LOCAL_EXTERN(State, state);

Failed raise_unsupported(Context& cx, const char* text);
Result<bool> is_closed(Context& cx, Borrowed<> file);
Result<void> check_closed(Context& cx, Borrowed<> file);  // ValueError "I/O operation on closed file."
Result<void> check_readable(Context& cx, Borrowed<> file);
Result<void> check_writable(Context& cx, Borrowed<> file);
Result<void> check_seekable(Context& cx, Borrowed<> file);
// True when the pending error is an EINTR that is to be tried again (signal handlers have run without raising).
bool should_retry(Context& cx);
// A size argument: None is -1.
struct Size {
  Index value = -1;
};
// A file position, from any integer.
Result<long long> as_offset(Context& cx, Borrowed<> object);
// For a static io type's tp_dealloc: closes through __del__; true when the object lives on.
bool finalize(Object* self);
// The dealloc of types whose fields are cleared by their tp_clear.
void dealloc(Object* self);
int base_traverse(Object* self, Visit visit, void* arg);
int base_clear(Object* self);

Result<Ref<>> open(Context& cx, Borrowed<> file, Borrowed<Str> mode, int buffering, OrNone<Str> encoding, OrNone<Str> errors,
                   OrNone<Str> newline, bool closefd, Borrowed<> opener);

// ResourceWarning "unclosed file <...>".
void warn_unclosed(Context& cx, Borrowed<> source);

}  // namespace krait::io

namespace krait::declare {
template <>
struct Convert<io::Size> {
  static bool from(Context& cx, Borrowed<> argument, io::Size& out, const ArgSite&) {
    if (is_none(argument)) return true;
    if (!is_index(argument))
      return (void)raise(cx, exc::TypeError, "argument should be integer or None, not '{!t}'", argument), false;
    auto value = as_index(cx, argument, &exc::OverflowError);
    if (value.failed()) return false;
    out.value = value.value();
    return true;
  }
};
template <>
struct Default<io::Size> {
  template <FixedText Text>
  static io::Size get() { return io::Size{}; }
};
}  // namespace krait::declare
