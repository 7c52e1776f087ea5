// Assignment to __bases__. Private to the room.
#pragma once

#include "types/type/type.h"

namespace krait {

Result<void> assign_bases(Context& cx, Type& type, Borrowed<> bases);

}  // namespace krait
