// split, splitlines, partition, join.
#include "base/text/search.h"
#include "types/list/list.h"
#include "types/str/internal.h"
#include "types/str/methods.h"
#include "types/tuple/tuple.h"

namespace krait::strings {
namespace {

// Collects pieces of one str in a list.
class Pieces {
 public:
  Pieces(Context& cx, Borrowed<Str> text) : cx_(cx), text_(text) {}
  bool begin() {
    auto list = new_list(cx_);
    if (list.failed()) return false;
    list_ = std::move(list).value();
    return true;
  }
  bool add(Index from, Index to) {
    auto piece = substring(cx_, text_, from, to);
    if (piece.failed()) return false;
    return !list_append(cx_, list_.borrow(), Ref<>(std::move(piece).value())).failed();
  }
  Result<Ref<>> finish(bool good) {
    if (!good) return Failed{};
    return Ref<>(std::move(list_));
  }
  Borrowed<List> list() const { return list_; }

 private:
  Context& cx_;
  Borrowed<Str> text_;
  Ref<List> list_;
};

template <class Char>
bool split_spaces(Pieces& out, const Char* text, Index size, Index most) {
  Index i = 0;
  while (true) {
    while (i < size && unicode::is_space(text[i])) i++;
    if (i == size) return true;
    Index from = i;
    if (most-- <= 0) return out.add(from, size);
    while (i < size && !unicode::is_space(text[i])) i++;
    if (!out.add(from, i)) return false;
  }
}

template <class Char>
bool rsplit_spaces(Pieces& out, const Char* text, Index size, Index most) {
  Index i = size;
  while (true) {
    while (i > 0 && unicode::is_space(text[i - 1])) i--;
    if (i == 0) return true;
    Index to = i;
    if (most-- <= 0) return out.add(0, to);
    while (i > 0 && !unicode::is_space(text[i - 1])) i--;
    if (!out.add(i, to)) return false;
  }
}

template <class Char>
bool split_on(Pieces& out, const Char* text, Index size, const Widened<Char>& separator, Index most) {
  text::Searcher<Char> search(separator.data, separator.size);
  Index from = 0;
  while (most-- > 0) {
    Index hit = search.find(text, from, size);
    if (hit < 0) break;
    if (!out.add(from, hit)) return false;
    from = hit + separator.size;
  }
  return out.add(from, size);
}

template <class Char>
bool rsplit_on(Pieces& out, const Char* text, Index size, const Widened<Char>& separator, Index most) {
  Index to = size;
  while (most-- > 0) {
    Index hit = text::rfind(text, to, separator.data, separator.size);
    if (hit < 0) break;
    if (!out.add(hit + separator.size, to)) return false;
    to = hit;
  }
  return out.add(0, to);
}

Result<Ref<>> split_either(Context& cx, Borrowed<Str> self, Borrowed<> separator, Index most, bool from_right) {
  if (most < 0) most = index_max;
  Pieces out(cx, self);
  if (is_none(separator)) {
    if (!out.begin()) return Failed{};
    bool good = visit(self, [&](auto* text, Index size) {
      return from_right ? rsplit_spaces(out, text, size, most) : split_spaces(out, text, size, most);
    });
    if (good && from_right) KR_TRY(list_reverse(cx, out.list()));
    return out.finish(good);
  }
  if (!is<Str>(separator)) return raise(cx, exc::TypeError, "must be str or None, not {!t:.100}", separator);
  Borrowed<Str> by = separator.as<Str>();
  if (by->size == 0) return raise(cx, exc::ValueError, "empty separator");
  if (!out.begin()) return Failed{};
  if (by->kind() > self->kind() || by->size > self->size) return out.finish(out.add(0, self->size));
  bool good = visit(self, [&](auto* text, Index size) {
    using Char = std::remove_reference_t<decltype(*text)>;
    Widened<Char> wide(by);
    if (!wide.data) return (void)raise_memory_error(cx), false;
    return from_right ? rsplit_on<Char>(out, text, size, wide, most) : split_on<Char>(out, text, size, wide, most);
  });
  if (good && from_right) KR_TRY(list_reverse(cx, out.list()));
  return out.finish(good);
}

// Where the separator stands; -1 absent, -2 failed.
Result<Ref<>> partition_at(Context& cx, Borrowed<Str> self, Borrowed<> separator, bool last) {
  if (!is<Str>(separator)) return raise(cx, exc::TypeError, "must be str, not {!t:.100}", separator);
  Borrowed<Str> by = separator.as<Str>();
  if (by->size == 0) return raise(cx, exc::ValueError, "empty separator");
  Index hit = -1;
  if (by->kind() <= self->kind()) {
    hit = visit(self, [&](auto* text, Index size) -> Index {
      using Char = std::remove_reference_t<decltype(*text)>;
      Widened<Char> wide(by);
      if (!wide.data) return (void)raise_memory_error(cx), -2;
      return last ? text::rfind<Char>(text, size, wide.data, wide.size) : text::find<Char>(text, size, wide.data, wide.size);
    });
  }
  if (hit == -2) return Failed{};
  if (hit < 0) {
    Ref<Str> whole = KR_TRY(exact_str(cx, self)), empty = empty_str();
    return last ? tuple_of(cx, empty, empty, whole) : tuple_of(cx, whole, empty, empty);
  }
  Ref<Str> before = KR_TRY(substring(cx, self, 0, hit));
  Ref<Str> after = KR_TRY(substring(cx, self, hit + by->size, self->size));
  return tuple_of(cx, before, by, after);
}

}  // namespace

Result<Ref<>> split(Context& cx, Borrowed<Str> self, Borrowed<> separator, Index most) {
  return split_either(cx, self, separator, most, false);
}
Result<Ref<>> rsplit(Context& cx, Borrowed<Str> self, Borrowed<> separator, Index most) {
  return split_either(cx, self, separator, most, true);
}
Result<Ref<>> partition(Context& cx, Borrowed<Str> self, Borrowed<> separator) { return partition_at(cx, self, separator, false); }
Result<Ref<>> rpartition(Context& cx, Borrowed<Str> self, Borrowed<> separator) { return partition_at(cx, self, separator, true); }

Result<Ref<>> splitlines(Context& cx, Borrowed<Str> self, int keep_ends) {
  Pieces out(cx, self);
  if (!out.begin()) return Failed{};
  bool good = visit(self, [&](auto* text, Index size) {
    for (Index at = 0; at < size;) {
      text::Line line = text::next_line(text, size, at);
      if (!out.add(at, keep_ends ? line.next : line.end)) return false;
      at = line.next;
    }
    return true;
  });
  return out.finish(good);
}

Result<Ref<Str>> join(Context& cx, Borrowed<Str> self, Borrowed<> iterable) {
  Ref<> items = KR_TRY(sequence_fast(cx, iterable, "can only join an iterable"));
  return str_join(cx, self, sequence_fast_items(items));
}

}  // namespace krait::strings
