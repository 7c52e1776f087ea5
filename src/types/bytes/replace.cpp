// replace, translate, maketrans for bytes and bytearray.
#include <cstring>

#include "base/text/search.h"
#include "types/bytes/methods.h"

namespace krait::byte_strings {

Result<Ref<>> replace(Context& cx, Borrowed<> self, Borrowed<> old, Borrowed<> with, Index most) {
  ScopedBuffer a, b;
  KR_TRY(a.get(cx, old));
  KR_TRY(b.get(cx, with));
  if (most < 0) most = index_max;
  Span text = span_of(self), from = span_of(a), to = span_of(b);
  if (most == 0 || from.size > text.size) return same_like(cx, self);
  Index hits = text::count(text.data, text.size, from.data, from.size, most);
  if (hits == 0) return same_like(cx, self);
  if (to.size > from.size && hits > (index_max - text.size) / (to.size - from.size))
    return raise(cx, exc::OverflowError, "replace bytes is too long");
  std::uint8_t* out;
  Ref<> made = KR_TRY(room_like(cx, self, text.size + hits * (to.size - from.size), &out));
  text = span_of(self);
  auto put = [&](const std::uint8_t* data, Index size) {
    if (size) memcpy(out, data, static_cast<std::size_t>(size));
    out += size;
  };
  if (from.size == 0) {
    for (Index i = 0; i < hits; i++) {
      put(to.data, to.size);
      if (i < text.size) put(text.data + i, 1);
    }
    if (hits < text.size) put(text.data + hits, text.size - hits);
    return made;
  }
  text::Searcher<std::uint8_t> search(from.data, from.size);
  Index at = 0;
  for (; hits > 0; hits--) {
    Index hit = search.find(text.data, at, text.size);
    put(text.data + at, hit - at);
    put(to.data, to.size);
    at = hit + from.size;
  }
  put(text.data + at, text.size - at);
  return made;
}

Result<Ref<>> translate(Context& cx, Borrowed<> self, Borrowed<> table, Borrowed<> removed) {
  ScopedBuffer map, drop;
  bool identity = is_none(table);
  if (!identity) {
    KR_TRY(map.get(cx, table));
    if (map.size() != 256) return raise(cx, exc::ValueError, "translation table must be 256 characters long");
  }
  bool gone[256] = {};
  if (removed) {
    KR_TRY(drop.get(cx, removed));
    Span set = span_of(drop);
    for (Index i = 0; i < set.size; i++) gone[set.data[i]] = true;
  }
  ByteBuffer out(cx);
  Span text = span_of(self);
  std::uint8_t* to = out.room(text.size);
  if (!to) return Failed{};
  Index n = 0;
  bool changed = false;
  const std::uint8_t* with = identity ? nullptr : span_of(map).data;
  for (Index i = 0; i < text.size; i++) {
    std::uint8_t c = text.data[i];
    if (gone[c]) continue;
    std::uint8_t mapped = identity ? c : with[c];
    changed |= mapped != c;
    to[n++] = mapped;
  }
  if (!changed && n == text.size) return same_like(cx, self);
  return make_like(cx, self, to, n);
}

Result<Ref<>> maketrans(Context& cx, Borrowed<> from, Borrowed<> to) {
  ScopedBuffer a, b;
  KR_TRY(a.get(cx, from));
  KR_TRY(b.get(cx, to));
  if (a.size() != b.size()) return raise(cx, exc::ValueError, "maketrans arguments must have same length");
  Ref<Bytes> made = KR_TRY(new_bytes(cx, 256));
  for (int i = 0; i < 256; i++) made->data[i] = static_cast<char>(i);
  for (Index i = 0; i < a.size(); i++) made->data[span_of(a).data[i]] = b.data()[i];
  return made;
}

}  // namespace krait::byte_strings
