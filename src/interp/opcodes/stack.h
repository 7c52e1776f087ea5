// Moving things about on the stack, and constants.
#pragma once

#include "interp/helpers.h"
#include "interp/machine.h"

namespace krait::interp::body {

template <Machine M>
KR_INLINE Flow POP_TOP(M& m) {
  m.drop_top();
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow PUSH_NULL(M& m) {
  m.push(nullptr);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow NOP(M&) {
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow CACHE(M&) {
  KR_UNREACHABLE("an inline cache entry was run as an instruction");
}

template <Machine M>
KR_INLINE Flow SWAP(M& m) {
  std::swap(m.peek(1), m.peek(m.arg));
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow COPY(M& m) {
  m.push_shared(m.peek(m.arg));
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow LOAD_CONST(M& m) {
  m.push_shared(m.constant(m.arg));
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow EXTENDED_ARG(M&) {
  return Flow::extended;
}

template <Machine M>
KR_INLINE Flow EXTENDED_ARG_QUICK(M&) {
  return Flow::extended;
}

template <Machine M>
KR_INLINE Flow PRINT_EXPR(M& m) {
  m.escape();
  Object* value = m.pop();
  int failed = print_expression(m.cx, value);
  m.drop(value);
  KR_CHECK(failed >= 0);
  return Flow::next;
}

}  // namespace krait::interp::body
