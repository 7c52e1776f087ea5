// match statements (PEP 634).
#pragma once

#include "interp/helpers.h"
#include "interp/machine.h"

namespace krait::interp::body {

Object* length_of(Context& cx, Object* object);

template <Machine M>
KR_INLINE Flow GET_LEN(M& m) {
  m.escape();
  Object* length = length_of(m.cx, m.peek(1));
  KR_CHECK(length);
  m.push(length);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow MATCH_MAPPING(M& m) {
  m.push_shared(boolean(type_has_flag(m.peek(1), type_flags::mapping)).object());
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow MATCH_SEQUENCE(M& m) {
  m.push_shared(boolean(type_has_flag(m.peek(1), type_flags::sequence)).object());
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow MATCH_KEYS(M& m) {
  m.escape();
  Object* values = match_keys(m.cx, m.peek(2), m.peek(1));
  KR_CHECK(values);
  m.push(values);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow MATCH_CLASS(M& m) {
  m.escape();
  Object* names = m.pop();
  Object* type = m.pop();
  Object* subject = m.peek(1);
  Object* attributes = match_class(m.cx, subject, type, m.arg, names);
  m.drop(names);
  m.drop(type);
  if (attributes) {
    m.peek(1) = attributes;
    m.drop(subject);
    return Flow::next;
  }
  KR_CHECK(!m.cx.has_error());
  m.peek(1) = none().object();
  incref(none().object());
  m.drop(subject);
  return Flow::next;
}

}  // namespace krait::interp::body
