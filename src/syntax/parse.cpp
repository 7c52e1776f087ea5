// The two passes: read all tokens and run the fast parser; if it gives up, let the error pass find out why.
#include "syntax/parse.h"

#include <cstdlib>

#include "syntax/constants.h"
#include "syntax/diagnose/diagnose.h"
#include "syntax/encoding.h"
#include "syntax/parse_fstring.h"
#include "syntax/parser.h"
#include "syntax/source.h"
#include "syntax/strings.h"
#include "syntax/token_source.h"

namespace krait::syntax {
namespace {

// All tokens up to the end or to the first error, which stands at the end as an Error token.
class TokenArray {
 public:
  explicit TokenArray(TokenSource& source, size_t text_size) {
    reserve(text_size / 6 + 16);
    for (;;) {
      if (count_ + 1 >= room_) reserve(room_ * 2);
      Tok kind = source.next(items_[count_++]);
      if (kind == Tok::EndMarker || kind == Tok::Error) break;
    }
    // Looking ahead never leaves the array: a few end tokens follow.
    reserve(count_ + 8);
    for (int i = 0; i < 6; ++i) items_[count_ + i] = items_[count_ - 1];
  }
  ~TokenArray() { std::free(items_); }
  TokenArray(const TokenArray&) = delete;
  const Token* items() const { return items_; }

 private:
  void reserve(size_t room) {
    if (room <= room_) return;
    items_ = static_cast<Token*>(std::realloc(items_, room * sizeof(Token)));
    if (!items_) std::abort();
    room_ = room;
  }
  Token* items_ = nullptr;
  size_t count_ = 0, room_ = 0;
};

ast::Mod* parse_mode(Session& session, TokenSource& source, Parser& parser, ast::Expr** fstring) {
  switch (source.mode) {
    case Mode::exec: {
      ast::Mod* mod = parser.module();
      if (mod) mod->as<ast::Module>()->type_ignores = source.type_ignores.take<ast::TypeIgnore>(session.arena);
      return mod;
    }
    case Mode::eval: return parser.expression_input();
    case Mode::single: {
      ast::Mod* mod = parser.interactive();
      return mod && is_blank(parser.last_end()) ? mod : nullptr;
    }
    case Mode::func_type: return parser.function_type();
    case Mode::fstring: *fstring = parser.fstring_input(); return nullptr;
  }
  return nullptr;
}

ast::Mod* run_parser(Session& session, TokenSource& source, size_t size, ast::Expr** fstring) {
  TokenArray tokens(source, size);
  StringReader strings(session);
  Parser parser(session.cx, session.arena, session.names, strings, tokens.items(), session.feature_version,
                session.flags & BARRY_AS_BDFL);
  ast::Mod* mod = parse_mode(session, source, parser, fstring);
  session.deepest = parser.deepest() > session.deepest ? parser.deepest() : session.deepest;
  return mod;
}

}  // namespace

ast::Expr* parse_fstring_expression(Session& session, const char* text, const char* end, int lineno, int col) {
  ast::Expr* result = nullptr;
  {
    TokenSource source(session, Mode::fstring, text, end, lineno, col);
    run_parser(session, source, size_t(end - text), &result);
  }
  if (!result && session.diagnosing) diagnose(session, Mode::fstring, text, end, lineno, col);
  return result;
}

static ast::Mod* parse_session(Session& session, Mode mode, std::string_view text) {
  const char *begin = text.data(), *end = begin + text.size();
  ast::Mod* mod = nullptr;
  {
    TokenSource source(session, mode, begin, end);
    mod = run_parser(session, source, text.size(), nullptr);
  }
  if (session.problem.kind == Problem::pending) return nullptr;
  if (mod && session.deepest <= Parser::safe_depth) return mod;
  // What else is pending (an int with too many digits) comes up again in its right place.
  clear_pending(session.cx);
  session.diagnosing = true;
  bool accepted = diagnose(session, mode, begin, end, 1, 0);
  return mod && accepted ? mod : nullptr;  // deeply nested, but not too deeply
}

static ast::Mod* parse_normal(Session& session, std::string_view text, const ParseOptions& options) {
  NormalText source(text, options.mode == Mode::exec);
  ast::Mod* mod = parse_session(session, options.mode, source.view());
  if (!mod && session.problem.kind != Problem::pending) raise_problem(session.cx, options.filename, session.problem);
  return mod;
}

ast::Mod* parse(Context& cx, ast::Arena& arena, std::string_view text, const ParseOptions& options) {
  Session session(cx, arena, options.flags, options.feature_version, options.filename);
  return parse_normal(session, text, options);
}

ast::Mod* parse_bytes(Context& cx, ast::Arena& arena, std::string_view bytes, const ParseOptions& options, bool script) {
  if (options.flags & IGNORE_COOKIE) return parse(cx, arena, bytes, options);
  Session session(cx, arena, options.flags, options.feature_version, options.filename);
  SourceBytes source;
  if (!decode_source(cx, bytes, script, options.filename, source, session.problem)) {
    if (session.problem.kind != Problem::pending) raise_problem(cx, options.filename, session.problem);
    return nullptr;
  }
  session.encoding_known = source.encoding_known;
  session.malformed = source.malformed;
  return parse_normal(session, source.text, options);
}

}  // namespace krait::syntax
