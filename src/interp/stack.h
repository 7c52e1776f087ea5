// The data stack: where activations live. Chunks of 16 KiB and more, linked in the thread state as CPython does it (greenlet swaps
// datastack_chunk, _top and _limit, and frees the chunks of dead greenlets by munmap).
#pragma once

#include "bytecode/code.h"
#include "object/context.h"
#include "types/frame/frame.h"
#include "types/function/function.h"

namespace krait {

// Room for `words` words in a new chunk; null and MemoryError when there is none.
InterpreterFrame* push_chunk(Context& cx, Index words);
void pop_chunk(Context& cx);
void free_data_stack(Context& cx);

KR_INLINE InterpreterFrame* allocate_frame(Context& cx, Index words) {
  Object** top = cx.datastack_top;
  if (top && words < cx.datastack_limit - top) [[likely]] {
    cx.datastack_top = top + words;
    return reinterpret_cast<InterpreterFrame*>(top);
  }
  return push_chunk(cx, words);
}

// Gives the frame's room back; it must be the last one.
KR_INLINE void release_frame(Context& cx, InterpreterFrame* frame) {
  if (reinterpret_cast<Object**>(frame) == cx.datastack_chunk->data) [[unlikely]] return pop_chunk(cx);
  cx.datastack_top = reinterpret_cast<Object**>(frame);
}

KR_INLINE CodeUnit* first_instruction(Code* code) { return code->co_code_adaptive; }
KR_INLINE Index frame_words(const Code* code) { return code->co_nlocalsplus + code->co_stacksize + frame_head_words; }
KR_INLINE int last_instruction(const InterpreterFrame* frame) {
  return static_cast<int>(frame->prev_instr - frame->f_code->co_code_adaptive);
}
KR_INLINE Object** stack_base(InterpreterFrame* frame) { return frame->localsplus + frame->f_code->co_nlocalsplus; }
KR_INLINE Function* frame_function(InterpreterFrame* frame) { return frame->f_func; }

// Fills the head. Takes the function's count and that of locals; all fast locals are still to be set.
KR_INLINE void init_frame(InterpreterFrame* frame, Function* function, Object* locals, Code* code) {
  incref(as_object(code));
  frame->f_func = function;
  frame->f_code = code;
  frame->f_builtins = function->builtins.raw();
  frame->f_globals = as_object(function->globals.raw());
  frame->f_locals = locals;
  frame->frame_obj = nullptr;
  frame->prev_instr = first_instruction(code) - 1;
  frame->stacktop = code->co_nlocalsplus;
  frame->is_entry = false;
  frame->owner = FrameOwner::thread;
}

// Drops what the frame holds; a frame object that others still hold takes the activation over instead.
void clear_frame(InterpreterFrame* frame);
// clear_frame for a frame that has no frame object, inline.
KR_INLINE void drop_frame_contents(InterpreterFrame* frame) {
  Object** locals = frame->localsplus;
  for (int i = 0, count = frame->stacktop; i < count; ++i) xdecref(locals[i]);
  xdecref(frame->f_locals);
  decref(as_object(frame->f_func));
  decref(as_object(frame->f_code));
}
int traverse_frame(InterpreterFrame* frame, Visit visit, void* arg);
// The end of an activation on the data stack.
void clear_and_pop_frame(Context& cx, InterpreterFrame* frame);

// One Python call deeper; false with RecursionError pending.
KR_COLD bool recursion_overflow(Context& cx, const char* where);
KR_INLINE bool enter_recursion(Context& cx) {
  if (--cx.recursion_remaining < 0) [[unlikely]] {
    if (recursion_overflow(cx, "")) return ++cx.recursion_remaining, false;
  }
  return true;
}
KR_INLINE void leave_recursion(Context& cx) { ++cx.recursion_remaining; }

// A new frame for a call with borrowed arguments, bound to parameters; its function count is made. Null with TypeError.
InterpreterFrame* make_frame(Context& cx, Function* function, Object* locals, Object* const* args, Index nargs, Object* kwnames);
// The same, with arguments whose counts are taken (also on failure). Takes the function's count and that of locals.
InterpreterFrame* make_frame_stealing(Context& cx, Function* function, Object* locals, Object** args, Index nargs, Object* kwnames);
// Sorts arguments into the frame's parameters (interp/call/bind.cpp). Takes all argument counts, also on failure.
Result<void> bind_arguments(Context& cx, Function* function, Object** locals, Object* const* args, Index nargs, Object* kwnames);

}  // namespace krait
