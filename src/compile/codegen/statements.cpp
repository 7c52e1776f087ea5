// Statements without control flow, and the switch over all.
#include "compile/codegen/generator.h"
#include "object/singletons.h"

namespace krait::compile {

using ast::ExprContext;

Done Generator::visit_all(ast::Seq<ast::Stmt*> statements) {
  for (ast::Stmt* statement : statements) KR_TRY(visit(statement));
  return {};
}

Done Generator::visit(ast::Stmt* statement) {
  place(*statement);
  using enum ast::StmtKind;
  switch (statement->kind) {
    case FunctionDef: return function(statement->as<ast::FunctionDef>(), false);
    case AsyncFunctionDef: return function(statement->as<ast::AsyncFunctionDef>(), true);
    case ClassDef: return class_definition(statement->as<ast::ClassDef>());
    case Return: return return_statement(statement->as<ast::Return>());
    case Delete: return visit_all(statement->as<ast::Delete>()->targets);
    case Assign: return assign(statement->as<ast::Assign>());
    case AugAssign: return augmented_assign(statement->as<ast::AugAssign>());
    case AnnAssign: return annotated_assign(statement->as<ast::AnnAssign>());
    case For: return for_statement(statement->as<ast::For>());
    case AsyncFor: return async_for(statement->as<ast::AsyncFor>());
    case While: return while_statement(statement->as<ast::While>());
    case If: return if_statement(statement->as<ast::If>());
    case With: return with(statement, statement->as<ast::With>()->items, statement->as<ast::With>()->body, 0, false);
    case AsyncWith: return with(statement, statement->as<ast::AsyncWith>()->items, statement->as<ast::AsyncWith>()->body, 0, true);
    case Match: return match(statement->as<ast::Match>());
    case Raise: {
      auto* raise = statement->as<ast::Raise>();
      if (raise->exc) KR_TRY(visit(raise->exc));
      if (raise->exc && raise->cause) KR_TRY(visit(raise->cause));
      emit(op::RAISE_VARARGS, raise->exc ? 1 + (raise->cause != nullptr) : 0);
      return {};
    }
    case Try: return try_statement(statement->as<ast::Try>());
    case TryStar: return try_statement(statement->as<ast::TryStar>());
    case Assert: return assert_statement(statement->as<ast::Assert>());
    case Import: return import(statement->as<ast::Import>());
    case ImportFrom: return import_from(statement->as<ast::ImportFrom>());
    case Global:
    case Nonlocal: return {};
    case ExprStmt: return expression_statement(statement->as<ast::ExprStmt>()->value);
    case Pass: emit(op::NOP); return {};
    case Break: return break_statement();
    case Continue: return continue_statement();
  }
  return {};
}

Done Generator::expression_statement(ast::Expr* value) {
  if (job_.interactive && nesting_ <= 1) {
    KR_TRY(visit(value));
    emit(op::PRINT_EXPR);
    return {};
  }
  if (value->is<ast::Constant>()) {
    emit(op::NOP);
    return {};
  }
  KR_TRY(visit(value));
  unplace();
  emit(op::POP_TOP);
  return {};
}

Done Generator::assign(ast::Assign* statement) {
  KR_TRY(visit(statement->value));
  for (int i = 0; i < statement->targets.size(); ++i) {
    if (i + 1 < statement->targets.size()) emit(op::COPY, 1);
    KR_TRY(visit(statement->targets[i]));
  }
  return {};
}

Done Generator::augmented_assign(ast::AugAssign* statement) {
  // BINARY_OP's numbers of the in-place forms, in the order of ast::Operator.
  static constexpr std::uint8_t inplace[] = {13, 23, 18, 17, 24, 19, 21, 16, 22, 20, 25, 14, 15};
  ast::Expr* target = statement->target;
  Location whole = unit_->at;
  place(*target);
  if (auto* attribute = target->if_a<ast::Attribute>()) {
    KR_TRY(visit(attribute->value));
    emit(op::COPY, 1);
    place_at_attribute(attribute);
    KR_TRY(emit_name(op::LOAD_ATTR, attribute->attr));
  } else if (auto* subscript = target->if_a<ast::Subscript>()) {
    KR_TRY(visit(subscript->value));
    KR_TRY(visit(subscript->slice));
    emit(op::COPY, 2);
    emit(op::COPY, 2);
    emit(op::BINARY_SUBSCR);
  } else if (auto* id = target->if_a<ast::Name>()) {
    KR_TRY(name(id->id, ExprContext::Load));
  } else {
    return raise(job_.cx, exc::SystemError, "invalid node type ({}) for augmented assignment", static_cast<int>(target->kind) + 1);
  }
  unit_->at = whole;
  KR_TRY(visit(statement->value));
  emit(op::BINARY_OP, inplace[static_cast<int>(statement->op)]);
  place(*target);
  if (auto* attribute = target->if_a<ast::Attribute>()) {
    place_at_attribute(attribute);
    emit(op::SWAP, 2);
    return emit_name(op::STORE_ATTR, attribute->attr);
  }
  if (target->is<ast::Subscript>()) {
    emit(op::SWAP, 3);
    emit(op::SWAP, 2);
    emit(op::STORE_SUBSCR);
    return {};
  }
  return name(target->as<ast::Name>()->id, ExprContext::Store);
}

Done Generator::evaluate_annotation(ast::Expr* annotation) {
  KR_TRY(visit(annotation));
  emit(op::POP_TOP);
  return {};
}

Done Generator::evaluate_annotation_subscript(ast::Expr* slice) {
  if (auto* range = slice->if_a<ast::Slice>()) {
    for (ast::Expr* part : {range->lower, range->upper, range->step})
      if (part) KR_TRY(evaluate_annotation(part));
    return {};
  }
  if (auto* tuple = slice->if_a<ast::Tuple>()) {
    for (ast::Expr* item : tuple->elts) KR_TRY(evaluate_annotation_subscript(item));
    return {};
  }
  return evaluate_annotation(slice);
}

Done Generator::annotated_assign(ast::AnnAssign* statement) {
  ast::Expr* target = statement->target;
  bool keeps_annotations = unit_->kind == UnitKind::module || unit_->kind == UnitKind::class_;
  if (statement->value) {
    KR_TRY(visit(statement->value));
    KR_TRY(visit(target));
  }
  if (auto* id = target->if_a<ast::Name>()) {
    KR_TRY(forbid(id->id, ExprContext::Store));
    if (statement->simple && keeps_annotations) {
      KR_TRY(job_.future_annotations() ? annotation_text(statement->annotation) : visit(statement->annotation));
      emit(op::LOAD_NAME, unit_->names.enter(job_.arena, KR_ID(__annotations__).raw()));
      Str* mangled = KR_TRY(mangle(job_, unit_->private_name, id->id));
      KR_TRY(load_constant(Borrowed<Str>(mangled)));
      emit(op::STORE_SUBSCR);
    }
  } else if (auto* attribute = target->if_a<ast::Attribute>()) {
    KR_TRY(forbid(attribute->attr, ExprContext::Store));
    if (!statement->value) KR_TRY(evaluate_annotation(attribute->value));
  } else if (auto* subscript = target->if_a<ast::Subscript>(); subscript && !statement->value) {
    KR_TRY(evaluate_annotation(subscript->value));
    KR_TRY(evaluate_annotation_subscript(subscript->slice));
  }
  if (!statement->simple && keeps_annotations && !job_.future_annotations()) return evaluate_annotation(statement->annotation);
  return {};
}

Done Generator::assert_statement(ast::Assert* statement) {
  auto* tuple = statement->test->if_a<ast::Tuple>();
  auto* constant = statement->test->if_a<ast::Constant>();
  if ((tuple && !tuple->elts.empty()) ||
      (constant && is<Tuple>(Borrowed<>(constant->value)) && reinterpret_cast<Tuple*>(constant->value)->size() > 0))
    KR_TRY(syntax_warning(job_, unit_->at, "assertion is always true, perhaps remove parentheses?"));
  if (job_.optimize) return {};
  Block* end = new_block();
  KR_TRY(jump_if(statement->test, end, true));
  emit(op::LOAD_ASSERTION_ERROR);
  if (statement->msg) {
    KR_TRY(visit(statement->msg));
    call(0);
  }
  emit(op::RAISE_VARARGS, 1);
  use(end);
  return {};
}

}  // namespace krait::compile
