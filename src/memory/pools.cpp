// Pools: cut for one size, listed while they have room, given back when empty.
//
// Blocks become available a few at a time: the part of a pool that was never used stays untouched, and so costs no memory.
#include <cstring>

#include "memory/arena.h"
#include "memory/hooks.h"

namespace krait::memory {

namespace {

constexpr std::uint16_t large_sizes[large_classes] = {672, 800, 1008, 1344, 1616, 2032, 2704, 3248, 4064, 5408, 8128};
static_assert(large_sizes[large_classes - 1] == container_limit);

consteval LargeClassTable make_table() {
  LargeClassTable made{};
  for (std::size_t i = 0; i < sizeof made.classes; ++i) {
    int at = 0;
    while (large_sizes[at] < (i + 1) * 16) ++at;
    made.classes[i] = static_cast<std::uint8_t>(plain_classes + at);
  }
  return made;
}

constexpr std::size_t bytes_at_once = 1024;  // how much of a pool is chained in one step

Pool*& list_of(Books& books, Pool* pool) {
  return pool->arena->kind == Kind::container ? books.container_lists[pool->class_] : books.lists[pool->class_];
}

// The fast path's pointer follows the head of the list.
void show_front(Heap& heap, Pool* pool) {
  Books& books = *heap.books;
  if (pool->arena->kind == Kind::container) {
    Pool* head = books.container_lists[pool->class_];
    heap.container_front[pool->class_] = head && !container_made ? head : &full_pool;
  } else {
    Pool* head = books.lists[pool->class_];
    heap.front[pool->class_] = head && !books.watched ? head : &full_pool;
  }
}

void list_pool(Heap& heap, Pool* pool) {
  Pool*& head = list_of(*heap.books, pool);
  pool->previous = nullptr;
  pool->next = head;
  if (head) head->previous = pool;
  head = pool;
  pool->listed = true;
  show_front(heap, pool);
}

void unlist_pool(Heap& heap, Pool* pool) {
  Pool*& head = list_of(*heap.books, pool);
  if (pool->previous) pool->previous->next = pool->next;
  else head = pool->next;
  if (pool->next) pool->next->previous = pool->previous;
  pool->listed = false;
  show_front(heap, pool);
}

void set_up(Pool* pool, Kind kind, int class_) {
  std::size_t size = class_size(class_);
  std::size_t states = 0, first = plain_head;
  if (kind == Kind::container) {
    std::size_t most = (pool_size - container_head) / (size + 1);
    for (;; --most) {
      first = (container_head + most + 15) & ~std::size_t{15};
      if (first < span_first) first = span_first;
      if (first + most * size <= pool_size) break;
    }
    states = most;
  }
  pool->free = nullptr;
  pool->block_size = static_cast<std::uint32_t>(size);
  pool->reciprocal = static_cast<std::uint32_t>(((std::uint64_t{1} << 32) + size - 1) / size);
  pool->first = static_cast<std::uint16_t>(first);
  pool->capacity = static_cast<std::uint16_t>(kind == Kind::container ? states : (pool_size - first) / size);
  pool->used = 0;
  pool->touched = 0;
  pool->references = nullptr;
  pool->class_ = static_cast<std::uint8_t>(class_);
  pool->listed = false;
  pool->idle = false;
  pool->prefix = class_ >= container_sizes ? 16 : 0;
  if (kind == Kind::container) std::memset(states_of(pool), 0, states);
}

}  // namespace

constinit const LargeClassTable large_class_table = make_table();

constinit Pool full_pool{};

std::size_t class_size(int class_) {
  if (class_ >= container_sizes) class_ -= container_sizes;
  return class_ < plain_classes ? (static_cast<std::size_t>(class_) + 1) * 16 : large_sizes[class_ - plain_classes];
}

bool extend_pool(Pool* pool) {
  std::size_t left = static_cast<std::size_t>(pool->capacity - pool->touched);
  if (left == 0) return false;
  std::size_t count = bytes_at_once / pool->block_size;
  if (count < 1) count = 1;
  if (count > left) count = left;
  // Chained so that they are handed out by ascending address.
  for (std::size_t i = count; i-- > 0;) {
    auto* block = reinterpret_cast<Word*>(block_at(pool, pool->touched + i));
    *block = reinterpret_cast<Word>(pool->free);
    pool->free = block;
  }
  pool->touched = static_cast<std::uint16_t>(pool->touched + count);
  return true;
}

Pool* open_pool(Heap& heap, Kind kind, int class_) {
  Books& books = *heap.books;
  Pool*& head = kind == Kind::container ? books.container_lists[class_] : books.lists[class_];
  while (Pool* pool = head) {
    if (pool->free || extend_pool(pool)) return pool;
    unlist_pool(heap, pool);
  }
  Pool* pool = take_pools(heap, kind, 1);
  if (!pool) return nullptr;
  set_up(pool, kind, class_);
  extend_pool(pool);
  list_pool(heap, pool);
  return pool;
}

void give_idle_pools(Heap& heap, Arena* arena) {
  Pool* idle[pools_per_arena];
  int count = 0;
  bool busy = false;
  for (int i = 0; i < pools_per_arena; ++i) {
    if (arena->free >> i & 1) continue;
    auto* pool = reinterpret_cast<Pool*>(arena->base + i * pool_size);
    if (pool->reciprocal == 0) return;  // a span
    if (pool->used == 0 && pool->idle) idle[count++] = pool;
    else busy = true, pool->idle = false;
  }
  arena->idle = count;
  if (busy) return;
  for (int i = 0; i < count; ++i) {
    unlist_pool(heap, idle[i]);
    give_pools(heap, idle[i], 1);  // the last one may take the arena with it
  }
}

// A block has come back to a pool that had none to give, or the last one has come back.
void pool_changed(Pool* pool) {
  Heap& heap = *current_heap;
  if (pool->used != 0) {
    if (!pool->listed) list_pool(heap, pool);
    return;
  }
  // The only pool of its class with room is kept: a program that makes and drops one object at a time would otherwise cut pools.
  Arena* arena = pool->arena;
  Pool* head = list_of(*heap.books, pool);
  bool keep = pool->listed ? head == pool && !pool->next : !head;
  if (keep) {
    if (!pool->listed) list_pool(heap, pool);
    if (!pool->idle) {
      pool->idle = true;
      ++arena->idle;
    }
  } else {
    if (pool->listed) unlist_pool(heap, pool);
    if (pool->idle) --arena->idle;
    bool last = __builtin_popcountll(~arena->free) == 1;
    give_pools(heap, pool, 1);
    if (last) return;
  }
  // Idle pools alone are no reason to hold an arena, unless it is the only one.
  if (arena->idle >= __builtin_popcountll(~arena->free) && heap.books->arenas_now > 2) give_idle_pools(heap, arena);
}

}  // namespace krait::memory
