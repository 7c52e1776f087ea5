// Making functions, leaving them, and imports.
#pragma once

#include "interp/helpers.h"
#include "interp/machine.h"
#include "types/generator/generator.h"

namespace krait::interp::body {

template <Machine M>
KR_INLINE Flow MAKE_FUNCTION(M& m) {
  m.escape();
  Object* code = m.pop();
  int used = 0;
  Object* function = make_function(m.cx, m.frame, code, m.sp, m.arg, &used);
  m.drop(code);
  KR_CHECK(function);
  m.shrink(used);
  m.push(function);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow RETURN_VALUE(M& m) {
  Object* value = m.pop();
  InterpreterFrame* leaving = m.frame;
  m.save_stack();
  leave_recursion(m.cx);
  if (leaving->is_entry) {
    m.escape();
    m.result = value;
    return Flow::exit;
  }
  InterpreterFrame* caller = leaving->previous;
  m.cx.cframe->current_frame = caller;
  if (leaving->frame_obj) [[unlikely]] {
    m.escape();
    clear_and_pop_frame(m.cx, leaving);
  } else {
    // The callee's locals die while the caller is the running frame.
    drop_frame_contents(leaving);
    release_frame(m.cx, leaving);
  }
  m.load_frame(caller);
  m.push(value);
  return Flow::next;
}

// --- imports
template <Machine M>
KR_INLINE Flow IMPORT_NAME(M& m) {
  m.escape();
  Object* from_list = m.pop();
  Object* level = m.pop();
  Object* module = import_name(m.cx, m.frame, m.name(m.arg), from_list, level);
  m.drop(level);
  m.drop(from_list);
  KR_CHECK(module);
  m.push(module);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow IMPORT_FROM(M& m) {
  m.escape();
  Object* value = import_from(m.cx, m.peek(1), m.name(m.arg));
  KR_CHECK(value);
  m.push(value);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow IMPORT_STAR(M& m) {
  m.escape();
  Object* module = m.pop();
  int failed = import_star(m.cx, m.frame, module);
  m.drop(module);
  KR_CHECK(failed >= 0);
  return Flow::next;
}

}  // namespace krait::interp::body
