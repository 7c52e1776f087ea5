// The module _thread: its table.
#include <unistd.h>

#include "modules/_thread/thread.h"
#include "object/declare/method.h"
#include "object/register.h"
#include "types/float/float.h"
#include "types/int/int.h"
#include "types/module/module.h"
#include "types/type/type.h"

namespace krait::threads {
namespace {

unsigned long long get_ident(Context& cx) { return cx.thread_id; }
long long get_native_id() { return gettid(); }
Result<Ref<>> exit_thread(Context& cx) { return raise_object(cx, Borrowed<Type>(&exc::SystemExit), {}); }

#define KR_ALLOCATE_DOC                                                                          \
  "allocate_lock() -> lock object\n(allocate() is an obsolete synonym)\n\n"                     \
  "Create a new lock object. See help(type(threading.Lock())) for\ninformation about locks."
#define KR_EXIT_DOC                                                                              \
  "exit()\n(exit_thread() is an obsolete synonym)\n\n"                                          \
  "This is synonymous to ``raise SystemExit''.  It will cause the current\n"                     \
  "thread to exit silently unless the exception is caught."
#define KR_START_DOC                                                                             \
  "start_new_thread(function, args[, kwargs])\n(start_new() is an obsolete synonym)\n\n"        \
  "Start a new thread and return its identifier.  The thread will call the\n"                    \
  "function with positional arguments from the tuple args and keyword arguments\n"               \
  "taken from the optional dictionary kwargs.  The thread exits when the\n"                      \
  "function returns; the return value is ignored.  The thread will also exit\n"                  \
  "when the function raises an unhandled exception; a stack trace will be\n"                     \
  "printed unless the exception is SystemExit.\n"

constinit MethodDef functions[] = {
    KR_QUIET("start_new_thread(*args)", start_thread, KR_START_DOC),
    KR_QUIET("start_new(*args)", start_thread, KR_START_DOC),
    KR_QUIET("allocate_lock()", new_lock, KR_ALLOCATE_DOC),
    KR_QUIET("allocate()", new_lock, KR_ALLOCATE_DOC),
    KR_QUIET("exit_thread()", exit_thread, KR_EXIT_DOC),
    KR_QUIET("exit()", exit_thread, KR_EXIT_DOC),
    KR_QUIET("get_ident()", get_ident,
             "get_ident() -> integer\n\nReturn a non-zero integer that uniquely identifies the current thread\n"
             "amongst other threads that exist simultaneously.\nThis may be used to identify per-thread resources.\n"
             "Even though on some platforms threads identities may appear to be\n"
             "allocated consecutive numbers starting at 1, this behavior should not\n"
             "be relied upon, and the number should be seen purely as a magic cookie.\n"
             "A thread's identity may be reused for another thread after it exits."),
    KR_QUIET("get_native_id()", get_native_id,
             "get_native_id() -> integer\n\nReturn a non-negative integer identifying the thread as reported\n"
             "by the OS (kernel). This may be used to uniquely identify a\nparticular thread within a system."),
    KR_QUIET("_count()", thread_count,
             "_count() -> integer\n\nReturn the number of currently running Python threads, excluding\n"
             "the main thread. The returned number comprises all threads created\n"
             "through `start_new_thread()` as well as `threading.Thread`, and not\nyet finished.\n\n"
             "This function is meant for internal and specialized purposes only.\n"
             "In most applications `threading.enumerate()` should be used instead."),
    KR_QUIET("stack_size(size=<none>, /)", stack_size,
             "stack_size([size]) -> size\n\nReturn the thread stack size used when creating new threads.  The\n"
             "optional size argument specifies the stack size (in bytes) to be used\n"
             "for subsequently created threads, and must be 0 (use platform or\n"
             "configured default) or a positive integer value of at least 32,768 (32k).\n"
             "If changing the thread stack size is unsupported, a ThreadError\n"
             "exception is raised.  If the specified size is invalid, a ValueError\n"
             "exception is raised, and the stack size is unmodified.  32k bytes\n"
             " currently the minimum supported stack size value to guarantee\n"
             "sufficient stack space for the interpreter itself.\n\n"
             "Note that some platforms may have particular restrictions on values for\n"
             "the stack size, such as requiring a minimum stack size larger than 32 KiB or\n"
             "requiring allocation in multiples of the system memory page size\n"
             "- platform documentation should be referred to for more information\n"
             "(4 KiB pages are common; using multiples of 4096 for the stack size is\n"
             "the suggested approach in the absence of more specific information)."),
    KR_QUIET("_set_sentinel()", set_sentinel,
             "_set_sentinel() -> lock\n\nSet a sentinel lock that will be released when the current thread\n"
             "state is finalized (after it is untied from the interpreter).\n\nThis is a private API for the threading module."),
    KR_END};

Result<void> exec(Context& cx, Borrowed<Module> module) {
  auto add = [&](Borrowed<Str> name, Type& type) { return module_add(cx, module, name, Borrowed<>(as_object(&type))); };
  KR_TRY(add(KR_ID(LockType), thread_lock_type));
  KR_TRY(add(KR_ID(RLock), thread_rlock_type));
  KR_TRY(add(KR_ID(_local), thread_local_type));
  KR_TRY(add(KR_ID(error), exc::RuntimeError));
  Ref<Float> most = KR_TRY(float_from(cx, static_cast<double>(kMostMicroseconds / 1000000)));
  return module_add(cx, module, KR_ID(TIMEOUT_MAX), most);
}
constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};
constinit ModuleDef module_def = {.base = module_def_head,
                                  .m_name = "_thread",
                                  .m_doc = "This module provides primitive operations to write multi-threaded programs.\n"
                                           "The 'threading' module provides a more convenient interface.",
                                  .m_size = 0,
                                  .m_methods = functions,
                                  .m_slots = slots};
KR_BUILTIN_MODULE(module_def);

}  // namespace
}  // namespace krait::threads
