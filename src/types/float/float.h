// float and complex.
#pragma once

#include <string_view>

#include "object/protocol.h"

namespace krait {

struct Float {
  Object base;
  double value;
  static constexpr Type* static_type = &float_type;
};

struct Complex {
  Object base;
  double real, imag;
  static constexpr Type* static_type = &complex_type;
};

Result<Ref<Float>> float_from(Context& cx, double value);
Result<Ref<Complex>> complex_from(Context& cx, double real, double imag);
Result<Ref<>> float_from_str(Context& cx, Borrowed<> text);  // float("..."), also bytes-like
// float(object) in C: -1.0 with an error pending on failure ("must be real number, not str").
double as_double(Context& cx, Borrowed<> object);
// Rounded text in the manner of PyOS_double_to_string: code is one of e E f F g G r; writes into a growing buffer held by the caller.
Result<Ref<Str>> double_to_str(Context& cx, double value, char code, int precision, int flags);
// Parses the longest prefix that is a float; *end after it. Locale independent, correctly rounded.
double parse_double(const char* text, const char** end);

}  // namespace krait
