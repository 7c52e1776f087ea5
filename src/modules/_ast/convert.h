// Trees as Python objects.
#pragma once
#include "object/result.h"
#include "syntax/ast.h"
#include "syntax/session.h"

namespace krait::ast_module {

// The object of ast's class for the tree.
Result<Ref<>> to_object(Context& cx, const ast::Mod* mod);

// True for instances of ast.AST.
Result<bool> is_node(Context& cx, Borrowed<> object);

// The tree that the object describes, nodes in the arena. TypeError unless it is the kind of module that the mode wants.
// Not validated yet.
Result<ast::Mod*> from_object(Context& cx, ast::Arena& arena, Borrowed<> object, syntax::Mode mode);

// Checks what a parser would never produce: ValueError or TypeError in CPython's words.
Result<void> validate(Context& cx, const ast::Mod* mod);

}  // namespace krait::ast_module
