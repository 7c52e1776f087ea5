// Jumps, loops, and the points where running code looks whether something waits.
#pragma once

#include "interp/helpers.h"
#include "interp/machine.h"
#include "interp/specialize.h"

namespace krait::interp::body {

template <Machine M>
KR_INLINE Flow JUMP_FORWARD(M& m) {
  m.jump(m.arg);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow JUMP_BACKWARD_QUICK(M& m) {
  m.jump(-static_cast<Index>(m.arg));
  return m.check_breaker();
}

template <Machine M>
KR_INLINE Flow JUMP_BACKWARD(M& m) {
  warm_up(m.frame->f_code);
  return JUMP_BACKWARD_QUICK(m);
}

// The loop around SEND: what is awaited checks for itself, so that an exception in between cannot be lost.
template <Machine M>
KR_INLINE Flow JUMP_BACKWARD_NO_INTERRUPT(M& m) {
  m.jump(-static_cast<Index>(m.arg));
  return Flow::next;
}

// Takes the jump: forward, or back with a look at the breaker.
template <bool backward, Machine M>
KR_INLINE Flow jump_either(M& m) {
  if constexpr (backward) return JUMP_BACKWARD_QUICK(m);
  else return JUMP_FORWARD(m);
}

template <bool backward, bool when, Machine M>
KR_INLINE Flow pop_jump_if(M& m) {
  Object* condition = m.pop();
  if (condition == boolean(when).object()) {
    --condition->refcount;
    return jump_either<backward>(m);
  }
  if (condition == boolean(!when).object()) {
    --condition->refcount;
    return Flow::next;
  }
  m.escape();
  int is_true = truth(m.cx, condition);
  m.drop(condition);
  KR_CHECK(is_true >= 0);
  return is_true == when ? jump_either<backward>(m) : Flow::next;
}

template <Machine M>
KR_INLINE Flow POP_JUMP_FORWARD_IF_TRUE(M& m) { return pop_jump_if<false, true>(m); }
template <Machine M>
KR_INLINE Flow POP_JUMP_FORWARD_IF_FALSE(M& m) { return pop_jump_if<false, false>(m); }
template <Machine M>
KR_INLINE Flow POP_JUMP_BACKWARD_IF_TRUE(M& m) { return pop_jump_if<true, true>(m); }
template <Machine M>
KR_INLINE Flow POP_JUMP_BACKWARD_IF_FALSE(M& m) { return pop_jump_if<true, false>(m); }

template <bool backward, bool when_none, Machine M>
KR_INLINE Flow pop_jump_if_none(M& m) {
  Object* value = m.pop();
  bool jumps = (value == none().object()) == when_none;
  m.drop(value);
  return jumps ? jump_either<backward>(m) : Flow::next;
}

template <Machine M>
KR_INLINE Flow POP_JUMP_FORWARD_IF_NONE(M& m) { return pop_jump_if_none<false, true>(m); }
template <Machine M>
KR_INLINE Flow POP_JUMP_FORWARD_IF_NOT_NONE(M& m) { return pop_jump_if_none<false, false>(m); }
template <Machine M>
KR_INLINE Flow POP_JUMP_BACKWARD_IF_NONE(M& m) { return pop_jump_if_none<true, true>(m); }
template <Machine M>
KR_INLINE Flow POP_JUMP_BACKWARD_IF_NOT_NONE(M& m) { return pop_jump_if_none<true, false>(m); }

// `and`, `or`: jump with the value, or drop it.
template <bool when, Machine M>
KR_INLINE Flow jump_or_pop(M& m) {
  Object* condition = m.peek(1);
  m.escape();
  int is_true = fast_truth(m.cx, condition);
  KR_CHECK(is_true >= 0);
  if (is_true == when) {
    m.jump(m.arg);
    return Flow::next;
  }
  m.drop_top();
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow JUMP_IF_FALSE_OR_POP(M& m) { return jump_or_pop<false>(m); }
template <Machine M>
KR_INLINE Flow JUMP_IF_TRUE_OR_POP(M& m) { return jump_or_pop<true>(m); }

// --- the start of a function, and where a generator goes on. arg: 0 start, 1 after yield, 2 after yield from, 3 after await
template <Machine M>
KR_INLINE Flow RESUME_QUICK(M& m) {
  if (m.arg < 2) return m.check_breaker();
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow RESUME(M& m) {
  warm_up(m.frame->f_code);
  return RESUME_QUICK(m);
}

// --- for
template <Machine M>
KR_INLINE Flow GET_ITER(M& m) {
  m.escape();
  Object* iterable = m.peek(1);
  Object* iterator = iter(m.cx, Borrowed<>(iterable)).release();
  KR_CHECK(iterator);
  m.peek(1) = iterator;
  m.drop(iterable);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow FOR_ITER(M& m) {
  m.escape();
  Object* iterator = m.peek(1);
  Object* item = iterator->type->tp_iternext(iterator);
  if (item) [[likely]] {
    m.push(item);
    return Flow::next;
  }
  if (m.cx.has_error()) [[unlikely]] {
    KR_CHECK(end_iteration(m.cx, m.frame));
  }
  m.drop_top();
  m.jump(m.arg);
  return Flow::next;
}

}  // namespace krait::interp::body
