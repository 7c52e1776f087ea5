// The C++ functions behind str's methods; methods.cpp declares them to Python.
#pragma once

#include "object/declare/method.h"
#include "types/str/str.h"

namespace krait::strings {

// search.cpp
Result<Ref<>> find(Context& cx, Borrowed<Str> self, Args args);
Result<Ref<>> rfind(Context& cx, Borrowed<Str> self, Args args);
Result<Ref<>> index(Context& cx, Borrowed<Str> self, Args args);
Result<Ref<>> rindex(Context& cx, Borrowed<Str> self, Args args);
Result<Ref<>> count(Context& cx, Borrowed<Str> self, Args args);
Result<bool> startswith(Context& cx, Borrowed<Str> self, Args args);
Result<bool> endswith(Context& cx, Borrowed<Str> self, Args args);
Result<Ref<Str>> removeprefix(Context& cx, Borrowed<Str> self, Borrowed<Str> prefix);
Result<Ref<Str>> removesuffix(Context& cx, Borrowed<Str> self, Borrowed<Str> suffix);
// replace.cpp
Result<Ref<Str>> replace(Context& cx, Borrowed<Str> self, Borrowed<Str> old, Borrowed<Str> with, Index most);
// split.cpp
Result<Ref<>> split(Context& cx, Borrowed<Str> self, Borrowed<> separator, Index most);
Result<Ref<>> rsplit(Context& cx, Borrowed<Str> self, Borrowed<> separator, Index most);
Result<Ref<>> splitlines(Context& cx, Borrowed<Str> self, int keep_ends);
Result<Ref<>> partition(Context& cx, Borrowed<Str> self, Borrowed<> separator);
Result<Ref<>> rpartition(Context& cx, Borrowed<Str> self, Borrowed<> separator);
Result<Ref<Str>> join(Context& cx, Borrowed<Str> self, Borrowed<> iterable);
// pad.cpp
Result<Ref<Str>> center(Context& cx, Borrowed<Str> self, Index width, Borrowed<> fill);
Result<Ref<Str>> ljust(Context& cx, Borrowed<Str> self, Index width, Borrowed<> fill);
Result<Ref<Str>> rjust(Context& cx, Borrowed<Str> self, Index width, Borrowed<> fill);
Result<Ref<Str>> zfill(Context& cx, Borrowed<Str> self, Index width);
Result<Ref<Str>> expandtabs(Context& cx, Borrowed<Str> self, int tabsize);
Result<Ref<Str>> strip(Context& cx, Borrowed<Str> self, Borrowed<> characters);
Result<Ref<Str>> lstrip(Context& cx, Borrowed<Str> self, Borrowed<> characters);
Result<Ref<Str>> rstrip(Context& cx, Borrowed<Str> self, Borrowed<> characters);
// case.cpp
Result<Ref<Str>> lower(Context& cx, Borrowed<Str> self);
Result<Ref<Str>> upper(Context& cx, Borrowed<Str> self);
Result<Ref<Str>> title(Context& cx, Borrowed<Str> self);
Result<Ref<Str>> capitalize(Context& cx, Borrowed<Str> self);
Result<Ref<Str>> casefold(Context& cx, Borrowed<Str> self);
Result<Ref<Str>> swapcase(Context& cx, Borrowed<Str> self);
// classes.cpp
bool isascii(Borrowed<Str> self);
bool islower(Borrowed<Str> self);
bool isupper(Borrowed<Str> self);
bool istitle(Borrowed<Str> self);
bool isspace(Borrowed<Str> self);
bool isdecimal(Borrowed<Str> self);
bool isdigit(Borrowed<Str> self);
bool isnumeric(Borrowed<Str> self);
bool isalpha(Borrowed<Str> self);
bool isalnum(Borrowed<Str> self);
bool isidentifier(Borrowed<Str> self);
bool isprintable(Borrowed<Str> self);
// translate.cpp
Result<Ref<>> translate(Context& cx, Borrowed<Str> self, Borrowed<> table);
Result<Ref<>> maketrans(Context& cx, Borrowed<> x, Borrowed<Str> y, Borrowed<Str> z);
// encode.cpp
Result<Ref<>> encode_method(Context& cx, Borrowed<Str> self, Borrowed<Str> encoding, Borrowed<Str> errors);
// format.cpp
Result<Ref<>> format_method(Context& cx, Borrowed<Str> self, Args args, KwArgs kwargs);
Result<Ref<>> format_map(Context& cx, Borrowed<Str> self, Borrowed<> mapping);
Result<Ref<>> format_spec_method(Context& cx, Borrowed<Str> self, Borrowed<Str> spec);
// str.type.cpp
Index sizeof_method(Borrowed<Str> self);
Result<Ref<>> getnewargs(Context& cx, Borrowed<Str> self);

}  // namespace krait::strings
