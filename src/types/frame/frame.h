// Frames: one activation of a code object. Two structs, both CPython's, since debuggers and greenlet know them.
//
// InterpreterFrame is the activation itself, a few words on the thread's data stack (or inside a generator, or, once its function has
// returned but someone still looks at it, inside the frame object):
//
//     f_func f_globals f_builtins f_locals f_code frame_obj | previous prev_instr stacktop is_entry owner | locals, cells, free, stack
//
// FrameObject is what Python code sees (sys._getframe, tracebacks). It is made on demand and points to the activation.
// prev_instr is the code unit before the next one to run: the running instruction itself, or one of its inline cache entries.
#pragma once

#include "object/protocol.h"

namespace krait {

using CodeUnit = std::uint16_t;

enum class FrameOwner : char { thread = 0, generator = 1, frame_object = 2 };

struct InterpreterFrame {
  Function* f_func;      // owned
  Object* f_globals;     // borrowed
  Object* f_builtins;    // borrowed
  Object* f_locals;      // owned; null for optimized code until someone asks
  Code* f_code;          // owned
  FrameObject* frame_obj;  // owned; null until someone asks
  InterpreterFrame* previous;
  CodeUnit* prev_instr;
  int stacktop;  // number of words in use behind the head; -1 while the frame runs
  bool is_entry;  // the first frame of its CFrame: returning from it leaves the evaluation loop
  FrameOwner owner;
  Object* localsplus[1];
};
static_assert(sizeof(InterpreterFrame) == 80 && offsetof(InterpreterFrame, localsplus) == 72);
inline constexpr Index frame_head_words = 9;

struct FrameObject {
  Object base;
  FrameObject* f_back;  // owned, only once the frame is no longer on the thread's chain
  InterpreterFrame* f_frame;
  Object* f_trace;
  int f_lineno;  // set while a trace function runs and by C code that makes frames for tracebacks; 0: computed
  char f_trace_lines;
  char f_trace_opcodes;
  char f_fast_as_locals;  // f_locals holds the fast locals' values: a change of it goes back
  Object* f_frame_data[1];  // the activation, when the frame object owns it

  static constexpr Type* static_type = &frame_type;
};
static_assert(sizeof(FrameObject) == 56 && offsetof(FrameObject, f_lineno) == 40);

// A frame is incomplete until its first RESUME: cells and free variables are still being set up. Nobody gets to see it.
bool is_incomplete(const InterpreterFrame* frame);
// The innermost frame of the thread that can be seen; null when no Python code runs.
InterpreterFrame* current_frame(Context& cx);
// The next one outwards that can be seen; null at the end.
InterpreterFrame* outer_frame(const InterpreterFrame* frame);

// The frame object of an activation, made if need be. Null and an exception only when out of memory.
Result<Borrowed<FrameObject>> frame_object(Context& cx, InterpreterFrame* frame);
// The innermost frame as an object; null when no Python code runs.
Borrowed<FrameObject> current_frame_object(Context& cx);

// What a frame object tells.
Borrowed<Code> frame_code(Borrowed<FrameObject> frame);
Borrowed<Dict> frame_globals(Borrowed<FrameObject> frame);
Borrowed<> frame_builtins(Borrowed<FrameObject> frame);
Ref<FrameObject> frame_back(Context& cx, Borrowed<FrameObject> frame);  // null at the outermost
int frame_lasti(Borrowed<FrameObject> frame);                           // in bytes; -1: not started
int frame_line(Borrowed<FrameObject> frame);                            // f_lineno; -1: no line
int frame_line(const InterpreterFrame* frame);
Result<Ref<>> frame_locals(Context& cx, Borrowed<FrameObject> frame);   // f_locals, brought up to date
bool frame_is_generator(Borrowed<FrameObject> frame);

// The names and values of the fast locals into f_locals, and back. `clear`: names that are not in the dict become unbound.
Result<void> fast_to_locals(Context& cx, InterpreterFrame* frame);
void locals_to_fast(Context& cx, InterpreterFrame* frame, bool clear);

// A frame that is not run, for the tracebacks of compiled code (PyFrame_New). locals may be null.
Result<Ref<FrameObject>> new_frame(Context& cx, Borrowed<Code> code, Borrowed<Dict> globals, Borrowed<> locals);

// locals(), globals(), and the builtins of the running code (PyEval_GetLocals ...); null without a frame.
Result<Borrowed<>> current_locals(Context& cx);
Borrowed<Dict> current_globals(Context& cx);
Borrowed<> current_builtins(Context& cx);  // the isolate's own without a frame

}  // namespace krait
