// frame.f_lineno = n: a trace function moves a frame to another line.
#pragma once

#include "object/protocol.h"

namespace krait::frame {

// ValueErrors as CPython where the jump is not possible. value null: AttributeError.
Result<void> set_line(Context& cx, Borrowed<FrameObject> frame, Borrowed<> value);

}  // namespace krait::frame
