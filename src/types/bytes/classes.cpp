// Case and character classes of bytes: ASCII only.
#include "base/text/scan.h"
#include "types/bytes/methods.h"

namespace krait::byte_strings {
namespace {

template <class F>
Result<Ref<>> map_each(Context& cx, Borrowed<> self, F&& f) {
  std::uint8_t* to;
  Ref<> made = KR_TRY(room_like(cx, self, span_of(self).size, &to));
  Span text = span_of(self);
  for (Index i = 0; i < text.size; i++) to[i] = f(text.data[i]);
  return made;
}

template <class F>
bool all_of(Borrowed<> self, F&& test) {
  Span text = span_of(self);
  for (Index i = 0; i < text.size; i++)
    if (!test(text.data[i])) return false;
  return true;
}

}  // namespace

Result<Ref<>> lower(Context& cx, Borrowed<> self) { return map_each(cx, self, text::ascii_lower); }
Result<Ref<>> upper(Context& cx, Borrowed<> self) { return map_each(cx, self, text::ascii_upper); }
Result<Ref<>> swapcase(Context& cx, Borrowed<> self) {
  return map_each(cx, self, [](std::uint8_t c) { return static_cast<std::uint8_t>(text::ascii_alpha(c) ? c ^ 0x20 : c); });
}
Result<Ref<>> title(Context& cx, Borrowed<> self) {
  bool inside = false;
  return map_each(cx, self, [&](std::uint8_t c) {
    std::uint8_t mapped = inside ? text::ascii_lower(c) : text::ascii_upper(c);
    inside = text::ascii_alpha(c);
    return mapped;
  });
}
Result<Ref<>> capitalize(Context& cx, Borrowed<> self) {
  bool first = true;
  return map_each(cx, self, [&](std::uint8_t c) {
    std::uint8_t mapped = first ? text::ascii_upper(c) : text::ascii_lower(c);
    first = false;
    return mapped;
  });
}

bool isalnum(Borrowed<> self) { return span_of(self).size && all_of(self, text::ascii_alnum); }
bool isalpha(Borrowed<> self) { return span_of(self).size && all_of(self, text::ascii_alpha); }
bool isdigit(Borrowed<> self) { return span_of(self).size && all_of(self, text::ascii_digit); }
bool isspace(Borrowed<> self) { return span_of(self).size && all_of(self, text::ascii_space); }
bool isascii(Borrowed<> self) { return text::is_ascii(span_of(self).data, span_of(self).size); }
bool islower(Borrowed<> self) {
  bool seen = false;
  return all_of(self, [&](std::uint8_t c) { return seen |= text::ascii_islower(c), !text::ascii_isupper(c); }) && seen;
}
bool isupper(Borrowed<> self) {
  bool seen = false;
  return all_of(self, [&](std::uint8_t c) { return seen |= text::ascii_isupper(c), !text::ascii_islower(c); }) && seen;
}
bool istitle(Borrowed<> self) {
  bool cased = false, inside = false;
  bool good = all_of(self, [&](std::uint8_t c) {
    if (text::ascii_isupper(c)) {
      if (inside) return false;
      inside = cased = true;
    } else if (text::ascii_islower(c)) {
      if (!inside) return false;
      cased = true;
    } else {
      inside = false;
    }
    return true;
  });
  return good && cased;
}

}  // namespace krait::byte_strings
