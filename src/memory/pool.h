// Arenas, pools, blocks: the layout of Krait's memory, and the short ways through it that are worth inlining.
//
//     arena   1 MiB, aligned at 1 MiB     64 pools; given back to the system when all of them are free
//     pool    16 KiB, aligned at 16 KiB   blocks of one size, or one large container in a span of pools
//     block   multiples of 16 bytes       free ones are chained through their first word; never used ones are not touched
//
// From any pointer into an arena the pool follows by masking, and `address_kind` tells from two small tables whether a pointer lies in
// an arena at all, and in which kind: plain blocks and containers never share one. What the collector knows of a container is one
// byte in its pool's head, found from the block's number; the object itself carries nothing.
//
//     container pool:  | head 64 | state bytes, one per block | block 0 | block 1 | ...
//
// A heap (one per isolate) keeps for each class the list of pools with room. `front` is the head of that list, or the ever-full pool
// while somebody wants to see every request (debug allocators, tracemalloc): so the fast path needs no test for that.
#pragma once

#include "memory/head.h"

namespace krait::memory {

inline constexpr std::size_t arena_size = 1 << 20, pool_size = 1 << 14;
inline constexpr int pools_per_arena = arena_size / pool_size;
inline constexpr std::size_t small_limit = 512;  // larger plain blocks come from the C heap
inline constexpr int plain_classes = 32;
// Containers have pools for larger blocks too, so that their books can be kept; sizes chosen to fill a pool with 24 … 2 blocks.
inline constexpr std::size_t container_limit = 8128;
inline constexpr int large_classes = 11;
inline constexpr int container_sizes = plain_classes + large_classes;
inline constexpr int container_classes = 2 * container_sizes;  // the second half: blocks with a prefix

enum class Kind : std::uint8_t { foreign = 0, plain = 1, container = 2, hooked_plain = 3 };

struct Arena;

struct Pool {
  Word* free;               // chain of free blocks
  Pool* next;               // in the list of pools with room
  Pool* previous;
  Arena* arena;
  std::uint32_t block_size;
  std::uint32_t reciprocal;  // 2^32 / block_size, rounded up; 0 for a span
  std::uint16_t first;       // offset of block 0
  std::uint16_t capacity;    // in blocks
  std::uint16_t used;        // blocks handed out
  std::uint16_t touched;     // blocks that have been handed out at least once, or are in the chain
  // --- container pools only
  std::uint32_t* references;  // the collector's copies of the counts, while it works
  std::uint8_t class_;
  bool listed;  // in the list of pools with room
  bool idle;    // was kept although empty, for the next of its class
  std::uint8_t prefix;  // bytes before the object in each block: 0 or 16
};
static_assert(sizeof(Pool) == 64);
inline constexpr std::size_t plain_head = 64;
inline constexpr std::size_t container_head = 64;
inline constexpr std::size_t span_first = 112;  // where the only block of a span begins

// --- the collector's byte of a container
namespace state {
inline constexpr std::uint8_t tracked = 1;
inline constexpr std::uint8_t generation = 6;  // 0 young, 2 middle, 4 old, 6 frozen
inline constexpr std::uint8_t middle = 2, old = 4, frozen = 6;
inline constexpr std::uint8_t finalized = 8;
inline constexpr std::uint8_t candidate = 16;    // among those examined now
inline constexpr std::uint8_t reachable = 32;    // found to be in use from outside
inline constexpr std::uint8_t unreachable = 64;  // about to be collected
inline constexpr std::uint8_t seen = 128;        // scratch for scanning logs
}  // namespace state

// A growing list of objects, in the order in which they were tracked. Entries may be stale: the object's state decides.
struct Log {
  Object** items;
  std::size_t size, room;
  bool overflowed;  // too many to list: the generation is found by walking the pools
};

struct Heap {
  Pool* front[plain_classes];                // where allocate() looks
  Pool* container_front[container_classes];  // where allocate_container() looks
  Log young, middle;
  int count0, limit0;  // containers made minus released since the last collection; past limit0 it is time to collect
  // --- the rest is for the slow paths
  struct Books* books;
};

extern thread_local constinit Heap* current_heap;

// --- addresses
inline constexpr int leaf_bits = 14;
extern std::uint8_t* address_map[1 << 13];  // by bits 34–46, then by bits 20–33; null where there is no arena

KR_INLINE Kind address_kind(const void* pointer) {
  Word address = reinterpret_cast<Word>(pointer);
  const std::uint8_t* leaf = address_map[address >> 34 & 0x1fff];
  return leaf ? static_cast<Kind>(leaf[address >> 20 & 0x3fff]) : Kind::foreign;
}

KR_INLINE Pool* pool_of(const void* pointer) {
  return reinterpret_cast<Pool*>(reinterpret_cast<Word>(pointer) & ~Word{pool_size - 1});
}

KR_INLINE std::uint8_t* states_of(Pool* pool) { return reinterpret_cast<std::uint8_t*>(pool) + container_head; }

KR_INLINE std::size_t block_number(const Pool* pool, const void* pointer) {
  std::size_t offset = (reinterpret_cast<Word>(pointer) & (pool_size - 1)) - pool->first;
  return static_cast<std::size_t>(static_cast<std::uint64_t>(offset) * pool->reciprocal >> 32);
}

KR_INLINE std::uint8_t& state_of(const void* container) {
  Pool* pool = pool_of(container);
  return states_of(pool)[block_number(pool, container)];
}

KR_INLINE char* block_at(Pool* pool, std::size_t number) {
  return reinterpret_cast<char*>(pool) + pool->first + number * pool->block_size;
}

// The class of a size, 1 … container_limit.
struct LargeClassTable {
  std::uint8_t classes[container_limit / 16];
};
extern const LargeClassTable large_class_table;
KR_INLINE int class_of(std::size_t size) {
  if (size <= small_limit) return static_cast<int>((size - 1) >> 4);
  return large_class_table.classes[(size - 1) >> 4];
}

KR_INLINE void* take_block(Pool* pool) {
  Word* block = pool->free;
  if (block) [[likely]] {
    pool->free = reinterpret_cast<Word*>(*block);
    ++pool->used;
  }
  return block;
}

// True when the pool's place in the lists changes: it was full, or is empty now.
KR_INLINE bool give_block(Pool* pool, void* block) {
  Word* old = pool->free;
  *static_cast<Word*>(block) = reinterpret_cast<Word>(old);
  pool->free = static_cast<Word*>(block);
  return (--pool->used == 0) | (old == nullptr);
}

// --- slow paths (memory.cpp, container.cpp)
[[gnu::noinline]] void* allocate_slow(std::size_t size);
[[gnu::noinline]] void release_slow(void* block);
[[gnu::noinline]] void pool_changed(Pool* pool);
[[gnu::noinline]] Object* allocate_container_slow(std::size_t size, std::size_t prefix);
[[gnu::noinline]] void log_full(Log& log);

KR_INLINE void log_add(Log& log, Object* object) {
  if (log.size == log.room) [[unlikely]] log_full(log);
  if (log.size < log.room) [[likely]] log.items[log.size++] = object;
}

}  // namespace krait::memory
