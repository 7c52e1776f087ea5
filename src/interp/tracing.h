// sys.settrace and sys.setprofile: when the hooks are called.
//
// While a hook is set and not itself running, the thread's dispatch goes through tracing_table, every entry of which first looks
// whether a new line begins, and runs general forms only. `use_tracing` of the running CFrame says the same to compiled modules.
#pragma once

#include "interp/stack.h"
#include "object/context.h"
#include "object/result.h"

namespace krait {

namespace trace_event {  // PyTrace_*
inline constexpr int call = 0, exception = 1, line = 2, return_ = 3, c_call = 4, c_exception = 5, c_return = 6, opcode = 7;
}

// Sets the hooks of a thread (PyEval_SetTrace, PyEval_SetProfile); null removes. `object` is kept and passed along.
Result<void> set_trace(Context& cx, TraceFunction function, Borrowed<> object);
Result<void> set_profile(Context& cx, TraceFunction function, Borrowed<> object);
// sys.settrace / sys.setprofile: None removes.
Result<void> set_python_trace(Context& cx, Borrowed<> function);
Result<void> set_python_profile(Context& cx, Borrowed<> function);
// Runs a call with or without hooks: PyThreadState_EnterTracing / LeaveTracing.
void enter_tracing(Context& cx);
void leave_tracing(Context& cx);

namespace interp {

// The dispatch table follows the hooks.
void update_tracing(Context& cx);
// Each reports an event if a hook wants it; false: the hook raised.
bool trace_entry(Context& cx, InterpreterFrame* frame);
bool trace_return(Context& cx, InterpreterFrame* frame, Object* value);  // value null: left by an exception
void trace_unwind(Context& cx, InterpreterFrame* frame);                  // the same, with an exception pending that is kept
void trace_exception(Context& cx, InterpreterFrame* frame);              // an exception passes this frame; its hook's own replaces it
bool trace_line(Context& cx, InterpreterFrame* frame, int previous);
Object* trace_c_call(Context& cx, Object* callable, Object* (*call)(Context&, void*), void* data);

}  // namespace interp
}  // namespace krait
