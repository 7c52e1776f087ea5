// The handlers: fatal signals, and signals that a program has registered.
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "interp/report/dump.h"
#include "modules/faulthandler/state.h"
#include "object/isolate.h"

namespace krait::faulthandler {

FatalState fatal{};

namespace {

struct FatalSignal {
  int number;
  const char* name;
  bool installed;
  struct sigaction previous;
};
FatalSignal fatal_signals[] = {{SIGBUS, "Bus error", false, {}},
                               {SIGILL, "Illegal instruction", false, {}},
                               {SIGFPE, "Floating point exception", false, {}},
                               {SIGABRT, "Aborted", false, {}},
                               {SIGSEGV, "Segmentation fault", false, {}}};

// Handlers run on a stack of their own, since a stack that has overflowed is one thing to report.
void use_own_stack() {
  static bool done = false;
  if (done) return;
  done = true;
  stack_t stack{};
  stack.ss_size = 1 << 16;
  stack.ss_sp = std::malloc(stack.ss_size);
  if (stack.ss_sp) ::sigaltstack(&stack, nullptr);
}

void dump(int file, bool all_threads, Isolate* isolate) {
  ThreadState* current = current_thread_state;
  if (all_threads) dump_all_threads(file, isolate, current);
  else if (current) dump_traceback(file, current, true);
}

void on_fatal(int number) {
  int saved = errno;
  if (!fatal.enabled) return;
  for (FatalSignal& each : fatal_signals) {
    if (each.number != number) continue;
    ::sigaction(number, &each.previous, nullptr);
    each.installed = false;
    int file = fatal.target.descriptor;
    dump_text(file, "Fatal Python error: ");
    dump_text(file, each.name);
    dump_text(file, "\n\n");
    dump(file, fatal.all_threads, fatal.isolate);
  }
  errno = saved;
  ::raise(number);
}

struct UserSignal {
  bool registered, all_threads, chain;
  Target target;
  Isolate* isolate;
  struct sigaction previous;
};
UserSignal user_signals[NSIG];

void on_user(int number) {
  UserSignal& user = user_signals[number];
  if (!user.registered) return;
  int saved = errno;
  dump(user.target.descriptor, user.all_threads, user.isolate);
  if (user.chain) {
    struct sigaction own;
    ::sigaction(number, &user.previous, &own);
    errno = saved;
    ::raise(number);
    ::sigaction(number, &own, nullptr);
  }
  errno = saved;
}

struct sigaction make_action(void (*handler)(int), bool defer) {
  struct sigaction action{};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_ONSTACK | (defer ? SA_NODEFER : 0);
  return action;
}

}  // namespace

Result<void> enable(Context& cx, Borrowed<> file, bool all_threads) {
  Target target = KR_TRY(read_target(cx, file));
  Object* old = std::exchange(fatal.target, target).file;
  fatal.all_threads = all_threads;
  fatal.isolate = cx.interp;
  xdecref(old);
  use_own_stack();
  fatal.enabled = true;
  for (FatalSignal& each : fatal_signals) {
    if (each.installed) continue;
    struct sigaction action = make_action(&on_fatal, true);
    if (::sigaction(each.number, &action, &each.previous) != 0) return raise_os_error(cx, errno);
    each.installed = true;
  }
  return {};
}

bool disable() {
  bool was = fatal.enabled;
  fatal.enabled = false;
  for (FatalSignal& each : fatal_signals) {
    if (each.installed) ::sigaction(each.number, &each.previous, nullptr);
    each.installed = false;
  }
  xdecref(std::exchange(fatal.target.file, nullptr));
  return was;
}

static Result<void> check_signal(Context& cx, int number) {
  for (const FatalSignal& each : fatal_signals)
    if (each.number == number) return raise(cx, exc::RuntimeError, "signal {} cannot be registered, use enable() instead", number);
  if (number < 1 || number >= NSIG) return raise(cx, exc::ValueError, "signal number out of range");
  return {};
}

Result<void> register_signal(Context& cx, int number, Borrowed<> file, bool all_threads, bool chain) {
  KR_TRY(check_signal(cx, number));
  Target target = KR_TRY(read_target(cx, file));
  UserSignal& user = user_signals[number];
  use_own_stack();
  if (!user.registered) {
    struct sigaction action = make_action(&on_user, chain);
    if (!chain) action.sa_flags |= SA_RESTART;
    if (::sigaction(number, &action, &user.previous) != 0) {
      xdecref(target.file);
      return raise_os_error(cx, errno);
    }
  }
  Object* old = std::exchange(user.target, target).file;
  user.all_threads = all_threads;
  user.chain = chain;
  user.isolate = cx.interp;
  user.registered = true;
  xdecref(old);
  return {};
}

Result<bool> unregister_signal(Context& cx, int number) {
  KR_TRY(check_signal(cx, number));
  UserSignal& user = user_signals[number];
  if (!user.registered) return false;
  user.registered = false;
  ::sigaction(number, &user.previous, nullptr);
  xdecref(std::exchange(user.target.file, nullptr));
  return true;
}

}  // namespace krait::faulthandler
