// async_generator, and the awaitables that drive it.
//
// A value that an asynchronous generator yields comes out wrapped (async_generator_wrapped_value), so that it can be told from what its
// awaits pass through. asend()/__anext__() turn a wrapped value into StopIteration(value): the await is done. athrow() and aclose()
// do the same with an exception thrown in.
#include "bytecode/code.h"
#include "interp/generator/run.h"
#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/exceptions/exceptions.h"
#include "types/genericalias/genericalias.h"
#include "types/tuple/tuple.h"

namespace krait::gen {

namespace {

struct WrappedValue {
  Object base;
  Slot<> value;
};
using WrappedFields = Owns<WrappedValue, &WrappedValue::value>;

enum class AwaitState : int { fresh, running, closed };

struct AsyncSend {  // asend(), __anext__()
  Object base;
  Slot<Generator> gen;
  Slot<> value;  // null for __anext__
  AwaitState state;
  [[maybe_unused]] static constexpr Type* static_type = &async_gen_asend_type;
};
static_assert(sizeof(AsyncSend) == 40);
using SendFields = Owns<AsyncSend, &AsyncSend::gen, &AsyncSend::value>;

struct AsyncThrow {  // athrow(); aclose() without args
  Object base;
  Slot<Generator> gen;
  Slot<Tuple> args;
  AwaitState state;
  [[maybe_unused]] static constexpr Type* static_type = &async_gen_athrow_type;
};
static_assert(sizeof(AsyncThrow) == 40);
using ThrowFields = Owns<AsyncThrow, &AsyncThrow::gen, &AsyncThrow::args>;

bool is_wrapped(Object* object) { return object->type == &async_gen_wrapped_value_type; }
Object* raise_stop(Context& cx, Type& type) { return raise_object(cx, Borrowed<Type>(&type), {}); }

// The event loop's hooks are taken over when the generator is first used.
Result<void> init_hooks(Context& cx, Borrowed<Generator> gen) {
  if (gen->hooks_inited) return {};
  gen->hooks_inited = 1;
  if (cx.async_gen_finalizer) gen->origin_or_finalizer = hold(cx.async_gen_finalizer).release();
  if (cx.async_gen_firstiter) {
    Ref<> first = hold(cx.async_gen_firstiter);
    KR_TRY(call(cx, first, gen));
  }
  return {};
}

// What came out of the generator, as the awaitable gives it on. Takes `result`.
Object* unwrap(Context& cx, Borrowed<Generator> gen, Object* result) {
  if (!result) {
    if (!cx.has_error()) raise_stop(cx, exc::StopAsyncIteration);
    if (is_exit(cx, exc::StopAsyncIteration)) gen->closed = 1;
    gen->running_async = 0;
    return nullptr;
  }
  if (!is_wrapped(result)) return result;
  Ref<> wrapped = Ref<>::steal(result);
  gen->running_async = 0;
  return raise_stop_iteration(cx, reinterpret_cast<WrappedValue*>(result)->value);
}

Result<Ref<>> new_send(Context& cx, Borrowed<Generator> gen, Borrowed<> value) {
  KR_TRY(init_hooks(cx, gen));
  auto made = KR_TRY(new_container<AsyncSend>(cx, async_gen_asend_type));
  made->gen.init(hold(gen));
  made->value.init(hold(value));
  made->state = AwaitState::fresh;
  memory::track(made.object());
  return Ref<>(std::move(made));
}

Result<Ref<>> new_throw(Context& cx, Borrowed<Generator> gen, Ref<Tuple> args) {
  KR_TRY(init_hooks(cx, gen));
  auto made = KR_TRY(new_container<AsyncThrow>(cx, async_gen_athrow_type));
  made->gen.init(hold(gen));
  made->args.init(std::move(args));
  made->state = AwaitState::fresh;
  memory::track(made.object());
  return Ref<>(std::move(made));
}

// --- asend
Object* send_step(Context& cx, Borrowed<AsyncSend> self, Borrowed<> value) {
  if (self->state == AwaitState::closed) return raise(cx, exc::RuntimeError, "cannot reuse already awaited __anext__()/asend()");
  Borrowed<Generator> gen = self->gen;
  if (self->state == AwaitState::fresh) {
    if (gen->running_async) return raise(cx, exc::RuntimeError, "anext(): asynchronous generator is already running");
    if (!value || is_none(value)) value = self->value;
    self->state = AwaitState::running;
  }
  gen->running_async = 1;
  Object* result = unwrap(cx, gen, resume_method(cx, gen, value, false, false));
  if (!result) self->state = AwaitState::closed;
  return result;
}

Result<Ref<>> asend_send(Context& cx, Borrowed<AsyncSend> self, Borrowed<> value) {
  return Result<Ref<>>::from_raw(send_step(cx, self, value));
}
Result<Ref<>> asend_throw(Context& cx, Borrowed<AsyncSend> self, Borrowed<> type, Borrowed<> value, Borrowed<> traceback) {
  if (self->state == AwaitState::closed) return raise(cx, exc::RuntimeError, "cannot reuse already awaited __anext__()/asend()");
  Object* result = unwrap(cx, self->gen, throw_into(cx, self->gen, true, type, value, traceback));
  if (!result) self->state = AwaitState::closed;
  return Result<Ref<>>::from_raw(result);
}
Result<Ref<>> asend_close(Context&, Borrowed<AsyncSend> self) {
  self->state = AwaitState::closed;
  return new_none();
}
Object* asend_next(Object* self) { return send_step(Context::current(), Borrowed<>(self).as<AsyncSend>(), {}); }

// --- athrow, aclose
Object* ignored_exit(Context& cx, Borrowed<AsyncThrow> self) {
  self->gen->running_async = 0;
  self->state = AwaitState::closed;
  return raise(cx, exc::RuntimeError, "async generator ignored GeneratorExit");
}

// For aclose() the end of the generator is what was wanted.
Object* throw_ended(Context& cx, Borrowed<AsyncThrow> self) {
  self->gen->running_async = 0;
  self->state = AwaitState::closed;
  if (!self->args && is_exit(cx, exc::StopAsyncIteration)) {
    clear_error(cx);
    return raise_stop(cx, exc::StopIteration);
  }
  return nullptr;
}

Object* drop_wrapped(Context& cx, Borrowed<AsyncThrow> self, Object* wrapped) {
  decref(wrapped);
  return ignored_exit(cx, self);
}

Object* throw_first(Context& cx, Borrowed<AsyncThrow> self, Borrowed<> value) {
  Borrowed<Generator> gen = self->gen;
  if (gen->running_async) {
    self->state = AwaitState::closed;
    return raise(cx, exc::RuntimeError, "{}(): asynchronous generator is already running", self->args ? "athrow" : "aclose");
  }
  if (gen->closed) {
    self->state = AwaitState::closed;
    return raise_stop(cx, exc::StopAsyncIteration);
  }
  if (!is_none(value)) return raise(cx, exc::RuntimeError, "can't send non-None value to a just-started coroutine");
  self->state = AwaitState::running;
  gen->running_async = 1;
  Object* result;
  if (!self->args) {
    gen->closed = 1;
    result = throw_into(cx, gen, false, Borrowed<>(reinterpret_cast<Object*>(&exc::GeneratorExit)), {}, {});
    if (result && is_wrapped(result)) return drop_wrapped(cx, self, result);
  } else {
    Index count = self->args->size();
    Borrowed<> args[3];
    for (Index i = 0; i < count && i < 3; ++i) args[i] = self->args->item(i);
    result = unwrap(cx, gen, throw_into(cx, gen, false, args[0], args[1], args[2]));
  }
  return result ? result : throw_ended(cx, self);
}

Object* throw_step(Context& cx, Borrowed<AsyncThrow> self, Borrowed<> value) {
  if (self->state == AwaitState::closed) return raise(cx, exc::RuntimeError, "cannot reuse already awaited aclose()/athrow()");
  Borrowed<Generator> gen = self->gen;
  if (gen->state >= GenState::completed) {
    self->state = AwaitState::closed;
    return raise_stop(cx, exc::StopIteration);
  }
  if (self->state == AwaitState::fresh) return throw_first(cx, self, value);
  Object* result = resume_method(cx, gen, value, false, false);
  if (self->args) return unwrap(cx, gen, result);
  if (!result) return throw_ended(cx, self);
  return is_wrapped(result) ? drop_wrapped(cx, self, result) : result;
}

Result<Ref<>> athrow_send(Context& cx, Borrowed<AsyncThrow> self, Borrowed<> value) {
  return Result<Ref<>>::from_raw(throw_step(cx, self, value));
}
Result<Ref<>> athrow_throw(Context& cx, Borrowed<AsyncThrow> self, Borrowed<> type, Borrowed<> value, Borrowed<> traceback) {
  if (self->state == AwaitState::closed) return raise(cx, exc::RuntimeError, "cannot reuse already awaited aclose()/athrow()");
  Object* result = throw_into(cx, self->gen, true, type, value, traceback);
  if (self->args) return Result<Ref<>>::from_raw(unwrap(cx, self->gen, result));
  if (result && is_wrapped(result)) return Result<Ref<>>::from_raw(drop_wrapped(cx, self, result));
  if (!result && is_exit(cx, exc::StopAsyncIteration)) {
    clear_error(cx);
    return Result<Ref<>>::from_raw(raise_stop(cx, exc::StopIteration));
  }
  return Result<Ref<>>::from_raw(result);
}
Result<Ref<>> athrow_close(Context&, Borrowed<AsyncThrow> self) {
  self->state = AwaitState::closed;
  return new_none();
}
Object* athrow_next(Object* self) { return throw_step(Context::current(), Borrowed<>(self).as<AsyncThrow>(), none()); }

// --- the generator's own methods
Result<Ref<>> asend(Context& cx, Borrowed<Generator> self, Borrowed<> value) { return new_send(cx, self, value); }
Result<Ref<>> anext(Context& cx, Borrowed<Generator> self) { return new_send(cx, self, {}); }
Result<Ref<>> aclose(Context& cx, Borrowed<Generator> self) { return new_throw(cx, self, {}); }
Result<Ref<>> athrow(Context& cx, Borrowed<Generator> self, Borrowed<> type, Borrowed<> value, Borrowed<> traceback) {
  Object* args[] = {type.object(), value.object(), traceback.object()};
  std::size_t count = !value ? 1 : !traceback ? 2 : 3;
  return new_throw(cx, self, KR_TRY(tuple_from_items(cx, {args, count})));
}
Object* self_slot(Object* self) { return hold(self).release(); }
Result<Ref<>> class_getitem(Context& cx, Borrowed<> type, Borrowed<> item) { return new_generic_alias(cx, type, item); }

constexpr const char* send_doc = "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration.";
constexpr const char* throw_doc =
    "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next yielded value or raise\nStopIteration.";
constexpr const char* close_doc = "close() -> raise GeneratorExit inside generator.";

constinit MethodDef asend_methods[] = {KR_QUIET("send(self, arg, /)", asend_send, send_doc),
                                       KR_QUIET("throw(self, typ, val=<null>, tb=<null>, /)", asend_throw, throw_doc),
                                       KR_QUIET("close(self)", asend_close, close_doc), KR_END};
constinit MethodDef athrow_methods[] = {KR_QUIET("send(self, arg, /)", athrow_send, send_doc),
                                        KR_QUIET("throw(self, typ, val=<null>, tb=<null>, /)", athrow_throw, throw_doc),
                                        KR_QUIET("close(self)", athrow_close, close_doc), KR_END};
constinit AsyncSlots awaitable = {.am_await = self_slot};

constinit MethodDef async_gen_methods[] = {
    KR_QUIET("asend(self, v, /)", asend, "asend(v) -> send 'v' in generator."),
    KR_QUIET("athrow(self, typ, val=<null>, tb=<null>, /)", athrow, "athrow(typ[,val[,tb]]) -> raise exception in generator."),
    KR_QUIET("aclose(self)", aclose, "aclose() -> raise GeneratorExit inside generator."),
    KR_QUIET("__sizeof__(self)", size_of, "gen.__sizeof__() -> size of gen in memory, in bytes"),
    KR_QUIET_CLASS("__class_getitem__(type, item, /)", class_getitem, "See PEP 585"),
    KR_END};
constinit GetSetDef async_gen_getset[] = {
    KR_GETSET("__name__", get_name, set_name, "name of the async generator"),
    KR_GETSET("__qualname__", get_qualname, set_qualname, "qualified name of the async generator"),
    KR_GETTER("ag_await", get_yield_from, "object being awaited on, or None"),
    KR_GETTER("ag_frame", get_frame, nullptr),
    KR_END};
constinit MemberDef async_gen_members[] = {KR_MEMBER("ag_running", bool_, Generator, running_async, 1, nullptr),
                                           KR_MEMBER("ag_code", object, Generator, code, 1, nullptr), KR_END};
constinit AsyncSlots async_gen_async = {.am_aiter = self_slot, .am_anext = slot<&anext>, .am_send = send_slot};

constexpr unsigned long flags = type_flags::immutable | type_flags::gc | type_flags::disallow_instantiation;

}  // namespace

}  // namespace krait::gen

namespace krait {

Result<Ref<>> async_gen_wrap(Context& cx, Ref<> value) {
  auto made = KR_TRY(new_container<gen::WrappedValue>(cx, async_gen_wrapped_value_type));
  made->value.init(std::move(value));
  memory::track(made.object());
  return Ref<>(std::move(made));
}

constinit Type async_gen_wrapped_value_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "async_generator_wrapped_value",
    .tp_basicsize = sizeof(gen::WrappedValue),
    .tp_dealloc = gen::WrappedFields::dealloc,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = gen::flags,
    .tp_traverse = gen::WrappedFields::traverse,
    .tp_free = free_container};
KR_READY(async_gen_wrapped_value_type);

constinit Type async_gen_asend_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "async_generator_asend",
    .tp_basicsize = sizeof(gen::AsyncSend),
    .tp_dealloc = gen::SendFields::dealloc,
    .tp_as_async = &gen::awaitable,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = gen::flags,
    .tp_traverse = gen::SendFields::traverse,
    .tp_iter = gen::self_slot,
    .tp_iternext = gen::asend_next,
    .tp_methods = gen::asend_methods,
    .tp_free = free_container};
KR_READY(async_gen_asend_type);

constinit Type async_gen_athrow_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "async_generator_athrow",
    .tp_basicsize = sizeof(gen::AsyncThrow),
    .tp_dealloc = gen::ThrowFields::dealloc,
    .tp_as_async = &gen::awaitable,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = gen::flags,
    .tp_traverse = gen::ThrowFields::traverse,
    .tp_iter = gen::self_slot,
    .tp_iternext = gen::athrow_next,
    .tp_methods = gen::athrow_methods,
    .tp_free = free_container};
KR_READY(async_gen_athrow_type);

constinit Type async_gen_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "async_generator",
    .tp_basicsize = offsetof(Generator, iframe) + offsetof(InterpreterFrame, localsplus),
    .tp_itemsize = sizeof(Object*),
    .tp_dealloc = gen::dealloc,
    .tp_as_async = &gen::async_gen_async,
    .tp_repr = slot<&gen::repr>,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = gen::flags,
    .tp_traverse = gen::traverse,
    .tp_weaklistoffset = offsetof(Generator, weakrefs),
    .tp_methods = gen::async_gen_methods,
    .tp_members = gen::async_gen_members,
    .tp_getset = gen::async_gen_getset,
    .tp_free = free_container,
    .tp_finalize = finalize_generator};
KR_READY(async_gen_type);

}  // namespace krait
