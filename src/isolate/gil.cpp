#include "isolate/gil.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

#include "interp/eval_breaker.h"
#include "object/isolate.h"

namespace krait {

void publish_current_thread_state(ThreadState* state);  // types/int/small_ints.cpp: the copy that compiled modules read

namespace {

struct Gil {
  pthread_mutex_t mutex;
  pthread_cond_t released;  // the lock became free
  pthread_cond_t switched;  // another thread has taken the lock
  bool locked;
  ThreadState* holder;       // who holds it, or held it last
  unsigned long switches;
  long interval = 5000;
};
KR_ISOLATE_LOCAL(Gil, gil);

void deadline_after(long microseconds, timespec* at) {
  clock_gettime(CLOCK_MONOTONIC, at);
  at->tv_nsec += microseconds % 1000000 * 1000;
  at->tv_sec += microseconds / 1000000 + at->tv_nsec / 1000000000;
  at->tv_nsec %= 1000000000;
}

void take(Context& cx) {
  Gil& lock = gil(cx);
  pthread_mutex_lock(&lock.mutex);
  while (lock.locked) {
    unsigned long before = lock.switches;
    timespec deadline;
    deadline_after(lock.interval > 1 ? lock.interval : 1, &deadline);
    int answer = pthread_cond_timedwait(&lock.released, &lock.mutex, &deadline);
    if (answer == ETIMEDOUT && lock.locked && lock.switches == before) set_breaker(cx, breaker_bits::gil_drop_request);
  }
  lock.locked = true;
  if (lock.holder != &cx) {
    lock.holder = &cx;
    ++lock.switches;
    clear_breaker(cx, breaker_bits::gil_drop_request);
    pthread_cond_signal(&lock.switched);
  }
  pthread_mutex_unlock(&lock.mutex);
  current_thread_state = &cx;
  publish_current_thread_state(&cx);
}

// forced: another thread has asked; wait until it has got the lock.
void drop(Context& cx, bool forced) {
  Gil& lock = gil(cx);
  current_thread_state = nullptr;
  pthread_mutex_lock(&lock.mutex);
  lock.holder = &cx;
  lock.locked = false;
  publish_current_thread_state(nullptr);
  pthread_cond_signal(&lock.released);
  if (forced) {
    while (lock.holder == &cx && breaker_is_set(cx) && (eval_breaker(cx).word & breaker_bits::gil_drop_request)) {
      clear_breaker(cx, breaker_bits::gil_drop_request);
      timespec deadline;
      deadline_after(2 * lock.interval, &deadline);
      if (pthread_cond_timedwait(&lock.switched, &lock.mutex, &deadline) == ETIMEDOUT) break;
    }
  }
  pthread_mutex_unlock(&lock.mutex);
}

void init_primitives(Gil& lock) {
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_mutex_init(&lock.mutex, nullptr);
  pthread_cond_init(&lock.released, &attributes);
  pthread_cond_init(&lock.switched, &attributes);
  pthread_condattr_destroy(&attributes);
}

void yield(Context& cx) {
  drop(cx, true);
  take(cx);
}

}  // namespace

void init_gil(Context& cx) {
  init_primitives(gil(cx));
  yield_lock = yield;
  take(cx);
}

void reset_gil_after_fork(Context& cx) {
  Gil& lock = gil(cx);
  init_primitives(lock);
  lock.locked = false;
  lock.holder = nullptr;
  take(cx);
}

bool holds_gil(Context& cx) { return gil(cx).locked && gil(cx).holder == &cx; }
long switch_interval(Context& cx) { return gil(cx).interval; }
void set_switch_interval(Context& cx, long microseconds) { gil(cx).interval = microseconds; }

void release_thread(Context& cx) {
  int saved = errno;
  drop(cx, false);
  errno = saved;
}

void acquire_thread(Context& cx) {
  int saved = errno;
  take(cx);
  errno = saved;
}

}  // namespace krait
