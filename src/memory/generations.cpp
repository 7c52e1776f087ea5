// Which containers are in which generation.
#include <cstdlib>

#include "memory/arena.h"
#include "memory/collector.h"
#include "memory/generations.h"

namespace krait::memory {

namespace {
constexpr std::size_t first_room = 1024, largest_room = 1 << 16;
}

bool in_generation(std::uint8_t bits, std::uint8_t generation) {
  return (bits & (state::tracked | state::generation | state::unreachable)) == (state::tracked | generation);
}

// A stale entry may point anywhere by now: into memory given back, or into the middle of a block of another size.
static bool is_container_start(Object* object) {
  if (address_kind(object) != Kind::container) return false;
  Pool* pool = pool_of(object);
  std::size_t offset = static_cast<std::size_t>(reinterpret_cast<char*>(object) - reinterpret_cast<char*>(pool));
  if (offset < pool->first) return false;
  std::size_t number = block_number(pool, object);
  return number < pool->touched && reinterpret_cast<char*>(object) == block_at(pool, number) + pool->prefix;
}

// Drops entries that no longer hold: dead, untracked, in another generation, or entered again later.
void compact(Log& log, std::uint8_t generation) {
  std::size_t at = log.size;
  for (std::size_t i = log.size; i-- > 0;) {
    Object* object = log.items[i];
    if (!is_container_start(object)) continue;
    std::uint8_t& bits = state_of(object);
    if (!in_generation(bits, generation) || (bits & state::seen)) continue;
    bits |= state::seen;
    log.items[--at] = object;
  }
  std::size_t size = log.size - at;
  for (std::size_t i = 0; i < size; ++i) {
    log.items[i] = log.items[at + i];
    state_of(log.items[i]) &= static_cast<std::uint8_t>(~state::seen);
  }
  log.size = size;
}

// No room for another entry. Stale ones go; if that does not help the log grows; a very long one is given up, and the generation is
// from now on found by walking the pools.
void log_full(Log& log) {
  if (log.overflowed) return;
  Heap& heap = *current_heap;
  if (log.size) compact(log, &log == &heap.young ? 0 : state::middle);
  if (log.size * 2 <= log.room && log.room) return;
  std::size_t room = log.room ? log.room * 2 : first_room;
  auto* grown = room <= largest_room ? static_cast<Object**>(std::realloc(log.items, room * sizeof(Object*))) : nullptr;
  if (grown) {
    log.items = grown;
    log.room = room;
    return;
  }
  log.overflowed = true;
  log.room = log.size = 0;
  std::free(log.items);
  log.items = nullptr;
}

void empty_log(Log& log) {
  log.size = 0;
  log.overflowed = false;
}

// Only containers whose blocks are in use can be tracked, so every tracked state byte is an object's.
static Object* object_in(Pool* pool, std::size_t number) { return reinterpret_cast<Object*>(block_at(pool, number) + pool->prefix); }

void walk_generation(std::uint8_t generation, void (*visit)(Object*, void*), void* arg) {
  for_each_pool(*current_heap, Kind::container, [&](Pool* pool) {
    std::uint8_t* states = states_of(pool);
    for (std::size_t i = 0; i < pool->touched; ++i)
      if (in_generation(states[i], generation)) visit(object_in(pool, i), arg);
  });
}

void for_each_in_generation(int generation, void (*visit)(Object*, void*), void* arg) {
  auto bits = static_cast<std::uint8_t>(generation << 1);
  Heap& heap = *current_heap;
  if (generation < 2) {
    Log& log = generation == 0 ? heap.young : heap.middle;
    if (!log.overflowed) {
      compact(log, bits);
      for (std::size_t i = 0; i < log.size; ++i) visit(log.items[i], arg);
      return;
    }
  }
  walk_generation(bits, visit, arg);
}

Index generation_size(int generation) {
  Index count = 0;
  for_each_in_generation(generation, [](Object*, void* arg) { ++*static_cast<Index*>(arg); }, &count);
  return count;
}

namespace {
void move_all(bool from_frozen) {
  for_each_pool(*current_heap, Kind::container, [&](Pool* pool) {
    std::uint8_t* states = states_of(pool);
    for (std::size_t i = 0; i < pool->touched; ++i) {
      if (!(states[i] & state::tracked)) continue;
      if (from_frozen && (states[i] & state::generation) != state::frozen) continue;
      states[i] = static_cast<std::uint8_t>((states[i] & ~state::generation) | (from_frozen ? state::old : state::frozen));
    }
  });
}
}  // namespace

void freeze() {
  move_all(false);
  empty_log(current_heap->young);
  empty_log(current_heap->middle);
  current_heap->count0 = collector().counts[1] = collector().counts[2] = 0;
}

void unfreeze() { move_all(true); }

}  // namespace krait::memory
