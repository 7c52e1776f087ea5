// For dir(): the names of a class and its bases, into a dict.
#pragma once

#include "object/protocol.h"

namespace krait {

Result<void> merge_class_dict(Context& cx, Borrowed<Dict> names, Borrowed<> cls);

}  // namespace krait
