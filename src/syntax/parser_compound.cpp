// Compound statements: all that own a block, except `match`.
#include "syntax/constants.h"
#include "syntax/parser.h"
#include "syntax/parser_macros.h"

namespace krait::syntax {

// Null with `pos_` unmoved: there is none here. Null elsewhere: it is wrong.
Stmt* Parser::compound_statement() {
  switch (kind()) {
    case Tok::Def: return function({}, false, pos_);
    case Tok::At: return decorated();
    case Tok::Class: return class_definition({});
    case Tok::If: return if_statement();
    case Tok::While: return while_statement();
    case Tok::For: return for_statement(false, pos_);
    case Tok::With: return with_statement(false, pos_);
    case Tok::Try: return try_statement();
    case Tok::Async: return async_statement({});
    case Tok::Name: return at_word("match") ? match_statement() : nullptr;
    default: return nullptr;
  }
}

Stmt* Parser::async_statement(Seq<Expr*> decorators) {
  int start = pos_++;
  if (!version(5)) return nullptr;
  if (at(Tok::Def)) return function(decorators, true, start);
  if (!decorators.empty()) return nullptr;
  if (at(Tok::For)) return for_statement(true, start);
  if (at(Tok::With)) return with_statement(true, start);
  return nullptr;
}

// ---- functions and classes

Stmt* Parser::decorated() {
  NodeList list;
  while (accept(Tok::At)) {
    KR_NEED(decorator, named_expression());
    KR_EXPECT(Tok::Newline);
    list.push(decorator);
  }
  Seq<Expr*> decorators = list.take<Expr>(arena_);
  switch (kind()) {
    case Tok::Def: return function(decorators, false, pos_);
    case Tok::Class: return class_definition(decorators);
    case Tok::Async: return async_statement(decorators);
    default: return nullptr;
  }
}

// A function's type comment: after the colon, or alone on the block's first line.
bool Parser::function_type_comment(Str*& out) {
  out = nullptr;
  if (at(Tok::Newline) && kind_at(1) == Tok::TypeComment && kind_at(2) == Tok::Newline && kind_at(3) == Tok::Indent) {
    ++pos_;
  } else if (!at(Tok::TypeComment)) {
    return true;
  } else if (kind_at(1) == Tok::Newline && kind_at(2) == Tok::TypeComment && kind_at(3) == Tok::Newline &&
             kind_at(4) == Tok::Indent) {
    return false;
  }
  return (out = type_comment());
}

Stmt* Parser::function(Seq<Expr*> decorators, bool async, int start) {
  ++pos_;
  KR_NEED(name, identifier());
  KR_EXPECT(Tok::LPar);
  KR_NEED(args, parameters(false));
  KR_EXPECT(Tok::RPar);
  Expr* returns = nullptr;
  if (accept(Tok::RArrow) && !(returns = expression())) return nullptr;
  KR_EXPECT(Tok::Colon);
  Str* comment;
  Seq<Stmt*> body;
  if (!function_type_comment(comment) || !block(body)) return nullptr;
  auto fill = [&](auto* result) {
    result->name = name;
    result->args = args;
    result->body = body;
    result->decorator_list = decorators;
    result->returns = returns;
    result->type_comment = comment;
    return result;
  };
  if (async) return fill(node<ast::AsyncFunctionDef>(start));
  return fill(node<ast::FunctionDef>(start));
}

Stmt* Parser::class_definition(Seq<Expr*> decorators) {
  int start = pos_++;
  KR_NEED(name, identifier());
  Seq<Expr*> bases;
  Seq<ast::Keyword*> keywords;
  if (accept(Tok::LPar) && (!arguments(bases, keywords, false) || !accept(Tok::RPar))) return nullptr;
  KR_EXPECT(Tok::Colon);
  Seq<Stmt*> body;
  if (!block(body)) return nullptr;
  auto* result = node<ast::ClassDef>(start);
  result->name = name;
  result->bases = bases;
  result->keywords = keywords;
  result->body = body;
  result->decorator_list = decorators;
  return result;
}

// ---- if, while, for

// `elif` makes an If nested in the one before, so a chain is as deep as it is long.
Stmt* Parser::if_statement() {
  Deeper deeper(*this);
  if (deeper.too_deep()) return nullptr;
  int start = pos_++;
  KR_NEED(test, named_expression());
  KR_EXPECT(Tok::Colon);
  Seq<Stmt*> body, orelse;
  if (!block(body)) return nullptr;
  if (at(Tok::Elif)) {
    KR_NEED(chained, if_statement());
    orelse = one(chained);
  } else if (!else_block(orelse)) {
    return nullptr;
  }
  auto* result = node<ast::If>(start);
  result->test = test;
  result->body = body;
  result->orelse = orelse;
  return result;
}

bool Parser::else_block(Seq<Stmt*>& out) {
  if (!accept(Tok::Else)) return true;
  return accept(Tok::Colon) && block(out);
}

Stmt* Parser::while_statement() {
  int start = pos_++;
  KR_NEED(test, named_expression());
  KR_EXPECT(Tok::Colon);
  Seq<Stmt*> body, orelse;
  if (!block(body) || !else_block(orelse)) return nullptr;
  auto* result = node<ast::While>(start);
  result->test = test;
  result->body = body;
  result->orelse = orelse;
  return result;
}

Stmt* Parser::for_statement(bool async, int start) {
  ++pos_;
  KR_NEED(target, star_targets());
  KR_EXPECT(Tok::In);
  KR_NEED(iter, star_expressions());
  KR_EXPECT(Tok::Colon);
  Str* comment = nullptr;
  if (at(Tok::TypeComment) && !(comment = type_comment())) return nullptr;
  Seq<Stmt*> body, orelse;
  if (!block(body) || !else_block(orelse)) return nullptr;
  auto fill = [&](auto* result) {
    result->target = target;
    result->iter = iter;
    result->body = body;
    result->orelse = orelse;
    result->type_comment = comment;
    return result;
  };
  if (async) return fill(node<ast::AsyncFor>(start));
  return fill(node<ast::For>(start));
}

// ---- with

ast::WithItem* Parser::with_item() {
  auto* item = arena_.make<ast::WithItem>();
  if (!(item->context_expr = expression())) return nullptr;
  if (accept(Tok::As) && !(item->optional_vars = star_target())) return nullptr;
  return item;
}

bool Parser::with_items(Seq<ast::WithItem*>& out, bool parenthesised) {
  if (parenthesised && !accept(Tok::LPar)) return false;
  NodeList items;
  do {
    if (parenthesised && !items.empty() && at(Tok::RPar)) break;
    ast::WithItem* item = with_item();
    if (!item) return false;
    items.push(item);
  } while (accept(Tok::Comma));
  if (parenthesised && !accept(Tok::RPar)) return false;
  out = items.take<ast::WithItem>(arena_);
  return at(Tok::Colon);
}

Stmt* Parser::with_statement(bool async, int start) {
  int first = ++pos_;
  Seq<ast::WithItem*> items;
  // `with (a, b):` may hold items or be a tuple; items win.
  bool parenthesised = at(Tok::LPar) && version(9) && with_items(items, true);
  if (!parenthesised) {
    pos_ = first;
    if (!with_items(items, false)) return nullptr;
  }
  KR_EXPECT(Tok::Colon);
  Str* comment = nullptr;
  if (!parenthesised && at(Tok::TypeComment) && !(comment = type_comment())) return nullptr;
  Seq<Stmt*> body;
  if (!block(body)) return nullptr;
  auto fill = [&](auto* result) {
    result->items = items;
    result->body = body;
    result->type_comment = comment;
    return result;
  };
  if (async) return fill(node<ast::AsyncWith>(start));
  return fill(node<ast::With>(start));
}

// ---- try

Stmt* Parser::try_statement() {
  int start = pos_++;
  KR_EXPECT(Tok::Colon);
  Seq<Stmt*> body, orelse, finalbody;
  Seq<ast::ExceptHandler*> except;
  bool star = false;
  if (!block(body) || !handlers(except, star)) return nullptr;
  if (except.empty() && !at(Tok::Finally)) return nullptr;
  if (!else_block(orelse)) return nullptr;
  if (accept(Tok::Finally) && (!accept(Tok::Colon) || !block(finalbody))) return nullptr;
  auto fill = [&](auto* result) {
    result->body = body;
    result->handlers = except;
    result->orelse = orelse;
    result->finalbody = finalbody;
    return result;
  };
  if (star) return fill(node<ast::TryStar>(start));
  return fill(node<ast::Try>(start));
}

bool Parser::handlers(Seq<ast::ExceptHandler*>& out, bool& star) {
  NodeList list;
  while (at(Tok::Except)) {
    bool this_star = kind_at(1) == Tok::Star;
    if (list.empty()) {
      star = this_star;
    } else if (star != this_star) {
      return false;
    }
    ast::ExceptHandler* next = handler(this_star);
    if (!next) return false;
    list.push(next);
  }
  out = list.take<ast::ExceptHandler>(arena_);
  return !star || version(11);
}

ast::ExceptHandler* Parser::handler(bool star) {
  int start = pos_++;
  if (star) ++pos_;
  Expr* type = nullptr;
  Str* name = nullptr;
  if (star || !at(Tok::Colon)) {
    if (!(type = expression())) return nullptr;
    if (accept(Tok::As) && !(name = identifier())) return nullptr;
  }
  KR_EXPECT(Tok::Colon);
  Seq<Stmt*> body;
  if (!block(body)) return nullptr;
  auto* result = node<ast::ExceptHandler>(start);
  result->type = type;
  result->name = name;
  result->body = body;
  return result;
}

}  // namespace krait::syntax
