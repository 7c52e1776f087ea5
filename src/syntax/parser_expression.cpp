// Expressions, from `a, *b` down to unary operators. One function per precedence level that does more than loop;
// the binary operators share one climbing loop.
#include "syntax/constants.h"
#include "syntax/parser.h"
#include "syntax/parser_macros.h"

namespace krait::syntax {

using ast::ExprKind;

// Whether an item may follow a comma or a `yield`.
static bool starts_expression(Tok kind) {
  switch (kind) {
    case Tok::Name:
    case Tok::Number:
    case Tok::String:
    case Tok::LPar:
    case Tok::LSqb:
    case Tok::LBrace:
    case Tok::Plus:
    case Tok::Minus:
    case Tok::Tilde:
    case Tok::Star:
    case Tok::Ellipsis:
    case Tok::Await:
    case Tok::False:
    case Tok::None:
    case Tok::True:
    case Tok::Lambda:
    case Tok::Not: return true;
    default: return false;
  }
}

// `first` was read at `start`; reads more after commas to a tuple that may end in a comma.
Expr* Parser::tuple_rest(int start, Expr* first, bool starred) {
  NodeList items;
  items.push(first);
  while (accept(Tok::Comma)) {
    if (!starts_expression(kind()) || (!starred && at(Tok::Star))) break;
    KR_NEED(item, starred ? star_expression() : expression());
    items.push(item);
  }
  auto* tuple = node<ast::Tuple>(start);
  tuple->elts = items.take<Expr>(arena_);
  return tuple;
}

Expr* Parser::star_expressions() {
  int start = pos_;
  KR_NEED(first, star_expression());
  return at(Tok::Comma) ? tuple_rest(start, first, true) : first;
}

Expr* Parser::expressions() {
  int start = pos_;
  KR_NEED(first, expression());
  return at(Tok::Comma) ? tuple_rest(start, first, false) : first;
}

Expr* Parser::star_expression() {
  if (!at(Tok::Star)) return expression();
  int start = pos_++;
  KR_NEED(value, bitwise_or());
  auto* starred = node<ast::Starred>(start);
  starred->value = value;
  return starred;
}

Expr* Parser::star_named_expression() { return at(Tok::Star) ? star_expression() : named_expression(); }

Expr* Parser::named_expression() {
  if (at(Tok::Name) && kind_at(1) == Tok::ColonEqual) {
    if (!version(8)) return nullptr;
    int start = pos_;
    KR_NEED(target, name_node(ExprContext::Store));
    ++pos_;
    KR_NEED(value, expression());
    auto* named = node<ast::NamedExpr>(start);
    named->target = target;
    named->value = value;
    return named;
  }
  KR_NEED(result, expression());
  return at(Tok::ColonEqual) ? nullptr : result;
}

Expr* Parser::expression() {
  Deeper deeper(*this);
  if (deeper.too_deep()) return nullptr;
  if (at(Tok::Lambda)) return lambda();
  int start = pos_;
  KR_NEED(body, disjunction());
  if (!at(Tok::If)) return body;
  ++pos_;
  KR_NEED(test, disjunction());
  KR_EXPECT(Tok::Else);
  KR_NEED(orelse, expression());
  auto* result = node<ast::IfExp>(start);
  result->test = test;
  result->body = body;
  result->orelse = orelse;
  return result;
}

Expr* Parser::yield_expression() {
  int start = pos_++;
  if (accept(Tok::From)) {
    KR_NEED(value, expression());
    auto* result = node<ast::YieldFrom>(start);
    result->value = value;
    return result;
  }
  Expr* value = nullptr;
  if (starts_expression(kind()) && !(value = star_expressions())) return nullptr;
  auto* result = node<ast::Yield>(start);
  result->value = value;
  return result;
}

Expr* Parser::yield_or_star_expressions() { return at(Tok::Yield) ? yield_expression() : star_expressions(); }

Expr* Parser::lambda() {
  int start = pos_++;
  KR_NEED(args, parameters(true));
  KR_EXPECT(Tok::Colon);
  KR_NEED(body, expression());
  auto* result = node<ast::Lambda>(start);
  result->args = args;
  result->body = body;
  return result;
}

// ---- and, or, not

Expr* Parser::disjunction() {
  int start = pos_;
  KR_NEED(first, conjunction());
  if (!at(Tok::Or)) return first;
  NodeList values;
  values.push(first);
  while (accept(Tok::Or)) {
    KR_NEED(next, conjunction());
    values.push(next);
  }
  auto* result = node<ast::BoolOp>(start);
  result->op = ast::BoolOperator::Or;
  result->values = values.take<Expr>(arena_);
  return result;
}

Expr* Parser::conjunction() {
  int start = pos_;
  KR_NEED(first, inversion());
  if (!at(Tok::And)) return first;
  NodeList values;
  values.push(first);
  while (accept(Tok::And)) {
    KR_NEED(next, inversion());
    values.push(next);
  }
  auto* result = node<ast::BoolOp>(start);
  result->op = ast::BoolOperator::And;
  result->values = values.take<Expr>(arena_);
  return result;
}

Expr* Parser::inversion() {
  if (!at(Tok::Not)) return comparison();
  Deeper deeper(*this);
  if (deeper.too_deep()) return nullptr;
  int start = pos_++;
  KR_NEED(operand, inversion());
  auto* result = node<ast::UnaryOp>(start);
  result->op = ast::UnaryOperator::Not;
  result->operand = operand;
  return result;
}

// ---- comparisons

bool Parser::compare_operator(ast::CmpOperator& op) {
  using ast::CmpOperator;
  int length = 1;
  switch (kind()) {
    case Tok::EqEqual: op = CmpOperator::Eq; break;
    case Tok::NotEqual:
      if ((tokens_[pos_].text() == "<>") != barry_as_bdfl_) return false;
      op = CmpOperator::NotEq;
      break;
    case Tok::Less: op = CmpOperator::Lt; break;
    case Tok::LessEqual: op = CmpOperator::LtE; break;
    case Tok::Greater: op = CmpOperator::Gt; break;
    case Tok::GreaterEqual: op = CmpOperator::GtE; break;
    case Tok::In: op = CmpOperator::In; break;
    case Tok::Is:
      op = kind_at(1) == Tok::Not ? CmpOperator::IsNot : CmpOperator::Is;
      length = kind_at(1) == Tok::Not ? 2 : 1;
      break;
    case Tok::Not:
      if (kind_at(1) != Tok::In) return false;
      op = CmpOperator::NotIn;
      length = 2;
      break;
    default: return false;
  }
  pos_ += length;
  return true;
}

Expr* Parser::comparison() {
  int start = pos_;
  KR_NEED(left, bitwise_or());
  ast::CmpOperator op;
  if (!compare_operator(op)) return left;
  NodeList ops, comparators;
  do {
    KR_NEED(right, bitwise_or());
    ops.push(reinterpret_cast<void*>(uintptr_t(op)));
    comparators.push(right);
  } while (compare_operator(op));
  auto* result = node<ast::Compare>(start);
  result->left = left;
  result->ops = arena_.make_seq<ast::CmpOperator>(ops.size());
  for (int i = 0; i < ops.size(); ++i) result->ops[i] = ast::CmpOperator(reinterpret_cast<uintptr_t>(ops[i]));
  result->comparators = comparators.take<Expr>(arena_);
  return result;
}

// ---- binary and unary operators

namespace {
struct BinaryOperator {
  uint8_t precedence;  // 0: not a binary operator
  ast::Operator op;
};
constexpr BinaryOperator binary_operator(Tok kind) {
  using ast::Operator;
  switch (kind) {
    case Tok::VBar: return {1, Operator::BitOr};
    case Tok::Circumflex: return {2, Operator::BitXor};
    case Tok::Amper: return {3, Operator::BitAnd};
    case Tok::LeftShift: return {4, Operator::LShift};
    case Tok::RightShift: return {4, Operator::RShift};
    case Tok::Plus: return {5, Operator::Add};
    case Tok::Minus: return {5, Operator::Sub};
    case Tok::Star: return {6, Operator::Mult};
    case Tok::Slash: return {6, Operator::Div};
    case Tok::DoubleSlash: return {6, Operator::FloorDiv};
    case Tok::Percent: return {6, Operator::Mod};
    case Tok::At: return {6, Operator::MatMult};
    default: return {0, Operator::Add};
  }
}
}  // namespace

Expr* Parser::binary(int precedence) {
  int start = pos_;
  KR_NEED(left, factor());
  for (;;) {
    BinaryOperator found = binary_operator(kind());
    if (!found.precedence || found.precedence < precedence) return left;
    if (at(Tok::At) && !version(5)) return nullptr;
    ++pos_;
    KR_NEED(right, binary(found.precedence + 1));
    auto* result = node<ast::BinOp>(start);
    result->left = left;
    result->op = found.op;
    result->right = right;
    left = result;
  }
}

Expr* Parser::factor() {
  ast::UnaryOperator op;
  switch (kind()) {
    case Tok::Plus: op = ast::UnaryOperator::UAdd; break;
    case Tok::Minus: op = ast::UnaryOperator::USub; break;
    case Tok::Tilde: op = ast::UnaryOperator::Invert; break;
    default: return power();
  }
  Deeper deeper(*this);
  if (deeper.too_deep()) return nullptr;
  int start = pos_++;
  KR_NEED(operand, factor());
  auto* result = node<ast::UnaryOp>(start);
  result->op = op;
  result->operand = operand;
  return result;
}

Expr* Parser::power() {
  int start = pos_;
  KR_NEED(base, await_primary());
  if (!at(Tok::DoubleStar)) return base;
  Deeper deeper(*this);
  if (deeper.too_deep()) return nullptr;
  ++pos_;
  KR_NEED(exponent, factor());
  auto* result = node<ast::BinOp>(start);
  result->left = base;
  result->op = ast::Operator::Pow;
  result->right = exponent;
  return result;
}

Expr* Parser::await_primary() {
  if (!at(Tok::Await)) return primary();
  if (!version(5)) return nullptr;
  int start = pos_++;
  KR_NEED(value, primary());
  auto* result = node<ast::Await>(start);
  result->value = value;
  return result;
}

}  // namespace krait::syntax
