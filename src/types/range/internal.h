// What the two files of the range room share.
#pragma once

#include "types/range/range.h"

namespace krait::range {
Result<Ref<>> iterate(Context& cx, Borrowed<Range> self);
Result<Ref<>> iterate_reversed(Context& cx, Borrowed<Range> self);
}  // namespace krait::range
