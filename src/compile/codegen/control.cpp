// Control flow: if, loops, return, break, continue, and what they undo on the way out.
#include "compile/codegen/generator.h"

namespace krait::compile {

Done Generator::if_statement(ast::If* statement) {
  Block* end = new_block();
  Block* next = statement->orelse.empty() ? end : new_block();
  KR_TRY(jump_if(statement->test, next, false));
  KR_TRY(visit_all(statement->body));
  if (!statement->orelse.empty()) {
    jump_unplaced(op::JUMP, end);
    use(next);
    KR_TRY(visit_all(statement->orelse));
  }
  use(end);
  return {};
}

Done Generator::while_statement(ast::While* statement) {
  Block *loop = new_block(), *body = new_block(), *anchor = new_block(), *end = new_block();
  use(loop);
  KR_TRY(push_frame({.kind = FrameKind::while_loop, .start = loop, .exit = end}));
  KR_TRY(jump_if(statement->test, anchor, false));
  use(body);
  KR_TRY(visit_all(statement->body));
  place(*statement);
  KR_TRY(jump_if(statement->test, body, true));
  pop_frame();
  use(anchor);
  KR_TRY(visit_all(statement->orelse));
  use(end);
  return {};
}

Done Generator::for_statement(ast::For* statement) {
  Block *start = new_block(), *body = new_block(), *cleanup = new_block(), *end = new_block();
  KR_TRY(push_frame({.kind = FrameKind::for_loop, .start = start, .exit = end}));
  KR_TRY(visit(statement->iter));
  emit(op::GET_ITER);
  use(start);
  jump(op::FOR_ITER, cleanup);
  use(body);
  KR_TRY(visit(statement->target));
  KR_TRY(visit_all(statement->body));
  unplace();
  jump(op::JUMP, start);
  use(cleanup);
  pop_frame();
  KR_TRY(visit_all(statement->orelse));
  use(end);
  return {};
}

Done Generator::async_for(ast::AsyncFor* statement) {
  if (awaits_at_top()) unit_->scope->is_coroutine = true;
  else if (unit_->kind != UnitKind::async_function) return error("'async for' outside async function");
  Block *start = new_block(), *except = new_block(), *end = new_block();
  KR_TRY(visit(statement->iter));
  emit(op::GET_AITER);
  use(start);
  KR_TRY(push_frame({.kind = FrameKind::for_loop, .start = start, .exit = end}));
  jump(op::SETUP_FINALLY, except);
  emit(op::GET_ANEXT);
  load_none();
  yield_from(true);
  emit(op::POP_BLOCK);
  KR_TRY(visit(statement->target));
  KR_TRY(visit_all(statement->body));
  unplace();
  jump(op::JUMP, start);
  pop_frame();
  use(except);
  // The end of the iteration belongs to the iterable, not to the body.
  place(*statement->iter);
  emit(op::END_ASYNC_FOR);
  KR_TRY(visit_all(statement->orelse));
  use(end);
  return {};
}

Done Generator::return_statement(ast::Return* statement) {
  ast::Expr* value = statement->value;
  if (!is_function()) return error("'return' outside function");
  if (value && unit_->scope->is_coroutine && unit_->scope->is_generator) return error("'return' with value in async generator");
  auto* constant = value ? value->if_a<ast::Constant>() : nullptr;
  bool preserve_top = value && !constant;
  if (preserve_top) {
    KR_TRY(visit(value));
  } else if (value) {
    place(*value);
    emit(op::NOP);
  }
  if (!value || value->lineno != statement->lineno) {
    place(*statement);
    emit(op::NOP);
  }
  KR_TRY(unwind_all(preserve_top, nullptr, nullptr));
  if (!value) load_none();
  else if (constant) KR_TRY(load_constant(Borrowed<>(constant->value)));
  emit(op::RETURN_VALUE);
  return {};
}

Done Generator::break_statement() {
  emit(op::NOP);
  FrameBlock loop;
  bool found = false;
  Location at = unit_->at;
  KR_TRY(unwind_all(false, &loop, &found));
  if (!found) {
    unit_->at = at;
    return error("'break' outside loop");
  }
  KR_TRY(unwind(loop, false));
  jump(op::JUMP, loop.exit);
  return {};
}

Done Generator::continue_statement() {
  emit(op::NOP);
  FrameBlock loop;
  bool found = false;
  Location at = unit_->at;
  KR_TRY(unwind_all(false, &loop, &found));
  if (!found) {
    unit_->at = at;
    return error("'continue' not properly in loop");
  }
  jump(op::JUMP, loop.start);
  return {};
}

// Undoes all frames from the innermost outwards; with `loop`, only up to the innermost loop, which is handed back. While a frame is
// undone it is not there: the statements of a `finally` run outside of it.
Done Generator::unwind_all(bool preserve_top, FrameBlock* loop, bool* found) {
  Array<FrameBlock>& frames = unit_->frames;
  if (frames.empty()) return {};
  FrameBlock top = frames.back();
  if (top.kind == FrameKind::exception_group_handler)
    return error("'break', 'continue' and 'return' cannot appear in an except* block");
  if (loop && (top.kind == FrameKind::while_loop || top.kind == FrameKind::for_loop)) {
    *loop = top;
    *found = true;
    return {};
  }
  frames.pop();
  KR_TRY(unwind(top, preserve_top));
  KR_TRY(unwind_all(preserve_top, loop, found));
  frames.push(job_.arena, top);
  return {};
}

Done Generator::unwind(const FrameBlock& frame, bool preserve_top) {
  auto keep_top = [&] {
    if (preserve_top) emit(op::SWAP, 2);
  };
  switch (frame.kind) {
    case FrameKind::while_loop:
    case FrameKind::exception_handler:
    case FrameKind::exception_group_handler:
    case FrameKind::async_comprehension: return {};
    case FrameKind::for_loop:
    case FrameKind::pop_value:
      keep_top();
      emit(op::POP_TOP);
      return {};
    case FrameKind::try_except: emit(op::POP_BLOCK); return {};
    case FrameKind::finally_try:
      emit(op::POP_BLOCK);
      if (preserve_top) KR_TRY(push_frame({.kind = FrameKind::pop_value}));
      KR_TRY(visit_all(frame.final_body));
      if (preserve_top) pop_frame();
      unplace();
      return {};
    case FrameKind::finally_end:
      keep_top();
      emit(op::POP_TOP);
      keep_top();
      emit(op::POP_BLOCK);
      emit(op::POP_EXCEPT);
      return {};
    case FrameKind::with:
    case FrameKind::async_with:
      place(*frame.statement);
      emit(op::POP_BLOCK);
      keep_top();
      exit_with_nones();
      if (frame.kind == FrameKind::async_with) await(2);
      emit(op::POP_TOP);
      unplace();
      return {};
    case FrameKind::handler_cleanup:
      if (frame.name) emit(op::POP_BLOCK);
      keep_top();
      emit(op::POP_BLOCK);
      emit(op::POP_EXCEPT);
      return frame.name ? forget(frame.name) : Done();
  }
  return {};
}

}  // namespace krait::compile
