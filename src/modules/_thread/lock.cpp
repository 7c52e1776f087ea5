// Lock and RLock.
#include <cerrno>
#include <cmath>
#include <ctime>
#include <new>

#include "modules/_thread/thread.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "object/threads.h"
#include "types/float/float.h"
#include "types/int/int.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/weakref/weakref.h"

namespace krait::threads {

bool RawLock::try_acquire() {
  while (sem_trywait(&semaphore_) != 0)
    if (errno != EINTR) return false;
  return true;
}

Result<bool> RawLock::acquire(Context& cx, long long microseconds) {
  if (try_acquire()) return true;
  if (microseconds == 0) return false;
  timespec deadline{};
  if (microseconds > 0) {
    clock_gettime(CLOCK_MONOTONIC, &deadline);
    long long nanoseconds = deadline.tv_nsec + microseconds % 1000000 * 1000;
    deadline.tv_sec += microseconds / 1000000 + nanoseconds / 1000000000;
    deadline.tv_nsec = nanoseconds % 1000000000;
  }
  for (;;) {
    int failed, error;
    {
      AllowThreads allow(cx);
      failed = microseconds < 0 ? sem_wait(&semaphore_) : sem_clockwait(&semaphore_, CLOCK_MONOTONIC, &deadline);
      error = errno;
    }
    if (!failed) return true;
    if (error != EINTR) return false;
    KR_TRY(check_signals(cx));
  }
}

Result<long long> waiting_time(Context& cx, Args args, KwArgs kwargs) {
  Borrowed<> given[2];
  if (args.size() > 2) return raise(cx, exc::TypeError, "acquire() takes at most 2 arguments ({} given)", args.size() + static_cast<std::size_t>(kwargs.count));
  for (std::size_t i = 0; i < args.size(); ++i) given[i] = Borrowed<>(args[i]);
  for (Index i = 0; i < kwargs.count; ++i) {
    auto name = kwargs.names->item(i).as<Str>();
    int place = str_equal(name, "blocking") ? 0 : str_equal(name, "timeout") ? 1 : -1;
    if (place < 0) return raise(cx, exc::TypeError, "'{}' is an invalid keyword argument for acquire()", name);
    given[place] = Borrowed<>(kwargs.values[i]);
  }
  bool blocking = given[0] ? KR_TRY(is_true(cx, given[0])) : true;
  double seconds = given[1] ? as_double(cx, given[1]) : -1.0;
  if (seconds == -1.0 && cx.curexc_type) return Failed{};
  if (std::isnan(seconds)) return raise(cx, exc::ValueError, "Invalid value NaN (not a number)");
  if (!blocking && seconds != -1.0) return raise(cx, exc::ValueError, "can't specify a timeout for a non-blocking call");
  if (seconds < 0.0 && seconds != -1.0) return raise(cx, exc::ValueError, "timeout value must be a non-negative number");
  if (!blocking) return 0ll;
  if (seconds == -1.0) return -1ll;
  double microseconds = std::ceil(seconds * 1e6);
  if (microseconds >= static_cast<double>(kMostMicroseconds)) return raise(cx, exc::OverflowError, "timeout value is too large");
  return static_cast<long long>(microseconds);
}

namespace {

// --- Lock
Result<bool> acquire(Context& cx, Borrowed<Lock> self, Args args, KwArgs kwargs) {
  long long wait = KR_TRY(waiting_time(cx, args, kwargs));
  bool got = KR_TRY(self->lock().acquire(cx, wait));
  if (got) self->locked = true;
  return got;
}
Result<void> release(Context& cx, Borrowed<Lock> self) {
  if (!self->locked) return raise(cx, exc::RuntimeError, "release unlocked lock");
  self->locked = false;
  self->lock().release();
  return {};
}
Result<void> leave(Context& cx, Borrowed<Lock> self, Args) { return release(cx, self); }
bool locked(Borrowed<Lock> self) { return self->locked; }
void after_fork(Borrowed<Lock> self) {
  self->lock().reset();
  self->locked = false;
}
Result<Ref<>> lock_after_fork(Context&, Borrowed<Lock> self) {
  after_fork(self);
  return new_none();
}
Result<Ref<Str>> lock_repr(Context& cx, Borrowed<Lock> self) {
  char address[32];
  __builtin_snprintf(address, sizeof address, "%p", static_cast<void*>(self.object()));
  return format_str(cx, "<{} {!t} object at {}>", self->locked ? "locked" : "unlocked", self, address);
}
void lock_dealloc(Object* object) {
  auto* self = reinterpret_cast<Lock*>(object);
  if (self->weakrefs) clear_weak_references(object);
  self->lock().~RawLock();
  free_object(object);
}

constexpr char acquire_doc[] =
    "acquire(blocking=True, timeout=-1) -> bool\n(acquire_lock() is an obsolete synonym)\n\n"
    "Lock the lock.  Without argument, this blocks if the lock is already\n"
    "locked (even by the same thread), waiting for another thread to release\n"
    "the lock, and return True once the lock is acquired.\n"
    "With an argument, this will only block if the argument is true,\n"
    "and the return value reflects whether the lock is acquired.\nThe blocking operation is interruptible.";
constexpr char release_doc[] =
    "release()\n(release_lock() is an obsolete synonym)\n\n"
    "Release the lock, allowing another thread that is blocked waiting for\n"
    "the lock to acquire the lock.  The lock must be in the locked state,\n"
    "but it needn't be locked by the same thread that unlocks it.";
constexpr char locked_doc[] = "locked() -> bool\n(locked_lock() is an obsolete synonym)\n\nReturn whether the lock is in the locked state.";

constinit MethodDef lock_methods[] = {
    KR_QUIET("acquire_lock(*args, **kwargs)", acquire, acquire_doc), KR_QUIET("acquire(*args, **kwargs)", acquire, acquire_doc),
    KR_QUIET("release_lock()", release, release_doc), KR_QUIET("release()", release, release_doc),
    KR_QUIET("locked_lock()", locked, locked_doc), KR_QUIET("locked()", locked, locked_doc),
    KR_QUIET("__enter__(*args, **kwargs)", acquire, acquire_doc), KR_QUIET("__exit__(*args)", leave, release_doc),
    KR_QUIET("_at_fork_reinit()", lock_after_fork, nullptr), KR_END};
constinit MemberDef lock_members[] = {KR_MEMBER("__weaklistoffset__", ssize, Lock, weakrefs, 1, nullptr), KR_END};

// --- RLock
struct RLock {
  Object head;
  Object* weakrefs;
  unsigned long owner;
  unsigned long count;
  alignas(RawLock) char raw[sizeof(RawLock)];
  RawLock& lock() { return *reinterpret_cast<RawLock*>(raw); }
};

bool is_mine(Context& cx, Borrowed<RLock> self) { return self->count > 0 && self->owner == cx.thread_id; }

Result<bool> r_acquire(Context& cx, Borrowed<RLock> self, Args args, KwArgs kwargs) {
  long long wait = KR_TRY(waiting_time(cx, args, kwargs));
  if (is_mine(cx, self)) {
    if (self->count + 1 == 0) return raise(cx, exc::OverflowError, "Internal lock count overflowed");
    self->count += 1;
    return true;
  }
  if (!KR_TRY(self->lock().acquire(cx, wait))) return false;
  self->owner = cx.thread_id;
  self->count = 1;
  return true;
}
Result<void> r_release(Context& cx, Borrowed<RLock> self) {
  if (!is_mine(cx, self)) return raise(cx, exc::RuntimeError, "cannot release un-acquired lock");
  if (--self->count == 0) {
    self->owner = 0;
    self->lock().release();
  }
  return {};
}
Result<void> r_leave(Context& cx, Borrowed<RLock> self, Args) { return r_release(cx, self); }
bool r_is_owned(Context& cx, Borrowed<RLock> self) { return is_mine(cx, self); }
long long r_count(Context& cx, Borrowed<RLock> self) { return is_mine(cx, self) ? static_cast<long long>(self->count) : 0; }
Result<Ref<>> r_save(Context& cx, Borrowed<RLock> self) {
  if (self->count == 0) return raise(cx, exc::RuntimeError, "cannot release un-acquired lock");
  Ref<Int> count = KR_TRY(int_from_unsigned(cx, self->count)), owner = KR_TRY(int_from_unsigned(cx, self->owner));
  self->owner = self->count = 0;
  self->lock().release();
  return KR_TRY(tuple_of(cx, count, owner));
}
Result<Ref<>> r_restore(Context& cx, Borrowed<RLock> self, Borrowed<> state) {
  if (!is<Tuple>(state) || state.as<Tuple>()->size() != 2) return raise(cx, exc::TypeError, "_acquire_restore() argument 1 must be 2-item tuple, not {!t}", state);
  unsigned long count = as_unsigned_long(cx, state.as<Tuple>()->item(0)), owner = as_unsigned_long(cx, state.as<Tuple>()->item(1));
  if (cx.curexc_type) return Failed{};
  if (!KR_TRY(self->lock().acquire(cx, -1))) return raise(cx, exc::RuntimeError, "couldn't acquire lock");
  self->count = count;
  self->owner = owner;
  return new_none();
}
Result<Ref<>> r_after_fork(Context&, Borrowed<RLock> self) {
  self->lock().reset();
  self->owner = self->count = 0;
  return new_none();
}
Result<Ref<Str>> r_repr(Context& cx, Borrowed<RLock> self) {
  char address[32];
  __builtin_snprintf(address, sizeof address, "%p", static_cast<void*>(self.object()));
  return format_str(cx, "<{} {!t} object owner={} count={} at {}>", self->count ? "locked" : "unlocked", self, self->owner, self->count, address);
}
void r_dealloc(Object* object) {
  auto* self = reinterpret_cast<RLock*>(object);
  if (self->weakrefs) clear_weak_references(object);
  self->lock().~RawLock();
  Type* type = object->type;
  type->tp_free(object);
  if (has_flag(type, type_flags::heap)) decref(reinterpret_cast<Object*>(type));
}
Object* r_make(Type* type, Object*, Object*) {
  Context& cx = Context::current();
  Ref<> made = KR_TRY(generic_alloc(cx, *type, 0));
  auto* self = reinterpret_cast<RLock*>(made.raw());
  new (self->raw) RawLock();
  return made.release();
}

constexpr char r_acquire_doc[] =
    "acquire(blocking=True) -> bool\n\nLock the lock.  `blocking` indicates whether we should wait\n"
    "for the lock to be available or not.  If `blocking` is False\n"
    "and another thread holds the lock, the method will return False\n"
    "immediately.  If `blocking` is True and another thread holds\n"
    "the lock, the method will wait for the lock to be released,\ntake it and then return True.\n"
    "(note: the blocking operation is interruptible.)\n\nIn all other cases, the method will return True immediately.\n"
    "Precisely, if the current thread already holds the lock, its\n"
    "internal counter is simply incremented. If nobody holds the lock,\n"
    "the lock is taken and its internal counter initialized to 1.";
constexpr char r_release_doc[] =
    "release()\n\nRelease the lock, allowing another thread that is blocked waiting for\n"
    "the lock to acquire the lock.  The lock must be in the locked state,\n"
    "and must be locked by the same thread that unlocks it; otherwise a\n`RuntimeError` is raised.\n\n"
    "Do note that if the lock was acquire()d several times in a row by the\n"
    "current thread, release() needs to be called as many times for the lock\nto be available for other threads.";

constinit MethodDef r_methods[] = {
    KR_QUIET("acquire(*args, **kwargs)", r_acquire, r_acquire_doc), KR_QUIET("release()", r_release, r_release_doc),
    KR_QUIET("_is_owned()", r_is_owned, "_is_owned() -> bool\n\nFor internal use by `threading.Condition`."),
    KR_QUIET("_recursion_count()", r_count, "_recursion_count() -> int\n\nFor internal use by reentrancy checks."),
    KR_QUIET("_acquire_restore(state, /)", r_restore, "_acquire_restore(state) -> None\n\nFor internal use by `threading.Condition`."),
    KR_QUIET("_release_save()", r_save, "_release_save() -> tuple\n\nFor internal use by `threading.Condition`."),
    KR_QUIET("__enter__(*args, **kwargs)", r_acquire, r_acquire_doc), KR_QUIET("__exit__(*args)", r_leave, r_release_doc),
    KR_QUIET("_at_fork_reinit()", r_after_fork, nullptr), KR_END};

}  // namespace

Result<Ref<>> new_lock(Context& cx) {
  auto made = KR_TRY(new_plain<Lock>(cx, thread_lock_type));
  made->weakrefs = nullptr;
  made->locked = false;
  new (made->raw) RawLock();
  return made;
}

}  // namespace krait::threads

namespace krait {
constinit Type thread_lock_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "_thread.lock",
    .tp_basicsize = sizeof(threads::Lock),
    .tp_dealloc = threads::lock_dealloc,
    .tp_repr = slot<&threads::lock_repr>,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::disallow_instantiation,
    .tp_doc = "A lock object is a synchronization primitive.  To create a lock,\n"
              "call threading.Lock().  Methods are:\n\n"
              "acquire() -- lock the lock, possibly blocking until it can be obtained\n"
              "release() -- unlock of the lock\nlocked() -- test whether the lock is currently locked\n\n"
              "A lock is not owned by the thread that locked it; another thread may\n"
              "unlock it.  A thread attempting to lock a lock that it has already locked\n"
              "will block until another thread unlocks it.  Deadlocks may ensue.",
    .tp_weaklistoffset = offsetof(threads::Lock, weakrefs),
    .tp_methods = threads::lock_methods,
    .tp_members = threads::lock_members,
    .tp_free = free_object};
KR_READY(thread_lock_type);

constinit Type thread_rlock_type = {.head = {{1, &type_type}, 0},
                                    .tp_name = "_thread.RLock",
                                    .tp_basicsize = sizeof(threads::RLock),
                                    .tp_dealloc = threads::r_dealloc,
                                    .tp_repr = slot<&threads::r_repr>,
                                    .tp_getattro = slot<&generic_get_attr>,
                                    .tp_flags = type_flags::base,
                                    .tp_weaklistoffset = offsetof(threads::RLock, weakrefs),
                                    .tp_methods = threads::r_methods,
                                    .tp_new = threads::r_make,
                                    .tp_free = free_object};
KR_READY(thread_rlock_type);
}  // namespace krait
