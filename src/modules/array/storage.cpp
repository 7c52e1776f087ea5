// An array's block of items: growing, inserting, deleting, filling from other things.
#include <cstring>

#include "memory/memory.h"
#include "modules/array/array.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/str/str.h"

namespace krait::arrays {

Result<Ref<Array>> new_array(Context& cx, Type& type, const Kind& kind, Index size) {
  if (size > index_max / kind.size) return raise_memory_error(cx);
  Ref<Array> made = KR_TRY(Result<Ref<>>::from_raw(type.tp_alloc(&type, 0)).as<Array>());
  made->kind = &kind;
  if (size) {
    made->items = static_cast<char*>(memory::allocate(static_cast<std::size_t>(size * kind.size)));
    if (!made->items) return raise_memory_error(cx);
  }
  made->head.size = made->allocated = size;
  return made;
}

Result<void> resize(Context& cx, Self self, Index size) {
  if (self->exports > 0 && size != self->size())
    return raise(cx, exc::BufferError, "cannot resize an array that is exporting buffers");
  if (self->allocated >= size && self->size() < size + 16 && self->items) {
    self->head.size = size;
    return {};
  }
  if (size == 0) {
    if (self->items) memory::release(std::exchange(self->items, nullptr));
    self->head.size = self->allocated = 0;
    return {};
  }
  Index room = (size >> 4) + (self->size() < 8 ? 3 : 7) + size;
  if (room > index_max / self->kind->size) return raise_memory_error(cx);
  auto* items = static_cast<char*>(memory::resize(self->items, static_cast<std::size_t>(room * self->kind->size)));
  if (!items) return raise_memory_error(cx);
  self->items = items;
  self->head.size = size;
  self->allocated = room;
  return {};
}

Result<void> insert(Context& cx, Self self, Index at, Borrowed<> value) {
  // The value first, into a scratch item: converting may run code that changes the array.
  char scratch[8];
  KR_TRY(set_value(cx, *self->kind, scratch, value));
  Index size = self->size(), item = self->kind->size;
  KR_TRY(resize(cx, self, size + 1));
  if (at < 0 && (at += size) < 0) at = 0;
  if (at > size) at = size;
  std::memmove(self->at(at + 1), self->at(at), static_cast<std::size_t>((size - at) * item));
  std::memcpy(self->at(at), scratch, static_cast<std::size_t>(item));
  return {};
}

Result<void> append(Context& cx, Self self, Borrowed<> value) { return insert(cx, self, self->size(), value); }

Result<void> delete_span(Context& cx, Self self, Index from, Index to) {
  Index size = self->size();
  if (from < 0) from = 0;
  if (to > size) to = size;
  if (to <= from) return {};
  if (self->exports > 0) return raise(cx, exc::BufferError, "cannot resize an array that is exporting buffers");
  std::memmove(self->at(from), self->at(to), static_cast<std::size_t>((size - to) * self->kind->size));
  return resize(cx, self, size - (to - from));
}

Result<void> append_array(Context& cx, Self self, Self other) {
  if (self->kind != other->kind) return raise(cx, exc::TypeError, "can only extend with array of same kind");
  Index size = self->size(), more = other->size();
  if (more == 0) return {};
  if (size > index_max - more) return raise_memory_error(cx);
  KR_TRY(resize(cx, self, size + more));
  std::memcpy(self->at(size), other->items, static_cast<std::size_t>(more * self->kind->size));
  return {};
}

Result<void> extend(Context& cx, Self self, Borrowed<> iterable) {
  if (is_array(iterable)) return append_array(cx, self, iterable.as<Array>());
  Ref<> iterator = KR_TRY(iter(cx, iterable));
  for (;;) {
    auto step = next(cx, iterator);
    if (step.failed()) return Failed{};
    if (step.missing()) return {};
    Ref<> value = std::move(step).value();
    KR_TRY(append(cx, self, value));
  }
}

Result<void> from_bytes(Context& cx, Self self, Borrowed<> given) {
  ScopedBuffer buffer;
  KR_TRY(buffer.get(cx, given));
  Index item = self->kind->size;
  if (buffer.size() % item) return raise(cx, exc::ValueError, "bytes length not a multiple of item size");
  Index more = buffer.size() / item, size = self->size();
  if (!more) return {};
  if (size > index_max - more) return raise_memory_error(cx);
  KR_TRY(resize(cx, self, size + more));
  std::memcpy(self->at(size), buffer.data(), static_cast<std::size_t>(more * item));
  return {};
}

Result<void> from_unicode(Context& cx, Self self, Borrowed<> given) {
  if (!is<Str>(given)) return raise(cx, exc::TypeError, "fromunicode() argument must be str, not {!t}", given);
  if (self->kind->letter != 'u') return raise(cx, exc::ValueError, "fromunicode() may only be called on unicode type arrays");
  Borrowed<Str> text = given.as<Str>();
  Index size = self->size();
  if (!text->size) return {};
  KR_TRY(resize(cx, self, size + text->size));
  auto* out = reinterpret_cast<std::uint32_t*>(self->items) + size;
  for (Index i = 0; i < text->size; ++i) out[i] = text->at(i);
  return {};
}

Result<Ref<>> to_unicode(Context& cx, Self self) {
  if (self->kind->letter != 'u') return raise(cx, exc::ValueError, "tounicode() may only be called on unicode type arrays");
  auto* text = reinterpret_cast<std::uint32_t*>(self->items);
  for (Index i = 0; i < self->size(); ++i)
    if (text[i] > 0x10ffff) return raise(cx, exc::ValueError, "character U+{:x} is not in range [U+0000; U+10ffff]", text[i]);
  return KR_TRY(str_from_ucs4(cx, {text, static_cast<std::size_t>(self->size())}));
}

Result<Ref<>> to_list(Context& cx, Self self) {
  Ref<List> made = KR_TRY(new_list(cx, self->size()));
  for (Index i = 0; i < made->size() && i < self->size(); ++i) made->init_item(i, KR_TRY(get_value(cx, *self->kind, self->at(i))));
  return made;
}

}  // namespace krait::arrays
