// bytes and bytearray.
#pragma once

#include <span>
#include <string_view>

#include "object/protocol.h"

namespace krait {

struct Bytes {
  VarObject head;
  Hash hash_value;  // -1: not computed yet
  char data[1];     // size bytes and a zero behind them

  static constexpr Type* static_type = &bytes_type;
  static constexpr unsigned long subclass_flag = type_flags::bytes_subclass;
  KR_INLINE Index size() const { return head.size; }
  KR_INLINE std::string_view text() const { return {data, static_cast<std::size_t>(head.size)}; }
};

struct ByteArray {
  VarObject head;
  Index alloc;     // bytes allocated at bytes
  char* bytes;     // the physical buffer
  char* start;     // the logical one, inside it
  Index exports;   // buffers handed out: no resizing while there are any

  static constexpr Type* static_type = &bytearray_type;
  KR_INLINE Index size() const { return head.size; }
};
static_assert(sizeof(ByteArray) == 56);

Result<Ref<Bytes>> new_bytes(Context& cx, Index size);  // bytes not set
Result<Ref<Bytes>> bytes_from(Context& cx, std::string_view text);
Ref<Bytes> empty_bytes();
// Changes the size of bytes that only the caller holds.
Result<Ref<Bytes>> resize_bytes(Context& cx, Ref<Bytes> bytes, Index size);
Result<Ref<Bytes>> bytes_concat(Context& cx, Borrowed<> left, Borrowed<> right);
Result<Ref<Str>> bytes_repr(Context& cx, Borrowed<Bytes> bytes, bool smart_quotes);
Result<Ref<Str>> bytearray_repr(Context& cx, Borrowed<ByteArray> array);
Result<Ref<ByteArray>> bytearray_from(Context& cx, std::string_view text);
Result<void> resize_bytearray(Context& cx, Borrowed<ByteArray> array, Index size);

}  // namespace krait
