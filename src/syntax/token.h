// Token kinds and the token itself. Kinds up to TYPE_COMMENT carry the numbers of CPython's `token` module;
// keywords follow as kinds of their own, so that the parser compares one byte instead of text.
#pragma once
#include <cstdint>
#include <string_view>

namespace krait::syntax {

enum class Tok : uint8_t {
  EndMarker = 0, Name, Number, String, Newline, Indent, Dedent,
  LPar, RPar, LSqb, RSqb, Colon, Comma, Semi, Plus, Minus, Star, Slash, VBar, Amper, Less, Greater, Equal, Dot,
  Percent, LBrace, RBrace, EqEqual, NotEqual, LessEqual, GreaterEqual, Tilde, Circumflex, LeftShift, RightShift,
  DoubleStar, PlusEqual, MinEqual, StarEqual, SlashEqual, PercentEqual, AmperEqual, VBarEqual, CircumflexEqual,
  LeftShiftEqual, RightShiftEqual, DoubleStarEqual, DoubleSlash, DoubleSlashEqual, At, AtEqual, RArrow, Ellipsis,
  ColonEqual, Op, Await, Async, TypeIgnore, TypeComment, SoftKeyword, Error, Comment, Nl, Encoding,
  // keywords (async and await have kinds above)
  False, None, True, And, As, Assert, Break, Class, Continue, Def, Del, Elif, Else, Except, Finally, For, From,
  Global, If, Import, In, Is, Lambda, Nonlocal, Not, Or, Pass, Raise, Return, Try, While, With, Yield,
  Count
};
static_assert(int(Tok::Op) == 54 && int(Tok::TypeComment) == 58 && int(Tok::Encoding) == 63);

constexpr bool is_keyword(Tok t) { return t >= Tok::False && t <= Tok::Yield; }

// Columns count UTF-8 bytes; -1 where the token has no text (Indent, Dedent, EndMarker).
struct Token {
  Tok kind;
  int lineno, col_offset, end_lineno, end_col_offset;
  int level;           // bracket nesting after the token
  mutable void* value;  // what the string literal that starts here was read as: it may be read again
  const char* start;
  const char* end;

  std::string_view text() const { return {start, size_t(end - start)}; }
};

// The kind of a word: a keyword, async/await, or Name.
Tok keyword_kind(const char* text, size_t length);

}  // namespace krait::syntax
