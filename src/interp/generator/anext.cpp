// anext(iterator, default): an awaitable whose StopAsyncIteration becomes the default.
#include "interp/generator/run.h"
#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/exceptions/exceptions.h"

namespace krait::gen {

namespace {

struct AnextAwaitable {
  Object base;
  Slot<> wrapped;
  Slot<> default_value;
};
using Fields = Owns<AnextAwaitable, &AnextAwaitable::wrapped, &AnextAwaitable::default_value>;

// The wrapped awaitable's iterator. A coroutine is none itself, but its __await__() is.
Result<Ref<>> iterator_of(Context& cx, Borrowed<AnextAwaitable> self) {
  Ref<> iterator = KR_TRY(awaitable_iter(cx, self->wrapped));
  if (iterator.type()->tp_iternext) return iterator;
  Ref<> awaited = KR_TRY(Result<Ref<>>::from_raw(iterator.type()->tp_as_async->am_await(iterator.object())));
  if (!is_iterator(awaited)) return raise(cx, exc::TypeError, "{!t:.100}.__await__() must return an iterable, not {!t:.100}", iterator, awaited);
  return awaited;
}

Object* with_default(Context& cx, Borrowed<AnextAwaitable> self, Object* result) {
  if (!result && cx.has_error() && error_matches(cx, exc::StopAsyncIteration)) {
    clear_error(cx);
    return raise_stop_iteration(cx, self->default_value);
  }
  return result;
}

Object* next_slot(Object* object) {
  Context& cx = Context::current();
  auto self = Borrowed<>(object).as<AnextAwaitable>();
  Ref<> iterator = KR_TRY(iterator_of(cx, self));
  return with_default(cx, self, iterator.type()->tp_iternext(iterator.object()));
}

Result<Ref<>> proxy(Context& cx, Borrowed<AnextAwaitable> self, Borrowed<Str> name, Args args) {
  Ref<> iterator = KR_TRY(iterator_of(cx, self));
  Ref<> method = KR_TRY(get_attr(cx, iterator, name));
  return Result<Ref<>>::from_raw(with_default(cx, self, call_args(cx, method, args).release()));
}
Result<Ref<>> proxy_send(Context& cx, Borrowed<> self, Args args) { return proxy(cx, self.as<AnextAwaitable>(), KR_ID(send), args); }
Result<Ref<>> proxy_throw(Context& cx, Borrowed<> self, Args args) { return proxy(cx, self.as<AnextAwaitable>(), KR_ID(throw), args); }
Result<Ref<>> proxy_close(Context& cx, Borrowed<> self, Args args) { return proxy(cx, self.as<AnextAwaitable>(), KR_ID(close), args); }
Object* self_slot(Object* self) { return hold(self).release(); }

constinit MethodDef methods[] = {
    KR_QUIET("send(self, *args)", proxy_send, "send(arg) -> send 'arg' into the wrapped iterator,\nreturn next yielded value or raise StopIteration."),
    KR_QUIET("throw(self, *args)", proxy_throw,
             "throw(value)\nthrow(typ[,val[,tb]])\n\nraise exception in the wrapped iterator, return next yielded value\nor raise StopIteration."),
    KR_QUIET("close(self, *args)", proxy_close, "close() -> raise GeneratorExit inside generator."),
    KR_END};
constinit AsyncSlots async_slots = {.am_await = self_slot};

constinit Type anext_awaitable_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "anext_awaitable",
    .tp_basicsize = sizeof(AnextAwaitable),
    .tp_dealloc = Fields::dealloc,
    .tp_as_async = &async_slots,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc,
    .tp_traverse = Fields::traverse,
    .tp_iter = self_slot,
    .tp_iternext = next_slot,
    .tp_methods = methods,
    .tp_free = free_container};
KR_READY(anext_awaitable_type);

}  // namespace
}  // namespace krait::gen

namespace krait {

Result<Ref<>> new_anext_awaitable(Context& cx, Borrowed<> awaitable, Borrowed<> default_value) {
  auto made = KR_TRY(new_container<gen::AnextAwaitable>(cx, gen::anext_awaitable_type));
  made->wrapped.init(hold(awaitable));
  made->default_value.init(hold(default_value));
  memory::track(made.object());
  return Ref<>(std::move(made));
}

}  // namespace krait
