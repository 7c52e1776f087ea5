// CRC-32, four bytes at a step, and CRC-CCITT.
#include <cstring>

#include "modules/binascii/binascii.h"
#include "types/int/int.h"

namespace krait::binascii {
namespace {

struct Tables {
  std::uint32_t step[8][256];  // step[k]: a byte and k zero bytes behind it
  std::uint16_t ccitt[256];
};
consteval Tables make_tables() {
  Tables made{};
  for (unsigned i = 0; i < 256; i++) {
    std::uint32_t crc = i;
    for (int bit = 0; bit < 8; bit++) crc = crc & 1 ? crc >> 1 ^ 0xEDB88320u : crc >> 1;
    made.step[0][i] = crc;
    std::uint16_t hqx = static_cast<std::uint16_t>(i << 8);
    for (int bit = 0; bit < 8; bit++) hqx = static_cast<std::uint16_t>(hqx & 0x8000 ? hqx << 1 ^ 0x1021 : hqx << 1);
    made.ccitt[i] = hqx;
  }
  for (int k = 1; k < 8; k++)
    for (unsigned i = 0; i < 256; i++) made.step[k][i] = made.step[k - 1][i] >> 8 ^ made.step[0][made.step[k - 1][i] & 255];
  return made;
}
constexpr Tables tables = make_tables();

}  // namespace

std::uint32_t crc32_of(std::uint32_t crc, const std::uint8_t* data, std::size_t size) {
  crc = ~crc;
  for (; size >= 8; data += 8, size -= 8) {
    std::uint32_t low, high;
    memcpy(&low, data, 4);
    memcpy(&high, data + 4, 4);
    low ^= crc;
    crc = tables.step[7][low & 255] ^ tables.step[6][low >> 8 & 255] ^ tables.step[5][low >> 16 & 255] ^ tables.step[4][low >> 24] ^
          tables.step[3][high & 255] ^ tables.step[2][high >> 8 & 255] ^ tables.step[1][high >> 16 & 255] ^ tables.step[0][high >> 24];
  }
  for (; size; data++, size--) crc = crc >> 8 ^ tables.step[0][(crc ^ *data) & 255];
  return ~crc;
}

namespace {

Result<unsigned> start_value(Context& cx, Borrowed<> crc) {
  if (crc.is_null()) return 0u;
  unsigned long value = as_unsigned_long_mask(cx, crc);
  if (value == static_cast<unsigned long>(-1) && cx.has_error()) return Failed{};
  return static_cast<unsigned>(value);
}

}  // namespace

Result<Ref<>> crc32(Context& cx, Borrowed<> data, Borrowed<> crc) {
  ScopedBuffer buffer;
  KR_TRY(buffer.get(cx, data));
  unsigned start = KR_TRY(start_value(cx, crc));
  Span in = byte_strings::span_of(buffer);
  return int_from_unsigned(cx, crc32_of(start, in.data, static_cast<std::size_t>(in.size)));
}

Result<Ref<>> crc_hqx(Context& cx, Borrowed<> data, Borrowed<> crc) {
  ScopedBuffer buffer;
  KR_TRY(buffer.get(cx, data));
  unsigned value = KR_TRY(start_value(cx, crc)) & 0xffff;
  Span in = byte_strings::span_of(buffer);
  for (Index i = 0; i < in.size; i++) value = (value << 8 & 0xff00) ^ tables.ccitt[value >> 8 ^ in.data[i]];
  return int_from(cx, static_cast<long long>(value));
}

}  // namespace krait::binascii
