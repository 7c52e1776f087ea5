// center, zfill, expandtabs, strip, and repetition, for bytes and bytearray.
#include <cstring>

#include "base/text/scan.h"
#include "types/bytes/methods.h"

namespace krait::byte_strings {
namespace {

Result<Ref<>> padded(Context& cx, Borrowed<> self, Index left, Index right, std::uint8_t fill) {
  if (left < 0) left = 0;
  if (right < 0) right = 0;
  Span text = span_of(self);
  if (left == 0 && right == 0) return same_like(cx, self);
  std::uint8_t* to;
  Ref<> made = KR_TRY(room_like(cx, self, left + text.size + right, &to));
  text = span_of(self);
  memset(to, fill, static_cast<std::size_t>(left));
  if (text.size) memcpy(to + left, text.data, static_cast<std::size_t>(text.size));
  memset(to + left + text.size, fill, static_cast<std::size_t>(right));
  return made;
}

Result<std::uint8_t> fill_byte(Context& cx, const char* name, Borrowed<> fill) {
  if (fill.is_null()) return std::uint8_t{' '};
  if ((is<Bytes>(fill) || is_bytearray(fill)) && span_of(fill).size == 1) return span_of(fill).data[0];
  return raise(cx, exc::TypeError, "{}() argument 2 must be a byte string of length 1, not {!t:.50}", name, fill);
}

Result<Ref<>> stripped(Context& cx, Borrowed<> self, Borrowed<> bytes, bool left, bool right) {
  bool drop[256] = {};
  if (is_none(bytes)) {
    for (std::uint8_t c : {' ', '\t', '\n', '\r', '\v', '\f'}) drop[c] = true;
  } else {
    ScopedBuffer buffer;
    KR_TRY(buffer.get(cx, bytes));
    Span set = span_of(buffer);
    for (Index i = 0; i < set.size; i++) drop[set.data[i]] = true;
  }
  Span text = span_of(self);
  Index from = 0, to = text.size;
  while (left && from < to && drop[text.data[from]]) from++;
  while (right && to > from && drop[text.data[to - 1]]) to--;
  if (from == 0 && to == text.size) return same_like(cx, self);
  return make_like(cx, self, text.data + from, to - from);
}

}  // namespace

Result<Ref<>> center(Context& cx, Borrowed<> self, Index width, Borrowed<> fill) {
  std::uint8_t c = KR_TRY(fill_byte(cx, "center", fill));
  Index margin = width - span_of(self).size;
  if (margin <= 0) return same_like(cx, self);
  Index left = margin / 2 + (margin & width & 1);
  return padded(cx, self, left, margin - left, c);
}
Result<Ref<>> ljust(Context& cx, Borrowed<> self, Index width, Borrowed<> fill) {
  std::uint8_t c = KR_TRY(fill_byte(cx, "ljust", fill));
  return padded(cx, self, 0, width - span_of(self).size, c);
}
Result<Ref<>> rjust(Context& cx, Borrowed<> self, Index width, Borrowed<> fill) {
  std::uint8_t c = KR_TRY(fill_byte(cx, "rjust", fill));
  return padded(cx, self, width - span_of(self).size, 0, c);
}

Result<Ref<>> zfill(Context& cx, Borrowed<> self, Index width) {
  Index zeros = width - span_of(self).size;
  if (zeros <= 0) return same_like(cx, self);
  Ref<> made = KR_TRY(padded(cx, self, zeros, 0, '0'));
  Span text = span_of(made);
  auto* bytes = const_cast<std::uint8_t*>(text.data);
  if (zeros < text.size && (bytes[zeros] == '+' || bytes[zeros] == '-')) bytes[0] = bytes[zeros], bytes[zeros] = '0';
  return made;
}

Result<Ref<>> expandtabs(Context& cx, Borrowed<> self, int tabsize) {
  ByteBuffer out(cx);
  Span text = span_of(self);
  Index column = 0;
  for (Index i = 0; i < text.size; i++) {
    std::uint8_t c = text.data[i];
    if (c == '\t') {
      if (tabsize <= 0) continue;
      Index more = tabsize - column % tabsize;
      if (more > index_max - out.size()) return raise(cx, exc::OverflowError, "result too long");
      if (!out.fill(' ', more)) return Failed{};
      column += more;
    } else {
      column = c == '\n' || c == '\r' ? 0 : column + 1;
      if (!out.put(c)) return Failed{};
    }
  }
  return make_like(cx, self, out.data(), out.size());
}

Result<Ref<>> strip(Context& cx, Borrowed<> self, Borrowed<> bytes) { return stripped(cx, self, bytes, true, true); }
Result<Ref<>> lstrip(Context& cx, Borrowed<> self, Borrowed<> bytes) { return stripped(cx, self, bytes, true, false); }
Result<Ref<>> rstrip(Context& cx, Borrowed<> self, Borrowed<> bytes) { return stripped(cx, self, bytes, false, true); }

Result<Ref<>> multiply(Context& cx, Borrowed<> self, Index count) {
  Span text = span_of(self);
  if (count < 1 || text.size == 0) return make_like(cx, self, nullptr, 0);
  if (count == 1) return same_like(cx, self);
  if (text.size > index_max / count - 40) {
    if (is_bytearray(self)) return raise_memory_error(cx);
    return raise(cx, exc::OverflowError, "repeated bytes are too long");
  }
  std::uint8_t* to;
  Index total = text.size * count;
  Ref<> made = KR_TRY(room_like(cx, self, total, &to));
  text = span_of(self);
  if (text.size == 1) {
    memset(to, text.data[0], static_cast<std::size_t>(total));
    return made;
  }
  memcpy(to, text.data, static_cast<std::size_t>(text.size));
  for (Index done = text.size; done < total;) {
    Index more = done < total - done ? done : total - done;
    memcpy(to + done, to, static_cast<std::size_t>(more));
    done += more;
  }
  return made;
}

}  // namespace krait::byte_strings
