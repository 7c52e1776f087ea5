// Operators with two operands.
#pragma once

#include "interp/helpers.h"
#include "interp/machine.h"
#include "interp/specialize.h"
#include "types/float/float.h"
#include "types/int/int.h"
#include "types/str/str.h"

namespace krait::interp::body {

template <Machine M>
KR_INLINE Flow BINARY_OP(M& m) {
  m.escape();
  Object* right = m.peek(1);
  Object* left = m.peek(2);
  Object* result = binary_op(m.cx, static_cast<BinaryOp>(m.arg), Borrowed<>(left), Borrowed<>(right)).release();
  m.shrink(2);
  m.drop(left);
  m.drop(right);
  KR_CHECK(result);
  m.push(result);
  m.template skip_cache<cache::BinaryOp>();
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow BINARY_OP_ADAPTIVE(M& m) {
  auto* cache = m.template cache<cache::BinaryOp>();
  if (counter_is_zero(cache->counter)) {
    specialize_binary_op(m.peek(2), m.peek(1), m.start, m.arg, m.frame->localsplus);
    return Flow::again;
  }
  cache->counter -= counter_step;
  return Flow::base;
}

KR_INLINE bool both_exactly(Object* left, Object* right, const Type& type) { return left->type == &type && right->type == &type; }
KR_INLINE double double_of(Object* object) { return reinterpret_cast<Float*>(object)->value; }

template <Machine M>
KR_INLINE Flow finish_binary(M& m, Object* left, Object* right, Object* result) {
  m.shrink(2);
  m.drop(left);
  m.drop(right);
  KR_CHECK(result);
  m.push(result);
  m.template skip_cache<cache::BinaryOp>();
  return Flow::next;
}

template <auto Operation, Machine M>
KR_INLINE Flow int_operation(M& m) {
  Object* right = m.peek(1);
  Object* left = m.peek(2);
  KR_GUARD(both_exactly(left, right, int_type));
  Object* result = Operation(m.cx, left, right);
  return finish_binary(m, left, right, result);
}

// An int result in a register: a small int, or a one-digit one made in place; longer ones out of line.
KR_INLINE bool both_compact(Object* left, Object* right) {
  return reinterpret_cast<Int*>(left)->is_compact() && reinterpret_cast<Int*>(right)->is_compact();
}
Object* box_long(Context& cx, Index value);
KR_INLINE Object* box_int(Context& cx, Index value) {
  if (static_cast<std::size_t>(value - small_int_min) <= small_int_max - small_int_min) {
    Object* small = as_object(small_int(static_cast<int>(value)).raw());
    incref(small);
    return small;
  }
  return box_long(cx, value);
}
KR_INLINE Index compact_of(Object* object) { return reinterpret_cast<Int*>(object)->compact_value(); }
Object* add_long(Context& cx, Object* left, Object* right);
Object* subtract_long(Context& cx, Object* left, Object* right);
Object* multiply_long(Context& cx, Object* left, Object* right);

KR_INLINE Object* add_ints(Context& cx, Object* left, Object* right) {
  if (both_compact(left, right)) [[likely]] return box_int(cx, compact_of(left) + compact_of(right));
  return add_long(cx, left, right);
}
KR_INLINE Object* subtract_ints(Context& cx, Object* left, Object* right) {
  if (both_compact(left, right)) [[likely]] return box_int(cx, compact_of(left) - compact_of(right));
  return subtract_long(cx, left, right);
}
KR_INLINE Object* multiply_ints(Context& cx, Object* left, Object* right) {
  if (both_compact(left, right)) [[likely]] return box_int(cx, compact_of(left) * compact_of(right));
  return multiply_long(cx, left, right);
}

template <Machine M>
KR_INLINE Flow BINARY_OP_ADD_INT(M& m) { return int_operation<&add_ints>(m); }
template <Machine M>
KR_INLINE Flow BINARY_OP_SUBTRACT_INT(M& m) { return int_operation<&subtract_ints>(m); }
template <Machine M>
KR_INLINE Flow BINARY_OP_MULTIPLY_INT(M& m) { return int_operation<&multiply_ints>(m); }

// A float operand that nobody else holds becomes the result.
template <auto Operation, Machine M>
KR_INLINE Flow float_operation(M& m) {
  Object* right = m.peek(1);
  Object* left = m.peek(2);
  KR_GUARD(both_exactly(left, right, float_type));
  double value = Operation(double_of(left), double_of(right));
  m.template skip_cache<cache::BinaryOp>();
  if (left->refcount == 1) {
    reinterpret_cast<Float*>(left)->value = value;
    m.shrink(1);
    m.drop(right);
    return Flow::next;
  }
  if (right->refcount == 1) {
    reinterpret_cast<Float*>(right)->value = value;
    m.peek(2) = right;
    m.shrink(1);
    --left->refcount;
    return Flow::next;
  }
  Object* result = as_object(float_from(m.cx, value).release());
  m.shrink(2);
  --right->refcount;
  m.drop(left);
  KR_CHECK(result);
  m.push(result);
  return Flow::next;
}
KR_INLINE double add_doubles(double left, double right) { return left + right; }
KR_INLINE double subtract_doubles(double left, double right) { return left - right; }
KR_INLINE double multiply_doubles(double left, double right) { return left * right; }

template <Machine M>
KR_INLINE Flow BINARY_OP_ADD_FLOAT(M& m) { return float_operation<&add_doubles>(m); }
template <Machine M>
KR_INLINE Flow BINARY_OP_SUBTRACT_FLOAT(M& m) { return float_operation<&subtract_doubles>(m); }
template <Machine M>
KR_INLINE Flow BINARY_OP_MULTIPLY_FLOAT(M& m) { return float_operation<&multiply_doubles>(m); }

template <Machine M>
KR_INLINE Flow BINARY_OP_ADD_UNICODE(M& m) {
  Object* right = m.peek(1);
  Object* left = m.peek(2);
  KR_GUARD(both_exactly(left, right, str_type));
  Object* result = as_object(str_concat(m.cx, Borrowed<>(left).as<Str>(), Borrowed<>(right).as<Str>()).release());
  return finish_binary(m, left, right, result);
}

// s = s + t or s += t for a local s: its memory is reused when the local and the stack hold the only references. Does the STORE_FAST too.
template <Machine M>
KR_INLINE Flow BINARY_OP_INPLACE_ADD_UNICODE(M& m) {
  Object* right = m.peek(1);
  Object* left = m.peek(2);
  KR_GUARD(both_exactly(left, right, str_type));
  unsigned target = unit_argument(m.next[cache::units<cache::BinaryOp>]);
  KR_GUARD(m.local(target) == left);
  m.shrink(2);
  --left->refcount;
  m.local(target) = nullptr;
  Object* result = as_object(str_append(m.cx, Ref<>::steal(left).as<Str>(), Borrowed<>(right).as<Str>()).release());
  m.local(target) = result;
  m.drop(right);
  KR_CHECK(result);
  m.jump(cache::units<cache::BinaryOp> + 1);
  return Flow::next;
}

}  // namespace krait::interp::body
