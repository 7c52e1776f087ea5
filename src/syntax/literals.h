// Number literals to objects.
#pragma once
#include <string_view>

#include "object/fwd.h"

namespace krait::syntax {

// A new reference; null with an exception pending (an int can have too many digits).
Object* number_object(Context& cx, std::string_view text);

}  // namespace krait::syntax
