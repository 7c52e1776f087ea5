// range: four ints; the length is computed once. Most ranges fit machine words and are walked by a small iterator of their own.
#pragma once

#include "object/protocol.h"

namespace krait {

struct Range {
  Object base;
  Object* start;
  Object* stop;
  Object* step;
  Object* length;

  static constexpr Type* static_type = &range_type;
};
static_assert(sizeof(Range) == 48);

struct RangeIterator {
  Object base;
  long index;
  long start;
  long step;
  long length;
};
static_assert(sizeof(RangeIterator) == 48);

Result<Ref<Range>> new_range(Context& cx, Borrowed<> start, Borrowed<> stop, Borrowed<> step);

}  // namespace krait
