// The block of a buffered file: locking, filling, flushing, seeking of the raw file.
#include "modules/_io/buffered.h"

#include <errno.h>

#include <cstring>

#include "object/isolate.h"
#include "object/threads.h"
#include "types/exceptions/exceptions.h"
#include "types/memoryview/memoryview.h"

namespace krait::io {

Result<void> Entry::enter(Context& cx) {
  if (file_->owner == cx.thread_id) {
    auto text = format_str(cx, "reentrant call inside {!r}", Borrowed<Buffered>(file_));
    if (text.failed()) return Failed{};
    return raise_object(cx, Borrowed<Type>(&exc::RuntimeError), std::move(text).value());
  }
  if (pthread_mutex_trylock(file_->lock) != 0) {
    AllowThreads allow(cx);
    pthread_mutex_lock(file_->lock);
  }
  file_->owner = cx.thread_id;
  inside_ = true;
  return {};
}

Entry::~Entry() {
  if (!inside_) return;
  file_->owner = 0;
  pthread_mutex_unlock(file_->lock);
}

Result<void> check_ready(Context& cx, Borrowed<Buffered> self) {
  if (self->ok) return {};
  if (self->detached) return raise(cx, exc::ValueError, "raw stream has been detached");
  return raise(cx, exc::ValueError, "I/O operation on uninitialized object");
}

Result<void> check_open(Context& cx, Borrowed<Buffered> self, const char* text) {
  KR_TRY(check_ready(cx, self));
  auto closed = KR_TRY(get_attr(cx, self->raw.get(), KR_ID(closed)));
  if (KR_TRY(is_true(cx, closed)) && self->unread() == 0) return raise(cx, exc::ValueError, "{}", text);
  return {};
}

Result<long long> raw_tell(Context& cx, Borrowed<Buffered> self) {
  auto answer = KR_TRY(call_method(cx, self->raw.get(), KR_ID(tell)));
  long long at = KR_TRY(as_offset(cx, answer));
  if (at < 0) return raise(cx, exc::OSError, "Raw stream returned invalid position {}", at);
  self->raw_position = at;
  return at;
}

Result<long long> raw_seek(Context& cx, Borrowed<Buffered> self, long long offset, int whence) {
  auto answer = KR_TRY(call_method(cx, self->raw.get(), KR_ID(seek), KR_TRY(int_from(cx, offset)), KR_TRY(int_from(cx, whence))));
  long long at = KR_TRY(as_offset(cx, answer));
  if (at < 0) return raise(cx, exc::OSError, "Raw stream returned invalid position {}", at);
  self->raw_position = at;
  return at;
}

// Reads once through raw.readinto; a raw file that says nonsense is an OSError.
Result<Index> raw_read(Context& cx, Borrowed<Buffered> self, char* out, Index size) {
  auto view = KR_TRY(memoryview_from_memory(cx, out, size, true));
  Ref<> answer;
  for (;;) {
    auto got = call_method(cx, self->raw.get(), KR_ID(readinto), view);
    if (!got.failed()) {
      answer = std::move(got).value();
      break;
    }
    if (!should_retry(cx)) return Failed{};
  }
  if (is_none(answer)) return -2;
  auto count = as_index(cx, answer, &exc::ValueError);
  if (count.failed()) return raise_from_cause(cx, exc::OSError, "raw readinto() failed");
  Index n = static_cast<Index>(count.value());
  if (n < 0 || n > size)
    return raise(cx, exc::OSError, "raw readinto() returned invalid length {} (should have been between 0 and {})", n, size);
  if (self->raw_position >= 0) self->raw_position += n;
  return n;
}

Result<Index> fill(Context& cx, Borrowed<Buffered> self) {
  self->at = self->filled = 0;
  Index n = KR_TRY(raw_read(cx, self, self->block, self->capacity));
  if (n > 0) self->filled = n;
  return n;
}

static Result<Index> raw_write(Context& cx, Borrowed<Buffered> self, const char* from, Index size) {
  auto view = KR_TRY(memoryview_from_memory(cx, const_cast<char*>(from), size, false));
  Ref<> answer;
  for (;;) {
    auto got = call_method(cx, self->raw.get(), KR_ID(write), view);
    if (!got.failed()) {
      answer = std::move(got).value();
      break;
    }
    if (!should_retry(cx)) return Failed{};
  }
  if (is_none(answer)) return -2;
  Index n = KR_TRY(as_index(cx, answer, &exc::ValueError));
  if (n < 0 || n > size)
    return raise(cx, exc::OSError, "raw write() returned invalid length {} (should have been between 0 and {})", n, size);
  if (self->raw_position >= 0) self->raw_position += n;
  return n;
}

Failed raise_blocking(Context& cx, const char* text, Index written) {
  auto number = int_from(cx, EAGAIN), count = int_from(cx, written);
  auto message = str_from_utf8(cx, text);
  if (number.failed() || count.failed() || message.failed()) return Failed{};
  auto args = tuple_of(cx, std::move(number).value(), std::move(message).value(), std::move(count).value());
  if (args.failed()) return Failed{};
  return raise_object(cx, Borrowed<Type>(&exc::BlockingIOError), std::move(args).value());
}

Result<void> flush_pending(Context& cx, Borrowed<Buffered> self) {
  Index done = 0;
  while (done < self->pending) {
    auto n = raw_write(cx, self, self->block + done, self->pending - done);
    bool blocked = !n.failed() && n.value() == -2;
    if (n.failed() || blocked) {
      std::memmove(self->block, self->block + done, self->pending - done);
      self->pending -= done;
      if (blocked) return raise_blocking(cx, "write could not complete without blocking", 0);
      return Failed{};
    }
    done += n.value();
    // Signal handlers may run between partial writes.
    if (check_signals(cx).failed()) {
      std::memmove(self->block, self->block + done, self->pending - done);
      self->pending -= done;
      return Failed{};
    }
  }
  self->pending = 0;
  return {};
}

Result<void> settle_reading(Context& cx, Borrowed<Buffered> self) {
  Index back = self->unread();
  self->at = self->filled = 0;
  if (back > 0) KR_TRY(raw_seek(cx, self, -back, 1));
  return {};
}

// Writes: into the block while it has room, whole blocks past it straight to the raw file.
Result<Ref<>> buffered_write(Context& cx, Borrowed<Buffered> self, Borrowed<> buffer) {
  KR_TRY(check_ready(cx, self));
  ScopedBuffer view;
  KR_TRY(view.get(cx, buffer));
  Entry entry(self);
  KR_TRY(entry.enter(cx));
  if (KR_TRY(is_closed(cx, self))) return raise(cx, exc::ValueError, "write to closed file");
  if (self->unread() > 0 || self->filled > 0) KR_TRY(settle_reading(cx, self));
  Index size = view.size();
  if (size <= self->capacity - self->pending) {
    std::memcpy(self->block + self->pending, view.data(), size);
    self->pending += size;
    return int_from(cx, size);
  }
  Index done = 0;
  auto flushed = flush_pending(cx, self);
  if (flushed.failed()) {
    if (!error_matches(cx, exc::BlockingIOError)) return Failed{};
    clear_error(cx);
    // The raw file is full: keep what fits, and say how much that was.
    Index room = self->capacity - self->pending;
    Index taken = size < room ? size : room;
    std::memcpy(self->block + self->pending, view.data(), taken);
    self->pending += taken;
    if (taken == size) return int_from(cx, size);
    return raise_blocking(cx, "write could not complete without blocking", taken);
  }
  while (size - done > self->capacity) {
    Index n = KR_TRY(raw_write(cx, self, view.data() + done, size - done));
    if (n == -2) {
      Index taken = size - done < self->capacity ? size - done : self->capacity;
      std::memcpy(self->block, view.data() + done, taken);
      self->pending = taken;
      if (done + taken == size) return int_from(cx, size);
      return raise_blocking(cx, "write could not complete without blocking", done + taken);
    }
    done += n;
    KR_TRY(check_signals(cx));
  }
  std::memcpy(self->block, view.data() + done, size - done);
  self->pending = size - done;
  return int_from(cx, size);
}

}  // namespace krait::io
