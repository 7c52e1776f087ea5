#include "interp/stack.h"

#include <sys/mman.h>

#include "interp/interp.h"
#include "interp/machine.h"
#include "interp/tracing.h"

namespace krait {

namespace {
constexpr std::size_t chunk_size = 16 * 1024;
constexpr std::size_t chunk_head = offsetof(StackChunk, data);

// One chunk is kept back when the stack shrinks, so that a call at the border does not map and unmap memory each time.
StackChunk*& spare_chunk(Context& cx) { return reinterpret_cast<StackChunk*&>(cx.krait_reserved[1]); }

StackChunk* map_chunk(std::size_t size) {
  void* memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return nullptr;
  auto* chunk = static_cast<StackChunk*>(memory);
  chunk->size = size;
  return chunk;
}
}  // namespace

InterpreterFrame* push_chunk(Context& cx, Index words) {
  std::size_t size = chunk_size;
  while (size < (words + 1) * sizeof(Object*) + chunk_head) size *= 2;
  StackChunk* current = cx.datastack_chunk;
  StackChunk*& spare = spare_chunk(cx);
  StackChunk* made = spare && spare->size >= size ? std::exchange(spare, nullptr) : map_chunk(size);
  if (!made) return raise_memory_error(cx);
  if (current) current->top = cx.datastack_top - current->data;
  made->previous = current;
  made->top = 0;
  cx.datastack_chunk = made;
  cx.datastack_limit = reinterpret_cast<Object**>(reinterpret_cast<char*>(made) + made->size);
  // The first word of the first chunk stays unused, so that the first frame does not look like one that emptied its chunk.
  Object** base = made->data + (current == nullptr);
  cx.datastack_top = base + words;
  return reinterpret_cast<InterpreterFrame*>(base);
}

void pop_chunk(Context& cx) {
  StackChunk* chunk = cx.datastack_chunk;
  StackChunk* previous = chunk->previous;
  cx.datastack_chunk = previous;
  cx.datastack_top = previous->data + previous->top;
  cx.datastack_limit = reinterpret_cast<Object**>(reinterpret_cast<char*>(previous) + previous->size);
  StackChunk*& spare = spare_chunk(cx);
  if (!spare && chunk->size == chunk_size) spare = chunk;
  else munmap(chunk, chunk->size);
}

void free_data_stack(Context& cx) {
  for (StackChunk* chunk = cx.datastack_chunk; chunk;) {
    StackChunk* previous = chunk->previous;
    munmap(chunk, chunk->size);
    chunk = previous;
  }
  cx.datastack_chunk = nullptr;
  cx.datastack_top = cx.datastack_limit = nullptr;
  if (StackChunk* spare = std::exchange(spare_chunk(cx), nullptr)) munmap(spare, spare->size);
}

void clear_and_pop_frame(Context& cx, InterpreterFrame* frame) {
  // Leaving a frame must work at the recursion limit too.
  --cx.recursion_remaining;
  clear_frame(frame);
  ++cx.recursion_remaining;
  release_frame(cx, frame);
}

bool recursion_overflow(Context& cx, const char* where) {
  // The guard counts for itself.
  ++cx.recursion_remaining;
  bool failed;
  {
    RecursionGuard guard(cx, where);
    failed = guard.failed();
  }
  --cx.recursion_remaining;
  return failed;
}

bool set_recursion_limit(Context& cx, int limit) {
  if (recursion_depth(cx) >= limit) return false;
  cx.recursion_remaining += limit - cx.recursion_limit;
  cx.recursion_limit = limit;
  return true;
}

int recursion_depth(Context& cx) { return cx.recursion_limit - cx.recursion_remaining; }

void init_thread_frames(Context& cx) {
  cx.cframe = &cx.root_cframe;
  cx.exc_info = &cx.exc_state;
  if (cx.recursion_limit == 0) cx.recursion_limit = cx.recursion_remaining = 1000;
  interp::set_dispatch_table(cx, interp::plain_table);
}

void free_thread_frames(Context& cx) { free_data_stack(cx); }

}  // namespace krait
