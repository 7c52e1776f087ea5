#include "memory/walk.h"

#include <cstring>
#include <initializer_list>

#include "memory/arena.h"

namespace krait::memory {

namespace {

// Which blocks of a pool are free: those in its chain. Behind `touched` none was ever handed out.
struct FreeMap {
  std::uint64_t bits[pool_size / 16 / 64];

  explicit FreeMap(Pool* pool) {
    std::memset(bits, 0, sizeof bits);
    for (Word* block = pool->free; block; block = reinterpret_cast<Word*>(*block)) {
      std::size_t number = block_number(pool, block);
      bits[number / 64] |= std::uint64_t{1} << (number % 64);
    }
  }
  bool has(std::size_t number) const { return bits[number / 64] >> (number % 64) & 1; }
};

}  // namespace

void walk_heap(bool (*visit)(const WalkedBlock&, void*), void* arg) {
  bool go_on = true;
  for (Kind kind : {Kind::plain, Kind::container}) {
    for_each_pool(*current_heap, kind, [&](Pool* pool) {
      FreeMap free(pool);
      for (std::size_t i = 0; go_on && i < pool->touched; ++i) {
        if (free.has(i)) continue;
        WalkedBlock found{block_at(pool, i), pool->block_size, nullptr, 0};
        if (kind == Kind::container) {
          found.container = reinterpret_cast<Object*>(static_cast<char*>(found.block) + pool->prefix);
          found.state = states_of(pool)[i];
        }
        go_on = visit(found, arg);
      }
    });
  }
}

}  // namespace krait::memory
