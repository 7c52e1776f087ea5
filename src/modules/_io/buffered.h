// The buffered files: one block of bytes between the program and a raw file.
//
// The block is in one of two states. Reading: bytes [at, filled) have been read from the raw file and not yet been handed out; the raw
// file stands at the end of them. Writing: bytes [0, pending) are to be written where the raw file stands. A BufferedRandom goes from
// one state to the other by settle_reading (the raw file is moved back over what was not handed out) and settle_writing (flush).
#pragma once

#include <pthread.h>

#include "modules/_io/io.h"

namespace krait::io {

struct Buffered {
  IOBase head;
  Slot<> raw;
  char* block;
  Index capacity;
  Index at;
  Index filled;
  Index pending;
  pthread_mutex_t* lock;
  unsigned long owner;  // the thread inside
  long long raw_position;  // -1: not known
  bool ok;
  bool detached;
  bool readable;
  bool writable;
  char finalizing;
  char reserved[152 - 32 - 9 * 8 - 5];

  Index unread() const { return filled - at; }
};
static_assert(sizeof(Buffered) == 152);

// Holds the file for one operation of one thread.
class Entry {
 public:
  explicit Entry(Borrowed<Buffered> file) : file_(file.raw()) {}
  ~Entry();
  Result<void> enter(Context& cx);

 private:
  Buffered* file_;
  bool inside_ = false;
};

Result<void> check_ready(Context& cx, Borrowed<Buffered> self);  // initialised, not detached
Result<void> check_open(Context& cx, Borrowed<Buffered> self, const char* text);

// --- all with the lock held (buffered.cpp)
Result<Index> fill(Context& cx, Borrowed<Buffered> self);  // reads into an empty block; -2: would block
Result<Index> raw_read(Context& cx, Borrowed<Buffered> self, char* out, Index size);  // -2: would block, 0: end
Result<void> flush_pending(Context& cx, Borrowed<Buffered> self);
Result<void> settle_reading(Context& cx, Borrowed<Buffered> self);
Result<long long> raw_tell(Context& cx, Borrowed<Buffered> self);
Result<long long> raw_seek(Context& cx, Borrowed<Buffered> self, long long offset, int whence);

extern constinit MethodDef reader_methods[], writer_methods[], random_methods[];
extern constinit GetSetDef buffered_getset[];
extern constinit MemberDef buffered_members[];

// Shared methods (buffered.methods.cpp) that the tables of the three types name.
Result<Ref<>> buffered_read(Context& cx, Borrowed<Buffered> self, Size size);
Result<Ref<>> buffered_read1(Context& cx, Borrowed<Buffered> self, Index size);
Result<Ref<>> buffered_readinto(Context& cx, Borrowed<Buffered> self, Borrowed<> buffer);
Result<Ref<>> buffered_readinto1(Context& cx, Borrowed<Buffered> self, Borrowed<> buffer);
Result<Ref<>> buffered_peek(Context& cx, Borrowed<Buffered> self, Index size);
Result<Ref<>> buffered_readline(Context& cx, Borrowed<Buffered> self, Size size);
Result<Ref<>> buffered_write(Context& cx, Borrowed<Buffered> self, Borrowed<> buffer);

}  // namespace krait::io
