// The module sys: its table of functions, the small ones themselves, and how it comes into being before any other module.
#include <dlfcn.h>

#include "interp/interp.h"
#include "interp/tracing.h"
#include "isolate/gil.h"
#include "isolate/startup.h"
#include "memory/memory.h"
#include "memory/arena.h"
#include "memory/hooks.h"
#include "modules/sys/sys.h"
#include "object/isolate.h"
#include "object/register.h"
#include "types/float/float.h"
#include "types/int/int.h"
#include "types/int/text.h"
#include "types/module/module.h"
#include "types/str/intern.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait {
namespace sys {
namespace {

struct SysState {
  int dlopen_flags = RTLD_NOW;
};
KR_ISOLATE_LOCAL(SysState, state);

// The cache holds no references and checks versions: dropping object's version drops every entry.
Result<void> clear_type_cache(Context&) {
  type_modified(object_type);
  return {};
}

Result<void> exit(Context& cx, Borrowed<> status) { return raise_object(cx, Borrowed<Type>(&exc::SystemExit), status); }

Result<long long> get_int_max_str_digits(Context& cx) { return int_::text_limits(cx).max_str_digits; }
Result<void> set_int_max_str_digits(Context& cx, int maxdigits) {
  if (maxdigits != 0 && maxdigits < int_::limit_threshold)
    return raise(cx, exc::ValueError, "maxdigits must be 0 or larger than {}", int_::limit_threshold);
  int_::text_limits(cx).max_str_digits = maxdigits;
  return {};
}

Result<long long> getallocatedblocks(Context&) { return static_cast<long long>(memory::allocated_blocks()); }
Result<void> debugmallocstats(Context&) {
  memory::write_statistics();
  return {};
}
Result<Ref<Str>> getdefaultencoding(Context&) { return hold(KR_STR("utf-8")); }
Result<Ref<Str>> getfilesystemencoding(Context&) { return hold(KR_STR("utf-8")); }
Result<Ref<Str>> getfilesystemencodeerrors(Context&) { return hold(KR_ID(surrogateescape)); }
Result<long long> getdlopenflags(Context& cx) { return state(cx).dlopen_flags; }
Result<void> setdlopenflags(Context& cx, int flags) {
  state(cx).dlopen_flags = flags;
  return {};
}
Result<long long> getquickenedcount(Context&) { return 0ll; }

Result<long long> getrecursionlimit(Context& cx) { return cx.recursion_limit; }
Result<void> setrecursionlimit(Context& cx, int limit) {
  if (limit < 1) return raise(cx, exc::ValueError, "recursion limit must be greater or equal than 1");
  int depth = recursion_depth(cx);
  if (!set_recursion_limit(cx, limit))
    return raise(cx, exc::RecursionError, "cannot set the recursion limit to {} at the recursion depth {}: the limit is too low", limit,
                 depth);
  return {};
}

Result<long long> getrefcount(Context&, Borrowed<> object) { return static_cast<long long>(object.object()->refcount); }

Result<Ref<>> size_of(Context& cx, Borrowed<> object) {
  auto method = lookup_special(cx, object, KR_ID(__sizeof__));
  if (method.failed()) return Failed{};
  if (method.missing()) return raise(cx, exc::TypeError, "Type {!t} doesn't define __sizeof__", object);
  return call(cx, std::move(method).value());
}

// The collector's bookkeeping is not in the object: a container adds only the two words before instances with attributes.
Result<Ref<>> getsizeof(Context& cx, Borrowed<> object, Borrowed<> default_value) {
  auto answer = size_of(cx, object);
  if (answer.failed()) {
    if (default_value.is_null() || !error_matches(cx, exc::TypeError)) return Failed{};
    clear_error(cx);
    return hold(default_value);
  }
  auto size = std::move(answer).value();
  Index bytes = as_ssize(cx, size);
  if (bytes == -1 && cx.has_error()) return Failed{};
  if (bytes < 0) return raise(cx, exc::ValueError, "__sizeof__() should return >= 0");
  if (has_flag(object.type(), type_flags::managed_dict)) bytes += 16;
  return int_from(cx, bytes);
}

double getswitchinterval(Context& cx) { return switch_interval(cx) / 1e6; }
Result<void> setswitchinterval(Context& cx, double interval) {
  if (!(interval > 0)) return raise(cx, exc::ValueError, "switch interval must be strictly positive");
  set_switch_interval(cx, static_cast<long>(interval * 1e6));
  return {};
}

Result<Ref<>> intern(Context& cx, Borrowed<> string) {
  if (!is<Str>(string)) return raise(cx, exc::TypeError, "intern() argument must be str, not {!t}", string);
  if (!is_exact<Str>(string)) return raise(cx, exc::TypeError, "can't intern {!t}", string);
  return krait::intern(cx, hold(string.as<Str>()));
}

bool is_finalizing(Context& cx) { return isolate(cx).finalizing; }

Result<long long> get_coroutine_origin_tracking_depth(Context& cx) { return cx.coroutine_origin_tracking_depth; }
Result<void> set_coroutine_origin_tracking_depth(Context& cx, int depth) {
  if (depth < 0) return raise(cx, exc::ValueError, "depth must be >= 0");
  cx.coroutine_origin_tracking_depth = depth;
  return {};
}

}  // namespace

constinit MethodDef functions[] = {
    KR_FUNCTION("_clear_type_cache($module, /)", clear_type_cache,
              "Clear the internal type lookup cache."),
    KR_FUNCTION("_current_exceptions($module, /)", current_exceptions,
              "Return a dict mapping each thread's identifier to its current raised exception.\n\n"
              "This function should be used for specialized purposes only."),
    KR_FUNCTION("_current_frames($module, /)", current_frames,
              "Return a dict mapping each thread's thread id to its current stack frame.\n\n"
              "This function should be used for specialized purposes only."),
    KR_FUNCTION("_debugmallocstats($module, /)", debugmallocstats,
              "Print summary info to stderr about the state of pymalloc's structures.\n\n"
              "In Py_DEBUG mode, also perform some expensive internal consistency\nchecks."),
    KR_FUNCTION("_getframe($module, depth=0, /)", getframe,
              "Return a frame object from the call stack.\n\n"
              "If optional integer depth is given, return the frame object that many\n"
              "calls below the top of the stack.  If that is deeper than the call\n"
              "stack, ValueError is raised.  The default for depth is zero, returning\nthe frame at the top of the call stack.\n"
              "\nThis function should be used for internal and specialized purposes\nonly."),
    KR_FUNCTION("_getquickenedcount($module, /)", getquickenedcount,
              ""),
    KR_FUNCTION("addaudithook($module, /, hook)", addaudithook,
              "Adds a new audit hook callback."),
    KR_QUIET("audit(*args)", audit,
              "audit(event, *args)\n\nPasses the event to any audit hooks that are attached."),
    KR_QUIET("breakpointhook(*args, **kwargs)", breakpointhook,
              "breakpointhook(*args, **kws)\n\nThis hook function is called by built-in breakpoint().\n"),
    KR_FUNCTION("call_tracing($module, func, args, /)", call_tracing,
              "Call func(*args), while tracing is enabled.\n\n"
              "The tracing state is saved, and restored afterwards.  This is intended\n"
              "to be called from a debugger from a checkpoint, to recursively debug\nsome other code."),
    KR_FUNCTION("displayhook($module, object, /)", displayhook,
              "Print an object to sys.stdout and also save it in builtins._"),
    KR_FUNCTION("exc_info($module, /)", exc_info,
              "Return current exception information: (type, value, traceback).\n\n"
              "Return information about the most recent exception caught by an except\n"
              "clause in the current stack frame or in an older stack frame."),
    KR_FUNCTION("excepthook($module, exctype, value, traceback, /)", excepthook,
              "Handle an exception by displaying it with a traceback on sys.stderr."),
    KR_FUNCTION("exception($module, /)", exception,
              "Return the current exception.\n\nReturn the most recent exception caught by an except clause\n"
              "in the current stack frame or in an older stack frame, or None\nif no such exception exists."),
    KR_FUNCTION("exit($module, status=None, /)", exit,
              "Exit the interpreter by raising SystemExit(status).\n\n"
              "If the status is omitted or None, it defaults to zero (i.e., success).\n"
              "If the status is an integer, it will be used as the system exit status.\n"
              "If it is another kind of object, it will be printed and the system\nexit status will be one (i.e., failure)."),
    KR_FUNCTION("get_asyncgen_hooks($module, /)", get_asyncgen_hooks,
              "Return the installed asynchronous generators hooks.\n\n"
              "This returns a namedtuple of the form (firstiter, finalizer)."),
    KR_FUNCTION("get_coroutine_origin_tracking_depth($module, /)", get_coroutine_origin_tracking_depth,
              "Check status of origin tracking for coroutine objects in this thread."),
    KR_FUNCTION("get_int_max_str_digits($module, /)", get_int_max_str_digits,
              "Return the maximum string digits limit for non-binary int<->str conversions."),
    KR_FUNCTION("getallocatedblocks($module, /)", getallocatedblocks,
              "Return the number of memory blocks currently allocated."),
    KR_FUNCTION("getdefaultencoding($module, /)", getdefaultencoding,
              "Return the current default encoding used by the Unicode implementation."),
    KR_FUNCTION("getdlopenflags($module, /)", getdlopenflags,
              "Return the current value of the flags that are used for dlopen calls.\n\n"
              "The flag constants are defined in the os module."),
    KR_FUNCTION("getfilesystemencodeerrors($module, /)", getfilesystemencodeerrors,
              "Return the error mode used Unicode to OS filename conversion."),
    KR_FUNCTION("getfilesystemencoding($module, /)", getfilesystemencoding,
              "Return the encoding used to convert Unicode filenames to OS filenames."),
    KR_FUNCTION("getprofile($module, /)", getprofile,
              "Return the profiling function set with sys.setprofile.\n\nSee the profiler chapter in the library manual."),
    KR_FUNCTION("getrecursionlimit($module, /)", getrecursionlimit,
              "Return the current value of the recursion limit.\n\n"
              "The recursion limit is the maximum depth of the Python interpreter\n"
              "stack.  This limit prevents infinite recursion from causing an overflow\nof the C stack and crashing Python."),
    KR_FUNCTION("getrefcount($module, object, /)", getrefcount,
              "Return the reference count of object.\n\nThe count returned is generally one higher than you might expect,\n"
              "because it includes the (temporary) reference as an argument to\ngetrefcount()."),
    KR_QUIET("getsizeof(object, default=NULL)", getsizeof,
              "getsizeof(object [, default]) -> int\n\nReturn the size of object in bytes."),
    KR_FUNCTION("getswitchinterval($module, /)", getswitchinterval,
              "Return the current thread switch interval; see sys.setswitchinterval()."),
    KR_FUNCTION("gettrace($module, /)", gettrace,
              "Return the global debug tracing function set with sys.settrace.\n\nSee the debugger chapter in the library manual."),
    KR_FUNCTION("intern($module, string, /)", intern,
              "``Intern'' the given string.\n\nThis enters the string in the (global) table of interned strings whose\n"
              "purpose is to speed up dictionary lookups. Return the string itself or\n"
              "the previously interned string object with the same value."),
    KR_FUNCTION("is_finalizing($module, /)", is_finalizing,
              "Return True if Python is exiting."),
    KR_QUIET("set_asyncgen_hooks(firstiter=NULL, finalizer=NULL)", set_asyncgen_hooks,
              "set_asyncgen_hooks(* [, firstiter] [, finalizer])\n\nSet a finalizer for async generators objects."),
    KR_FUNCTION("set_coroutine_origin_tracking_depth($module, /, depth)", set_coroutine_origin_tracking_depth,
              "Enable or disable origin tracking for coroutine objects in this thread.\n\n"
              "Coroutine objects will track 'depth' frames of traceback information\n"
              "about where they came from, available in their cr_origin attribute.\n\nSet a depth of 0 to disable."),
    KR_FUNCTION("set_int_max_str_digits($module, /, maxdigits)", set_int_max_str_digits,
              "Set the maximum string digits limit for non-binary int<->str conversions."),
    KR_FUNCTION("setdlopenflags($module, flags, /)", setdlopenflags,
              "Set the flags used by the interpreter for dlopen calls.\n\n"
              "This is used, for example, when the interpreter loads extension\n"
              "modules. Among other things, this will enable a lazy resolving of\n"
              "symbols when importing a module, if called as sys.setdlopenflags(0).\n"
              "To share symbols across extension modules, call as\n"
              "sys.setdlopenflags(os.RTLD_GLOBAL).  Symbolic names for the flag\n"
              "modules can be found in the os module (RTLD_xxx constants, e.g.\nos.RTLD_LAZY)."),
    KR_QUIET("setprofile(function, /)", setprofile,
              "setprofile(function)\n\nSet the profiling function.  It will be called on each function call\n"
              "and return.  See the profiler chapter in the library manual."),
    KR_FUNCTION("setrecursionlimit($module, limit, /)", setrecursionlimit,
              "Set the maximum depth of the Python interpreter stack to n.\n\n"
              "This limit prevents infinite recursion from causing an overflow of the C\n"
              "stack and crashing Python.  The highest possible limit is platform-\ndependent."),
    KR_FUNCTION("setswitchinterval($module, interval, /)", setswitchinterval,
              "Set the ideal thread switching delay inside the Python interpreter.\n\n"
              "The actual frequency of switching threads can be lower if the\n"
              "interpreter executes long sequences of uninterruptible code\n"
              "(this is implementation-specific and workload-dependent).\n\n"
              "The parameter must represent the desired switching delay in seconds\nA typical value is 0.005 (5 milliseconds)."),
    KR_QUIET("settrace(function, /)", settrace,
              "settrace(function)\n\nSet the global debug tracing function.  It will be called on each\n"
              "function call.  See the debugger chapter in the library manual."),
    KR_FUNCTION("unraisablehook($module, unraisable, /)", unraisablehook,
              "Handle an unraisable exception.\n\nThe unraisable argument has the following attributes:\n\n"
              "* exc_type: Exception type.\n* exc_value: Exception value, can be None.\n"
              "* exc_traceback: Exception traceback, can be None.\n* err_msg: Error message, can be None.\n"
              "* object: Object causing the exception, can be None."),
    KR_END,
};

}  // namespace sys

constinit ModuleDef sys_module = {
    .base = module_def_head,
    .m_name = "sys",
    .m_doc = "This module provides access to some objects used or maintained by the\n"
              "interpreter and to functions that interact strongly with the interpreter.\n\nDynamic objects:\n\n"
              "argv -- command line arguments; argv[0] is the script pathname if known\n"
              "path -- module search path; path[0] is the script directory, else ''\nmodules -- dictionary of loaded modules\n\n"
              "displayhook -- called to show results in an interactive session\n"
              "excepthook -- called to handle any uncaught exception other than SystemExit\n"
              "  To customize printing in an interactive session or to install a custom\n"
              "  top-level exception handler, assign other functions to replace these.\n\n"
              "stdin -- standard input file object; used by input()\nstdout -- standard output file object; used by print()\n"
              "stderr -- standard error object; used for error messages\n"
              "  By assigning other file objects (or objects that behave like files)\n"
              "  to these, it is possible to redirect all of the interpreter's I/O.\n\n"
              "last_type -- type of last uncaught exception\nlast_value -- value of last uncaught exception\n"
              "last_traceback -- traceback of last uncaught exception\n"
              "  These three are only available in an interactive session after a\n  traceback has been printed.\n\n"
              "Static objects:\n\nbuiltin_module_names -- tuple of module names built into this interpreter\n"
              "copyright -- copyright notice pertaining to this interpreter\n"
              "exec_prefix -- prefix used to find the machine-specific Python library\n"
              "executable -- absolute path of the executable binary of the Python interpreter\n"
              "float_info -- a named tuple with information about the float implementation.\n"
              "float_repr_style -- string indicating the style of repr() output for floats\n"
              "hash_info -- a named tuple with information about the hash algorithm.\n"
              "hexversion -- version information encoded as a single integer\n"
              "implementation -- Python implementation information.\n"
              "int_info -- a named tuple with information about the int implementation.\n"
              "maxsize -- the largest supported length of containers.\n"
              "maxunicode -- the value of the largest Unicode code point\nplatform -- platform identifier\n"
              "prefix -- prefix used to find the Python library\n"
              "thread_info -- a named tuple with information about the thread implementation.\n"
              "version -- the version of this interpreter as a string\nversion_info -- version information as a named tuple\n"
              "__stdin__ -- the original stdin; don't touch!\n__stdout__ -- the original stdout; don't touch!\n"
              "__stderr__ -- the original stderr; don't touch!\n__displayhook__ -- the original displayhook; don't touch!\n"
              "__excepthook__ -- the original excepthook; don't touch!\n\nFunctions:\n\n"
              "displayhook() -- print an object to the screen, and save it in builtins._\n"
              "excepthook() -- print an exception and its traceback to sys.stderr\n"
              "exception() -- return the current thread's active exception\n"
              "exc_info() -- return information about the current thread's active exception\n"
              "exit() -- exit the interpreter by raising SystemExit\n"
              "getdlopenflags() -- returns flags to be used for dlopen() calls\n"
              "getprofile() -- get the global profiling function\n"
              "getrefcount() -- return the reference count for an object (plus one :-)\n"
              "getrecursionlimit() -- return the max recursion depth for the interpreter\n"
              "getsizeof() -- return the size of an object in bytes\ngettrace() -- get the global debug tracing function\n"
              "setdlopenflags() -- set the flags to be used for dlopen() calls\n"
              "setprofile() -- set the global profiling function\n"
              "setrecursionlimit() -- set the max recursion depth for the interpreter\n"
              "settrace() -- set the global debug tracing function\n",
    .m_methods = sys::functions,
};
KR_BUILTIN_MODULE(sys_module);

Borrowed<> sys_get(Context& cx, Borrowed<Str> name) {
  Borrowed<Dict> dict = isolate(cx).sys_dict;
  return dict.is_null() ? Borrowed<>() : dict_get_str(dict, name);
}

Result<void> sys_set(Context& cx, Borrowed<Str> name, Borrowed<> value) { return dict_set(cx, isolate(cx).sys_dict, name, value); }

Result<void> make_sys_module(Context& cx) {
  Isolate& iso = isolate(cx);
  iso.modules.init(KR_TRY(new_dict(cx)));
  auto module = KR_TRY(new_module(cx, "sys"));
  module->def = &sys_module;
  KR_TRY(module_add_functions(cx, module, sys_module.m_methods));
  KR_TRY(module_set_doc(cx, module, sys_module.m_doc));
  iso.sys_dict.init(hold(module_dict(module)));
  KR_TRY(sys_set(cx, KR_ID(modules), iso.modules.get()));
  KR_TRY(sys::add_info(cx, iso.sys_dict.get()));
  sys::install_hooks();
  KR_TRY(sys_set(cx, KR_ID(__displayhook__), sys_get(cx, KR_ID(displayhook))));
  KR_TRY(sys_set(cx, KR_ID(__excepthook__), sys_get(cx, KR_ID(excepthook))));
  KR_TRY(sys_set(cx, KR_ID(__breakpointhook__), sys_get(cx, KR_ID(breakpointhook))));
  KR_TRY(sys_set(cx, KR_ID(__unraisablehook__), sys_get(cx, KR_ID(unraisablehook))));
  KR_TRY(sys_set(cx, KR_ID(meta_path), KR_TRY(list_from(cx, empty_tuple()))));
  KR_TRY(sys_set(cx, KR_ID(path_importer_cache), KR_TRY(new_dict(cx))));
  KR_TRY(sys_set(cx, KR_ID(path_hooks), KR_TRY(list_from(cx, empty_tuple()))));
  return dict_set(cx, iso.modules.get(), KR_ID(sys), module);
}

}  // namespace krait
