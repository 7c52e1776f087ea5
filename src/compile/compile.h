// The room's door: syntax tree to code object.
#pragma once
#include "bytecode/code.h"
#include "syntax/arena.h"
#include "syntax/ast.h"

namespace krait {

namespace compile_flags {  // compile()'s PyCF_*; the future features' bits are code_flags::future_*
inline constexpr int source_is_utf8 = 0x100, dont_imply_dedent = 0x200, only_ast = 0x400, ignore_cookie = 0x800,
                     type_comments = 0x1000, allow_top_level_await = 0x2000, allow_incomplete_input = 0x4000;
inline constexpr int future_mask = 0x1fe0000;
}  // namespace compile_flags

// Compiles a module, an interactive statement or an expression. `flags` are compile()'s; `optimize` is 0, 1 or 2 (-1: as the isolate
// runs). The tree is folded in place and may not be used for anything else afterwards; new nodes and constants live in `arena`.
Result<Ref<Code>> compile_ast(Context& cx, ast::Mod& tree, Borrowed<Str> filename, int flags, int optimize, ast::Arena& arena);

}  // namespace krait
