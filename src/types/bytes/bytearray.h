// bytearray's own methods and slots.
#pragma once

#include "object/declare/method.h"
#include "types/bytes/internal.h"

namespace krait::byte_strings {

// subscript.cpp
Result<Ref<>> array_item(Context& cx, Borrowed<ByteArray> self, Index position);
Result<Ref<>> array_subscript(Context& cx, Borrowed<ByteArray> self, Borrowed<> key);
Result<void> array_set_item(Context& cx, Borrowed<ByteArray> self, Index position, Borrowed<> value);
Result<void> array_assign(Context& cx, Borrowed<ByteArray> self, Borrowed<> key, Borrowed<> value);
// Replaces [from, to) by these bytes.
Result<void> splice(Context& cx, Borrowed<ByteArray> self, Index from, Index to, Span with);
// bytearray.methods.cpp
Result<Ref<>> append(Context& cx, Borrowed<ByteArray> self, Borrowed<> item);
Result<Ref<>> insert(Context& cx, Borrowed<ByteArray> self, Index position, Borrowed<> item);
Result<Ref<>> extend(Context& cx, Borrowed<ByteArray> self, Borrowed<> iterable);
Result<Ref<>> pop(Context& cx, Borrowed<ByteArray> self, Index position);
Result<Ref<>> remove(Context& cx, Borrowed<ByteArray> self, Borrowed<> value);
Result<Ref<>> reverse(Context& cx, Borrowed<ByteArray> self);
Result<Ref<>> clear(Context& cx, Borrowed<ByteArray> self);
Result<Ref<>> copy(Context& cx, Borrowed<ByteArray> self);
Index alloc(Borrowed<ByteArray> self);
Index array_sizeof(Borrowed<ByteArray> self);
Result<Ref<>> reduce(Context& cx, Borrowed<ByteArray> self);
Result<Ref<>> reduce_ex(Context& cx, Borrowed<ByteArray> self, int protocol);

}  // namespace krait::byte_strings
