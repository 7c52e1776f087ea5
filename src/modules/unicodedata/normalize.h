// Normal forms of Unicode text (UAX 15).
#pragma once

#include "base/unicode/database.h"
#include "types/str/str.h"

namespace krait::unicode_module {

// old: by the rules of Unicode 3.2.0.
Result<Ref<Str>> normalized(Context& cx, Borrowed<Str> text, unicode::Form form, bool old);
// Certain without trying: every character may stand in this form, and combining marks are in order.
bool surely_normalized(Borrowed<Str> text, unicode::Form form);
// The decomposition that holds for this version, or null.
const unicode::tables::Decomposition* decomposition_of(CodePoint c, bool old);

}  // namespace krait::unicode_module
