// The types of the module _functools.
#pragma once

#include "object/protocol.h"

namespace krait::functools {
extern Type partial_type, lru_cache_type, lru_link_type, key_wrapper_type;
Result<Ref<>> cmp_to_key(Context& cx, Borrowed<> compare);
}  // namespace krait::functools
