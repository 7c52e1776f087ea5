// Iterators that no container owns: over anything with __getitem__, and over calls until a sentinel.
#pragma once

#include "object/protocol.h"

namespace krait {

Result<Ref<>> new_sequence_iterator(Context& cx, Borrowed<> sequence);                     // iter(object with __getitem__)
Result<Ref<>> new_call_iterator(Context& cx, Borrowed<> callable, Borrowed<> sentinel);  // iter(callable, sentinel)

}  // namespace krait
