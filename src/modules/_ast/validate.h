// Validator: the walk behind validate().
#pragma once
#include "modules/_ast/convert.h"
#include "object/errors.h"
#include "syntax/ast.h"

namespace krait::ast_module {

class Validator {
 public:
  explicit Validator(Context& cx);
  Result<void> mod(const ast::Mod* mod);

 private:
  using Ctx = ast::ExprContext;

  // statements (validate_statement.cpp)
  Result<void> statements(ast::Seq<ast::Stmt*> list);
  Result<void> statement(const ast::Stmt* stmt);
  Result<void> statement_parts(const ast::Stmt* stmt);
  Result<void> body(ast::Seq<ast::Stmt*> list, const char* owner);
  template <class T>
  Result<void> function(const T* node, const char* owner);
  template <class T>
  Result<void> loop(const T* node, const char* owner);
  template <class T>
  Result<void> with(const T* node, const char* owner);
  template <class T>
  Result<void> try_(const T* node, const char* owner);
  Result<void> class_(const ast::ClassDef* node);
  Result<void> targets(ast::Seq<ast::Expr*> list, Ctx ctx, const char* owner);
  Result<void> not_empty(int count, const char* what, const char* owner);

  // expressions (validate_expression.cpp)
  Result<void> expression(const ast::Expr* expr, Ctx ctx = Ctx::Load);
  Result<void> maybe(const ast::Expr* expr, Ctx ctx = Ctx::Load) { return expr ? expression(expr, ctx) : Result<void>(); }
  Result<void> expressions(ast::Seq<ast::Expr*> list, Ctx ctx = Ctx::Load, bool null_ok = false);
  Result<void> context(const ast::Expr* expr, Ctx wanted);
  Result<void> expression_parts(const ast::Expr* expr, Ctx ctx);
  Result<void> generators(ast::Seq<ast::Comprehension*> list);
  Result<void> keywords(ast::Seq<ast::Keyword*> list);
  Result<void> arguments(const ast::Arguments* args);
  Result<void> args(ast::Seq<ast::Arg*> list);
  Result<void> constant(Borrowed<> value);
  Result<void> name(const Str* name);
  Result<void> position(const ast::Position& p);
  Result<void> enter();
  void leave() { ++room_; }

  // patterns (validate_pattern.cpp)
  Result<void> pattern(const ast::Pattern* pattern, bool star_ok);
  Result<void> pattern_parts(const ast::Pattern* pattern, bool star_ok);
  Result<void> patterns(ast::Seq<ast::Pattern*> list, bool star_ok);
  Result<void> pattern_value(const ast::Expr* expr);
  Result<void> mapping(const ast::MatchMapping* node);
  Result<void> class_pattern(const ast::MatchClass* node);
  Result<void> capture(const Str* name);

  Context& cx_;
  int room_;
};

}  // namespace krait::ast_module
