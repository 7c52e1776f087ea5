// Single items of an array, to objects and back.
#include <cstring>

#include "modules/array/array.h"
#include "types/float/float.h"
#include "types/int/int.h"
#include "types/str/str.h"

namespace krait::arrays {

constexpr Kind kinds[] = {{'b', 1, true, true, "b"}, {'B', 1, true, false, "B"}, {'u', 4, false, false, "w"}, {'h', 2, true, true, "h"},
                          {'H', 2, true, false, "H"}, {'i', 4, true, true, "i"}, {'I', 4, true, false, "I"}, {'l', 8, true, true, "l"},
                          {'L', 8, true, false, "L"}, {'q', 8, true, true, "q"}, {'Q', 8, true, false, "Q"}, {'f', 4, false, false, "f"},
                          {'d', 8, false, false, "d"}};

const Kind* find_kind(std::uint32_t letter) {
  for (const Kind& kind : kinds)
    if (static_cast<std::uint32_t>(kind.letter) == letter) return &kind;
  return nullptr;
}

namespace {
template <class T>
T load(const char* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}
template <class T>
Result<void> store(char* at, T value) {
  std::memcpy(at, &value, sizeof value);
  return {};
}

Result<void> set_small(Context& cx, char letter, char* at, Borrowed<> value) {
  long number = as_long(cx, value);
  if (number == -1 && cx.has_error()) return Failed{};
  auto outside = [&](const char* what, bool below) {
    return raise(cx, exc::OverflowError, "{} is {} than {}", what, below ? "less" : "greater", below ? "minimum" : "maximum");
  };
  switch (letter) {
    case 'b':
      if (number < -32768 || number > 32767) return outside("signed short integer", number < 0);
      if (number < -128 || number > 127) return outside("signed char", number < 0);
      return store(at, static_cast<std::int8_t>(number));
    case 'B':
      if (number < 0 || number > 255) return outside("unsigned byte integer", number < 0);
      return store(at, static_cast<std::uint8_t>(number));
    case 'h':
      if (number < -32768 || number > 32767) return outside("signed short integer", number < 0);
      return store(at, static_cast<std::int16_t>(number));
  }
  if (number < -2147483648l || number > 2147483647l) return outside("signed integer", number < 0);
  if (letter == 'H') {
    if (number < 0 || number > 65535) return outside("unsigned short", number < 0);
    return store(at, static_cast<std::uint16_t>(number));
  }
  return store(at, static_cast<std::int32_t>(number));
}

Result<void> set_unsigned(Context& cx, char letter, char* at, Borrowed<> given) {
  Ref<Int> value = KR_TRY(index(cx, given));
  if (letter == 'Q') {
    unsigned long long number = as_unsigned_long_long(cx, value);
    if (number == ~0ull && cx.has_error()) return Failed{};
    return store(at, number);
  }
  if (int_sign(value) < 0) return raise(cx, exc::OverflowError, "can't convert negative value to unsigned int");
  unsigned long number = as_unsigned_long(cx, value);
  if (number == ~0ul && cx.has_error()) return Failed{};
  if (letter == 'L') return store(at, number);
  if (number > 0xffffffffu) return raise(cx, exc::OverflowError, "unsigned int is greater than maximum");
  return store(at, static_cast<std::uint32_t>(number));
}
}  // namespace

Result<Ref<>> get_value(Context& cx, const Kind& kind, const char* at) {
  switch (kind.letter) {
    case 'b': return KR_TRY(int_from(cx, load<std::int8_t>(at)));
    case 'B': return KR_TRY(int_from(cx, load<std::uint8_t>(at)));
    case 'h': return KR_TRY(int_from(cx, load<std::int16_t>(at)));
    case 'H': return KR_TRY(int_from(cx, load<std::uint16_t>(at)));
    case 'i': return KR_TRY(int_from(cx, load<std::int32_t>(at)));
    case 'I': return KR_TRY(int_from(cx, load<std::uint32_t>(at)));
    case 'l':
    case 'q': return KR_TRY(int_from(cx, load<std::int64_t>(at)));
    case 'L':
    case 'Q': return KR_TRY(int_from_unsigned(cx, load<std::uint64_t>(at)));
    case 'f': return KR_TRY(float_from(cx, static_cast<double>(load<float>(at))));
    case 'd': return KR_TRY(float_from(cx, load<double>(at)));
  }
  auto c = load<std::uint32_t>(at);
  if (c > 0x10ffff) return raise(cx, exc::ValueError, "character U+{:x} is not in range [U+0000; U+10ffff]", c);
  return KR_TRY(str_from_code_point(cx, c));
}

Result<void> set_value(Context& cx, const Kind& kind, char* at, Borrowed<> value) {
  switch (kind.letter) {
    case 'b': case 'B': case 'h': case 'H': case 'i': return set_small(cx, kind.letter, at, value);
    case 'I': case 'L': case 'Q': return set_unsigned(cx, kind.letter, at, value);
    case 'l': {
      long number = as_long(cx, value);
      if (number == -1 && cx.has_error()) return Failed{};
      return store(at, number);
    }
    case 'q': {
      long long number = as_long_long(cx, value);
      if (number == -1 && cx.has_error()) return Failed{};
      return store(at, number);
    }
    case 'u': {
      if (!is<Str>(value) || value.as<Str>()->size != 1) return raise(cx, exc::TypeError, "array item must be unicode character");
      return store(at, value.as<Str>()->at(0));
    }
  }
  double number = as_double(cx, value);
  if (number == -1.0 && cx.has_error()) return Failed{};
  if (kind.letter == 'f') return store(at, static_cast<float>(number));
  return store(at, number);
}

}  // namespace krait::arrays
