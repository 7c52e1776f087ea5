// TokenSource: the tokenizer as the parser sees it. It keeps type ignores apart, ends a single statement with a line end
// although the text has none, and moves the positions of an f-string's expression to where that stands.
#pragma once
#include "syntax/node_list.h"
#include "syntax/session.h"
#include "syntax/tokenizer.h"

namespace krait::syntax {

class TokenSource {
 public:
  TokenSource(Session& session, Mode mode, const char* text, const char* end, int first_lineno = 1, int first_col = 0);

  Tok next(Token& token);

  Tokenizer tokenizer;
  Mode mode;
  int first_lineno, first_col;
  NodeList type_ignores;  // of ast::TypeIgnore

 private:
  Session& session_;
  bool started_ = false;
};

}  // namespace krait::syntax
