// Thread states: made for each thread that runs Python code, linked to their isolate, newest first.
#include <pthread.h>
#include <unistd.h>

#include <cstring>

#include "interp/interp.h"
#include "isolate/gil.h"
#include "memory/memory.h"
#include "object/isolate.h"

namespace krait {
namespace {

struct ThreadCounter {
  std::uint64_t last_id = 1;
};
KR_ISOLATE_LOCAL(ThreadCounter, thread_counter);

}  // namespace

ThreadState* new_thread_state(Context& cx) {
  auto* state = static_cast<ThreadState*>(memory::raw_allocate_zeroed(1, sizeof(ThreadState)));
  if (!state) return nullptr;
  Isolate& iso = isolate(cx);
  state->interp = &iso;
  state->id = ++thread_counter(cx).last_id;
  state->recursion_limit = state->recursion_remaining = cx.recursion_limit;
  state->initialized = 1;
  state->exc_info = &state->exc_state;
  state->cframe = &state->root_cframe;
  state->gilstate_counter = 1;
  state->next = iso.threads;
  if (iso.threads) iso.threads->prev = state;
  iso.threads = state;
  init_thread_frames(*state);
  return state;
}

void bind_thread_state(ThreadState& state) {
  state.thread_id = pthread_self();
  state.native_thread_id = static_cast<unsigned long>(gettid());
}

void clear_thread_state(ThreadState& state) {
  auto drop = [](Object*& field) {
    if (Object* old = std::exchange(field, nullptr)) decref(old);
  };
  drop(state.dict);
  drop(state.async_exc);
  drop(state.curexc_type);
  drop(state.curexc_value);
  drop(state.curexc_traceback);
  drop(state.exc_state.exc_value);
  state.c_profilefunc = state.c_tracefunc = nullptr;
  drop(state.c_profileobj);
  drop(state.c_traceobj);
  drop(state.async_gen_firstiter);
  drop(state.async_gen_finalizer);
  drop(state.context);
  if (state.on_delete) state.on_delete(state.on_delete_data);
}

void delete_thread_state(ThreadState& state) {
  Isolate& iso = *state.interp;
  if (state.prev) state.prev->next = state.next;
  else iso.threads = state.next;
  if (state.next) state.next->prev = state.prev;
  free_thread_frames(state);
  memory::raw_release(&state);
}

}  // namespace krait
