#include "base/text/search.h"
#include "types/str/builder.h"
#include "types/str/internal.h"
#include "types/str/methods.h"

namespace krait::strings {
namespace {

// One character for another of at most the same storage class: a copy, changed in place.
Result<Ref<Str>> replace_char(Context& cx, Borrowed<Str> self, CodePoint old, CodePoint with, Index most) {
  Index first = str_find_char(self, old, 0, self->size, 1);
  if (first < 0) return exact_str(cx, self);
  CodePoint bound = max_char_bound(self);
  Ref<Str> made = KR_TRY(new_str(cx, self->size, with > bound ? with : bound));
  copy_into(made, 0, self, 0, self->size);
  visit(made.borrow(), [&](auto* text, Index size) {
    using Char = std::remove_reference_t<decltype(*text)>;
    for (Index i = first; i < size && most > 0; i++)
      if (text[i] == old) text[i] = static_cast<Char>(with), most--;
  });
  return made;
}

Result<Ref<Str>> interleave(Context& cx, Borrowed<Str> self, Borrowed<Str> with, Index most) {
  StrBuilder out(cx);
  Index i = 0;
  for (; i < self->size && most > 0; i++, most--) {
    out.put(with);
    out.put_char(self->at(i));
  }
  out.put(self, i, self->size);
  if (most > 0) out.put(with);
  return out.finish();
}

}  // namespace

Result<Ref<Str>> replace(Context& cx, Borrowed<Str> self, Borrowed<Str> old, Borrowed<Str> with, Index most) {
  if (most < 0) most = index_max;
  if (most == 0 || old->size > self->size || old->kind() > self->kind() || (old->size && str_equal(old, with)))
    return exact_str(cx, self);
  if (old->size == 0) return self->size == 0 ? exact_str(cx, with) : interleave(cx, self, with, most);
  if (old->size == 1 && with->size == 1 && max_char_bound(with) <= max_char_bound(self) && self->is_ascii())
    return replace_char(cx, self, old->at(0), with->at(0), most);
  return visit(self, [&](auto* text, Index size) -> Result<Ref<Str>> {
    using Char = std::remove_reference_t<decltype(*text)>;
    Widened<Char> wide(old);
    if (!wide.data) return raise_memory_error(cx);
    text::Searcher<Char> search(wide.data, wide.size);
    Index from = 0, hit = search.find(text, 0, size);
    if (hit < 0) return exact_str(cx, self);
    if (with->size > old->size) {  // the only way to become too long
      Index hits = text::count<Char>(text, size, wide.data, wide.size, most);
      if (hits > (index_max - size) / (with->size - old->size))
        return raise(cx, exc::OverflowError, "replace string is too long");
    }
    StrBuilder out(cx);
    for (; hit >= 0 && most > 0; most--) {
      out.put(self, from, hit);
      out.put(with);
      from = hit + wide.size;
      hit = search.find(text, from, size);
    }
    out.put(self, from, size);
    return out.finish();
  });
}

}  // namespace krait::strings
