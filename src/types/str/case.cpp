// Case mappings: full ones (one character may become three), with ASCII done byte by byte.
#include "types/str/builder.h"
#include "types/str/internal.h"
#include "types/str/methods.h"

namespace krait::strings {
namespace {

template <class F>
Result<Ref<Str>> map_ascii(Context& cx, Borrowed<Str> self, F&& f) {
  Ref<Str> made = KR_TRY(new_str(cx, self->size, 0x7f));
  auto* from = chars<Latin1>(self);
  auto* to = static_cast<Latin1*>(made->data());
  for (Index i = 0; i < self->size; i++) to[i] = f(from[i]);
  return made;
}

// Greek sigma at the end of a word: after a cased character, not before one; case-ignorable ones do not count.
bool is_final_sigma(Borrowed<Str> text, Index at) {
  Index i = at - 1;
  while (i >= 0 && unicode::is_case_ignorable(text->at(i))) i--;
  if (i < 0 || !unicode::is_cased(text->at(i))) return false;
  for (i = at + 1; i < text->size && unicode::is_case_ignorable(text->at(i));) i++;
  return i == text->size || !unicode::is_cased(text->at(i));
}

int lower_at(Borrowed<Str> text, Index i, CodePoint c, CodePoint out[3]) {
  if (c == 0x3A3) {
    out[0] = is_final_sigma(text, i) ? 0x3C2 : 0x3C3;
    return 1;
  }
  return unicode::to_lower_full(c, out);
}

// f(i, c, out) gives what character c at i becomes.
template <class F>
Result<Ref<Str>> map_each(Context& cx, Borrowed<Str> self, F&& f) {
  StrBuilder out(cx);
  out.reserve(self->size, max_char_bound(self));
  for (Index i = 0; i < self->size; i++) {
    CodePoint mapped[3];
    int n = f(i, self->at(i), mapped);
    for (int k = 0; k < n; k++) out.put_char(mapped[k]);
  }
  return out.finish();
}

}  // namespace

Result<Ref<Str>> lower(Context& cx, Borrowed<Str> self) {
  if (self->is_ascii()) return map_ascii(cx, self, text::ascii_lower);
  return map_each(cx, self, [&](Index i, CodePoint c, CodePoint* out) { return lower_at(self, i, c, out); });
}

Result<Ref<Str>> upper(Context& cx, Borrowed<Str> self) {
  if (self->is_ascii()) return map_ascii(cx, self, text::ascii_upper);
  return map_each(cx, self, [](Index, CodePoint c, CodePoint* out) { return unicode::to_upper_full(c, out); });
}

Result<Ref<Str>> casefold(Context& cx, Borrowed<Str> self) {
  if (self->is_ascii()) return map_ascii(cx, self, text::ascii_lower);
  return map_each(cx, self, [](Index, CodePoint c, CodePoint* out) { return unicode::to_folded_full(c, out); });
}

Result<Ref<Str>> title(Context& cx, Borrowed<Str> self) {
  bool inside = false;  // the last character was cased
  return map_each(cx, self, [&](Index i, CodePoint c, CodePoint* out) {
    int n = inside ? lower_at(self, i, c, out) : unicode::to_title_full(c, out);
    inside = unicode::is_cased(c);
    return n;
  });
}

Result<Ref<Str>> capitalize(Context& cx, Borrowed<Str> self) {
  if (self->size == 0) return empty_str();
  return map_each(cx, self, [&](Index i, CodePoint c, CodePoint* out) {
    return i == 0 ? unicode::to_title_full(c, out) : lower_at(self, i, c, out);
  });
}

Result<Ref<Str>> swapcase(Context& cx, Borrowed<Str> self) {
  return map_each(cx, self, [&](Index i, CodePoint c, CodePoint* out) {
    if (unicode::is_upper(c)) return lower_at(self, i, c, out);
    if (unicode::is_lower(c)) return unicode::to_upper_full(c, out);
    out[0] = c;
    return 1;
  });
}

}  // namespace krait::strings
