// Lists, tuples, sets, dicts, f-strings, and unpacking into targets.
#include <climits>

#include "compile/codegen/generator.h"
#include "types/set/set.h"

namespace krait::compile {

namespace {

bool all_constant(ast::Seq<ast::Expr*> items, int from, int to) {
  for (int i = from; i < to; ++i)
    if (!items[i] || !items[i]->is<ast::Constant>()) return false;
  return true;
}

}  // namespace

Result<Ref<Tuple>> Generator::constants_of(ast::Seq<ast::Expr*> items, int from, int to) {
  Ref<Tuple> made = KR_TRY(new_tuple(job_.cx, to - from));
  for (int i = from; i < to; ++i) made->init_item(i - from, hold(items[i]->as<ast::Constant>()->value));
  return made;
}

// `pushed` items are on the stack already and come first.
Done Generator::display(ast::Seq<ast::Expr*> items, int pushed, int build, int append, int extend, bool tuple) {
  int count = items.size();
  if (count > 2 && all_constant(items, 0, count)) {
    Ref<> folded = KR_TRY(constants_of(items, 0, count));
    if (tuple && !pushed) return load_constant(folded);
    if (append == op::SET_ADD) folded = KR_TRY(new_frozenset(job_.cx, folded));
    emit(build, pushed);
    KR_TRY(load_constant(folded));
    emit(extend, 1);
    if (tuple) emit(op::LIST_TO_TUPLE);
    return {};
  }
  bool big = count + pushed > stack_guideline, starred = false;
  for (ast::Expr* item : items) starred |= item->is<ast::Starred>();
  if (!starred && !big) {
    KR_TRY(visit_all(items));
    emit(tuple ? op::BUILD_TUPLE : build, count + pushed);
    return {};
  }
  bool built = big;
  if (big) emit(build, pushed);
  for (int i = 0; i < count; ++i) {
    if (auto* star = items[i]->if_a<ast::Starred>()) {
      if (!built) emit(build, i + pushed);
      built = true;
      KR_TRY(visit(star->value));
      emit(extend, 1);
    } else {
      KR_TRY(visit(items[i]));
      if (built) emit(append, 1);
    }
  }
  if (tuple) emit(op::LIST_TO_TUPLE);
  return {};
}

Done Generator::unpack(ast::Seq<ast::Expr*> targets) {
  int count = targets.size(), star = -1;
  for (int i = 0; i < count; ++i) {
    if (!targets[i]->is<ast::Starred>()) continue;
    if (star >= 0) return error("multiple starred expressions in assignment");
    if (i >= 1 << 8 || count - i - 1 >= INT_MAX >> 8) return error("too many expressions in star-unpacking assignment");
    star = i;
    emit(op::UNPACK_EX, i + ((count - i - 1) << 8));
  }
  if (star < 0) emit(op::UNPACK_SEQUENCE, count);
  for (ast::Expr* target : targets) {
    auto* starred = target->if_a<ast::Starred>();
    KR_TRY(visit(starred ? starred->value : target));
  }
  return {};
}

Done Generator::dict_part(ast::Dict* expr, int from, int to) {
  int count = to - from;
  bool big = count * 2 > stack_guideline;
  if (count > 1 && !big && all_constant(expr->keys, from, to)) {
    for (int i = from; i < to; ++i) KR_TRY(visit(expr->values[i]));
    Ref<Tuple> keys = KR_TRY(constants_of(expr->keys, from, to));
    KR_TRY(load_constant(keys));
    emit(op::BUILD_CONST_KEY_MAP, count);
    return {};
  }
  if (big) emit(op::BUILD_MAP, 0);
  for (int i = from; i < to; ++i) {
    KR_TRY(visit(expr->keys[i]));
    KR_TRY(visit(expr->values[i]));
    if (big) emit(op::MAP_ADD, 1);
  }
  if (!big) emit(op::BUILD_MAP, count);
  return {};
}

Done Generator::dict(ast::Dict* expr) {
  int count = expr->values.size(), waiting = 0;
  bool have_dict = false;
  auto flush = [&](int to) -> Done {
    KR_TRY(dict_part(expr, to - waiting, to));
    if (have_dict) emit(op::DICT_UPDATE, 1);
    have_dict = true;
    waiting = 0;
    return {};
  };
  for (int i = 0; i < count; ++i) {
    if (expr->keys[i]) {
      ++waiting;
      if (waiting * 2 > stack_guideline + 2) KR_TRY(flush(i + 1));
      continue;
    }
    if (waiting) KR_TRY(flush(i));
    if (!have_dict) emit(op::BUILD_MAP, 0);
    have_dict = true;
    KR_TRY(visit(expr->values[i]));
    emit(op::DICT_UPDATE, 1);
  }
  if (waiting) KR_TRY(flush(count));
  if (!have_dict) emit(op::BUILD_MAP, 0);
  return {};
}

Done Generator::joined_string(ast::JoinedStr* expr) {
  int count = expr->values.size();
  if (count > stack_guideline) {
    KR_TRY(load_constant(KR_STR("")));
    KR_TRY(emit_name(op::LOAD_METHOD, KR_ID(join).raw()));
    emit(op::BUILD_LIST, 0);
    for (ast::Expr* value : expr->values) {
      KR_TRY(visit(value));
      emit(op::LIST_APPEND, 1);
    }
    call(1);
    return {};
  }
  KR_TRY(visit_all(expr->values));
  if (count != 1) emit(op::BUILD_STRING, count);
  return {};
}

Done Generator::formatted_value(ast::FormattedValue* expr) {
  KR_TRY(visit(expr->value));
  int flags = 0;
  switch (expr->conversion) {
    case 's': flags = 1; break;
    case 'r': flags = 2; break;
    case 'a': flags = 3; break;
    case -1:
    case 0: break;
    default: return raise(job_.cx, exc::SystemError, "Unrecognized conversion character {}", expr->conversion);
  }
  if (expr->format_spec) {
    KR_TRY(visit(expr->format_spec));
    flags |= 4;
  }
  emit(op::FORMAT_VALUE, flags);
  return {};
}

}  // namespace krait::compile
