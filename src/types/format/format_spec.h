// The format specification mini-language: [[fill]align][sign][z][#][0][width][grouping][.precision][type]
//
// Parsed here once for str, int, float and complex; what each may not use it refuses itself.
#pragma once

#include "types/str/builder.h"

namespace krait {

struct FormatSpec {
  CodePoint fill = ' ';
  char align = '>';          // '<' '>' '=' '^'
  bool fill_given = false;   // also by a leading 0
  bool align_given = false;
  char sign = 0;             // '+' '-' ' ', 0: not given
  bool no_negative_zero = false;  // z
  bool alternate = false;         // #
  Index width = -1;               // -1: not given
  char grouping = 0;              // ',' '_'
  Index precision = -1;           // -1: not given
  CodePoint type = 0;
};

// Reads spec[from, to). `value` is the object to be formatted, for the error texts.
Result<void> parse_format_spec(Context& cx, Borrowed<Str> spec, Index from, Index to, char default_type, char default_align,
                               Borrowed<> value, FormatSpec& out);
// ValueError "Unknown format code 'y' for object of type 'int'".
KR_COLD Failed raise_unknown_format_code(Context& cx, CodePoint code, Borrowed<> value);

// How many fill characters go before and behind a body of this size.
struct Padding {
  Index left, right;
};
Padding padding_for(const FormatSpec& spec, Index body);

// str.__format__: appends the text as the specification says.
Result<void> format_str_spec(Context& cx, Borrowed<Str> text, Borrowed<Str> spec, StrBuilder& out);

}  // namespace krait
