// The type objects of memoryview, its managed buffer and its iterator.
#include <cstring>

#include "base/text/hash.h"
#include "memory/memory.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/bytes/bytes.h"
#include "types/memoryview/internal.h"

namespace krait::memoryviews {
namespace {

Result<Ref<>> make(Context& cx, Borrowed<Type>, Borrowed<> object) { return KR_TRY(memoryview_from_object(cx, object)); }

Result<Ref<Str>> repr(Context& cx, Self self) {
  char address[32];
  __builtin_snprintf(address, sizeof address, "%p", static_cast<void*>(self.raw()));
  return format_str(cx, "<{}memory at {}>", is_released(self) ? "released " : "", static_cast<const char*>(address));
}

Result<Hash> hash(Context& cx, Self self) {
  if (self->hash != -1) return self->hash;
  KR_TRY(check(cx, self));
  const Buffer& view = self->view;
  if (!view.readonly) return raise(cx, exc::ValueError, "cannot hash writable memoryview object");
  char letter = native_letter(format_of(view));
  if (letter != 'B' && letter != 'b' && letter != 'c')
    return raise(cx, exc::ValueError, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
  if (view.obj) KR_TRY(krait::hash(cx, Borrowed<>(view.obj)));
  if (self->flags & flag::c) return self->hash = text::hash_bytes(view.buf, static_cast<std::size_t>(view.len));
  Ref<Bytes> bytes = KR_TRY(new_bytes(cx, view.len));
  KR_TRY(buffer_to_contiguous(cx, bytes->data, view, 'C'));
  return self->hash = text::hash_bytes(bytes->data, static_cast<std::size_t>(view.len));
}

Result<Index> size(Context& cx, Self self) {
  KR_TRY(check(cx, self));
  return self->view.ndim == 0 ? Index{1} : Index{self->view.shape[0]};
}

// --- handing the view's memory on
Result<void> export_buffer(Context& cx, Self self, Buffer* view, int flags) {
  KR_TRY(check(cx, self));
  auto refuse = [&](std::string_view why) { return raise(cx, exc::BufferError, "memoryview: {}", why); };
  *view = self->view;
  view->obj = nullptr;
  auto wants = [&](int wanted) { return (flags & wanted) == wanted; };
  if (wants(buffer_flags::writable) && self->view.readonly) return refuse("underlying buffer is not writable");
  if (!wants(buffer_flags::format)) view->format = nullptr;
  if (wants(buffer_flags::c_contiguous) && !(self->flags & flag::c)) return refuse("underlying buffer is not C-contiguous");
  if (wants(buffer_flags::f_contiguous) && !(self->flags & flag::fortran)) return refuse("underlying buffer is not Fortran contiguous");
  if (wants(buffer_flags::any_contiguous) && !(self->flags & (flag::c | flag::fortran))) return refuse("underlying buffer is not contiguous");
  if (!wants(buffer_flags::indirect) && (self->flags & flag::pil)) return refuse("underlying buffer requires suboffsets");
  if (!wants(buffer_flags::strides)) {
    if (!(self->flags & flag::c)) return refuse("underlying buffer is not C-contiguous");
    view->strides = nullptr;
  }
  if (!wants(buffer_flags::nd)) {
    if (view->format) return refuse("cannot cast to unsigned bytes if the format flag is present");
    view->ndim = 1;
    view->shape = nullptr;
  }
  view->obj = hold(self).as<Object>().release();
  ++self->exports;
  return {};
}
int get_buffer_slot(Object* object, Buffer* view, int flags) {
  return export_buffer(Context::current(), Self(reinterpret_cast<MemoryView*>(object)), view, flags).release();
}
void release_buffer_slot(Object* object, Buffer*) { --reinterpret_cast<MemoryView*>(object)->exports; }

int traverse(Object* object, Visit visit, void* arg) {
  auto* self = reinterpret_cast<MemoryView*>(object);
  return self->managed ? visit(&self->managed->base, arg) : 0;
}
void give_back(MemoryView* self) {
  if (!self->managed) return;
  if (!(self->flags & flag::released)) {
    self->exports = 0;
    (void)release(Context::current(), Self(self));
  }
  Ref<ManagedBuffer> managed = Ref<ManagedBuffer>::steal(std::exchange(self->managed, nullptr));
}
int clear(Object* object) {
  auto* self = reinterpret_cast<MemoryView*>(object);
  // The managed buffer stays: methods may still be called on a view whose cycle is being broken.
  if (!(self->flags & flag::released) && self->exports == 0) (void)release(Context::current(), Self(self));
  return 0;
}
void dealloc(Object* object) {
  auto* self = reinterpret_cast<MemoryView*>(object);
  memory::untrack(object);
  if (self->weakrefs) memory::clear_weak_references(object);
  give_back(self);
  free_container(object);
}

int traverse_managed(Object* object, Visit visit, void* arg) {
  auto* self = reinterpret_cast<ManagedBuffer*>(object);
  return self->master.obj ? visit(self->master.obj, arg) : 0;
}
void release_managed(ManagedBuffer* self) {
  if (self->flags & 1) return;
  self->flags |= 1;
  if (self->master.obj) release_buffer(&self->master);
}
int clear_managed(Object* object) { return release_managed(reinterpret_cast<ManagedBuffer*>(object)), 0; }
void dealloc_managed(Object* object) {
  memory::untrack(object);
  release_managed(reinterpret_cast<ManagedBuffer*>(object));
  free_container(object);
}

// --- the iterator
struct ViewIterator {
  Object base;
  Index index;
  Object* view;  // null at the end
  Index length;
  const char* format;
};
using Fields = Owns<ViewIterator, &ViewIterator::view>;

Result<Ref<>> next_item(Context& cx, Borrowed<ViewIterator> self) {
  if (!self->view) return Result<Ref<>>::from_raw(nullptr);
  Self view(reinterpret_cast<MemoryView*>(self->view));
  Index length = KR_TRY(size(cx, view));
  if (self->index < length) return item_at(cx, view, self->index++);
  Ref<> gone = Ref<>::steal(std::exchange(self->view, nullptr));
  return Result<Ref<>>::from_raw(nullptr);
}

constinit SequenceSlots sequence = {.sq_length = slot<&size>, .sq_item = slot<&item_at>};
constinit MappingSlots mapping = {.mp_length = slot<&size>, .mp_subscript = slot<&get_item>, .mp_ass_subscript = slot<&assign_item>};
constinit BufferSlots buffer = {get_buffer_slot, release_buffer_slot};

constinit Type iterator_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "memory_iterator", .tp_basicsize = sizeof(ViewIterator), .tp_dealloc = Fields::dealloc,
    .tp_getattro = slot<&generic_get_attr>, .tp_flags = type_flags::immutable | type_flags::gc | type_flags::disallow_instantiation,
    .tp_traverse = Fields::traverse, .tp_iter = self_iter, .tp_iternext = slot<&next_item>, .tp_free = free_container};
KR_READY(iterator_type);
}  // namespace

Result<Ref<>> iterate(Context& cx, Self self) {
  KR_TRY(check(cx, self));
  if (self->view.ndim == 0) return raise(cx, exc::TypeError, "invalid indexing of 0-dim memory");
  if (self->view.ndim != 1) return raise(cx, exc::NotImplementedError, "multi-dimensional sub-views are not implemented");
  if (!native_letter(format_of(self->view)))
    return raise(cx, exc::NotImplementedError, "memoryview: unsupported format {}", format_of(self->view));
  Ref<ViewIterator> made = KR_TRY(new_container<ViewIterator>(cx, iterator_type));
  made->index = 0;
  made->view = hold(self).as<Object>().release();
  made->length = self->view.shape[0];
  made->format = format_of(self->view);
  memory::track(made.object());
  return made;
}

}  // namespace krait::memoryviews

namespace krait {
constinit Type memoryview_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "memoryview", .tp_basicsize = offsetof(MemoryView, array), .tp_itemsize = sizeof(Index),
    .tp_dealloc = memoryviews::dealloc, .tp_repr = slot<&memoryviews::repr>, .tp_as_sequence = &memoryviews::sequence,
    .tp_as_mapping = &memoryviews::mapping, .tp_hash = slot<&memoryviews::hash>, .tp_getattro = slot<&generic_get_attr>,
    .tp_as_buffer = &memoryviews::buffer, .tp_flags = type_flags::immutable | type_flags::gc | type_flags::sequence,
    .tp_doc = "memoryview(object)\n--\n\nCreate a new memoryview object which references the given object.",
    .tp_traverse = memoryviews::traverse, .tp_clear = memoryviews::clear, .tp_richcompare = slot<&memoryviews::compare>,
    .tp_weaklistoffset = offsetof(MemoryView, weakrefs), .tp_iter = slot<&memoryviews::iterate>, .tp_methods = memoryviews::methods,
    .tp_getset = memoryviews::getset, .tp_new = KR_NEW("memoryview(object)", memoryviews::make), .tp_free = free_container};
KR_READY(memoryview_type);

constinit Type managed_buffer_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "managedbuffer", .tp_basicsize = sizeof(ManagedBuffer),
    .tp_dealloc = memoryviews::dealloc_managed, .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::disallow_instantiation, .tp_traverse = memoryviews::traverse_managed,
    .tp_clear = memoryviews::clear_managed, .tp_free = free_container};
KR_READY(managed_buffer_type);
}  // namespace krait
