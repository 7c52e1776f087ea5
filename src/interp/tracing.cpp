#include "interp/tracing.h"

#include "bytecode/code.h"
#include "interp/helpers.h"
#include "interp/machine.h"
#include "memory/memory.h"
#include "object/isolate.h"
#include "types/exceptions/exceptions.h"
#include "types/generator/generator.h"
#include "types/str/str.h"
#include "types/traceback/traceback.h"
#include "types/tuple/tuple.h"

namespace krait {

namespace interp {

void update_tracing(Context& cx) {
  bool on = cx.tracing == 0 && (cx.c_tracefunc || cx.c_profilefunc);
  cx.cframe->use_tracing = on ? 255 : 0;
  set_dispatch_table(cx, on ? tracing_table : plain_table);
}

namespace {

// The line of each instruction, made once per code object: tracing asks for every instruction.
int line_of(Code* code, int unit) {
  if (!code->_co_linearray) {
    auto* lines = static_cast<int*>(memory::allocate(code->unit_count() * sizeof(int)));
    if (!lines) return code_lineno(Borrowed<Code>(code), unit * 2);
    for (Index i = 0; i < code->unit_count(); ++i) lines[i] = -1;
    LineWalk walk{Borrowed<Code>(code)};
    while (walk.next())
      for (int i = walk.start / 2; i < walk.end / 2; ++i) lines[i] = walk.line;
    code->_co_linearray = reinterpret_cast<char*>(lines);
    code->_co_linearray_entry_size = sizeof(int);
  }
  return reinterpret_cast<int*>(code->_co_linearray)[unit];
}

// Calls a hook with tracing switched off meanwhile. False: it raised.
bool call_hook(Context& cx, TraceFunction hook, Object* object, InterpreterFrame* frame, int what, Object* arg) {
  if (cx.tracing) return true;
  auto made = frame_object(cx, frame);
  if (made.failed()) return false;
  Borrowed<FrameObject> seen = made.value();
  int outer_what = std::exchange(cx.tracing_what, what);
  enter_tracing(cx);
  seen->f_lineno = line_of(frame->f_code, last_instruction(frame));
  int failed = hook(object, seen.raw(), what, arg);
  seen->f_lineno = 0;
  leave_tracing(cx);
  cx.tracing_what = outer_what;
  return failed == 0;
}

// The same with an exception pending, which stays unless the hook raises another.
bool call_hook_keeping_error(Context& cx, TraceFunction hook, Object* object, InterpreterFrame* frame, int what, Object* arg) {
  Object* type = std::exchange(cx.curexc_type, nullptr);
  Object* value = std::exchange(cx.curexc_value, nullptr);
  Object* traceback = std::exchange(cx.curexc_traceback, nullptr);
  bool done = call_hook(cx, hook, object, frame, what, arg);
  if (done) {
    restore_raw(cx, type, value, traceback);
  } else {
    xdecref(type);
    xdecref(value);
    xdecref(traceback);
  }
  return done;
}

}  // namespace

bool trace_entry(Context& cx, InterpreterFrame* frame) {
  if (cx.c_tracefunc && !call_hook_keeping_error(cx, cx.c_tracefunc, cx.c_traceobj, frame, trace_event::call, none().object())) return false;
  return !cx.c_profilefunc || call_hook_keeping_error(cx, cx.c_profilefunc, cx.c_profileobj, frame, trace_event::call, none().object());
}

bool trace_return(Context& cx, InterpreterFrame* frame, Object* value) {
  if (cx.c_tracefunc && !call_hook(cx, cx.c_tracefunc, cx.c_traceobj, frame, trace_event::return_, value)) return false;
  return !cx.c_profilefunc || call_hook(cx, cx.c_profilefunc, cx.c_profileobj, frame, trace_event::return_, value);
}

void trace_unwind(Context& cx, InterpreterFrame* frame) {
  if (is_incomplete(frame)) return;
  if (cx.c_tracefunc) call_hook_keeping_error(cx, cx.c_tracefunc, cx.c_traceobj, frame, trace_event::return_, nullptr);
  if (cx.c_profilefunc) call_hook_keeping_error(cx, cx.c_profilefunc, cx.c_profileobj, frame, trace_event::return_, nullptr);
}

void trace_exception(Context& cx, InterpreterFrame* frame) {
  if (cx.tracing || is_incomplete(frame)) return;
  Ref<BaseException> error = take_error(cx);
  if (!error) return;
  Borrowed<> traceback = error->traceback;
  auto triple = tuple_of(cx, type_as_object(*error.type()), error, traceback ? traceback : none());
  if (triple.failed()) return restore_error(cx, std::move(error));
  Ref<Tuple> arg = std::move(triple).value();
  if (call_hook(cx, cx.c_tracefunc, cx.c_traceobj, frame, trace_event::exception, arg.object())) restore_error(cx, std::move(error));
}

// A line event where a line begins or a jump goes back; an opcode event always, if wanted.
bool trace_line(Context& cx, InterpreterFrame* frame, int previous) {
  Code* code = frame->f_code;
  int now = last_instruction(frame);
  int last_line = previous <= code->_co_firsttraceable ? -1 : line_of(code, previous);
  int line = line_of(code, now);
  auto made = frame_object(cx, frame);
  if (made.failed()) return false;
  Ref<FrameObject> seen = hold(made.value());
  bool done = true;
  if (line != -1 && seen->f_trace_lines) {
    bool backward = now < previous && opcode_deopt(unit_opcode(*frame->prev_instr)) != op::SEND;
    if (line != last_line || backward) done = call_hook(cx, cx.c_tracefunc, cx.c_traceobj, frame, trace_event::line, none().object());
  }
  if (seen->f_trace_opcodes && cx.c_tracefunc) done = call_hook(cx, cx.c_tracefunc, cx.c_traceobj, frame, trace_event::opcode, none().object());
  return done;
}

Object* trace_c_call(Context& cx, Object* callable, Object* (*call)(Context&, void*), void* data) {
  InterpreterFrame* frame = cx.cframe->current_frame;
  if (!cx.c_profilefunc || !frame) return call(cx, data);
  if (!call_hook(cx, cx.c_profilefunc, cx.c_profileobj, frame, trace_event::c_call, callable)) return nullptr;
  Object* result = call(cx, data);
  if (!cx.c_profilefunc) return result;
  if (!result) {
    call_hook_keeping_error(cx, cx.c_profilefunc, cx.c_profileobj, frame, trace_event::c_exception, callable);
  } else if (!call_hook(cx, cx.c_profilefunc, cx.c_profileobj, frame, trace_event::c_return, callable)) {
    decref(result);
    return nullptr;
  }
  return result;
}

namespace {

// The frame is left with the exception of its trace function: no handler of its own sees it.
KR_PRESERVE_NONE Object* abandon_frame(ThreadState* cx, InterpreterFrame* frame, CodeUnit*, Object**, unsigned) {
  leave_recursion(*cx);
  if (frame->is_entry) return nullptr;
  InterpreterFrame* caller = frame->previous;
  cx->cframe->current_frame = caller;
  clear_and_pop_frame(*cx, frame);
  KR_TAIL unwind_outer_handler(cx, caller, nullptr, nullptr, 0);
}

// What an instruction reports before it runs; where it goes on instead when a hook moved the frame or raised.
enum class Report { run, failed };
Report report_instruction(Context& cx, InterpreterFrame* frame, CodeUnit* at, unsigned arg) {
  int opcode = opcode_deopt(unit_opcode(*at));
  if (cx.tracing == 0 && at - first_instruction(frame->f_code) >= frame->f_code->_co_firsttraceable) {
    int previous = last_instruction(frame);
    frame->prev_instr = at;
    if (opcode == op::RESUME) {
      if (arg < 2 && breaker_is_set(cx) && handle_eval_breaker(cx).failed()) return Report::failed;
      if (cx.cframe->use_tracing && !trace_entry(cx, frame)) return Report::failed;
    } else if (cx.cframe->use_tracing && cx.c_tracefunc) {
      if (!trace_line(cx, frame, previous)) return Report::failed;
    }
  }
  return Report::run;
}

KR_PRESERVE_NONE Object* tracing_handler(ThreadState* cx, InterpreterFrame* frame, CodeUnit* next, Object** sp, unsigned arg) {
  CodeUnit* at = next - 1;
  frame->stacktop = static_cast<int>(sp - frame->localsplus);
  bool traceable = cx->tracing == 0 && at - first_instruction(frame->f_code) >= frame->f_code->_co_firsttraceable;
  Report report = report_instruction(*cx, frame, at, arg);
  sp = frame->localsplus + frame->stacktop;
  frame->stacktop = -1;
  if (report == Report::failed) KR_TAIL unwind_handler(cx, frame, at + 1, sp, 0);
  if (traceable && frame->prev_instr != at) {  // f_lineno was set
    at = frame->prev_instr;
    arg = unit_argument(*at);
  }
  int opcode = opcode_deopt(unit_opcode(*at));
  if ((opcode == op::RETURN_VALUE || opcode == op::YIELD_VALUE) && cx->cframe->use_tracing) {
    frame->prev_instr = at;
    frame->stacktop = static_cast<int>(sp - frame->localsplus) - 1;
    bool done = trace_return(*cx, frame, sp[-1]);
    if (!done) {
      decref(sp[-1]);
      KR_TAIL abandon_frame(cx, frame, nullptr, nullptr, 0);
    }
    frame->stacktop = -1;
  }
  KR_TAIL plain_table.entries[opcode](cx, frame, at + 1, sp, arg);
}

consteval HandlerTable make_tracing_table() {
  HandlerTable table{};
  for (Handler*& entry : table.entries) entry = &tracing_handler;
  return table;
}

}  // namespace

constinit const HandlerTable tracing_table = make_tracing_table();

}  // namespace interp

void enter_tracing(Context& cx) {
  ++cx.tracing;
  interp::update_tracing(cx);
}

void leave_tracing(Context& cx) {
  --cx.tracing;
  interp::update_tracing(cx);
}

namespace {
void set_hook(Context& cx, TraceFunction& function, Object*& object, TraceFunction new_function, Borrowed<> new_object) {
  Object* old = std::exchange(object, nullptr);
  function = nullptr;
  interp::update_tracing(cx);  // the old object's end must not be traced
  xdecref(old);
  object = hold(new_object).release();
  function = new_function;
  interp::update_tracing(cx);
}
}  // namespace

Result<void> set_trace(Context& cx, TraceFunction function, Borrowed<> object) {
  KR_TRY(audit(cx, "sys.settrace"));
  set_hook(cx, cx.c_tracefunc, cx.c_traceobj, function, object);
  return {};
}

Result<void> set_profile(Context& cx, TraceFunction function, Borrowed<> object) {
  KR_TRY(audit(cx, "sys.setprofile"));
  set_hook(cx, cx.c_profilefunc, cx.c_profileobj, function, object);
  return {};
}

// --- hooks that are Python functions
namespace {

Borrowed<Str> event_name(int what) {
  switch (what) {
    case trace_event::call: return KR_ID(call);
    case trace_event::exception: return KR_ID(exception);
    case trace_event::line: return KR_ID(line);
    case trace_event::return_: return KR_ID(return);
    case trace_event::c_call: return KR_ID(c_call);
    case trace_event::c_exception: return KR_ID(c_exception);
    case trace_event::c_return: return KR_ID(c_return);
    default: return KR_ID(opcode);
  }
}

Object* call_python_hook(Context& cx, Borrowed<> callback, Borrowed<FrameObject> frame, int what, Object* arg) {
  if (fast_to_locals(cx, frame->f_frame).failed()) return nullptr;
  frame->f_fast_as_locals = 1;
  Borrowed<> value = arg ? Borrowed<>(arg) : none();
  Object* result = call(cx, callback, frame, event_name(what), value).release();
  if (frame->f_fast_as_locals) locals_to_fast(cx, frame->f_frame, true);
  frame->f_fast_as_locals = 0;
  if (!result) interp::add_traceback(cx, frame->f_frame);
  return result;
}

int run_profile_hook(Object* self, FrameObject* frame, int what, Object* arg) {
  Context& cx = Context::current();
  Object* result = call_python_hook(cx, Borrowed<>(self), Borrowed<FrameObject>(frame), what, arg);
  if (!result) return set_hook(cx, cx.c_profilefunc, cx.c_profileobj, nullptr, {}), -1;
  decref(result);
  return 0;
}

int run_trace_hook(Object* self, FrameObject* frame, int what, Object* arg) {
  Context& cx = Context::current();
  Ref<> callback = hold(what == trace_event::call ? self : frame->f_trace);
  if (!callback) return 0;
  Object* result = call_python_hook(cx, callback, Borrowed<FrameObject>(frame), what, arg);
  if (!result) {
    set_hook(cx, cx.c_tracefunc, cx.c_traceobj, nullptr, {});
    xdecref(std::exchange(frame->f_trace, nullptr));
    return -1;
  }
  if (result == none().object()) decref(result);
  else xdecref(std::exchange(frame->f_trace, result));
  return 0;
}

}  // namespace

Result<void> set_python_trace(Context& cx, Borrowed<> function) {
  return !function || is_none(function) ? set_trace(cx, nullptr, {}) : set_trace(cx, run_trace_hook, function);
}

Result<void> set_python_profile(Context& cx, Borrowed<> function) {
  return !function || is_none(function) ? set_profile(cx, nullptr, {}) : set_profile(cx, run_profile_hook, function);
}

}  // namespace krait
