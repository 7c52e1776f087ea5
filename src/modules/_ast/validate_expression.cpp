#include "modules/_ast/validate.h"
#include "object/protocol.h"
#include "object/singletons.h"
#include "types/bytes/bytes.h"
#include "types/float/float.h"
#include "types/int/int.h"
#include "types/set/set.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait::ast_module {

using ast::ExprKind;

Result<void> Validator::enter() {
  if (--room_ < 0) return raise(cx_, exc::RecursionError, "maximum recursion depth exceeded during compilation");
  return {};
}

Result<void> Validator::position(const ast::Position& p) {
  if (p.lineno > p.end_lineno)
    return raise(cx_, exc::ValueError, "AST node line range ({}, {}) is not valid", p.lineno, p.end_lineno);
  if ((p.lineno < 0 && p.end_lineno != p.lineno) || (p.col_offset < 0 && p.col_offset != p.end_col_offset))
    return raise(cx_, exc::ValueError, "AST node column range ({}, {}) for line range ({}, {}) is not valid", p.col_offset,
                 p.end_col_offset, p.lineno, p.end_lineno);
  if (p.lineno == p.end_lineno && p.col_offset > p.end_col_offset)
    return raise(cx_, exc::ValueError, "line {}, column {}-{} is not a valid range", p.lineno, p.col_offset,
                 p.end_col_offset);
  return {};
}

Result<void> Validator::name(const Str* text) {
  Borrowed<Str> name(const_cast<Str*>(text));
  for (const char* word : {"None", "True", "False"})
    if (str_equal(name, word)) return raise(cx_, exc::ValueError, "identifier field can't represent '{}' constant", word);
  return {};
}

Result<void> Validator::expressions(ast::Seq<ast::Expr*> list, Ctx ctx, bool null_ok) {
  for (const ast::Expr* e : list) {
    if (e) {
      KR_TRY(expression(e, ctx));
    } else if (!null_ok) {
      return raise(cx_, exc::ValueError, "None disallowed in expression list");
    }
  }
  return {};
}

static const char* context_name(ast::ExprContext ctx) {
  return ctx == ast::ExprContext::Load ? "Load" : ctx == ast::ExprContext::Store ? "Store" : "Del";
}

Result<void> Validator::context(const ast::Expr* e, Ctx wanted) {
  Ctx actual;
  switch (e->kind) {
    case ExprKind::Attribute: actual = e->as<ast::Attribute>()->ctx; break;
    case ExprKind::Subscript: actual = e->as<ast::Subscript>()->ctx; break;
    case ExprKind::Starred: actual = e->as<ast::Starred>()->ctx; break;
    case ExprKind::Name:
      KR_TRY(name(e->as<ast::Name>()->id));
      actual = e->as<ast::Name>()->ctx;
      break;
    case ExprKind::List: actual = e->as<ast::List>()->ctx; break;
    case ExprKind::Tuple: actual = e->as<ast::Tuple>()->ctx; break;
    default:
      if (wanted == Ctx::Load) return {};
      return raise(cx_, exc::ValueError, "expression which can't be assigned to in {} context", context_name(wanted));
  }
  if (actual == wanted) return {};
  return raise(cx_, exc::ValueError, "expression must have {} context but has {} instead", context_name(wanted),
               context_name(actual));
}

Result<void> Validator::expression(const ast::Expr* e, Ctx ctx) {
  KR_TRY(position(*e));
  KR_TRY(enter());
  KR_TRY(context(e, ctx));
  KR_TRY(expression_parts(e, ctx));
  leave();
  return {};
}

Result<void> Validator::generators(ast::Seq<ast::Comprehension*> list) {
  if (list.empty()) return raise(cx_, exc::ValueError, "comprehension with no generators");
  for (const ast::Comprehension* c : list) {
    KR_TRY(expression(c->target, Ctx::Store));
    KR_TRY(expression(c->iter));
    KR_TRY(expressions(c->ifs));
  }
  return {};
}

Result<void> Validator::keywords(ast::Seq<ast::Keyword*> list) {
  for (const ast::Keyword* k : list) KR_TRY(expression(k->value));
  return {};
}

Result<void> Validator::args(ast::Seq<ast::Arg*> list) {
  for (const ast::Arg* arg : list) {
    KR_TRY(position(*arg));
    KR_TRY(maybe(arg->annotation));
  }
  return {};
}

Result<void> Validator::arguments(const ast::Arguments* a) {
  KR_TRY(args(a->posonlyargs));
  KR_TRY(args(a->args));
  if (a->vararg) KR_TRY(maybe(a->vararg->annotation));
  KR_TRY(args(a->kwonlyargs));
  if (a->kwarg) KR_TRY(maybe(a->kwarg->annotation));
  if (a->defaults.size() > a->posonlyargs.size() + a->args.size())
    return raise(cx_, exc::ValueError, "more positional defaults than args on arguments");
  if (a->kw_defaults.size() != a->kwonlyargs.size())
    return raise(cx_, exc::ValueError, "length of kwonlyargs is not the same as kw_defaults on arguments");
  KR_TRY(expressions(a->defaults));
  return expressions(a->kw_defaults, Ctx::Load, true);
}

// What the compiler can keep in a code object: plain values, and tuples and frozensets of such.
Result<void> Validator::constant(Borrowed<> value) {
  if (is_none(value) || value.is(ellipsis())) return {};
  Type* type = value.type();
  if (type == &int_type || type == &float_type || type == &complex_type || type == &bool_type || type == &str_type ||
      type == &bytes_type)
    return {};
  if (type != &tuple_type && type != &frozenset_type)
    return raise(cx_, exc::TypeError, "got an invalid type in Constant: {!t}", value);
  KR_RECURSION_GUARD(cx_, " during compilation");
  Ref<> iterator = KR_TRY(iter(cx_, value));
  for (;;) {
    auto found = next(cx_, iterator);
    if (found.failed()) return Failed{};
    if (found.missing()) return {};
    Ref<> item = std::move(found).value();
    KR_TRY(constant(item));
  }
}

Result<void> Validator::expression_parts(const ast::Expr* e, Ctx ctx) {
  switch (e->kind) {
    case ExprKind::BoolOp: {
      auto* n = e->as<ast::BoolOp>();
      if (n->values.size() < 2) return raise(cx_, exc::ValueError, "BoolOp with less than 2 values");
      return expressions(n->values);
    }
    case ExprKind::NamedExpr: return expression(e->as<ast::NamedExpr>()->value);
    case ExprKind::BinOp:
      KR_TRY(expression(e->as<ast::BinOp>()->left));
      return expression(e->as<ast::BinOp>()->right);
    case ExprKind::UnaryOp: return expression(e->as<ast::UnaryOp>()->operand);
    case ExprKind::Lambda:
      KR_TRY(arguments(e->as<ast::Lambda>()->args));
      return expression(e->as<ast::Lambda>()->body);
    case ExprKind::IfExp: {
      auto* n = e->as<ast::IfExp>();
      KR_TRY(expression(n->test));
      KR_TRY(expression(n->body));
      return expression(n->orelse);
    }
    case ExprKind::Dict: {
      auto* n = e->as<ast::Dict>();
      if (n->keys.size() != n->values.size())
        return raise(cx_, exc::ValueError, "Dict doesn't have the same number of keys as values");
      KR_TRY(expressions(n->keys, Ctx::Load, true));
      return expressions(n->values);
    }
    case ExprKind::Set: return expressions(e->as<ast::Set>()->elts);
    case ExprKind::ListComp:
      KR_TRY(generators(e->as<ast::ListComp>()->generators));
      return expression(e->as<ast::ListComp>()->elt);
    case ExprKind::SetComp:
      KR_TRY(generators(e->as<ast::SetComp>()->generators));
      return expression(e->as<ast::SetComp>()->elt);
    case ExprKind::GeneratorExp:
      KR_TRY(generators(e->as<ast::GeneratorExp>()->generators));
      return expression(e->as<ast::GeneratorExp>()->elt);
    case ExprKind::DictComp: {
      auto* n = e->as<ast::DictComp>();
      KR_TRY(generators(n->generators));
      KR_TRY(expression(n->key));
      return expression(n->value);
    }
    case ExprKind::Await: return expression(e->as<ast::Await>()->value);
    case ExprKind::Yield: return maybe(e->as<ast::Yield>()->value);
    case ExprKind::YieldFrom: return expression(e->as<ast::YieldFrom>()->value);
    case ExprKind::Compare: {
      auto* n = e->as<ast::Compare>();
      if (n->comparators.empty()) return raise(cx_, exc::ValueError, "Compare with no comparators");
      if (n->comparators.size() != n->ops.size())
        return raise(cx_, exc::ValueError, "Compare has a different number of comparators and operands");
      KR_TRY(expressions(n->comparators));
      return expression(n->left);
    }
    case ExprKind::Call: {
      auto* n = e->as<ast::Call>();
      KR_TRY(expression(n->func));
      KR_TRY(expressions(n->args));
      return keywords(n->keywords);
    }
    case ExprKind::FormattedValue:
      KR_TRY(expression(e->as<ast::FormattedValue>()->value));
      return maybe(e->as<ast::FormattedValue>()->format_spec);
    case ExprKind::JoinedStr: return expressions(e->as<ast::JoinedStr>()->values);
    case ExprKind::Constant: return constant(Borrowed<>(e->as<ast::Constant>()->value));
    case ExprKind::Attribute: return expression(e->as<ast::Attribute>()->value);
    case ExprKind::Subscript:
      KR_TRY(expression(e->as<ast::Subscript>()->slice));
      return expression(e->as<ast::Subscript>()->value);
    case ExprKind::Starred: return expression(e->as<ast::Starred>()->value, ctx);
    case ExprKind::List: return expressions(e->as<ast::List>()->elts, ctx);
    case ExprKind::Tuple: return expressions(e->as<ast::Tuple>()->elts, ctx);
    case ExprKind::Slice: {
      auto* n = e->as<ast::Slice>();
      KR_TRY(maybe(n->lower));
      KR_TRY(maybe(n->upper));
      return maybe(n->step);
    }
    case ExprKind::Name: return {};
  }
  return {};
}

}  // namespace krait::ast_module
