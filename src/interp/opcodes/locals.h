// Fast locals, and the cells of variables that nested functions share.
#pragma once

#include "interp/helpers.h"
#include "interp/machine.h"
#include "types/cell/cell.h"

namespace krait::interp::body {

// Pushes local `i`; false when it is unbound (UnboundLocalError pending).
template <Machine M>
KR_INLINE bool push_local(M& m, unsigned i) {
  Object* value = m.local(i);
  if (!value) [[unlikely]] return raise_unbound_local(m.cx, m.frame->f_code, i), false;
  m.push_shared(value);
  return true;
}

template <Machine M>
KR_INLINE void pop_to_local(M& m, unsigned i) {
  Object* old = m.local(i);
  m.local(i) = m.pop();
  m.xdrop(old);
}

template <Machine M>
KR_INLINE Flow LOAD_FAST(M& m) {
  KR_CHECK(push_local(m, m.arg));
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow STORE_FAST(M& m) {
  pop_to_local(m, m.arg);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow LOAD_FAST__LOAD_FAST(M& m) {
  KR_CHECK(push_local(m, m.arg));
  KR_CHECK(push_local(m, unit_argument(*m.next)));
  m.jump(1);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow LOAD_FAST__LOAD_CONST(M& m) {
  KR_CHECK(push_local(m, m.arg));
  m.push_shared(m.constant(unit_argument(*m.next)));
  m.jump(1);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow LOAD_CONST__LOAD_FAST(M& m) {
  m.push_shared(m.constant(m.arg));
  KR_CHECK(push_local(m, unit_argument(*m.next)));
  m.jump(1);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow STORE_FAST__LOAD_FAST(M& m) {
  pop_to_local(m, m.arg);
  KR_CHECK(push_local(m, unit_argument(*m.next)));
  m.jump(1);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow STORE_FAST__STORE_FAST(M& m) {
  pop_to_local(m, m.arg);
  pop_to_local(m, unit_argument(*m.next));
  m.jump(1);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow DELETE_FAST(M& m) {
  Object* old = m.local(m.arg);
  if (!old) [[unlikely]] return raise_unbound_local(m.cx, m.frame->f_code, m.arg), Flow::error;
  m.local(m.arg) = nullptr;
  m.drop(old);
  return Flow::next;
}

// --- cells
template <Machine M>
KR_INLINE Flow MAKE_CELL(M& m) {
  m.escape();
  Object* initial = m.local(m.arg);
  Object* cell = as_object(new_cell(m.cx, Borrowed<>(initial)).release());
  KR_CHECK(cell);
  m.local(m.arg) = cell;
  m.xdrop(initial);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow LOAD_CLOSURE(M& m) {
  KR_CHECK(push_local(m, m.arg));
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow LOAD_DEREF(M& m) {
  Object* value = reinterpret_cast<Cell*>(m.local(m.arg))->contents.get().object();
  if (!value) [[unlikely]] return raise_unbound_cell(m.cx, m.frame->f_code, m.arg), Flow::error;
  m.push_shared(value);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow STORE_DEREF(M& m) {
  Object** contents = reinterpret_cast<Cell*>(m.local(m.arg))->contents.address();
  Object* old = *contents;
  *contents = m.pop();
  m.xdrop(old);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow DELETE_DEREF(M& m) {
  Object** contents = reinterpret_cast<Cell*>(m.local(m.arg))->contents.address();
  Object* old = *contents;
  if (!old) [[unlikely]] return raise_unbound_cell(m.cx, m.frame->f_code, m.arg), Flow::error;
  *contents = nullptr;
  m.drop(old);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow LOAD_CLASSDEREF(M& m) {
  m.escape();
  Object* value = load_class_deref(m.cx, m.frame, m.arg);
  KR_CHECK(value);
  m.push(value);
  return Flow::next;
}

// The closure's cells become the frame's last locals.
template <Machine M>
KR_INLINE Flow COPY_FREE_VARS(M& m) {
  auto* closure = reinterpret_cast<Tuple*>(m.frame->f_func->closure.raw());
  unsigned first = m.frame->f_code->co_nlocalsplus - m.arg;
  for (unsigned i = 0; i < m.arg; ++i) {
    incref(closure->items[i]);
    m.local(first + i) = closure->items[i];
  }
  return Flow::next;
}

}  // namespace krait::interp::body
