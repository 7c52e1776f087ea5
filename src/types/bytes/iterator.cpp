// bytes_iterator and bytearray_iterator.
#include "object/new.h"
#include "object/register.h"
#include "types/bytes/methods.h"
#include "types/dict/dict.h"
#include "types/function/function.h"
#include "types/int/int.h"
#include "types/tuple/tuple.h"

namespace krait {
namespace byte_strings {
namespace {

struct ByteIterator {
  Object base;
  Index position;
  Slot<> bytes;  // null: exhausted
};
using Fields = Owns<ByteIterator, &ByteIterator::bytes>;

Result<Ref<>> self_iter(Borrowed<> self) { return hold(self); }

Result<Ref<>> next_byte(Context&, Borrowed<ByteIterator> self) {
  if (self->bytes.is_null()) return Failed{};
  Span span = span_of(self->bytes.get());
  if (self->position < span.size) return hold(small_int(span.data[self->position++]));
  Ref<> old = self->bytes.take();
  return Failed{};  // null without an exception: the end
}

Index length_hint(Borrowed<> raw) {
  auto self = raw.as<ByteIterator>();
  Index left = self->bytes ? span_of(self->bytes.get()).size - self->position : 0;
  return left < 0 ? 0 : left;
}

Result<Ref<>> reduce(Context& cx, Borrowed<> raw) {
  auto self = raw.as<ByteIterator>();
  Ref<Dict> no_globals = KR_TRY(new_dict(cx));
  Ref<> iter = KR_TRY(get_item(cx, KR_TRY(builtins_of_globals(cx, no_globals)), KR_ID(iter)));
  if (self->bytes.is_null()) return tuple_of(cx, iter, KR_TRY(tuple_of(cx, empty_tuple())));
  return tuple_of(cx, iter, KR_TRY(tuple_of(cx, self->bytes.get())), KR_TRY(int_from(cx, self->position)));
}

Result<void> set_state(Context&, Borrowed<> raw, Index position) {
  auto self = raw.as<ByteIterator>();
  if (self->bytes.is_null()) return {};
  Index size = span_of(self->bytes.get()).size;
  self->position = position < 0 ? 0 : position > size ? size : position;
  return {};
}

constinit MethodDef methods[] = {
    KR_QUIET("__length_hint__($self)", length_hint, "Private method returning an estimate of len(list(it))."),
    KR_QUIET("__reduce__($self)", reduce, "Return state information for pickling."),
    KR_QUIET("__setstate__($self, state, /)", set_state, "Set state information for unpickling."),
    KR_END};

consteval Type make_type(const char* name) {
  return Type{.head = {{1, &type_type}, 0},
              .tp_name = name,
              .tp_basicsize = sizeof(ByteIterator),
              .tp_dealloc = Fields::dealloc,
              .tp_getattro = slot<&generic_get_attr>,
              .tp_flags = type_flags::immutable | type_flags::disallow_instantiation | type_flags::gc,
              .tp_traverse = Fields::traverse,
              .tp_iter = slot<&self_iter>,
              .tp_iternext = slot<&next_byte>,
              .tp_methods = methods,
              .tp_free = free_container};
}

Result<Ref<>> make_iterator(Context& cx, Type& type, Borrowed<> bytes) {
  Ref<ByteIterator> made = KR_TRY(new_container<ByteIterator>(cx, type));
  made->position = 0;
  made->bytes.init(hold(bytes));
  memory::track(made.object());
  return made;
}

}  // namespace

Result<Ref<>> iter_bytes(Context& cx, Borrowed<> self) { return make_iterator(cx, bytes_iterator_type, self); }
Result<Ref<>> iter_bytearray(Context& cx, Borrowed<> self) { return make_iterator(cx, bytearray_iterator_type, self); }

}  // namespace byte_strings

constinit Type bytes_iterator_type = byte_strings::make_type("bytes_iterator");
constinit Type bytearray_iterator_type = byte_strings::make_type("bytearray_iterator");
KR_READY(bytes_iterator_type);
KR_READY(bytearray_iterator_type);

}  // namespace krait
