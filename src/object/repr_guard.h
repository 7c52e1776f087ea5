// repr() of a container that contains itself: the inner one is written as "[...]".
//
//     ReprGuard guard(cx, self);
//     if (guard.entered_before()) return hold(KR_STR("[...]"));
#pragma once

#include "object/context.h"
#include "object/ref.h"

namespace krait {

class ReprGuard {
 public:
  ReprGuard(Context& cx, Borrowed<> object);
  ~ReprGuard();
  ReprGuard(const ReprGuard&) = delete;
  bool entered_before() const { return entered_before_; }

 private:
  Object* object_;
  ReprGuard* outer_;
  bool entered_before_;

 public:
  // For C code (Py_ReprEnter, Py_ReprLeave), whose entries have no scope: 1 when the object was there already, -1 out of memory.
  static int enter(Context& cx, Object* object);
  static void leave(Context& cx, Object* object);
};

}  // namespace krait
