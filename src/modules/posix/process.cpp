// Processes, users, the environment, and what the system tells of itself.
#include "modules/posix/functions.h"

#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <sys/random.h>
#include <sys/sysmacros.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "interp/report/report.h"
#include "isolate/gil.h"
#include "object/isolate.h"
#include "object/new.h"
#include "object/threads.h"
#include "types/dict/dict.h"
#include "types/float/float.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/module/module.h"
#include "types/str/str.h"
#include "types/structseq/structseq.h"
#include "types/tuple/tuple.h"

extern char** environ;

namespace krait::posix {
namespace {

Result<Ref<>> done(Context& cx, long answer) {
  if (answer < 0) return fail(cx);
  return new_none();
}
Result<long long> number(Context& cx, long answer) {
  if (answer < 0) return fail(cx);
  return static_cast<long long>(answer);
}

struct ForkHooks {
  Object *before, *parent, *child;  // lists, or null
};
KR_ISOLATE_LOCAL(ForkHooks, fork_hooks);

void run_hooks(Context& cx, Object* hooks, bool reversed) {
  if (!hooks) return;
  auto held = list_slice(cx, Borrowed<>(hooks).as<List>(), 0, index_max);
  if (held.failed()) return write_unraisable(cx, {});
  Ref<List> list = std::move(held).value();
  for (Index i = 0; i < list->size(); ++i) {
    Borrowed<> hook = list->item(reversed ? list->size() - 1 - i : i);
    if (call(cx, hook).failed()) write_unraisable(cx, hook);
  }
}

// Null-terminated texts of a sequence, for exec; they live as long as this does.
class Texts {
 public:
  ~Texts() {
    for (Index i = 0; i < count_; ++i) std::free(items_[i]);
    std::free(items_);
  }
  Result<void> add(Context& cx, Borrowed<> object) {
    Ref<> path = KR_TRY(fspath(cx, object));
    Ref<Bytes> bytes = is<Bytes>(path) ? hold(path.borrow().as<Bytes>()) : KR_TRY(encode_fs(cx, path.borrow().as<Str>()));
    return add(cx, bytes->text());
  }
  Result<void> add(Context& cx, std::string_view text) {
    auto** bigger = static_cast<char**>(std::realloc(items_, sizeof(char*) * static_cast<std::size_t>(count_ + 2)));
    if (!bigger) return raise_memory_error(cx);
    items_ = bigger;
    if (text.find('\0') != std::string_view::npos) return raise(cx, exc::ValueError, "embedded null byte");
    items_[count_] = ::strndup(text.data(), text.size());
    items_[++count_] = nullptr;
    return {};
  }
  char** get() const { return items_; }
  Index count() const { return count_; }

 private:
  char** items_ = nullptr;
  Index count_ = 0;
};

Result<void> read_arguments(Context& cx, Borrowed<> argv, const char* function, Texts& out) {
  if (!is<List>(argv) && !is<Tuple>(argv)) return raise(cx, exc::TypeError, "{}: argv must be a tuple or list", function);
  Ref<Tuple> items = KR_TRY(tuple_from(cx, argv));
  if (!items->size()) return raise(cx, exc::ValueError, "{}: argv must not be empty", function);
  for (Object* item : items->span()) KR_TRY(out.add(cx, Borrowed<>(item)));
  if (!out.get()[0][0]) return raise(cx, exc::ValueError, "{}: argv first element cannot be empty", function);
  return {};
}

Result<void> read_environment(Context& cx, Borrowed<> env, Texts& out) {
  Ref<> keys = KR_TRY(mapping_keys(cx, env));
  Ref<Tuple> names = KR_TRY(tuple_from(cx, keys));
  for (Object* name : names->span()) {
    Ref<> value = KR_TRY(get_item(cx, env, Borrowed<>(name)));
    Texts pair;
    KR_TRY(pair.add(cx, Borrowed<>(name)));
    KR_TRY(pair.add(cx, value));
    if (std::strchr(pair.get()[0] + (pair.get()[0][0] != 0), '=')) return raise(cx, exc::ValueError, "illegal environment variable name");
    Ref<Str> joined = KR_TRY(str_from_utf8(cx, pair.get()[0], "surrogateescape")), text = KR_TRY(str_from_utf8(cx, pair.get()[1], "surrogateescape"));
    Ref<Str> entry = KR_TRY(format_str(cx, "{}={}", joined, text));
    KR_TRY(out.add(cx, entry));
  }
  if (!out.get()) return out.add(cx, std::string_view());
  return {};
}

}  // namespace

Result<void> add_environ(Context& cx, Borrowed<Module> module) {
  Ref<Dict> variables = KR_TRY(new_dict(cx));
  for (char** entry = environ; entry && *entry; ++entry) {
    const char* equals = std::strchr(*entry, '=');
    if (!equals) continue;
    Ref<Bytes> name = KR_TRY(bytes_from(cx, {*entry, static_cast<std::size_t>(equals - *entry)})), value = KR_TRY(bytes_from(cx, equals + 1));
    KR_TRY(dict_set_default(cx, variables, name, value));
  }
  return module_add(cx, module, KR_ID(environ), variables);
}

Result<Ref<>> p_putenv(Context& cx, Borrowed<> name, Borrowed<> value) {
  Texts pair;
  KR_TRY(pair.add(cx, name));
  KR_TRY(pair.add(cx, value));
  if (std::strchr(pair.get()[0], '=')) return raise(cx, exc::ValueError, "illegal environment variable name");
  return done(cx, ::setenv(pair.get()[0], pair.get()[1], 1));
}
Result<Ref<>> p_unsetenv(Context& cx, Borrowed<> name) {
  Texts text;
  KR_TRY(text.add(cx, name));
  return done(cx, ::unsetenv(text.get()[0]));
}

long long p_getpid() { return ::getpid(); }
long long p_getppid() { return ::getppid(); }
long long p_getuid() { return ::getuid(); }
long long p_geteuid() { return ::geteuid(); }
long long p_getgid() { return ::getgid(); }
long long p_getegid() { return ::getegid(); }
long long p_getpgrp() { return ::getpgrp(); }
Result<long long> p_getpgid(Context& cx, int pid) { return number(cx, ::getpgid(pid)); }
Result<long long> p_getsid(Context& cx, int pid) { return number(cx, ::getsid(pid)); }
Result<Ref<>> p_setsid(Context& cx) { return done(cx, ::setsid()); }
Result<Ref<>> p_setpgid(Context& cx, int pid, int pgrp) { return done(cx, ::setpgid(pid, pgrp)); }
Result<Ref<>> p_setuid(Context& cx, int uid) { return done(cx, ::setuid(static_cast<uid_t>(uid))); }
Result<Ref<>> p_setgid(Context& cx, int gid) { return done(cx, ::setgid(static_cast<gid_t>(gid))); }
Result<Ref<>> p_getgroups(Context& cx) {
  gid_t groups[65536 / sizeof(gid_t)];
  int count = ::getgroups(static_cast<int>(sizeof groups / sizeof *groups), groups);
  if (count < 0) return fail(cx);
  Ref<List> list = KR_TRY(new_list(cx));
  for (int i = 0; i < count; ++i) KR_TRY(list_append(cx, list, Ref<>(KR_TRY(int_from(cx, groups[i])))));
  return list;
}
Result<Ref<>> p_getlogin(Context& cx) {
  errno = 0;
  const char* name = ::getlogin();
  if (!name) return raise_os_error(cx, errno ? errno : ENOENT);
  return text_of(cx, name, false);
}
Result<Ref<>> p_kill(Context& cx, int pid, int signal) {
  if (::kill(pid, signal)) return fail(cx);
  KR_TRY(check_signals(cx));
  return new_none();
}
Result<Ref<>> p_killpg(Context& cx, int pgid, int signal) { return done(cx, ::killpg(pgid, signal)); }
Result<long long> p_nice(Context& cx, int increment) {
  errno = 0;
  int value = ::nice(increment);
  if (value == -1 && errno) return fail(cx);
  return static_cast<long long>(value);
}
Result<void> p__exit(Context&, int status) { ::_exit(status); }
Result<void> p_abort(Context&) { ::abort(); }

Result<long long> p_fork(Context& cx) {
  ForkHooks& hooks = fork_hooks(cx);
  run_hooks(cx, hooks.before, true);
  pid_t pid = ::fork();
  if (pid == 0) {
    reset_gil_after_fork(cx);
    bind_thread_state(cx);
    for (ThreadState* thread = isolate(cx).threads; thread;) {  // the other threads stayed behind
      ThreadState* next = thread->next;
      if (thread != &cx) delete_thread_state(*thread);
      thread = next;
    }
    run_hooks(cx, hooks.child, false);
    return 0ll;
  }
  int error = errno;
  run_hooks(cx, hooks.parent, false);
  if (pid < 0) return raise_os_error(cx, error);
  return static_cast<long long>(pid);
}

Result<Ref<>> p_register_at_fork(Context& cx, Borrowed<> before, Borrowed<> after_in_child, Borrowed<> after_in_parent) {
  if (!before && !after_in_child && !after_in_parent) return raise(cx, exc::TypeError, "At least one argument is required.");
  auto add = [&](Object*& list, Borrowed<> hook, const char* name) -> Result<void> {
    if (!hook) return {};
    if (!is_callable(hook)) return raise(cx, exc::TypeError, "'{}' must be callable, not {!t}", name, hook);
    if (!list) list = KR_TRY(new_list(cx)).as<Object>().release();
    return list_append(cx, Borrowed<>(list).as<List>(), hook);
  };
  ForkHooks& hooks = fork_hooks(cx);
  KR_TRY(add(hooks.before, before, "before"));
  KR_TRY(add(hooks.child, after_in_child, "after_in_child"));
  KR_TRY(add(hooks.parent, after_in_parent, "after_in_parent"));
  return new_none();
}

Result<Ref<>> p_execv(Context& cx, Borrowed<> given, Borrowed<> argv) {
  Path path;
  Texts arguments;
  KR_TRY(path.read(cx, given, "execv"));
  KR_TRY(read_arguments(cx, argv, "execv()", arguments));
  ::execv(path.c_str(), arguments.get());
  return path.fail(cx);
}
Result<Ref<>> p_execve(Context& cx, Borrowed<> given, Borrowed<> argv, Borrowed<> env) {
  Path path;
  Texts arguments, variables;
  KR_TRY(path.read(cx, given, "execve", Path::or_fd));
  KR_TRY(read_arguments(cx, argv, "execve", arguments));
  if (!is_mapping(env)) return raise(cx, exc::TypeError, "execve: environment must be a mapping object");
  KR_TRY(read_environment(cx, env, variables));
  char** list = variables.count() == 1 && !variables.get()[0][0] ? variables.get() + 1 : variables.get();
  if (path.is_fd()) ::fexecve(path.fd(), arguments.get(), list);
  else ::execve(path.c_str(), arguments.get(), list);
  return path.fail(cx);
}

namespace {
Result<Ref<>> waited(Context& cx, int pid, int options) {
  for (;;) {
    int status = 0, answer, error;
    {
      AllowThreads allow(cx);
      answer = ::waitpid(pid, &status, options);
      error = errno;
    }
    if (answer >= 0) return pair_of(cx, answer, status);
    if (error != EINTR) return raise_os_error(cx, error);
    KR_TRY(check_signals(cx));
  }
}
}  // namespace
Result<Ref<>> p_waitpid(Context& cx, int pid, int options) { return waited(cx, pid, options); }
Result<Ref<>> p_wait(Context& cx) { return waited(cx, -1, 0); }
bool p_WCOREDUMP(int status) { return WCOREDUMP(status); }
bool p_WIFCONTINUED(int status) { return WIFCONTINUED(status); }
bool p_WIFEXITED(int status) { return WIFEXITED(status); }
bool p_WIFSIGNALED(int status) { return WIFSIGNALED(status); }
bool p_WIFSTOPPED(int status) { return WIFSTOPPED(status); }
long long p_WEXITSTATUS(int status) { return WEXITSTATUS(status); }
long long p_WSTOPSIG(int status) { return WSTOPSIG(status); }
long long p_WTERMSIG(int status) { return WTERMSIG(status); }
Result<long long> p_waitstatus_to_exitcode(Context& cx, int status) {
  if (WIFEXITED(status)) return static_cast<long long>(WEXITSTATUS(status));
  if (WIFSIGNALED(status)) return static_cast<long long>(-WTERMSIG(status));
  if (WIFSTOPPED(status)) return raise(cx, exc::ValueError, "process stopped by delivery of signal {}", WSTOPSIG(status));
  return raise(cx, exc::ValueError, "invalid wait status: {}", status);
}
Result<long long> p_system(Context& cx, Borrowed<> command) {
  Texts text;
  KR_TRY(text.add(cx, command));
  AllowThreads allow(cx);
  return static_cast<long long>(::system(text.get()[0]));
}

Result<Ref<>> p_urandom(Context& cx, Index size) {
  if (size < 0) return raise(cx, exc::ValueError, "negative argument not allowed");
  Ref<Bytes> bytes = KR_TRY(new_bytes(cx, size));
  for (Index at = 0; at < size;) {
    ssize_t got = ::getrandom(bytes->data + at, static_cast<std::size_t>(size - at), 0);
    if (got > 0) at += got;
    else if (errno != EINTR) return fail(cx);
  }
  return bytes;
}
Result<Ref<>> p_getrandom(Context& cx, Index size, int flags) {
  if (size < 0) return raise_os_error(cx, EINVAL);
  Ref<Bytes> bytes = KR_TRY(new_bytes(cx, size));
  ssize_t got = ::getrandom(bytes->data, static_cast<std::size_t>(size), static_cast<unsigned>(flags));
  if (got < 0) return fail(cx);
  return KR_TRY(resize_bytes(cx, std::move(bytes), got));
}
Result<Ref<>> p_strerror(Context& cx, int code) { return KR_TRY(str_from_utf8(cx, std::strerror(code), "surrogateescape")); }
Result<Ref<>> p_cpu_count(Context& cx) {
  long count = ::sysconf(_SC_NPROCESSORS_ONLN);
  if (count < 1) return new_none();
  return KR_TRY(int_from(cx, count));
}
Result<Ref<>> p_uname(Context& cx) {
  utsname u;
  if (::uname(&u) < 0) return fail(cx);
  Ref<Tuple> made = KR_TRY(new_structseq(cx, *types(cx).uname));
  const char* texts[] = {u.sysname, u.nodename, u.release, u.version, u.machine};
  for (int i = 0; i < 5; ++i) made->init_item(i, KR_TRY(decode_fs(cx, texts[i])));
  return made;
}
Result<Ref<>> p_times(Context& cx) {
  tms t;
  clock_t elapsed = ::times(&t);
  double ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
  Ref<Tuple> made = KR_TRY(new_structseq(cx, *types(cx).times));
  const clock_t values[] = {t.tms_utime, t.tms_stime, t.tms_cutime, t.tms_cstime, elapsed};
  for (int i = 0; i < 5; ++i) made->init_item(i, KR_TRY(float_from(cx, static_cast<double>(values[i]) / ticks)));
  return made;
}
Result<Ref<>> p_getloadavg(Context& cx) {
  double load[3];
  if (::getloadavg(load, 3) != 3) return raise(cx, exc::OSError, "Load averages are unobtainable");
  Ref<Tuple> made = KR_TRY(new_tuple(cx, 3));
  for (int i = 0; i < 3; ++i) made->init_item(i, KR_TRY(float_from(cx, load[i])));
  return made;
}
Result<Ref<>> p_sched_yield(Context& cx) { return done(cx, ::sched_yield()); }
Result<Ref<>> p_sched_getaffinity(Context& cx, int pid) {
  cpu_set_t set;
  if (::sched_getaffinity(pid, sizeof set, &set)) return fail(cx);
  Ref<List> list = KR_TRY(new_list(cx));
  for (int i = 0; i < CPU_SETSIZE; ++i)
    if (CPU_ISSET(i, &set)) KR_TRY(list_append(cx, list, Ref<>(KR_TRY(int_from(cx, i)))));
  return call(cx, Borrowed<>(as_object(&set_type)), list);
}
Result<long long> p_sysconf(Context& cx, Borrowed<> name) {
  long number_of = 0;
  if (is<Int>(name)) {
    number_of = as_long(cx, name);
    if (number_of == -1 && cx.curexc_type) return Failed{};
  } else {
    Borrowed<> module = dict_get_str(isolate(cx).modules.get(), KR_ID(posix));
    Ref<> names = KR_TRY(get_attr(cx, module, KR_ID(sysconf_names)));
    auto found = KR_TRY(dict_get(cx, names.borrow().as<Dict>(), name));
    if (!found) return raise(cx, exc::ValueError, "unrecognized configuration name");
    number_of = as_long(cx, found);
  }
  errno = 0;
  long value = ::sysconf(static_cast<int>(number_of));
  if (value == -1 && errno) return fail(cx);
  return static_cast<long long>(value);
}

}  // namespace krait::posix
