// slice, and the arithmetic of positions that every sequence needs.
#pragma once

#include "object/protocol.h"

namespace krait {

struct Slice {
  Object base;
  Object* start;
  Object* stop;
  Object* step;

  static constexpr Type* static_type = &slice_type;
};
static_assert(sizeof(Slice) == 40);

// Null stands for None.
Result<Ref<Slice>> new_slice(Context& cx, Borrowed<> start, Borrowed<> stop, Borrowed<> step = {});
Result<Ref<Slice>> slice_from_indices(Context& cx, Index start, Index stop);

// A slice applied to a sequence: the items start, start + step … , count of them. start and stop lie within the sequence.
struct SliceSpan {
  Index start, stop, step, count;
};

// The three numbers, not yet fitted to a length; None becomes the end that the step's direction asks for.
Result<void> slice_unpack(Context& cx, Borrowed<Slice> slice, Index* start, Index* stop, Index* step);
// Fits start and stop to a length and answers how many items there are. Pure.
Index slice_adjust(Index length, Index* start, Index* stop, Index step);
// Both at once.
Result<SliceSpan> slice_indices(Context& cx, Borrowed<Slice> slice, Index length);
// A bound of a slice as a number: null and None leave *out alone, anything without __index__ raises, too large is clamped.
Result<void> slice_bound(Context& cx, Borrowed<> bound, Index* out);

// start and stop of list.index() and the like, fitted to a length as s[start:stop] fits them.
KR_INLINE void clamp_span(Index length, Index* start, Index* stop) {
  if (*start < 0 && (*start += length) < 0) *start = 0;
  if (*stop > length) *stop = length;
  else if (*stop < 0 && (*stop += length) < 0) *stop = 0;
}

}  // namespace krait
