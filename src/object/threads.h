// Letting other threads run. One lock per isolate (the GIL); the thread that holds it has its state in current_thread_state.
#pragma once

#include "object/context.h"
#include "object/result.h"

namespace krait {

// Detaches the running thread and gives the lock up; attaches it again. errno is kept. (PyEval_SaveThread, PyEval_RestoreThread.)
// They do not touch objects: between the two, nothing of the isolate may be touched.
void release_thread(Context& cx);
void acquire_thread(Context& cx);

// Around a call that may block:
//     { AllowThreads allow(cx); n = ::read(fd, buffer, size); }
class AllowThreads {
 public:
  KR_INLINE explicit AllowThreads(Context& cx) : cx_(cx) { release_thread(cx); }
  KR_INLINE ~AllowThreads() { acquire_thread(cx_); }
  AllowThreads(const AllowThreads&) = delete;

 private:
  Context& cx_;
};

// Runs the Python handlers of signals that have arrived, when this is the main thread. For loops that restart system calls after EINTR.
Result<void> check_signals(Context& cx);

}  // namespace krait
