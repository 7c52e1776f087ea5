// Making views, releasing them, copying their memory.
#include <cstring>

#include "memory/memory.h"
#include "object/new.h"
#include "types/memoryview/internal.h"

namespace krait::memoryviews {
namespace {

Result<Ref<ManagedBuffer>> new_managed(Context& cx) {
  Ref<ManagedBuffer> made = KR_TRY(new_container<ManagedBuffer>(cx, managed_buffer_type));
  made->flags = 0;
  made->exports = 0;
  made->master.obj = nullptr;
  memory::track(made.object());
  return made;
}

void init_shape(MemoryView* self, const Buffer& from) {
  Buffer& view = self->view;
  int n = view.ndim;
  if (n == 0) {
    view.shape = view.strides = view.suboffsets = nullptr;
    return;
  }
  if (n == 1) {
    view.shape[0] = from.shape ? from.shape[0] : from.itemsize ? from.len / from.itemsize : from.len;
    view.strides[0] = from.strides ? from.strides[0] : from.itemsize;
  } else {
    for (int i = 0; i < n; ++i) view.shape[i] = from.shape[i];
    Index stride = view.itemsize;
    for (int i = n - 1; i >= 0; --i) {
      view.strides[i] = from.strides ? from.strides[i] : stride;
      stride *= view.shape[i];
    }
  }
  if (from.suboffsets) for (int i = 0; i < n; ++i) view.suboffsets[i] = from.suboffsets[i];
  else view.suboffsets = nullptr;
}
}  // namespace

void init_flags(MemoryView* self) {
  const Buffer& view = self->view;
  int flags = 0;
  if (view.ndim == 0) flags = flag::scalar | flag::c | flag::fortran;
  else {
    if (buffer_is_contiguous(view, 'C')) flags |= flag::c;
    if (buffer_is_contiguous(view, 'F')) flags |= flag::fortran;
  }
  if (view.suboffsets) flags = (flags | flag::pil) & ~(flag::c | flag::fortran);
  self->flags = flags;
}

Result<Ref<MemoryView>> new_view(Context& cx, Borrowed<ManagedBuffer> managed, const Buffer& from, int ndim) {
  Ref<MemoryView> made = KR_TRY(new_container<MemoryView>(cx, memoryview_type, offsetof(MemoryView, array) + static_cast<std::size_t>(3 * ndim) * sizeof(Index)));
  MemoryView* self = made.raw();
  self->head.size = 3 * ndim;
  self->managed = nullptr;
  self->hash = -1;
  self->flags = 0;
  self->exports = 0;
  self->weakrefs = nullptr;
  self->view = from;
  self->view.ndim = ndim;
  self->view.shape = self->array;
  self->view.strides = self->array + ndim;
  self->view.suboffsets = self->array + 2 * ndim;
  self->managed = hold(managed).release();
  ++managed->exports;
  memory::track(made.object());
  if (from.ndim == ndim) {
    init_shape(self, from);
    init_flags(self);
  }
  return made;
}

Result<void> release(Context& cx, Self self) {
  if (self->flags & flag::released) return {};
  if (self->exports > 0)
    return raise(cx, exc::BufferError, "memoryview has {} exported buffer{}", self->exports, self->exports == 1 ? "" : "s");
  self->flags |= flag::released;
  ManagedBuffer* managed = self->managed;
  if (--managed->exports == 0 && !(managed->flags & flag::released)) {
    managed->flags |= flag::released;
    if (managed->master.obj) release_buffer(&managed->master);
  }
  return {};
}

namespace {
void copy_recursive(char*& out, const Buffer& view, char* at, int dimension) {
  if (dimension == view.ndim) {
    std::memcpy(out, at, static_cast<std::size_t>(view.itemsize));
    out += view.itemsize;
    return;
  }
  for (Index i = 0; i < view.shape[dimension]; ++i)
    copy_recursive(out, view, follow(at + i * view.strides[dimension], view.suboffsets, dimension), dimension + 1);
}
}  // namespace
}  // namespace krait::memoryviews

namespace krait {
using namespace memoryviews;

Result<Ref<MemoryView>> memoryview_from_object(Context& cx, Borrowed<> object) {
  if (is_exact<MemoryView>(object)) {
    Self other = object.as<MemoryView>();
    KR_TRY(check(cx, other));
    return new_view(cx, Borrowed<ManagedBuffer>(other->managed), other->view, other->view.ndim);
  }
  if (!has_buffer(object)) return raise(cx, exc::TypeError, "memoryview: a bytes-like object is required, not '{!t:.200}'", object);
  Ref<ManagedBuffer> managed = KR_TRY(new_managed(cx));
  KR_TRY(get_buffer(cx, object, &managed->master, buffer_flags::full_ro));
  if (managed->master.ndim > 64)
    return raise(cx, exc::ValueError, "memoryview: number of dimensions must not exceed 64");
  return new_view(cx, managed, managed->master, managed->master.ndim);
}

Result<Ref<MemoryView>> memoryview_from_buffer(Context& cx, const Buffer& info) {
  if (!info.buf) return raise(cx, exc::ValueError, "PyMemoryView_FromBuffer(): info->buf must not be NULL");
  Ref<ManagedBuffer> managed = KR_TRY(new_managed(cx));
  managed->master = info;
  managed->master.obj = nullptr;
  return new_view(cx, managed, managed->master, info.ndim);
}

Result<Ref<MemoryView>> memoryview_from_memory(Context& cx, char* memory, Index size, bool writable) {
  Ref<ManagedBuffer> managed = KR_TRY(new_managed(cx));
  Buffer& info = managed->master;
  info = {memory, nullptr, size, 1, writable ? 0 : 1, 1, const_cast<char*>("B"), nullptr, nullptr, nullptr, nullptr};
  info.shape = &info.len;
  info.strides = &info.itemsize;
  return new_view(cx, managed, info, 1);
}

bool buffer_is_contiguous(const Buffer& view, char order) {
  if (view.suboffsets) return false;
  if (order == 'A') return buffer_is_contiguous(view, 'C') || buffer_is_contiguous(view, 'F');
  if (view.len == 0 || !view.strides) return order == 'C' || view.ndim <= 1 || view.len == 0;
  Index stride = view.itemsize;
  for (int n = 0; n < view.ndim; ++n) {
    int i = order == 'C' ? view.ndim - 1 - n : n;
    Index extent = view.shape[i];
    if (extent > 1 && view.strides[i] != stride) return false;
    stride *= extent;
  }
  return true;
}

Result<void> buffer_to_contiguous(Context&, char* out, const Buffer& view, char order) {
  if (order == 'A') order = buffer_is_contiguous(view, 'F') && !buffer_is_contiguous(view, 'C') ? 'F' : 'C';
  if (view.ndim == 0 || buffer_is_contiguous(view, order)) {
    if (view.len) std::memcpy(out, view.buf, static_cast<std::size_t>(view.len));
    return {};
  }
  if (order == 'C' || view.ndim == 1) {
    copy_recursive(out, view, static_cast<char*>(view.buf), 0);
    return {};
  }
  // Fortran order: the first index runs fastest. Step through all index tuples.
  Index position[64] = {};
  for (Index left = view.len / view.itemsize; left > 0; --left) {
    char* at = static_cast<char*>(view.buf);
    for (int i = 0; i < view.ndim; ++i) at = follow(at + position[i] * view.strides[i], view.suboffsets, i);
    std::memcpy(out, at, static_cast<std::size_t>(view.itemsize));
    out += view.itemsize;
    for (int i = 0; i < view.ndim && ++position[i] == view.shape[i]; ++i) position[i] = 0;
  }
  return {};
}

}  // namespace krait
