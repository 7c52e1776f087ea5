// The small interface of the memory room: blocks of memory, and objects the collector knows.
//
// Two kinds of blocks. Plain ones (allocate) hold anything. Container blocks (allocate_container) hold objects of types with the gc
// flag; what the collector needs to know of them (tracked, generation, finalised, count copy) lies in side tables of their pools, so
// such an object has no head before it. All functions are for a thread that holds its isolate's lock, but for the raw_ ones.
#pragma once

#include "memory/type.h"

namespace krait::memory {

// --- the raw domain: any thread, no interpreter (PyMem_RawMalloc). Null when out of memory.
[[nodiscard]] void* raw_allocate(std::size_t size);
[[nodiscard]] void* raw_allocate_zeroed(std::size_t count, std::size_t size);
[[nodiscard]] void* raw_resize(void* block, std::size_t size);
void raw_release(void* block);

// --- the object domain (PyObject_Malloc, PyMem_Malloc); 16-byte aligned; null when out of memory; size 0 gives a block.
[[nodiscard]] void* allocate(std::size_t size);
[[nodiscard]] void* allocate_zeroed(std::size_t count, std::size_t size);
[[nodiscard]] void* resize(void* block, std::size_t size);
void release(void* block);

// --- containers. `prefix` bytes (0 or 16) are kept before the object for a managed dict and start out zero.
// May run a collection, and with it any Python code, before it allocates. The object starts untracked; its bytes are not cleared.
[[nodiscard]] Object* allocate_container(std::size_t size, std::size_t prefix);
// Moves an untracked container to a larger or smaller block; as resize().
[[nodiscard]] Object* resize_container(Object* object, std::size_t size);
void release_container(Object* object);

// The collector's interest. track() when the object's fields are all valid; untrack() before they stop being so.
void track(Object* object);
void untrack(Object* object);
bool is_tracked(const Object* object);
bool is_finalized(const Object* object);
void set_finalized(Object* object);
// True for an object whose type is a container type (and, by tp_is_gc, the object itself is one).
bool is_container(const Object* object);

// --- the end of an object's life
// For a tp_dealloc that runs tp_finalize: true when the finaliser brought the object back to life (the caller then returns).
bool finalize_from_dealloc(Object* object);
// Clears the weak references to an object that is about to die and calls their callbacks. Set by the weak reference room.
extern void (*clear_weak_references)(Object* object);

}  // namespace krait::memory
