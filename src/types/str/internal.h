// For the files of this folder: looking at a str's characters at their real width.
#pragma once

#include "base/text/scan.h"
#include "memory/memory.h"
#include "types/str/str.h"

namespace krait::strings {

using Latin1 = std::uint8_t;
using Ucs2 = std::uint16_t;
using Ucs4 = std::uint32_t;

// Calls f(characters, count) with a pointer to std::uint8_t, std::uint16_t or std::uint32_t.
template <class F>
KR_INLINE auto visit(Borrowed<Str> text, F&& f) {
  switch (text->kind()) {
    case 1: return f(static_cast<Latin1*>(text->data()), text->size);
    case 2: return f(static_cast<Ucs2*>(text->data()), text->size);
    default: return f(static_cast<Ucs4*>(text->data()), text->size);
  }
}

template <class Char>
KR_INLINE Char* chars(Borrowed<Str> text) {
  KR_ASSERT(text->kind() == static_cast<int>(sizeof(Char)));
  return static_cast<Char*>(text->data());
}

KR_INLINE CodePoint max_char_bound(Borrowed<Str> text) {
  return text->is_ascii() ? 0x7f : text->kind() == 1 ? 0xff : text->kind() == 2 ? 0xffff : 0x10ffff;
}

// Copies characters [from, from + count) of `source` to position `at` of `target`, which must be wide enough.
void copy_into(Borrowed<Str> target, Index at, Borrowed<Str> source, Index from, Index count);

// The first or last position of needle in text[start:end], or how often it occurs. -1: not there; -2: an exception is pending.
enum class Search { first, last, count };
Index search(Context& cx, Borrowed<Str> text, Borrowed<Str> needle, Index start, Index end, Search what);
// text[start:end] begins (or ends) with part.
bool tail_match(Borrowed<Str> text, Borrowed<Str> part, Index start, Index end, bool at_end);

// A str made of these characters, as narrow as they allow; one Latin-1 character gives the shared object.
Result<Ref<Str>> make(Context& cx, const Latin1* text, Index size);
Result<Ref<Str>> make(Context& cx, const Ucs2* text, Index size);
Result<Ref<Str>> make(Context& cx, const Ucs4* text, Index size);

// The characters of a str at width Char: in place where they have it, otherwise a copy.
template <class Char>
class Widened {
 public:
  explicit Widened(Borrowed<Str> text) : size(text->size) {
    if (text->kind() == static_cast<int>(sizeof(Char))) {
      data = chars<Char>(text);
      return;
    }
    KR_ASSERT(text->kind() < static_cast<int>(sizeof(Char)));
    Char* copy = small_;
    if (size > static_cast<Index>(sizeof small_ / sizeof(Char)))
      copy = owned_ = static_cast<Char*>(memory::allocate(static_cast<std::size_t>(size) * sizeof(Char)));
    data = copy;
    if (!copy) return;
    visit(text, [&](auto* from, Index n) {
      for (Index i = 0; i < n; i++) copy[i] = static_cast<Char>(from[i]);
    });
  }
  ~Widened() {
    if (owned_) memory::release(owned_);
  }
  Widened(const Widened&) = delete;
  const Char* data;  // null: out of memory
  Index size;

 private:
  Char* owned_ = nullptr;
  Char small_[64 / sizeof(Char)];
};

// Clamps slice bounds as str methods do.
struct Bounds {
  Index start, end;
};
KR_INLINE Bounds clamp(Index start, Index end, Index size) {
  if (end > size) end = size;
  else if (end < 0) end = end + size < 0 ? 0 : end + size;
  if (start < 0) start = start + size < 0 ? 0 : start + size;
  return {start, end};
}

}  // namespace krait::strings
