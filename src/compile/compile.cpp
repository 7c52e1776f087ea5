#include "compile/compile.h"

#include <climits>

#include "compile/codegen/generator.h"

namespace krait {

namespace {
// How many levels of the tree one level of Python recursion counts for.
constexpr int levels_per_frame = 3;
}  // namespace

Result<Ref<Code>> compile_ast(Context& cx, ast::Mod& tree, Borrowed<Str> filename, int flags, int optimize, ast::Arena& arena) {
  using namespace compile;
  Job job{.cx = cx, .arena = arena, .filename = filename, .flags = flags, .optimize = optimize < 0 ? 0 : optimize};
  int used = cx.recursion_limit - cx.recursion_remaining;
  int start = used < INT_MAX / levels_per_frame ? used * levels_per_frame : used;
  job.depth_limit = cx.recursion_limit < INT_MAX / levels_per_frame ? cx.recursion_limit * levels_per_frame : INT_MAX;
  job.depth = start;
  KR_TRY(read_futures(job, tree));
  KR_TRY(fold_tree(job, tree));
  job.depth = start;
  SymbolTable* table = KR_TRY(build_symbol_table(job, tree));
  job.generating = true;
  return compile::Generator(job, *table).compile(tree);
}

}  // namespace krait
