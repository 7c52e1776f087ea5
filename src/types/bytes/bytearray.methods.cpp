// The methods that change a bytearray, and how it is pickled.
#include <cstring>

#include "base/text/search.h"
#include "types/bytes/bytearray.h"
#include "types/int/int.h"
#include "types/tuple/tuple.h"

namespace krait::byte_strings {

Result<Ref<>> append(Context& cx, Borrowed<ByteArray> self, Borrowed<> item) {
  std::uint8_t byte = KR_TRY(byte_value(cx, item));
  Index size = self->size();
  if (size == index_max) return raise(cx, exc::OverflowError, "cannot add more objects to bytearray");
  KR_TRY(resize_bytearray(cx, self, size + 1));
  self->start[size] = static_cast<char>(byte);
  return new_none();
}

Result<Ref<>> insert(Context& cx, Borrowed<ByteArray> self, Index position, Borrowed<> item) {
  std::uint8_t byte = KR_TRY(byte_value(cx, item));
  Index size = self->size();
  if (size == index_max) return raise(cx, exc::OverflowError, "cannot add more objects to bytearray");
  if (position < 0) position = position + size < 0 ? 0 : position + size;
  if (position > size) position = size;
  KR_TRY(splice(cx, self, position, position, {&byte, 1}));
  return new_none();
}

Result<Ref<>> extend(Context& cx, Borrowed<ByteArray> self, Borrowed<> iterable) {
  if (has_buffer(iterable)) {
    if (iterable.is(self)) {
      Ref<ByteArray> copy = KR_TRY(bytearray_from(cx, {self->start, static_cast<std::size_t>(self->size())}));
      return extend(cx, self, copy);
    }
    ScopedBuffer buffer;
    KR_TRY(buffer.get(cx, iterable));
    KR_TRY(splice(cx, self, self->size(), self->size(), span_of(buffer)));
    return new_none();
  }
  ByteBuffer out(cx);
  auto iterator = iter(cx, iterable);
  if (iterator.failed()) {
    if (clear_error_if(cx, exc::TypeError)) return raise(cx, exc::TypeError, "can't extend bytearray with {!t:.100}", iterable);
    return Failed{};
  }
  Ref<> held = std::move(iterator).value();
  KR_TRY(collect_bytes(cx, held, out, "byte must be in range(0, 256)"));
  KR_TRY(splice(cx, self, self->size(), self->size(), {out.data(), out.size()}));
  return new_none();
}

Result<Ref<>> pop(Context& cx, Borrowed<ByteArray> self, Index position) {
  Index size = self->size();
  if (size == 0) return raise(cx, exc::IndexError, "pop from empty bytearray");
  if (position < 0) position += size;
  if (position < 0 || position >= size) return raise(cx, exc::IndexError, "pop index out of range");
  if (self->exports > 0) return raise(cx, exc::BufferError, "Existing exports of data: object cannot be re-sized");
  auto byte = static_cast<std::uint8_t>(self->start[position]);
  memmove(self->start + position, self->start + position + 1, static_cast<std::size_t>(size - position - 1));
  KR_TRY(resize_bytearray(cx, self, size - 1));
  return hold(small_int(byte));
}

Result<Ref<>> remove(Context& cx, Borrowed<ByteArray> self, Borrowed<> value) {
  std::uint8_t byte = KR_TRY(byte_value(cx, value));
  Span span = span_of(self);
  Index at = text::find_char(span.data, span.size, byte);
  if (at < 0) return raise(cx, exc::ValueError, "value not found in bytearray");
  KR_TRY(pop(cx, self, at));
  return new_none();
}

Result<Ref<>> reverse(Context&, Borrowed<ByteArray> self) {
  for (Index i = 0, j = self->size() - 1; i < j; i++, j--) std::swap(self->start[i], self->start[j]);
  return new_none();
}

Result<Ref<>> clear(Context& cx, Borrowed<ByteArray> self) {
  KR_TRY(resize_bytearray(cx, self, 0));
  return new_none();
}

Result<Ref<>> copy(Context& cx, Borrowed<ByteArray> self) {
  return bytearray_from(cx, {self->start, static_cast<std::size_t>(self->size())});
}

Index alloc(Borrowed<ByteArray> self) { return self->alloc; }
Index array_sizeof(Borrowed<ByteArray> self) { return self.type()->tp_basicsize + self->alloc; }

Result<Ref<>> reduce_ex(Context& cx, Borrowed<ByteArray> self, int protocol) {
  Ref<> state = new_none();
  auto found = lookup_attr(cx, self, KR_ID(__dict__));
  if (found.failed()) return Failed{};
  if (!found.missing()) state = std::move(found).value();
  Ref<Tuple> args;
  std::string_view text(self->start, static_cast<std::size_t>(self->size()));
  if (text.empty()) {
    args = empty_tuple();
  } else if (protocol < 3) {
    Ref<Str> latin1 = KR_TRY(str_from_latin1(cx, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}));
    args = KR_TRY(tuple_of(cx, latin1, KR_STR("latin-1")));
  } else {
    Ref<Bytes> bytes = KR_TRY(bytes_from(cx, text));
    args = KR_TRY(tuple_of(cx, bytes));
  }
  return tuple_of(cx, Borrowed<>(as_object(self.type())), args, state);
}
Result<Ref<>> reduce(Context& cx, Borrowed<ByteArray> self) { return reduce_ex(cx, self, 2); }

}  // namespace krait::byte_strings
