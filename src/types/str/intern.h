// The table of interned strs, one per isolate.
#pragma once

#include "types/str/str.h"

namespace krait {

// Enters the static names and shared characters; once per isolate, before any other str is made.
void intern_static_names(Context& cx);

namespace strings {
// A mortal interned str is dying.
void forget_interned(Context& cx, Str* text);
}  // namespace strings
}  // namespace krait
