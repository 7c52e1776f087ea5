// Inside the float room: what its files share.
#pragma once

#include "types/float/float.h"

namespace krait::float_ {

extern constinit MethodDef methods[];
extern constinit GetSetDef getset[];
Result<Ref<>> exact(Context& cx, Borrowed<Float> self);  // a subclass instance becomes a float
Result<Ref<>> range_error(Context& cx);
Hash hash_double(Object* owner, double value);
Result<Ref<Str>> format_method(Context& cx, Borrowed<Float> self, Borrowed<Str> spec);          // types/format
Result<Ref<Str>> format_complex_method(Context& cx, Borrowed<Complex> self, Borrowed<Str> spec);  // types/format

}  // namespace krait::float_
