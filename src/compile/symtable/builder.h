// The first pass of the symbol table: a walk over the tree in CPython's order, which decides the order of children and of errors.
#pragma once
#include "compile/symtable/symtable.h"

namespace krait::compile {

class SymbolBuilder {
 public:
  SymbolBuilder(Job& job, SymbolTable& table) : job_(job), table_(table) {}
  Done build(ast::Mod& tree);

 private:
  // --- blocks and names (symtable/build.cpp)
  void open(Str* name, BlockType type, const void* node, const Location& at);
  void close();
  Done add(Str* name, int flag, const Location& at) { return add_to(block_, name, flag, at); }
  Done add_to(ScopeBlock* block, Str* name, int flag, const Location& at);
  Result<int> flags_here(Str* name);
  Done declare(Str* name, const Location& at) {
    block_->directives.push(job_.arena, {KR_TRY(mangle(job_, private_, name)), at});
    return {};
  }

  // --- statements (symtable/build.cpp, symtable/build_definitions.cpp)
  Done visit(ast::Stmt* statement);
  Done visit_all(ast::Seq<ast::Stmt*> statements);
  Done visit_compound(ast::Stmt* statement);
  Done visit_declaration(ast::Stmt* statement, ast::Seq<Str*> names, bool global);
  Done visit_annotated_assignment(ast::AnnAssign* statement);
  Done visit_alias(ast::Alias* alias);
  template <class T>
  Done visit_try(T* statement);
  template <class T>
  Done visit_function(T* statement, bool is_async);
  Done visit_class(ast::ClassDef* statement);
  Done visit_lambda(ast::Lambda* lambda);
  Done visit_defaults(ast::Arguments* arguments);
  Done visit_parameters(ast::Arguments* arguments);
  Done visit_annotation(ast::Expr* annotation);
  Done visit_annotations(ast::Arguments* arguments, ast::Expr* returns, const ast::Stmt* owner);
  Done visit_annotations_of(ast::Seq<ast::Arg*> arguments);

  // --- expressions (symtable/build_expressions.cpp)
  Done visit(ast::Expr* expr);
  Done visit_if(ast::Expr* expr) { return expr ? visit(expr) : Done(); }
  Done visit_all(ast::Seq<ast::Expr*> expressions);  // null items are passed over
  Done visit_all(ast::Seq<ast::Keyword*> keywords);
  Done visit_name(ast::Name* name);
  Done visit_walrus(ast::NamedExpr* expr);
  Done visit_yield(ast::Expr* expr, ast::Expr* value);
  Done visit_await(ast::Await* expr);
  Done visit_comprehension(ast::Expr* expr, ComprehensionKind kind, ast::Seq<ast::Comprehension*> generators, ast::Expr* element,
                           ast::Expr* value);
  Done visit_generator(ast::Comprehension* generator);
  Done extend_walrus_scope(ast::Expr* target);
  Done refuse_in_annotation(const char* what, ast::Expr* expr);
  Done refuse_yield_in_comprehension(ast::Expr* expr);

  // --- patterns
  Done visit(ast::Pattern* pattern);
  Done visit_all(ast::Seq<ast::Pattern*> patterns);

  Job& job_;
  SymbolTable& table_;
  ScopeBlock* block_ = nullptr;
  Str* private_ = nullptr;  // the class whose name mangles
};

}  // namespace krait::compile
