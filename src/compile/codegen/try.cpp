// try, with except, except* and finally.
//
// A SETUP_* pseudo-instruction opens a region whose exceptions go to its target, POP_BLOCK closes it; assembly turns regions into the
// exception table. The body of a `finally` is emitted once for each way that leads through it.
#include "compile/codegen/generator.h"

namespace krait::compile {

// name = None; del name: so that the exception's traceback does not keep the frame alive through the variable.
Done Generator::forget(Str* id) {
  load_none();
  KR_TRY(name(id, ast::ExprContext::Store));
  return name(id, ast::ExprContext::Del);
}

void Generator::reraise_after_pop() {
  emit(op::COPY, 3);
  emit(op::POP_EXCEPT);
  emit(op::RERAISE, 1);
}

template <class T>
Done Generator::try_statement(T* statement) {
  return statement->finalbody.empty() ? try_handlers(statement) : try_finally(statement);
}
template Done Generator::try_statement(ast::Try*);
template Done Generator::try_statement(ast::TryStar*);

template <class T>
Done Generator::try_finally(T* statement) {
  Block *body = new_block(), *end = new_block(), *exit = new_block(), *cleanup = new_block();
  jump(op::SETUP_FINALLY, end);
  use(body);
  KR_TRY(push_frame({.kind = FrameKind::finally_try, .start = body, .exit = end, .final_body = statement->finalbody}));
  KR_TRY(statement->handlers.empty() ? visit_all(statement->body) : try_handlers(statement));
  emit_unplaced(op::POP_BLOCK);
  pop_frame();
  KR_TRY(visit_all(statement->finalbody));
  jump_unplaced(op::JUMP, exit);

  use(end);
  unplace();
  jump(op::SETUP_CLEANUP, cleanup);
  emit(op::PUSH_EXC_INFO);
  KR_TRY(push_frame({.kind = FrameKind::finally_end, .start = end}));
  KR_TRY(visit_all(statement->finalbody));
  pop_frame();
  emit(op::RERAISE, 0);
  use(cleanup);
  reraise_after_pop();
  use(exit);
  return {};
}

Done Generator::try_handlers(ast::Try* statement) {
  Block *body = new_block(), *except = new_block(), *end = new_block(), *cleanup = new_block();
  jump(op::SETUP_FINALLY, except);
  use(body);
  KR_TRY(push_frame({.kind = FrameKind::try_except, .start = body}));
  KR_TRY(visit_all(statement->body));
  pop_frame();
  emit_unplaced(op::POP_BLOCK);
  KR_TRY(visit_all(statement->orelse));
  jump_unplaced(op::JUMP, end);

  use(except);
  unplace();
  jump(op::SETUP_CLEANUP, cleanup);
  emit(op::PUSH_EXC_INFO);
  KR_TRY(push_frame({.kind = FrameKind::exception_handler}));
  for (ast::ExceptHandler* item : statement->handlers) {
    place(*item);
    if (!item->type && item != statement->handlers.back()) return error("default 'except:' must be last");
    KR_TRY(handler(item, end));
  }
  unplace();
  pop_frame();
  emit(op::RERAISE, 0);
  use(cleanup);
  reraise_after_pop();
  use(end);
  return {};
}

Done Generator::handler(ast::ExceptHandler* item, Block* end) {
  Block* except = new_block();
  if (item->type) {
    KR_TRY(visit(item->type));
    emit(op::CHECK_EXC_MATCH);
    jump(op::POP_JUMP_IF_FALSE, except);
  }
  Block* cleanup_end = item->name ? new_block() : nullptr;
  Block* cleanup_body = new_block();
  if (item->name) {
    KR_TRY(name(item->name, ast::ExprContext::Store));
    // A second region inside the handler, to forget the name however the body ends.
    jump(op::SETUP_CLEANUP, cleanup_end);
  } else {
    emit(op::POP_TOP);
  }
  use(cleanup_body);
  KR_TRY(push_frame({.kind = FrameKind::handler_cleanup, .start = cleanup_body, .name = item->name}));
  KR_TRY(visit_all(item->body));
  pop_frame();
  unplace();
  emit(op::POP_BLOCK);
  if (item->name) emit(op::POP_BLOCK);
  emit(op::POP_EXCEPT);
  if (item->name) KR_TRY(forget(item->name));
  jump(op::JUMP, end);
  if (item->name) {
    use(cleanup_end);
    unplace();
    KR_TRY(forget(item->name));
    emit(op::RERAISE, 1);
  }
  use(except);
  return {};
}

Done Generator::try_handlers(ast::TryStar* statement) {
  Block *body = new_block(), *except = new_block(), *orelse = new_block(), *end = new_block(), *cleanup = new_block(),
        *reraise_star = new_block();
  jump(op::SETUP_FINALLY, except);
  use(body);
  KR_TRY(push_frame({.kind = FrameKind::try_except, .start = body}));
  KR_TRY(visit_all(statement->body));
  pop_frame();
  emit_unplaced(op::POP_BLOCK);
  jump_unplaced(op::JUMP, orelse);

  use(except);
  unplace();
  jump(op::SETUP_CLEANUP, cleanup);
  emit(op::PUSH_EXC_INFO);
  KR_TRY(push_frame({.kind = FrameKind::exception_group_handler}));
  for (ast::ExceptHandler* item : statement->handlers) {
    place(*item);
    if (item == statement->handlers[0]) {
      // Under what is left of the group: the group as it came, and a list of what the handlers raise.
      emit(op::COPY, 1);
      emit(op::BUILD_LIST, 0);
      emit(op::SWAP, 2);
    }
    KR_TRY(star_handler(item));
    if (item == statement->handlers.back()) {
      emit(op::LIST_APPEND, 1);
      jump(op::JUMP, reraise_star);
    }
  }
  pop_frame();
  Block* reraise = new_block();
  use(reraise_star);
  emit(op::PREP_RERAISE_STAR);
  emit(op::COPY, 1);
  jump(op::POP_JUMP_IF_NOT_NONE, reraise);
  emit(op::POP_TOP);
  emit(op::POP_BLOCK);
  emit(op::POP_EXCEPT);
  jump(op::JUMP, end);
  use(reraise);
  emit(op::POP_BLOCK);
  emit(op::SWAP, 2);
  emit(op::POP_EXCEPT);
  emit(op::RERAISE, 0);
  use(cleanup);
  reraise_after_pop();
  use(orelse);
  KR_TRY(visit_all(statement->orelse));
  use(end);
  return {};
}

Done Generator::star_handler(ast::ExceptHandler* item) {
  Block *next = new_block(), *matched = new_block();
  if (item->type) {
    KR_TRY(visit(item->type));
    emit(op::CHECK_EG_MATCH);
    emit(op::COPY, 1);
    jump(op::POP_JUMP_IF_NOT_NONE, matched);
    emit(op::POP_TOP);
    jump(op::JUMP, next);
  }
  use(matched);
  Block *cleanup_end = new_block(), *cleanup_body = new_block();
  if (item->name) KR_TRY(name(item->name, ast::ExprContext::Store));
  else emit(op::POP_TOP);
  jump(op::SETUP_CLEANUP, cleanup_end);
  use(cleanup_body);
  KR_TRY(push_frame({.kind = FrameKind::handler_cleanup, .start = cleanup_body, .name = item->name}));
  KR_TRY(visit_all(item->body));
  pop_frame();
  unplace();
  emit(op::POP_BLOCK);
  if (item->name) KR_TRY(forget(item->name));
  jump(op::JUMP, next);
  use(cleanup_end);
  unplace();
  if (item->name) KR_TRY(forget(item->name));
  // What the handler raised joins the list.
  emit(op::LIST_APPEND, 3);
  emit(op::POP_TOP);
  jump(op::JUMP, next);
  use(next);
  return {};
}

}  // namespace krait::compile
