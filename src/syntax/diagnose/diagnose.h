// The error pass: finds what CPython 3.11 says about a text that the fast parser refused, and where.
#pragma once
#include "syntax/session.h"

namespace krait::syntax {

// Fills `session.problem`; true if nothing is wrong. For an f-string's expression, `lineno` and `col` say where its first character stands.
bool diagnose(Session& session, Mode mode, const char* text, const char* end, int lineno, int col);

}  // namespace krait::syntax
