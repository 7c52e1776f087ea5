// The type bytes: slots and constructor.
#include <cstring>

#include "base/text/hash.h"
#include "object/new.h"
#include "object/register.h"
#include "types/bytes/methods.h"
#include "types/bytes/source.h"
#include "types/int/int.h"
#include "types/slice/slice.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait {
namespace byte_strings {
namespace {

Result<Ref<Str>> repr(Context& cx, Borrowed<Bytes> self) { return bytes_repr(cx, self, true); }

Result<Ref<Str>> str_slot(Context& cx, Borrowed<Bytes> self) {
  if (bytes_warning_level(cx)) KR_TRY(warn(cx, exc::BytesWarning, 1, "str() on a bytes instance"));
  return repr(cx, self);
}

Hash hash(Object* raw) {
  auto* self = reinterpret_cast<Bytes*>(raw);
  if (self->hash_value == -1) self->hash_value = text::hash_bytes(self->data, static_cast<std::size_t>(self->size()));
  return self->hash_value;
}

Index length(Borrowed<Bytes> self) { return self->size(); }

Result<Ref<>> item(Context& cx, Borrowed<Bytes> self, Index position) {
  if (position < 0 || position >= self->size()) return raise(cx, exc::IndexError, "index out of range");
  return hold(small_int(static_cast<std::uint8_t>(self->data[position])));
}

Result<Ref<>> subscript(Context& cx, Borrowed<Bytes> self, Borrowed<> key) {
  if (is_index(key)) {
    Index position = KR_TRY(position_of(cx, key));
    return item(cx, self, position < 0 ? position + self->size() : position);
  }
  if (!is_exact<Slice>(key)) return raise(cx, exc::TypeError, "byte indices must be integers or slices, not {!t:.200}", key);
  SliceSpan range = KR_TRY(slice_indices(cx, key.as<Slice>(), self->size()));
  if (range.count <= 0) return empty_bytes();
  if (range.step == 1 && range.count == self->size() && is_exact<Bytes>(self)) return hold(self);
  auto* data = reinterpret_cast<const std::uint8_t*>(self->data);
  if (range.step == 1) return make_like(cx, self, data + range.start, range.count);
  Ref<Bytes> made = KR_TRY(new_bytes(cx, range.count));
  for (Index i = 0; i < range.count; i++) made->data[i] = self->data[range.start + i * range.step];
  return made;
}

Result<void> get_buffer(Context& cx, Borrowed<Bytes> self, Buffer* view, int flags) {
  return fill_buffer_info(cx, view, self, self.raw()->data, self->size(), true, flags);
}

Result<Ref<>> concat(Context& cx, Borrowed<> left, Borrowed<> right) { return bytes_concat(cx, left, right); }

// An exact bytes from what the constructor was given.
Result<Ref<Bytes>> make_exact(Context& cx, Borrowed<> source, Borrowed<Str> encoding, Borrowed<Str> errors) {
  if (source && encoding.is_null() && errors.is_null()) {
    if (is_exact<Bytes>(source)) return hold(source.as<Bytes>());
    auto method = lookup_special(cx, source, KR_ID(__bytes__));
    if (method.failed()) return Failed{};
    if (!method.missing()) {
      Ref<> made = KR_TRY(call(cx, std::move(method).value()));
      if (!is<Bytes>(made)) return raise(cx, exc::TypeError, "__bytes__ returned non-bytes (type {!t:.200})", made);
      return std::move(made).as<Bytes>();
    }
  }
  ByteBuffer out(cx);
  KR_TRY(read_source(cx, "bytes", source, encoding, errors, out));
  return out.finish();
}

Result<Ref<Bytes>> construct(Context& cx, Borrowed<Type> type, Borrowed<> source, Borrowed<Str> encoding, Borrowed<Str> errors) {
  Ref<Bytes> made = KR_TRY(make_exact(cx, source, encoding, errors));
  if (type.raw() == &bytes_type) return made;
  Ref<Bytes> copy = KR_TRY(generic_alloc(cx, *type.raw(), made->size()).as<Bytes>());
  memcpy(copy->data, made->data, static_cast<std::size_t>(made->size()) + 1);
  copy->hash_value = made->hash_value;
  return copy;
}

void dealloc(Object* self) { self->type->tp_free(self); }

constinit NumberSlots number = {.nb_remainder = slot<&remainder>};
constinit SequenceSlots sequence = {.sq_length = slot<&length>,
                                    .sq_concat = slot<&concat>,
                                    .sq_repeat = slot<&multiply>,
                                    .sq_item = slot<&item>,
                                    .sq_contains = contains};
constinit MappingSlots mapping = {.mp_length = slot<&length>, .mp_subscript = slot<&subscript>};
constinit BufferSlots buffer = {.bf_getbuffer = slot<&get_buffer>};

}  // namespace

Result<Ref<>> bytes_getnewargs(Context& cx, Borrowed<> self) {
  Span span = span_of(self);
  Ref<Bytes> copy = KR_TRY(bytes_from(cx, {reinterpret_cast<const char*>(span.data), static_cast<std::size_t>(span.size)}));
  return tuple_of(cx, copy);
}
Result<Ref<>> bytes_dunder(Context& cx, Borrowed<> self) {
  if (is_exact<Bytes>(self)) return hold(self);
  return bytes_from(cx, self.as<Bytes>()->text());
}

}  // namespace byte_strings

constinit Type bytes_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "bytes",
    .tp_basicsize = offsetof(Bytes, data) + 1,
    .tp_itemsize = 1,
    .tp_dealloc = byte_strings::dealloc,
    .tp_repr = slot<&byte_strings::repr>,
    .tp_as_number = &byte_strings::number,
    .tp_as_sequence = &byte_strings::sequence,
    .tp_as_mapping = &byte_strings::mapping,
    .tp_hash = byte_strings::hash,
    .tp_str = slot<&byte_strings::str_slot>,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_as_buffer = &byte_strings::buffer,
    .tp_flags = type_flags::immutable | type_flags::base | type_flags::match_self | type_flags::bytes_subclass,
    .tp_doc = "bytes(iterable_of_ints) -> bytes\n"
              "bytes(string, encoding[, errors]) -> bytes\n"
              "bytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\n"
              "bytes(int) -> bytes object of size given by the parameter initialized with null bytes\n"
              "bytes() -> empty bytes object\n"
              "\n"
              "Construct an immutable array of bytes from:\n"
              "  - an iterable yielding integers in range(256)\n"
              "  - a text string encoded using the specified encoding\n"
              "  - any object implementing the buffer API.\n"
              "  - an integer",
    .tp_richcompare = byte_strings::richcompare,
    .tp_iter = slot<&byte_strings::iter_bytes>,
    .tp_methods = byte_strings::bytes_methods,
    .tp_new = KR_NEW("bytes(source=b'', encoding='', errors='')", byte_strings::construct),
    .tp_free = free_object,
};
KR_READY(bytes_type);

}  // namespace krait
