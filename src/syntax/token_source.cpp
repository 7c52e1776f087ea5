#include "syntax/token_source.h"

#include "syntax/ast.h"
#include "syntax/constants.h"
#include "syntax/warnings.h"

#include <cstdio>

namespace krait::syntax {

// A number runs into a keyword, as in `1if x else y`.
static bool warn_number(Tokenizer& tokenizer, const char* kind) {
  auto& session = *static_cast<Session*>(tokenizer.warn_data);
  if (session.diagnosing && !session.warn_again) return true;
  char text[64];
  std::snprintf(text, sizeof text, "invalid %s literal", kind);
  switch (warn_about_syntax(session, syntax_warning, text, tokenizer.lineno)) {
    case Warned::fine: return true;
    case Warned::became_error: tokenizer.fail_with(text); return false;
    case Warned::failed: tokenizer.done = TokDone::Raised; return false;
  }
  return false;
}

TokenSource::TokenSource(Session& session, Mode m, const char* text, const char* end, int lineno, int col)
    : tokenizer(session.cx, text, end, {bool(session.flags & TYPE_COMMENTS), session.malformed, session.feature_version < 7}),
      mode(m), first_lineno(lineno), first_col(col), session_(session) {
  tokenizer.lineno = lineno - 1;
  tokenizer.warn_number = warn_number;
  tokenizer.warn_data = &session;
}

Tok TokenSource::next(Token& token) {
  tokenizer.next(token);
  while (token.kind == Tok::TypeIgnore) {
    auto* ignore = session_.arena.make<ast::TypeIgnore>();
    ignore->lineno = token.lineno;
    ignore->tag = session_.arena.own(make_str(session_.cx, token.text()));
    type_ignores.push(ignore);
    tokenizer.next(token);
  }
  if (mode == Mode::single && token.kind == Tok::EndMarker && started_) {
    token.kind = Tok::Newline;
    started_ = false;
    if (tokenizer.indent && !(session_.flags & DONT_IMPLY_DEDENT)) {
      tokenizer.pending = -tokenizer.indent;
      tokenizer.indent = 0;
    }
  } else {
    started_ = true;
  }
  if (mode == Mode::fstring && token.end_lineno == first_lineno) {
    token.col_offset += first_col;
    token.end_col_offset += first_col;
  }
  return token.kind;
}

}  // namespace krait::syntax
