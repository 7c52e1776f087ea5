// Reading from buffered files.
#include <cstring>

#include "modules/_io/buffered.h"
#include "object/threads.h"

namespace krait::io {
namespace {

// Readies the block for reading: what is to be written goes out first.
Result<void> begin_reading(Context& cx, Borrowed<Buffered> self) {
  if (self->pending > 0) KR_TRY(flush_pending(cx, self));
  return {};
}

Index take(Buffered* self, char* out, Index most) {
  Index n = self->unread() < most ? self->unread() : most;
  std::memcpy(out, self->block + self->at, n);
  self->at += n;
  return n;
}

Result<Ref<>> read_all(Context& cx, Borrowed<Buffered> self) {
  Ref<> head = KR_TRY(bytes_from(cx, {self->block + self->at, static_cast<std::size_t>(self->unread())}));
  self->at = self->filled = 0;
  bool have = head.borrow().as<Bytes>()->size() > 0;
  auto readall = lookup_attr(cx, self->raw.get(), KR_ID(readall));
  if (readall.failed()) return Failed{};
  if (!readall.missing()) {
    auto rest = KR_TRY(call(cx, std::move(readall).value()));
    self->raw_position = -1;
    if (is_none(rest)) return have ? std::move(head) : std::move(rest);
    if (!is<Bytes>(rest)) return raise(cx, exc::TypeError, "readall() should return bytes");
    if (!have) return rest;
    return bytes_concat(cx, head, rest);
  }
  auto chunks = KR_TRY(new_list(cx));
  if (have) KR_TRY(list_append(cx, chunks, std::move(head)));
  for (;;) {
    auto chunk = KR_TRY(call_method(cx, self->raw.get(), KR_ID(read)));
    if (!is_none(chunk) && !is<Bytes>(chunk)) return raise(cx, exc::TypeError, "read() should return bytes");
    if (is_none(chunk) || chunk.borrow().as<Bytes>()->size() == 0) {
      if (chunks->size() == 0) return chunk;
      return call_method(cx, empty_bytes(), KR_ID(join), chunks);
    }
    self->raw_position = -1;
    KR_TRY(list_append(cx, chunks, std::move(chunk)));
  }
}

Result<Ref<>> read_exactly(Context& cx, Borrowed<Buffered> self, Index size) {
  auto made = KR_TRY(new_bytes(cx, size));
  Index done = take(self.raw(), made->data, size);
  bool blocked = false;
  while (done < size) {
    Index n;
    if (size - done >= self->capacity) {  // whole blocks go past the block
      n = KR_TRY(raw_read(cx, self, made->data + done, (size - done) / self->capacity * self->capacity));
      if (n > 0) done += n;
    } else {
      n = KR_TRY(fill(cx, self));
      if (n > 0) done += take(self.raw(), made->data + done, size - done);
    }
    if (n == -2) blocked = true;
    if (n <= 0) break;
  }
  if (blocked && done == 0) return new_none();
  if (done == size) return made;
  return resize_bytes(cx, std::move(made), done);
}

// The end of the first line in the block, 0 when there is none.
Index line_end(Buffered* self, Index most) {
  Index n = most >= 0 && most < self->unread() ? most : self->unread();
  const void* found = std::memchr(self->block + self->at, '\n', n);
  if (found) return static_cast<const char*>(found) - (self->block + self->at) + 1;
  return most >= 0 && n == most ? n : 0;
}

}  // namespace

Result<Ref<>> buffered_read(Context& cx, Borrowed<Buffered> self, Size size) {
  KR_TRY(check_ready(cx, self));
  if (size.value < -1) return raise(cx, exc::ValueError, "read length must be non-negative or -1");
  KR_TRY(check_open(cx, self, "read of closed file"));
  if (size.value >= 0 && size.value <= self->unread() && self->owner == 0) {
    auto made = KR_TRY(bytes_from(cx, {self->block + self->at, static_cast<std::size_t>(size.value)}));
    self->at += size.value;
    return made;
  }
  Entry entry(self);
  KR_TRY(entry.enter(cx));
  KR_TRY(begin_reading(cx, self));
  if (size.value == -1) return read_all(cx, self);
  return read_exactly(cx, self, size.value);
}

Result<Ref<>> buffered_read1(Context& cx, Borrowed<Buffered> self, Index size) {
  KR_TRY(check_ready(cx, self));
  if (size < 0) size = self->capacity;
  KR_TRY(check_open(cx, self, "read of closed file"));
  if (size == 0) return empty_bytes();
  Entry entry(self);
  KR_TRY(entry.enter(cx));
  KR_TRY(begin_reading(cx, self));
  if (self->unread() > 0) {
    Index n = self->unread() < size ? self->unread() : size;
    auto made = KR_TRY(bytes_from(cx, {self->block + self->at, static_cast<std::size_t>(n)}));
    self->at += n;
    return made;
  }
  auto made = KR_TRY(new_bytes(cx, size));
  self->at = self->filled = 0;
  Index n = KR_TRY(raw_read(cx, self, made->data, size));
  if (n == -2) n = 0;
  return resize_bytes(cx, std::move(made), n);
}

static Result<Ref<>> read_into(Context& cx, Borrowed<Buffered> self, Borrowed<> buffer, bool once) {
  KR_TRY(check_ready(cx, self));
  KR_TRY(check_open(cx, self, "readinto of closed file"));
  ScopedBuffer view;
  KR_TRY(view.get(cx, buffer, buffer_flags::writable));
  Entry entry(self);
  KR_TRY(entry.enter(cx));
  Index done = take(self.raw(), view.data(), view.size());
  if (done == view.size() || (once && done > 0)) return int_from(cx, done);
  KR_TRY(begin_reading(cx, self));
  while (done < view.size()) {
    Index n;
    Index left = view.size() - done;
    if (left > self->capacity) {
      n = KR_TRY(raw_read(cx, self, view.data() + done, left));
      if (n > 0) done += n;
    } else {
      n = KR_TRY(fill(cx, self));
      if (n > 0) done += take(self.raw(), view.data() + done, left);
    }
    if (n == -2 && done == 0) return new_none();
    if (n <= 0 || once) break;
  }
  return int_from(cx, done);
}

Result<Ref<>> buffered_readinto(Context& cx, Borrowed<Buffered> self, Borrowed<> buffer) { return read_into(cx, self, buffer, false); }
Result<Ref<>> buffered_readinto1(Context& cx, Borrowed<Buffered> self, Borrowed<> buffer) { return read_into(cx, self, buffer, true); }

Result<Ref<>> buffered_peek(Context& cx, Borrowed<Buffered> self, Index) {
  KR_TRY(check_ready(cx, self));
  KR_TRY(check_open(cx, self, "peek of closed file"));
  Entry entry(self);
  KR_TRY(entry.enter(cx));
  KR_TRY(begin_reading(cx, self));
  if (self->unread() == 0) KR_TRY(fill(cx, self));
  return bytes_from(cx, {self->block + self->at, static_cast<std::size_t>(self->unread())});
}

Result<Ref<>> buffered_readline(Context& cx, Borrowed<Buffered> self, Size size) {
  KR_TRY(check_ready(cx, self));
  KR_TRY(check_open(cx, self, "readline of closed file"));
  Index most = size.value;
  if (Index n = self->owner == 0 ? line_end(self.raw(), most) : 0; n > 0) {
    auto made = KR_TRY(bytes_from(cx, {self->block + self->at, static_cast<std::size_t>(n)}));
    self->at += n;
    return made;
  }
  Entry entry(self);
  KR_TRY(entry.enter(cx));
  KR_TRY(begin_reading(cx, self));
  auto line = KR_TRY(bytearray_from(cx, ""));
  for (;;) {
    Index room = most < 0 ? -1 : most - line->size();
    if (room == 0) break;
    Index n = line_end(self.raw(), room);
    Index chunk = n > 0 ? n : self->unread();
    Index old = line->size();
    KR_TRY(resize_bytearray(cx, line, old + chunk));
    std::memcpy(line->start + old, self->block + self->at, chunk);
    self->at += chunk;
    if (n > 0) break;
    if (KR_TRY(fill(cx, self)) <= 0) break;
  }
  return bytes_from(cx, {line->start, static_cast<std::size_t>(line->size())});
}

}  // namespace krait::io
