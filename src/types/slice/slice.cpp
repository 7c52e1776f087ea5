// Positions from slices.
#include "types/slice/slice.h"

#include "object/new.h"
#include "types/int/int.h"

namespace krait {

namespace {
struct SliceCache {
  Slice* slice = nullptr;  // the last one that died, for the next subscript
};
KR_ISOLATE_LOCAL(SliceCache, slice_cache);
}  // namespace

bool keep_slice_block(Context& cx, Object* object) {
  auto& kept = slice_cache(cx);
  if (kept.slice) return false;
  kept.slice = reinterpret_cast<Slice*>(object);
  return true;
}

Result<Ref<Slice>> new_slice(Context& cx, Borrowed<> start, Borrowed<> stop, Borrowed<> step) {
  auto& kept = slice_cache(cx);
  Slice* made = std::exchange(kept.slice, nullptr);
  if (made) made->base = {1, &slice_type};
  else made = KR_TRY(new_container<Slice>(cx, slice_type)).release();
  made->start = hold(start ? start : none()).release();
  made->stop = hold(stop ? stop : none()).release();
  made->step = hold(step ? step : none()).release();
  memory::track(&made->base);
  return Ref<Slice>::steal(made);
}

Result<Ref<Slice>> slice_from_indices(Context& cx, Index start, Index stop) {
  Ref<Int> from = KR_TRY(int_from(cx, start)), to = KR_TRY(int_from(cx, stop));
  return new_slice(cx, from, to);
}

Result<void> slice_bound(Context& cx, Borrowed<> bound, Index* out) {
  if (!bound || is_none(bound)) return {};
  if (!is_index(bound)) return raise(cx, exc::TypeError, "slice indices must be integers or None or have an __index__ method");
  Index value = as_index(cx, bound, nullptr).value();
  if (value == -1 && cx.has_error()) return Failed{};
  *out = value;
  return {};
}

Result<void> slice_unpack(Context& cx, Borrowed<Slice> slice, Index* start, Index* stop, Index* step) {
  *step = 1;
  KR_TRY(slice_bound(cx, Borrowed<>(slice->step), step));
  if (*step == 0) return raise(cx, exc::ValueError, "slice step cannot be zero");
  if (*step < -index_max) *step = -index_max;  // so that it can be negated
  *start = *step < 0 ? index_max : 0;
  KR_TRY(slice_bound(cx, Borrowed<>(slice->start), start));
  *stop = *step < 0 ? index_min : index_max;
  return slice_bound(cx, Borrowed<>(slice->stop), stop);
}

Index slice_adjust(Index length, Index* start, Index* stop, Index step) {
  auto fit = [&](Index* at) {
    if (*at < 0) {
      *at += length;
      if (*at < 0) *at = step < 0 ? -1 : 0;
    } else if (*at >= length) {
      *at = step < 0 ? length - 1 : length;
    }
  };
  fit(start);
  fit(stop);
  if (step < 0) return *stop < *start ? (*start - *stop - 1) / -step + 1 : 0;
  return *start < *stop ? (*stop - *start - 1) / step + 1 : 0;
}

Result<SliceSpan> slice_indices(Context& cx, Borrowed<Slice> slice, Index length) {
  SliceSpan span;
  KR_TRY(slice_unpack(cx, slice, &span.start, &span.stop, &span.step));
  span.count = slice_adjust(length, &span.start, &span.stop, span.step);
  return span;
}

}  // namespace krait
