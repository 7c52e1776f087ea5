// and, or, not, comparisons and conditional expressions, as values and as conditions of jumps.
#include "compile/codegen/generator.h"

namespace krait::compile {

Done Generator::bool_op(ast::BoolOp* expr) {
  int opcode = expr->op == ast::BoolOperator::And ? op::JUMP_IF_FALSE_OR_POP : op::JUMP_IF_TRUE_OR_POP;
  Block* end = new_block();
  for (int i = 0; i + 1 < expr->values.size(); ++i) {
    KR_TRY(visit(expr->values[i]));
    jump(opcode, end);
    use(new_block());
  }
  KR_TRY(visit(expr->values.back()));
  use(end);
  return {};
}

Done Generator::if_expression(ast::IfExp* expr) {
  Block *end = new_block(), *next = new_block();
  KR_TRY(jump_if(expr->test, next, false));
  KR_TRY(visit(expr->body));
  jump_unplaced(op::JUMP, end);
  use(next);
  KR_TRY(visit(expr->orelse));
  use(end);
  return {};
}

void Generator::emit_compare(ast::CmpOperator op) {
  using enum ast::CmpOperator;
  switch (op) {
    case Lt: return emit(op::COMPARE_OP, 0);
    case LtE: return emit(op::COMPARE_OP, 1);
    case Eq: return emit(op::COMPARE_OP, 2);
    case NotEq: return emit(op::COMPARE_OP, 3);
    case Gt: return emit(op::COMPARE_OP, 4);
    case GtE: return emit(op::COMPARE_OP, 5);
    case Is: return emit(op::IS_OP, 0);
    case IsNot: return emit(op::IS_OP, 1);
    case In: return emit(op::CONTAINS_OP, 0);
    case NotIn: return emit(op::CONTAINS_OP, 1);
  }
}

Done Generator::compare(ast::Compare* expr) {
  KR_TRY(warn_compare(expr));
  KR_TRY(visit(expr->left));
  int last = expr->ops.size() - 1;
  if (last == 0) {
    KR_TRY(visit(expr->comparators[0]));
    emit_compare(expr->ops[0]);
    return {};
  }
  // a < b < c: b is kept below for the second comparison, and dropped when the first is false.
  Block* cleanup = new_block();
  for (int i = 0; i < last; ++i) {
    KR_TRY(visit(expr->comparators[i]));
    emit(op::SWAP, 2);
    emit(op::COPY, 2);
    emit_compare(expr->ops[i]);
    jump(op::JUMP_IF_FALSE_OR_POP, cleanup);
  }
  KR_TRY(visit(expr->comparators[last]));
  emit_compare(expr->ops[last]);
  Block* end = new_block();
  jump_unplaced(op::JUMP, end);
  use(cleanup);
  emit(op::SWAP, 2);
  emit(op::POP_TOP);
  use(end);
  return {};
}

Done Generator::jump_if(ast::Expr* expr, Block* target, bool condition) {
  if (auto* unary = expr->if_a<ast::UnaryOp>(); unary && unary->op == ast::UnaryOperator::Not)
    return jump_if(unary->operand, target, !condition);
  if (auto* bool_op = expr->if_a<ast::BoolOp>()) return jump_if_bool_op(bool_op, target, condition);
  if (auto* choice = expr->if_a<ast::IfExp>()) {
    Block *end = new_block(), *next = new_block();
    KR_TRY(jump_if(choice->test, next, false));
    KR_TRY(jump_if(choice->body, target, condition));
    jump_unplaced(op::JUMP, end);
    use(next);
    KR_TRY(jump_if(choice->orelse, target, condition));
    use(end);
    return {};
  }
  if (auto* compare = expr->if_a<ast::Compare>()) {
    place(*expr);
    if (compare->ops.size() > 1) return jump_if_compare(compare, target, condition);
  }
  KR_TRY(visit(expr));
  jump(condition ? op::POP_JUMP_IF_TRUE : op::POP_JUMP_IF_FALSE, target);
  return {};
}

Done Generator::jump_if_bool_op(ast::BoolOp* expr, Block* target, bool condition) {
  bool stops_at = expr->op == ast::BoolOperator::Or;
  Block* skip = stops_at == condition ? target : new_block();
  for (int i = 0; i + 1 < expr->values.size(); ++i) KR_TRY(jump_if(expr->values[i], skip, stops_at));
  KR_TRY(jump_if(expr->values.back(), target, condition));
  if (skip != target) use(skip);
  return {};
}

Done Generator::jump_if_compare(ast::Compare* expr, Block* target, bool condition) {
  KR_TRY(warn_compare(expr));
  Block* cleanup = new_block();
  KR_TRY(visit(expr->left));
  int last = expr->ops.size() - 1;
  for (int i = 0; i < last; ++i) {
    KR_TRY(visit(expr->comparators[i]));
    emit(op::SWAP, 2);
    emit(op::COPY, 2);
    emit_compare(expr->ops[i]);
    jump(op::POP_JUMP_IF_FALSE, cleanup);
  }
  KR_TRY(visit(expr->comparators[last]));
  emit_compare(expr->ops[last]);
  jump(condition ? op::POP_JUMP_IF_TRUE : op::POP_JUMP_IF_FALSE, target);
  Block* end = new_block();
  jump_unplaced(op::JUMP, end);
  use(cleanup);
  emit(op::POP_TOP);
  if (!condition) jump_unplaced(op::JUMP, target);
  use(end);
  return {};
}

}  // namespace krait::compile
