#include "modules/_ast/validate.h"
#include "object/protocol.h"
#include "object/singletons.h"
#include "types/str/str.h"

namespace krait::ast_module {

using ast::ExprKind, ast::PatternKind;

static bool is_literal_number(const ast::Expr* e, bool real, bool imaginary) {
  if (!e->is<ast::Constant>()) return false;
  Type* type = Borrowed<>(e->as<ast::Constant>()->value).type();
  return (real && (type == &int_type || type == &float_type)) || (imaginary && type == &complex_type);
}

static bool is_literal_negative(const ast::Expr* e, bool real, bool imaginary) {
  if (!e->is<ast::UnaryOp>() || e->as<ast::UnaryOp>()->op != ast::UnaryOperator::USub) return false;
  return is_literal_number(e->as<ast::UnaryOp>()->operand, real, imaginary);
}

static bool is_literal_complex(const ast::Expr* e) {
  auto* n = e->as<ast::BinOp>();
  if (n->op != ast::Operator::Add && n->op != ast::Operator::Sub) return false;
  if (!is_literal_number(n->left, true, false) && !is_literal_negative(n->left, true, false)) return false;
  return is_literal_number(n->right, false, true);
}

Result<void> Validator::pattern_value(const ast::Expr* e) {
  KR_TRY(expression(e));
  switch (e->kind) {
    case ExprKind::Constant: {
      Borrowed<> value(e->as<ast::Constant>()->value);
      Type* type = value.type();
      if (type == &int_type || type == &float_type || type == &bytes_type || type == &complex_type || type == &str_type)
        return {};
      return raise(cx_, exc::ValueError, "unexpected constant inside of a literal pattern");
    }
    case ExprKind::Attribute:
    case ExprKind::JoinedStr: return {};
    case ExprKind::UnaryOp:
      if (is_literal_negative(e, true, true)) return {};
      break;
    case ExprKind::BinOp:
      if (is_literal_complex(e)) return {};
      break;
    default: break;
  }
  return raise(cx_, exc::ValueError, "patterns may only match literals and attribute lookups");
}

Result<void> Validator::capture(const Str* text) {
  if (str_equal(Borrowed<Str>(const_cast<Str*>(text)), "_"))
    return raise(cx_, exc::ValueError, "can't capture name '_' in patterns");
  return name(text);
}

Result<void> Validator::patterns(ast::Seq<ast::Pattern*> list, bool star_ok) {
  for (const ast::Pattern* p : list) KR_TRY(pattern(p, star_ok));
  return {};
}

Result<void> Validator::pattern(const ast::Pattern* p, bool star_ok) {
  KR_TRY(position(*p));
  KR_TRY(enter());
  KR_TRY(pattern_parts(p, star_ok));
  leave();
  return {};
}

static bool is_singleton(const ast::Expr* e) {
  if (!e->is<ast::Constant>()) return false;
  Borrowed<> value(e->as<ast::Constant>()->value);
  return is_none(value) || value.is(boolean(true)) || value.is(boolean(false));
}

Result<void> Validator::mapping(const ast::MatchMapping* n) {
  if (n->keys.size() != n->patterns.size())
    return raise(cx_, exc::ValueError, "MatchMapping doesn't have the same number of keys as patterns");
  if (n->rest) KR_TRY(capture(n->rest));
  for (const ast::Expr* key : n->keys)
    if (!is_singleton(key)) KR_TRY(pattern_value(key));
  return patterns(n->patterns, false);
}

Result<void> Validator::class_pattern(const ast::MatchClass* n) {
  if (n->kwd_attrs.size() != n->kwd_patterns.size())
    return raise(cx_, exc::ValueError, "MatchClass doesn't have the same number of keyword attributes as patterns");
  KR_TRY(expression(n->cls));
  const ast::Expr* cls = n->cls;
  while (cls->is<ast::Attribute>()) cls = cls->as<ast::Attribute>()->value;
  if (!cls->is<ast::Name>())
    return raise(cx_, exc::ValueError, "MatchClass cls field can only contain Name or Attribute nodes.");
  for (const Str* attr : n->kwd_attrs) KR_TRY(name(attr));
  KR_TRY(patterns(n->patterns, false));
  return patterns(n->kwd_patterns, false);
}

Result<void> Validator::pattern_parts(const ast::Pattern* p, bool star_ok) {
  switch (p->kind) {
    case PatternKind::MatchValue: return pattern_value(p->as<ast::MatchValue>()->value);
    case PatternKind::MatchSingleton: {
      Borrowed<> value(p->as<ast::MatchSingleton>()->value);
      if (is_none(value) || value.is(boolean(true)) || value.is(boolean(false))) return {};
      return raise(cx_, exc::ValueError, "MatchSingleton can only contain True, False and None");
    }
    case PatternKind::MatchSequence: return patterns(p->as<ast::MatchSequence>()->patterns, true);
    case PatternKind::MatchMapping: return mapping(p->as<ast::MatchMapping>());
    case PatternKind::MatchClass: return class_pattern(p->as<ast::MatchClass>());
    case PatternKind::MatchStar:
      if (!star_ok) return raise(cx_, exc::ValueError, "can't use MatchStar here");
      return p->as<ast::MatchStar>()->name ? capture(p->as<ast::MatchStar>()->name) : Result<void>();
    case PatternKind::MatchAs: {
      auto* n = p->as<ast::MatchAs>();
      if (n->name) KR_TRY(capture(n->name));
      if (!n->pattern) return {};
      if (!n->name) return raise(cx_, exc::ValueError, "MatchAs must specify a target name if a pattern is given");
      return pattern(n->pattern, false);
    }
    case PatternKind::MatchOr: {
      auto* n = p->as<ast::MatchOr>();
      if (n->patterns.size() < 2) return raise(cx_, exc::ValueError, "MatchOr requires at least 2 patterns");
      return patterns(n->patterns, false);
    }
  }
  return {};
}

}  // namespace krait::ast_module
