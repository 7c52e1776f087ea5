// split, splitlines, partition, join for bytes and bytearray.
#include <cstring>

#include "base/text/scan.h"
#include "base/text/search.h"
#include "memory/memory.h"
#include "types/bytes/methods.h"
#include "types/list/list.h"
#include "types/tuple/tuple.h"

namespace krait::byte_strings {
namespace {

// A list of pieces of self. self's bytes stay where they are: adding runs no Python code but a collection's.
class Pieces {
 public:
  Pieces(Context& cx, Borrowed<> self, Ref<List> list) : cx_(cx), self_(self), list_(std::move(list)) {}
  bool add(Index from, Index to) {
    auto piece = make_like(cx_, self_, span_of(self_).data + from, to - from);
    return !piece.failed() && !list_append(cx_, list_.borrow(), std::move(piece).value()).failed();
  }
  Result<Ref<>> finish(bool good, bool reversed = false) {
    if (!good) return Failed{};
    if (reversed) KR_TRY(list_reverse(cx_, list_));
    return Ref<>(std::move(list_));
  }

 private:
  Context& cx_;
  Borrowed<> self_;
  Ref<List> list_;
};

bool split_spaces(Pieces& out, Span text, Index most) {
  for (Index i = 0;;) {
    while (i < text.size && text::ascii_space(text.data[i])) i++;
    if (i == text.size) return true;
    Index from = i;
    if (most-- <= 0) return out.add(from, text.size);
    while (i < text.size && !text::ascii_space(text.data[i])) i++;
    if (!out.add(from, i)) return false;
  }
}

bool rsplit_spaces(Pieces& out, Span text, Index most) {
  for (Index i = text.size;;) {
    while (i > 0 && text::ascii_space(text.data[i - 1])) i--;
    if (i == 0) return true;
    Index to = i;
    if (most-- <= 0) return out.add(0, to);
    while (i > 0 && !text::ascii_space(text.data[i - 1])) i--;
    if (!out.add(i, to)) return false;
  }
}

bool split_on(Pieces& out, Span text, Span by, Index most) {
  text::Searcher<std::uint8_t> search(by.data, by.size);
  Index from = 0;
  for (; most-- > 0;) {
    Index hit = search.find(text.data, from, text.size);
    if (hit < 0) break;
    if (!out.add(from, hit)) return false;
    from = hit + by.size;
  }
  return out.add(from, text.size);
}

bool rsplit_on(Pieces& out, Span text, Span by, Index most) {
  Index to = text.size;
  for (; most-- > 0;) {
    Index hit = text::rfind(text.data, to, by.data, by.size);
    if (hit < 0) break;
    if (!out.add(hit + by.size, to)) return false;
    to = hit;
  }
  return out.add(0, to);
}

Result<Ref<>> split_either(Context& cx, Borrowed<> self, Borrowed<> separator, Index most, bool from_right) {
  if (most < 0) most = index_max;
  ScopedBuffer buffer;
  if (!is_none(separator)) {
    KR_TRY(buffer.get(cx, separator));
    if (buffer.size() == 0) return raise(cx, exc::ValueError, "empty separator");
  }
  Pieces out(cx, self, KR_TRY(new_list(cx)));
  Span text = span_of(self);
  bool good = is_none(separator) ? (from_right ? rsplit_spaces(out, text, most) : split_spaces(out, text, most))
                                 : (from_right ? rsplit_on(out, text, span_of(buffer), most) : split_on(out, text, span_of(buffer), most));
  return out.finish(good, from_right);
}

Result<Ref<>> partition_at(Context& cx, Borrowed<> self, Borrowed<> separator, bool last) {
  ScopedBuffer buffer;
  KR_TRY(buffer.get(cx, separator));
  Span by = span_of(buffer), text = span_of(self);
  if (by.size == 0) return raise(cx, exc::ValueError, "empty separator");
  Index hit = last ? text::rfind(text.data, text.size, by.data, by.size) : text::find(text.data, text.size, by.data, by.size);
  if (hit < 0) {
    Ref<> whole = KR_TRY(same_like(cx, self)), a = KR_TRY(make_like(cx, self, nullptr, 0)), b = KR_TRY(make_like(cx, self, nullptr, 0));
    return last ? tuple_of(cx, a, b, whole) : tuple_of(cx, whole, a, b);
  }
  Ref<> before = KR_TRY(make_like(cx, self, text.data, hit));
  Ref<> middle = is_bytearray(self) || !is_exact<Bytes>(separator) ? KR_TRY(make_like(cx, self, by.data, by.size)) : hold(separator);
  Index after = hit + by.size;
  Ref<> rest = KR_TRY(make_like(cx, self, text.data + after, text.size - after));
  return tuple_of(cx, before, middle, rest);
}

// Buffers of the items to be joined, released together.
class Buffers {
 public:
  ~Buffers() {
    for (Index i = 0; i < count_; i++)
      if (views_[i].obj) release_buffer(&views_[i]);
    memory::release(views_);
  }
  Result<void> get(Context& cx, std::span<Object* const> items) {
    views_ = static_cast<Buffer*>(memory::allocate_zeroed(items.size() + 1, sizeof(Buffer)));
    if (!views_) return raise_memory_error(cx);
    for (Object* raw : items) {
      Borrowed<> item(raw);
      Buffer& view = views_[count_];
      if (is_exact<Bytes>(item)) {
        view.buf = item.as<Bytes>()->data;
        view.len = item.as<Bytes>()->size();
      } else if (!has_buffer(item) || get_buffer(cx, item, &view, buffer_flags::simple).failed()) {
        if (cx.has_error()) clear_error(cx);
        return raise(cx, exc::TypeError, "sequence item {}: expected a bytes-like object, {!t:.80} found", count_, item);
      }
      count_++;
    }
    return {};
  }
  std::span<Buffer> views() const { return {views_, static_cast<std::size_t>(count_)}; }

 private:
  Buffer* views_ = nullptr;
  Index count_ = 0;
};

}  // namespace

Result<Ref<>> split(Context& cx, Borrowed<> self, Borrowed<> separator, Index most) { return split_either(cx, self, separator, most, false); }
Result<Ref<>> rsplit(Context& cx, Borrowed<> self, Borrowed<> separator, Index most) { return split_either(cx, self, separator, most, true); }
Result<Ref<>> partition(Context& cx, Borrowed<> self, Borrowed<> separator) { return partition_at(cx, self, separator, false); }
Result<Ref<>> rpartition(Context& cx, Borrowed<> self, Borrowed<> separator) { return partition_at(cx, self, separator, true); }

Result<Ref<>> splitlines(Context& cx, Borrowed<> self, int keep_ends) {
  Pieces out(cx, self, KR_TRY(new_list(cx)));
  Span text = span_of(self);
  bool good = true;
  for (Index at = 0; good && at < text.size;) {
    text::Line line = text::next_byte_line(text.data, text.size, at);
    good = out.add(at, keep_ends ? line.next : line.end);
    at = line.next;
  }
  return out.finish(good);
}

Result<Ref<>> join(Context& cx, Borrowed<> self, Borrowed<> iterable) {
  Ref<> fast = KR_TRY(sequence_fast(cx, iterable, "can only join an iterable"));
  std::span<Object* const> items = sequence_fast_items(fast);
  if (items.empty()) return make_like(cx, self, nullptr, 0);
  if (items.size() == 1 && !is_bytearray(self) && is_exact<Bytes>(Borrowed<>(items[0]))) return hold(items[0]);
  Buffers buffers;
  KR_TRY(buffers.get(cx, items));
  Index total = 0, gap = span_of(self).size;
  bool first = true;
  for (Buffer& view : buffers.views()) {
    Index more = view.len + (first ? 0 : gap);
    first = false;
    if (more > index_max - total) return raise(cx, exc::OverflowError, "join() result is too long");
    total += more;
  }
  std::uint8_t* to;
  Ref<> made = KR_TRY(room_like(cx, self, total, &to));
  Span by = span_of(self);
  first = true;
  for (Buffer& view : buffers.views()) {
    if (!first && by.size) memcpy(to, by.data, static_cast<std::size_t>(by.size)), to += by.size;
    first = false;
    if (view.len) memcpy(to, view.buf, static_cast<std::size_t>(view.len)), to += view.len;
  }
  return made;
}

}  // namespace krait::byte_strings
