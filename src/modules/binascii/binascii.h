// binascii: binary data as ASCII text in four notations, and two checksums.
#pragma once

#include "object/declare/method.h"
#include "types/bytes/internal.h"

namespace krait::binascii {

using byte_strings::ByteBuffer;
using byte_strings::Span;

// An argument that may be a buffer or an ASCII str.
struct AsciiSource {
  ScopedBuffer buffer;
  Span span{};
  Result<void> get(Context& cx, Borrowed<> data);
};

// binascii.Error
Failed raise_error(Context& cx, const char* message);
Failed raise_error(Context& cx, Borrowed<Str> message);

// base64.cpp
Result<Ref<>> a2b_base64(Context& cx, Borrowed<> data, bool strict);
Result<Ref<>> b2a_base64(Context& cx, Borrowed<> data, bool newline);
Result<Ref<>> a2b_uu(Context& cx, Borrowed<> data);
Result<Ref<>> b2a_uu(Context& cx, Borrowed<> data, bool backtick);
// quoted.cpp
Result<Ref<>> a2b_qp(Context& cx, Borrowed<> data, bool header);
Result<Ref<>> b2a_qp(Context& cx, Borrowed<> data, bool quotetabs, bool istext, bool header);
// checksums.cpp
std::uint32_t crc32_of(std::uint32_t crc, const std::uint8_t* data, std::size_t size);
Result<Ref<>> crc32(Context& cx, Borrowed<> data, Borrowed<> crc);
Result<Ref<>> crc_hqx(Context& cx, Borrowed<> data, Borrowed<> crc);

}  // namespace krait::binascii
