// What the walks over a tree share.
#pragma once
#include "object/context.h"
#include "syntax/ast.h"
#include "syntax/ast_tables.h"

namespace krait::ast_module {

// Which of ast::nodes a node of this type is. In a sum, `kind` stands behind the position, or first where there is none.
inline int node_number(ast::TypeNumber type, const void* node) {
  const ast::TypeInfo& info = ast::type_info(type);
  if (info.shape != ast::Shape::SUM) return info.first_node;
  size_t at = info.attributes ? sizeof(ast::Position) : 0;
  return info.first_node + static_cast<const uint8_t*>(node)[at];
}
static_assert(sizeof(ast::Position) == 16 && sizeof(ast::Expr) == 20 && sizeof(ast::Mod) == 1);

// How deep a walk may go: three times what is left of the recursion limit, as these frames are small.
inline int nesting_room(Context& cx) { return cx.recursion_remaining * 3; }

}  // namespace krait::ast_module
