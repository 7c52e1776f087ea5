// Which part of an expression is to blame: the operator of a binary operation, the brackets of a subscript (PEP 657).
#include <string>

#include "interp/report/writer.h"
#include "syntax/parse.h"

namespace krait::report {

namespace {
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\f'; }

// Positions are those of the parenthesised text: one more than in the segment.
Anchors of_expression(const ast::Expr* expr, std::string_view segment) {
  if (expr->kind == ast::ExprKind::BinOp) {
    auto* node = expr->as<ast::BinOp>();
    int end = node->right->col_offset - 1;
    for (int i = node->left->end_col_offset - 1; i < end; ++i) {
      if (is_space(segment[i])) continue;
      int right = i + 1;
      if (right < end && !is_space(segment[right])) ++right;  // an operator of two characters
      return {i, right, true};
    }
  } else if (expr->kind == ast::ExprKind::Subscript) {
    auto* node = expr->as<ast::Subscript>();
    return {node->value->end_col_offset - 1, node->slice->end_col_offset, true};
  }
  return {};
}
}  // namespace

Anchors find_anchors(Context& cx, std::string_view segment) {
  SavedError saved(cx);
  std::string text = "(" + std::string(segment) + ")";
  ast::Arena arena;
  syntax::ParseOptions options;
  options.mode = syntax::Mode::exec;
  options.filename = KR_STR("<string>").object();
  ast::Mod* module = syntax::parse(cx, arena, text, options);
  if (!module) {
    clear_error(cx);
    return {};
  }
  auto& body = static_cast<ast::Module*>(module)->body;
  if (body.count != 1 || body[0]->kind != ast::StmtKind::ExprStmt) return {};
  return of_expression(static_cast<ast::ExprStmt*>(body[0])->value, segment);
}

}  // namespace krait::report
