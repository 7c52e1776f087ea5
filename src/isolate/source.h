// From source text to code object or syntax tree: what compile(), exec(), the run modes and importlib need.
#pragma once

#include "object/protocol.h"

namespace krait {

// The flags of compile(), CPython's numbers.
namespace compile_flags {
inline constexpr int source_is_utf8 = 0x100, dont_imply_dedent = 0x200, only_ast = 0x400, ignore_cookie = 0x800, type_comments = 0x1000,
                     allow_top_level_await = 0x2000, allow_incomplete_input = 0x4000;
inline constexpr int future_mask = 0x20000 | 0x40000 | 0x80000 | 0x100000 | 0x200000 | 0x400000 | 0x800000 | 0x1000000;
inline constexpr int known = 0x200 | 0x400 | 0x800 | 0x1000 | 0x2000 | 0x4000 | future_mask | 0x10 /* CO_NESTED */;
}  // namespace compile_flags

enum class CompileMode { exec, eval, single, func_type };

struct SourceOptions {
  CompileMode mode = CompileMode::exec;
  int flags = 0;
  int optimize = -1;         // -1: the interpreter's own level
  int feature_version = 11;  // for ast.parse
};

// Compiles text (UTF-8 unless it begins with a cookie or BOM and flags do not say otherwise).
Result<Ref<>> compile_text(Context& cx, std::string_view text, Borrowed<Str> filename, const SourceOptions& options);
// Compiles an ast node object.
Result<Ref<>> compile_node(Context& cx, Borrowed<> node, Borrowed<Str> filename, const SourceOptions& options);
bool is_ast_node(Context& cx, Borrowed<> object);

// A source argument as text: str, bytes-like. `holder` keeps what the view points into. Raises as compile() does.
struct SourceText {
  std::string_view text;
  Ref<> holder;
  bool was_str = false;
};
Result<SourceText> source_text(Context& cx, Borrowed<> source, const char* function, const char* what);

// The future flags of the code that is running (what eval, exec and compile inherit).
int inherited_flags(Context& cx);

}  // namespace krait
