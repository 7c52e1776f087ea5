// Expressions and patterns in the symbol table's first pass.
#include "compile/symtable/builder.h"

namespace krait::compile {

Done SymbolBuilder::visit_all(ast::Seq<ast::Expr*> expressions) {
  for (ast::Expr* expr : expressions)
    if (expr) KR_TRY(visit(expr));
  return {};
}

Done SymbolBuilder::visit_all(ast::Seq<ast::Keyword*> keywords) {
  for (ast::Keyword* keyword : keywords) KR_TRY(visit(keyword->value));
  return {};
}

Done SymbolBuilder::visit_name(ast::Name* name) {
  bool load = name->ctx == ast::ExprContext::Load;
  KR_TRY(add(name->id, load ? symbol::use : symbol::local, location_of(*name)));
  // super() without arguments finds its class in the cell __class__.
  if (load && block_->type == BlockType::function && same_name(name->id, KR_ID(super)))
    return add(KR_ID(__class__).raw(), symbol::use, location_of(*name));
  return {};
}

Done SymbolBuilder::visit(ast::Expr* expr) {
  KR_LEVEL(job_);
  using enum ast::ExprKind;
  switch (expr->kind) {
    case Name: return visit_name(expr->as<ast::Name>());
    case Constant: return {};
    case Attribute: return visit(expr->as<ast::Attribute>()->value);
    case Call:
      KR_TRY(visit(expr->as<ast::Call>()->func));
      KR_TRY(visit_all(expr->as<ast::Call>()->args));
      return visit_all(expr->as<ast::Call>()->keywords);
    case BoolOp: return visit_all(expr->as<ast::BoolOp>()->values);
    case NamedExpr: return visit_walrus(expr->as<ast::NamedExpr>());
    case BinOp:
      KR_TRY(visit(expr->as<ast::BinOp>()->left));
      return visit(expr->as<ast::BinOp>()->right);
    case UnaryOp: return visit(expr->as<ast::UnaryOp>()->operand);
    case Lambda: return visit_lambda(expr->as<ast::Lambda>());
    case IfExp:
      KR_TRY(visit(expr->as<ast::IfExp>()->test));
      KR_TRY(visit(expr->as<ast::IfExp>()->body));
      return visit(expr->as<ast::IfExp>()->orelse);
    case Dict:
      KR_TRY(visit_all(expr->as<ast::Dict>()->keys));
      return visit_all(expr->as<ast::Dict>()->values);
    case Set: return visit_all(expr->as<ast::Set>()->elts);
    case List: return visit_all(expr->as<ast::List>()->elts);
    case Tuple: return visit_all(expr->as<ast::Tuple>()->elts);
    case ListComp: {
      auto* node = expr->as<ast::ListComp>();
      return visit_comprehension(expr, ComprehensionKind::list, node->generators, node->elt, nullptr);
    }
    case SetComp: {
      auto* node = expr->as<ast::SetComp>();
      return visit_comprehension(expr, ComprehensionKind::set, node->generators, node->elt, nullptr);
    }
    case DictComp: {
      auto* node = expr->as<ast::DictComp>();
      return visit_comprehension(expr, ComprehensionKind::dict, node->generators, node->key, node->value);
    }
    case GeneratorExp: {
      auto* node = expr->as<ast::GeneratorExp>();
      return visit_comprehension(expr, ComprehensionKind::generator, node->generators, node->elt, nullptr);
    }
    case Yield: return visit_yield(expr, expr->as<ast::Yield>()->value);
    case YieldFrom: return visit_yield(expr, expr->as<ast::YieldFrom>()->value);
    case Await: return visit_await(expr->as<ast::Await>());
    case Compare:
      KR_TRY(visit(expr->as<ast::Compare>()->left));
      return visit_all(expr->as<ast::Compare>()->comparators);
    case FormattedValue:
      KR_TRY(visit(expr->as<ast::FormattedValue>()->value));
      return visit_if(expr->as<ast::FormattedValue>()->format_spec);
    case JoinedStr: return visit_all(expr->as<ast::JoinedStr>()->values);
    case Subscript:
      KR_TRY(visit(expr->as<ast::Subscript>()->value));
      return visit(expr->as<ast::Subscript>()->slice);
    case Starred: return visit(expr->as<ast::Starred>()->value);
    case Slice:
      KR_TRY(visit_if(expr->as<ast::Slice>()->lower));
      KR_TRY(visit_if(expr->as<ast::Slice>()->upper));
      return visit_if(expr->as<ast::Slice>()->step);
  }
  return {};
}

Done SymbolBuilder::visit_yield(ast::Expr* expr, ast::Expr* value) {
  KR_TRY(refuse_in_annotation("yield expression", expr));
  KR_TRY(visit_if(value));
  block_->is_generator = true;
  return block_->comprehension == ComprehensionKind::none ? Done() : refuse_yield_in_comprehension(expr);
}

Done SymbolBuilder::visit_await(ast::Await* expr) {
  KR_TRY(refuse_in_annotation("await expression", expr));
  KR_TRY(visit(expr->value));
  block_->is_coroutine = true;
  return {};
}

Done SymbolBuilder::refuse_in_annotation(const char* what, ast::Expr* expr) {
  if (block_->type != BlockType::annotation) return {};
  return syntax_error(job_, location_of(*expr), "'{}' can not be used within an annotation", what);
}

Done SymbolBuilder::refuse_yield_in_comprehension(ast::Expr* expr) {
  static constexpr const char* where[] = {"", "list comprehension", "dict comprehension", "set comprehension", "generator expression"};
  return syntax_error(job_, location_of(*expr), "'yield' inside {}", where[int(block_->comprehension)]);
}

Done SymbolBuilder::visit_walrus(ast::NamedExpr* expr) {
  KR_TRY(refuse_in_annotation("named expression", expr));
  if (block_->iterable_depth > 0)
    return syntax_error(job_, location_of(*expr), "assignment expression cannot be used in a comprehension iterable expression");
  if (block_->comprehension != ComprehensionKind::none) KR_TRY(extend_walrus_scope(expr->target));
  KR_TRY(visit(expr->value));
  return visit(expr->target);
}

// PEP 572: a name bound by := inside comprehensions belongs to the block around them.
Done SymbolBuilder::extend_walrus_scope(ast::Expr* target) {
  Str* name = target->as<ast::Name>()->id;
  Location at = location_of(*target);
  for (ScopeBlock* block = block_; block; block = block->parent) {
    if (block->comprehension != ComprehensionKind::none) {
      if (block->flags_of(name) & symbol::comprehension_iteration)
        return syntax_error(job_, at, "assignment expression cannot rebind comprehension iteration variable '{}'", Borrowed<Str>(name));
      continue;
    }
    if (block->type == BlockType::function) {
      bool global = block->flags_of(name) & symbol::global;
      KR_TRY(add(name, global ? symbol::global : symbol::nonlocal, at));
      KR_TRY(declare(name, at));
      return add_to(block, name, symbol::local, at);
    }
    if (block->type == BlockType::module) {
      KR_TRY(add(name, symbol::global, at));
      KR_TRY(declare(name, at));
      return add_to(block, name, symbol::global, at);
    }
    if (block->type == BlockType::class_)
      return syntax_error(job_, at, "assignment expression within a comprehension cannot be used in a class body");
  }
  return {};
}

Done SymbolBuilder::visit_generator(ast::Comprehension* generator) {
  block_->in_iteration_target = true;
  KR_TRY(visit(generator->target));
  block_->in_iteration_target = false;
  ++block_->iterable_depth;
  KR_TRY(visit(generator->iter));
  --block_->iterable_depth;
  KR_TRY(visit_all(generator->ifs));
  if (generator->is_async) block_->is_coroutine = true;
  return {};
}

Done SymbolBuilder::visit_comprehension(ast::Expr* expr, ComprehensionKind kind, ast::Seq<ast::Comprehension*> generators,
                                        ast::Expr* element, ast::Expr* value) {
  static const Borrowed<Str> names[] = {{}, KR_ID(listcomp), KR_ID(dictcomp), KR_ID(setcomp), KR_ID(genexpr)};
  ast::Comprehension* outermost = generators[0];
  // The outermost iterable is evaluated by the block around, and handed in.
  ++block_->iterable_depth;
  KR_TRY(visit(outermost->iter));
  --block_->iterable_depth;
  Location at = location_of(*expr);
  open(names[int(kind)].raw(), BlockType::function, expr, at);
  block_->comprehension = kind;
  if (outermost->is_async) block_->is_coroutine = true;
  KR_TRY(add(KR_STR(".0").raw(), symbol::param, at));
  block_->in_iteration_target = true;
  KR_TRY(visit(outermost->target));
  block_->in_iteration_target = false;
  KR_TRY(visit_all(outermost->ifs));
  for (int i = 1; i < generators.size(); ++i) KR_TRY(visit_generator(generators[i]));
  KR_TRY(visit_if(value));
  KR_TRY(visit(element));
  bool is_generator = kind == ComprehensionKind::generator;
  block_->is_generator = is_generator;
  bool is_async = block_->is_coroutine && !is_generator;
  close();
  if (is_async) block_->is_coroutine = true;
  return {};
}

Done SymbolBuilder::visit_all(ast::Seq<ast::Pattern*> patterns) {
  for (ast::Pattern* pattern : patterns) KR_TRY(visit(pattern));
  return {};
}

Done SymbolBuilder::visit(ast::Pattern* pattern) {
  KR_LEVEL(job_);
  using enum ast::PatternKind;
  auto bind = [&](Str* name) { return name ? add(name, symbol::local, location_of(*pattern)) : Done(); };
  switch (pattern->kind) {
    case MatchValue: return visit(pattern->as<ast::MatchValue>()->value);
    case MatchSingleton: return {};
    case MatchSequence: return visit_all(pattern->as<ast::MatchSequence>()->patterns);
    case MatchStar: return bind(pattern->as<ast::MatchStar>()->name);
    case MatchMapping:
      KR_TRY(visit_all(pattern->as<ast::MatchMapping>()->keys));
      KR_TRY(visit_all(pattern->as<ast::MatchMapping>()->patterns));
      return bind(pattern->as<ast::MatchMapping>()->rest);
    case MatchClass:
      KR_TRY(visit(pattern->as<ast::MatchClass>()->cls));
      KR_TRY(visit_all(pattern->as<ast::MatchClass>()->patterns));
      return visit_all(pattern->as<ast::MatchClass>()->kwd_patterns);
    case MatchAs:
      if (auto* inner = pattern->as<ast::MatchAs>()->pattern) KR_TRY(visit(inner));
      return bind(pattern->as<ast::MatchAs>()->name);
    case MatchOr: return visit_all(pattern->as<ast::MatchOr>()->patterns);
  }
  return {};
}

}  // namespace krait::compile
