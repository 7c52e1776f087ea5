// Private to this room: parts of exception groups that except* needs.
#pragma once

#include "types/exceptions/exceptions.h"

namespace krait::exceptions {

// The part of a group whose leaves are in the list; None when none is.
Result<Ref<>> select_leaves(Context& cx, Borrowed<> group, Borrowed<List> keep);
// The tuple (match, rest) as group.split(type) gives it, None for an empty part.
Result<Ref<>> split_by_type(Context& cx, Borrowed<> group, Borrowed<> type);

}  // namespace krait::exceptions
