// Containers: blocks whose pools keep the collector's books.
#include <cstdlib>
#include <cstring>

#include "memory/arena.h"
#include "memory/collector.h"
#include "memory/hooks.h"

namespace krait::memory {

namespace {

// A container larger than any pool's blocks: one block in a span of pools, or in a mapping of its own.
char* allocate_span(Heap& heap, std::size_t size, std::size_t prefix) {
  if (size > static_cast<std::size_t>(index_max) - arena_size) return nullptr;
  std::size_t whole = size + span_first;
  Pool* pool = nullptr;
  if (whole <= arena_size) {
    pool = take_pools(heap, Kind::container, static_cast<int>((whole + pool_size - 1) / pool_size));
  } else {
    pool = map_huge(heap, whole);
  }
  if (!pool) return nullptr;
  if (size > UINT32_MAX) size = UINT32_MAX;  // only told, never counted with: a huge span is a whole mapping
  pool->free = nullptr;
  pool->block_size = static_cast<std::uint32_t>(size);
  pool->reciprocal = 0;
  pool->first = span_first;
  pool->capacity = pool->used = pool->touched = 1;
  pool->references = nullptr;
  pool->class_ = 0;
  pool->prefix = static_cast<std::uint8_t>(prefix);
  pool->listed = false;
  pool->idle = false;
  states_of(pool)[0] = 0;
  return block_at(pool, 0);
}

void release_span(Heap& heap, Pool* pool) {
  if (pool->arena->huge) return unmap_huge(heap, pool);
  give_pools(heap, pool, static_cast<int>((pool->first + std::size_t{pool->block_size} + pool_size - 1) / pool_size));
}

char* allocate_block(Heap& heap, std::size_t size, std::size_t prefix) {
  if (size > container_limit) return allocate_span(heap, size, prefix);
  Pool* pool = open_pool(heap, Kind::container, class_of(size ? size : 1) + (prefix ? container_sizes : 0));
  return pool ? static_cast<char*>(take_block(pool)) : nullptr;
}

}  // namespace

Object* allocate_container_slow(std::size_t size, std::size_t prefix) {
  Heap& heap = *current_heap;
  if (size > static_cast<std::size_t>(index_max) - arena_size) return nullptr;
  if (++heap.count0 > heap.limit0) consider_collection();
  char* block = allocate_block(heap, size + prefix, prefix);
  if (!block) return nullptr;
  if (prefix) std::memset(block, 0, prefix);
  if (container_made) [[unlikely]] container_made(block, size + prefix);
  return reinterpret_cast<Object*>(block + prefix);
}

void release_container(Object* object) {
  Heap& heap = *current_heap;
  Pool* pool = pool_of(object);
  std::size_t number = block_number(pool, object);
  KR_ASSERT(address_kind(object) == Kind::container && !(states_of(pool)[number] & state::tracked));
  states_of(pool)[number] = 0;
  if (heap.count0 > 0) --heap.count0;
  if (container_released) [[unlikely]] container_released(block_at(pool, number));
  if (pool->reciprocal == 0) [[unlikely]] return release_span(heap, pool);
  if (give_block(pool, block_at(pool, number))) [[unlikely]] pool_changed(pool);
}

Object* resize_container(Object* object, std::size_t size) {
  KR_ASSERT(!is_tracked(object));
  Pool* pool = pool_of(object);
  std::size_t have = pool->arena->huge ? pool->arena->size - span_first : pool->block_size;
  if (size <= have && 4 * size > 3 * have) return object;
  Heap& heap = *current_heap;
  char* block = allocate_block(heap, size, 0);
  if (!block) return size <= have ? object : nullptr;
  std::memcpy(block, object, have < size ? have : size);
  auto* moved = reinterpret_cast<Object*>(block);
  state_of(moved) = state_of(object) & state::finalized;
  if (container_made) container_made(block, size);
  ++heap.count0;  // release_container counts one down
  release_container(object);
  return moved;
}

}  // namespace krait::memory
