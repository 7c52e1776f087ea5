// The interpreter's door: running code, calling functions.
#pragma once

#include "object/protocol.h"
#include "types/frame/frame.h"

namespace krait {

// Runs a module's, class's or eval's code (no arguments). `locals` may be any mapping; null: globals. Globals get __builtins__ if
// they have none.
Result<Ref<>> eval_code(Context& cx, Borrowed<Code> code, Borrowed<Dict> globals, Borrowed<> locals);
// The full form (PyEval_EvalCodeEx): arguments, defaults, keyword defaults and closure may be null.
Result<Ref<>> eval_code_with(Context& cx, Borrowed<Code> code, Borrowed<Dict> globals, Borrowed<> locals, Object* const* args,
                             Index nargs, Object* const* keywords, Index keyword_count, Object* const* defaults, Index default_count,
                             Borrowed<> kwdefaults, Borrowed<> closure);
// Runs a frame to its end or to its next yield. `throwing`: an exception is pending and is raised where the frame stands.
Object* eval_frame(Context& cx, InterpreterFrame* frame, bool throwing);
// Calls a function with borrowed arguments in a new frame. locals: null, or the namespace of a class body (__build_class__).
Result<Ref<>> call_function(Context& cx, Borrowed<Function> function, Borrowed<> locals, Object* const* args, Index nargs,
                            Borrowed<Tuple> kwnames);

// builtins.__build_class__
Result<Ref<>> build_class(Context& cx, Borrowed<Function> body, Borrowed<> name, std::span<Object* const> bases, Object* const* keyword_values,
                          Borrowed<Tuple> keyword_names);

// sys.setrecursionlimit: false when the present depth does not allow it.
bool set_recursion_limit(Context& cx, int limit);
// The depth of Python and counted C calls.
int recursion_depth(Context& cx);
// Prepares a new thread state's part that belongs to the interpreter; undoes it.
void init_thread_frames(Context& cx);
void free_thread_frames(Context& cx);

// What the import statement does. Start-up sets them; both are found by name where IMPORT_NAME finds builtins.__import__ replaced.
extern Result<Ref<>> (*import_name_hook)(Context& cx, Borrowed<Str> name, Borrowed<Dict> globals, Borrowed<> from_list, int level);

}  // namespace krait
