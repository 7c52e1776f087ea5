// What all phases share: the compilation's inputs, and how a phase says that the source is wrong.
#pragma once
#include <string_view>

#include "bytecode/code.h"
#include "compile/pointer_map.h"
#include "object/errors.h"
#include "object/names.h"
#include "syntax/ast.h"

namespace krait::compile {

using Done = Result<void>;

struct Job {
  Context& cx;
  ast::Arena& arena;
  Borrowed<Str> filename;
  int flags;     // compile()'s, future features included
  int optimize;  // 0, 1, 2
  int future_line = -1;  // of the last `from __future__ import`
  bool interactive = false;
  // Tree recursion is counted in units of a third of the interpreter's limit, from where the caller stands.
  int depth = 0, depth_limit = 0;
  bool generating = false;  // the code generator's errors carry their place in args, those before it in attributes only

  bool future_annotations() const { return flags & code_flags::future_annotations; }
  Str* keep(Ref<Str> text) { return arena.own(text.release()); }
  Object* keep(Ref<> object) { return arena.own(object.release()); }
};

// Sets where the counting of tree levels starts and ends: one level of Python recursion counts for three of the tree.
void limit_depth(Job& job);

inline Location location_of(const ast::Position& node) {
  return {node.lineno, node.end_lineno, node.col_offset, node.end_col_offset};
}

// SyntaxError with this text at a place in the source.
KR_COLD Failed syntax_error_at(Job& job, const Location& at, Borrowed<Str> message);
template <class... Args>
KR_COLD Failed syntax_error(Job& job, const Location& at, FormatText<sizeof...(Args)> format, const Args&... args) {
  Ref<Str> message = KR_TRY(format_str(job.cx, format, args...));
  return syntax_error_at(job, at, message);
}
// SyntaxWarning at a line; a SyntaxError at `at` where filters turn it into an error.
KR_COLD Done syntax_warning_at(Job& job, const Location& at, Borrowed<Str> message);
template <class... Args>
KR_COLD Done syntax_warning(Job& job, const Location& at, FormatText<sizeof...(Args)> format, const Args&... args) {
  Ref<Str> message = KR_TRY(format_str(job.cx, format, args...));
  return syntax_warning_at(job, at, message);
}

KR_COLD Failed too_deep(Job& job);

// One level of the tree for as long as it lives.
class Level {
 public:
  explicit Level(Job& job) : job_(job) { ++job.depth; }
  ~Level() { --job_.depth; }
  Level(const Level&) = delete;
  bool too_deep() const { return job_.depth > job_.depth_limit; }

 private:
  Job& job_;
};
#define KR_LEVEL(job)                         \
  ::krait::compile::Level kr_level(job);      \
  if (kr_level.too_deep()) [[unlikely]]       \
  return ::krait::compile::too_deep(job)

// A name as it is inside a class: __x becomes _Class__x. Interned; the same pointer when nothing changes. `owner` may be null.
Result<Str*> mangle(Job& job, Str* owner, Str* name);

// The docstring that begins a body, or null.
ast::Constant* docstring_of(ast::Seq<ast::Stmt*> body);

KR_INLINE bool same_name(const Str* a, Borrowed<Str> b) { return a == b.raw(); }

// Reads the `from __future__` imports of a tree into job.flags and job.future_line.
Done read_futures(Job& job, ast::Mod& tree);

// Folds constants in place.
Done fold_tree(Job& job, ast::Mod& tree);

// An expression as source text, for annotations that are not evaluated.
Result<Ref<Str>> unparse(Job& job, ast::Expr* expr);

}  // namespace krait::compile
