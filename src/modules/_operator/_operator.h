// The callables of the module _operator.
#pragma once

#include "object/protocol.h"

namespace krait::operators {
extern Type item_getter_type, attr_getter_type, method_caller_type;
Result<bool> compare_digest(Context& cx, Borrowed<> a, Borrowed<> b);
}  // namespace krait::operators
