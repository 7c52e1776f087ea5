#include "memory/references.h"

namespace krait::memory {

namespace {

constexpr std::size_t chunk_entries = 1 << 15;

struct Chunk {
  Chunk* next;
  std::size_t used;
  std::uint32_t entries[chunk_entries];
};

// Only one collection runs at a time in a thread.
thread_local constinit Chunk* chunks = nullptr;
thread_local constinit ObjectStack* pools = nullptr;

Chunk* new_chunk() {
  auto* chunk = static_cast<Chunk*>(std::malloc(sizeof(Chunk)));
  if (!chunk) fatal_error(__func__, "out of memory for the collector");
  chunk->used = 0;
  chunk->next = nullptr;
  return chunk;
}

}  // namespace

void References::add_table(Pool* pool) {
  if (!pools) pools = new ObjectStack;
  if (!chunks) chunks = new_chunk();
  std::size_t count = pool->touched;
  if (chunks->used + count > chunk_entries) {
    Chunk* chunk = new_chunk();
    chunk->next = chunks;
    chunks = chunk;
  }
  pool->references = chunks->entries + chunks->used;
  chunks->used += count;
  pools->push(reinterpret_cast<Object*>(pool));
}

void References::reset() {
  if (!chunks) return;
  for (Object* pool : *pools) reinterpret_cast<Pool*>(pool)->references = nullptr;
  pools->shrink(0);
  while (chunks->next) {
    Chunk* gone = chunks;
    chunks = chunks->next;
    std::free(gone);
  }
  chunks->used = 0;
}

void ObjectStack::grow() {
  std::size_t room = room_ ? room_ * 2 : 256;
  auto* grown = static_cast<Object**>(std::realloc(items_, room * sizeof(Object*)));
  if (!grown) fatal_error(__func__, "out of memory for the collector");
  items_ = grown;
  room_ = room;
}

}  // namespace krait::memory
