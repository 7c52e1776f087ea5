// Comprehensions and generator expressions: functions of one argument, the iterator of the outermost iterable.
#include "compile/codegen/generator.h"

namespace krait::compile {

Done Generator::comprehension(ast::Expr* expr, Comprehend kind, ast::Seq<ast::Comprehension*> generators, ast::Expr* element,
                              ast::Expr* value) {
  static constexpr std::uint8_t builders[] = {0, op::BUILD_LIST, op::BUILD_SET, op::BUILD_MAP};
  Str* names[] = {unit_name<"<genexpr>">(), unit_name<"<listcomp>">(), unit_name<"<setcomp>">(), unit_name<"<dictcomp>">()};
  bool at_top = awaits_at_top();
  UnitKind outer = unit_->kind;
  bool is_generator = kind == Comprehend::generator;
  KR_TRY(open(UnitKind::comprehension, names[int(kind)], expr, expr->lineno));
  place(*expr);
  bool is_async = unit_->scope->is_coroutine;
  if (is_async && !is_generator && outer != UnitKind::async_function && outer != UnitKind::comprehension && !at_top)
    return error("asynchronous comprehension outside of an asynchronous function");
  if (!is_generator) emit(builders[int(kind)], 0);
  KR_TRY(loops({generators, element, value, kind}, 0, 0));
  if (!is_generator) emit(op::RETURN_VALUE);
  Ref<Code> code = KR_TRY(close(true));
  if (at_top && is_async) unit_->scope->is_coroutine = true;
  KR_TRY(closure(code, 0));
  KR_TRY(visit(generators[0]->iter));
  emit(generators[0]->is_async ? op::GET_AITER : op::GET_ITER);
  call(0);
  if (is_async && !is_generator) await(0);
  return {};
}

Done Generator::loops(const Comprehending& c, int at, int depth) {
  return c.generators[at]->is_async ? async_loop(c, at, depth) : sync_loop(c, at, depth);
}

// What happens to each element once all loops run.
Done Generator::collect(const Comprehending& c, int depth) {
  KR_TRY(visit(c.element));
  if (c.value) KR_TRY(visit(c.value));
  switch (c.kind) {
    case Comprehend::generator:
      emit_yield();
      emit(op::POP_TOP);
      break;
    case Comprehend::list: emit(op::LIST_APPEND, depth + 1); break;
    case Comprehend::set: emit(op::SET_ADD, depth + 1); break;
    case Comprehend::dict: emit(op::MAP_ADD, depth + 1); break;
  }
  return {};
}

namespace {

// `for y in [f(x)]` and `for y in (f(x),)` bind y once: the idiom for a temporary variable. Null when it is none.
ast::Expr* single_item(ast::Expr* iterable) {
  ast::Seq<ast::Expr*> items;
  if (auto* list = iterable->if_a<ast::List>()) items = list->elts;
  else if (auto* tuple = iterable->if_a<ast::Tuple>()) items = tuple->elts;
  return items.size() == 1 && !items[0]->is<ast::Starred>() ? items[0] : nullptr;
}

}  // namespace

Done Generator::sync_loop(const Comprehending& c, int at, int depth) {
  Block *start = new_block(), *if_cleanup = new_block(), *anchor = new_block();
  ast::Comprehension* generator = c.generators[at];
  ast::Expr* single = at == 0 ? nullptr : single_item(generator->iter);
  if (at == 0) {
    unit_->argcount = 1;
    emit(op::LOAD_FAST, 0);
  } else if (single) {
    KR_TRY(visit(single));
  } else {
    KR_TRY(visit(generator->iter));
    emit(op::GET_ITER);
  }
  if (!single) {
    ++depth;
    use(start);
    jump(op::FOR_ITER, anchor);
  }
  KR_TRY(visit(generator->target));
  for (ast::Expr* condition : generator->ifs) KR_TRY(jump_if(condition, if_cleanup, false));
  KR_TRY(at + 1 < c.generators.size() ? loops(c, at + 1, depth) : collect(c, depth));
  use(if_cleanup);
  if (!single) {
    jump(op::JUMP, start);
    use(anchor);
  }
  return {};
}

Done Generator::async_loop(const Comprehending& c, int at, int depth) {
  Block *start = new_block(), *except = new_block(), *if_cleanup = new_block();
  ast::Comprehension* generator = c.generators[at];
  if (at == 0) {
    unit_->argcount = 1;
    emit(op::LOAD_FAST, 0);
  } else {
    KR_TRY(visit(generator->iter));
    emit(op::GET_AITER);
  }
  use(start);
  KR_TRY(push_frame({.kind = FrameKind::async_comprehension, .start = start}));
  jump(op::SETUP_FINALLY, except);
  emit(op::GET_ANEXT);
  load_none();
  yield_from(true);
  emit(op::POP_BLOCK);
  KR_TRY(visit(generator->target));
  for (ast::Expr* condition : generator->ifs) KR_TRY(jump_if(condition, if_cleanup, false));
  ++depth;
  KR_TRY(at + 1 < c.generators.size() ? loops(c, at + 1, depth) : collect(c, depth));
  use(if_cleanup);
  jump(op::JUMP, start);
  pop_frame();
  use(except);
  emit(op::END_ASYNC_FOR);
  return {};
}

}  // namespace krait::compile
