#include "isolate/source.h"

#include "bytecode/code.h"
#include "compile/compile.h"
#include "interp/interp.h"
#include "isolate/startup.h"
#include "syntax/parse.h"
#include "types/bytes/bytes.h"
#include "types/str/str.h"
#include "types/memoryview/memoryview.h"

namespace krait {
namespace {

syntax::Mode parse_mode(CompileMode mode) {
  switch (mode) {
    case CompileMode::exec: return syntax::Mode::exec;
    case CompileMode::eval: return syntax::Mode::eval;
    case CompileMode::single: return syntax::Mode::single;
    default: return syntax::Mode::func_type;
  }
}

int optimisation(int optimize) { return optimize < 0 ? startup_config().optimize : optimize; }

}  // namespace

int inherited_flags(Context& cx) {
  InterpreterFrame* frame = current_frame(cx);
  if (!frame) return 0;
  return Borrowed<Code>(frame->f_code)->co_flags & compile_flags::future_mask;
}

Result<Ref<>> compile_text(Context& cx, std::string_view text, Borrowed<Str> filename, const SourceOptions& options) {
  ast::Arena arena;
  syntax::ParseOptions parse_options{.mode = parse_mode(options.mode),
                                     .flags = options.flags,
                                     .feature_version = options.feature_version,
                                     .filename = filename.object()};
  ast::Mod* tree = (options.flags & compile_flags::source_is_utf8) ? syntax::parse(cx, arena, text, parse_options)
                                                                   : syntax::parse_bytes(cx, arena, text, parse_options, options.script);
  if (!tree) return Failed{};
  if (options.flags & compile_flags::only_ast) return ast_objects.to_object(cx, tree);
  return compile_ast(cx, *tree, filename, options.flags, optimisation(options.optimize), arena);
}

Result<bool> is_ast_node(Context& cx, Borrowed<> object) { return ast_objects.is_node(cx, object); }

Result<Ref<>> compile_node(Context& cx, Borrowed<> node, Borrowed<Str> filename, const SourceOptions& options) {
  ast::Arena arena;
  auto* tree = KR_TRY(ast_objects.from_object(cx, arena, node, options.mode));
  return compile_ast(cx, *tree, filename, options.flags, optimisation(options.optimize), arena);
}

Result<SourceText> source_text(Context& cx, Borrowed<> source, const char* function, const char* what) {
  SourceText found;
  if (is<Str>(source)) {
    Index size = 0;
    const char* text = KR_TRY(str_utf8(cx, source.as<Str>(), &size));
    found.text = {text, static_cast<std::size_t>(size)};
    found.holder = hold(source);
    found.was_str = true;
  } else if (is<Bytes>(source)) {
    found.text = source.as<Bytes>()->text();
    found.holder = hold(source);
  } else if (has_buffer(source)) {
    ScopedBuffer buffer;
    KR_TRY(buffer.get(cx, source));
    auto copy = KR_TRY(bytes_from(cx, {buffer.data(), static_cast<std::size_t>(buffer.size())}));
    found.text = copy->text();
    found.holder = std::move(copy);
  } else {
    return raise(cx, exc::TypeError, "{}() arg 1 must be a {} object", function, what);
  }
  if (found.text.find('\0') != std::string_view::npos)
    return raise(cx, exc::ValueError, "source code string cannot contain null bytes");
  return found;
}

}  // namespace krait
