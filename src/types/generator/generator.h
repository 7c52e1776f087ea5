// Generators, coroutines and asynchronous generators: an object that owns an activation and resumes it.
//
// The three share CPython's struct; the frame lies inside the object, so resuming links it into the thread's chain and nothing is
// copied. frame_state says where it stands; a frame that has been left for good is cleared.
#pragma once

#include "object/context.h"
#include "types/frame/frame.h"

namespace krait {

enum class GenState : std::int8_t { created = -2, suspended = -1, executing = 0, completed = 1, cleared = 4 };

struct Generator {  // PyGenObject, PyCoroObject, PyAsyncGenObject
  Object base;
  Code* code;
  Object* weakrefs;
  Str* name;
  Str* qualname;
  ExceptionItem exc_state;
  Object* origin_or_finalizer;  // coroutine: cr_origin; async generator: the finalizer hook; generator: unused
  char hooks_inited;
  char closed;
  char running_async;
  GenState state;
  Object* iframe[1];

  static constexpr Type* static_type = &generator_type;
  KR_INLINE InterpreterFrame* frame() { return reinterpret_cast<InterpreterFrame*>(iframe); }
};
static_assert(sizeof(Generator) == 88 && offsetof(Generator, iframe) == 80);

KR_INLINE Generator* generator_of(InterpreterFrame* frame) {
  return reinterpret_cast<Generator*>(reinterpret_cast<char*>(frame) - offsetof(Generator, iframe));
}
KR_INLINE bool is_generator_exact(const Object* object) { return object->type == &generator_type; }
KR_INLINE bool is_coroutine_exact(const Object* object) { return object->type == &coroutine_type; }
KR_INLINE bool is_async_gen_exact(const Object* object) { return object->type == &async_gen_type; }

// What resuming led to. The values are CPython's PySendResult.
enum class Sent : int { returned = 0, failed = -1, yielded = 1 };

// Resumes with a value (null: start or next()). *result: what was yielded or returned, owned; null on failure.
Sent gen_send(Context& cx, Borrowed<Generator> gen, Borrowed<> value, Object** result);
// The same for any iterator: am_send, next() or a method send(). StopIteration becomes `returned`.
Sent iter_send(Context& cx, Borrowed<> iterator, Borrowed<> value, Object** result);
// The value of a pending StopIteration (None without one), which is cleared. False: another exception is pending.
bool fetch_stop_iteration_value(Context& cx, Ref<>* value);

// The iterator that `await object` runs: TypeErrors as CPython.
Result<Ref<>> awaitable_iter(Context& cx, Borrowed<> object);
// The sub-iterator a suspended generator delegates to (yield from, await); null when none.
Borrowed<> yield_from_target(Borrowed<Generator> gen);

// A generator, coroutine or asynchronous generator for this function's code; its frame still has to be filled in.
Result<Ref<Generator>> new_generator_for(Context& cx, Borrowed<Function> function);
// From a frame object that owns its activation (PyGen_NewWithQualName). Takes the frame.
Result<Ref<Generator>> new_generator_from_frame(Context& cx, Type& type, Ref<FrameObject> frame, Borrowed<Str> name,
                                                Borrowed<Str> qualname);
Result<Ref<>> async_gen_wrap(Context& cx, Ref<> value);
void finalize_generator(Object* self);  // tp_finalize

// anext(iterator, default).
Result<Ref<>> new_anext_awaitable(Context& cx, Borrowed<> awaitable, Borrowed<> default_value);

// tb_frame chain of the caller, as cr_origin keeps it: `depth` entries (filename, line, name).
Result<Ref<>> compute_origin(Context& cx, int depth, InterpreterFrame* from);

}  // namespace krait
