// Making generators; what their types have in common.
#include "bytecode/code.h"
#include "interp/generator/run.h"
#include "interp/helpers.h"
#include "interp/stack.h"
#include "object/new.h"
#include "types/function/function.h"
#include "types/int/int.h"
#include "types/tuple/tuple.h"

namespace krait {

namespace {

Result<Ref<Generator>> new_generator(Context& cx, Type& type, Code* code, Borrowed<Str> name, Borrowed<Str> qualname) {
  Index words = code->co_nlocalsplus + code->co_stacksize;
  auto gen = KR_TRY(new_container<Generator>(cx, type, type.tp_basicsize + words * sizeof(Object*)));
  gen->code = Ref<Code>::share(code).release();
  gen->weakrefs = nullptr;
  gen->name = hold(name).release();
  gen->qualname = hold(qualname).release();
  gen->exc_state = {nullptr, nullptr};
  gen->origin_or_finalizer = nullptr;
  gen->hooks_inited = gen->closed = gen->running_async = 0;
  gen->state = GenState::cleared;
  return gen;
}

Type& type_for(int flags) {
  if (flags & code_flags::async_generator) return async_gen_type;
  if (flags & code_flags::coroutine) return coroutine_type;
  return generator_type;
}

}  // namespace

Result<Ref<>> compute_origin(Context& cx, int depth, InterpreterFrame* from) {
  int count = 0;
  for (InterpreterFrame* frame = from; frame && count < depth; frame = outer_frame(frame)) ++count;
  Ref<Tuple> origin = KR_TRY(new_tuple(cx, count));
  for (int i = 0; i < count; ++i, from = outer_frame(from)) {
    Ref<Int> line = KR_TRY(int_from(cx, frame_line(from)));
    auto entry = KR_TRY(tuple_of(cx, Borrowed<Str>(from->f_code->co_filename), line, Borrowed<Str>(from->f_code->co_name)));
    origin->init_item(i, std::move(entry));
  }
  return origin;
}

Result<Ref<Generator>> new_generator_for(Context& cx, Borrowed<Function> function) {
  Code* code = function->code.raw();
  auto gen = KR_TRY(new_generator(cx, type_for(code->co_flags), code, function->name, function->qualname));
  if (is_coroutine_exact(gen.object()) && cx.coroutine_origin_tracking_depth > 0) {
    memory::track(gen.object());
    gen->origin_or_finalizer = KR_TRY(compute_origin(cx, cx.coroutine_origin_tracking_depth, current_frame(cx))).release();
    return gen;
  }
  memory::track(gen.object());
  return gen;
}

Result<Ref<Generator>> new_generator_from_frame(Context& cx, Type& type, Ref<FrameObject> object, Borrowed<Str> name,
                                                Borrowed<Str> qualname) {
  InterpreterFrame* frame = object->f_frame;
  Code* code = frame->f_code;
  auto gen = KR_TRY(new_generator(cx, type, code, name ? name : Borrowed<Str>(code->co_name), qualname ? qualname : Borrowed<Str>(code->co_qualname)));
  auto* own = gen->frame();
  __builtin_memcpy(static_cast<void*>(own), frame, offsetof(InterpreterFrame, localsplus) + frame->stacktop * sizeof(Object*));
  own->owner = FrameOwner::generator;
  own->previous = nullptr;
  object->f_frame = own;
  own->frame_obj = object.release();
  gen->state = GenState::created;
  memory::track(gen.object());
  return gen;
}

namespace interp {

Generator* return_generator(Context& cx, InterpreterFrame* frame) {
  auto made = new_generator_for(cx, Borrowed<Function>(frame->f_func));
  if (made.failed()) return nullptr;
  Generator* gen = made.release();
  InterpreterFrame* own = gen->frame();
  __builtin_memcpy(static_cast<void*>(own), frame, offsetof(InterpreterFrame, localsplus) + frame->stacktop * sizeof(Object*));
  own->owner = FrameOwner::generator;
  own->previous = nullptr;
  own->is_entry = false;
  gen->state = GenState::created;
  if (frame->is_entry) {
    // Whoever made the frame will clear it: leave it empty but valid.
    frame->stacktop = 0;
    frame->f_locals = nullptr;
    incref(as_object(frame->f_func));
    incref(as_object(frame->f_code));
  }
  return gen;
}

}  // namespace interp

namespace gen {

Result<Ref<>> get_name(Context&, Borrowed<Generator> self) { return Ref<>(hold(Borrowed<Str>(self->name))); }
Result<Ref<>> get_qualname(Context&, Borrowed<Generator> self) { return Ref<>(hold(Borrowed<Str>(self->qualname))); }

Result<void> set_name(Context& cx, Borrowed<Generator> self, Borrowed<> value) {
  if (!value || !is<Str>(value)) return raise(cx, exc::TypeError, "__name__ must be set to a string object");
  Ref<Str> old = Ref<Str>::steal(std::exchange(self->name, hold(value.as<Str>()).release()));
  return {};
}

Result<void> set_qualname(Context& cx, Borrowed<Generator> self, Borrowed<> value) {
  if (!value || !is<Str>(value)) return raise(cx, exc::TypeError, "__qualname__ must be set to a string object");
  Ref<Str> old = Ref<Str>::steal(std::exchange(self->qualname, hold(value.as<Str>()).release()));
  return {};
}

Result<Ref<>> get_frame(Context& cx, Borrowed<Generator> self) {
  if (self->state == GenState::cleared) return new_none();
  return Ref<>(hold(KR_TRY(frame_object(cx, self->frame()))));
}

bool get_running(Borrowed<Generator> self) { return self->state == GenState::executing; }
bool get_suspended(Borrowed<Generator> self) { return self->state == GenState::suspended; }

Result<Ref<>> get_yield_from(Context&, Borrowed<Generator> self) {
  Borrowed<> target = yield_from_target(self);
  return hold(target ? target : none());
}

Result<Ref<>> send(Context& cx, Borrowed<Generator> self, Borrowed<> value) {
  return Result<Ref<>>::from_raw(resume_method(cx, self, value, false, false));
}
Result<Ref<>> throw_method(Context& cx, Borrowed<Generator> self, Borrowed<> type, Borrowed<> value, Borrowed<> traceback) {
  return Result<Ref<>>::from_raw(throw_into(cx, self, true, type, value, traceback));
}
Result<Ref<>> close_method(Context& cx, Borrowed<Generator> self) { return Result<Ref<>>::from_raw(close(cx, self)); }

long long size_of(Borrowed<Generator> self) {
  return self.type()->tp_basicsize + (self->code->co_nlocalsplus + self->code->co_stacksize) * static_cast<long long>(sizeof(Object*));
}

int send_slot(Object* self, Object* value, Object** result) {
  return static_cast<int>(resume(Context::current(), Borrowed<>(self).as<Generator>(), Borrowed<>(value), false, false, result));
}

Result<Ref<Str>> repr(Context& cx, Borrowed<Generator> self) {
  return format_str(cx, "<{} object {} at 0x{:x}>", self.type()->tp_name, Borrowed<Str>(self->qualname),
                    reinterpret_cast<std::uintptr_t>(self.raw()));
}

int traverse(Object* object, Visit visit, void* arg) {
  auto* self = reinterpret_cast<Generator*>(object);
  auto see = [&](auto* field) { return field ? visit(reinterpret_cast<Object*>(field), arg) : 0; };
  if (int answer = see(self->code)) return answer;
  if (int answer = see(self->name)) return answer;
  if (int answer = see(self->qualname)) return answer;
  if (int answer = see(self->origin_or_finalizer)) return answer;
  if (int answer = see(self->exc_state.exc_value)) return answer;
  return self->state < GenState::cleared ? traverse_frame(self->frame(), visit, arg) : 0;
}

void dealloc(Object* object) {
  auto* self = reinterpret_cast<Generator*>(object);
  if (self->weakrefs) memory::clear_weak_references(object);
  if (memory::finalize_from_dealloc(object)) return;
  memory::untrack(object);
  xdecref(std::exchange(self->origin_or_finalizer, nullptr));
  if (self->state < GenState::cleared) {
    self->state = GenState::cleared;
    self->frame()->previous = nullptr;
    clear_frame(self->frame());
  }
  xdecref(std::exchange(self->exc_state.exc_value, nullptr));
  decref(as_object(self->name));
  decref(as_object(self->qualname));
  decref(as_object(self->code));
  free_container(object);
}

}  // namespace gen
}  // namespace krait
