// What anext(iterator, default) returns: an awaitable that turns StopAsyncIteration into the default.
#include "modules/builtins/functions.h"
#include "object/new.h"
#include "object/register.h"
#include "types/generator/generator.h"

namespace krait {

extern Type anext_awaitable_type;

namespace builtins {
namespace {

struct AnextAwaitable {
  Object base;
  Slot<> wrapped;
  Slot<> default_value;
  static constexpr Type* static_type = &anext_awaitable_type;
};
using Fields = Owns<AnextAwaitable, &AnextAwaitable::wrapped, &AnextAwaitable::default_value>;

// The iterator that does the waiting.
Result<Ref<>> waiter(Context& cx, Borrowed<AnextAwaitable> self) {
  auto iterator = KR_TRY(awaitable_iter(cx, self->wrapped.get()));
  if (iterator.type()->tp_iternext) return iterator;
  // A coroutine: its __await__ gives the iterator.
  AsyncSlots* slots = iterator.type()->tp_as_async;
  if (!slots || !slots->am_await) return raise(cx, exc::TypeError, "'{!t}' object can't be used in 'await' expression", iterator);
  auto made = KR_TRY(Result<Ref<>>::from_raw(slots->am_await(iterator.object())));
  if (!made.type()->tp_iternext) return raise(cx, exc::TypeError, "__await__() returned non-iterator of type '{!t}'", made);
  return made;
}

// The end of the iteration becomes StopIteration(default).
Result<Ref<>> settle(Context& cx, Borrowed<AnextAwaitable> self, Object* answer) {
  if (answer) return Ref<>::steal(answer);
  if (clear_error_if(cx, exc::StopAsyncIteration)) return raise_stop_iteration(cx, self->default_value.get());
  return Failed{};
}

Result<Ref<>> itself(Context&, Borrowed<AnextAwaitable> self) { return hold(self); }
Result<Ref<>> step(Context& cx, Borrowed<AnextAwaitable> self) {
  auto iterator = KR_TRY(waiter(cx, self));
  return settle(cx, self, iterator.type()->tp_iternext(iterator.object()));
}

Result<Ref<>> forward(Context& cx, Borrowed<AnextAwaitable> self, Borrowed<Str> method, Args args) {
  auto iterator = KR_TRY(waiter(cx, self));
  auto bound = KR_TRY(get_attr(cx, iterator, method));
  auto answer = call_args(cx, bound, args);
  return settle(cx, self, answer.release());
}
Result<Ref<>> send(Context& cx, Borrowed<AnextAwaitable> self, Args args) { return forward(cx, self, KR_ID(send), args); }
Result<Ref<>> throw_(Context& cx, Borrowed<AnextAwaitable> self, Args args) { return forward(cx, self, KR_ID(throw), args); }
Result<Ref<>> close(Context& cx, Borrowed<AnextAwaitable> self, Args args) { return forward(cx, self, KR_ID(close), args); }

constinit MethodDef methods[] = {
    KR_QUIET("send(self, *args)", send, "send(arg) -> send 'arg' into the wrapped iterator,\nreturn next yielded value or raise StopIteration."),
    KR_QUIET("throw(self, *args)", throw_,
             "throw(value)\nthrow(typ[,val[,tb]])\n\nraise exception in the wrapped iterator, return next yielded value\nor raise "
             "StopIteration."),
    KR_QUIET("close(self, *args)", close, "close() -> raise GeneratorExit inside generator."),
    KR_END,
};
constinit AsyncSlots async = {.am_await = slot<&itself>};

}  // namespace

Result<Ref<>> new_anext_awaitable(Context& cx, Borrowed<> awaitable, Borrowed<> default_value) {
  auto made = KR_TRY(new_container<AnextAwaitable>(cx, anext_awaitable_type));
  made->wrapped.init(hold(awaitable));
  made->default_value.init(hold(default_value));
  memory::track(made.object());
  return made;
}

}  // namespace builtins

constinit Type anext_awaitable_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "anext_awaitable",
    .tp_basicsize = sizeof(builtins::AnextAwaitable),
    .tp_dealloc = builtins::Fields::dealloc,
    .tp_as_async = &builtins::async,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc,
    .tp_traverse = builtins::Fields::traverse,
    .tp_clear = builtins::Fields::clear,
    .tp_iter = slot<&builtins::itself>,
    .tp_iternext = slot<&builtins::step>,
    .tp_methods = builtins::methods,
    .tp_free = free_container,
};
KR_READY(anext_awaitable_type);

}  // namespace krait
