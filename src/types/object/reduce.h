// How any object is taken apart for pickling and copying. Private to the room.
#pragma once

#include "object/protocol.h"

namespace krait {

Result<Ref<>> object_reduce_ex(Context& cx, Borrowed<> self, int protocol);
Result<Ref<>> object_reduce(Context& cx, Borrowed<> self);
Result<Ref<>> object_getstate(Context& cx, Borrowed<> self);

}  // namespace krait
