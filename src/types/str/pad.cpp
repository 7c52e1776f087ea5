// Putting characters before, behind and between, and taking them away: center, zfill, expandtabs, strip.
#include "types/str/builder.h"
#include "types/str/internal.h"
#include "types/str/methods.h"

namespace krait::strings {
namespace {

Result<Ref<Str>> padded(Context& cx, Borrowed<Str> self, Index left, Index right, CodePoint fill) {
  if (left < 0) left = 0;
  if (right < 0) right = 0;
  if (left == 0 && right == 0) return exact_str(cx, self);
  if (left > index_max - self->size || right > index_max - left - self->size)
    return raise(cx, exc::OverflowError, "padded string is too long");
  CodePoint bound = max_char_bound(self);
  Ref<Str> made = KR_TRY(new_str(cx, left + self->size + right, fill > bound ? fill : bound));
  visit(made.borrow(), [&](auto* to, Index size) {
    using Char = std::remove_reference_t<decltype(*to)>;
    for (Index i = 0; i < left; i++) to[i] = static_cast<Char>(fill);
    for (Index i = size - right; i < size; i++) to[i] = static_cast<Char>(fill);
  });
  copy_into(made, left, self, 0, self->size);
  return made;
}

Result<CodePoint> fill_character(Context& cx, Borrowed<> fill) {
  if (fill.is_null()) return CodePoint{' '};
  if (!is<Str>(fill)) return raise(cx, exc::TypeError, "The fill character must be a unicode character, not {!t:.100}", fill);
  if (fill.as<Str>()->size != 1) return raise(cx, exc::TypeError, "The fill character must be exactly one character long");
  return fill.as<Str>()->at(0);
}

bool in_set(Borrowed<Str> set, CodePoint c) {
  return visit(set, [&](auto* text, Index size) {
    for (Index i = 0; i < size; i++)
      if (text[i] == c) return true;
    return false;
  });
}

Result<Ref<Str>> stripped(Context& cx, const char* name, Borrowed<Str> self, Borrowed<> characters, bool left, bool right) {
  if (!is_none(characters) && !is<Str>(characters)) return raise(cx, exc::TypeError, "{} arg must be None or str", name);
  Bounds keep = visit(self, [&](auto* text, Index size) {
    Index from = 0, to = size;
    auto drop = [&](CodePoint c) { return is_none(characters) ? unicode::is_space(c) : in_set(characters.as<Str>(), c); };
    while (left && from < to && drop(text[from])) from++;
    while (right && to > from && drop(text[to - 1])) to--;
    return Bounds{from, to};
  });
  return substring(cx, self, keep.start, keep.end);
}

}  // namespace

Result<Ref<Str>> center(Context& cx, Borrowed<Str> self, Index width, Borrowed<> fill) {
  CodePoint c = KR_TRY(fill_character(cx, fill));
  if (self->size >= width) return exact_str(cx, self);
  Index margin = width - self->size, left = margin / 2 + (margin & width & 1);
  return padded(cx, self, left, margin - left, c);
}
Result<Ref<Str>> ljust(Context& cx, Borrowed<Str> self, Index width, Borrowed<> fill) {
  CodePoint c = KR_TRY(fill_character(cx, fill));
  return padded(cx, self, 0, self->size >= width ? 0 : width - self->size, c);
}
Result<Ref<Str>> rjust(Context& cx, Borrowed<Str> self, Index width, Borrowed<> fill) {
  CodePoint c = KR_TRY(fill_character(cx, fill));
  return padded(cx, self, self->size >= width ? 0 : width - self->size, 0, c);
}

Result<Ref<Str>> zfill(Context& cx, Borrowed<Str> self, Index width) {
  if (self->size >= width) return exact_str(cx, self);
  Index zeros = width - self->size;
  Ref<Str> made = KR_TRY(padded(cx, self, zeros, 0, '0'));
  visit(made.borrow(), [&](auto* text, Index size) {
    if (zeros < size && (text[zeros] == '+' || text[zeros] == '-')) text[0] = text[zeros], text[zeros] = '0';
  });
  return made;
}

Result<Ref<Str>> expandtabs(Context& cx, Borrowed<Str> self, int tabsize) {
  if (str_find_char(self, '\t', 0, self->size, 1) < 0) return exact_str(cx, self);
  StrBuilder out(cx);
  Index column = 0;
  for (Index i = 0; i < self->size; i++) {
    CodePoint c = self->at(i);
    if (c == '\t') {
      if (tabsize <= 0) continue;
      Index more = tabsize - column % tabsize;
      if (more > index_max - out.size()) return raise(cx, exc::OverflowError, "new string is too long");
      out.fill(' ', more);
      column += more;
    } else {
      column = c == '\n' || c == '\r' ? 0 : column + 1;
      out.put_char(c);
    }
  }
  return out.finish();
}

Result<Ref<Str>> strip(Context& cx, Borrowed<Str> self, Borrowed<> characters) {
  return stripped(cx, "strip", self, characters, true, true);
}
Result<Ref<Str>> lstrip(Context& cx, Borrowed<Str> self, Borrowed<> characters) {
  return stripped(cx, "lstrip", self, characters, true, false);
}
Result<Ref<Str>> rstrip(Context& cx, Borrowed<Str> self, Borrowed<> characters) {
  return stripped(cx, "rstrip", self, characters, false, true);
}

}  // namespace krait::strings
