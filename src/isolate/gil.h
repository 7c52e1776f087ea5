// The isolate's lock (GIL): one thread at a time runs Python code in an isolate.
//
// A thread that wants the lock waits for at most one switch interval (5 ms); if nobody has given the lock up meanwhile, it sets the
// gil_drop_request bit of the eval breaker, at which the running thread gives it up at its next check. A forced giver-up then waits
// until another thread has really taken the lock, so that a busy thread cannot snatch it back at once.
#pragma once

#include "object/context.h"
#include "object/threads.h"

namespace krait {

void init_gil(Context& cx);          // at start; the calling thread holds the lock afterwards
void reset_gil_after_fork(Context& cx);
bool holds_gil(Context& cx);
long switch_interval(Context& cx);   // microseconds
void set_switch_interval(Context& cx, long microseconds);

// --- thread states (thread_state.cpp)
// A fresh state in cx's isolate for a thread about to start; bind_thread_state is called on that thread, which then acquires the lock.
ThreadState* new_thread_state(Context& cx);
void bind_thread_state(ThreadState& state);
// Drops what the state refers to (the lock is held), then unlinks and frees it.
void clear_thread_state(ThreadState& state);
void delete_thread_state(ThreadState& state);

}  // namespace krait
