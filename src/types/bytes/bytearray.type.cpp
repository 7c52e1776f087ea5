// The type bytearray: slots and constructor.
#include <cstring>

#include "memory/memory.h"
#include "object/new.h"
#include "object/register.h"
#include "types/bytes/bytearray.h"
#include "types/bytes/methods.h"
#include "types/bytes/source.h"
#include "types/int/int.h"

namespace krait {
namespace byte_strings {
namespace {

Result<Ref<Str>> array_repr(Context& cx, Borrowed<ByteArray> self) { return bytearray_repr(cx, self); }
Result<Ref<Str>> array_str(Context& cx, Borrowed<ByteArray> self) {
  if (bytes_warning_level(cx)) KR_TRY(warn(cx, exc::BytesWarning, 1, "str() on a bytearray instance"));
  return bytearray_repr(cx, self);
}

Index array_length(Borrowed<ByteArray> self) { return self->size(); }

char no_data[1] = {0};  // what an empty array's buffer points to

int get_array_buffer(Object* raw, Buffer* view, int flags) {
  Context& cx = Context::current();
  Borrowed<ByteArray> self(reinterpret_cast<ByteArray*>(raw));
  char* data = self->start ? self->start : no_data;
  if (fill_buffer_info(cx, view, self, data, self->size(), false, flags).failed()) return -1;
  self->exports++;
  return 0;
}
void release_array_buffer(Object* raw, Buffer*) { reinterpret_cast<ByteArray*>(raw)->exports--; }

void dealloc_array(Object* raw) {
  auto* self = reinterpret_cast<ByteArray*>(raw);
  if (self->exports > 0) {
    Context& cx = Context::current();
    SavedError saved(cx);
    (void)raise(cx, exc::SystemError, "deallocated bytearray object has exported buffers");
    write_unraisable(cx, {});
  }
  if (self->bytes) memory::release(self->bytes);
  raw->type->tp_free(raw);
}

Result<Ref<>> init_array(Context& cx, Borrowed<ByteArray> self, Borrowed<> source, Borrowed<Str> encoding, Borrowed<Str> errors) {
  if (self->size() != 0) KR_TRY(resize_bytearray(cx, self, 0));
  if (source.is_null() && encoding.is_null() && errors.is_null()) return new_none();
  ByteBuffer out(cx);
  KR_TRY(read_source(cx, "bytearray", source, encoding, errors, out));
  KR_TRY(resize_bytearray(cx, self, out.size()));
  if (out.size()) memcpy(self->start, out.data(), static_cast<std::size_t>(out.size()));
  return new_none();
}

Result<Ref<>> new_array(Context& cx, Borrowed<Type> type, Args, KwArgs) { return generic_alloc(cx, *type.raw(), 0); }

Result<Ref<>> array_concat(Context& cx, Borrowed<> left, Borrowed<> right) {
  if (!has_buffer(left) || !has_buffer(right)) return raise(cx, exc::TypeError, "can't concat {!t:.100} to {!t:.100}", right, left);
  ScopedBuffer a, b;
  KR_TRY(a.get(cx, left));
  KR_TRY(b.get(cx, right));
  if (a.size() > index_max - b.size()) return raise_memory_error(cx);
  Ref<ByteArray> made = KR_TRY(bytearray_from(cx, {}));
  KR_TRY(resize_bytearray(cx, made, a.size() + b.size()));
  if (a.size()) memcpy(made->start, a.data(), static_cast<std::size_t>(a.size()));
  if (b.size()) memcpy(made->start + a.size(), b.data(), static_cast<std::size_t>(b.size()));
  return made;
}

Result<Ref<>> array_inplace_concat(Context& cx, Borrowed<ByteArray> self, Borrowed<> other) {
  ScopedBuffer buffer;
  if (!has_buffer(other)) return raise(cx, exc::TypeError, "can't concat {!t:.100} to {!t:.100}", other, Borrowed<>(self));
  if (other.is(self)) {  // the view would forbid the resize
    Ref<> copy = KR_TRY(make_like(cx, self, reinterpret_cast<std::uint8_t*>(self->start), self->size()));
    return array_inplace_concat(cx, self, copy);
  }
  KR_TRY(buffer.get(cx, other));
  Index size = self->size();
  if (size > index_max - buffer.size()) return raise_memory_error(cx);
  KR_TRY(resize_bytearray(cx, self, size + buffer.size()));
  if (buffer.size()) memcpy(self->start + size, buffer.data(), static_cast<std::size_t>(buffer.size()));
  return hold(self);
}

Result<Ref<>> array_inplace_repeat(Context& cx, Borrowed<ByteArray> self, Index count) {
  Index size = self->size();
  if (count < 0) count = 0;
  if (count > 0 && size > index_max / count) return raise_memory_error(cx);
  KR_TRY(resize_bytearray(cx, self, size * count));
  for (Index i = 1; i < count; i++) memcpy(self->start + i * size, self->start, static_cast<std::size_t>(size));
  return hold(self);
}

constinit NumberSlots array_number = {.nb_remainder = slot<&remainder>};
constinit SequenceSlots array_sequence = {.sq_length = slot<&array_length>,
                                          .sq_concat = slot<&array_concat>,
                                          .sq_repeat = slot<&multiply>,
                                          .sq_item = slot<&array_item>,
                                          .sq_ass_item = slot<&array_set_item>,
                                          .sq_contains = contains,
                                          .sq_inplace_concat = slot<&array_inplace_concat>,
                                          .sq_inplace_repeat = slot<&array_inplace_repeat>};
constinit MappingSlots array_mapping = {
    .mp_length = slot<&array_length>, .mp_subscript = slot<&array_subscript>, .mp_ass_subscript = slot<&array_assign>};
constinit BufferSlots array_buffer = {.bf_getbuffer = get_array_buffer, .bf_releasebuffer = release_array_buffer};

}  // namespace
}  // namespace byte_strings

constinit Type bytearray_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "bytearray",
    .tp_basicsize = sizeof(ByteArray),
    .tp_dealloc = byte_strings::dealloc_array,
    .tp_repr = slot<&byte_strings::array_repr>,
    .tp_as_number = &byte_strings::array_number,
    .tp_as_sequence = &byte_strings::array_sequence,
    .tp_as_mapping = &byte_strings::array_mapping,
    .tp_str = slot<&byte_strings::array_str>,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_as_buffer = &byte_strings::array_buffer,
    .tp_flags = type_flags::immutable | type_flags::base | type_flags::match_self,
    .tp_doc = "bytearray(iterable_of_ints) -> bytearray\n"
              "bytearray(string, encoding[, errors]) -> bytearray\n"
              "bytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\n"
              "bytearray(int) -> bytes array of size given by the parameter initialized with null bytes\n"
              "bytearray() -> empty bytes array\n"
              "\n"
              "Construct a mutable bytearray object from:\n"
              "  - an iterable yielding integers in range(256)\n"
              "  - a text string encoded using the specified encoding\n"
              "  - a bytes or a buffer object\n"
              "  - any object implementing the buffer API.\n"
              "  - an integer",
    .tp_richcompare = byte_strings::richcompare,
    .tp_iter = slot<&byte_strings::iter_bytearray>,
    .tp_methods = byte_strings::bytearray_methods,
    .tp_init = KR_INIT("bytearray(source=b'', encoding='', errors='')", byte_strings::init_array),
    .tp_new = KR_NEW("bytearray(*args, **kwargs)", byte_strings::new_array),
    .tp_free = free_object,
};
KR_READY(bytearray_type);

}  // namespace krait
