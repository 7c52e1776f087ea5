// Activations and their objects: who can be seen, who owns what, the end of an activation.
#include "types/frame/frame.h"

#include "bytecode/code.h"
#include "interp/stack.h"
#include "object/isolate.h"
#include "object/new.h"
#include "types/dict/dict.h"
#include "types/function/function.h"
#include "types/generator/generator.h"

namespace krait {

bool is_incomplete(const InterpreterFrame* frame) {
  return frame->owner != FrameOwner::generator && last_instruction(frame) < frame->f_code->_co_firsttraceable;
}

namespace {
InterpreterFrame* first_visible(InterpreterFrame* frame) {
  while (frame && is_incomplete(frame)) frame = frame->previous;
  return frame;
}

// A frame object not tracked yet: its activation still runs, and holds it.
Result<Ref<FrameObject>> new_frame_object(Context& cx, Code* code) {
  Index words = code->co_nlocalsplus + code->co_stacksize;
  auto frame = KR_TRY(new_container<FrameObject>(cx, frame_type, frame_type.tp_basicsize + words * sizeof(Object*)));
  frame->f_back = nullptr;
  frame->f_frame = nullptr;
  frame->f_trace = nullptr;
  frame->f_lineno = 0;
  frame->f_trace_lines = 1;
  frame->f_trace_opcodes = 0;
  frame->f_fast_as_locals = 0;
  return frame;
}

// The activation moves into its frame object, which outlives it.
void take_ownership(FrameObject* object, InterpreterFrame* frame) {
  auto* own = reinterpret_cast<InterpreterFrame*>(object->f_frame_data);
  std::size_t size = offsetof(InterpreterFrame, localsplus) + frame->stacktop * sizeof(Object*);
  __builtin_memcpy(static_cast<void*>(own), frame, size);
  object->f_frame = own;
  own->owner = FrameOwner::frame_object;
  if (is_incomplete(own)) own->prev_instr = first_instruction(own->f_code) + own->f_code->_co_firsttraceable;
  InterpreterFrame* outer = first_visible(own->previous);
  own->previous = nullptr;
  if (outer) {
    Context& cx = Context::current();
    SavedError saved(cx);
    auto back = frame_object(cx, outer);
    if (back.failed()) clear_error(cx);
    else object->f_back = hold(back.value()).release();
  }
  if (!memory::is_tracked(as_object(object))) memory::track(as_object(object));
}
}  // namespace

int traverse_frame(InterpreterFrame* frame, Visit visit, void* arg) {
  auto see = [&](auto* field) { return field ? visit(reinterpret_cast<Object*>(field), arg) : 0; };
  if (int answer = see(frame->frame_obj)) return answer;
  if (int answer = see(frame->f_locals)) return answer;
  if (int answer = see(frame->f_func)) return answer;
  if (int answer = see(frame->f_code)) return answer;
  for (int i = 0; i < frame->stacktop; ++i)
    if (int answer = see(frame->localsplus[i])) return answer;
  return 0;
}

void clear_frame(InterpreterFrame* frame) {
  if (FrameObject* object = std::exchange(frame->frame_obj, nullptr)) {
    if (object->base.refcount > 1) {
      take_ownership(object, frame);
      decref(as_object(object));
      return;
    }
    decref(as_object(object));
  }
  drop_frame_contents(frame);
}

InterpreterFrame* current_frame(Context& cx) { return first_visible(cx.cframe->current_frame); }
InterpreterFrame* outer_frame(const InterpreterFrame* frame) { return first_visible(frame->previous); }

Result<Borrowed<FrameObject>> frame_object(Context& cx, InterpreterFrame* frame) {
  if (frame->frame_obj) return Borrowed<FrameObject>(frame->frame_obj);
  Ref<FrameObject> object;
  {
    SavedError saved(cx);
    auto made = new_frame_object(cx, frame->f_code);
    if (made.failed()) clear_error(cx);
    else object = std::move(made).value();
  }
  if (!object) return raise_memory_error(cx);
  // Making it may have run a collection, and that this very function.
  if (frame->frame_obj) return Borrowed<FrameObject>(frame->frame_obj);
  object->f_frame = frame;
  frame->frame_obj = object.release();
  return Borrowed<FrameObject>(frame->frame_obj);
}

Borrowed<FrameObject> current_frame_object(Context& cx) {
  InterpreterFrame* frame = current_frame(cx);
  if (!frame) return {};
  auto object = frame_object(cx, frame);
  if (object.failed()) return clear_error(cx), Borrowed<FrameObject>();
  return object.value();
}

Borrowed<Code> frame_code(Borrowed<FrameObject> frame) { return Borrowed<Code>(frame->f_frame->f_code); }
Borrowed<Dict> frame_globals(Borrowed<FrameObject> frame) { return Borrowed<>(frame->f_frame->f_globals).as<Dict>(); }
Borrowed<> frame_builtins(Borrowed<FrameObject> frame) { return Borrowed<>(frame->f_frame->f_builtins); }

Ref<FrameObject> frame_back(Context& cx, Borrowed<FrameObject> frame) {
  if (frame->f_back) return Ref<FrameObject>::share(frame->f_back);
  InterpreterFrame* outer = outer_frame(frame->f_frame);
  if (!outer) return {};
  auto object = frame_object(cx, outer);
  return object.failed() ? Ref<FrameObject>() : hold(object.value());
}

int frame_lasti(Borrowed<FrameObject> frame) {
  int unit = last_instruction(frame->f_frame);
  return unit < 0 ? -1 : unit * 2;
}

int frame_line(const InterpreterFrame* frame) { return code_lineno(Borrowed<Code>(frame->f_code), last_instruction(frame) * 2); }
int frame_line(Borrowed<FrameObject> frame) { return frame->f_lineno ? frame->f_lineno : frame_line(frame->f_frame); }
bool frame_is_generator(Borrowed<FrameObject> frame) { return frame->f_frame->owner == FrameOwner::generator; }

Result<Ref<>> frame_locals(Context& cx, Borrowed<FrameObject> frame) {
  KR_TRY(fast_to_locals(cx, frame->f_frame));
  frame->f_fast_as_locals = 1;
  return hold(frame->f_frame->f_locals);
}

Result<Ref<FrameObject>> new_frame(Context& cx, Borrowed<Code> code, Borrowed<Dict> globals, Borrowed<> locals) {
  auto function = KR_TRY(new_function(cx, code, globals));
  auto object = KR_TRY(new_frame_object(cx, code.raw()));
  auto* frame = reinterpret_cast<InterpreterFrame*>(object->f_frame_data);
  init_frame(frame, function.release(), hold(locals).release(), code.raw());
  for (int i = 0; i < frame->stacktop; ++i) frame->localsplus[i] = nullptr;
  frame->previous = nullptr;
  frame->owner = FrameOwner::frame_object;
  // Somewhere behind its first RESUME, so that it counts as complete.
  frame->prev_instr = first_instruction(code.raw()) + code->_co_firsttraceable;
  object->f_frame = frame;
  memory::track(object.object());
  return object;
}

Result<Borrowed<>> current_locals(Context& cx) {
  InterpreterFrame* frame = current_frame(cx);
  if (!frame) return raise(cx, exc::SystemError, "frame does not exist");
  KR_TRY(fast_to_locals(cx, frame));
  return Borrowed<>(frame->f_locals);
}

Borrowed<Dict> current_globals(Context& cx) {
  InterpreterFrame* frame = current_frame(cx);
  return frame ? Borrowed<>(frame->f_globals).as<Dict>() : Borrowed<Dict>();
}

Borrowed<> current_builtins(Context& cx) {
  InterpreterFrame* frame = current_frame(cx);
  return frame ? Borrowed<>(frame->f_builtins) : Borrowed<>(isolate(cx).builtins.get());
}

}  // namespace krait
