// What the files of the memoryview room share.
#pragma once

#include "types/memoryview/memoryview.h"

namespace krait::memoryviews {

using Self = Borrowed<MemoryView>;
namespace flag {
inline constexpr int released = 1, c = 2, fortran = 4, scalar = 8, pil = 16;
}

KR_INLINE bool is_released(Self self) { return (self->flags & flag::released) || (self->managed->flags & flag::released); }
KR_INLINE Result<void> check(Context& cx, Self self) {
  if (is_released(self)) return raise(cx, exc::ValueError, "operation forbidden on released memoryview object");
  return {};
}

Result<Ref<MemoryView>> new_view(Context& cx, Borrowed<ManagedBuffer> managed, const Buffer& from, int ndim);
void init_flags(MemoryView* self);
Result<void> release(Context& cx, Self self);

// The native format of one character, or 0: "@i" and "i" are 'i', "<i" is none.
char native_letter(const char* format);
Index native_size(char letter);  // 0: no such format
Result<Ref<>> unpack(Context& cx, char letter, const char* at);
Result<void> pack(Context& cx, char letter, char* at, Borrowed<> value);
KR_INLINE const char* format_of(const Buffer& view) { return view.format ? view.format : "B"; }
// Follows a suboffset, if there is one.
KR_INLINE char* follow(char* at, const Index* suboffsets, int dimension) {
  if (suboffsets && suboffsets[dimension] >= 0) return *reinterpret_cast<char**>(at) + suboffsets[dimension];
  return at;
}

Result<Ref<>> get_item(Context& cx, Self self, Borrowed<> key);
Result<void> assign_item(Context& cx, Self self, Borrowed<> key, Borrowed<> value);
Result<Ref<>> item_at(Context& cx, Self self, Index i);
Result<Ref<>> compare(Context& cx, Borrowed<> left, Borrowed<> right, Compare op);
Result<Ref<>> cast(Context& cx, Self self, Borrowed<Str> format, Borrowed<> shape);
Result<Ref<>> to_list(Context& cx, Self self);
Result<Ref<>> iterate(Context& cx, Self self);
extern MethodDef methods[];
extern GetSetDef getset[];

}  // namespace krait::memoryviews
