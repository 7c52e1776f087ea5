// The module _signal: Python functions as handlers of signals.
//
// A signal's C handler only notes that it came and wakes the eval breaker; the Python handler runs later, on the main thread, between
// two instructions (run_signal_handlers).
#include <pthread.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstring>

#include "interp/eval_breaker.h"
#include "interp/interp.h"
#include "modules/posix/path.h"
#include "object/declare/method.h"
#include "object/isolate.h"
#include "object/register.h"
#include "object/threads.h"
#include "types/float/float.h"
#include "types/int/int.h"
#include "types/module/module.h"
#include "types/set/set.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait::signals {
namespace {

constexpr int kSignals = 65;

// What the C handler touches. Signals belong to the process, not to an isolate.
volatile sig_atomic_t arrived[kSignals];
volatile sig_atomic_t any_arrived;
volatile int wakeup_fd = -1;
Context* main_context;

struct State {
  Object* handlers[kSignals];  // None: not set by Python; the ints SIG_DFL and SIG_IGN; or a callable
  Object* default_int;
  Object* timer_error;
};
KR_ISOLATE_LOCAL(State, state);

void on_signal(int number) {
  int saved = errno;
  arrived[number] = 1;
  any_arrived = 1;
  if (main_context) set_breaker(*main_context, breaker_bits::signals);
  if (int fd = wakeup_fd; fd >= 0) {
    auto byte = static_cast<unsigned char>(number);
    [[maybe_unused]] ssize_t written = ::write(fd, &byte, 1);
  }
  errno = saved;
}

Result<void> run_handlers(Context& cx) {
  if (!any_arrived || !is_main_thread(cx)) return {};
  any_arrived = 0;
  for (int number = 1; number < kSignals; ++number) {
    if (!arrived[number]) continue;
    arrived[number] = 0;
    Ref<> handler = hold(Borrowed<>(state(cx).handlers[number]));
    if (!handler || !is_callable(handler)) continue;
    Ref<Int> value = KR_TRY(int_from(cx, number));
    Borrowed<FrameObject> frame = current_frame_object(cx);
    Ref<> shown = frame ? Ref<>(hold(frame)) : new_none();
    auto answer = call(cx, handler, value, shown);
    if (answer.failed()) {
      any_arrived = 1;  // the others wait for the next time
      set_breaker(cx, breaker_bits::signals);
      return Failed{};
    }
  }
  return {};
}

Failed fail(Context& cx) { return raise_os_error(cx, errno); }

Result<int> checked(Context& cx, int number) {
  if (number < 1 || number >= kSignals) return raise(cx, exc::ValueError, "signal number out of range");
  return number;
}

Result<Ref<>> s_default_int_handler(Context& cx, int, Borrowed<>) { return raise_object(cx, Borrowed<Type>(&exc::KeyboardInterrupt), {}); }

Result<Ref<>> s_signal(Context& cx, int signalnum, Borrowed<> handler) {
  if (!is_main_thread(cx)) return raise(cx, exc::ValueError, "signal only works in main thread of the main interpreter");
  int number = KR_TRY(checked(cx, signalnum));
  void (*action)(int) = on_signal;
  if (is<Int>(handler)) {
    long value = as_long(cx, handler);
    if (value == -1 && cx.curexc_type) return Failed{};
    if (value != 0 && value != 1) return raise(cx, exc::TypeError, "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
    action = value ? SIG_IGN : SIG_DFL;
  } else if (!is_callable(handler)) {
    return raise(cx, exc::TypeError, "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
  }
  KR_TRY(check_signals(cx));
  struct sigaction wanted{};
  wanted.sa_handler = action;
  sigemptyset(&wanted.sa_mask);
  if (::sigaction(number, &wanted, nullptr)) return fail(cx);
  Ref<> old = Ref<>::steal(std::exchange(state(cx).handlers[number], hold(handler).release()));
  return old ? std::move(old) : new_none();
}

Result<Ref<>> s_getsignal(Context& cx, int signalnum) {
  int number = KR_TRY(checked(cx, signalnum));
  Object* handler = state(cx).handlers[number];
  return handler ? hold(Borrowed<>(handler)) : new_none();
}

Result<Ref<>> s_raise_signal(Context& cx, int signalnum) {
  if (::raise(signalnum)) return fail(cx);
  KR_TRY(check_signals(cx));
  return new_none();
}

Result<Ref<>> s_strsignal(Context& cx, int signalnum) {
  int number = KR_TRY(checked(cx, signalnum));
  const char* text = ::strsignal(number);
  if (!text || std::strstr(text, "Unknown signal")) return new_none();
  return KR_TRY(str_from_utf8(cx, text, "surrogateescape"));
}

long long s_alarm(int seconds) { return ::alarm(static_cast<unsigned>(seconds)); }

Result<Ref<>> s_pause(Context& cx) {
  {
    AllowThreads allow(cx);
    ::pause();
  }
  KR_TRY(check_signals(cx));
  return new_none();
}

Result<Ref<>> s_siginterrupt(Context& cx, int signalnum, int flag) {
  int number = KR_TRY(checked(cx, signalnum));
  struct sigaction action;
  ::sigaction(number, nullptr, &action);
  if (flag) action.sa_flags &= ~SA_RESTART;
  else action.sa_flags |= SA_RESTART;
  if (::sigaction(number, &action, nullptr) < 0) return fail(cx);
  return new_none();
}

Result<Ref<>> s_pthread_kill(Context& cx, Borrowed<> thread_id, int signalnum) {
  unsigned long id = as_unsigned_long_mask(cx, thread_id);
  if (id == static_cast<unsigned long>(-1) && cx.curexc_type) return Failed{};
  if (int error = ::pthread_kill(id, signalnum)) return raise_os_error(cx, error);
  KR_TRY(check_signals(cx));
  return new_none();
}

Result<Ref<>> set_of(Context& cx, const sigset_t& mask) {
  Ref<Set> made = KR_TRY(new_set(cx));
  for (int number = 1; number < kSignals; ++number) {
    if (sigismember(&mask, number) != 1) continue;
    Ref<Int> value = KR_TRY(int_from(cx, number));
    KR_TRY(set_add(cx, made, value));
  }
  return made;
}

Result<sigset_t> mask_of(Context& cx, Borrowed<> iterable) {
  sigset_t mask;
  sigemptyset(&mask);
  Ref<> iterator = KR_TRY(iter(cx, iterable));
  for (;;) {
    Ref<> item = KR_TRY(next(cx, iterator));
    if (!item) return mask;
    int number = as_int(cx, item);
    if (number == -1 && cx.curexc_type) return Failed{};
    if (number < 1 || number >= kSignals) return raise(cx, exc::ValueError, "signal number {} out of range [1; 64]", number);
    sigaddset(&mask, number);
  }
}

Result<Ref<>> s_pthread_sigmask(Context& cx, int how, Borrowed<> mask) {
  sigset_t wanted = KR_TRY(mask_of(cx, mask)), old;
  if (int error = ::pthread_sigmask(how, &wanted, &old)) return raise_os_error(cx, error);
  KR_TRY(check_signals(cx));
  return set_of(cx, old);
}
Result<Ref<>> s_sigpending(Context& cx) {
  sigset_t mask;
  if (::sigpending(&mask)) return fail(cx);
  return set_of(cx, mask);
}
Result<long long> s_sigwait(Context& cx, Borrowed<> sigset) {
  sigset_t mask = KR_TRY(mask_of(cx, sigset));
  int number, error;
  {
    AllowThreads allow(cx);
    error = ::sigwait(&mask, &number);
  }
  if (error) return raise_os_error(cx, error);
  return static_cast<long long>(number);
}
Result<Ref<>> s_valid_signals(Context& cx) {
  sigset_t mask;
  sigfillset(&mask);
  return set_of(cx, mask);
}

Result<long long> s_set_wakeup_fd(Context& cx, Args args, KwArgs) {
  if (args.size() != 1) return raise(cx, exc::TypeError, "set_wakeup_fd() takes exactly 1 positional argument ({} given)", args.size());
  int fd = as_int(cx, Borrowed<>(args[0]));
  if (fd == -1 && cx.curexc_type) return Failed{};
  if (!is_main_thread(cx)) return raise(cx, exc::ValueError, "set_wakeup_fd only works in main thread of the main interpreter");
  int old = wakeup_fd;
  wakeup_fd = fd;
  return static_cast<long long>(old);
}

Result<double> seconds_of(Context& cx, Borrowed<> object) {
  if (!object) return 0.0;
  double value = as_double(cx, object);
  if (value == -1.0 && cx.curexc_type) return Failed{};
  return value;
}
timeval interval_of(double seconds) {
  double whole = std::floor(seconds);
  return {static_cast<time_t>(whole), static_cast<suseconds_t>(std::ceil((seconds - whole) * 1e6))};
}
Result<Ref<>> pair_of(Context& cx, const itimerval& timer) {
  auto number = [&](const timeval& t) { return float_from(cx, static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6); };
  Ref<Float> value = KR_TRY(number(timer.it_value)), interval = KR_TRY(number(timer.it_interval));
  return KR_TRY(tuple_of(cx, value, interval));
}
Result<Ref<>> s_setitimer(Context& cx, int which, Borrowed<> seconds, Borrowed<> interval) {
  itimerval wanted{}, old{};
  wanted.it_value = interval_of(KR_TRY(seconds_of(cx, seconds)));
  wanted.it_interval = interval_of(KR_TRY(seconds_of(cx, interval)));
  if (::setitimer(static_cast<__itimer_which_t>(which), &wanted, &old)) return fail(cx);
  return pair_of(cx, old);
}
Result<Ref<>> s_getitimer(Context& cx, int which) {
  itimerval now{};
  if (::getitimer(static_cast<__itimer_which_t>(which), &now)) return fail(cx);
  return pair_of(cx, now);
}

struct Constant {
  const char* name;
  int value;
};
// SIGRTMIN and SIGRTMAX are answers of functions: no constant table.
const Constant* constants() {
  static const Constant table[] = {
      {"ITIMER_PROF", ITIMER_PROF}, {"ITIMER_REAL", ITIMER_REAL}, {"ITIMER_VIRTUAL", ITIMER_VIRTUAL}, {"SIGABRT", SIGABRT},
      {"SIGALRM", SIGALRM}, {"SIGBUS", SIGBUS}, {"SIGCHLD", SIGCHLD}, {"SIGCLD", SIGCLD}, {"SIGCONT", SIGCONT},
      {"SIGFPE", SIGFPE}, {"SIGHUP", SIGHUP}, {"SIGILL", SIGILL}, {"SIGINT", SIGINT}, {"SIGIO", SIGIO}, {"SIGIOT", SIGIOT},
      {"SIGKILL", SIGKILL}, {"SIGPIPE", SIGPIPE}, {"SIGPOLL", SIGPOLL}, {"SIGPROF", SIGPROF}, {"SIGPWR", SIGPWR},
      {"SIGQUIT", SIGQUIT}, {"SIGRTMAX", SIGRTMAX}, {"SIGRTMIN", SIGRTMIN}, {"SIGSEGV", SIGSEGV}, {"SIGSTKFLT", SIGSTKFLT},
      {"SIGSTOP", SIGSTOP}, {"SIGSYS", SIGSYS}, {"SIGTERM", SIGTERM}, {"SIGTRAP", SIGTRAP}, {"SIGTSTP", SIGTSTP},
      {"SIGTTIN", SIGTTIN}, {"SIGTTOU", SIGTTOU}, {"SIGURG", SIGURG}, {"SIGUSR1", SIGUSR1}, {"SIGUSR2", SIGUSR2},
      {"SIGVTALRM", SIGVTALRM}, {"SIGWINCH", SIGWINCH}, {"SIGXCPU", SIGXCPU}, {"SIGXFSZ", SIGXFSZ}, {"SIG_BLOCK", SIG_BLOCK},
      {"SIG_SETMASK", SIG_SETMASK}, {"SIG_UNBLOCK", SIG_UNBLOCK},
      {nullptr, 0}};
  return table;
}

constinit MethodDef functions[] = {
    KR_FUNCTION("alarm($module, seconds, /)", s_alarm,
              "Arrange for SIGALRM to arrive after the given number of seconds."),
    KR_FUNCTION("default_int_handler($module, signalnum, frame, /)", s_default_int_handler,
              "The default handler for SIGINT installed by Python.\n\nIt raises KeyboardInterrupt."),
    KR_FUNCTION("getitimer($module, which, /)", s_getitimer,
              "Returns current value of given itimer."),
    KR_FUNCTION("getsignal($module, signalnum, /)", s_getsignal,
              "Return the current action for the given signal.\n\nThe return value can be:\n"
              "  SIG_IGN -- if the signal is being ignored\n  SIG_DFL -- if the default action for the signal is in effect\n"
              "  None    -- if an unknown handler is in effect\n  anything else -- the callable Python object used as a handler"),
    KR_FUNCTION("pause($module, /)", s_pause,
              "Wait until a signal arrives."),
    KR_FUNCTION("pthread_kill($module, thread_id, signalnum, /)", s_pthread_kill,
              "Send a signal to a thread."),
    KR_FUNCTION("pthread_sigmask($module, how, mask, /)", s_pthread_sigmask,
              "Fetch and/or change the signal mask of the calling thread."),
    KR_FUNCTION("raise_signal($module, signalnum, /)", s_raise_signal,
              "Send a signal to the executing process."),
    KR_QUIET("set_wakeup_fd(*args, **kwargs)", s_set_wakeup_fd,
              "set_wakeup_fd(fd, *, warn_on_full_buffer=True) -> fd\n\n"
              "Sets the fd to be written to (with the signal number) when a signal\n"
              "comes in.  A library can use this to wakeup select or poll.\nThe previous fd or -1 is returned.\n\n"
              "The fd must be non-blocking."),
    KR_FUNCTION("setitimer($module, which, seconds, interval=<none>, /)", s_setitimer,
              "Sets given itimer (one of ITIMER_REAL, ITIMER_VIRTUAL or ITIMER_PROF).\n\n"
              "The timer will fire after value seconds and after that every interval seconds.\n"
              "The itimer can be cleared by setting seconds to zero.\n\nReturns old values as a tuple: (delay, interval)."),
    KR_FUNCTION("siginterrupt($module, signalnum, flag, /)", s_siginterrupt,
              "Change system call restart behaviour.\n\nIf flag is False, system calls will be restarted when interrupted by\n"
              "signal sig, else system calls will be interrupted."),
    KR_FUNCTION("signal($module, signalnum, handler, /)", s_signal,
              "Set the action for the given signal.\n\nThe action can be SIG_DFL, SIG_IGN, or a callable Python object.\n"
              "The previous action is returned.  See getsignal() for possible return values.\n\n*** IMPORTANT NOTICE ***\n"
              "A signal handler function is called with two arguments:\n"
              "the first is the signal number, the second is the interrupted stack frame."),
    KR_FUNCTION("sigpending($module, /)", s_sigpending,
              "Examine pending signals.\n\nReturns a set of signal numbers that are pending for delivery to\nthe calling thread."),
    KR_FUNCTION("sigwait($module, sigset, /)", s_sigwait,
              "Wait for a signal.\n\nSuspend execution of the calling thread until the delivery of one of the\n"
              "signals specified in the signal set sigset.  The function accepts the signal\nand returns the signal number."),
    KR_FUNCTION("strsignal($module, signalnum, /)", s_strsignal,
              "Return the system description of the given signal.\n\n"
              "Returns the description of signal *signalnum*, such as \"Interrupt\"\n"
              "for :const:`SIGINT`. Returns :const:`None` if *signalnum* has no\n"
              "description. Raises :exc:`ValueError` if *signalnum* is invalid."),
    KR_FUNCTION("valid_signals($module, /)", s_valid_signals,
              "Return a set of valid signal numbers on this platform.\n\n"
              "The signal numbers returned by this function can be safely passed to\nfunctions like `pthread_sigmask`."),
    KR_END};

// The handlers that stand when the module is first imported; SIGINT raises KeyboardInterrupt unless it is ignored.
Result<void> note_handlers(Context& cx, Borrowed<> default_int) {
  State& mine = state(cx);
  for (int number = 1; number < kSignals; ++number) {
    struct sigaction action;
    Ref<> shown = new_none();
    if (::sigaction(number, nullptr, &action) == 0) {
      if (action.sa_handler == SIG_DFL) shown = KR_TRY(int_from(cx, 0));
      else if (action.sa_handler == SIG_IGN) shown = KR_TRY(int_from(cx, 1));
    }
    mine.handlers[number] = shown.release();
    if (number == SIGINT && action.sa_handler == SIG_DFL) {
      action.sa_handler = on_signal;
      action.sa_flags = 0;
      sigemptyset(&action.sa_mask);
      ::sigaction(SIGINT, &action, nullptr);
      decref(std::exchange(mine.handlers[number], hold(default_int).release()));
    }
  }
  return {};
}

Result<void> exec(Context& cx, Borrowed<Module> module) {
  auto add = [&](const char* text, long long value) -> Result<void> {
    Ref<Str> name = KR_TRY(intern_utf8(cx, text));
    Ref<Int> number = KR_TRY(int_from(cx, value));
    return module_add(cx, module, name, number);
  };
  for (const Constant* constant = constants(); constant->name; ++constant) KR_TRY(add(constant->name, constant->value));
  KR_TRY(add("NSIG", kSignals));
  KR_TRY(add("SIG_DFL", 0));
  KR_TRY(add("SIG_IGN", 1));
  if (!main_context) {
    main_context = &cx;
    run_signal_handlers = run_handlers;
    Ref<> default_int = KR_TRY(get_attr(cx, module, KR_ID(default_int_handler)));
    KR_TRY(note_handlers(cx, default_int));
  }
  return module_add(cx, module, KR_ID(ItimerError), Borrowed<>(as_object(&exc::OSError)));
}
constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};
constinit ModuleDef module_def = {
    .base = module_def_head,
    .m_name = "_signal",
    .m_doc = "This module provides mechanisms to use signal handlers in Python.\n\nFunctions:\n\n"
              "alarm() -- cause SIGALRM after a specified time [Unix only]\n"
              "setitimer() -- cause a signal (described below) after a specified\n"
              "               float time and the timer may restart then [Unix only]\n"
              "getitimer() -- get current value of timer [Unix only]\nsignal() -- set the action for a given signal\n"
              "getsignal() -- get the signal action for a given signal\npause() -- wait until a signal arrives [Unix only]\n"
              "default_int_handler() -- default SIGINT handler\n\nsignal constants:\n"
              "SIG_DFL -- used to refer to the system default handler\nSIG_IGN -- used to ignore the signal\n"
              "NSIG -- number of defined signals\nSIGINT, SIGTERM, etc. -- signal numbers\n\nitimer constants:\n"
              "ITIMER_REAL -- decrements in real time, and delivers SIGALRM upon\n               expiration\n"
              "ITIMER_VIRTUAL -- decrements only when the process is executing,\n"
              "               and delivers SIGVTALRM upon expiration\n"
              "ITIMER_PROF -- decrements both when the process is executing and\n"
              "               when the system is executing on behalf of the process.\n"
              "               Coupled with ITIMER_VIRTUAL, this timer is usually\n"
              "               used to profile the time spent by the application\n"
              "               in user and kernel space. SIGPROF is delivered upon\n               expiration.\n\n\n"
              "*** IMPORTANT NOTICE ***\nA signal handler function is called with two arguments:\n"
              "the first is the signal number, the second is the interrupted stack frame.",
    .m_size = 0,
    .m_methods = functions,
    .m_slots = slots};
KR_BUILTIN_MODULE(module_def);

}  // namespace
}  // namespace krait::signals
