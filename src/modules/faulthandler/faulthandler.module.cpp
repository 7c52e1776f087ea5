// The module faulthandler.
#include <signal.h>
#include <unistd.h>

#include <cstdlib>

#include "interp/report/dump.h"
#include "modules/faulthandler/state.h"
#include "object/declare/method.h"
#include "object/isolate.h"
#include "object/register.h"
#include "types/int/int.h"
#include "types/module/module.h"
#include "types/str/str.h"

namespace krait::faulthandler {

Result<Target> read_target(Context& cx, Borrowed<> file) {
  if (!file || is_none(file)) {
    file = sys_get(cx, KR_ID(stderr));
    if (!file) return raise(cx, exc::RuntimeError, "unable to get sys.stderr");
    if (is_none(file)) return raise(cx, exc::RuntimeError, "sys.stderr is None");
  } else if (is<Int>(file)) {
    int descriptor = as_int(cx, file);
    if (descriptor == -1 && cx.has_error()) return Failed{};
    if (descriptor < 0) return raise(cx, exc::ValueError, "file is not a valid file descripter");
    return Target{nullptr, descriptor};
  }
  auto held = hold(file);
  auto number = KR_TRY(call_method(cx, held, KR_ID(fileno)));
  int descriptor = is<Int>(number) ? as_int(cx, number) : -1;
  if (descriptor < 0) {
    clear_error(cx);
    return raise(cx, exc::RuntimeError, "file.fileno() is not a valid file descriptor");
  }
  auto flushed = call_method(cx, held, KR_ID(flush));
  if (flushed.failed()) clear_error(cx);
  return Target{held.release(), descriptor};
}

namespace {

Result<void> module_enable(Context& cx, Borrowed<> file, bool all_threads) { return enable(cx, file, all_threads); }
Result<bool> module_disable(Context&) { return disable(); }
Result<bool> is_enabled(Context&) { return fatal.enabled; }

Result<void> module_dump(Context& cx, Borrowed<> file, bool all_threads) {
  Target target = KR_TRY(read_target(cx, file));
  if (all_threads) dump_all_threads(target.descriptor, cx.interp, &cx);
  else dump_traceback(target.descriptor, &cx, true);
  xdecref(target.file);
  return {};
}

Result<void> module_later(Context& cx, Borrowed<> timeout, bool repeat, Borrowed<> file, bool exit) {
  return dump_later(cx, timeout, repeat, file, exit);
}
Result<void> module_cancel(Context&) {
  cancel_later();
  return {};
}
Result<void> module_register(Context& cx, int number, Borrowed<> file, bool all_threads, bool chain) {
  return register_signal(cx, number, file, all_threads, chain);
}
Result<bool> module_unregister(Context& cx, int number) { return unregister_signal(cx, number); }

// --- ways to die, for tests
Result<void> read_null(Context&) {
  volatile int* nowhere = nullptr;
  (void)*nowhere;
  return {};
}
Result<void> segfault(Context&, bool) {
  ::raise(SIGSEGV);
  return {};
}
Result<void> abort_now(Context&) { std::abort(); }
Result<void> divide_by_zero(Context&) {
  ::raise(SIGFPE);
  return {};
}
[[gnu::noinline]] std::size_t descend(volatile std::size_t* depth) {
  volatile char block[4096];
  block[0] = static_cast<char>(*depth = *depth + 1);
  return *depth > 1000000000 ? 0 : descend(depth) + static_cast<std::size_t>(block[0]);
}
Result<void> overflow_stack(Context&) {
  volatile std::size_t depth = 0;
  (void)descend(&depth);
  return {};
}

constinit MethodDef functions[] = {
    KR_QUIET("enable($module, file=None, all_threads=True)", module_enable,
             "enable(file=sys.stderr, all_threads=True): enable the fault handler"),
    KR_QUIET("disable($module)", module_disable, "disable(): disable the fault handler"),
    KR_QUIET("is_enabled($module)", is_enabled, "is_enabled()->bool: check if the handler is enabled"),
    KR_QUIET("dump_traceback($module, file=None, all_threads=True)", module_dump,
             "dump_traceback(file=sys.stderr, all_threads=True): dump the traceback of the current thread, or of all threads if "
             "all_threads is True, into file"),
    KR_QUIET("dump_traceback_later($module, timeout, repeat=False, file=None, exit=False)", module_later,
             "dump_traceback_later(timeout, repeat=False, file=sys.stderrn, exit=False):\n"
             "dump the traceback of all threads in timeout seconds,\n"
             "or each timeout seconds if repeat is True. If exit is True, call _exit(1) which is not safe."),
    KR_QUIET("cancel_dump_traceback_later($module)", module_cancel,
             "cancel_dump_traceback_later():\ncancel the previous call to dump_traceback_later()."),
    KR_QUIET("register($module, signum, file=None, all_threads=True, chain=False)", module_register,
             "register(signum, file=sys.stderr, all_threads=True, chain=False): register a handler for the signal 'signum': dump the "
             "traceback of the current thread, or of all threads if all_threads is True, into file"),
    KR_QUIET("unregister($module, signum, /)", module_unregister,
             "unregister(signum): unregister the handler of the signal 'signum' registered by register()"),
    KR_QUIET("_read_null($module)", read_null,
             "_read_null(): read from NULL, raise a SIGSEGV or SIGBUS signal depending on the platform"),
    KR_QUIET("_sigsegv($module, release_gil=False, /)", segfault, "_sigsegv(release_gil=False): raise a SIGSEGV signal"),
    KR_QUIET("_sigabrt($module)", abort_now, "_sigabrt(): raise a SIGABRT signal"),
    KR_QUIET("_sigfpe($module)", divide_by_zero, "_sigfpe(): raise a SIGFPE signal"),
    KR_QUIET("_stack_overflow($module)", overflow_stack, "_stack_overflow(): recursive call to raise a stack overflow"),
    KR_END};

constinit ModuleDef module_def = {
    .base = module_def_head, .m_name = "faulthandler", .m_doc = "faulthandler module.", .m_size = 0, .m_methods = functions};
KR_BUILTIN_MODULE(module_def);

}  // namespace
}  // namespace krait::faulthandler
