#include "modules/_ast/validate.h"
#include "modules/_ast/walk.h"
#include "object/protocol.h"

namespace krait::ast_module {

using ast::StmtKind;

Validator::Validator(Context& cx) : cx_(cx), room_(nesting_room(cx)) {}

Result<void> Validator::not_empty(int count, const char* what, const char* owner) {
  if (count) return {};
  return raise(cx_, exc::ValueError, "empty {} on {}", what, owner);
}

Result<void> Validator::statements(ast::Seq<ast::Stmt*> list) {
  for (const ast::Stmt* s : list) {
    if (!s) return raise(cx_, exc::ValueError, "None disallowed in statement list");
    KR_TRY(statement(s));
  }
  return {};
}

Result<void> Validator::body(ast::Seq<ast::Stmt*> list, const char* owner) {
  KR_TRY(not_empty(list.size(), "body", owner));
  return statements(list);
}

Result<void> Validator::targets(ast::Seq<ast::Expr*> list, Ctx ctx, const char* owner) {
  KR_TRY(not_empty(list.size(), "targets", owner));
  return expressions(list, ctx);
}

Result<void> Validator::statement(const ast::Stmt* s) {
  KR_TRY(position(*s));
  KR_TRY(enter());
  KR_TRY(statement_parts(s));
  leave();
  return {};
}

template <class T>
Result<void> Validator::function(const T* n, const char* owner) {
  KR_TRY(body(n->body, owner));
  KR_TRY(arguments(n->args));
  KR_TRY(expressions(n->decorator_list));
  return maybe(n->returns);
}

template <class T>
Result<void> Validator::loop(const T* n, const char* owner) {
  KR_TRY(expression(n->target, Ctx::Store));
  KR_TRY(expression(n->iter));
  KR_TRY(body(n->body, owner));
  return statements(n->orelse);
}

template <class T>
Result<void> Validator::with(const T* n, const char* owner) {
  KR_TRY(not_empty(n->items.size(), "items", owner));
  for (const ast::WithItem* item : n->items) {
    KR_TRY(expression(item->context_expr));
    KR_TRY(maybe(item->optional_vars, Ctx::Store));
  }
  return body(n->body, owner);
}

template <class T>
Result<void> Validator::try_(const T* n, const char* owner) {
  KR_TRY(body(n->body, owner));
  if (n->handlers.empty() && n->finalbody.empty())
    return raise(cx_, exc::ValueError, "{} has neither except handlers nor finalbody", owner);
  if (n->handlers.empty() && !n->orelse.empty())
    return raise(cx_, exc::ValueError, "{} has orelse but no except handlers", owner);
  for (const ast::ExceptHandler* handler : n->handlers) {
    KR_TRY(position(*handler));
    KR_TRY(maybe(handler->type));
    KR_TRY(body(handler->body, "ExceptHandler"));
  }
  KR_TRY(statements(n->finalbody));
  return statements(n->orelse);
}

Result<void> Validator::class_(const ast::ClassDef* n) {
  KR_TRY(body(n->body, "ClassDef"));
  KR_TRY(expressions(n->bases));
  KR_TRY(keywords(n->keywords));
  return expressions(n->decorator_list);
}

Result<void> Validator::statement_parts(const ast::Stmt* s) {
  switch (s->kind) {
    case StmtKind::FunctionDef: return function(s->as<ast::FunctionDef>(), "FunctionDef");
    case StmtKind::AsyncFunctionDef: return function(s->as<ast::AsyncFunctionDef>(), "AsyncFunctionDef");
    case StmtKind::ClassDef: return class_(s->as<ast::ClassDef>());
    case StmtKind::Return: return maybe(s->as<ast::Return>()->value);
    case StmtKind::Delete: return targets(s->as<ast::Delete>()->targets, Ctx::Del, "Delete");
    case StmtKind::Assign:
      KR_TRY(targets(s->as<ast::Assign>()->targets, Ctx::Store, "Assign"));
      return expression(s->as<ast::Assign>()->value);
    case StmtKind::AugAssign:
      KR_TRY(expression(s->as<ast::AugAssign>()->target, Ctx::Store));
      return expression(s->as<ast::AugAssign>()->value);
    case StmtKind::AnnAssign: {
      auto* n = s->as<ast::AnnAssign>();
      if (!n->target->is<ast::Name>() && n->simple)
        return raise(cx_, exc::TypeError, "AnnAssign with simple non-Name target");
      KR_TRY(expression(n->target, Ctx::Store));
      KR_TRY(maybe(n->value));
      return expression(n->annotation);
    }
    case StmtKind::For: return loop(s->as<ast::For>(), "For");
    case StmtKind::AsyncFor: return loop(s->as<ast::AsyncFor>(), "AsyncFor");
    case StmtKind::While:
      KR_TRY(expression(s->as<ast::While>()->test));
      KR_TRY(body(s->as<ast::While>()->body, "While"));
      return statements(s->as<ast::While>()->orelse);
    case StmtKind::If:
      KR_TRY(expression(s->as<ast::If>()->test));
      KR_TRY(body(s->as<ast::If>()->body, "If"));
      return statements(s->as<ast::If>()->orelse);
    case StmtKind::With: return with(s->as<ast::With>(), "With");
    case StmtKind::AsyncWith: return with(s->as<ast::AsyncWith>(), "AsyncWith");
    case StmtKind::Match: {
      auto* n = s->as<ast::Match>();
      KR_TRY(expression(n->subject));
      KR_TRY(not_empty(n->cases.size(), "cases", "Match"));
      for (const ast::MatchCase* c : n->cases) {
        KR_TRY(pattern(c->pattern, false));
        KR_TRY(maybe(c->guard));
        KR_TRY(body(c->body, "match_case"));
      }
      return {};
    }
    case StmtKind::Raise: {
      auto* n = s->as<ast::Raise>();
      if (!n->exc && n->cause) return raise(cx_, exc::ValueError, "Raise with cause but no exception");
      KR_TRY(maybe(n->exc));
      return maybe(n->cause);
    }
    case StmtKind::Try: return try_(s->as<ast::Try>(), "Try");
    case StmtKind::TryStar: return try_(s->as<ast::TryStar>(), "TryStar");
    case StmtKind::Assert:
      KR_TRY(expression(s->as<ast::Assert>()->test));
      return maybe(s->as<ast::Assert>()->msg);
    case StmtKind::Import: return not_empty(s->as<ast::Import>()->names.size(), "names", "Import");
    case StmtKind::ImportFrom:
      if (s->as<ast::ImportFrom>()->level < 0) return raise(cx_, exc::ValueError, "Negative ImportFrom level");
      return not_empty(s->as<ast::ImportFrom>()->names.size(), "names", "ImportFrom");
    case StmtKind::Global: return not_empty(s->as<ast::Global>()->names.size(), "names", "Global");
    case StmtKind::Nonlocal: return not_empty(s->as<ast::Nonlocal>()->names.size(), "names", "Nonlocal");
    case StmtKind::ExprStmt: return expression(s->as<ast::ExprStmt>()->value);
    case StmtKind::Pass:
    case StmtKind::Break:
    case StmtKind::Continue: return {};
  }
  return {};
}

Result<void> Validator::mod(const ast::Mod* mod) {
  switch (mod->kind) {
    case ast::ModKind::Module: return statements(mod->as<ast::Module>()->body);
    case ast::ModKind::Interactive: return statements(mod->as<ast::Interactive>()->body);
    case ast::ModKind::Expression: return expression(mod->as<ast::Expression>()->body);
    case ast::ModKind::FunctionType:
      KR_TRY(expressions(mod->as<ast::FunctionType>()->argtypes));
      return expression(mod->as<ast::FunctionType>()->returns);
  }
  return {};
}

Result<void> validate(Context& cx, const ast::Mod* mod) { return Validator(cx).mod(mod); }

}  // namespace krait::ast_module
