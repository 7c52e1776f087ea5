// The eval breaker: one word that running code looks at where a loop or call closes, to see whether something waits to be done.
//
// Who wants the running thread's attention sets a bit with a function below (any thread, signal handlers too); the interpreter finds
// the word not zero at RESUME, at backward jumps and after calls, and runs handle_eval_breaker.
#pragma once

#include "object/context.h"
#include "object/result.h"

namespace krait {

namespace breaker_bits {
inline constexpr unsigned gil_drop_request = 1;  // another thread has waited for one switch interval
inline constexpr unsigned signals = 2;           // a signal has arrived
inline constexpr unsigned pending_calls = 4;     // Py_AddPendingCall
inline constexpr unsigned async_exception = 8;   // PyThreadState_SetAsyncExc
inline constexpr unsigned stop = 16;             // this isolate is to be killed, or has hit a cap
}  // namespace breaker_bits

struct EvalBreaker {
  unsigned word = 0;
  unsigned long main_thread = 0;  // thread_id of the isolate's main thread
};
KR_ISOLATE_LOCAL_EXTERN(EvalBreaker, eval_breaker);

KR_INLINE bool breaker_is_set(Context& cx) { return __atomic_load_n(&eval_breaker(cx).word, __ATOMIC_RELAXED) != 0; }
KR_INLINE void set_breaker(Context& cx, unsigned bit) { __atomic_fetch_or(&eval_breaker(cx).word, bit, __ATOMIC_SEQ_CST); }
KR_INLINE void clear_breaker(Context& cx, unsigned bit) { __atomic_fetch_and(&eval_breaker(cx).word, ~bit, __ATOMIC_SEQ_CST); }

// Does what waits: signal handlers and pending calls (main thread), the lock to another thread, an exception sent to this thread.
Result<void> handle_eval_breaker(Context& cx);

// To be called once by the thread that becomes the isolate's main thread.
void init_eval_breaker(Context& cx);
KR_INLINE bool is_main_thread(Context& cx) { return cx.thread_id == eval_breaker(cx).main_thread; }

// Has `function(arg)` called soon by the main thread; false when 32 are waiting. Any thread.
bool add_pending_call(Context& cx, int (*function)(void*), void* arg);
Result<void> make_pending_calls(Context& cx);

// Set by the rooms above: running Python's signal handlers (modules/_signal), giving the lock to a waiting thread (isolate/gil).
extern Result<void> (*run_signal_handlers)(Context& cx);
extern void (*yield_lock)(Context& cx);

}  // namespace krait
