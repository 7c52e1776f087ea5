// array.array: numbers of one machine type side by side.
#pragma once

#include "object/protocol.h"

namespace krait::arrays {

struct Kind {
  char letter;
  std::uint8_t size;
  bool is_integer;
  bool is_signed;
  const char* format;  // for buffers
};

struct Array {
  VarObject head;
  char* items;
  Index allocated;
  const Kind* kind;
  Object* weakrefs;
  Index exports;  // buffers handed out: no resizing while there are any

  KR_INLINE Index size() const { return head.size; }
  KR_INLINE char* at(Index i) const { return items + i * kind->size; }
};
static_assert(sizeof(Array) == 64);
using Self = Borrowed<Array>;

extern Type array_type, array_iterator_type;
KR_INLINE bool is_array(Borrowed<> object) { return is_instance_of(object, array_type); }
const Kind* find_kind(std::uint32_t letter);

// --- items (items.cpp)
Result<Ref<>> get_value(Context& cx, const Kind& kind, const char* at);
Result<void> set_value(Context& cx, const Kind& kind, char* at, Borrowed<> value);

// --- storage (storage.cpp)
Result<Ref<Array>> new_array(Context& cx, Type& type, const Kind& kind, Index size);  // items not set
Result<void> resize(Context& cx, Self self, Index size);
Result<void> append(Context& cx, Self self, Borrowed<> value);
Result<void> insert(Context& cx, Self self, Index at, Borrowed<> value);
Result<void> delete_span(Context& cx, Self self, Index from, Index to);
Result<void> extend(Context& cx, Self self, Borrowed<> iterable);
Result<void> append_array(Context& cx, Self self, Self other);
Result<void> from_bytes(Context& cx, Self self, Borrowed<> buffer);
Result<void> from_unicode(Context& cx, Self self, Borrowed<> text);
Result<Ref<>> to_unicode(Context& cx, Self self);
Result<Ref<>> to_list(Context& cx, Self self);
Result<Ref<>> iterate(Context& cx, Self self);

extern MethodDef methods[];
// --- pickling (pickle.cpp)
Result<Ref<>> reduce(Context& cx, Self self, Borrowed<> protocol);
Result<Ref<>> reconstruct(Context& cx, Borrowed<> type, Borrowed<> typecode, int format, Borrowed<> items);

}  // namespace krait::arrays
