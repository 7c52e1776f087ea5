// The interpreter's machine, and how a body becomes an opcode.
//
// Each opcode is one body, a template over a machine (opcodes/*.h). On the machine Interp its operations are the plain loads and stores
// that they look like: clang dissolves the struct into registers. A body is wrapped into a handler, a function that ends by jumping to
// the next handler, so the program runs from handler to handler without a loop:
//
//     r12 thread state | r13 frame | r14 next instruction | r15 stack pointer | edi argument          (preserve_none)
//
// The four r-registers survive calls of ordinary C++ functions, so slow paths out of line cost the fast path nothing.
//
// A body answers with a Flow. What it does to the machine before answering must fit the answer: `miss` and `base` before any effect,
// `error` with the stack such that everything above the handler's depth may be dropped.
//
// prev_instr, the frame's notion of where it is, is not kept up to date: bodies say m.escape() before they run anything that could look
// (Python code, allocation of containers, raising), and a drop that turns out to be the last one does so by itself.
#pragma once

#include "bytecode/code.h"
#include "interp/eval_breaker.h"
#include "interp/stack.h"
#include "object/protocol.h"

namespace krait::interp {

#define KR_PRESERVE_NONE __attribute__((preserve_none))
#define KR_TAIL [[clang::musttail]] return

typedef Object* Handler(ThreadState*, InterpreterFrame*, CodeUnit*, Object**, unsigned) KR_PRESERVE_NONE;

enum class Flow {
  next,         // on to m.next (also after jumps and changes of frame)
  error,        // an exception is pending: find a handler for this instruction
  reraise,      // the same, but prev_instr tells where it came from
  interrupted,  // an exception came up after the instruction had done its work
  miss,         // a specialised form that does not fit: counts, then the general form
  base,         // an adaptive form whose time has not come: the general form
  again,        // the instruction has been rewritten: run it anew
  exit,         // leave the evaluation loop with m.result
  unwind,       // this frame is finished by an exception: on to its caller (m.frame is already gone)
  extended,     // EXTENDED_ARG: the next instruction with m.arg in front of its own
};

// The table that dispatch goes through: the plain one, or one whose every entry traces first.
KR_INLINE Handler** dispatch_table(Context& cx) { return static_cast<Handler**>(cx.krait_reserved[0]); }
struct HandlerTable {
  Handler* entries[256];
};
extern const HandlerTable plain_table;
extern const HandlerTable tracing_table;
KR_INLINE void set_dispatch_table(Context& cx, const HandlerTable& table) { cx.krait_reserved[0] = const_cast<Handler**>(table.entries); }
Handler unwind_handler;       // finds the exception's handler, in this frame or an outer one
Handler unwind_again_handler;   // the same without a traceback entry: the exception has passed here before
Handler unwind_outer_handler;  // goes on with the error in `frame`, whose callee has just ended
Handler miss_handler;

// The end of an object's life in the middle of an instruction. preserve_most: the handler keeps its registers.
[[gnu::noinline]] __attribute__((preserve_most)) void drop_last_reference(InterpreterFrame* frame, CodeUnit* start, Object* object);

template <class M>
concept Machine = requires(M& m, Object* object) {
  m.push(object);
  m.drop(object);
  m.escape();
};

struct Interp {
  Context& cx;
  InterpreterFrame* frame;
  CodeUnit* next;
  Object** sp;
  unsigned arg;
  CodeUnit* start;  // the running instruction
  Object* result = nullptr;

  // --- the stack
  KR_INLINE void push(Object* object) { *sp++ = object; }
  KR_INLINE Object* pop() { return *--sp; }
  KR_INLINE Object*& peek(Index n) { return sp[-n]; }  // 1: the top
  KR_INLINE void shrink(Index n) { sp -= n; }
  KR_INLINE void push_shared(Object* object) {
    incref(object);
    push(object);
  }

  // --- the frame
  KR_INLINE Object*& local(unsigned i) { return frame->localsplus[i]; }
  KR_INLINE Object* constant(unsigned i) { return frame->f_code->co_consts->items[i]; }
  KR_INLINE Str* name(unsigned i) { return reinterpret_cast<Str*>(frame->f_code->co_names->items[i]); }
  KR_INLINE Dict* globals() { return reinterpret_cast<Dict*>(frame->f_globals); }
  KR_INLINE Object* builtins() { return frame->f_builtins; }

  // --- instructions
  template <class T>
  KR_INLINE T* cache() { return reinterpret_cast<T*>(next); }
  template <class T>
  KR_INLINE void skip_cache() { next += cache::units<T>; }
  KR_INLINE void jump(Index units) { next += units; }

  // The frame's position becomes visible.
  KR_INLINE void escape() { frame->prev_instr = start; }
  KR_INLINE void drop(Object* object) {
    if (--object->refcount == 0) [[unlikely]] drop_last_reference(frame, start, object);
  }
  KR_INLINE void xdrop(Object* object) {
    if (object) drop(object);
  }
  KR_INLINE void drop_top() { drop(pop()); }

  KR_INLINE Flow check_breaker() {
    if (breaker_is_set(cx)) [[unlikely]] {
      escape();
      save_stack();
      bool failed = handle_eval_breaker(cx).failed();
      unsave_stack();
      if (failed) return Flow::interrupted;
    }
    return Flow::next;
  }
  // While another frame runs on top, or something looks at this one's stack.
  KR_INLINE void save_stack() { frame->stacktop = static_cast<int>(sp - frame->localsplus); }
  KR_INLINE void unsave_stack() { frame->stacktop = -1; }
  // The machine goes on with this frame where it stands.
  KR_INLINE void load_frame(InterpreterFrame* other) {
    frame = other;
    next = other->prev_instr + 1;
    sp = other->localsplus + other->stacktop;
    other->stacktop = -1;
  }
  // A fresh frame on top of this one; its function's first instruction is next. The recursion has been counted.
  KR_INLINE void enter_frame(InterpreterFrame* callee) {
    save_stack();
    frame->prev_instr = next - 1;
    callee->previous = frame;
    cx.cframe->current_frame = callee;
    load_frame(callee);
  }
};
static_assert(Machine<Interp>);

#define KR_DISPATCH(cx_, frame_, next_, sp_)                                                    \
  do {                                                                                          \
    unsigned unit_ = *(next_);                                                                  \
    KR_TAIL dispatch_table(*(cx_))[unit_ & 0xff]((cx_), (frame_), (next_) + 1, (sp_), unit_ >> 8); \
  } while (0)

// One handler: the body on registers, then where its answer says.
template <Flow (*Body)(Interp&), int opcode>
KR_PRESERVE_NONE Object* handler(ThreadState* cx, InterpreterFrame* frame, CodeUnit* next, Object** sp, unsigned arg) {
  CodeUnit* start = next - 1;
  Interp m{*cx, frame, next, sp, arg, start};
  switch (Body(m)) {
    case Flow::next: KR_DISPATCH(cx, m.frame, m.next, m.sp);
    case Flow::error: m.frame->prev_instr = start; KR_TAIL unwind_handler(cx, m.frame, start + 1, m.sp, 0);
    case Flow::reraise: KR_TAIL unwind_again_handler(cx, m.frame, start + 1, m.sp, 0);
    case Flow::interrupted: KR_TAIL unwind_handler(cx, m.frame, m.next, m.sp, 0);
    case Flow::miss: KR_TAIL miss_handler(cx, frame, start + 1, sp, arg);
    case Flow::base: KR_TAIL plain_table.entries[opcode_deopt(opcode)](cx, frame, start + 1, sp, arg);
    case Flow::again: KR_TAIL plain_table.entries[*start & 0xff](cx, frame, start + 1, sp, arg);
    case Flow::exit: return m.result;
    case Flow::unwind: KR_TAIL unwind_outer_handler(cx, m.frame, m.next, m.sp, 0);
    case Flow::extended: {
      unsigned unit = *m.next;
      unsigned following = opcode == op::EXTENDED_ARG ? opcode_deopt(unit & 0xff) : unit & 0xff;
      KR_TAIL plain_table.entries[following](cx, frame, m.next + 1, sp, m.arg << 8 | unit >> 8);
    }
  }
  __builtin_unreachable();
}

// A truth value from an out-of-line helper: -1 failed, 0, 1.
#define KR_CHECK(condition) \
  if (!(condition)) [[unlikely]] return Flow::error
#define KR_GUARD(condition) \
  if (!(condition)) [[unlikely]] return Flow::miss

}  // namespace krait::interp
