// Entry points of the parser, and what all of it shares: positions, names, contexts of targets.
#include "syntax/parser.h"

#include "syntax/constants.h"
#include "syntax/parser_macros.h"

namespace krait::syntax {

void Parser::place(ast::Position& node, int start) const {
  const Token& first = tokens_[start];
  int last = pos_ - 1;
  // Blocks end in tokens without text; a node ends before them.
  while (last > 0 && (tokens_[last].kind == Tok::EndMarker ||
                      (tokens_[last].kind >= Tok::Newline && tokens_[last].kind <= Tok::Dedent)))
    --last;
  node.lineno = first.lineno;
  node.col_offset = first.col_offset;
  node.end_lineno = tokens_[last].end_lineno;
  node.end_col_offset = tokens_[last].end_col_offset;
}

Expr* Parser::name_node(ExprContext ctx) {
  int start = pos_;
  Str* id = identifier();
  if (!id) return nullptr;
  auto* name = node<ast::Name>(start);
  name->id = id;
  name->ctx = ctx;
  return name;
}

Expr* Parser::constant(int start, Object* value) {
  if (!arena_.own(value)) return nullptr;
  auto* result = node<ast::Constant>(start);
  result->value = value;
  return result;
}

// The text of a type comment token, or null.
Str* Parser::type_comment() {
  if (!at(Tok::TypeComment)) return nullptr;
  return arena_.own(make_str(cx_, tokens_[pos_++].text()));
}

bool Parser::set_context(Expr* expr, ExprContext ctx) {
  switch (expr->kind) {
    case ast::ExprKind::Name: expr->as<ast::Name>()->ctx = ctx; return true;
    case ast::ExprKind::Attribute: expr->as<ast::Attribute>()->ctx = ctx; return true;
    case ast::ExprKind::Subscript: expr->as<ast::Subscript>()->ctx = ctx; return true;
    default: return false;
  }
}

bool Parser::as_single_target(Expr* expr) { return set_context(expr, ExprContext::Store); }

// A starred item may not be starred again, nor stand in parentheses alone; the expression grammar keeps both out.
bool Parser::as_target(Expr* expr) {
  switch (expr->kind) {
    case ast::ExprKind::Tuple: {
      auto* tuple = expr->as<ast::Tuple>();
      tuple->ctx = ExprContext::Store;
      for (Expr* e : tuple->elts)
        if (!as_target(e)) return false;
      return true;
    }
    case ast::ExprKind::List: {
      auto* list = expr->as<ast::List>();
      list->ctx = ExprContext::Store;
      for (Expr* e : list->elts)
        if (!as_target(e)) return false;
      return true;
    }
    case ast::ExprKind::Starred: {
      auto* starred = expr->as<ast::Starred>();
      starred->ctx = ExprContext::Store;
      return as_target(starred->value);
    }
    default: return as_single_target(expr);
  }
}

bool Parser::as_del_target(Expr* expr) {
  Seq<Expr*> elements;
  if (auto* tuple = expr->if_a<ast::Tuple>()) {
    tuple->ctx = ExprContext::Del;
    elements = tuple->elts;
  } else if (auto* list = expr->if_a<ast::List>()) {
    list->ctx = ExprContext::Del;
    elements = list->elts;
  } else {
    return set_context(expr, ExprContext::Del);
  }
  for (Expr* e : elements)
    if (!as_del_target(e)) return false;
  return true;
}

// ---- entry points

ast::Mod* Parser::module() {
  NodeList body;
  while (!at(Tok::EndMarker))
    if (!statement(body)) return nullptr;
  auto* module = arena_.make<ast::Module>();
  module->body = body.take<Stmt>(arena_);
  return module;
}

// One statement as the prompt reads it.
ast::Mod* Parser::interactive() {
  auto* module = arena_.make<ast::Interactive>();
  NodeList body;
  if (at(Tok::EndMarker)) return nullptr;
  if (at(Tok::Newline)) {
    int start = pos_++;
    auto* pass = node<ast::Pass>(start);
    pass->end_lineno = tokens_[start].lineno;
    pass->end_col_offset = tokens_[start].col_offset;
    body.push(pass);
  } else {
    int start = pos_;
    Stmt* compound = compound_statement();
    if (compound) {
      if (!accept(Tok::Newline)) return nullptr;
      body.push(compound);
    } else {
      if (pos_ != start || !simple_statements(body)) return nullptr;
    }
  }
  module->body = body.take<Stmt>(arena_);
  return module;
}

ast::Mod* Parser::expression_input() {
  KR_NEED(body, expressions());
  while (accept(Tok::Newline)) {}
  if (!at(Tok::EndMarker)) return nullptr;
  auto* module = arena_.make<ast::Expression>();
  module->body = body;
  return module;
}

// The inside of an f-string's braces, which the f-string reader has put in parentheses.
Expr* Parser::fstring_input() { return star_expressions(); }

// A type comment's `(int, *str, **x) -> y`.
ast::Mod* Parser::function_type() {
  if (!accept(Tok::LPar)) return nullptr;
  NodeList types;
  int stage = 0;  // 1 after `*x`, 2 after `**x`
  while (!at(Tok::RPar)) {
    if (accept(Tok::Star)) {
      if (stage >= 1) return nullptr;
      stage = 1;
    } else if (accept(Tok::DoubleStar)) {
      if (stage >= 2) return nullptr;
      stage = 2;
    } else if (stage) {
      return nullptr;
    }
    KR_NEED(type, expression());
    types.push(type);
    if (!accept(Tok::Comma)) break;
    if (at(Tok::RPar)) return nullptr;
  }
  if (!accept(Tok::RPar) || !accept(Tok::RArrow)) return nullptr;
  KR_NEED(returns, expression());
  while (accept(Tok::Newline)) {}
  if (!at(Tok::EndMarker)) return nullptr;
  auto* module = arena_.make<ast::FunctionType>();
  module->argtypes = types.take<Expr>(arena_);
  module->returns = returns;
  return module;
}

}  // namespace krait::syntax
