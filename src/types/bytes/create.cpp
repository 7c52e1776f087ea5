// Making bytes and bytearrays, and changing their size.
#include <cstring>

#include "memory/memory.h"
#include "object/new.h"
#include "types/bytes/internal.h"
#include "types/bytes/singletons.h"

namespace krait {

using namespace byte_strings;

namespace {
constexpr Index kHead = offsetof(Bytes, data);
}

Result<Ref<Bytes>> new_bytes(Context& cx, Index size) {
  if (size < 0) return raise(cx, exc::SystemError, "Negative size passed to PyBytes_FromStringAndSize");
  if (size == 0) return empty_bytes();
  if (size > index_max - kHead - 1) return raise(cx, exc::OverflowError, "byte string is too large");
  Ref<Bytes> made = KR_TRY(new_plain<Bytes>(cx, bytes_type, static_cast<std::size_t>(kHead + size + 1)));
  made->head.size = size;
  made->hash_value = -1;
  made->data[size] = 0;
  return made;
}

Result<Ref<Bytes>> bytes_from(Context& cx, std::string_view text) {
  if (text.size() == 1) return hold(single_byte(static_cast<std::uint8_t>(text[0])));
  Ref<Bytes> made = KR_TRY(new_bytes(cx, static_cast<Index>(text.size())));
  if (!text.empty()) memcpy(made->data, text.data(), text.size());
  return made;
}

Result<Ref<Bytes>> resize_bytes(Context& cx, Ref<Bytes> bytes, Index size) {
  if (size == bytes->size()) return bytes;
  if (size == 0) return empty_bytes();
  if (bytes->size() == 0) return new_bytes(cx, size);
  if (bytes.object()->refcount != 1) return raise_bad_internal_call(cx);
  void* block = memory::resize(bytes.raw(), static_cast<std::size_t>(kHead + size + 1));
  if (!block) return raise_memory_error(cx);
  (void)bytes.release();
  auto made = Ref<Bytes>::steal(static_cast<Bytes*>(block));
  made->head.size = size;
  made->data[size] = 0;
  made->hash_value = -1;
  return made;
}

Result<Ref<Bytes>> bytes_concat(Context& cx, Borrowed<> left, Borrowed<> right) {
  ScopedBuffer a, b;
  if (!has_buffer(left) || !has_buffer(right)) return raise(cx, exc::TypeError, "can't concat {!t:.100} to {!t:.100}", right, left);
  KR_TRY(a.get(cx, left));
  KR_TRY(b.get(cx, right));
  if (a.size() == 0 && is_exact<Bytes>(right)) return hold(right.as<Bytes>());
  if (b.size() == 0 && is_exact<Bytes>(left)) return hold(left.as<Bytes>());
  if (a.size() > index_max - b.size()) return raise_memory_error(cx);
  Ref<Bytes> made = KR_TRY(new_bytes(cx, a.size() + b.size()));
  memcpy(made->data, a.data(), static_cast<std::size_t>(a.size()));
  memcpy(made->data + a.size(), b.data(), static_cast<std::size_t>(b.size()));
  return made;
}

Result<Ref<ByteArray>> bytearray_from(Context& cx, std::string_view text) {
  Ref<ByteArray> made = KR_TRY(new_plain<ByteArray>(cx, bytearray_type));
  made->head.size = 0;
  made->alloc = 0;
  made->bytes = made->start = nullptr;
  made->exports = 0;
  if (text.empty()) return made;
  auto* block = static_cast<char*>(memory::allocate(text.size() + 1));
  if (!block) return raise_memory_error(cx);
  memcpy(block, text.data(), text.size());
  block[text.size()] = 0;
  made->bytes = made->start = block;
  made->head.size = static_cast<Index>(text.size());
  made->alloc = made->head.size + 1;
  return made;
}

Result<void> resize_bytearray(Context& cx, Borrowed<ByteArray> array, Index size) {
  if (size == array->size()) return {};
  if (array->exports > 0) return raise(cx, exc::BufferError, "Existing exports of data: object cannot be re-sized");
  Index offset = array->start - array->bytes;
  if (size >= index_max - offset - 1) return raise_memory_error(cx);
  Index alloc = array->alloc;
  if (size + offset + 1 <= alloc) {
    if (size >= alloc / 2) {  // fits, and not wastefully
      array->head.size = size;
      array->start[size] = 0;
      return {};
    }
    alloc = size + 1;
  } else {
    alloc = size <= alloc + alloc / 8 ? size + (size >> 3) + (size < 9 ? 3 : 6) : size + 1;
  }
  char* block;
  if (offset > 0) {
    block = static_cast<char*>(memory::allocate(static_cast<std::size_t>(alloc)));
    if (!block) return raise_memory_error(cx);
    memcpy(block, array->start, static_cast<std::size_t>(size < array->size() ? size : array->size()));
    memory::release(array->bytes);
  } else {
    block = static_cast<char*>(array->bytes ? memory::resize(array->bytes, static_cast<std::size_t>(alloc))
                                            : memory::allocate(static_cast<std::size_t>(alloc)));
    if (!block) return raise_memory_error(cx);
  }
  array->bytes = array->start = block;
  array->head.size = size;
  array->alloc = alloc;
  block[size] = 0;
  return {};
}

namespace byte_strings {

Result<Ref<>> room_like(Context& cx, Borrowed<> self, Index size, std::uint8_t** data) {
  if (!is_bytearray(self)) {
    Ref<Bytes> made = KR_TRY(new_bytes(cx, size));
    *data = reinterpret_cast<std::uint8_t*>(made->data);
    return made;
  }
  Ref<ByteArray> made = KR_TRY(bytearray_from(cx, {}));
  KR_TRY(resize_bytearray(cx, made, size));
  *data = reinterpret_cast<std::uint8_t*>(made->start);
  return made;
}

Result<Ref<>> make_like(Context& cx, Borrowed<> self, const std::uint8_t* data, Index size) {
  std::string_view text(reinterpret_cast<const char*>(data), static_cast<std::size_t>(size));
  if (is_bytearray(self)) return bytearray_from(cx, text);
  return bytes_from(cx, text);
}

Result<Ref<>> same_like(Context& cx, Borrowed<> self) {
  if (is_exact<Bytes>(self)) return hold(self);
  Span span = span_of(self);
  return make_like(cx, self, span.data, span.size);
}

ByteBuffer::~ByteBuffer() {
  if (data_ != inline_) memory::release(data_);
}

bool ByteBuffer::grow(Index more) {
  if (failed_) return false;
  Index capacity = size_ + more > index_max / 2 ? index_max : (size_ + more) + (size_ + more) / 4;
  bool own = data_ != inline_;
  auto* block = static_cast<std::uint8_t*>(capacity == index_max ? nullptr
                                           : own ? memory::resize(data_, static_cast<std::size_t>(capacity))
                                                 : memory::allocate(static_cast<std::size_t>(capacity)));
  if (!block) return failed_ = true, (void)raise_memory_error(cx_), false;
  if (!own) memcpy(block, inline_, static_cast<std::size_t>(size_));
  data_ = block;
  capacity_ = capacity;
  return true;
}

bool ByteBuffer::put(const void* data, Index size) {
  if (size <= 0) return true;
  auto* to = room(size);
  if (!to) return false;
  memcpy(to, data, static_cast<std::size_t>(size));
  size_ += size;
  return true;
}

bool ByteBuffer::fill(std::uint8_t byte, Index count) {
  if (count <= 0) return true;
  auto* to = room(count);
  if (!to) return false;
  memset(to, byte, static_cast<std::size_t>(count));
  size_ += count;
  return true;
}

}  // namespace byte_strings
}  // namespace krait
