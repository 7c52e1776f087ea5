// SyntaxWarnings: source that is valid and very likely a mistake.
#include "compile/codegen/generator.h"
#include "object/singletons.h"
#include "types/int/int.h"
#include "types/set/set.h"

namespace krait::compile {

namespace {

// What type an expression is sure to have, by name; null when it cannot be told.
const char* type_name_of(ast::Expr* expr) {
  using enum ast::ExprKind;
  switch (expr->kind) {
    case Tuple: return "tuple";
    case List:
    case ListComp: return "list";
    case Dict:
    case DictComp: return "dict";
    case Set:
    case SetComp: return "set";
    case GeneratorExp: return "generator";
    case Lambda: return "function";
    case JoinedStr:
    case FormattedValue: return "str";
    case Constant: return expr->as<ast::Constant>()->value->type->tp_name;
    default: return nullptr;
  }
}

// True when `is` with this operand makes sense: it is no literal but None, True, False or ....
bool fits_identity(ast::Expr* expr) {
  auto* constant = expr->if_a<ast::Constant>();
  if (!constant) return true;
  Borrowed<> value(constant->value);
  return is_none(value) || value.type() == &bool_type || value.is(ellipsis());
}

}  // namespace

Done Generator::warn_compare(ast::Compare* expr) {
  bool left = fits_identity(expr->left);
  for (int i = 0; i < expr->ops.size(); ++i) {
    bool right = fits_identity(expr->comparators[i]);
    ast::CmpOperator op = expr->ops[i];
    if (!left || !right) {
      if (op == ast::CmpOperator::Is)
        return syntax_warning(job_, unit_->at, "\"is\" with a literal. Did you mean \"==\"?");
      if (op == ast::CmpOperator::IsNot)
        return syntax_warning(job_, unit_->at, "\"is not\" with a literal. Did you mean \"!=\"?");
    }
    left = right;
  }
  return {};
}

Done Generator::warn_call(ast::Expr* function) {
  using enum ast::ExprKind;
  if (function->is<ast::Lambda>()) return {};
  const char* type = type_name_of(function);
  if (!type) return {};
  return syntax_warning(job_, unit_->at, "'{:.200}' object is not callable; perhaps you missed a comma?", type);
}

Done Generator::warn_subscript(ast::Expr* value) {
  using enum ast::ExprKind;
  switch (value->kind) {
    case Constant: {
      Borrowed<> constant(value->as<ast::Constant>()->value);
      Type* type = constant.type();
      if (is_none(constant) || constant.is(ellipsis()) || type == &int_type || type == &bool_type || type == &float_type ||
          type == &complex_type || is_any_set(constant))
        break;
      return {};
    }
    case Set:
    case SetComp:
    case GeneratorExp:
    case Lambda: break;
    default: return {};
  }
  return syntax_warning(job_, unit_->at, "'{:.200}' object is not subscriptable; perhaps you missed a comma?", type_name_of(value));
}

Done Generator::warn_index(ast::Expr* value, ast::Expr* index) {
  using enum ast::ExprKind;
  const char* type = type_name_of(index);
  if (!type) return {};
  if (auto* constant = index->if_a<ast::Constant>(); constant && is<Int>(Borrowed<>(constant->value))) return {};
  switch (value->kind) {
    case Constant: {
      Borrowed<> constant(value->as<ast::Constant>()->value);
      if (is<Str>(constant) || is<Bytes>(constant) || is<krait::Tuple>(constant)) break;
      return {};
    }
    case Tuple:
    case List:
    case ListComp:
    case JoinedStr:
    case FormattedValue: break;
    default: return {};
  }
  return syntax_warning(job_, unit_->at, "{:.200} indices must be integers or slices, not {:.200}; perhaps you missed a comma?",
                        type_name_of(value), type);
}

}  // namespace krait::compile
