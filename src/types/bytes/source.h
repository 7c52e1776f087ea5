// What the constructors of bytes and bytearray share.
#pragma once

#include "types/bytes/internal.h"

namespace krait::byte_strings {

// bytes(source, encoding, errors) without __bytes__: a str and its encoding, a length, a buffer or an iterable of ints.
Result<void> read_source(Context& cx, const char* type_name, Borrowed<> source, Borrowed<Str> encoding, Borrowed<Str> errors,
                         ByteBuffer& out);
// sys.flags.bytes_warning.
int bytes_warning_level(Context& cx);

}  // namespace krait::byte_strings
