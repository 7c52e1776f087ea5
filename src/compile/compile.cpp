#include "compile/compile.h"

#include <climits>

#include "compile/codegen/generator.h"

namespace krait {

void compile::limit_depth(Job& job) {
  constexpr int levels_per_frame = 3;
  int used = job.cx.recursion_limit - job.cx.recursion_remaining, limit = job.cx.recursion_limit;
  job.depth = used < INT_MAX / levels_per_frame ? used * levels_per_frame : used;
  job.depth_limit = limit < INT_MAX / levels_per_frame ? limit * levels_per_frame : INT_MAX;
}

Result<Ref<Code>> compile_ast(Context& cx, ast::Mod& tree, Borrowed<Str> filename, int flags, int optimize, ast::Arena& arena) {
  using namespace compile;
  Job job{.cx = cx, .arena = arena, .filename = filename, .flags = flags, .optimize = optimize < 0 ? 0 : optimize};
  limit_depth(job);
  KR_TRY(read_futures(job, tree));
  KR_TRY(fold_tree(job, tree));
  SymbolTable* table = KR_TRY(build_symbol_table(job, tree));
  job.generating = true;
  return compile::Generator(job, *table).compile(tree);
}

}  // namespace krait
