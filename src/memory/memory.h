// The small interface of the memory room: blocks of memory, and objects the collector knows.
//
// Two kinds of blocks. Plain ones (allocate) hold anything. Container blocks (allocate_container) hold objects of types with the gc
// flag; what the collector needs to know of them (tracked, generation, finalised, count copy) lies in side tables of their pools, so
// such an object has no head before it. All functions are for a thread that holds its isolate's lock, but for the raw_ ones.
#pragma once

#include "memory/pool.h"
#include "memory/type.h"

namespace krait::memory {

// --- the raw domain: any thread, no interpreter (PyMem_RawMalloc). Null when out of memory.
[[nodiscard]] void* raw_allocate(std::size_t size);
[[nodiscard]] void* raw_allocate_zeroed(std::size_t count, std::size_t size);
[[nodiscard]] void* raw_resize(void* block, std::size_t size);
void raw_release(void* block);

// --- the object domain (PyObject_Malloc, PyMem_Malloc); 16-byte aligned; null when out of memory; size 0 gives a block.
[[nodiscard]] KR_INLINE void* allocate(std::size_t size) {
  if (size - 1 < small_limit) [[likely]]
    if (void* block = take_block(current_heap->front[(size - 1) >> 4])) [[likely]] return block;
  return allocate_slow(size);
}
[[nodiscard]] void* allocate_zeroed(std::size_t count, std::size_t size);
[[nodiscard]] void* resize(void* block, std::size_t size);
KR_INLINE void release(void* block) {
  if (address_kind(block) == Kind::plain) [[likely]] {
    Pool* pool = pool_of(block);
    if (give_block(pool, block)) [[unlikely]] pool_changed(pool);
    return;
  }
  release_slow(block);
}

// --- containers. `prefix` bytes (0 or 16) are kept before the object for a managed dict and start out zero.
// May run a collection, and with it any Python code, before it allocates. The object starts untracked; its bytes are not cleared.
[[nodiscard]] KR_INLINE Object* allocate_container(std::size_t size, std::size_t prefix) {
  Heap* heap = current_heap;
  std::size_t whole = size + prefix;
  if (whole - 1 < container_limit && heap->count0 < heap->limit0) [[likely]] {
    if (auto* block = static_cast<Word*>(take_block(heap->container_front[class_of(whole) + (prefix ? container_sizes : 0)]))) [[likely]] {
      ++heap->count0;
      if (prefix) block[0] = block[1] = 0;
      return reinterpret_cast<Object*>(reinterpret_cast<char*>(block) + prefix);
    }
  }
  return allocate_container_slow(size, prefix);
}
// Moves an untracked container to a larger or smaller block; as resize(). The object has no prefix.
[[nodiscard]] Object* resize_container(Object* object, std::size_t size);
void release_container(Object* object);

// The collector's interest. track() when the object's fields are all valid; untrack() before they stop being so.
KR_INLINE void track(Object* object) {
  std::uint8_t& bits = state_of(object);
  KR_ASSERT(!(bits & state::tracked));
  bits = static_cast<std::uint8_t>((bits & state::finalized) | state::tracked);
  log_add(current_heap->young, object);
}
KR_INLINE void untrack(Object* object) { state_of(object) &= state::finalized; }
KR_INLINE bool is_tracked(const Object* object) {
  return address_kind(object) == Kind::container && (state_of(object) & state::tracked);
}
KR_INLINE bool is_finalized(const Object* object) {
  return address_kind(object) == Kind::container && (state_of(object) & state::finalized);
}
KR_INLINE void set_finalized(Object* object) { state_of(object) |= state::finalized; }
// True for an object whose type is a container type (and, by tp_is_gc, the object itself is one).
bool is_container(const Object* object);

// --- the end of an object's life
// For a tp_dealloc that runs tp_finalize: true when the finaliser brought the object back to life (the caller then returns).
bool finalize_from_dealloc(Object* object);
// Clears the weak references to an object that is about to die and calls their callbacks. Set by the weak reference room.
extern void (*clear_weak_references)(Object* object);

}  // namespace krait::memory
