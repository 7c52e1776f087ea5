// compile, eval, exec, and what they run in; __build_class__ and __import__.
#include "isolate/source.h"

#include "bytecode/code.h"
#include "interp/interp.h"
#include "isolate/import.h"
#include "modules/builtins/functions.h"
#include "object/isolate.h"
#include "types/cell/cell.h"
#include "types/dict/dict.h"
#include "types/function/function.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait::builtins {
namespace {

Result<Ref<Str>> filename_of(Context& cx, Borrowed<> filename) {
  if (is<Str>(filename)) return hold(filename.as<Str>());
  if (is<Bytes>(filename)) return decode_fs(cx, filename.as<Bytes>()->text());
  auto method = lookup_special(cx, filename, KR_ID(__fspath__));
  if (method.failed()) return Failed{};
  if (method.missing()) return raise(cx, exc::TypeError, "expected str, bytes or os.PathLike object, not {!t}", filename);
  auto made = KR_TRY(call(cx, std::move(method).value()));
  if (!is<Str>(made) && !is<Bytes>(made))
    return raise(cx, exc::TypeError, "expected {!t}.__fspath__() to return str or bytes, not {!t}", filename, made);
  if (is<Bytes>(made)) return decode_fs(cx, made.borrow().as<Bytes>()->text());
  return std::move(made).as<Str>();
}

struct Namespaces {
  Ref<Dict> globals;
  Ref<> locals;
};

// The globals and locals that eval and exec run in: given, or the caller's.
Result<Namespaces> namespaces(Context& cx, const char* function, Borrowed<> globals, Borrowed<> locals) {
  Namespaces found;
  if (is_none(globals)) {
    found.globals = hold(current_globals(cx));
    if (is_none(locals)) found.locals = hold(KR_TRY(current_locals(cx)));
    else found.locals = hold(locals);
    if (found.globals.is_null() || found.locals.is_null())
      return raise(cx, exc::SystemError, "globals and locals cannot be NULL");
  } else {
    if (!is<Dict>(globals)) {
      if (function[1] == 'v') {
        if (is_mapping(globals))
          return raise(cx, exc::TypeError, "globals must be a real dict; try eval(code, {{}}, mapping)");
        return raise(cx, exc::TypeError, "globals must be a dict");
      }
      return raise(cx, exc::TypeError, "exec() globals must be a dict, not {!t}", globals);
    }
    found.globals = hold(globals.as<Dict>());
    found.locals = hold(is_none(locals) ? globals : locals);
  }
  if (!is_mapping(found.locals)) {
    if (function[1] == 'v') return raise(cx, exc::TypeError, "locals must be a mapping");
    return raise(cx, exc::TypeError, "locals must be a mapping or None, not {!t}", found.locals);
  }
  bool has = KR_TRY(dict_contains(cx, found.globals, KR_ID(__builtins__)));
  if (!has) KR_TRY(dict_set(cx, found.globals, KR_ID(__builtins__), current_builtins(cx)));
  return found;
}

Result<void> check_closure(Context& cx, Borrowed<Code> code, Borrowed<> closure) {
  int free = code->co_nfreevars;
  if (free == 0) {
    if (!is_none(closure)) return raise(cx, exc::TypeError, "cannot use a closure with this code object");
    return {};
  }
  bool right = is_exact<Tuple>(closure) && closure.as<Tuple>()->size() == free;
  for (Index i = 0; right && i < free; ++i) right = is<Cell>(closure.as<Tuple>()->item(i));
  if (!right) return raise(cx, exc::TypeError, "code object requires a closure of exactly length {}", free);
  return {};
}

Result<Ref<>> run_text(Context& cx, const char* function, CompileMode mode, Borrowed<> source, const Namespaces& where) {
  auto text = KR_TRY(source_text(cx, source, function, "string, bytes or code"));
  if (mode == CompileMode::eval)
    while (!text.text.empty() && (text.text.front() == ' ' || text.text.front() == '\t')) text.text.remove_prefix(1);
  SourceOptions options{.mode = mode, .flags = inherited_flags(cx) | (text.was_str ? compile_flags::source_is_utf8 | compile_flags::ignore_cookie : 0)};
  auto code = KR_TRY(compile_text(cx, text.text, KR_STR("<string>"), options));
  return eval_code(cx, code.borrow().as<Code>(), where.globals, where.locals);
}

}  // namespace

Result<Ref<>> compile(Context& cx, Borrowed<> source, Borrowed<> filename, Borrowed<Str> mode, int flags, bool dont_inherit,
                      int optimize, int feature_version) {
  auto name = KR_TRY(filename_of(cx, filename));
  if (flags & ~known_compile_flags) return raise(cx, exc::ValueError, "compile(): unrecognised flags");
  if (optimize < -1 || optimize > 2) return raise(cx, exc::ValueError, "compile(): invalid optimize value");
  SourceOptions options{.flags = flags | (dont_inherit ? 0 : inherited_flags(cx)), .optimize = optimize};
  if ((flags & compile_flags::only_ast) && feature_version >= 0) options.feature_version = feature_version;
  if (str_equal(mode, "exec")) options.mode = CompileMode::exec;
  else if (str_equal(mode, "eval")) options.mode = CompileMode::eval;
  else if (str_equal(mode, "single")) options.mode = CompileMode::single;
  else if (str_equal(mode, "func_type")) {
    if (!(flags & compile_flags::only_ast))
      return raise(cx, exc::ValueError, "compile() mode 'func_type' requires flag PyCF_ONLY_AST");
    options.mode = CompileMode::func_type;
  } else {
    if (flags & compile_flags::only_ast)
      return raise(cx, exc::ValueError, "compile() mode must be 'exec', 'eval', 'single' or 'func_type'");
    return raise(cx, exc::ValueError, "compile() mode must be 'exec', 'eval' or 'single'");
  }
  if (KR_TRY(is_ast_node(cx, source))) {
    if (flags & compile_flags::only_ast) return hold(source);
    return compile_node(cx, source, name, options);
  }
  auto text = KR_TRY(source_text(cx, source, "compile", "string, bytes or AST"));
  if (text.was_str) options.flags |= compile_flags::source_is_utf8 | compile_flags::ignore_cookie;
  return compile_text(cx, text.text, name, options);
}

Result<Ref<>> eval(Context& cx, Borrowed<> source, Borrowed<> globals, Borrowed<> locals) {
  if (!is_none(locals) && !is_mapping(locals)) return raise(cx, exc::TypeError, "locals must be a mapping");
  auto where = KR_TRY(namespaces(cx, "eval", globals, locals));
  if (is<Code>(source)) {
    KR_TRY(audit(cx, "exec", source));
    if (source.as<Code>()->co_nfreevars > 0)
      return raise(cx, exc::TypeError, "code object passed to eval() may not contain free variables");
    return eval_code(cx, source.as<Code>(), where.globals, where.locals);
  }
  return run_text(cx, "eval", CompileMode::eval, source, where);
}

Result<void> exec(Context& cx, Borrowed<> source, Borrowed<> globals, Borrowed<> locals, Borrowed<> closure) {
  auto where = KR_TRY(namespaces(cx, "exec", globals, locals));
  if (is<Code>(source)) {
    auto code = source.as<Code>();
    KR_TRY(check_closure(cx, code, closure));
    KR_TRY(audit(cx, "exec", source));
    if (is_none(closure)) {
      KR_TRY(eval_code(cx, code, where.globals, where.locals));
    } else {
      KR_TRY(eval_code_with(cx, code, where.globals, where.locals, nullptr, 0, nullptr, 0, nullptr, 0, {}, closure));
    }
    return {};
  }
  if (!is_none(closure))
    return raise(cx, exc::TypeError, "closure can only be used when source is a code object");
  KR_TRY(run_text(cx, "exec", CompileMode::exec, source, where));
  return {};
}

Result<Ref<>> globals(Context& cx) { return hold(Borrowed<>(current_globals(cx))); }
Result<Ref<>> locals(Context& cx) { return hold(KR_TRY(current_locals(cx))); }

Result<Ref<>> build_class(Context& cx, Args args, KwArgs keywords) {
  if (args.size() < 2) return raise(cx, exc::TypeError, "__build_class__: not enough arguments");
  if (!is<Function>(Borrowed<>(args[0]))) return raise(cx, exc::TypeError, "__build_class__: func must be a function");
  if (!is<Str>(Borrowed<>(args[1]))) return raise(cx, exc::TypeError, "__build_class__: name is not a string");
  return krait::build_class(cx, Borrowed<>(args[0]).as<Function>(), Borrowed<>(args[1]), args.subspan(2), keywords.values,
                            Borrowed<Tuple>(keywords.names));
}

Result<Ref<>> import(Context& cx, Borrowed<> name, Borrowed<> globals, Borrowed<>, Borrowed<> fromlist, int level) {
  if (!is<Str>(name)) return raise(cx, exc::TypeError, "module name must be a string");
  return import_level(cx, name.as<Str>(), globals, fromlist, level);
}

}  // namespace krait::builtins
