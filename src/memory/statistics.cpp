// sys._debugmallocstats(): CPython's report on its small-object allocator, filled from Krait's.
#include <cstdio>
#include <initializer_list>

#include "memory/arena.h"
#include "memory/hooks.h"

namespace krait::memory {

namespace {

struct ClassUse {
  std::size_t pools, used, available;
};

void write_total(const char* what, std::size_t value) {
  char digits[32], grouped[48];
  int size = std::snprintf(digits, sizeof digits, "%zu", value), out = 0;
  for (int i = 0; i < size; ++i) {
    grouped[out++] = digits[i];
    if ((size - i - 1) % 3 == 0 && i != size - 1) grouped[out++] = ',';
  }
  grouped[out] = 0;
  std::fprintf(stderr, "%-35s=%21s\n", what, grouped);
}

struct Totals {
  std::size_t allocated = 0, available = 0, heads = 0, lost = 0, pools = 0;
  ClassUse classes[container_sizes] = {};

  void add(Pool* pool) {
    std::size_t size = pool->block_size;
    allocated += pool->used * size;
    if (pool->reciprocal == 0) return;  // a span
    int class_ = pool->class_ >= container_sizes ? pool->class_ - container_sizes : pool->class_;
    ClassUse& use = classes[class_];
    ++use.pools;
    ++pools;
    use.used += pool->used;
    use.available += static_cast<std::size_t>(pool->capacity - pool->used);
    available += static_cast<std::size_t>(pool->capacity - pool->used) * size;
    heads += pool->first;
    lost += pool_size - pool->first - pool->capacity * size;
  }
};

}  // namespace

void write_statistics() {
  Heap& heap = *current_heap;
  Books& books = *heap.books;
  Totals totals;
  for (Kind kind : {Kind::plain, Kind::container}) for_each_pool(heap, kind, [&](Pool* pool) { totals.add(pool); });
  std::fprintf(stderr, "Small block threshold = %zu, in %d size classes.\n\n", small_limit, plain_classes);
  std::fprintf(stderr, "class   size   num pools   blocks in use  avail blocks\n");
  std::fprintf(stderr, "-----   ----   ---------   -------------  ------------\n");
  for (int i = 0; i < plain_classes; ++i) {
    const ClassUse& use = totals.classes[i];
    if (use.pools) std::fprintf(stderr, "%5d %6zu %11zu %15zu %13zu\n", i, class_size(i), use.pools, use.used, use.available);
  }
  std::size_t free_pools = 0;
  for (std::size_t i = 0; i < books.arena_count; ++i) free_pools += static_cast<std::size_t>(__builtin_popcountll(books.arenas[i]->free));
  std::fputc('\n', stderr);
  write_total("# arenas allocated total", books.arenas_made);
  write_total("# arenas reclaimed", books.arenas_made - books.arenas_now);
  write_total("# arenas highwater mark", books.arenas_most);
  write_total("# arenas allocated current", books.arenas_now);
  char text[64];
  std::snprintf(text, sizeof text, "%zu arenas * %zu bytes/arena", books.arenas_now, arena_size);
  write_total(text, books.arenas_now * arena_size);
  std::fputc('\n', stderr);
  write_total("# bytes in allocated blocks", totals.allocated);
  write_total("# bytes in available blocks", totals.available);
  std::snprintf(text, sizeof text, "%zu unused pools * %zu bytes", free_pools, pool_size);
  write_total(text, free_pools * pool_size);
  write_total("# bytes lost to pool headers", totals.heads);
  write_total("# bytes lost to quantization", totals.lost);
  write_total("# bytes lost to arena alignment", 0);
  write_total("Total", totals.allocated + totals.available + free_pools * pool_size + totals.heads + totals.lost);
}

}  // namespace krait::memory
