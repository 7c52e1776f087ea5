// Generators and coroutines, seen from inside: their creation, yielding, delegating, awaiting.
#pragma once

#include "interp/helpers.h"
#include "interp/machine.h"
#include "types/generator/generator.h"

namespace krait::interp::body {

// The frame moves into a new generator object, which is what the call returns.
template <Machine M>
KR_INLINE Flow RETURN_GENERATOR(M& m) {
  m.escape();
  m.save_stack();
  Generator* gen = return_generator(m.cx, m.frame);
  if (!gen) [[unlikely]] return m.unsave_stack(), Flow::error;
  leave_recursion(m.cx);
  if (m.frame->is_entry) {
    m.result = as_object(gen);
    return Flow::exit;
  }
  InterpreterFrame* caller = m.frame->previous;
  m.cx.cframe->current_frame = caller;
  release_frame(m.cx, m.frame);
  m.load_frame(caller);
  m.push(as_object(gen));
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow YIELD_VALUE(M& m) {
  Object* value = m.pop();
  m.escape();
  generator_of(m.frame)->state = GenState::suspended;
  m.save_stack();
  leave_recursion(m.cx);
  m.result = value;
  return Flow::exit;
}

template <Machine M>
KR_INLINE Flow ASYNC_GEN_WRAP(M& m) {
  m.escape();
  Object* wrapped = async_gen_wrap(m.cx, Ref<>::steal(m.pop())).release();
  KR_CHECK(wrapped);
  m.push(wrapped);
  return Flow::next;
}

// Sends the top of the stack to the iterator below it. Yielded: the value is pushed; returned: it takes the iterator's place.
template <Machine M>
KR_INLINE Flow SEND(M& m) {
  m.escape();
  Object* value = m.pop();
  Object* receiver = m.peek(1);
  Object* result = nullptr;
  Sent sent = m.cx.c_tracefunc ? static_cast<Sent>(send_traced(m.cx, m.frame, receiver, value, &result))
                               : iter_send(m.cx, Borrowed<>(receiver), Borrowed<>(value), &result);
  m.drop(value);
  KR_CHECK(sent != Sent::failed);
  if (sent == Sent::yielded) {
    m.push(result);
    return Flow::next;
  }
  m.peek(1) = result;
  m.drop(receiver);
  m.jump(m.arg);
  return Flow::next;
}

// Replaces the top of the stack by what `Operation` makes of it.
template <auto Operation, Machine M, class... Extra>
KR_INLINE Flow replace_top(M& m, Extra... extra) {
  m.escape();
  Object* object = m.peek(1);
  Object* made = Operation(m.cx, object, extra...);
  KR_CHECK(made);
  m.peek(1) = made;
  m.drop(object);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow GET_AWAITABLE(M& m) { return replace_top<&get_awaitable>(m, m.arg); }
template <Machine M>
KR_INLINE Flow GET_AITER(M& m) { return replace_top<&get_aiter>(m); }
template <Machine M>
KR_INLINE Flow GET_YIELD_FROM_ITER(M& m) { return replace_top<&get_yield_from_iter>(m, m.frame->f_code->co_flags); }

template <Machine M>
KR_INLINE Flow GET_ANEXT(M& m) {
  m.escape();
  Object* awaitable = get_anext(m.cx, m.peek(1));
  KR_CHECK(awaitable);
  m.push(awaitable);
  return Flow::next;
}

// async for has met an exception: StopAsyncIteration ends the loop, others go on.
template <Machine M>
KR_INLINE Flow END_ASYNC_FOR(M& m) {
  m.escape();
  Object* exception = m.pop();
  if (exception_matches(m.cx, Borrowed<>(exception), type_as_object(exc::StopAsyncIteration))) {
    m.drop(exception);
    m.drop_top();
    return Flow::next;
  }
  raise_again(m.cx, exception);
  return Flow::reraise;
}

}  // namespace krait::interp::body
