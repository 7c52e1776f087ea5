// text[i] and text[i:j:k].
#include "types/str/internal.h"
#include "types/str/position.h"
#include "types/str/slots.h"
#include "types/slice/slice.h"

namespace krait::strings {

Result<Ref<>> item(Context& cx, Borrowed<Str> self, Index position) {
  if (position < 0 || position >= self->size) return raise(cx, exc::IndexError, "string index out of range");
  return str_from_code_point(cx, self->at(position));
}

namespace {

template <class Char>
Result<Ref<>> pick(Context& cx, const Char* text, Index start, Index step, Index count) {
  CodePoint bits = 0;
  for (Index i = 0; i < count; i++) bits |= text[start + i * step];
  if (count == 1) return str_from_code_point(cx, bits);
  Ref<Str> made = KR_TRY(new_str(cx, count, bits < 0x10000 ? bits : 0x10ffff));
  visit(made.borrow(), [&](auto* to, Index) {
    using To = std::remove_reference_t<decltype(*to)>;
    for (Index i = 0; i < count; i++) to[i] = static_cast<To>(text[start + i * step]);
  });
  return made;
}

}  // namespace

Result<Ref<>> subscript(Context& cx, Borrowed<Str> self, Borrowed<> key) {
  if (is_index(key)) {
    Index position = KR_TRY(position_of(cx, key));
    return item(cx, self, position < 0 ? position + self->size : position);
  }
  if (!is_exact<Slice>(key)) return raise(cx, exc::TypeError, "string indices must be integers, not '{!t:.200}'", key);
  SliceSpan range = KR_TRY(slice_indices(cx, key.as<Slice>(), self->size));
  if (range.count <= 0) return empty_str();
  if (range.step == 1) return substring(cx, self, range.start, range.stop);
  return visit(self, [&](auto* text, Index) { return pick(cx, text, range.start, range.step, range.count); });
}

}  // namespace krait::strings
