// Allocators that can be exchanged: the three domains of PyMem_SetAllocator, the debug layer, and tracemalloc's eye on all of it.
#pragma once

#include "memory/memory.h"

namespace krait::memory {

enum class Domain : int { raw = 0, mem = 1, object = 2 };  // PyMemAllocatorDomain

struct Allocator {  // PyMemAllocatorEx
  void* context;
  void* (*allocate)(void* context, std::size_t size);
  void* (*allocate_zeroed)(void* context, std::size_t count, std::size_t size);
  void* (*resize)(void* context, void* block, std::size_t size);
  void (*release)(void* context, void* block);
};

void get_allocator(Domain domain, Allocator* out);
void set_allocator(Domain domain, const Allocator* allocator);
// By name, as PYTHONMALLOC has them: default, debug, pymalloc, pymalloc_debug, malloc, malloc_debug. False: no such name.
bool set_allocators_by_name(const char* name);
// Which of these names describes what is installed; null for something else.
const char* allocator_name();
// Puts the debug layer around what is installed (PyMem_SetupDebugHooks).
void set_up_debug_hooks();

void* domain_allocate(Domain domain, std::size_t size);
void* domain_allocate_zeroed(Domain domain, std::size_t count, std::size_t size);
void* domain_resize(Domain domain, void* block, std::size_t size);
void domain_release(Domain domain, void* block);

// Containers do not pass through the allocators (their pools hold the collector's books), so who traces allocations is told of
// them here. Null: nobody does.
extern void (*container_made)(void* block, std::size_t size);
extern void (*container_released)(void* block);
void watch_containers(void (*made)(void*, std::size_t), void (*released)(void*));

// pools first, then the C heap
void* pool_allocate(std::size_t size);
void* pool_allocate_zeroed(std::size_t count, std::size_t size);
void* pool_resize(void* block, std::size_t size);
void pool_release(void* block);

Heap& first_heap();
// sys._debugmallocstats: CPython's report, written to stderr.
void write_statistics();

}  // namespace krait::memory
