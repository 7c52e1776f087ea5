// The module _thread: locks, threads, thread-local objects.
#pragma once

#include <semaphore.h>

#include "object/declare/convert.h"
#include "object/protocol.h"

namespace krait {
extern Type thread_lock_type, thread_rlock_type, thread_local_type;
}

namespace krait::threads {

// A plain lock: a semaphore of one, so that waiting ends early when a signal arrives.
class RawLock {
 public:
  RawLock() { sem_init(&semaphore_, 0, 1); }
  ~RawLock() { sem_destroy(&semaphore_); }
  RawLock(const RawLock&) = delete;
  RawLock& operator=(const RawLock&) = delete;

  bool try_acquire();
  // Waits without the isolate's lock; runs signal handlers in between. microseconds < 0: for ever.
  Result<bool> acquire(Context& cx, long long microseconds);
  void release() { sem_post(&semaphore_); }
  void reset() { sem_init(&semaphore_, 0, 1); }  // in a forked child

 private:
  sem_t semaphore_;
};

struct Lock {
  Object head;
  Object* weakrefs;
  bool locked;
  alignas(RawLock) char raw[sizeof(RawLock)];
  RawLock& lock() { return *reinterpret_cast<RawLock*>(raw); }
  static constexpr Type* static_type = &thread_lock_type;
};

// The most that may be waited for, in microseconds: what fits a number of nanoseconds.
inline constexpr long long kMostMicroseconds = 0x7fffffffffffffff / 1000;

Result<Ref<>> new_lock(Context& cx);
// acquire(blocking=True, timeout=-1) of all locks: -1 for ever, 0 not at all, else microseconds.
Result<long long> waiting_time(Context& cx, Args args, KwArgs kwargs);

Result<long long> start_thread(Context& cx, Args args);
long long thread_count(Context& cx);
Result<Ref<>> stack_size(Context& cx, Borrowed<> size);
Result<Ref<>> set_sentinel(Context& cx);

}  // namespace krait::threads
