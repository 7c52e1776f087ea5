#include "syntax/strings.h"

#include <cstdarg>
#include <cstdio>

#include "syntax/constants.h"
#include "syntax/joined.h"
#include "syntax/parser_macros.h"

namespace krait::syntax {

bool StringReader::fail(const char* format, ...) {
  va_list args;
  va_start(args, format);
  std::vsnprintf(message, sizeof message, format, args);
  va_end(args);
  return false;
}

ast::Expr* StringReader::read(const Token* tokens, int& pos) {
  message[0] = 0;
  error_token = nullptr;
  const Token* first = tokens + pos;
  const Token* last = first;
  while (last[1].kind == Tok::String) ++last;
  pos += int(last - first) + 1;
  // A statement that is tried in two ways reads its strings once.
  if (!first->value) first->value = concatenate(first, last);
  return static_cast<ast::Expr*>(first->value);
}

// Splits a literal into prefix letters and what is between the quotes.
bool StringReader::open_literal(const Token& token, Literal& literal) {
  std::string_view text = token.text();
  literal.token = &token;
  while (text[0] != '"' && text[0] != '\'') {
    char c = char(text[0] | 0x20);
    literal.bytes |= c == 'b';
    literal.raw |= c == 'r';
    literal.format |= c == 'f';
    text.remove_prefix(1);
  }
  size_t quotes = text.size() >= 6 && text[0] == text[1] && text[1] == text[2] ? 3 : 1;
  literal.body = text.substr(quotes, text.size() - 2 * quotes);
  if (literal.format && session_.feature_version < 6)
    return fail("Format strings are only supported in Python 3.6 and greater");
  if (!literal.bytes) return true;
  for (char c : literal.body)
    if (uint8_t(c) >= 0x80) return fail("bytes can only contain ASCII literal characters");
  return true;
}

ast::Expr* StringReader::constant(Object* value) {
  if (!session_.arena.own(value)) return nullptr;
  auto* result = node<ast::Constant>();
  result->value = value;
  result->string_kind = kind_;
  return result;
}

ast::Expr* StringReader::concatenate(const Token* first, const Token* last) {
  ast::Position outer = std::exchange(position_, {first->lineno, first->col_offset, last->end_lineno, last->end_col_offset});
  Str* outer_kind = std::exchange(kind_, nullptr);
  if (*first->start == 'u') kind_ = session_.names.get(session_.cx, "u");
  Joined joined;
  ast::Expr* result = nullptr;
  bool bytes = false, good = true;
  for (const Token* t = first; good && t <= last; ++t) {
    Literal literal;
    good = open_literal(*t, literal);
    if (!good) break;
    if (t == first) bytes = literal.bytes;
    bool mixed = bytes != literal.bytes;
    // A mixture is noticed when the plain literal has been decoded, but before an f-string is taken apart.
    if (literal.bytes) {
      good = decode_bytes(literal, joined.text);
    } else if (!literal.format) {
      good = decode(literal, literal.body, joined.text);
    } else if (!mixed) {
      joined.format = true;
      const char* p = literal.body.data();
      good = format_string(literal, p, p + literal.body.size(), 0, joined);
    }
    if (good && mixed) good = fail("cannot mix bytes and nonbytes literals");
  }
  if (good) result = bytes ? constant(make_bytes(session_.cx, joined.text.view())) : finish(joined, true);
  position_ = outer;
  kind_ = outer_kind;
  return result;
}

}  // namespace krait::syntax
