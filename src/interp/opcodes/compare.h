// Comparisons, identity, membership.
#pragma once

#include "interp/helpers.h"
#include "interp/machine.h"
#include "interp/opcodes/binary.h"
#include "interp/specialize.h"

namespace krait::interp::body {

template <Machine M>
KR_INLINE Flow COMPARE_OP(M& m) {
  m.escape();
  Object* right = m.peek(1);
  Object* left = m.peek(2);
  Object* result = compare(m.cx, Borrowed<>(left), Borrowed<>(right), static_cast<Compare>(m.arg)).release();
  m.shrink(2);
  m.drop(left);
  m.drop(right);
  KR_CHECK(result);
  m.push(result);
  m.template skip_cache<cache::CompareOp>();
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow COMPARE_OP_ADAPTIVE(M& m) {
  auto* cache = m.template cache<cache::CompareOp>();
  if (counter_is_zero(cache->counter)) {
    specialize_compare(m.peek(2), m.peek(1), m.start, m.arg);
    return Flow::again;
  }
  cache->counter -= counter_step;
  return Flow::base;
}

// The specialised forms swallow the conditional jump that follows. The mask has a bit for each order (less, equal, greater) in which to
// jump forward, and the same three bits higher up for backward.
template <Machine M>
KR_INLINE Flow compare_and_jump(M& m, int sign) {
  unsigned mask = m.template cache<cache::CompareOp>()->mask;
  m.template skip_cache<cache::CompareOp>();
  unsigned distance = unit_argument(*m.next);
  unsigned jump = (9u << (sign + 1)) & mask;
  m.jump(1);
  if (!jump) return Flow::next;
  if (jump < 8) {
    m.jump(distance);
    return Flow::next;
  }
  m.jump(-static_cast<Index>(distance));
  return m.check_breaker();
}

template <Machine M>
KR_INLINE Flow COMPARE_OP_INT_JUMP(M& m) {
  Object* right = m.peek(1);
  Object* left = m.peek(2);
  KR_GUARD(both_exactly(left, right, int_type) && both_compact(left, right));
  Index a = compact_of(left), b = compact_of(right);
  int sign = (a > b) - (a < b);
  m.shrink(2);
  m.drop(left);
  m.drop(right);
  return compare_and_jump(m, sign);
}

template <Machine M>
KR_INLINE Flow COMPARE_OP_FLOAT_JUMP(M& m) {
  Object* right = m.peek(1);
  Object* left = m.peek(2);
  KR_GUARD(both_exactly(left, right, float_type));
  double a = double_of(left), b = double_of(right);
  KR_GUARD(a == a && b == b);
  int sign = (a > b) - (a < b);
  m.shrink(2);
  m.drop(left);
  m.drop(right);
  return compare_and_jump(m, sign);
}

// == and != only; "not equal" counts as greater.
template <Machine M>
KR_INLINE Flow COMPARE_OP_STR_JUMP(M& m) {
  Object* right = m.peek(1);
  Object* left = m.peek(2);
  KR_GUARD(both_exactly(left, right, str_type));
  int sign = left != right && !str_equal(Borrowed<>(left).as<Str>(), Borrowed<>(right).as<Str>());
  m.shrink(2);
  m.drop(left);
  m.drop(right);
  return compare_and_jump(m, sign);
}

template <Machine M>
KR_INLINE Flow IS_OP(M& m) {
  Object* right = m.pop();
  Object* left = m.pop();
  bool result = (left == right) != (m.arg != 0);
  m.push_shared(boolean(result).object());
  m.drop(left);
  m.drop(right);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow CONTAINS_OP(M& m) {
  m.escape();
  Object* container = m.pop();
  Object* item = m.pop();
  Object* result = contains_op(m.cx, item, container, m.arg != 0);
  m.drop(item);
  m.drop(container);
  KR_CHECK(result);
  m.push(result);
  return Flow::next;
}

}  // namespace krait::interp::body
