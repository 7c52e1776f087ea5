// memoryview: a view of another object's memory with a format, a shape and strides.
//
//   exporter <-- ManagedBuffer (one exported buffer, counted by the views on it) <-- MemoryView, MemoryView …
//
// Slices and casts of a view share its managed buffer; the exporter gets its buffer back when the last of them is released. A view's
// shape, strides and suboffsets lie in the array at its end.
#pragma once

#include "object/protocol.h"

namespace krait {

struct ManagedBuffer {  // _PyManagedBufferObject
  Object base;
  int flags;      // 1: released
  Index exports;  // views on it
  Buffer master;
};
static_assert(sizeof(ManagedBuffer) == 112);

struct MemoryView {  // PyMemoryViewObject
  VarObject head;
  ManagedBuffer* managed;
  Hash hash;
  int flags;
  Index exports;  // buffers handed out
  Buffer view;
  Object* weakrefs;
  Index array[1];  // shape, strides, suboffsets

  static constexpr Type* static_type = &memoryview_type;
};
static_assert(sizeof(MemoryView) == 152 && offsetof(MemoryView, view) == 56 && offsetof(MemoryView, weakrefs) == 136);

Result<Ref<MemoryView>> memoryview_from_object(Context& cx, Borrowed<> object);  // memoryview(object)
KR_INLINE Result<Ref<>> new_memoryview(Context& cx, Borrowed<> object) { return memoryview_from_object(cx, object); }
// A view of plain memory that the caller keeps alive and in place for as long as the view may be used.
Result<Ref<MemoryView>> memoryview_from_memory(Context& cx, char* memory, Index size, bool writable);
Result<Ref<MemoryView>> memoryview_from_buffer(Context& cx, const Buffer& info);  // takes no reference to info.obj

bool buffer_is_contiguous(const Buffer& view, char order);  // 'C', 'F' or 'A'
// Copies any buffer to contiguous bytes in C or Fortran order.
Result<void> buffer_to_contiguous(Context& cx, char* out, const Buffer& view, char order);

}  // namespace krait
