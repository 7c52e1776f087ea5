// For the files of this folder. bytes and bytearray share nearly all their methods: those take any of the two as self, look at its
// bytes through span_of, and answer with an object of the same kind through make_like.
#pragma once

#include "types/bytes/bytes.h"
#include "types/str/position.h"
#include "types/str/str.h"

namespace krait::byte_strings {

struct Span {
  const std::uint8_t* data;
  Index size;
};

KR_INLINE bool is_bytearray(Borrowed<> object) { return !is<Bytes>(object) && is<ByteArray>(object); }

// The bytes of a bytes or bytearray (nothing else).
KR_INLINE Span span_of(Borrowed<> self) {
  if (is<Bytes>(self)) return {reinterpret_cast<const std::uint8_t*>(self.as<Bytes>()->data), self.as<Bytes>()->size()};
  return {reinterpret_cast<const std::uint8_t*>(self.as<ByteArray>()->start), self.as<ByteArray>()->size()};
}
KR_INLINE Span span_of(const ScopedBuffer& buffer) { return {reinterpret_cast<const std::uint8_t*>(buffer.data()), buffer.size()}; }

// A bytes or bytearray, whichever self is (never a subclass).
Result<Ref<>> make_like(Context& cx, Borrowed<> self, const std::uint8_t* data, Index size);
// The same with room for `size` bytes to be filled in at *data.
Result<Ref<>> room_like(Context& cx, Borrowed<> self, Index size, std::uint8_t** data);
// Self where it is an exact bytes, otherwise a copy.
Result<Ref<>> same_like(Context& cx, Borrowed<> self);

// "(sub[, start[, end]])"
struct Request {
  Borrowed<> needle;
  Index start = 0, end = index_max;
};

// An int in range(256) as a byte; raises otherwise.
Result<std::uint8_t> byte_value(Context& cx, Borrowed<> object, const char* message = "byte must be in range(0, 256)");

// Slots shared by the two types.
Object* richcompare(Object* left, Object* right, int op);        // compare.cpp
int contains(Object* self, Object* item);                        // search.cpp
Result<Ref<>> multiply(Context& cx, Borrowed<> self, Index count);
Result<Ref<>> remainder(Context& cx, Borrowed<> left, Borrowed<> right);  // percent.cpp
Result<Ref<>> iter_bytes(Context& cx, Borrowed<> self);          // iterator.cpp
Result<Ref<>> iter_bytearray(Context& cx, Borrowed<> self);      // iterator.cpp

// What a constructor or extend() takes from an iterable of ints, appended to `out`.
class ByteBuffer {
 public:
  explicit ByteBuffer(Context& cx) : cx_(cx) {}
  ~ByteBuffer();
  ByteBuffer(const ByteBuffer&) = delete;
  bool put(std::uint8_t byte) {
    if (size_ == capacity_ && !grow(1)) return false;
    data_[size_++] = byte;
    return true;
  }
  bool put(const void* data, Index size);
  bool fill(std::uint8_t byte, Index count);
  // Room for `size` more; null with MemoryError pending. advance() says how much of it was used.
  std::uint8_t* room(Index size) { return capacity_ - size_ >= size || grow(size) ? data_ + size_ : nullptr; }
  void advance(Index size) { size_ += size; }
  Index size() const { return size_; }
  const std::uint8_t* data() const { return data_; }
  std::string_view text() const { return {reinterpret_cast<const char*>(data_), static_cast<std::size_t>(size_)}; }
  bool failed() const { return failed_; }
  Result<Ref<Bytes>> finish() {
    if (failed_) return raise_memory_error(cx_);
    return bytes_from(cx_, text());
  }

 private:
  bool grow(Index more);
  Context& cx_;
  std::uint8_t* data_ = inline_;
  Index size_ = 0, capacity_ = sizeof inline_;
  bool failed_ = false;
  std::uint8_t inline_[256];
};

Result<void> collect_bytes(Context& cx, Borrowed<> iterable, ByteBuffer& out, const char* range_message);

extern MethodDef bytes_methods[];
extern MethodDef bytearray_methods[];

}  // namespace krait::byte_strings
