// Pattern.sub, subn and split.
#pragma once

#include "modules/_sre/pattern.h"

namespace krait::sre {

Result<Ref<>> sub(Context& cx, Borrowed<Pattern> self, Borrowed<> repl, Borrowed<> string, Index count);
Result<Ref<>> subn(Context& cx, Borrowed<Pattern> self, Borrowed<> repl, Borrowed<> string, Index count);
Result<Ref<>> split(Context& cx, Borrowed<Pattern> self, Borrowed<> string, Index maxsplit);

}  // namespace krait::sre
