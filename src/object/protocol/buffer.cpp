// Buffers: getting, releasing and filling views of memory.
#include "object/protocol.h"

namespace krait {

bool has_buffer(Borrowed<> object) {
  BufferSlots* table = object.type()->tp_as_buffer;
  return table && table->bf_getbuffer;
}

Result<void> get_buffer(Context& cx, Borrowed<> object, Buffer* view, int flags) {
  if (!has_buffer(object)) return raise(cx, exc::TypeError, "a bytes-like object is required, not '{!t:.100}'", object);
  return Result<void>::from_raw(object.type()->tp_as_buffer->bf_getbuffer(object.object(), view, flags));
}

void release_buffer(Buffer* view) {
  Object* owner = view->obj;
  if (!owner) return;
  BufferSlots* table = owner->type->tp_as_buffer;
  if (table && table->bf_releasebuffer) table->bf_releasebuffer(owner, view);
  view->obj = nullptr;
  decref(owner);
}

Result<void> fill_buffer_info(Context& cx, Buffer* view, Borrowed<> owner, void* data, Index size, bool readonly, int flags) {
  if (!view) return raise(cx, exc::BufferError, "PyBuffer_FillInfo: view==NULL argument is obsolete");
  if ((flags & buffer_flags::writable) && readonly) return raise(cx, exc::BufferError, "Object is not writable.");
  view->obj = hold(owner).release();
  view->buf = data;
  view->len = size;
  view->readonly = readonly;
  view->itemsize = 1;
  view->format = (flags & buffer_flags::format) ? const_cast<char*>("B") : nullptr;
  view->ndim = 1;
  view->shape = (flags & buffer_flags::nd) ? &view->len : nullptr;
  view->strides = (flags & buffer_flags::strides) == buffer_flags::strides ? &view->itemsize : nullptr;
  view->suboffsets = nullptr;
  view->internal = nullptr;
  return {};
}

}  // namespace krait
