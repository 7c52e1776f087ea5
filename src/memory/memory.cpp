// Plain blocks: the slow ways. Small ones from pools, larger ones from the C heap; and the raw domain.
#include "memory/memory.h"

#include <malloc.h>

#include <cstdlib>
#include <cstring>

#include "memory/arena.h"
#include "memory/hooks.h"

namespace krait::memory {

namespace {

constinit Books main_books{};

consteval Heap make_main_heap() {
  Heap heap{};
  for (auto& pool : heap.front) pool = &full_pool;
  for (auto& pool : heap.container_front) pool = &full_pool;
  heap.limit0 = 700;
  heap.books = &main_books;
  return heap;
}
constinit Heap main_heap = make_main_heap();

}  // namespace

thread_local constinit Heap* current_heap = &main_heap;

Heap& first_heap() { return main_heap; }

// --- the C heap under it all
namespace system_heap {
void* allocate(std::size_t size) { return size > static_cast<std::size_t>(index_max) ? nullptr : std::malloc(size ? size : 1); }
void* allocate_zeroed(std::size_t count, std::size_t size) {
  if (size && count > static_cast<std::size_t>(index_max) / size) return nullptr;
  return count && size ? std::calloc(count, size) : std::calloc(1, 1);
}
void* resize(void* block, std::size_t size) {
  return size > static_cast<std::size_t>(index_max) ? nullptr : std::realloc(block, size ? size : 1);
}
}  // namespace system_heap

// --- pools first, the C heap for the rest: what "pymalloc" names
void* pool_allocate(std::size_t size) {
  if (size - 1 < small_limit) {
    Heap& heap = *current_heap;
    if (Pool* pool = open_pool(heap, Kind::plain, class_of(size))) return take_block(pool);
  }
  return system_heap::allocate(size);
}

void* pool_allocate_zeroed(std::size_t count, std::size_t size) {
  std::size_t whole;
  if (__builtin_mul_overflow(count, size, &whole)) return nullptr;
  if (whole - 1 >= small_limit) return system_heap::allocate_zeroed(count, size);
  void* block = pool_allocate(whole);
  if (block) std::memset(block, 0, whole);
  return block;
}

static bool in_pool(const void* block) {
  Kind kind = address_kind(block);
  return kind == Kind::plain || kind == Kind::hooked_plain;
}

void pool_release(void* block) {
  if (!in_pool(block)) return std::free(block);
  Pool* pool = pool_of(block);
  if (give_block(pool, block)) pool_changed(pool);
}

// A block keeps its place when it fits and would not waste more than a quarter.
void* pool_resize(void* block, std::size_t size) {
  if (!block) return pool_allocate(size);
  if (!in_pool(block)) {
    if (size - 1 >= small_limit) return system_heap::resize(block, size);
    std::size_t old_size = malloc_usable_size(block);
    void* moved = pool_allocate(size);
    if (!moved) return nullptr;
    std::memcpy(moved, block, old_size < size ? old_size : size);
    std::free(block);
    return moved;
  }
  std::size_t have = pool_of(block)->block_size;
  if (size <= have && 4 * size > 3 * have) return block;
  void* moved = pool_allocate(size);
  if (!moved) return size <= have ? block : nullptr;
  std::memcpy(moved, block, have < size ? have : size);
  pool_release(block);
  return moved;
}

// --- the domains. While nobody watches, the object domain goes straight to the pools.
void* allocate_slow(std::size_t size) {
  if (current_heap->books->watched) [[unlikely]] return domain_allocate(Domain::object, size);
  return pool_allocate(size);
}

void release_slow(void* block) {
  if (!block) return;
  if (current_heap->books->watched) [[unlikely]] return domain_release(Domain::object, block);
  pool_release(block);
}

void* allocate_zeroed(std::size_t count, std::size_t size) {
  if (current_heap->books->watched) [[unlikely]] return domain_allocate_zeroed(Domain::object, count, size);
  return pool_allocate_zeroed(count, size);
}

void* resize(void* block, std::size_t size) {
  if (current_heap->books->watched) [[unlikely]] return domain_resize(Domain::object, block, size);
  return pool_resize(block, size);
}

void* raw_allocate(std::size_t size) { return domain_allocate(Domain::raw, size); }
void* raw_allocate_zeroed(std::size_t count, std::size_t size) { return domain_allocate_zeroed(Domain::raw, count, size); }
void* raw_resize(void* block, std::size_t size) { return domain_resize(Domain::raw, block, size); }
void raw_release(void* block) { domain_release(Domain::raw, block); }

}  // namespace krait::memory
