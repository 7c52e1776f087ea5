// A subscript as a position, which a Result<Index> could not carry: -1 is a value here.
#pragma once

#include "object/protocol.h"

namespace krait {

struct Position {
  Index value;
  operator Index() const { return value; }
};

// IndexError when it is too large.
inline Result<Position> position_of(Context& cx, Borrowed<> key) {
  return Position{static_cast<Index>(KR_TRY(as_index(cx, key, &exc::IndexError)))};
}

}  // namespace krait
