// Expressions: the switch over all, and the simple ones.
#include "compile/codegen/generator.h"
#include "object/singletons.h"

namespace krait::compile {

using ast::ExprContext;

Done Generator::visit_all(ast::Seq<ast::Expr*> expressions) {
  for (ast::Expr* expr : expressions) KR_TRY(visit(expr));
  return {};
}

// An expression's instructions stand for its place; what comes behind stands for what it stood for before.
Done Generator::visit(ast::Expr* expr) {
  Location at = unit_->at;
  place(*expr);
  Done done = visit_placed(expr);
  if (!done.failed()) unit_->at = at;
  return done;
}

Done Generator::visit_placed(ast::Expr* expr) {
  // BINARY_OP's numbers in the order of ast::Operator.
  static constexpr std::uint8_t binary[] = {0, 10, 5, 4, 11, 6, 8, 3, 9, 7, 12, 1, 2};
  static constexpr std::uint8_t unary[] = {op::UNARY_INVERT, op::UNARY_NOT, op::UNARY_POSITIVE, op::UNARY_NEGATIVE};
  using enum ast::ExprKind;
  switch (expr->kind) {
    case Name: return name(expr->as<ast::Name>()->id, expr->as<ast::Name>()->ctx);
    case Constant: return load_constant(Borrowed<>(expr->as<ast::Constant>()->value));
    case Attribute: return attribute(expr->as<ast::Attribute>());
    case Call: return call(expr->as<ast::Call>());
    case Subscript: return subscript(expr->as<ast::Subscript>());
    case BinOp:
      KR_TRY(visit(expr->as<ast::BinOp>()->left));
      KR_TRY(visit(expr->as<ast::BinOp>()->right));
      emit(op::BINARY_OP, binary[static_cast<int>(expr->as<ast::BinOp>()->op)]);
      return {};
    case UnaryOp:
      KR_TRY(visit(expr->as<ast::UnaryOp>()->operand));
      emit(unary[static_cast<int>(expr->as<ast::UnaryOp>()->op)]);
      return {};
    case NamedExpr:
      KR_TRY(visit(expr->as<ast::NamedExpr>()->value));
      emit(op::COPY, 1);
      return visit(expr->as<ast::NamedExpr>()->target);
    case BoolOp: return bool_op(expr->as<ast::BoolOp>());
    case Compare: return compare(expr->as<ast::Compare>());
    case IfExp: return if_expression(expr->as<ast::IfExp>());
    case Lambda: return lambda(expr->as<ast::Lambda>());
    default: return visit_more(expr);
  }
}

Done Generator::visit_more(ast::Expr* expr) {
  using enum ast::ExprKind;
  auto sequence = [&](auto* node, bool tuple) -> Done {
    switch (node->ctx) {
      case ExprContext::Load: return display(node->elts, 0, op::BUILD_LIST, op::LIST_APPEND, op::LIST_EXTEND, tuple);
      case ExprContext::Store: return unpack(node->elts);
      default: return visit_all(node->elts);
    }
  };
  switch (expr->kind) {
    case List: return sequence(expr->as<ast::List>(), false);
    case Tuple: return sequence(expr->as<ast::Tuple>(), true);
    case Set: return display(expr->as<ast::Set>()->elts, 0, op::BUILD_SET, op::SET_ADD, op::SET_UPDATE, false);
    case Dict: return dict(expr->as<ast::Dict>());
    case ListComp: {
      auto* node = expr->as<ast::ListComp>();
      return comprehension(expr, Comprehend::list, node->generators, node->elt, nullptr);
    }
    case SetComp: {
      auto* node = expr->as<ast::SetComp>();
      return comprehension(expr, Comprehend::set, node->generators, node->elt, nullptr);
    }
    case DictComp: {
      auto* node = expr->as<ast::DictComp>();
      return comprehension(expr, Comprehend::dict, node->generators, node->key, node->value);
    }
    case GeneratorExp: {
      auto* node = expr->as<ast::GeneratorExp>();
      return comprehension(expr, Comprehend::generator, node->generators, node->elt, nullptr);
    }
    case Yield: return yield_expression(expr->as<ast::Yield>());
    case YieldFrom: return yield_from_expression(expr->as<ast::YieldFrom>());
    case Await: return await_expression(expr->as<ast::Await>());
    case JoinedStr: return joined_string(expr->as<ast::JoinedStr>());
    case FormattedValue: return formatted_value(expr->as<ast::FormattedValue>());
    case Slice: return slice(expr->as<ast::Slice>());
    case Starred:
      // Where a star may stand, the list, tuple or call around has taken it apart already.
      if (expr->as<ast::Starred>()->ctx == ExprContext::Store) return error("starred assignment target must be in a list or tuple");
      return error("can't use starred expression here");
    default: return {};
  }
}

Done Generator::yield_expression(ast::Yield* expr) {
  if (!is_function()) return error("'yield' outside function");
  if (expr->value) KR_TRY(visit(expr->value));
  else load_none();
  emit_yield();
  return {};
}

Done Generator::yield_from_expression(ast::YieldFrom* expr) {
  if (!is_function()) return error("'yield' outside function");
  if (unit_->kind == UnitKind::async_function) return error("'yield from' inside async function");
  KR_TRY(visit(expr->value));
  emit(op::GET_YIELD_FROM_ITER);
  load_none();
  yield_from(false);
  return {};
}

Done Generator::await_expression(ast::Await* expr) {
  if (!awaits_at_top()) {
    if (!is_function()) return error("'await' outside function");
    if (unit_->kind != UnitKind::async_function && unit_->kind != UnitKind::comprehension) return error("'await' outside async function");
  }
  KR_TRY(visit(expr->value));
  await(0);
  return {};
}

// An attribute on a later line than its object stands for its own name there.
void Generator::place_at_attribute(ast::Attribute* expr) {
  Location& at = unit_->at;
  if (at.line == expr->end_lineno) return;
  at.line = expr->end_lineno;
  Index length = expr->attr->size;
  if (length <= expr->end_col_offset) {
    at.column = expr->end_col_offset - static_cast<int>(length);
  } else {  // a tree made by hand
    at.column = -1;
    at.end_column = -1;
  }
  if (at.end_line < at.line) at.end_line = at.line;
  if (at.end_line == at.line && at.end_column < at.column) at.end_column = at.column;
}

Done Generator::attribute(ast::Attribute* expr) {
  static constexpr std::uint8_t opcodes[] = {op::LOAD_ATTR, op::STORE_ATTR, op::DELETE_ATTR};
  KR_TRY(visit(expr->value));
  place_at_attribute(expr);
  if (expr->ctx == ExprContext::Store) KR_TRY(forbid(expr->attr, expr->ctx));
  return emit_name(opcodes[static_cast<int>(expr->ctx)], expr->attr);
}

Done Generator::subscript(ast::Subscript* expr) {
  static constexpr std::uint8_t opcodes[] = {op::BINARY_SUBSCR, op::STORE_SUBSCR, op::DELETE_SUBSCR};
  if (expr->ctx == ExprContext::Load) {
    KR_TRY(warn_subscript(expr->value));
    KR_TRY(warn_index(expr->value, expr->slice));
  }
  KR_TRY(visit(expr->value));
  KR_TRY(visit(expr->slice));
  emit(opcodes[static_cast<int>(expr->ctx)]);
  return {};
}

Done Generator::slice(ast::Slice* expr) {
  for (ast::Expr* bound : {expr->lower, expr->upper}) {
    if (bound) KR_TRY(visit(bound));
    else load_none();
  }
  if (expr->step) KR_TRY(visit(expr->step));
  emit(op::BUILD_SLICE, expr->step ? 3 : 2);
  return {};
}

}  // namespace krait::compile
