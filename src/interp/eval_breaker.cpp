#include "interp/eval_breaker.h"

#include "object/errors.h"
#include "object/threads.h"
#include "types/exceptions/exceptions.h"

namespace krait {

KR_ISOLATE_LOCAL(EvalBreaker, eval_breaker);
Result<void> (*run_signal_handlers)(Context& cx) = nullptr;
void (*yield_lock)(Context& cx) = nullptr;

namespace {

struct PendingCall {
  int (*function)(void*);
  void* arg;
};

constexpr unsigned pending_max = 32;

// Filled from any thread and from signal handlers, hence a lock that spins.
struct PendingCalls {
  bool locked = false;
  bool running = false;
  unsigned first = 0, last = 0;
  PendingCall calls[pending_max] = {};

  bool lock() {
    for (int i = 0; i < 100; ++i)
      if (!__atomic_exchange_n(&locked, true, __ATOMIC_ACQUIRE)) return true;
    return false;
  }
  void unlock() { __atomic_store_n(&locked, false, __ATOMIC_RELEASE); }
};
KR_ISOLATE_LOCAL(PendingCalls, pending_calls);

}  // namespace

void init_eval_breaker(Context& cx) { eval_breaker(cx).main_thread = cx.thread_id; }

bool add_pending_call(Context& cx, int (*function)(void*), void* arg) {
  PendingCalls& pending = pending_calls(cx);
  if (!pending.lock()) return false;
  unsigned following = (pending.last + 1) % pending_max;
  bool fits = following != pending.first;
  if (fits) {
    pending.calls[pending.last] = {function, arg};
    pending.last = following;
  }
  pending.unlock();
  set_breaker(cx, breaker_bits::pending_calls);
  return fits;
}

Result<void> make_pending_calls(Context& cx) {
  PendingCalls& pending = pending_calls(cx);
  if (!is_main_thread(cx) || pending.running) return {};
  pending.running = true;
  clear_breaker(cx, breaker_bits::pending_calls);
  bool failed = false;
  for (unsigned i = 0; i < pending_max && !failed; ++i) {
    while (!pending.lock()) {}
    bool empty = pending.first == pending.last;
    PendingCall call = pending.calls[pending.first];
    if (!empty) pending.first = (pending.first + 1) % pending_max;
    pending.unlock();
    if (empty) break;
    failed = call.function(call.arg) != 0;
  }
  pending.running = false;
  if (failed) {
    set_breaker(cx, breaker_bits::pending_calls);
    return Failed{};
  }
  return {};
}

Result<void> check_signals(Context& cx) {
  if (!(__atomic_load_n(&eval_breaker(cx).word, __ATOMIC_RELAXED) & breaker_bits::signals) || !is_main_thread(cx)) return {};
  clear_breaker(cx, breaker_bits::signals);
  if (!run_signal_handlers) return {};
  if (run_signal_handlers(cx).failed()) {
    set_breaker(cx, breaker_bits::signals);  // the rest of them later
    return Failed{};
  }
  return {};
}

Result<void> handle_eval_breaker(Context& cx) {
  unsigned word = __atomic_load_n(&eval_breaker(cx).word, __ATOMIC_ACQUIRE);
  if (word & breaker_bits::signals) KR_TRY(check_signals(cx));
  if (word & breaker_bits::pending_calls) KR_TRY(make_pending_calls(cx));
  if ((word & breaker_bits::gil_drop_request) && yield_lock) yield_lock(cx);
  if ((word & breaker_bits::async_exception) && cx.async_exc) {
    Object* exception = std::exchange(cx.async_exc, nullptr);
    clear_breaker(cx, breaker_bits::async_exception);
    set_error(cx, Borrowed<>(exception), {});
    decref(exception);
    return Failed{};
  }
  return {};
}

}  // namespace krait
