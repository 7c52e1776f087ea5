// Problem: a syntax error before it is an exception. The first one recorded stays, unless something outranks it.
#pragma once
#include <string_view>

#include "object/fwd.h"

namespace krait::syntax {

struct Problem {
  enum Kind : unsigned char { none, syntax, indentation, tab, memory, pending } kind = none;  // pending: an exception is set
  enum Place : unsigned char { line, file_only, nowhere } place = line;  // how much of what follows the exception tells
  char message[512];
  int lineno, offset, end_lineno, end_offset;  // as the exception shows them
  std::string_view text;                       // the line, UTF-8
};

// Raises SyntaxError or its subclass: (message, (filename, lineno, offset, text, end_lineno, end_offset)).
void raise_problem(Context& cx, Object* filename, const Problem& problem);

}  // namespace krait::syntax
