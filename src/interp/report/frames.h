// Private to this room: what it asks of frames and of the module sys.
#pragma once

#include "object/protocol.h"

namespace krait {
Borrowed<Code> frame_code(Borrowed<FrameObject> frame);
Borrowed<Dict> frame_globals(Borrowed<FrameObject> frame);
Borrowed<> frame_builtins(Borrowed<FrameObject> frame);
Ref<FrameObject> frame_back(Context& cx, Borrowed<FrameObject> frame);
int frame_lasti(Borrowed<FrameObject> frame);
int frame_line(Borrowed<FrameObject> frame);
Borrowed<FrameObject> current_frame_object(Context& cx);
Borrowed<> sys_get(Context& cx, Borrowed<Str> name);
Result<void> sys_set(Context& cx, Borrowed<Str> name, Borrowed<> value);
}  // namespace krait
