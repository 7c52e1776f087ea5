// What happens to a pending exception: a traceback entry, the handler that the exception table names, or the next frame outwards.
#include "interp/helpers.h"
#include "interp/machine.h"
#include "interp/tracing.h"
#include "types/exceptions/exceptions.h"
#include "types/generator/generator.h"
#include "types/int/int.h"
#include "types/traceback/traceback.h"

namespace krait::interp {

namespace {

void drop_stack(Object** sp, Object** down_to) {
  while (sp > down_to) xdecref(*--sp);
}

// Where the handler's operands are pushed and the machine goes on; null when this frame does not catch the exception.
struct Caught {
  CodeUnit* next;
  Object** sp;
};

Caught find_handler(Context& cx, InterpreterFrame* frame, CodeUnit* next, Object** sp) {
  Code* code = frame->f_code;
  for (;;) {
    krait::Handler found = exception_handler(Borrowed<Code>(code), static_cast<int>(next - 1 - first_instruction(code)));
    Object** base = stack_base(frame);
    if (found.target < 0) {
      drop_stack(sp, base);
      return {nullptr, base};
    }
    drop_stack(sp, base + found.depth);
    sp = base + found.depth;
    if (found.push_lasti) {
      Object* position = as_object(int_from(cx, last_instruction(frame)).release());
      if (!position) continue;  // MemoryError takes the exception's place
      *sp++ = position;
    }
    *sp++ = as_object(take_error(cx).release());
    return {first_instruction(code) + found.target, sp};
  }
}

// The frame is done with: out of its CFrame, or back to the caller with the exception.
InterpreterFrame* leave_frame(Context& cx, InterpreterFrame* frame) {
  frame->stacktop = static_cast<int>(stack_base(frame) - frame->localsplus);
  if (cx.cframe->use_tracing) trace_unwind(cx, frame);
  leave_recursion(cx);
  if (frame->is_entry) return nullptr;
  InterpreterFrame* caller = frame->previous;
  cx.cframe->current_frame = caller;
  clear_and_pop_frame(cx, frame);
  return caller;
}

}  // namespace

void add_traceback(Context& cx, InterpreterFrame* frame) {
  if (is_incomplete(frame)) return;
  auto object = frame_object(cx, frame);
  if (object.failed()) return;
  Borrowed<FrameObject> here = object.value();
  auto before = Borrowed<Traceback>(reinterpret_cast<Traceback*>(cx.curexc_traceback));
  Object* type = std::exchange(cx.curexc_type, nullptr);  // making the entry may collect garbage
  Object* value = std::exchange(cx.curexc_value, nullptr);
  cx.curexc_traceback = nullptr;
  auto made = new_traceback(cx, before, here, last_instruction(frame) * 2, frame_line(here));
  Object* entry = as_object(made.release());
  if (!entry) clear_error(cx);
  cx.curexc_type = type;
  cx.curexc_value = value;
  cx.curexc_traceback = entry ? entry : before.object();
  if (entry && before) decref(before.object());
}

KR_PRESERVE_NONE Object* unwind_again_handler(ThreadState* cx, InterpreterFrame* frame, CodeUnit* next, Object** sp, unsigned) {
  Caught caught = find_handler(*cx, frame, next, sp);
  if (caught.next) KR_DISPATCH(cx, frame, caught.next, caught.sp);
  InterpreterFrame* caller = leave_frame(*cx, frame);
  if (!caller) return nullptr;
  KR_TAIL unwind_outer_handler(cx, caller, nullptr, nullptr, 0);
}

// The exception has left a callee of this frame.
KR_PRESERVE_NONE Object* unwind_outer_handler(ThreadState* cx, InterpreterFrame* frame, CodeUnit*, Object**, unsigned) {
  CodeUnit* next = frame->prev_instr + 1;
  Object** sp = frame->localsplus + frame->stacktop;
  frame->stacktop = -1;
  KR_TAIL unwind_handler(cx, frame, next, sp, 0);
}

KR_PRESERVE_NONE Object* unwind_handler(ThreadState* cx, InterpreterFrame* frame, CodeUnit* next, Object** sp, unsigned) {
  KR_ASSERT(cx->has_error());
  frame->stacktop = static_cast<int>(sp - frame->localsplus);
  add_traceback(*cx, frame);
  if (cx->c_tracefunc) trace_exception(*cx, frame);
  frame->stacktop = -1;
  KR_TAIL unwind_again_handler(cx, frame, next, sp, 0);
}

}  // namespace krait::interp
