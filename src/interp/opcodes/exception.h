// Raising, catching, and with statements.
//
// There is no cost where nothing is raised: the code's exception table says, for each range of instructions, where the handler is and
// how deep the stack is there. The unwinder (unwind.cpp) pushes the exception (and, if asked for, where it came from) and jumps.
#pragma once

#include "interp/helpers.h"
#include "interp/machine.h"
#include "types/int/int.h"

namespace krait::interp::body {

template <Machine M>
KR_INLINE Flow RAISE_VARARGS(M& m) {
  m.escape();
  Object* cause = m.arg == 2 ? m.pop() : nullptr;
  Object* exception = m.arg >= 1 ? m.pop() : nullptr;
  bool reraised = false;
  do_raise(m.cx, exception, cause, &reraised);
  return reraised ? Flow::reraise : Flow::error;
}

// arg: where the position of the original exception lies, which becomes the frame's again.
template <Machine M>
KR_INLINE Flow RERAISE(M& m) {
  m.escape();
  if (m.arg) {
    Object* position = m.peek(m.arg + 1);
    m.frame->prev_instr = first_instruction(m.frame->f_code) + reinterpret_cast<Int*>(position)->compact_value();
  }
  raise_again(m.cx, m.pop());
  return Flow::reraise;
}

template <Machine M>
KR_INLINE Flow PUSH_EXC_INFO(M& m) {
  Object* exception = m.pop();
  ExceptionItem* info = m.cx.exc_info;
  if (info->exc_value) m.push(info->exc_value);
  else m.push_shared(none().object());
  m.push_shared(exception);
  info->exc_value = exception;
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow POP_EXCEPT(M& m) {
  ExceptionItem* info = m.cx.exc_info;
  Object* handled = info->exc_value;
  info->exc_value = m.pop();
  m.xdrop(handled);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow CHECK_EXC_MATCH(M& m) {
  m.escape();
  Object* type = m.pop();
  if (check_except_type(m.cx, type) < 0) [[unlikely]] return m.drop(type), Flow::error;
  bool matches = exception_matches(m.cx, Borrowed<>(m.peek(1)), Borrowed<>(type));
  m.drop(type);
  m.push_shared(boolean(matches).object());
  return Flow::next;
}

// except*: the part that matches goes on top, what is left takes the group's place.
template <Machine M>
KR_INLINE Flow CHECK_EG_MATCH(M& m) {
  m.escape();
  Object* type = m.pop();
  Object *match = nullptr, *rest = nullptr;
  int failed = check_except_star_type(m.cx, type);
  if (failed >= 0) failed = match_group(m.cx, m.peek(1), type, &match, &rest);
  m.drop(type);
  KR_CHECK(failed >= 0);
  if (match == none().object()) {
    m.xdrop(rest);
    m.push(match);
    return Flow::next;
  }
  Object* group = m.peek(1);
  m.peek(1) = rest;
  m.push(match);
  incref(match);
  Object* handled = m.cx.exc_info->exc_value;
  m.cx.exc_info->exc_value = match;
  m.drop(group);
  m.xdrop(handled);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow PREP_RERAISE_STAR(M& m) {
  m.escape();
  Object* exceptions = m.pop();
  Object* original = m.pop();
  Object* result = prepare_reraise_star(m.cx, original, exceptions);
  m.drop(exceptions);
  m.drop(original);
  KR_CHECK(result);
  m.push(result);
  return Flow::next;
}

// --- with
template <bool async, Machine M>
KR_INLINE Flow before_with_statement(M& m) {
  m.escape();
  Object* manager = m.peek(1);
  Object *entered = nullptr, *exit_function = nullptr;
  bool done = before_with(m.cx, manager, async, &entered, &exit_function);
  if (exit_function) {
    m.peek(1) = exit_function;
    m.drop(manager);
  }
  KR_CHECK(done);
  m.push(entered);
  return Flow::next;
}
template <Machine M>
KR_INLINE Flow BEFORE_WITH(M& m) { return before_with_statement<false>(m); }
template <Machine M>
KR_INLINE Flow BEFORE_ASYNC_WITH(M& m) { return before_with_statement<true>(m); }

// | exit function, lasti, previous exception, exception |: calls the exit function with the exception.
template <Machine M>
KR_INLINE Flow WITH_EXCEPT_START(M& m) {
  m.escape();
  Object* result = with_except_start(m.cx, m.peek(4), m.peek(1));
  KR_CHECK(result);
  m.push(result);
  return Flow::next;
}

}  // namespace krait::interp::body
