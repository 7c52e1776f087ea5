// Private to this room: arenas, and what a heap keeps beside its fast lists.
#pragma once

#include "memory/collector.h"
#include "memory/memory.h"

namespace krait::memory {

struct Arena {
  char* base;
  std::uint64_t free;  // bit i: pool i is free
  Kind kind;
  bool huge;              // one span larger than an arena can hold; `size` bytes were mapped
  std::size_t size;
  Arena *next, *previous;  // among arenas with as many free pools
  std::uint32_t index;     // in Books::arenas
  int idle;                // pools kept although empty; may count some that are in use again
};

// What the slow paths of a heap need.
struct Books {
  Pool* lists[plain_classes];                // pools with room; front[] points to their heads unless requests are watched
  Pool* container_lists[container_classes];
  Arena* by_free[2][pools_per_arena + 1];    // arenas of a kind by their number of free pools
  std::uint64_t has_free[2];                 // bit n: by_free[kind][n + 1] is not empty
  Arena** arenas;
  std::size_t arena_count, arena_room;
  Arena* spare[2];  // an empty arena kept for the next need
  std::size_t arenas_made, arenas_most, arenas_now;
  Collector collector;
  bool watched;  // plain requests go through hooks
};

extern Pool full_pool;  // a pool that never has room

// A free pool of the kind, or `count` of them in a row; null when out of memory. Not initialised but for `arena`.
Pool* take_pools(Heap& heap, Kind kind, int count);
void give_pools(Heap& heap, Pool* pool, int count);
// A container span too large for an arena.
Pool* map_huge(Heap& heap, std::size_t bytes);
void unmap_huge(Heap& heap, Pool* pool);
Heap& heap_of(Pool* pool);

// Gives back an arena's idle pools when nothing else is left in it.
void give_idle_pools(Heap& heap, Arena* arena);

// Sets up and lists a pool for a class; makes the next blocks of a pool available. False: none left.
Pool* open_pool(Heap& heap, Kind kind, int class_);
bool extend_pool(Pool* pool);
std::size_t class_size(int class_);

void set_address_kind(const void* base, Kind kind);

// Calls visit(pool) for every pool of a kind that holds blocks, in the order of arenas and addresses.
template <class F>
void for_each_pool(Heap& heap, Kind kind, F&& visit) {
  Books& books = *heap.books;
  for (std::size_t i = 0; i < books.arena_count; ++i) {
    Arena* arena = books.arenas[i];
    if (arena->kind != kind) continue;
    for (int at = 0; at < pools_per_arena;) {
      if (arena->free >> at & 1) {
        ++at;
        continue;
      }
      auto* pool = reinterpret_cast<Pool*>(arena->base + at * pool_size);
      int span = pool->reciprocal ? 1 : static_cast<int>((pool->first + std::size_t{pool->block_size} + pool_size - 1) / pool_size);
      if (pool->used) visit(pool);
      at += arena->huge ? pools_per_arena : span;
    }
  }
}

// Blocks handed out at the moment (sys.getallocatedblocks).
std::size_t allocated_blocks();

}  // namespace krait::memory
