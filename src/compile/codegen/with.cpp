// with and async with: one context manager at a time, the body inside the innermost.
#include "compile/codegen/generator.h"

namespace krait::compile {

void Generator::exit_with_nones() {
  load_none();
  load_none();
  load_none();
  call(2);
}

Done Generator::with(ast::Stmt* statement, ast::Seq<ast::WithItem*> items, ast::Seq<ast::Stmt*> body, int at, bool is_async) {
  ast::WithItem* item = items[at];
  if (is_async && awaits_at_top()) unit_->scope->is_coroutine = true;
  else if (is_async && unit_->kind != UnitKind::async_function) return error("'async with' outside async function");
  Block *block = new_block(), *final = new_block(), *exit = new_block(), *cleanup = new_block();
  KR_TRY(visit(item->context_expr));
  emit(is_async ? op::BEFORE_ASYNC_WITH : op::BEFORE_WITH);
  if (is_async) await(1);
  jump(op::SETUP_WITH, final);
  use(block);
  KR_TRY(push_frame({.kind = is_async ? FrameKind::async_with : FrameKind::with, .start = block, .exit = final, .statement = statement}));
  if (item->optional_vars) KR_TRY(visit(item->optional_vars));
  else emit(op::POP_TOP);
  KR_TRY(at + 1 == items.size() ? visit_all(body) : with(statement, items, body, at + 1, is_async));
  pop_frame();
  if (!is_async) unplace();  // an async with counts the end of its body as part of the last statement
  emit(op::POP_BLOCK);
  // The body ran to its end: __exit__(None, None, None).
  place(*statement);
  exit_with_nones();
  if (is_async) await(2);
  emit(op::POP_TOP);
  jump(op::JUMP, exit);
  // It raised: __exit__ decides whether the exception goes on.
  use(final);
  jump(op::SETUP_CLEANUP, cleanup);
  emit(op::PUSH_EXC_INFO);
  emit(op::WITH_EXCEPT_START);
  if (is_async) await(2);
  finish_with(cleanup);
  use(exit);
  return {};
}

void Generator::finish_with(Block* cleanup) {
  Block* suppress = new_block();
  jump(op::POP_JUMP_IF_TRUE, suppress);
  emit(op::RERAISE, 2);
  use(cleanup);
  unplace();
  reraise_after_pop();
  use(suppress);
  emit(op::POP_TOP);
  emit(op::POP_BLOCK);
  emit(op::POP_EXCEPT);
  emit(op::POP_TOP);
  emit(op::POP_TOP);
}

}  // namespace krait::compile
