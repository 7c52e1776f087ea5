// Operators, brackets and characters that are no token at all.
#include "syntax/characters.h"
#include "syntax/char_class.h"
#include "syntax/tokenizer.h"

namespace krait::syntax {
namespace {

Tok one_char(int c) {
  switch (c) {
    case '(': return Tok::LPar;
    case ')': return Tok::RPar;
    case '[': return Tok::LSqb;
    case ']': return Tok::RSqb;
    case '{': return Tok::LBrace;
    case '}': return Tok::RBrace;
    case ':': return Tok::Colon;
    case ',': return Tok::Comma;
    case ';': return Tok::Semi;
    case '+': return Tok::Plus;
    case '-': return Tok::Minus;
    case '*': return Tok::Star;
    case '/': return Tok::Slash;
    case '|': return Tok::VBar;
    case '&': return Tok::Amper;
    case '<': return Tok::Less;
    case '>': return Tok::Greater;
    case '=': return Tok::Equal;
    case '.': return Tok::Dot;
    case '%': return Tok::Percent;
    case '~': return Tok::Tilde;
    case '^': return Tok::Circumflex;
    case '@': return Tok::At;
    default: return Tok::Op;
  }
}

Tok two_chars(int a, int b) {
  if (b == '=') switch (a) {
      case '=': return Tok::EqEqual;
      case '!': return Tok::NotEqual;
      case '<': return Tok::LessEqual;
      case '>': return Tok::GreaterEqual;
      case '+': return Tok::PlusEqual;
      case '-': return Tok::MinEqual;
      case '*': return Tok::StarEqual;
      case '/': return Tok::SlashEqual;
      case '%': return Tok::PercentEqual;
      case '&': return Tok::AmperEqual;
      case '|': return Tok::VBarEqual;
      case '^': return Tok::CircumflexEqual;
      case '@': return Tok::AtEqual;
      case ':': return Tok::ColonEqual;
    }
  if (a == b) switch (a) {
      case '<': return Tok::LeftShift;
      case '>': return Tok::RightShift;
      case '*': return Tok::DoubleStar;
      case '/': return Tok::DoubleSlash;
    }
  if (a == '-' && b == '>') return Tok::RArrow;
  if (a == '<' && b == '>') return Tok::NotEqual;  // the parser decides whether this spelling is allowed
  return Tok::Op;
}

Tok with_equal(Tok two) {
  switch (two) {
    case Tok::LeftShift: return Tok::LeftShiftEqual;
    case Tok::RightShift: return Tok::RightShiftEqual;
    case Tok::DoubleStar: return Tok::DoubleStarEqual;
    case Tok::DoubleSlash: return Tok::DoubleSlashEqual;
    default: return Tok::Op;
  }
}

}  // namespace

// `c` is not a line end, so the text has at least a NUL after it: looking one and two ahead is safe.
Tok Tokenizer::operator_token(int c) {
  if (c == '.') {
    if (is_digit(uint8_t(*cur))) return fraction(next_char());
    if (cur[0] == '.' && cur[1] == '.') {
      cur += 2;
      return Tok::Ellipsis;
    }
    if (cur[0] == '.' && cur + 1 == text_end) done = TokDone::Eof;  // one more dot was looked for
    return Tok::Dot;
  }
  Tok two = two_chars(c, uint8_t(*cur));
  if (two != Tok::Op) {
    ++cur;
    if (*cur == '=' && with_equal(two) != Tok::Op) {
      ++cur;
      return with_equal(two);
    }
    return two;
  }
  Tok one = one_char(c);
  switch (c) {
    case '(':
    case '[':
    case '{':
    case ')':
    case ']':
    case '}': return bracket(c, one);
  }
  if (one == Tok::Op && !is_printable(uint32_t(c))) return fail_message("invalid non-printable character U+%04X", c);
  return one;
}

Tok Tokenizer::bracket(int c, Tok kind) {
  if (c == '(' || c == '[' || c == '{') {
    if (level >= max_level) return fail_message("too many nested parentheses");
    parens[level++] = {char(c), lineno, int(start_ - line)};
    return kind;
  }
  if (!level) return fail_message("unmatched '%c'", c);
  const Paren& open = parens[--level];
  if ((open.kind == '(' && c == ')') || (open.kind == '[' && c == ']') || (open.kind == '{' && c == '}')) return kind;
  if (open.lineno == lineno)
    return fail_message("closing parenthesis '%c' does not match opening parenthesis '%c'", c, open.kind);
  return fail_message("closing parenthesis '%c' does not match opening parenthesis '%c' on line %d", c, open.kind,
                      open.lineno);
}

}  // namespace krait::syntax
