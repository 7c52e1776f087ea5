// marshal: Python's own binary format, version 4, in which .pyc files hold code objects.
//
// A value is a type byte and its contents. Bit 7 of the type byte (`reference_flag`) enters the value in a list of values read so far;
// 'r' and a number stand for one of them. The writer sets the bit for everything that has more than one reference, as CPython does:
// so what is written depends on reference counts, and equal counts give equal bytes.
#pragma once

#include <string_view>

#include "types/bytes/bytes.h"

namespace krait::marshal {

inline constexpr int version = 4;
inline constexpr int max_depth = 2000;
inline constexpr int reference_flag = 0x80;

enum Kind : char {
  null = '0', none = 'N', false_ = 'F', true_ = 'T', stop_iteration = 'S', ellipsis = '.', int32 = 'i', int64 = 'I', text_float = 'f',
  binary_float = 'g', text_complex = 'x', binary_complex = 'y', long_int = 'l', string = 's', interned = 't', reference = 'r',
  tuple = '(', small_tuple = ')', list = '[', dict = '{', code = 'c', unicode = 'u', unknown = '?', set = '<', frozenset = '>',
  ascii = 'a', ascii_interned = 'A', short_ascii = 'z', short_ascii_interned = 'Z'
};

// ValueError for what cannot be written.
Result<Ref<Bytes>> dumps(Context& cx, Borrowed<> value, int format_version = version);
// The first value in the data; *used tells how many bytes it took. ValueError, EOFError, TypeError for bad data.
Result<Ref<>> loads(Context& cx, std::string_view data, Index* used = nullptr);
// The next value of a binary file, read as it needs by the file's readinto().
Result<Ref<>> load(Context& cx, Borrowed<> file);

}  // namespace krait::marshal
