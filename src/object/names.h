// KR_ID(name): the interned str "name", made at compile time. KR_STR("any text") the same for texts that are not identifiers.
//
// Each distinct text becomes one static str object; the linker gathers pointers to all of them in the section krait_names, and
// start-up enters them in the table of interned strings (types/str/intern.cpp), so that equal strings made later are the same object.
#pragma once

#include <cstddef>

#include "object/fwd.h"
#include "object/types.h"

namespace krait {

template <std::size_t N>
struct FixedText {
  char text[N];
  consteval FixedText(const char (&literal)[N]) {
    for (std::size_t i = 0; i < N; ++i) text[i] = literal[i];
  }
};

// The head of an ASCII-only str: CPython's PyASCIIObject. The characters follow, with a zero behind them.
struct AsciiHead {
  Object base;
  Index length;
  Hash hash;
  std::uint32_t state;  // interned:2 kind:3 compact:1 ascii:1 ready:1
  wchar_t* wstr;
};
static_assert(sizeof(AsciiHead) == 48);

inline constexpr Index immortal_refcount = 999999999;
inline constexpr std::uint32_t static_ascii_state = 2 | 1 << 2 | 1 << 5 | 1 << 6 | 1 << 7;

template <std::size_t N>
struct StaticAscii {
  AsciiHead head;
  char data[N];
};

// The shared "" and one-character strs (types/str/singletons.cpp): names of that length are these objects.
namespace strings {
extern StaticAscii<8> ascii_chars[128];
extern StaticAscii<8> empty_string;
}  // namespace strings

namespace detail {
template <FixedText Text>
consteval auto make_static_ascii() {
  constexpr std::size_t size = sizeof(Text.text);
  StaticAscii<size> made{{{immortal_refcount, &str_type}, static_cast<Index>(size - 1), -1, static_ascii_state, nullptr}, {}};
  for (std::size_t i = 0; i < size; ++i) made.data[i] = Text.text[i];
  return made;
}

template <FixedText Text>
struct StaticName {
  static constinit inline StaticAscii<sizeof(Text.text)> object = make_static_ascii<Text>();
  [[gnu::section("krait_names"), gnu::used, gnu::retain]] static constinit inline AsciiHead* entry = &object.head;
};

template <FixedText Text>
KR_INLINE Borrowed<Str> static_name() {
  if constexpr (sizeof(Text.text) == 1) return Borrowed<Str>(reinterpret_cast<Str*>(&strings::empty_string));
  else if constexpr (sizeof(Text.text) == 2)
    return Borrowed<Str>(reinterpret_cast<Str*>(&strings::ascii_chars[static_cast<unsigned char>(Text.text[0])]));
  else {
    (void)&StaticName<Text>::entry;
    return Borrowed<Str>(reinterpret_cast<Str*>(&StaticName<Text>::object));
  }
}
}  // namespace detail

}  // namespace krait

#define KR_ID(name) (::krait::detail::static_name<#name>())
#define KR_STR(text) (::krait::detail::static_name<text>())
