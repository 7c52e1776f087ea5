// The match statement and its patterns.
#include "syntax/constants.h"
#include "syntax/parser.h"
#include "syntax/parser_macros.h"
#include "syntax/strings.h"

namespace krait::syntax {

// `match` is a name, too: if what follows does not make a match statement, null with `pos_` unmoved.
Stmt* Parser::match_statement() {
  int start = pos_;
  switch (kind_at(1)) {  // the usual ways to use the name are told apart by one more token
    case Tok::Equal:
    case Tok::Dot:
    case Tok::Comma:
    case Tok::Colon:
    case Tok::Newline: return nullptr;
    default: break;
  }
  auto not_match = [&]() -> Stmt* {
    pos_ = start;
    return nullptr;
  };
  ++pos_;
  Expr* subject = match_subject();
  if (!subject || !accept(Tok::Colon) || !accept(Tok::Newline) || !accept(Tok::Indent) || !at_word("case"))
    return not_match();
  if (!version(10)) return nullptr;
  NodeList cases;
  do {
    KR_NEED(next, case_block());
    cases.push(next);
  } while (at_word("case"));
  KR_EXPECT(Tok::Dedent);
  auto* result = node<ast::Match>(start);
  result->subject = subject;
  result->cases = cases.take<ast::MatchCase>(arena_);
  return result;
}

Expr* Parser::match_subject() {
  int start = pos_;
  KR_NEED(first, star_named_expression());
  if (!at(Tok::Comma)) return first->is<ast::Starred>() ? nullptr : first;
  ++pos_;
  NodeList items;
  items.push(first);
  if (!elements(items, Tok::Colon)) return nullptr;
  auto* tuple = node<ast::Tuple>(start);
  tuple->elts = items.take<Expr>(arena_);
  return tuple;
}

ast::MatchCase* Parser::case_block() {
  ++pos_;
  auto* result = arena_.make<ast::MatchCase>();
  if (!(result->pattern = patterns())) return nullptr;
  if (accept(Tok::If) && !(result->guard = named_expression())) return nullptr;
  KR_EXPECT(Tok::Colon);
  return block(result->body) ? result : nullptr;
}

// ---- patterns

Pattern* Parser::patterns() {
  int start = pos_;
  KR_NEED(first, maybe_star_pattern());
  if (!at(Tok::Comma)) return first->is<ast::MatchStar>() ? nullptr : first;
  NodeList items;
  items.push(first);
  while (accept(Tok::Comma)) {
    if (at(Tok::Colon) || at(Tok::If)) break;
    KR_NEED(item, maybe_star_pattern());
    items.push(item);
  }
  auto* result = node<ast::MatchSequence>(start);
  result->patterns = items.take<Pattern>(arena_);
  return result;
}

// A name that is bound: not `_`, and not the beginning of something longer.
Str* Parser::capture_name() {
  if (!at(Tok::Name) || at_word("_")) return nullptr;
  Tok after = kind_at(1);
  if (after == Tok::Dot || after == Tok::LPar || after == Tok::Equal) return nullptr;
  return identifier();
}

Pattern* Parser::maybe_star_pattern() {
  if (!at(Tok::Star)) return as_pattern();
  int start = pos_++;
  Str* name = nullptr;
  if (at_word("_")) {
    ++pos_;
  } else if (!(name = capture_name())) {
    return nullptr;
  }
  auto* result = node<ast::MatchStar>(start);
  result->name = name;
  return result;
}

Pattern* Parser::as_pattern() {
  Deeper deeper(*this);
  if (deeper.too_deep()) return nullptr;
  int start = pos_;
  KR_NEED(inner, or_pattern());
  if (!accept(Tok::As)) return inner;
  KR_NEED(name, capture_name());
  auto* result = node<ast::MatchAs>(start);
  result->pattern = inner;
  result->name = name;
  return result;
}

Pattern* Parser::or_pattern() {
  int start = pos_;
  KR_NEED(first, closed_pattern());
  if (!at(Tok::VBar)) return first;
  NodeList items;
  items.push(first);
  while (accept(Tok::VBar)) {
    KR_NEED(item, closed_pattern());
    items.push(item);
  }
  auto* result = node<ast::MatchOr>(start);
  result->patterns = items.take<Pattern>(arena_);
  return result;
}

Pattern* Parser::closed_pattern() {
  switch (kind()) {
    case Tok::Name: return name_pattern();
    case Tok::LPar:
    case Tok::LSqb: return sequence_pattern();
    case Tok::LBrace: return mapping_pattern();
    default: return literal_pattern();
  }
}

// ---- literals

Expr* Parser::signed_number() {
  int start = pos_;
  bool negative = accept(Tok::Minus);
  if (!at(Tok::Number)) return nullptr;
  KR_NEED(value, number());
  if (!negative) return value;
  auto* result = node<ast::UnaryOp>(start);
  result->op = ast::UnaryOperator::USub;
  result->operand = value;
  return result;
}

static bool is_imaginary(std::string_view number) { return number.back() == 'j' || number.back() == 'J'; }

// A number, perhaps negative, or a real part with an imaginary part.
Expr* Parser::complex_number() {
  int start = pos_;
  KR_NEED(left, signed_number());
  if (!at(Tok::Plus) && !at(Tok::Minus)) return left;
  if (is_imaginary(tokens_[pos_ - 1].text())) return nullptr;
  ast::Operator op = at(Tok::Plus) ? ast::Operator::Add : ast::Operator::Sub;
  ++pos_;
  if (!at(Tok::Number) || !is_imaginary(tokens_[pos_].text())) return nullptr;
  KR_NEED(right, number());
  auto* result = node<ast::BinOp>(start);
  result->left = left;
  result->op = op;
  result->right = right;
  return result;
}

// A literal as pattern or mapping key; null for anything else.
Expr* Parser::pattern_value() {
  if (at(Tok::Number) || at(Tok::Minus)) return complex_number();
  return at(Tok::String) ? strings_.read(tokens_, pos_) : nullptr;
}

Pattern* Parser::literal_pattern() {
  int start = pos_;
  Object* singleton = at(Tok::None)    ? none_constant()
                      : at(Tok::True)  ? true_constant()
                      : at(Tok::False) ? false_constant()
                                       : nullptr;
  if (singleton) {
    ++pos_;
    retain(singleton);
    auto* result = node<ast::MatchSingleton>(start);
    result->value = arena_.own(singleton);
    return result;
  }
  KR_NEED(value, pattern_value());
  auto* result = node<ast::MatchValue>(start);
  result->value = value;
  return result;
}

// ---- names: capture, wildcard, value `a.b`, class `a.b(...)`

Expr* Parser::dotted_value() {
  int start = pos_;
  KR_NEED(value, name_node());
  while (accept(Tok::Dot)) {
    KR_NEED(attr, identifier());
    auto* attribute = node<ast::Attribute>(start);
    attribute->value = value;
    attribute->attr = attr;
    value = attribute;
  }
  return value;
}

Pattern* Parser::name_pattern() {
  int start = pos_;
  Tok after = kind_at(1);
  if (after != Tok::Dot && after != Tok::LPar) {
    if (after == Tok::Equal) return nullptr;
    Str* name = nullptr;
    if (at_word("_")) {
      ++pos_;
    } else if (!(name = identifier())) {
      return nullptr;
    }
    auto* result = node<ast::MatchAs>(start);
    result->name = name;
    return result;
  }
  KR_NEED(value, dotted_value());
  if (at(Tok::LPar)) return class_pattern(start, value);
  if (at(Tok::Equal)) return nullptr;
  auto* result = node<ast::MatchValue>(start);
  result->value = value;
  return result;
}

Pattern* Parser::class_pattern(int start, Expr* cls) {
  ++pos_;
  NodeList positional, names, keyword;
  while (!at(Tok::RPar)) {
    if (at(Tok::Name) && kind_at(1) == Tok::Equal) {
      KR_NEED(name, identifier());
      ++pos_;
      names.push(name);
      KR_NEED(value, as_pattern());
      keyword.push(value);
    } else {
      if (!names.empty()) return nullptr;
      KR_NEED(value, as_pattern());
      positional.push(value);
    }
    if (!accept(Tok::Comma)) break;
  }
  KR_EXPECT(Tok::RPar);
  auto* result = node<ast::MatchClass>(start);
  result->cls = cls;
  result->patterns = positional.take<Pattern>(arena_);
  result->kwd_attrs = names.take<Str>(arena_);
  result->kwd_patterns = keyword.take<Pattern>(arena_);
  return result;
}

// ---- containers

Expr* Parser::mapping_key() {
  int start = pos_;
  switch (kind()) {
    case Tok::None: ++pos_; return singleton(start, none_constant());
    case Tok::True: ++pos_; return singleton(start, true_constant());
    case Tok::False: ++pos_; return singleton(start, false_constant());
    case Tok::Name: return kind_at(1) == Tok::Dot ? dotted_value() : nullptr;
    default: return pattern_value();
  }
}

Pattern* Parser::mapping_pattern() {
  int start = pos_++;
  NodeList keys, values;
  Str* rest = nullptr;
  while (!at(Tok::RBrace)) {
    if (rest) return nullptr;
    if (accept(Tok::DoubleStar)) {
      if (!(rest = capture_name())) return nullptr;
    } else {
      KR_NEED(key, mapping_key());
      KR_EXPECT(Tok::Colon);
      KR_NEED(value, as_pattern());
      keys.push(key);
      values.push(value);
    }
    if (!accept(Tok::Comma)) break;
  }
  KR_EXPECT(Tok::RBrace);
  auto* result = node<ast::MatchMapping>(start);
  result->keys = keys.take<Expr>(arena_);
  result->patterns = values.take<Pattern>(arena_);
  result->rest = rest;
  return result;
}

// `(x)` is just x; `(x,)`, `()` and `[x]` are sequences.
Pattern* Parser::sequence_pattern() {
  int start = pos_;
  bool round = at(Tok::LPar);
  Tok close = round ? Tok::RPar : Tok::RSqb;
  ++pos_;
  NodeList items;
  bool comma = true;
  while (!at(close)) {
    if (!comma) return nullptr;
    KR_NEED(item, maybe_star_pattern());
    items.push(item);
    comma = accept(Tok::Comma);
  }
  ++pos_;
  if (round && items.size() == 1 && !comma) {
    auto* only = static_cast<Pattern*>(items[0]);
    return only->is<ast::MatchStar>() ? nullptr : only;
  }
  auto* result = node<ast::MatchSequence>(start);
  result->patterns = items.take<Pattern>(arena_);
  return result;
}

}  // namespace krait::syntax
