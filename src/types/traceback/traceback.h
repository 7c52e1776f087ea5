// traceback: one entry per frame that an exception has passed, innermost last.
#pragma once

#include "object/protocol.h"

namespace krait {

struct Traceback {  // PyTracebackObject
  Object base;
  Slot<Traceback> next;  // towards the place where the exception was raised
  Slot<FrameObject> frame;
  int lasti;  // in bytes
  int lineno;

  static constexpr Type* static_type = &traceback_type;
};
static_assert(sizeof(Traceback) == 40);

Result<Ref<Traceback>> new_traceback(Context& cx, Borrowed<Traceback> next, Borrowed<FrameObject> frame, int lasti, int lineno);
// Adds the frame, where it stands now, to the pending exception's traceback (PyTraceBack_Here).
void add_traceback(Context& cx, Borrowed<FrameObject> frame);

}  // namespace krait
