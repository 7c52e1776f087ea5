// Arenas: 1 MiB from the system, cut into pools.
//
// A pool is taken from the arena with the fewest free pools, so that nearly empty arenas get a chance to become empty and go back to
// the system. Arenas are listed by their number of free pools; a 64-bit mask finds the right list at once.
#include "memory/arena.h"

#include <sys/mman.h>

#include <bit>
#include <cstdlib>
#include <cstring>
#include <initializer_list>

namespace krait::memory {

std::uint8_t* address_map[1 << 13];

void set_address_kind(const void* base, Kind kind) {
  Word address = reinterpret_cast<Word>(base);
  std::uint8_t*& leaf = address_map[address >> 34 & 0x1fff];
  if (!leaf) {
    if (kind == Kind::foreign) return;
    auto* made = static_cast<std::uint8_t*>(std::calloc(1, 1 << leaf_bits));
    if (!made) fatal_error(__func__, "out of memory for the map of arenas");
    leaf = made;
  }
  leaf[address >> 20 & 0x3fff] = static_cast<std::uint8_t>(kind);
}

namespace {

// `bytes` from the system, aligned at the size of an arena.
char* map_aligned(std::size_t bytes) {
  static thread_local char* hint = nullptr;  // below the last one: usually free and already aligned
  void* got = ::mmap(hint ? hint - bytes : nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (got == MAP_FAILED) return nullptr;
  auto* base = static_cast<char*>(got);
  if (reinterpret_cast<Word>(base) & (arena_size - 1)) {
    ::munmap(base, bytes);
    got = ::mmap(nullptr, bytes + arena_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (got == MAP_FAILED) return nullptr;
    auto* start = static_cast<char*>(got);
    base = reinterpret_cast<char*>((reinterpret_cast<Word>(start) + arena_size - 1) & ~Word{arena_size - 1});
    if (base > start) ::munmap(start, base - start);
    char* end = start + bytes + arena_size;
    if (base + bytes < end) ::munmap(base + bytes, end - (base + bytes));
  }
  hint = base;
  return base;
}

int list_kind(const Arena* arena) { return arena->kind == Kind::container; }

void unlink(Books& books, Arena* arena) {
  int free = std::popcount(arena->free);
  if (free == 0) return;
  Arena*& head = books.by_free[list_kind(arena)][free];
  if (arena->previous) arena->previous->next = arena->next;
  else head = arena->next;
  if (arena->next) arena->next->previous = arena->previous;
  if (!head) books.has_free[list_kind(arena)] &= ~(std::uint64_t{1} << (free - 1));
}

void link(Books& books, Arena* arena) {
  int free = std::popcount(arena->free);
  if (free == 0) return;
  Arena*& head = books.by_free[list_kind(arena)][free];
  arena->previous = nullptr;
  arena->next = head;
  if (head) head->previous = arena;
  head = arena;
  books.has_free[list_kind(arena)] |= std::uint64_t{1} << (free - 1);
}

Arena* new_arena(Heap& heap, Kind kind, std::size_t bytes) {
  Books& books = *heap.books;
  if (books.arena_count == books.arena_room) {
    std::size_t room = books.arena_room ? books.arena_room * 2 : 16;
    auto* grown = static_cast<Arena**>(std::realloc(books.arenas, room * sizeof(Arena*)));
    if (!grown) return nullptr;
    books.arenas = grown;
    books.arena_room = room;
  }
  auto* arena = static_cast<Arena*>(std::calloc(1, sizeof(Arena)));
  if (!arena) return nullptr;
  arena->base = map_aligned(bytes);
  if (!arena->base) return std::free(arena), nullptr;
  arena->kind = kind;
  arena->size = bytes;
  arena->huge = bytes > arena_size;
  arena->index = static_cast<std::uint32_t>(books.arena_count);
  books.arenas[books.arena_count++] = arena;
  set_address_kind(arena->base, kind == Kind::plain && books.watched ? Kind::hooked_plain : kind);
  ++books.arenas_made;
  if (++books.arenas_now > books.arenas_most) books.arenas_most = books.arenas_now;
  return arena;
}

void drop_arena(Heap& heap, Arena* arena) {
  Books& books = *heap.books;
  set_address_kind(arena->base, Kind::foreign);
  ::munmap(arena->base, arena->size);
  // The order of the others is the order in which the heap is walked: keep it.
  std::memmove(books.arenas + arena->index, books.arenas + arena->index + 1,
               (books.arena_count - arena->index - 1) * sizeof(Arena*));
  --books.arena_count;
  for (std::size_t i = arena->index; i < books.arena_count; ++i) books.arenas[i]->index = static_cast<std::uint32_t>(i);
  --books.arenas_now;
  std::free(arena);
}

// The first of `count` free pools in a row; -1: there is none.
int find_run(std::uint64_t free, int count) {
  std::uint64_t runs = free;
  for (int i = 1; i < count && runs; ++i) runs &= free >> i;
  return runs ? std::countr_zero(runs) : -1;
}

std::uint64_t run_mask(int at, int count) { return (count == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1) << at; }

// An arena with `count` free pools in a row, the fullest one that has them.
Arena* find_arena(Heap& heap, Kind kind, int count, int* at) {
  Books& books = *heap.books;
  std::uint64_t candidates = books.has_free[kind == Kind::container];
  candidates &= ~std::uint64_t{0} << (count - 1);
  for (; candidates; candidates &= candidates - 1) {
    for (Arena* arena = books.by_free[kind == Kind::container][std::countr_zero(candidates) + 1]; arena; arena = arena->next) {
      *at = find_run(arena->free, count);
      if (*at >= 0) return arena;
    }
  }
  return nullptr;
}

}  // namespace

Pool* take_pools(Heap& heap, Kind kind, int count) {
  Books& books = *heap.books;
  int at = 0;
  Arena* arena = find_arena(heap, kind, count, &at);
  if (!arena) {
    arena = new_arena(heap, kind, arena_size);
    if (!arena) return nullptr;
    arena->free = ~std::uint64_t{0};
    at = 0;
  } else {
    unlink(books, arena);
  }
  if (books.spare[kind == Kind::container] == arena) books.spare[kind == Kind::container] = nullptr;
  arena->free &= ~run_mask(at, count);
  link(books, arena);
  auto* pool = reinterpret_cast<Pool*>(arena->base + at * pool_size);
  pool->arena = arena;
  return pool;
}

void give_pools(Heap& heap, Pool* pool, int count) {
  Books& books = *heap.books;
  Arena* arena = pool->arena;
  int at = static_cast<int>((reinterpret_cast<char*>(pool) - arena->base) / static_cast<Index>(pool_size));
  unlink(books, arena);
  arena->free |= run_mask(at, count);
  if (~arena->free == 0) {
    Arena*& spare = books.spare[arena->kind == Kind::container];
    if (spare) return drop_arena(heap, arena);
    spare = arena;
  }
  link(books, arena);
}

Pool* map_huge(Heap& heap, std::size_t bytes) {
  bytes = (bytes + 4095) & ~std::size_t{4095};
  if (bytes <= arena_size) bytes = arena_size + 4096;
  Arena* arena = new_arena(heap, Kind::container, bytes);
  if (!arena) return nullptr;
  auto* pool = reinterpret_cast<Pool*>(arena->base);
  pool->arena = arena;
  return pool;
}

void unmap_huge(Heap& heap, Pool* pool) { drop_arena(heap, pool->arena); }

std::size_t allocated_blocks() {
  std::size_t count = 0;
  for (Kind kind : {Kind::plain, Kind::container}) for_each_pool(*current_heap, kind, [&](Pool* pool) { count += pool->used; });
  return count;
}

}  // namespace krait::memory
