#include "types/str/singletons.h"

#include <array>

namespace krait {
namespace strings {
namespace {

// The UTF-8 forms of U+0080..U+00FF: part of the shared objects, which must never allocate.
struct Utf8Forms {
  char text[128][3];
};
consteval Utf8Forms make_utf8_forms() {
  Utf8Forms made{};
  for (int i = 0; i < 128; i++) {
    made.text[i][0] = static_cast<char>(0xC0 | (i + 128) >> 6);
    made.text[i][1] = static_cast<char>(0x80 | (i & 0x3F));
  }
  return made;
}
constexpr Utf8Forms utf8_forms = make_utf8_forms();

constexpr std::uint32_t latin1_state = 2 | 1 << 2 | 1 << 5 | 1 << 7;

template <int I>
consteval StaticAscii<8> make_ascii() {
  return {{{immortal_refcount, &str_type}, 1, -1, static_ascii_state, nullptr}, {static_cast<char>(I)}};
}
template <int I>
consteval StaticLatin1 make_latin1() {
  return {{{immortal_refcount, &str_type}, 1, -1, latin1_state, nullptr}, 2, utf8_forms.text[I], 0, {static_cast<std::uint8_t>(I + 128)}};
}

}  // namespace

#define KR_ROW4(make, i) make<i>(), make<i + 1>(), make<i + 2>(), make<i + 3>()
#define KR_ROW16(make, i) KR_ROW4(make, i), KR_ROW4(make, i + 4), KR_ROW4(make, i + 8), KR_ROW4(make, i + 12)
#define KR_ROW128(make)                                                                                            \
  KR_ROW16(make, 0), KR_ROW16(make, 16), KR_ROW16(make, 32), KR_ROW16(make, 48), KR_ROW16(make, 64), KR_ROW16(make, 80), \
      KR_ROW16(make, 96), KR_ROW16(make, 112)

constinit StaticAscii<8> ascii_chars[128] = {KR_ROW128(make_ascii)};
constinit StaticLatin1 latin1_chars[128] = {KR_ROW128(make_latin1)};
constinit StaticAscii<8> empty_string = {{{immortal_refcount, &str_type}, 0, 0, static_ascii_state, nullptr}, {}};

}  // namespace strings

Ref<Str> empty_str() { return Ref<Str>::share(reinterpret_cast<Str*>(&strings::empty_string)); }

}  // namespace krait
