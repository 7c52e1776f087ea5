// Calls: methods without a bound method, plain calls, and calls with * and **.
#include "compile/codegen/generator.h"

namespace krait::compile {

Done Generator::check_keywords(ast::Seq<ast::Keyword*> keywords) {
  for (int i = 0; i < keywords.size(); ++i) {
    Str* name = keywords[i]->arg;
    if (!name) continue;
    KR_TRY(forbid(name, ast::ExprContext::Store));
    for (int j = i + 1; j < keywords.size(); ++j) {
      Str* other = keywords[j]->arg;
      if (!other || (other != name && !str_equal(Borrowed<Str>(other), Borrowed<Str>(name)))) continue;
      place(*keywords[j]);
      return error("keyword argument repeated: {}", Borrowed<Str>(name));
    }
  }
  return {};
}

Done Generator::keyword_names(ast::Seq<ast::Keyword*> keywords) {
  Ref<Tuple> names = KR_TRY(new_tuple(job_.cx, keywords.size()));
  for (int i = 0; i < keywords.size(); ++i) names->init_item(i, hold(as_object(keywords[i]->arg)));
  emit(op::KW_NAMES, KR_TRY(constant_index(names)));
  return {};
}

Done Generator::call(ast::Call* expr) {
  KR_TRY(check_keywords(expr->keywords));
  if (KR_TRY(method_call(expr))) return {};
  KR_TRY(warn_call(expr->func));
  place(*expr->func);
  emit(op::PUSH_NULL);
  place(*expr);
  KR_TRY(visit(expr->func));
  return call_with(0, expr->args, expr->keywords);
}

// obj.method(args) looks the method up without binding it. False when the call is of another kind; nothing was emitted then.
Result<bool> Generator::method_call(ast::Call* expr) {
  auto* method = expr->func->if_a<ast::Attribute>();
  if (!method || method->ctx != ast::ExprContext::Load) return false;
  // Functions of imported modules are no methods; only imports at the top of the module are looked for.
  if (auto* base = method->value->if_a<ast::Name>(); base && (table_.top->flags_of(base->id) & symbol::import)) return false;
  int args = expr->args.size(), keywords = expr->keywords.size();
  if (args + keywords + (keywords != 0) >= stack_guideline) return false;
  for (ast::Expr* arg : expr->args)
    if (arg->is<ast::Starred>()) return false;
  for (ast::Keyword* keyword : expr->keywords)
    if (!keyword->arg) return false;
  KR_TRY(visit(method->value));
  Location at = unit_->at;
  place(*method);
  place_at_attribute(method);
  KR_TRY(emit_name(op::LOAD_METHOD, method->attr));
  KR_TRY(visit_all(expr->args));
  for (ast::Keyword* keyword : expr->keywords) KR_TRY(visit(keyword->value));
  if (keywords) KR_TRY(keyword_names(expr->keywords));
  unit_->at = at;
  place_at_attribute(method);
  call(args + keywords);
  unit_->at = at;
  return true;
}

// The callable and `pushed` arguments are on the stack.
Done Generator::call_with(int pushed, ast::Seq<ast::Expr*> args, ast::Seq<ast::Keyword*> keywords) {
  KR_TRY(check_keywords(keywords));
  bool plain = args.size() + keywords.size() * 2 <= stack_guideline;
  for (ast::Expr* arg : args) plain &= !arg->is<ast::Starred>();
  for (ast::Keyword* keyword : keywords) plain &= keyword->arg != nullptr;
  if (!plain) return call_unpacked(pushed, args, keywords);
  KR_TRY(visit_all(args));
  for (ast::Keyword* keyword : keywords) KR_TRY(visit(keyword->value));
  if (!keywords.empty()) KR_TRY(keyword_names(keywords));
  call(pushed + args.size() + keywords.size());
  return {};
}

Done Generator::call_unpacked(int pushed, ast::Seq<ast::Expr*> args, ast::Seq<ast::Keyword*> keywords) {
  auto* only = pushed == 0 && args.size() == 1 ? args[0]->if_a<ast::Starred>() : nullptr;
  if (only) KR_TRY(visit(only->value));
  else KR_TRY(display(args, pushed, op::BUILD_LIST, op::LIST_APPEND, op::LIST_EXTEND, true));
  bool have_dict = false;
  int waiting = 0;
  auto flush = [&](int to) -> Done {
    KR_TRY(keyword_part(keywords, to - waiting, to));
    if (have_dict) emit(op::DICT_MERGE, 1);
    have_dict = true;
    waiting = 0;
    return {};
  };
  for (int i = 0; i < keywords.size(); ++i) {
    if (keywords[i]->arg) {
      ++waiting;
      continue;
    }
    if (waiting) KR_TRY(flush(i));
    if (!have_dict) emit(op::BUILD_MAP, 0);
    have_dict = true;
    KR_TRY(visit(keywords[i]->value));
    emit(op::DICT_MERGE, 1);
  }
  if (waiting) KR_TRY(flush(keywords.size()));
  emit(op::CALL_FUNCTION_EX, !keywords.empty());
  return {};
}

Done Generator::keyword_part(ast::Seq<ast::Keyword*> keywords, int from, int to) {
  int count = to - from;
  bool big = count * 2 > stack_guideline;
  if (count > 1 && !big) {
    for (int i = from; i < to; ++i) KR_TRY(visit(keywords[i]->value));
    Ref<Tuple> names = KR_TRY(new_tuple(job_.cx, count));
    for (int i = from; i < to; ++i) names->init_item(i - from, hold(as_object(keywords[i]->arg)));
    KR_TRY(load_constant(names));
    emit(op::BUILD_CONST_KEY_MAP, count);
    return {};
  }
  if (big) emit_unplaced(op::BUILD_MAP, 0);
  for (int i = from; i < to; ++i) {
    KR_TRY(load_constant(Borrowed<Str>(keywords[i]->arg)));
    KR_TRY(visit(keywords[i]->value));
    if (big) emit_unplaced(op::MAP_ADD, 1);
  }
  if (!big) emit(op::BUILD_MAP, count);
  return {};
}

}  // namespace krait::compile
