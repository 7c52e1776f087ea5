// Watching allocations.
#include <atomic>
#include <cstdlib>

#include "bytecode/code.h"
#include "memory/hooks.h"
#include "modules/_tracemalloc/table.h"
#include "types/frame/frame.h"

namespace krait::tracemalloc {
namespace {

struct State {
  bool tracing = false;
  int limit = 1;
  BlockTable blocks;
  TraceTable traces;
  std::size_t current = 0, peak = 0;
  memory::Allocator under[3];
  TraceFrame* scratch = nullptr;
};
State state;

// Raw requests come from any thread: a short lock around the tables.
std::atomic_flag busy = ATOMIC_FLAG_INIT;
struct Lock {
  Lock() {
    while (busy.test_and_set(std::memory_order_acquire)) __builtin_ia32_pause();
  }
  ~Lock() { busy.clear(std::memory_order_release); }
};

// True while this thread is inside the tables or an allocator below: what it allocates there is not looked at again.
thread_local constinit bool inside = false;

// The frames of the running thread. A thread that holds no isolate has none to show.
Trace* current_trace() {
  int count = 0, total = 0;
  if (ThreadState* cx = current_thread_state) {
    for (InterpreterFrame* frame = current_frame(*cx); frame; frame = outer_frame(frame)) {
      if (count < state.limit) {
        int line = frame_line(frame);
        state.scratch[count++] = {frame->f_code->co_filename, line < 0 ? 0u : static_cast<unsigned>(line)};
      }
      if (total < 65535) ++total;
    }
  }
  return state.traces.intern(state.scratch, static_cast<std::uint16_t>(count), static_cast<std::uint16_t>(total));
}

bool note(unsigned domain, Word address, std::size_t size) {
  Trace* trace = current_trace();
  std::size_t old_size = 0;
  if (!trace || !state.blocks.put(domain, address, size, trace, &old_size)) return false;
  state.current += size - old_size;
  if (state.current > state.peak) state.peak = state.current;
  return true;
}

void made(void* block, std::size_t size) {
  if (inside || !current_thread_state) return;
  inside = true;
  {
    Lock lock;
    if (state.tracing) note(0, reinterpret_cast<Word>(block), size);
  }
  inside = false;
}

void gone(void* block) {
  if (!block) return;
  Lock lock;
  state.current -= state.blocks.remove(0, reinterpret_cast<Word>(block));
}

memory::Allocator& under_of(void* context) { return *static_cast<memory::Allocator*>(context); }

void* traced_allocate(void* context, std::size_t size) {
  auto& under = under_of(context);
  bool outer = std::exchange(inside, true);
  void* block = under.allocate(under.context, size);
  inside = outer;
  if (block) made(block, size);
  return block;
}

void* traced_zeroed(void* context, std::size_t count, std::size_t size) {
  auto& under = under_of(context);
  bool outer = std::exchange(inside, true);
  void* block = under.allocate_zeroed(under.context, count, size);
  inside = outer;
  if (block) made(block, count * size);
  return block;
}

void traced_release(void* context, void* block) {
  auto& under = under_of(context);
  gone(block);
  under.release(under.context, block);
}

void* traced_resize(void* context, void* block, std::size_t size) {
  auto& under = under_of(context);
  bool outer = std::exchange(inside, true);
  void* moved = under.resize(under.context, block, size);
  inside = outer;
  if (!moved) return nullptr;
  if (block && block != moved) gone(block);
  made(moved, size);
  return moved;
}

}  // namespace

bool is_tracing() { return state.tracing; }
int frame_limit() { return state.limit; }
Totals totals() { return {state.current, state.peak, state.tracing || state.blocks.bytes() ? state.blocks.bytes() + state.traces.bytes() : 0}; }
void reset_peak() { state.peak = state.current; }
std::span<const Entry> entries() { return state.blocks.places(); }

const Entry* find(unsigned domain, const void* block) { return state.blocks.find(domain, reinterpret_cast<Word>(block)); }

Result<void> start(Context& cx, int frames) {
  if (frames < 1 || frames > 65535) return raise(cx, exc::ValueError, "the number of frames must be in range [1; 65535]");
  if (state.tracing) return {};
  auto* scratch = static_cast<TraceFrame*>(std::malloc(static_cast<std::size_t>(frames) * sizeof(TraceFrame)));
  if (!scratch) return raise_memory_error(cx);
  std::free(state.scratch);
  state.scratch = scratch;
  state.limit = frames;
  state.current = state.peak = 0;
  for (int i = 0; i < 3; ++i) {
    auto domain = static_cast<memory::Domain>(i);
    memory::get_allocator(domain, &state.under[i]);
    memory::Allocator layer = {&state.under[i], traced_allocate, traced_zeroed, traced_resize, traced_release};
    memory::set_allocator(domain, &layer);
  }
  memory::watch_containers(made, gone);
  state.tracing = true;
  return {};
}

void stop(Context& cx) {
  if (!state.tracing) return;
  state.tracing = false;
  for (int i = 0; i < 3; ++i) memory::set_allocator(static_cast<memory::Domain>(i), &state.under[i]);
  memory::watch_containers(nullptr, nullptr);
  clear(cx);
}

void clear(Context&) {
  inside = true;
  {
    Lock lock;
    state.blocks.clear();
    state.current = state.peak = 0;
  }
  state.traces.clear();
  inside = false;
}

int track(unsigned domain, Word address, std::size_t size) {
  if (!state.tracing) return -2;
  bool outer = std::exchange(inside, true);
  bool good;
  {
    Lock lock;
    good = note(domain, address, size);
  }
  inside = outer;
  return good ? 0 : -1;
}

int untrack(unsigned domain, Word address) {
  if (!state.tracing) return -2;
  Lock lock;
  state.current -= state.blocks.remove(domain, address);
  return 0;
}

}  // namespace krait::tracemalloc
