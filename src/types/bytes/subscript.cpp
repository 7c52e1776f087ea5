// Items and slices of a bytearray, read and changed.
#include <cstring>

#include "types/bytes/bytearray.h"
#include "types/int/int.h"
#include "types/slice/slice.h"

namespace krait::byte_strings {

Result<Ref<>> array_item(Context& cx, Borrowed<ByteArray> self, Index position) {
  if (position < 0 || position >= self->size()) return raise(cx, exc::IndexError, "bytearray index out of range");
  return hold(small_int(static_cast<std::uint8_t>(self->start[position])));
}

Result<Ref<>> array_subscript(Context& cx, Borrowed<ByteArray> self, Borrowed<> key) {
  if (is_index(key)) {
    Index position = KR_TRY(position_of(cx, key));
    return array_item(cx, self, position < 0 ? position + self->size() : position);
  }
  if (!is_exact<Slice>(key)) return raise(cx, exc::TypeError, "bytearray indices must be integers or slices, not {!t:.200}", key);
  SliceSpan range = KR_TRY(slice_indices(cx, key.as<Slice>(), self->size()));
  if (range.count <= 0) return bytearray_from(cx, {});
  if (range.step == 1) return bytearray_from(cx, {self->start + range.start, static_cast<std::size_t>(range.count)});
  Ref<ByteArray> made = KR_TRY(bytearray_from(cx, {}));
  KR_TRY(resize_bytearray(cx, made, range.count));
  for (Index i = 0; i < range.count; i++) made->start[i] = self->start[range.start + i * range.step];
  return made;
}

Result<void> splice(Context& cx, Borrowed<ByteArray> self, Index from, Index to, Span with) {
  Index size = self->size(), growth = with.size - (to - from);
  if (growth < 0) {
    if (self->exports > 0) return raise(cx, exc::BufferError, "Existing exports of data: object cannot be re-sized");
    if (from == 0) {  // dropping from the front only moves the start
      self->start -= growth;
      self->head.size += growth;
    } else {
      memmove(self->start + from + with.size, self->start + to, static_cast<std::size_t>(size - to));
      KR_TRY(resize_bytearray(cx, self, size + growth));
    }
  } else if (growth > 0) {
    if (size > index_max - growth) return raise_memory_error(cx);
    KR_TRY(resize_bytearray(cx, self, size + growth));
    memmove(self->start + from + with.size, self->start + to, static_cast<std::size_t>(size - to));
  }
  if (with.size) memcpy(self->start + from, with.data, static_cast<std::size_t>(with.size));
  return {};
}

Result<void> array_set_item(Context& cx, Borrowed<ByteArray> self, Index position, Borrowed<> value) {
  if (position < 0 || position >= self->size()) return raise(cx, exc::IndexError, "bytearray index out of range");
  if (value.is_null()) return splice(cx, self, position, position + 1, {nullptr, 0});
  std::uint8_t byte = KR_TRY(byte_value(cx, value));
  if (position >= self->size()) return raise(cx, exc::IndexError, "bytearray index out of range");
  self->start[position] = static_cast<char>(byte);
  return {};
}

namespace {

// Every step-th byte goes; the rest closes up.
Result<void> delete_steps(Context& cx, Borrowed<ByteArray> self, SliceSpan range) {
  if (range.count == 0) return {};
  if (self->exports > 0) return raise(cx, exc::BufferError, "Existing exports of data: object cannot be re-sized");
  Index start = range.start, step = range.step;
  if (step < 0) start = range.start + step * (range.count - 1), step = -step;
  Index to = start;
  for (Index from = start, gone = 0; from < self->size(); from++) {
    if (gone < range.count && from == start + gone * step) gone++;
    else self->start[to++] = self->start[from];
  }
  return resize_bytearray(cx, self, to);
}

Result<void> assign_slice(Context& cx, Borrowed<ByteArray> self, SliceSpan range, Span with) {
  if (range.step == 1) {
    Index stop = range.stop < range.start ? range.start : range.stop;
    return splice(cx, self, range.start, stop, with);
  }
  if (with.size != range.count)
    return raise(cx, exc::ValueError, "attempt to assign bytes of size {} to extended slice of size {}", with.size, range.count);
  for (Index i = 0; i < range.count; i++) self->start[range.start + i * range.step] = static_cast<char>(with.data[i]);
  return {};
}

}  // namespace

Result<void> array_assign(Context& cx, Borrowed<ByteArray> self, Borrowed<> key, Borrowed<> value) {
  if (is_index(key)) {
    Index position = KR_TRY(position_of(cx, key));
    return array_set_item(cx, self, position < 0 ? position + self->size() : position, value);
  }
  if (!is_exact<Slice>(key)) return raise(cx, exc::TypeError, "bytearray indices must be integers or slices, not {!t:.200}", key);
  if (value.is_null()) {
    SliceSpan range = KR_TRY(slice_indices(cx, key.as<Slice>(), self->size()));
    if (range.step == 1) return assign_slice(cx, self, range, {nullptr, 0});
    return delete_steps(cx, self, range);
  }
  Ref<> copy;  // of anything but another bytearray: its bytes
  if (value.is(self) || !is_bytearray(value)) {
    if (is_index(value) || is<Str>(value))
      return raise(cx, exc::TypeError, "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
    copy = KR_TRY(call(cx, Borrowed<>(as_object(&bytearray_type)), value));
    value = copy;
  }
  SliceSpan range = KR_TRY(slice_indices(cx, key.as<Slice>(), self->size()));
  return assign_slice(cx, self, range, span_of(value));
}

}  // namespace krait::byte_strings
