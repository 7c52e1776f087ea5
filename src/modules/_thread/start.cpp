// Starting threads, and what happens at their end.
#include <pthread.h>

#include <cerrno>
#include <new>

#include "interp/report/report.h"
#include "modules/_thread/thread.h"
#include "object/isolate.h"
#include "object/new.h"
#include "object/threads.h"
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/tuple/tuple.h"
#include "types/weakref/weakref.h"

namespace krait {  // isolate/gil.h
ThreadState* new_thread_state(Context& cx);
void bind_thread_state(ThreadState& state);
void clear_thread_state(ThreadState& state);
void delete_thread_state(ThreadState& state);
}  // namespace krait

namespace krait::threads {
namespace {

struct State {
  long long running;        // besides the main thread
  std::size_t stack_bytes;  // 0: the system's default
};
KR_ISOLATE_LOCAL(State, state);

struct Beginning {
  ThreadState* thread;
  Object* function;
  Object* args;
  Object* kwargs;  // or null
};

void* run(void* argument) {
  Beginning beginning = *static_cast<Beginning*>(argument);
  delete static_cast<Beginning*>(argument);
  ThreadState& cx = *beginning.thread;
  bind_thread_state(cx);
  acquire_thread(cx);
  state(cx).running += 1;
  {
    Ref<> function = Ref<>::steal(beginning.function), args = Ref<>::steal(beginning.args), kwargs = Ref<>::steal(beginning.kwargs);
    auto result = call(cx, function, args.borrow().as<Tuple>(), kwargs ? kwargs.borrow().as<Dict>() : Borrowed<Dict>());
    if (result.failed() && !clear_error_if(cx, exc::SystemExit)) write_unraisable_message(cx, "in thread started by", function);
  }
  state(cx).running -= 1;
  clear_thread_state(cx);
  ThreadState last{};  // the lock is given up in the name of a state that outlives this one
  last.interp = cx.interp;
  delete_thread_state(cx);
  release_thread(last);
  return nullptr;
}

}  // namespace

long long thread_count(Context& cx) { return state(cx).running; }

Result<long long> start_thread(Context& cx, Args args) {
  if (args.size() < 2) return raise(cx, exc::TypeError, "start_new_thread expected at least 2 arguments, got {}", args.size());
  if (args.size() > 3) return raise(cx, exc::TypeError, "start_new_thread expected at most 3 arguments, got {}", args.size());
  Borrowed<> function(args[0]), positional(args[1]), named = args.size() > 2 ? Borrowed<>(args[2]) : Borrowed<>();
  if (!is_callable(function)) return raise(cx, exc::TypeError, "first arg must be callable");
  if (!is<Tuple>(positional)) return raise(cx, exc::TypeError, "2nd arg must be a tuple");
  if (named && !is<Dict>(named)) return raise(cx, exc::TypeError, "optional 3rd arg must be a dictionary");
  KR_TRY(audit(cx, "_thread.start_new_thread", function, positional, named ? named : none()));
  auto* beginning = new (std::nothrow) Beginning{new_thread_state(cx), nullptr, nullptr, nullptr};
  if (!beginning || !beginning->thread) {
    delete beginning;
    return raise_memory_error(cx);
  }
  beginning->function = hold(function).release();
  beginning->args = hold(positional).release();
  beginning->kwargs = named ? hold(named).release() : nullptr;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  if (state(cx).stack_bytes) pthread_attr_setstacksize(&attributes, state(cx).stack_bytes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_t thread;
  int error = pthread_create(&thread, &attributes, run, beginning);
  pthread_attr_destroy(&attributes);
  if (!error) return static_cast<long long>(thread);
  decref(beginning->function), decref(beginning->args), xdecref(beginning->kwargs);
  clear_thread_state(*beginning->thread);
  delete_thread_state(*beginning->thread);
  delete beginning;
  return raise(cx, exc::RuntimeError, "can't start new thread");
}

Result<Ref<>> stack_size(Context& cx, Borrowed<> size) {
  long long wanted = 0;
  if (size) {
    wanted = as_ssize(cx, size);
    if (wanted == -1 && cx.curexc_type) return Failed{};
    if (wanted < 0) return raise(cx, exc::ValueError, "size must be 0 or a positive value");
  }
  auto old = static_cast<long long>(state(cx).stack_bytes);
  if (size) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    bool good = wanted == 0 || (wanted >= 32768 && pthread_attr_setstacksize(&attributes, static_cast<std::size_t>(wanted)) == 0);
    pthread_attr_destroy(&attributes);
    if (!good) return raise(cx, exc::ValueError, "size not valid: {} bytes", wanted);
    state(cx).stack_bytes = static_cast<std::size_t>(wanted);
  }
  return KR_TRY(int_from(cx, old));
}

// A lock that opens when this thread is over; the state holds a weak reference to it.
Result<Ref<>> set_sentinel(Context& cx) {
  auto open = [](void* data) {
    Ref<> reference = Ref<>::steal(static_cast<Object*>(data));
    Ref<> lock = hold(weak_referent(reference.borrow().as<WeakRef>()));
    if (lock.type() != &thread_lock_type) return;
    auto* found = reinterpret_cast<Lock*>(lock.raw());
    if (!found->locked) return;
    found->locked = false;
    found->lock().release();
  };
  if (auto old = std::exchange(cx.on_delete_data, nullptr)) decref(static_cast<Object*>(old));
  cx.on_delete = nullptr;
  Ref<> lock = KR_TRY(new_lock(cx));
  Ref<WeakRef> reference = KR_TRY(new_weak_ref(cx, lock, {}));
  cx.on_delete_data = reference.release();
  cx.on_delete = open;
  return lock;
}

}  // namespace krait::threads
