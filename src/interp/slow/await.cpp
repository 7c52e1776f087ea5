// Awaiting, asynchronous iteration, the ends of iterators.
#include "interp/helpers.h"
#include "interp/tracing.h"
#include "types/exceptions/exceptions.h"
#include "types/generator/generator.h"

namespace krait::interp {

namespace {
UnaryFunction async_slot(Object* object, UnaryFunction AsyncSlots::* slot) {
  AsyncSlots* slots = object->type->tp_as_async;
  return slots ? slots->*slot : nullptr;
}
}  // namespace

Object* get_awaitable(Context& cx, Object* object, unsigned where) {
  auto made = awaitable_iter(cx, Borrowed<>(object));
  if (made.failed()) {
    if (where && !async_slot(object, &AsyncSlots::am_await)) {
      return raise(cx, exc::TypeError, "'async with' received an object from {} that does not implement __await__: {!t:.100}",
                   where == 1 ? "__aenter__" : "__aexit__", Borrowed<>(object));
    }
    return nullptr;
  }
  Ref<> iterator = std::move(made).value();
  if (is_coroutine_exact(iterator.object()) && yield_from_target(iterator.borrow().as<Generator>()))
    return raise(cx, exc::RuntimeError, "coroutine is being awaited already");
  return iterator.release();
}

Object* get_aiter(Context& cx, Object* object) {
  UnaryFunction getter = async_slot(object, &AsyncSlots::am_aiter);
  if (!getter) return raise(cx, exc::TypeError, "'async for' requires an object with __aiter__ method, got {!t:.100}", Borrowed<>(object));
  Ref<> iterator = Ref<>::steal(getter(object));
  if (!iterator) return nullptr;
  if (!async_slot(iterator.object(), &AsyncSlots::am_anext)) {
    return raise(cx, exc::TypeError, "'async for' received an object from __aiter__ that does not implement __anext__: {!t:.100}", iterator);
  }
  return iterator.release();
}

Object* get_anext(Context& cx, Object* aiter) {
  UnaryFunction getter = async_slot(aiter, &AsyncSlots::am_anext);
  if (is_async_gen_exact(aiter)) return getter(aiter);
  if (!getter) return raise(cx, exc::TypeError, "'async for' requires an iterator with __anext__ method, got {!t:.100}", Borrowed<>(aiter));
  Ref<> following = Ref<>::steal(getter(aiter));
  if (!following) return nullptr;
  auto awaitable = awaitable_iter(cx, following);
  if (awaitable.failed()) {
    Ref<BaseException> cause = take_error(cx);
    (void)raise(cx, exc::TypeError, "'async for' received an invalid object from __anext__: {!t:.100}", following);
    Ref<BaseException> error = take_error(cx);
    set_exception_cause(error, hold(Borrowed<>(cause)));
    set_exception_context(error, std::move(cause));
    restore_error(cx, std::move(error));
    return nullptr;
  }
  return awaitable.release();
}

Object* get_yield_from_iter(Context& cx, Object* object, int flags) {
  if (is_coroutine_exact(object)) {
    if (!(flags & (code_flags::coroutine | code_flags::iterable_coroutine)))
      return raise(cx, exc::TypeError, "cannot 'yield from' a coroutine object in a non-coroutine generator");
    return hold(object).release();
  }
  if (is_generator_exact(object)) return hold(object).release();
  return iter(cx, Borrowed<>(object)).release();
}

// SEND under a trace function, which gets to see StopIteration.
int send_traced(Context& cx, InterpreterFrame* frame, Object* receiver, Object* value, Object** result) {
  if (value == none().object() && is_iterator(Borrowed<>(receiver))) {
    *result = receiver->type->tp_iternext(receiver);
  } else {
    *result = call_method(cx, Borrowed<>(receiver), KR_ID(send), Borrowed<>(value)).release();
  }
  if (*result) return static_cast<int>(Sent::yielded);
  if (cx.has_error() && error_matches(cx, exc::StopIteration)) trace_exception(cx, frame);
  if (!cx.has_error()) return *result = new_none().release(), static_cast<int>(Sent::returned);
  *result = fetch_stop_iteration_value(cx).release();
  return static_cast<int>(*result ? Sent::returned : Sent::failed);
}

bool end_iteration(Context& cx, InterpreterFrame* frame) {
  if (!error_matches(cx, exc::StopIteration)) return false;
  if (cx.c_tracefunc) trace_exception(cx, frame);
  clear_error(cx);
  return true;
}

}  // namespace krait::interp
