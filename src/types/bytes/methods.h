// The C++ functions behind the methods that bytes and bytearray share. self is one of the two.
#pragma once

#include "object/declare/method.h"
#include "types/bytes/internal.h"

namespace krait::byte_strings {

// search.cpp
Result<Ref<>> find(Context& cx, Borrowed<> self, Args args);
Result<Ref<>> rfind(Context& cx, Borrowed<> self, Args args);
Result<Ref<>> index(Context& cx, Borrowed<> self, Args args);
Result<Ref<>> rindex(Context& cx, Borrowed<> self, Args args);
Result<Ref<>> count(Context& cx, Borrowed<> self, Args args);
Result<bool> startswith(Context& cx, Borrowed<> self, Args args);
Result<bool> endswith(Context& cx, Borrowed<> self, Args args);
Result<Ref<>> removeprefix(Context& cx, Borrowed<> self, Borrowed<> prefix);
Result<Ref<>> removesuffix(Context& cx, Borrowed<> self, Borrowed<> suffix);
// replace.cpp
Result<Ref<>> replace(Context& cx, Borrowed<> self, Borrowed<> old, Borrowed<> with, Index most);
Result<Ref<>> translate(Context& cx, Borrowed<> self, Borrowed<> table, Borrowed<> removed);
Result<Ref<>> maketrans(Context& cx, Borrowed<> from, Borrowed<> to);
// split.cpp
Result<Ref<>> split(Context& cx, Borrowed<> self, Borrowed<> separator, Index most);
Result<Ref<>> rsplit(Context& cx, Borrowed<> self, Borrowed<> separator, Index most);
Result<Ref<>> splitlines(Context& cx, Borrowed<> self, int keep_ends);
Result<Ref<>> partition(Context& cx, Borrowed<> self, Borrowed<> separator);
Result<Ref<>> rpartition(Context& cx, Borrowed<> self, Borrowed<> separator);
Result<Ref<>> join(Context& cx, Borrowed<> self, Borrowed<> iterable);
// pad.cpp
Result<Ref<>> center(Context& cx, Borrowed<> self, Index width, Borrowed<> fill);
Result<Ref<>> ljust(Context& cx, Borrowed<> self, Index width, Borrowed<> fill);
Result<Ref<>> rjust(Context& cx, Borrowed<> self, Index width, Borrowed<> fill);
Result<Ref<>> zfill(Context& cx, Borrowed<> self, Index width);
Result<Ref<>> expandtabs(Context& cx, Borrowed<> self, int tabsize);
Result<Ref<>> strip(Context& cx, Borrowed<> self, Borrowed<> bytes);
Result<Ref<>> lstrip(Context& cx, Borrowed<> self, Borrowed<> bytes);
Result<Ref<>> rstrip(Context& cx, Borrowed<> self, Borrowed<> bytes);
// classes.cpp
Result<Ref<>> lower(Context& cx, Borrowed<> self);
Result<Ref<>> upper(Context& cx, Borrowed<> self);
Result<Ref<>> title(Context& cx, Borrowed<> self);
Result<Ref<>> capitalize(Context& cx, Borrowed<> self);
Result<Ref<>> swapcase(Context& cx, Borrowed<> self);
bool isalnum(Borrowed<> self);
bool isalpha(Borrowed<> self);
bool isascii(Borrowed<> self);
bool isdigit(Borrowed<> self);
bool islower(Borrowed<> self);
bool isspace(Borrowed<> self);
bool istitle(Borrowed<> self);
bool isupper(Borrowed<> self);
// text.cpp
Result<Ref<>> decode(Context& cx, Borrowed<> self, Borrowed<Str> encoding, Borrowed<Str> errors);
Result<Ref<>> hex(Context& cx, Borrowed<> self, Borrowed<> separator, int group);
Result<Ref<Str>> hex_of(Context& cx, const std::uint8_t* data, Index size, Borrowed<> separator, int group);
Result<Ref<>> fromhex(Context& cx, Borrowed<> type, Borrowed<Str> text);


// bytes.type.cpp
Result<Ref<>> bytes_getnewargs(Context& cx, Borrowed<> self);
Result<Ref<>> bytes_dunder(Context& cx, Borrowed<> self);

}  // namespace krait::byte_strings
