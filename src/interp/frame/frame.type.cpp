// frame: what Python code sees of an activation.
#include "bytecode/code.h"
#include "interp/frame/set_line.h"
#include "interp/stack.h"
#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/dict/dict.h"
#include "types/frame/frame.h"
#include "types/generator/generator.h"
#include "types/int/int.h"

namespace krait::frame {

namespace {
Result<Ref<>> or_none(Ref<> value) { return value ? std::move(value) : new_none(); }
void drop(Object*& field) { xdecref(std::exchange(field, nullptr)); }
}  // namespace

Result<Ref<>> get_back(Context& cx, Borrowed<FrameObject> self) { return or_none(frame_back(cx, self)); }
Result<Ref<>> get_locals(Context& cx, Borrowed<FrameObject> self) { return frame_locals(cx, self); }
Result<Ref<>> get_globals(Context&, Borrowed<FrameObject> self) { return hold(self->f_frame->f_globals); }
Result<Ref<>> get_builtins(Context&, Borrowed<FrameObject> self) { return hold(self->f_frame->f_builtins); }
Result<Ref<>> get_code(Context&, Borrowed<FrameObject> self) { return hold(as_object(self->f_frame->f_code)); }
Result<Ref<>> get_trace(Context&, Borrowed<FrameObject> self) { return or_none(hold(self->f_trace)); }

Result<Ref<>> get_lasti(Context& cx, Borrowed<FrameObject> self) { return int_from(cx, frame_lasti(self)); }

Result<Ref<>> get_lineno(Context& cx, Borrowed<FrameObject> self) {
  int line = frame_line(self);
  if (line < 0) return new_none();
  return int_from(cx, line);
}

Result<void> set_trace(Context& cx, Borrowed<FrameObject> self, Borrowed<> value) {
  Object* fresh = !value || is_none(value) ? nullptr : hold(value).release();
  xdecref(std::exchange(self->f_trace, fresh));
  return {};
}

// Drops trace function, locals and stack of a frame that has ended.
int clear_references(Object* object) {
  auto* self = reinterpret_cast<FrameObject*>(object);
  drop(self->f_trace);
  InterpreterFrame* frame = self->f_frame;
  if (frame->owner != FrameOwner::frame_object) return 0;
  int count = std::exchange(frame->stacktop, 0);
  for (int i = 0; i < count; ++i) drop(frame->localsplus[i]);
  drop(frame->f_locals);
  return 0;
}

Result<Ref<>> clear(Context& cx, Borrowed<FrameObject> self) {
  InterpreterFrame* frame = self->f_frame;
  if (frame->owner == FrameOwner::generator) {
    Generator* gen = generator_of(frame);
    if (gen->state == GenState::executing) return raise(cx, exc::RuntimeError, "cannot clear an executing frame");
    finalize_generator(as_object(gen));
  } else if (frame->owner == FrameOwner::thread) {
    return raise(cx, exc::RuntimeError, "cannot clear an executing frame");
  } else {
    clear_references(self.object());
  }
  return new_none();
}

long long size_of(Borrowed<FrameObject> self) {
  Code* code = self->f_frame->f_code;
  return frame_type.tp_basicsize + (code->co_nlocalsplus + code->co_stacksize) * static_cast<long long>(sizeof(Object*));
}

Result<Ref<Str>> repr(Context& cx, Borrowed<FrameObject> self) {
  Code* code = self->f_frame->f_code;
  return format_str(cx, "<frame at 0x{:x}, file {!r}, line {}, code {}>", reinterpret_cast<std::uintptr_t>(self.raw()),
                    Borrowed<Str>(code->co_filename), frame_line(self), Borrowed<Str>(code->co_name));
}

int traverse(Object* object, Visit visit, void* arg) {
  auto* self = reinterpret_cast<FrameObject*>(object);
  auto see = [&](auto* field) { return field ? visit(reinterpret_cast<Object*>(field), arg) : 0; };
  if (int answer = see(self->f_back)) return answer;
  if (int answer = see(self->f_trace)) return answer;
  InterpreterFrame* frame = self->f_frame;
  if (!frame || frame->owner != FrameOwner::frame_object) return 0;
  return traverse_frame(frame, visit, arg);
}

void dealloc(Object* object) {
  auto* self = reinterpret_cast<FrameObject*>(object);
  if (memory::is_tracked(object)) memory::untrack(object);
  Code* code = nullptr;
  InterpreterFrame* frame = self->f_frame;
  if (frame && frame->owner == FrameOwner::frame_object) {
    code = frame->f_code;  // the code last: it says how many locals there are
    for (int i = 0; i < frame->stacktop; ++i) drop(frame->localsplus[i]);
    drop(frame->f_locals);
    decref(as_object(frame->f_func));
  }
  if (self->f_back) decref(as_object(std::exchange(self->f_back, nullptr)));
  drop(self->f_trace);
  free_container(object);
  if (code) decref(as_object(code));
}

static constinit MethodDef methods[] = {
    KR_QUIET("clear(self)", clear, "F.clear(): clear most references held by the frame"),
    KR_QUIET("__sizeof__(self)", size_of, "F.__sizeof__() -> size of F in memory, in bytes"),
    KR_END};

static constinit GetSetDef getset[] = {
    KR_GETTER("f_back", get_back, nullptr),       KR_GETTER("f_locals", get_locals, nullptr),
    KR_GETTER("f_globals", get_globals, nullptr), KR_GETTER("f_builtins", get_builtins, nullptr),
    KR_GETTER("f_code", get_code, nullptr),       KR_GETTER("f_lasti", get_lasti, nullptr),
    KR_GETSET("f_lineno", get_lineno, set_line, nullptr), KR_GETSET("f_trace", get_trace, set_trace, nullptr), KR_END};

static constinit MemberDef members[] = {KR_MEMBER("f_trace_lines", bool_, FrameObject, f_trace_lines, 0, nullptr),
                                        KR_MEMBER("f_trace_opcodes", bool_, FrameObject, f_trace_opcodes, 0, nullptr), KR_END};

}  // namespace krait::frame

namespace krait {

constinit Type frame_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "frame",
    .tp_basicsize = offsetof(FrameObject, f_frame_data) + offsetof(InterpreterFrame, localsplus),
    .tp_itemsize = sizeof(Object*),
    .tp_dealloc = frame::dealloc,
    .tp_repr = slot<&frame::repr>,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_setattro = slot<&generic_set_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::disallow_instantiation,
    .tp_traverse = frame::traverse,
    .tp_clear = frame::clear_references,
    .tp_methods = frame::methods,
    .tp_members = frame::members,
    .tp_getset = frame::getset,
    .tp_free = free_container};
KR_READY(frame_type);

}  // namespace krait
