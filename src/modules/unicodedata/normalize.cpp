#include "modules/unicodedata/normalize.h"

#include "memory/memory.h"
#include "types/str/builder.h"

namespace krait::unicode_module {

using unicode::Form;

namespace {

constexpr CodePoint kSBase = 0xAC00, kLBase = 0x1100, kVBase = 0x1161, kTBase = 0x11A7;
constexpr CodePoint kVCount = 21, kTCount = 28, kSCount = 11172;

// Code points in memory of their own.
class Points {
 public:
  ~Points() { memory::release(data); }
  void push(CodePoint c) {
    if (size == capacity_) {
      capacity_ = capacity_ ? capacity_ * 2 : 64;
      auto* grown = static_cast<CodePoint*>(data ? memory::resize(data, static_cast<std::size_t>(capacity_) * 4)
                                                 : memory::allocate(static_cast<std::size_t>(capacity_) * 4));
      if (!grown) {
        failed = true;
        capacity_ = size;
        return;
      }
      data = grown;
    }
    data[size++] = c;
  }
  CodePoint* data = nullptr;
  Index size = 0;
  bool failed = false;

 private:
  Index capacity_ = 0;
};

// Corrections that came after 3.2.0: what these decomposed to then.
CodePoint corrected_320(CodePoint c) {
  switch (c) {
    case 0x2F868: return 0x2136A;
    case 0x2F874: return 0x5F33;
    case 0x2F91F: return 0x43AB;
    case 0x2F95F: return 0x7AAE;
    case 0x2F9BF: return 0x4D57;
    default: return 0;
  }
}

void decompose(Points& out, CodePoint c, bool compatible, bool old) {
  if (c - kSBase < kSCount) {
    CodePoint s = c - kSBase;
    out.push(kLBase + s / (kVCount * kTCount));
    out.push(kVBase + s / kTCount % kVCount);
    if (s % kTCount) out.push(kTBase + s % kTCount);
    return;
  }
  if (old) {
    if (CodePoint then = corrected_320(c)) return out.push(then);
  }
  const unicode::tables::Decomposition* d = decomposition_of(c, old);
  if (!d || (d->tag && !compatible)) return out.push(c);
  for (int i = 0; i < d->length; i++) decompose(out, unicode::decomposed(*d)[i], compatible, old);
}

// Combining marks in the order of their classes, equal ones as they came.
void reorder(Points& text) {
  for (Index i = 1; i < text.size; i++) {
    CodePoint c = text.data[i];
    std::uint8_t order = unicode::combining(c);
    if (order == 0) continue;
    Index at = i;
    for (; at > 0 && unicode::combining(text.data[at - 1]) > order; at--) text.data[at] = text.data[at - 1];
    text.data[at] = c;
  }
}

void compose(Points& text) {
  Index starter = -1, out = 0;
  std::uint8_t last = 0;
  for (Index i = 0; i < text.size; i++) {
    CodePoint c = text.data[i];
    std::uint8_t order = unicode::combining(c);
    bool blocked = starter < 0 || (starter != out - 1 && last >= order);
    if (!blocked) {
      if (CodePoint composed = unicode::compose(text.data[starter], c)) {
        text.data[starter] = composed;
        continue;
      }
    }
    if (order == 0) starter = out;
    last = order;
    text.data[out++] = c;
  }
  text.size = out;
}

}  // namespace

const unicode::tables::Decomposition* decomposition_of(CodePoint c, bool old) {
  if (old && !unicode::assigned_320(c)) return nullptr;
  return unicode::decomposition(c);
}

bool surely_normalized(Borrowed<Str> text, Form form) {
  if (text->is_ascii()) return true;
  std::uint8_t last = 0;
  for (Index i = 0; i < text->size; i++) {
    CodePoint c = text->at(i);
    if (c < 0x80) {
      last = 0;
      continue;
    }
    const auto& record = unicode::db_record(c);
    if (record.quick >> 2 * static_cast<int>(form) & 3) return false;
    if (record.combining && last > record.combining) return false;
    last = record.combining;
  }
  return true;
}

Result<Ref<Str>> normalized(Context& cx, Borrowed<Str> text, Form form, bool old) {
  if (text->size == 0 || text->is_ascii() || (!old && surely_normalized(text, form))) return hold(text);
  bool compatible = form == Form::nfkc || form == Form::nfkd;
  Points points;
  for (Index i = 0; i < text->size; i++) decompose(points, text->at(i), compatible, old);
  if (points.failed) return raise_memory_error(cx);
  reorder(points);
  if (form == Form::nfc || form == Form::nfkc) compose(points);
  return str_from_ucs4(cx, {points.data, static_cast<std::size_t>(points.size)});
}

}  // namespace krait::unicode_module
