// The classes of `_ast` in this isolate.
#pragma once
#include "object/context.h"
#include "object/result.h"
#include "syntax/ast_tables.h"

namespace krait::ast_module {

struct Classes {
  Object* base;                                      // ast.AST
  Object* types[ast::TYPE_COUNT - ast::leaf_types];  // ast.expr, ast.comprehension …
  Object* nodes[ast::node_count];                    // ast.BinOp …; of a product the same as its type
  Object* singletons[ast::node_count];               // Load(), Add() …, null for nodes with fields
  Str* field_names[ast::field_count];                // interned
  Str* attribute_names[4];
  bool made;
};

// Made at first use.
Result<Classes*> classes(Context& cx);
bool classes_made(Context& cx);  // until then, no object is a node

}  // namespace krait::ast_module
