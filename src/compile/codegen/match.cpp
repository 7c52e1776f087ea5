// The match statement, captures and failure paths.
#include "compile/codegen/match.h"

namespace krait::compile {

void Generator::need_fail_blocks(Match& m, int count) {
  while (m.fail_blocks.size() <= count) m.fail_blocks.push(job_.arena, new_block());
}

void Generator::jump_to_fail(Match& m, int opcode) {
  int pops = m.on_top + m.stores.size();
  need_fail_blocks(m, pops);
  jump(opcode, m.fail_blocks[pops]);
}

void Generator::land_failures(Match& m) {
  if (m.fail_blocks.empty()) return;
  for (int i = m.fail_blocks.size() - 1; i > 0; --i) {
    use(m.fail_blocks[i]);
    emit(op::POP_TOP);
  }
  use(m.fail_blocks[0]);
  m.fail_blocks.clear();
}

// Moves the top value `count - 1` places down.
void Generator::rotate(int count) {
  while (count > 1) emit(op::SWAP, count--);
}

Done Generator::store_capture(Str* name, Match& m) {
  if (!name) {
    emit(op::POP_TOP);
    return {};
  }
  KR_TRY(forbid(name, ast::ExprContext::Store));
  for (Str* stored : m.stores)
    if (stored == name) return error("multiple assignments to name {!r} in pattern", Borrowed<Str>(name));
  rotate(m.on_top + m.stores.size() + 1);
  m.stores.push(job_.arena, name);
  return {};
}

Done Generator::match(ast::Match* statement) {
  KR_TRY(visit(statement->subject));
  Block* end = new_block();
  int count = statement->cases.size();
  ast::MatchCase* last = statement->cases[count - 1];
  bool has_default = is_wildcard(last->pattern) && count > 1;
  int tested = count - has_default;
  for (int i = 0; i < tested; ++i) KR_TRY(match_case(statement->cases[i], i == tested - 1, i == count - 1, end));
  if (has_default) {
    place(*last->pattern);
    emit(op::NOP);
    if (last->guard) KR_TRY(jump_if(last->guard, end, false));
    KR_TRY(visit_all(last->body));
  }
  use(end);
  return {};
}

Done Generator::match_case(ast::MatchCase* item, bool is_last, bool may_be_irrefutable, Block* end) {
  place(*item->pattern);
  // The subject itself is used up by the last case only.
  if (!is_last) emit(op::COPY, 1);
  Match m;
  m.allow_irrefutable = item->guard || may_be_irrefutable;
  KR_TRY(pattern(item->pattern, m));
  for (Str* stored : m.stores) KR_TRY(name(stored, ast::ExprContext::Store));
  if (item->guard) {
    need_fail_blocks(m, 0);
    KR_TRY(jump_if(item->guard, m.fail_blocks[0], false));
  }
  if (!is_last) emit(op::POP_TOP);
  KR_TRY(visit_all(item->body));
  jump(op::JUMP, end);
  place(*item->pattern);
  land_failures(m);
  return {};
}

Done Generator::subpattern(ast::Pattern* inner, Match& m) {
  bool allowed = std::exchange(m.allow_irrefutable, true);
  KR_TRY(pattern(inner, m));
  m.allow_irrefutable = allowed;
  return {};
}

Done Generator::pattern(ast::Pattern* node, Match& m) {
  place(*node);
  using enum ast::PatternKind;
  switch (node->kind) {
    case MatchValue: return value_pattern(node->as<ast::MatchValue>(), m);
    case MatchSingleton:
      KR_TRY(load_constant(Borrowed<>(node->as<ast::MatchSingleton>()->value)));
      emit_compare(ast::CmpOperator::Is);
      jump_to_fail(m, op::POP_JUMP_IF_FALSE);
      return {};
    case MatchSequence: return sequence_pattern(node->as<ast::MatchSequence>(), m);
    case MatchMapping: return mapping_pattern(node->as<ast::MatchMapping>(), m);
    case MatchClass: return class_pattern(node->as<ast::MatchClass>(), m);
    case MatchStar: return store_capture(node->as<ast::MatchStar>()->name, m);
    case MatchAs: return capture_pattern(node->as<ast::MatchAs>(), m);
    case MatchOr: return or_pattern(node->as<ast::MatchOr>(), m);
  }
  return {};
}

Done Generator::value_pattern(ast::MatchValue* node, Match& m) {
  if (!node->value->is<ast::Constant>() && !node->value->is<ast::Attribute>())
    return error("patterns may only match literals and attribute lookups");
  KR_TRY(visit(node->value));
  emit_compare(ast::CmpOperator::Eq);
  jump_to_fail(m, op::POP_JUMP_IF_FALSE);
  return {};
}

Done Generator::capture_pattern(ast::MatchAs* node, Match& m) {
  if (!node->pattern) {
    if (!m.allow_irrefutable) {
      if (node->name) return error("name capture {!r} makes remaining patterns unreachable", Borrowed<Str>(node->name));
      return error("wildcard makes remaining patterns unreachable");
    }
    return store_capture(node->name, m);
  }
  ++m.on_top;
  emit(op::COPY, 1);
  KR_TRY(pattern(node->pattern, m));
  --m.on_top;
  return store_capture(node->name, m);
}

Done Generator::or_pattern(ast::MatchOr* node, Match& m) {
  Block* end = new_block();
  Array<Str*> control;  // the first alternative's captures: all others must have the same
  for (ast::Pattern* alternative : node->patterns) {
    place(*alternative);
    Match inner;
    inner.allow_irrefutable = alternative == node->patterns.back() && m.allow_irrefutable;
    emit(op::COPY, 1);
    KR_TRY(pattern(alternative, inner));
    if (alternative == node->patterns[0]) control = inner.stores;
    else KR_TRY(reorder_captures(inner, control));
    jump(op::JUMP, end);
    land_failures(inner);
  }
  // None matched: drop the copy of the subject.
  emit(op::POP_TOP);
  jump_to_fail(m, op::JUMP);
  use(end);
  // The captures move below what the pattern around keeps on top.
  int depth = control.size() + 1 + m.on_top + m.stores.size();
  for (Str* name : control) {
    rotate(depth);
    for (Str* stored : m.stores)
      if (stored == name) return error("multiple assignments to name {!r} in pattern", Borrowed<Str>(name));
    m.stores.push(job_.arena, name);
  }
  emit(op::POP_TOP);
  return {};
}

Done Generator::reorder_captures(Match& m, const Array<Str*>& control) {
  if (m.stores.size() != control.size()) return error("alternative patterns bind different names");
  for (int wanted = control.size() - 1; wanted >= 0; --wanted) {
    int found = m.stores.size() - 1;
    while (found >= 0 && m.stores[found] != control[wanted]) --found;
    if (found < 0) return error("alternative patterns bind different names");
    if (found == wanted) continue;
    // The first found + 1 names move up so that this one comes to its place; the stack follows.
    int rotations = found + 1;
    Array<Str*> moved;
    for (int i = 0; i < rotations; ++i) moved.push(job_.arena, m.stores[i]);
    int gap = wanted - found;
    for (int i = 0; i < gap; ++i) m.stores[i] = m.stores[rotations + i];
    for (int i = 0; i < rotations; ++i) m.stores[gap + i] = moved[i];
    while (rotations--) rotate(wanted + 1);
  }
  return {};
}

}  // namespace krait::compile
