// Single values to bytes and back.
#include <cstring>

#include "modules/_struct/struct.h"
#include "types/bytes/bytes.h"
#include "types/float/float.h"
#include "types/int/int.h"

namespace krait::structs {

std::uint16_t half_from_double(double value, bool* overflow) {
  std::uint64_t bits;
  std::memcpy(&bits, &value, 8);
  auto sign = static_cast<std::uint16_t>((bits >> 48) & 0x8000);
  int exponent = static_cast<int>((bits >> 52) & 0x7ff);
  std::uint64_t fraction = bits & 0xfffffffffffffull;
  if (exponent == 0x7ff) return static_cast<std::uint16_t>(sign | 0x7c00 | (fraction ? 0x200 : 0));
  exponent -= 1023;
  if (exponent < -25) return sign;  // less than half of the smallest
  std::uint64_t significand = fraction | (std::uint64_t{1} << 52);
  int shift = exponent < -14 ? 42 + (-14 - exponent) : 42;  // bits to round away
  std::uint64_t kept = significand >> shift, rest = significand & ((std::uint64_t{1} << shift) - 1), half = std::uint64_t{1} << (shift - 1);
  if (rest > half || (rest == half && (kept & 1))) ++kept;
  // A carry out of the fraction steps the exponent, as it should.
  std::uint64_t answer = exponent < -14 ? kept : (static_cast<std::uint64_t>(exponent + 14) << 10) + kept;
  if (answer >= 0x7c00) *overflow = true;
  return static_cast<std::uint16_t>(sign | answer);
}

double double_from_half(std::uint16_t bits) {
  int exponent = (bits >> 10) & 0x1f;
  double fraction = bits & 0x3ff;
  double value;
  if (exponent == 0x1f) value = fraction ? __builtin_nan("") : __builtin_inf();
  else if (exponent == 0) value = fraction / 16777216.0;
  else value = (1 + fraction / 1024) * __builtin_ldexp(1.0, exponent - 15);
  return bits & 0x8000 ? -value : value;
}

namespace {
void put_bytes(char* out, const void* value, Index size, bool big_endian) {
  auto* from = static_cast<const char*>(value);
  for (Index i = 0; i < size; ++i) out[i] = from[big_endian ? size - 1 - i : i];
}
template <class T>
T get_bytes(const char* data, bool big_endian) {
  T value = 0;
  char copy[sizeof(T)];
  for (std::size_t i = 0; i < sizeof(T); ++i) copy[i] = data[big_endian ? sizeof(T) - 1 - i : i];
  std::memcpy(&value, copy, sizeof(T));
  return value;
}

bool is_signed_letter(char c) { return c == 'b' || c == 'h' || c == 'i' || c == 'l' || c == 'q' || c == 'n'; }

Failed out_of_range(Context& cx, const Code& code, long long least, unsigned long long most) {
  if (code.native || code.size == 1) {
    switch (code.letter) {
      case 'b': return raise(cx, error_type(cx), "byte format requires -128 <= number <= 127");
      case 'B': return raise(cx, error_type(cx), "ubyte format requires 0 <= number <= 255");
      case 'h': return raise(cx, error_type(cx), "short format requires -32768 <= number <= 32767");
      case 'H': return raise(cx, error_type(cx), "ushort format requires 0 <= number <= 65535");
    }
  }
  return raise(cx, error_type(cx), "'{:c}' format requires {} <= number <= {}", static_cast<unsigned char>(code.letter), least, most);
}

Result<Ref<Int>> as_integer(Context& cx, Borrowed<> value) {
  if (is<Int>(value)) return hold(value.as<Int>());
  if (!is_index(value)) return raise(cx, error_type(cx), "required argument is not an integer");
  return index(cx, value);
}

Failed argument_out_of_range(Context& cx) { return raise(cx, error_type(cx), "argument out of range"); }

Result<void> pack_integer(Context& cx, const Code& code, Borrowed<> given, char* out) {
  Ref<Int> value = KR_TRY(as_integer(cx, given));
  if (code.letter == 'P') {
    bool fits_signed = int_sign(value) < 0;
    auto packed = int_to_bytes(cx, value, reinterpret_cast<std::uint8_t*>(out), 8, true, fits_signed);
    if (!packed.failed()) return {};
    clear_error(cx);
    return raise(cx, error_type(cx), "int too large to convert");
  }
  int overflow = 0;
  long long number = int_to_long_long(value, &overflow);
  bool is_signed = is_signed_letter(code.letter);
  if (code.size == 8) {
    if (!code.native && code.big_endian) {  // the general conversion's own texts
      auto packed = int_to_bytes(cx, value, reinterpret_cast<std::uint8_t*>(out), 8, false, is_signed);
      if (!packed.failed()) return {};
      clear_error(cx);
      return raise(cx, error_type(cx), "int too large to convert");
    }
    if (is_signed ? overflow != 0 : overflow < 0 || (!overflow && number < 0)) return argument_out_of_range(cx);
    auto packed = int_to_bytes(cx, value, reinterpret_cast<std::uint8_t*>(out), 8, !code.big_endian, is_signed);
    if (!packed.failed()) return {};
    clear_error(cx);
    return argument_out_of_range(cx);
  }
  int bits = static_cast<int>(code.size) * 8;
  long long least = is_signed ? -(1ll << (bits - 1)) : 0, most = is_signed ? (1ll << (bits - 1)) - 1 : (1ll << bits) - 1;
  bool unsigned_long = code.letter == 'I' || code.letter == 'L' || (code.letter == 'H' && !code.native);
  if (overflow || (unsigned_long && number < 0)) return argument_out_of_range(cx);
  if (number < least || number > most) return out_of_range(cx, code, least, static_cast<unsigned long long>(most));
  put_bytes(out, &number, code.size, code.big_endian);
  return {};
}

Result<void> pack_float(Context& cx, const Code& code, Borrowed<> given, char* out) {
  double value = as_double(cx, given);
  if (value == -1.0 && cx.has_error()) {
    clear_error(cx);
    return raise(cx, error_type(cx), "required argument is not a float");
  }
  if (code.letter == 'd') return put_bytes(out, &value, 8, code.big_endian), Result<void>();
  if (code.letter == 'e') {
    bool overflow = false;
    std::uint16_t half = half_from_double(value, &overflow);
    if (overflow) return raise(cx, exc::OverflowError, "float too large to pack with e format");
    return put_bytes(out, &half, 2, code.big_endian), Result<void>();
  }
  auto single = static_cast<float>(value);
  // '@' converts as C does; with a standard byte order too large is an error.
  if (!code.native && __builtin_isinf(single) && !__builtin_isinf(value))
    return raise(cx, exc::OverflowError, "float too large to pack with f format");
  return put_bytes(out, &single, 4, code.big_endian), Result<void>();
}

// The bytes of an argument for s, p and c.
Result<std::string_view> byte_text(Context& cx, char letter, Borrowed<> value) {
  if (is<Bytes>(value)) return value.as<Bytes>()->text();
  if (letter != 'c' && is<ByteArray>(value))
    return std::string_view(value.as<ByteArray>()->start, static_cast<std::size_t>(value.as<ByteArray>()->size()));
  if (letter == 'c') return raise(cx, error_type(cx), "char format requires a bytes object of length 1");
  return raise(cx, error_type(cx), "argument for '{:c}' must be a bytes object", static_cast<unsigned char>(letter));
}
}  // namespace

Result<void> pack_value(Context& cx, const Code& code, Borrowed<> value, char* out) {
  switch (code.letter) {
    case 'c': {
      std::string_view text = KR_TRY(byte_text(cx, 'c', value));
      if (text.size() != 1) return raise(cx, error_type(cx), "char format requires a bytes object of length 1");
      *out = text[0];
      return {};
    }
    case 's':
    case 'p': {
      std::string_view text = KR_TRY(byte_text(cx, code.letter, value));
      auto room = static_cast<std::size_t>(code.size);
      if (code.letter == 'p') {
        if (room == 0) return {};
        --room;
        std::size_t count = text.size() < room ? text.size() : room;
        *out++ = static_cast<char>(count < 255 ? count : 255);
        if (count) std::memcpy(out, text.data(), count);
        return {};
      }
      std::size_t count = text.size() < room ? text.size() : room;
      if (count) std::memcpy(out, text.data(), count);
      return {};
    }
    case '?': *out = static_cast<char>(KR_TRY(is_true(cx, value))); return {};
    case 'e': case 'f': case 'd': return pack_float(cx, code, value, out);
    default: return pack_integer(cx, code, value, out);
  }
}

Result<Ref<>> unpack_value(Context& cx, const Code& code, const char* data) {
  bool big = code.big_endian;
  switch (code.letter) {
    case 'c': return KR_TRY(bytes_from(cx, {data, 1}));
    case 's': return KR_TRY(bytes_from(cx, {data, static_cast<std::size_t>(code.size)}));
    case 'p': {
      if (code.size == 0) return KR_TRY(bytes_from(cx, {}));
      auto count = static_cast<Index>(static_cast<unsigned char>(*data));
      if (count >= code.size) count = code.size - 1;
      return KR_TRY(bytes_from(cx, {data + 1, static_cast<std::size_t>(count)}));
    }
    case '?': return new_bool(*data != 0);
    case 'e': return KR_TRY(float_from(cx, double_from_half(get_bytes<std::uint16_t>(data, big))));
    case 'f': return KR_TRY(float_from(cx, static_cast<double>(__builtin_bit_cast(float, get_bytes<std::uint32_t>(data, big)))));
    case 'd': return KR_TRY(float_from(cx, __builtin_bit_cast(double, get_bytes<std::uint64_t>(data, big))));
  }
  bool is_signed = is_signed_letter(code.letter);
  switch (code.size) {
    case 1: return KR_TRY(int_from(cx, is_signed ? static_cast<long long>(static_cast<std::int8_t>(*data)) : static_cast<std::uint8_t>(*data)));
    case 2: {
      auto bits = get_bytes<std::uint16_t>(data, big);
      return KR_TRY(int_from(cx, is_signed ? static_cast<long long>(static_cast<std::int16_t>(bits)) : bits));
    }
    case 4: {
      auto bits = get_bytes<std::uint32_t>(data, big);
      return KR_TRY(int_from(cx, is_signed ? static_cast<long long>(static_cast<std::int32_t>(bits)) : static_cast<long long>(bits)));
    }
    default: {
      auto bits = get_bytes<std::uint64_t>(data, big);
      if (is_signed) return KR_TRY(int_from(cx, static_cast<long long>(bits)));
      return KR_TRY(int_from_unsigned(cx, bits));
    }
  }
}

Result<void> pack_all(Context& cx, Struct* self, std::span<Object* const> values, char* out) {
  std::memset(out, 0, static_cast<std::size_t>(self->size));
  std::size_t at = 0;
  for (const Code* code = self->codes; code->letter; ++code) {
    char* to = out + code->offset;
    for (Index n = code->repeat; n > 0; --n, to += code->size) KR_TRY(pack_value(cx, *code, Borrowed<>(values[at++]), to));
  }
  return {};
}

Result<Ref<Tuple>> unpack_all(Context& cx, Struct* self, const char* data) {
  Ref<Tuple> made = KR_TRY(new_tuple(cx, self->count));
  Index at = 0;
  for (const Code* code = self->codes; code->letter; ++code) {
    const char* from = data + code->offset;
    for (Index n = code->repeat; n > 0; --n, from += code->size) made->init_item(at++, KR_TRY(unpack_value(cx, *code, from)));
  }
  return made;
}

}  // namespace krait::structs
