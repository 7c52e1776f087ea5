// Inside the int room: the tables that int.type.cpp puts together.
#pragma once

#include "types/int/int.h"

namespace krait::int_ {

extern constinit MethodDef methods[];
extern constinit GetSetDef getset[];
Result<Ref<Str>> format_method(Context& cx, Borrowed<Int> self, Borrowed<Str> spec);  // types/format

}  // namespace krait::int_
