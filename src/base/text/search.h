// Searching in runs of 1, 2 or 4 byte characters: find, rfind, count, all linear in the worst case except rfind.
//
// A search begins optimistically: the needle's last character is looked for with vectors (memchr for bytes), and where it
// and the first one fit, the middle is compared. Every failed comparison is charged; once the charges exceed the text
// walked over, the rest is searched by the two-way algorithm of Crochemore and Perrin, which never looks at a character more
// than twice. Positions are relative to the haystack; -1 says "not there".
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace krait::text {

using Index = std::ptrdiff_t;

inline Index find_char(const uint8_t* text, Index size, uint8_t c) {
  const void* hit = size > 0 ? memchr(text, c, static_cast<size_t>(size)) : nullptr;
  return hit ? static_cast<const uint8_t*>(hit) - text : -1;
}
inline Index rfind_char(const uint8_t* text, Index size, uint8_t c) {
  const void* hit = size > 0 ? memrchr(text, c, static_cast<size_t>(size)) : nullptr;
  return hit ? static_cast<const uint8_t*>(hit) - text : -1;
}

template <typename Char>
Index find_char(const Char* text, Index size, Char c) {
  Index i = 0;
  for (; i + 16 <= size; i += 16) {  // one branch for sixteen characters: the compiler makes vectors of it
    unsigned hit = 0;
    for (int k = 0; k < 16; k++) hit |= text[i + k] == c;
    if (hit) break;
  }
  for (; i < size; i++)
    if (text[i] == c) return i;
  return -1;
}
template <typename Char>
Index rfind_char(const Char* text, Index size, Char c) {
  for (Index i = size; i-- > 0;)
    if (text[i] == c) return i;
  return -1;
}

template <typename Char>
bool same(const Char* a, const Char* b, Index size) {
  return memcmp(a, b, static_cast<size_t>(size) * sizeof(Char)) == 0;
}

// One needle, prepared for any number of searches.
template <typename Char>
class Searcher {
 public:
  Searcher(const Char* needle, Index size) : needle_(needle), size_(size) {}

  // First occurrence in text[from, to), or -1.
  Index find(const Char* text, Index from, Index to) {
    if (size_ == 0) return from <= to ? from : -1;
    if (to - from < size_) return -1;
    if (size_ == 1) return shifted(find_char(text + from, to - from, needle_[0]), from);
    if (two_way_) return shifted(two_way(text + from, to - from), from);
    Index last = size_ - 1, charge = 0;
    for (Index i = from;;) {
      Index hit = find_char(text + i + last, to - i - last, needle_[last]);
      if (hit < 0) return -1;
      i += hit;
      if (text[i] == needle_[0] && same(text + i + 1, needle_ + 1, last - 1)) return i;
      charge += 8 + (text[i] == needle_[0] ? size_ / 4 : 0);
      if (++i + size_ > to) return -1;
      if (charge > 4 * (i - from) + 400) {
        prepare();
        return shifted(two_way(text + i, to - i), i);
      }
    }
  }

 private:
  static Index shifted(Index hit, Index by) { return hit < 0 ? -1 : hit + by; }

  // Start of the lexicographically largest suffix (under < or >) and its period.
  Index maximal_suffix(bool reversed, Index& period) const {
    Index suffix = -1, candidate = 0, offset = 1;
    period = 1;
    while (candidate + offset < size_) {
      Char a = needle_[candidate + offset], b = needle_[suffix + offset];
      if (reversed ? a > b : a < b) {
        candidate += offset;
        offset = 1;
        period = candidate - suffix;
      } else if (a == b) {
        if (offset != period) offset++;
        else candidate += period, offset = 1;
      } else {
        suffix = candidate++;
        offset = period = 1;
      }
    }
    return suffix + 1;
  }

  void prepare() {
    Index other_period;
    Index cut = maximal_suffix(false, period_), other = maximal_suffix(true, other_period);
    if (other > cut) cut = other, period_ = other_period;
    cut_ = cut;
    periodic_ = cut_ + period_ <= size_ && same(needle_, needle_ + period_, cut_);
    if (!periodic_) period_ = (cut_ > size_ - cut_ ? cut_ : size_ - cut_) + 1;
    two_way_ = true;
  }

  Index two_way(const Char* text, Index size) const {
    Index at = 0, memory = 0;
    while (at + size_ <= size) {
      Index i = cut_ > memory ? cut_ : memory;
      while (i < size_ && needle_[i] == text[at + i]) i++;
      if (i < size_) {
        at += i - cut_ + 1;
        memory = 0;
        continue;
      }
      i = cut_ - 1;
      while (i >= memory && needle_[i] == text[at + i]) i--;
      if (i < memory) return at;
      at += period_;
      memory = periodic_ ? size_ - period_ : 0;
    }
    return -1;
  }

  const Char* needle_;
  Index size_, cut_ = 0, period_ = 0;
  bool periodic_ = false, two_way_ = false;
};

template <typename Char>
Index find(const Char* text, Index size, const Char* needle, Index needle_size) {
  return Searcher<Char>(needle, needle_size).find(text, 0, size);
}

template <typename Char>
Index rfind(const Char* text, Index size, const Char* needle, Index needle_size) {
  if (needle_size > size) return -1;
  if (needle_size == 0) return size;
  Index limit = size - needle_size + 1;
  while (limit > 0) {
    Index i = rfind_char(text, limit, needle[0]);
    if (i < 0 || same(text + i, needle, needle_size)) return i;
    limit = i;
  }
  return -1;
}

// Occurrences that do not overlap, at most `most` of them; an empty needle occurs between all characters.
template <typename Char>
Index count(const Char* text, Index size, const Char* needle, Index needle_size, Index most = PTRDIFF_MAX) {
  if (needle_size == 0) return size + 1 < most ? size + 1 : most;
  Index found = 0;
  if (needle_size == 1) {
    if (most == PTRDIFF_MAX) {
      for (Index i = 0; i < size; i++) found += text[i] == needle[0];
      return found;
    }
  }
  Searcher<Char> search(needle, needle_size);
  for (Index i = 0; found < most; found++) {
    Index hit = search.find(text, i, size);
    if (hit < 0) break;
    i = hit + needle_size;
  }
  return found;
}

}  // namespace krait::text
