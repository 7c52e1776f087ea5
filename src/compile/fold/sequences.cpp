// Tuples, subscripts and containers that are only read.
#include "compile/fold/fold.h"
#include "types/set/set.h"

namespace krait::compile {

Result<Ref<krait::Tuple>> Folder::constant_items(ast::Seq<ast::Expr*> items, bool* all) {
  *all = false;
  for (ast::Expr* item : items)
    if (!item->is<ast::Constant>()) return empty_tuple();
  *all = true;
  Ref<krait::Tuple> made = KR_TRY(new_tuple(job_.cx, items.size()));
  for (int i = 0; i < items.size(); ++i) made->init_item(i, hold(items[i]->as<ast::Constant>()->value));
  return made;
}

Done Folder::tuple(ast::Expr*& slot) {
  auto* node = slot->as<ast::Tuple>();
  if (node->ctx != ast::ExprContext::Load) return {};
  bool all;
  Ref<krait::Tuple> made = KR_TRY(constant_items(node->elts, &all));
  if (all) replace(slot, std::move(made));
  return {};
}

Done Folder::subscript(ast::Expr*& slot) {
  auto* node = slot->as<ast::Subscript>();
  auto *value = node->value->if_a<ast::Constant>(), *index = node->slice->if_a<ast::Constant>();
  if (node->ctx != ast::ExprContext::Load || !value || !index) return {};
  return replace_if(slot, get_item(job_.cx, Borrowed<>(value->value), Borrowed<>(index->value)));
}

Done Folder::iterable(ast::Expr*& slot) {
  if (auto* list = slot->if_a<ast::List>()) {
    for (ast::Expr* item : list->elts)
      if (item->is<ast::Starred>()) return {};
    auto* made = job_.arena.make<ast::Tuple>();
    static_cast<ast::Position&>(*made) = *list;
    made->elts = list->elts;
    made->ctx = list->ctx;
    slot = made;
    return tuple(slot);
  }
  auto* set = slot->if_a<ast::Set>();
  if (!set) return {};
  bool all;
  Ref<krait::Tuple> items = KR_TRY(constant_items(set->elts, &all));
  if (!all) return {};
  return replace_if(slot, new_frozenset(job_.cx, items));
}

Done Folder::compare(ast::Compare* node) {
  ast::CmpOperator last = node->ops.back();
  if (last != ast::CmpOperator::In && last != ast::CmpOperator::NotIn) return {};
  return iterable(node->comparators.back());
}

}  // namespace krait::compile
