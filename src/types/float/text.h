// Doubles as text, without objects: shortest and fixed-precision forms through std::to_chars, parsing through std::from_chars.
#pragma once

#include <string>
#include <string_view>

namespace krait::float_ {

// Flags of double_text, CPython's values.
inline constexpr int with_sign = 1, add_dot_0 = 2, alternative = 4;

// code: 'r' shortest that reads back (precision unused), or e E f F g G with a precision. Special values: inf, nan (upper case for
// E F G).
std::string double_text(double value, char code, int precision, int flags);

// The longest prefix of [text, end) that is a number, inf, infinity or nan, with optional sign; *stop is text when there is none.
double read_double(const char* text, const char* end, const char** stop);

// Removes single underscores between digits; false when one stands elsewhere.
bool remove_underscores(std::string_view text, std::string* out);

}  // namespace krait::float_
