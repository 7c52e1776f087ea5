// Functions, classes, parameters and annotations in the symbol table's first pass.
#include "compile/symtable/builder.h"

namespace krait::compile {

Done SymbolBuilder::visit_defaults(ast::Arguments* arguments) {
  KR_TRY(visit_all(arguments->defaults));
  return visit_all(arguments->kw_defaults);
}

Done SymbolBuilder::visit_parameters(ast::Arguments* arguments) {
  auto add_each = [&](ast::Seq<ast::Arg*> seq) -> Done {
    for (ast::Arg* arg : seq) KR_TRY(add(arg->arg, symbol::param, location_of(*arg)));
    return {};
  };
  KR_TRY(add_each(arguments->posonlyargs));
  KR_TRY(add_each(arguments->args));
  KR_TRY(add_each(arguments->kwonlyargs));
  if (arguments->vararg) {
    KR_TRY(add(arguments->vararg->arg, symbol::param, location_of(*arguments->vararg)));
    block_->has_varargs = true;
  }
  if (arguments->kwarg) {
    KR_TRY(add(arguments->kwarg->arg, symbol::param, location_of(*arguments->kwarg)));
    block_->has_varkeywords = true;
  }
  return {};
}

Done SymbolBuilder::visit_annotation(ast::Expr* annotation) {
  bool apart = job_.future_annotations();
  if (apart) open(KR_ID(_annotation).raw(), BlockType::annotation, annotation, location_of(*annotation));
  KR_TRY(visit(annotation));
  if (apart) close();
  return {};
}

Done SymbolBuilder::visit_annotations_of(ast::Seq<ast::Arg*> arguments) {
  for (ast::Arg* arg : arguments) KR_TRY(visit_if(arg->annotation));
  return {};
}

Done SymbolBuilder::visit_annotations(ast::Arguments* arguments, ast::Expr* returns, const ast::Stmt* owner) {
  bool apart = job_.future_annotations();
  if (apart) open(KR_ID(_annotation).raw(), BlockType::annotation, arguments, location_of(*owner));
  KR_TRY(visit_annotations_of(arguments->posonlyargs));
  KR_TRY(visit_annotations_of(arguments->args));
  if (arguments->vararg) KR_TRY(visit_if(arguments->vararg->annotation));
  if (arguments->kwarg) KR_TRY(visit_if(arguments->kwarg->annotation));
  KR_TRY(visit_annotations_of(arguments->kwonlyargs));
  if (apart) close();
  return returns ? visit_annotation(returns) : Done();
}

template <class T>
Done SymbolBuilder::visit_function(T* statement, bool is_async) {
  KR_TRY(add(statement->name, symbol::local, location_of(*statement)));
  KR_TRY(visit_defaults(statement->args));
  KR_TRY(visit_annotations(statement->args, statement->returns, statement));
  KR_TRY(visit_all(statement->decorator_list));
  open(statement->name, BlockType::function, statement, location_of(*statement));
  block_->is_coroutine = is_async;
  KR_TRY(visit_parameters(statement->args));
  KR_TRY(visit_all(statement->body));
  close();
  return {};
}
template Done SymbolBuilder::visit_function(ast::FunctionDef*, bool);
template Done SymbolBuilder::visit_function(ast::AsyncFunctionDef*, bool);

Done SymbolBuilder::visit_class(ast::ClassDef* statement) {
  KR_TRY(add(statement->name, symbol::local, location_of(*statement)));
  KR_TRY(visit_all(statement->bases));
  KR_TRY(visit_all(statement->keywords));
  KR_TRY(visit_all(statement->decorator_list));
  open(statement->name, BlockType::class_, statement, location_of(*statement));
  Str* outer = std::exchange(private_, statement->name);
  KR_TRY(visit_all(statement->body));
  private_ = outer;
  close();
  return {};
}

Done SymbolBuilder::visit_lambda(ast::Lambda* lambda) {
  KR_TRY(visit_defaults(lambda->args));
  open(KR_ID(lambda).raw(), BlockType::function, lambda, location_of(*lambda));
  KR_TRY(visit_parameters(lambda->args));
  KR_TRY(visit(lambda->body));
  close();
  return {};
}

}  // namespace krait::compile
