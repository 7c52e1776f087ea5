#include "syntax/normalize.h"

#include "base/unicode/database.h"
#include "syntax/utf8.h"

namespace krait::syntax {
namespace {

// Code points and their growth; identifiers are short, so a plain array of 32-bit words will do.
struct CodePoints {
  ByteBuffer bytes;
  int size() const { return int(bytes.view().size() / 4); }
  uint32_t* data() { return reinterpret_cast<uint32_t*>(const_cast<char*>(bytes.view().data())); }
  void push(uint32_t c) { bytes.append({reinterpret_cast<const char*>(&c), 4}); }
};

constexpr uint32_t hangul = 0xAC00, hangul_count = 11172, leading = 0x1100, vowel = 0x1161, trailing = 0x11A7;

void decompose(uint32_t c, CodePoints& out) {
  if (c - hangul < hangul_count) {
    uint32_t s = c - hangul;
    out.push(leading + s / 588);
    out.push(vowel + s % 588 / 28);
    if (s % 28) out.push(trailing + s % 28);
    return;
  }
  const auto* mapping = unicode::decomposition(c);
  if (!mapping) return out.push(c);
  for (int i = 0; i < mapping->length; ++i) decompose(unicode::decomposed(*mapping)[i], out);
}

// Marks between two starters are sorted by combining class, keeping the order of equals.
void reorder(CodePoints& text) {
  uint32_t* p = text.data();
  for (int i = 1; i < text.size(); ++i) {
    int combining = unicode::combining(p[i]);
    if (!combining) continue;
    for (int j = i; j > 0 && unicode::combining(p[j - 1]) > combining; --j) {
      uint32_t moved = p[j];
      p[j] = p[j - 1];
      p[j - 1] = moved;
    }
  }
}

void compose(CodePoints& text, ByteBuffer& out) {
  uint32_t* p = text.data();
  int count = text.size(), kept = 0, starter = -1;
  int last_class = -1;  // of the last mark kept since the starter
  for (int i = 0; i < count; ++i) {
    int combining = unicode::combining(p[i]);
    uint32_t composed = starter >= 0 && last_class < combining ? unicode::compose(p[starter], p[i]) : 0;
    if (starter >= 0 && last_class == -1 && !composed) composed = unicode::compose(p[starter], p[i]);
    if (composed) {
      p[starter] = composed;
      continue;
    }
    p[kept] = p[i];
    if (combining == 0) {
      starter = kept;
      last_class = -1;
    } else {
      last_class = combining;
    }
    ++kept;
  }
  for (int i = 0; i < kept; ++i) {
    char* at = out.reserve(4);
    out.commit(size_t(utf8_put(at, p[i]) - at));
  }
}

}  // namespace

bool normalize_identifier(std::string_view text, ByteBuffer& out) {
  const char *p = text.data(), *end = p + text.size();
  bool normal = true;
  while (normal && p < end) {
    uint32_t c = utf8_next(p);
    normal = c < 0x80 || (unicode::quick_check(c, unicode::Form::nfkc) == 0 && unicode::combining(c) == 0);
  }
  if (normal) return false;
  CodePoints decomposed;
  for (p = text.data(); p < end;) decompose(utf8_next(p), decomposed);
  reorder(decomposed);
  compose(decomposed, out);
  return true;
}

}  // namespace krait::syntax
