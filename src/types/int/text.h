// Inside the int room: digits in text.
#pragma once

#include "types/int/int.h"

namespace krait::int_ {

// What sys.set_int_max_str_digits() sets: the longest decimal text that conversions make or read (0: no limit).
struct TextLimits {
  int max_str_digits = 4300;
};
inline constexpr int limit_threshold = 640;  // conversions this short are always allowed
TextLimits& text_limits(Context& cx);

// The digits of |value| in base 2..36, lower case, no prefix, as ASCII into a fresh str with `sign_and_prefix` before them.
Result<Ref<Str>> to_text(Context& cx, Borrowed<Int> value, int base, std::string_view prefix);

}  // namespace krait::int_
