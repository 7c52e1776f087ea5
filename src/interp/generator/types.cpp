// generator, coroutine, and the wrapper that coroutine.__await__() gives.
#include "bytecode/code.h"
#include "interp/generator/run.h"
#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/exceptions/exceptions.h"

namespace krait::gen {

namespace {

Object* next_slot(Object* self) { return next(Context::current(), Borrowed<>(self).as<Generator>()); }
Object* self_slot(Object* self) { return hold(self).release(); }

struct CoroutineWrapper {
  Object base;
  Slot<Generator> coroutine;
  [[maybe_unused]] static constexpr Type* static_type = &coro_wrapper_type;
};
using WrapperFields = Owns<CoroutineWrapper, &CoroutineWrapper::coroutine>;

Result<Ref<>> await_coroutine(Context& cx, Borrowed<Generator> self) {
  auto wrapper = KR_TRY(new_container<CoroutineWrapper>(cx, coro_wrapper_type));
  wrapper->coroutine.init(hold(self));
  memory::track(wrapper.object());
  return Ref<>(std::move(wrapper));
}

Result<Ref<>> wrapper_send(Context& cx, Borrowed<CoroutineWrapper> self, Borrowed<> value) { return send(cx, self->coroutine, value); }
Result<Ref<>> wrapper_throw(Context& cx, Borrowed<CoroutineWrapper> self, Borrowed<> type, Borrowed<> value, Borrowed<> traceback) {
  return throw_method(cx, self->coroutine, type, value, traceback);
}
Result<Ref<>> wrapper_close(Context& cx, Borrowed<CoroutineWrapper> self) { return close_method(cx, self->coroutine); }
Object* wrapper_next(Object* self) { return next(Context::current(), reinterpret_cast<CoroutineWrapper*>(self)->coroutine); }

constinit MethodDef generator_methods[] = {
    KR_QUIET("send(self, arg, /)", send, "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration."),
    KR_QUIET("throw(self, typ, val=<null>, tb=<null>, /)", throw_method,
             "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next yielded value or raise\nStopIteration."),
    KR_QUIET("close(self)", close_method, "close() -> raise GeneratorExit inside generator."),
    KR_QUIET("__sizeof__(self)", size_of, "gen.__sizeof__() -> size of gen in memory, in bytes"),
    KR_END};
constinit GetSetDef generator_getset[] = {
    KR_GETSET("__name__", get_name, set_name, "name of the generator"),
    KR_GETSET("__qualname__", get_qualname, set_qualname, "qualified name of the generator"),
    KR_GETTER("gi_yieldfrom", get_yield_from, "object being iterated by yield from, or None"),
    KR_GETTER("gi_running", get_running, nullptr),
    KR_GETTER("gi_frame", get_frame, nullptr),
    KR_GETTER("gi_suspended", get_suspended, nullptr),
    KR_END};
constinit MemberDef generator_members[] = {KR_MEMBER("gi_code", object, Generator, code, 1, nullptr), KR_END};
constinit AsyncSlots generator_async = {.am_send = send_slot};

constinit MethodDef coroutine_methods[] = {
    KR_QUIET("send(self, arg, /)", send, "send(arg) -> send 'arg' into coroutine,\nreturn next iterated value or raise StopIteration."),
    KR_QUIET("throw(self, typ, val=<null>, tb=<null>, /)", throw_method,
             "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine, return next iterated value or raise\nStopIteration."),
    KR_QUIET("close(self)", close_method, "close() -> raise GeneratorExit inside coroutine."),
    KR_QUIET("__sizeof__(self)", size_of, "gen.__sizeof__() -> size of gen in memory, in bytes"),
    KR_END};
constinit GetSetDef coroutine_getset[] = {
    KR_GETSET("__name__", get_name, set_name, "name of the coroutine"),
    KR_GETSET("__qualname__", get_qualname, set_qualname, "qualified name of the coroutine"),
    KR_GETTER("cr_await", get_yield_from, "object being awaited on, or None"),
    KR_GETTER("cr_running", get_running, nullptr),
    KR_GETTER("cr_frame", get_frame, nullptr),
    KR_GETTER("cr_suspended", get_suspended, nullptr),
    KR_END};
constinit MemberDef coroutine_members[] = {KR_MEMBER("cr_code", object, Generator, code, 1, nullptr),
                                           KR_MEMBER("cr_origin", object, Generator, origin_or_finalizer, 1, nullptr), KR_END};
constinit AsyncSlots coroutine_async = {.am_await = slot<&await_coroutine>, .am_send = send_slot};

constinit MethodDef wrapper_methods[] = {
    KR_QUIET("send(self, arg, /)", wrapper_send, "send(arg) -> send 'arg' into coroutine,\nreturn next iterated value or raise StopIteration."),
    KR_QUIET("throw(self, typ, val=<null>, tb=<null>, /)", wrapper_throw,
             "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine, return next iterated value or raise\nStopIteration."),
    KR_QUIET("close(self)", wrapper_close, "close() -> raise GeneratorExit inside coroutine."),
    KR_END};

}  // namespace
}  // namespace krait::gen

namespace krait {

constinit Type generator_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "generator",
    .tp_basicsize = offsetof(Generator, iframe) + offsetof(InterpreterFrame, localsplus),
    .tp_itemsize = sizeof(Object*),
    .tp_dealloc = gen::dealloc,
    .tp_as_async = &gen::generator_async,
    .tp_repr = slot<&gen::repr>,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::disallow_instantiation,
    .tp_traverse = gen::traverse,
    .tp_weaklistoffset = offsetof(Generator, weakrefs),
    .tp_iter = gen::self_slot,
    .tp_iternext = gen::next_slot,
    .tp_methods = gen::generator_methods,
    .tp_members = gen::generator_members,
    .tp_getset = gen::generator_getset,
    .tp_free = free_container,
    .tp_finalize = finalize_generator};
KR_READY(generator_type);

constinit Type coroutine_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "coroutine",
    .tp_basicsize = offsetof(Generator, iframe) + offsetof(InterpreterFrame, localsplus),
    .tp_itemsize = sizeof(Object*),
    .tp_dealloc = gen::dealloc,
    .tp_as_async = &gen::coroutine_async,
    .tp_repr = slot<&gen::repr>,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::disallow_instantiation,
    .tp_traverse = gen::traverse,
    .tp_weaklistoffset = offsetof(Generator, weakrefs),
    .tp_methods = gen::coroutine_methods,
    .tp_members = gen::coroutine_members,
    .tp_getset = gen::coroutine_getset,
    .tp_free = free_container,
    .tp_finalize = finalize_generator};
KR_READY(coroutine_type);

constinit Type coro_wrapper_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "coroutine_wrapper",
    .tp_basicsize = sizeof(gen::CoroutineWrapper),
    .tp_dealloc = gen::WrapperFields::dealloc,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::disallow_instantiation,
    .tp_doc = "A wrapper object implementing __await__ for coroutines.",
    .tp_traverse = gen::WrapperFields::traverse,
    .tp_clear = gen::WrapperFields::clear,
    .tp_iter = gen::self_slot,
    .tp_iternext = gen::wrapper_next,
    .tp_methods = gen::wrapper_methods,
    .tp_free = free_container};
KR_READY(coro_wrapper_type);

// An object that `await` can run: a coroutine, a generator made by types.coroutine, or what __await__ gives.
namespace {
bool is_awaitable_generator(Borrowed<> object) {
  if (is_coroutine_exact(object.object())) return true;
  return is_generator_exact(object.object()) && (object.as<Generator>()->code->co_flags & code_flags::iterable_coroutine);
}
}  // namespace

Result<Ref<>> awaitable_iter(Context& cx, Borrowed<> object) {
  if (is_awaitable_generator(object)) return hold(object);
  AsyncSlots* slots = object.type()->tp_as_async;
  if (!slots || !slots->am_await) return raise(cx, exc::TypeError, "object {!t:.100} can't be used in 'await' expression", object);
  auto made = Result<Ref<>>::from_raw(slots->am_await(object.object()));
  Ref<> iterator = KR_TRY(std::move(made));
  if (is_awaitable_generator(iterator)) return raise(cx, exc::TypeError, "__await__() returned a coroutine");
  if (!is_iterator(iterator)) return raise(cx, exc::TypeError, "__await__() returned non-iterator of type '{!t:.100}'", iterator);
  return iterator;
}

}  // namespace krait
