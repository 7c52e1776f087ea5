// int.from_bytes and int.to_bytes: digits to bytes and back, as two's complement where signed.
#include "object/new.h"
#include "types/int/arithmetic.h"

namespace krait {

Result<Ref<Int>> int_from_bytes(Context& cx, const std::uint8_t* bytes, std::size_t size, bool little_endian, bool is_signed) {
  auto at = [&](std::size_t i) { return little_endian ? bytes[i] : bytes[size - 1 - i]; };
  bool negative = is_signed && size > 0 && at(size - 1) >= 0x80;
  std::uint8_t filler = negative ? 0xff : 0;
  while (size > 0 && (little_endian ? bytes[size - 1] : bytes[0]) == filler) {  // leading bytes that say nothing
    if (negative && size > 1) {
      std::uint8_t next = little_endian ? bytes[size - 2] : bytes[1];
      if (next < 0x80) break;
    } else if (negative) {
      break;
    }
    if (!little_endian) ++bytes;
    --size;
  }
  auto made = KR_TRY(new_int(cx, (size * 8 + digit_bits - 1) / digit_bits + 1));
  std::uint64_t pool = 0;
  int held = 0;
  Index n = 0;
  unsigned carry = 1;
  for (std::size_t i = 0; i < size; ++i) {
    unsigned byte = at(i);
    if (negative) {
      byte = (0xff ^ byte) + carry;
      carry = byte >> 8;
      byte &= 0xff;
    }
    pool |= static_cast<std::uint64_t>(byte) << held;
    held += 8;
    if (held >= digit_bits) {
      made->digits[n++] = static_cast<Digit>(pool & digit_mask);
      pool >>= digit_bits;
      held -= digit_bits;
    }
  }
  if (negative) pool |= static_cast<std::uint64_t>(carry) << held;
  made->digits[n++] = static_cast<Digit>(pool & digit_mask);
  return int_::finish(std::move(made), n, negative);
}

Result<void> int_to_bytes(Context& cx, Borrowed<Int> value, std::uint8_t* bytes, std::size_t size, bool little_endian, bool is_signed) {
  bool negative = value->is_negative();
  if (negative && !is_signed) return raise(cx, exc::OverflowError, "can't convert negative int to unsigned");
  std::uint64_t pool = 0;
  int held = 0;
  std::size_t written = 0;
  unsigned carry = 1;
  bool overflow = false;
  unsigned last = 0;
  auto put = [&](unsigned byte) {
    if (negative) {
      byte = (0xff ^ byte) + carry;
      carry = byte >> 8;
      byte &= 0xff;
    }
    if (written < size) {
      bytes[little_endian ? written : size - 1 - written] = last = static_cast<std::uint8_t>(byte);
      ++written;
    } else if (byte != (negative ? 0xffu : 0u)) {
      overflow = true;
    }
  };
  for (Index i = 0; i < value->digit_count(); ++i) {
    pool |= static_cast<std::uint64_t>(value->digits[i]) << held;
    held += digit_bits;
    while (held >= 8) {
      put(pool & 0xff);
      pool >>= 8;
      held -= 8;
    }
  }
  if (held > 0) put(pool & 0xff);
  while (written < size) put(0);
  if (is_signed && size > 0 && (last >= 0x80) != negative) overflow = true;
  if (is_signed && size == 0 && value->head.size != 0) overflow = true;
  if (overflow) return raise(cx, exc::OverflowError, "int too big to convert");
  return {};
}

}  // namespace krait
