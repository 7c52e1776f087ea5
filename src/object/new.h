// Making objects: memory with a head on it.
#pragma once

#include "memory/memory.h"
#include "object/errors.h"

namespace krait {

// An instance of `type` with `items` items behind it, as tp_alloc gives it: fields zero, tracked if it is a container, the count of a
// heap type raised. This is PyType_GenericAlloc.
Result<Ref<>> generic_alloc(Context& cx, Type& type, Index items);

// A plain (not container) object of exactly `size` bytes; only the head is set.
template <class T>
Result<Ref<T>> new_plain(Context& cx, Type& type, std::size_t size = sizeof(T)) {
  auto* object = static_cast<Object*>(memory::allocate(size));
  if (!object) [[unlikely]] return raise_memory_error(cx);
  object->refcount = 1;
  object->type = &type;
  if (has_flag(&type, type_flags::heap)) incref(reinterpret_cast<Object*>(&type));
  return Ref<T>::steal(reinterpret_cast<T*>(object));
}

// A container object of `size` bytes; only the head is set. The caller fills the fields, then calls memory::track.
template <class T>
Result<Ref<T>> new_container(Context& cx, Type& type, std::size_t size = sizeof(T)) {
  Object* object = memory::allocate_container(size, has_flag(&type, type_flags::managed_dict) ? 16 : 0);
  if (!object) [[unlikely]] return raise_memory_error(cx);
  object->refcount = 1;
  object->type = &type;
  if (has_flag(&type, type_flags::heap)) incref(reinterpret_cast<Object*>(&type));
  return Ref<T>::steal(reinterpret_cast<T*>(object));
}

// The usual tp_free: gives back a plain or a container block, whichever the type makes.
void free_object(void* object);        // PyObject_Free
void free_container(void* object);     // PyObject_GC_Del

}  // namespace krait
