// From source text to code object or syntax tree: what compile(), exec(), the run modes and importlib need.
#pragma once

#include "compile/compile.h"
#include "object/protocol.h"

namespace krait {

// The bits that compile() accepts.
inline constexpr int known_compile_flags = 0x200 | 0x400 | 0x800 | 0x1000 | 0x2000 | 0x4000 | compile_flags::future_mask | 0x10;

enum class CompileMode { exec, eval, single, func_type };

struct SourceOptions {
  CompileMode mode = CompileMode::exec;
  int flags = 0;
  int optimize = -1;         // -1: the interpreter's own level
  int feature_version = 11;  // for ast.parse
  bool script = false;       // a file being run: some errors are worded differently
};

// Compiles text (UTF-8 unless it begins with a cookie or BOM and flags do not say otherwise).
Result<Ref<>> compile_text(Context& cx, std::string_view text, Borrowed<Str> filename, const SourceOptions& options);
// Compiles an ast node object.
Result<Ref<>> compile_node(Context& cx, Borrowed<> node, Borrowed<Str> filename, const SourceOptions& options);
Result<bool> is_ast_node(Context& cx, Borrowed<> object);

// Syntax trees as objects of the module _ast, which lies above this room and defines these.
struct AstObjects {
  Result<Ref<>> (*to_object)(Context& cx, const ast::Mod* tree);
  Result<bool> (*is_node)(Context& cx, Borrowed<> object);
  Result<ast::Mod*> (*from_object)(Context& cx, ast::Arena& arena, Borrowed<> object, CompileMode mode);  // validated
};
extern const AstObjects ast_objects;

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
