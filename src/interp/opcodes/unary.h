// Operators with one operand.
#pragma once

#include "interp/helpers.h"
#include "interp/machine.h"

namespace krait::interp::body {

template <auto Operation, Machine M>
KR_INLINE Flow unary(M& m) {
  m.escape();
  Object* operand = m.pop();
  Object* result = Operation(m.cx, Borrowed<>(operand)).release();
  m.drop(operand);
  KR_CHECK(result);
  m.push(result);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow UNARY_POSITIVE(M& m) { return unary<&positive>(m); }
template <Machine M>
KR_INLINE Flow UNARY_NEGATIVE(M& m) { return unary<&negative>(m); }
template <Machine M>
KR_INLINE Flow UNARY_INVERT(M& m) { return unary<&invert>(m); }

// not x: the truth of the top of the stack, negated. May run __bool__ or __len__.
template <Machine M>
KR_INLINE Flow UNARY_NOT(M& m) {
  m.escape();
  Object* operand = m.pop();
  int is_true = fast_truth(m.cx, operand);
  m.drop(operand);
  KR_CHECK(is_true >= 0);
  m.push_shared(boolean(!is_true).object());
  return Flow::next;
}

}  // namespace krait::interp::body
