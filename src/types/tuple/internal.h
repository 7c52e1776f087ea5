// What the files of the tuple room share.
#pragma once

#include "types/tuple/tuple.h"

namespace krait::tuple {

bool keep_block(Context& cx, Object* object);  // true: the dead tuple's block waits in a free list
extern MethodDef methods[];
Result<Ref<>> iterate(Context& cx, Borrowed<Tuple> self);

}  // namespace krait::tuple
