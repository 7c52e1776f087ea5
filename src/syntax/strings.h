// StringReader: a run of string literals to one node: Constant, or JoinedStr if one of them is an f-string.
//
//   "a" f"b{c!r:>{w}}"   ->   JoinedStr['ab', FormattedValue(c, 'r', JoinedStr['>', FormattedValue(w)])]
//
// The braces' expressions are parsed from a copy of their text in parentheses, whose positions are moved to where it stands.
// All pieces get the position of the whole run, as in CPython 3.11.
// Failure is null; the error pass then finds the reason in `message`, or in the session's problem or a pending exception.
#pragma once
#include "syntax/ast.h"
#include "syntax/byte_buffer.h"
#include "syntax/node_list.h"
#include "syntax/session.h"
#include "syntax/token.h"

namespace krait::syntax {

class StringReader {
 public:
  explicit StringReader(Session& session) : session_(session) {}

  // Reads the String tokens from `tokens[pos]` on and moves `pos` behind them.
  ast::Expr* read(const Token* tokens, int& pos);

  char message[160] = "";
  const Token* error_token = nullptr;  // where the message belongs, if not to the last token that was read

 private:
  struct Literal {
    const Token* token;
    std::string_view body;
    bool bytes = false, raw = false, format = false;
  };
  struct Joined;

  bool open_literal(const Token& token, Literal& literal);
  ast::Expr* concatenate(const Token* first, const Token* last);
  ast::Expr* read_bytes(const Token* first, const Token* last);
  ast::Expr* constant(Object* value);
  bool check_utf8(std::string_view text);
  bool decode(const Literal& literal, std::string_view text, ByteBuffer& out);
  bool decode_bytes(const Literal& literal, ByteBuffer& out);
  bool escape(const char*& p, const char* end, int position, ByteBuffer& out, const char*& invalid);
  bool hex_escape(const char*& p, const char* end, int digits, const char* what, int position, ByteBuffer& out);
  bool name_escape(const char*& p, const char* end, int position, ByteBuffer& out);
  bool warn_escape(const Literal& literal, const char* invalid);
  bool unicode_error(int from, int to, const char* why);

  // f-strings (fstring.cpp)
  bool format_string(const Literal& literal, const char*& p, const char* end, int nesting, Joined& joined);
  bool format_literal(const Literal& literal, const char*& p, const char* end, int nesting, Joined& joined, bool& again);
  bool replacement_field(const Literal& literal, const char*& p, const char* end, int nesting, Joined& joined);
  const char* find_expression_end(const char* p, const char* end);
  bool conversion_and_spec(const Literal& literal, const char*& p, const char* end, int nesting,
                           ast::FormattedValue* field);
  ast::Expr* expression(const Literal& literal, const char* begin, const char* end);
  bool flush(Joined& joined);
  ast::Expr* finish(Joined& joined, bool keep_plain);
  template <class T>
  T* node() {
    T* made = session_.arena.make<T>();
    static_cast<ast::Position&>(*made) = position_;
    return made;
  }
  bool fail(const char* format, ...) __attribute__((format(printf, 2, 3)));

  Session& session_;
  ast::Position position_{};  // of the run being read
  Str* kind_ = nullptr;       // "u" if the run's first literal has that prefix
};

}  // namespace krait::syntax
