// The nested parse of one expression of an f-string.
#pragma once
#include "syntax/ast.h"
#include "syntax/session.h"

namespace krait::syntax {

// `text` is the expression in parentheses and a line end; its first character stands at `lineno`, `col`.
ast::Expr* parse_fstring_expression(Session& session, const char* text, const char* end, int lineno, int col);

}  // namespace krait::syntax
