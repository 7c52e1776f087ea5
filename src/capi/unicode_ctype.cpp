// unicodeobject.h: what a code point is.
#include "base/unicode/unicode.h"

#include <Python.h>

using namespace krait;

int _PyUnicode_IsLowercase(Py_UCS4 c) { return unicode::is_lower(c); }
int _PyUnicode_IsUppercase(Py_UCS4 c) { return unicode::is_upper(c); }
int _PyUnicode_IsTitlecase(Py_UCS4 c) { return unicode::is_title(c); }
int _PyUnicode_IsXidStart(Py_UCS4 c) { return unicode::is_xid_start(c); }
int _PyUnicode_IsXidContinue(Py_UCS4 c) { return unicode::is_xid_continue(c); }
int _PyUnicode_IsWhitespace(const Py_UCS4 c) { return unicode::is_space(c); }
int _PyUnicode_IsLinebreak(const Py_UCS4 c) { return unicode::is_linebreak(c); }
int _PyUnicode_IsDecimalDigit(Py_UCS4 c) { return unicode::is_decimal(c); }
int _PyUnicode_IsDigit(Py_UCS4 c) { return unicode::is_digit(c); }
int _PyUnicode_IsNumeric(Py_UCS4 c) { return unicode::is_numeric(c); }
int _PyUnicode_IsPrintable(Py_UCS4 c) { return unicode::is_printable(c); }
int _PyUnicode_IsAlpha(Py_UCS4 c) { return unicode::is_alpha(c); }
Py_UCS4 _PyUnicode_ToLowercase(Py_UCS4 c) { return unicode::to_lower(c); }
Py_UCS4 _PyUnicode_ToUppercase(Py_UCS4 c) { return unicode::to_upper(c); }
Py_UCS4 _PyUnicode_ToTitlecase(Py_UCS4 c) { return unicode::to_title(c); }
int _PyUnicode_ToDecimalDigit(Py_UCS4 c) { return unicode::to_decimal(c); }
int _PyUnicode_ToDigit(Py_UCS4 c) { return unicode::to_digit(c); }
double _PyUnicode_ToNumeric(Py_UCS4 c) { return unicode::to_numeric(c); }

// Declared in an internal header of CPython only, but exported.
extern "C" {
PyAPI_FUNC(int) _PyUnicode_IsCased(Py_UCS4 c) { return unicode::is_cased(c); }
PyAPI_FUNC(int) _PyUnicode_IsCaseIgnorable(Py_UCS4 c) { return unicode::is_case_ignorable(c); }
PyAPI_FUNC(int) _PyUnicode_ToLowerFull(Py_UCS4 c, Py_UCS4* out) { return unicode::to_lower_full(c, out); }
PyAPI_FUNC(int) _PyUnicode_ToUpperFull(Py_UCS4 c, Py_UCS4* out) { return unicode::to_upper_full(c, out); }
PyAPI_FUNC(int) _PyUnicode_ToTitleFull(Py_UCS4 c, Py_UCS4* out) { return unicode::to_title_full(c, out); }
PyAPI_FUNC(int) _PyUnicode_ToFoldedFull(Py_UCS4 c, Py_UCS4* out) { return unicode::to_folded_full(c, out); }
}
