// What compile() asks of this module.
#include "isolate/source.h"
#include "modules/_ast/convert.h"

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

Result<ast::Mod*> from_object(Context& cx, ast::Arena& arena, Borrowed<> object, CompileMode mode) {
  auto* tree = KR_TRY(ast_module::from_object(cx, arena, object, parse_mode(mode)));
  KR_TRY(ast_module::validate(cx, tree));
  return tree;
}

}  // namespace

constinit const AstObjects ast_objects = {ast_module::to_object, ast_module::is_node, from_object};

}  // namespace krait
