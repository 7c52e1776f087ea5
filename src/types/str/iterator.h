// str_iterator: CPython's two layouts are one here; the sequence goes when the end is reached.
#pragma once

#include "types/str/str.h"

namespace krait {

struct StrIterator {
  Object base;
  Index position;
  Slot<Str> text;  // null: exhausted
  static constexpr Type* static_type = &str_iterator_type;
};

// CPython has a type of its own for strs of ASCII characters; only its name shows.
extern Type str_ascii_iterator_type;

}  // namespace krait
