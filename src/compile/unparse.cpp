// The writer of expressions, in the form that `from __future__ import annotations` shows.
#include "compile/unparse.h"

#include "object/protocol.h"
#include "object/singletons.h"
#include "types/float/float.h"

namespace krait::compile {

Result<Ref<Str>> unparse(Job& job, ast::Expr* expr) {
  Unparser writer(job);
  KR_TRY(writer.write(expr, Tight::test));
  return writer.finish();
}

Result<Ref<Str>> Unparser::finish() {
  return str_from_utf8(job_.cx, {out_.begin(), static_cast<std::size_t>(out_.size())}, "surrogatepass");
}

void Unparser::text(std::string_view part) {
  for (char c : part) out_.push(job_.arena, c);
}

Done Unparser::str(Borrowed<Str> part) {
  if (part->is_ascii()) {
    text(part->ascii_text());
    return {};
  }
  Ref<Bytes> bytes = KR_TRY(encode(job_.cx, part, "utf-8", "surrogatepass"));
  text(bytes->text());
  return {};
}

// repr() with infinities as a literal too large for a float: inf would be a name.
Done Unparser::constant_repr(Borrowed<> value) {
  Ref<Str> shown = KR_TRY(repr(job_.cx, value));
  if (value.type() != &float_type && value.type() != &complex_type) return str(shown);
  return str(KR_TRY(call_method(job_.cx, shown, KR_ID(replace), KR_STR("inf"), KR_STR("1e309"))).as<Str>());
}

Done Unparser::constant(Borrowed<> value) {
  if (value.is(ellipsis())) {
    text("...");
    return {};
  }
  if (!is_exact<Tuple>(value)) return constant_repr(value);
  auto items = value.as<Tuple>();
  text("(");
  for (Index i = 0; i < items->size(); ++i) {
    text_if(i > 0, ", ");
    KR_TRY(constant(items->item(i)));
  }
  text(items->size() == 1 ? ",)" : ")");
  return {};
}

Done Unparser::list(ast::Seq<ast::Expr*> items, const char* open, const char* close) {
  text(open);
  for (int i = 0; i < items.size(); ++i) {
    text_if(i > 0, ", ");
    KR_TRY(write(items[i], Tight::test));
  }
  text(close);
  return {};
}

Done Unparser::tuple(ast::Tuple* expr, Tight level) {
  if (expr->elts.empty()) {
    text("()");
    return {};
  }
  bool wrap = level > Tight::tuple;
  return list(expr->elts, wrap ? "(" : "", expr->elts.size() == 1 ? (wrap ? ",)" : ",") : (wrap ? ")" : ""));
}

Done Unparser::binary(ast::BinOp* expr, Tight level) {
  struct Row {
    const char* text;
    Tight level;
    bool right;
  };
  static constexpr Row rows[] = {{" + ", Tight::arithmetic, false}, {" - ", Tight::arithmetic, false}, {" * ", Tight::term, false},
                                 {" @ ", Tight::term, false}, {" / ", Tight::term, false}, {" % ", Tight::term, false},
                                 {" ** ", Tight::power, true}, {" << ", Tight::shift, false}, {" >> ", Tight::shift, false},
                                 {" | ", Tight::bit_or, false}, {" ^ ", Tight::bit_xor, false}, {" & ", Tight::bit_and, false},
                                 {" // ", Tight::term, false}};
  const Row& row = rows[static_cast<int>(expr->op)];
  text_if(level > row.level, "(");
  KR_TRY(write(expr->left, row.right ? next(row.level) : row.level));
  text(row.text);
  KR_TRY(write(expr->right, row.right ? row.level : next(row.level)));
  text_if(level > row.level, ")");
  return {};
}

Done Unparser::compare(ast::Compare* expr, Tight level) {
  static constexpr const char* signs[] = {" == ", " != ", " < ", " <= ", " > ", " >= ", " is ", " is not ", " in ", " not in "};
  text_if(level > Tight::compare, "(");
  KR_TRY(write(expr->left, next(Tight::compare)));
  for (int i = 0; i < expr->ops.size(); ++i) {
    text(signs[static_cast<int>(expr->ops[i])]);
    KR_TRY(write(expr->comparators[i], next(Tight::compare)));
  }
  text_if(level > Tight::compare, ")");
  return {};
}

Done Unparser::argument(ast::Arg* arg) {
  KR_TRY(str(Borrowed<Str>(arg->arg)));
  if (!arg->annotation) return {};
  text(": ");
  return write(arg->annotation, Tight::test);
}

Done Unparser::arguments(ast::Arguments* arguments) {
  bool first = true;
  auto separate = [&] {
    text_if(!first, ", ");
    first = false;
  };
  int positional_only = arguments->posonlyargs.size(), positional = positional_only + arguments->args.size();
  int without_default = positional - arguments->defaults.size();
  for (int i = 0; i < positional; ++i) {
    separate();
    KR_TRY(argument(i < positional_only ? arguments->posonlyargs[i] : arguments->args[i - positional_only]));
    if (i >= without_default) {
      text("=");
      KR_TRY(write(arguments->defaults[i - without_default], Tight::test));
    }
    text_if(positional_only && i + 1 == positional_only, ", /");
  }
  if (arguments->vararg || !arguments->kwonlyargs.empty()) {
    separate();
    text("*");
    if (arguments->vararg) KR_TRY(argument(arguments->vararg));
  }
  for (int i = 0; i < arguments->kwonlyargs.size(); ++i) {
    separate();
    KR_TRY(argument(arguments->kwonlyargs[i]));
    if (!arguments->kw_defaults[i]) continue;
    text("=");
    KR_TRY(write(arguments->kw_defaults[i], Tight::test));
  }
  if (!arguments->kwarg) return {};
  separate();
  text("**");
  return argument(arguments->kwarg);
}

Done Unparser::lambda(ast::Lambda* expr, Tight level) {
  text_if(level > Tight::test, "(");
  ast::Arguments* args = expr->args;
  bool bare = args->posonlyargs.empty() && args->args.empty() && !args->vararg && args->kwonlyargs.empty() && !args->kwarg;
  text(bare ? "lambda" : "lambda ");
  KR_TRY(arguments(args));
  text(": ");
  KR_TRY(write(expr->body, Tight::test));
  text_if(level > Tight::test, ")");
  return {};
}

Done Unparser::dict(ast::Dict* expr) {
  text("{");
  for (int i = 0; i < expr->values.size(); ++i) {
    text_if(i > 0, ", ");
    if (expr->keys[i]) {
      KR_TRY(write(expr->keys[i], Tight::test));
      text(": ");
      KR_TRY(write(expr->values[i], Tight::test));
    } else {
      text("**");
      KR_TRY(write(expr->values[i], Tight::expr));
    }
  }
  text("}");
  return {};
}

Done Unparser::comprehension(const char* open, ast::Expr* key, ast::Expr* value, ast::Seq<ast::Comprehension*> generators,
                             const char* close) {
  text(open);
  KR_TRY(write(key, Tight::test));
  if (value) {
    text(": ");
    KR_TRY(write(value, Tight::test));
  }
  for (ast::Comprehension* generator : generators) {
    text(generator->is_async ? " async for " : " for ");
    KR_TRY(write(generator->target, Tight::tuple));
    text(" in ");
    KR_TRY(write(generator->iter, next(Tight::test)));
    for (ast::Expr* condition : generator->ifs) {
      text(" if ");
      KR_TRY(write(condition, next(Tight::test)));
    }
  }
  text(close);
  return {};
}

Done Unparser::call(ast::Call* expr) {
  KR_TRY(write(expr->func, Tight::atom));
  // A generator expression brings the parentheses itself.
  if (expr->args.size() == 1 && expr->keywords.empty() && expr->args[0]->is<ast::GeneratorExp>())
    return write(expr->args[0], Tight::tuple);
  text("(");
  bool first = true;
  for (ast::Expr* arg : expr->args) {
    text_if(!std::exchange(first, false), ", ");
    KR_TRY(write(arg, Tight::test));
  }
  for (ast::Keyword* keyword : expr->keywords) {
    text_if(!std::exchange(first, false), ", ");
    if (keyword->arg) {
      KR_TRY(str(Borrowed<Str>(keyword->arg)));
      text("=");
    } else {
      text("**");
    }
    KR_TRY(write(keyword->value, Tight::test));
  }
  text(")");
  return {};
}

Done Unparser::attribute(ast::Attribute* expr) {
  KR_TRY(write(expr->value, Tight::atom));
  auto* number = expr->value->if_a<ast::Constant>();
  // 1 .real: without the space it would be a float.
  text(number && number->value->type == &int_type ? " ." : ".");
  return str(Borrowed<Str>(expr->attr));
}

Done Unparser::slice(ast::Slice* expr) {
  if (expr->lower) KR_TRY(write(expr->lower, Tight::test));
  text(":");
  if (expr->upper) KR_TRY(write(expr->upper, Tight::test));
  if (!expr->step) return {};
  text(":");
  return write(expr->step, Tight::test);
}

Done Unparser::subscript(ast::Subscript* expr) {
  KR_TRY(write(expr->value, Tight::atom));
  text("[");
  KR_TRY(write(expr->slice, Tight::tuple));
  text("]");
  return {};
}

Done Unparser::write(ast::Expr* expr, Tight level) {
  KR_LEVEL(job_);
  using enum ast::ExprKind;
  auto wrapped = [&](Tight own, auto inside) -> Done {
    text_if(level > own, "(");
    KR_TRY(inside());
    text_if(level > own, ")");
    return {};
  };
  switch (expr->kind) {
    case Name: return str(Borrowed<Str>(expr->as<ast::Name>()->id));
    case Constant: {
      auto* node = expr->as<ast::Constant>();
      if (node->string_kind) KR_TRY(str(Borrowed<Str>(node->string_kind)));
      return constant(Borrowed<>(node->value));
    }
    case Attribute: return attribute(expr->as<ast::Attribute>());
    case Subscript: return subscript(expr->as<ast::Subscript>());
    case Call: return call(expr->as<ast::Call>());
    case BinOp: return binary(expr->as<ast::BinOp>(), level);
    case Compare: return compare(expr->as<ast::Compare>(), level);
    case Lambda: return lambda(expr->as<ast::Lambda>(), level);
    case Dict: return dict(expr->as<ast::Dict>());
    case Set: return list(expr->as<ast::Set>()->elts, "{", "}");
    case List: return list(expr->as<ast::List>()->elts, "[", "]");
    case Tuple: return tuple(expr->as<ast::Tuple>(), level);
    case Slice: return slice(expr->as<ast::Slice>());
    case Starred: text("*"); return write(expr->as<ast::Starred>()->value, Tight::expr);
    case JoinedStr: return joined(expr, false);
    case FormattedValue: return formatted(expr->as<ast::FormattedValue>());
    case GeneratorExp: {
      auto* node = expr->as<ast::GeneratorExp>();
      return comprehension("(", node->elt, nullptr, node->generators, ")");
    }
    case ListComp: {
      auto* node = expr->as<ast::ListComp>();
      return comprehension("[", node->elt, nullptr, node->generators, "]");
    }
    case SetComp: {
      auto* node = expr->as<ast::SetComp>();
      return comprehension("{", node->elt, nullptr, node->generators, "}");
    }
    case DictComp: {
      auto* node = expr->as<ast::DictComp>();
      return comprehension("{", node->key, node->value, node->generators, "}");
    }
    case BoolOp: {
      auto* node = expr->as<ast::BoolOp>();
      bool is_and = node->op == ast::BoolOperator::And;
      Tight own = is_and ? Tight::and_ : Tight::or_;
      return wrapped(own, [&]() -> Done {
        for (int i = 0; i < node->values.size(); ++i) {
          text_if(i > 0, is_and ? " and " : " or ");
          KR_TRY(write(node->values[i], next(own)));
        }
        return {};
      });
    }
    case UnaryOp: {
      static constexpr const char* signs[] = {"~", "not ", "+", "-"};
      auto* node = expr->as<ast::UnaryOp>();
      Tight own = node->op == ast::UnaryOperator::Not ? Tight::not_ : Tight::factor;
      return wrapped(own, [&]() -> Done {
        text(signs[static_cast<int>(node->op)]);
        return write(node->operand, own);
      });
    }
    case IfExp: {
      auto* node = expr->as<ast::IfExp>();
      return wrapped(Tight::test, [&]() -> Done {
        KR_TRY(write(node->body, next(Tight::test)));
        text(" if ");
        KR_TRY(write(node->test, next(Tight::test)));
        text(" else ");
        return write(node->orelse, Tight::test);
      });
    }
    case NamedExpr: {
      auto* node = expr->as<ast::NamedExpr>();
      return wrapped(Tight::tuple, [&]() -> Done {
        KR_TRY(write(node->target, Tight::atom));
        text(" := ");
        return write(node->value, Tight::atom);
      });
    }
    case Await:
      return wrapped(Tight::await, [&]() -> Done {
        text("await ");
        return write(expr->as<ast::Await>()->value, Tight::atom);
      });
    case Yield:
      text(expr->as<ast::Yield>()->value ? "(yield " : "(yield");
      if (expr->as<ast::Yield>()->value) KR_TRY(write(expr->as<ast::Yield>()->value, Tight::tuple));
      text(")");
      return {};
    case YieldFrom:
      text("(yield from ");
      KR_TRY(write(expr->as<ast::YieldFrom>()->value, Tight::test));
      text(")");
      return {};
  }
  return {};
}

// --- f-strings: the parts are joined first, then quoted as one string

Done Unparser::joined_part(ast::Expr* part, bool is_spec) {
  if (auto* literal = part->if_a<ast::Constant>()) {
    Ref<Str> doubled = KR_TRY(call_method(job_.cx, Borrowed<>(literal->value), KR_ID(replace), KR_STR("{"), KR_STR("{{"))).as<Str>();
    doubled = KR_TRY(call_method(job_.cx, doubled, KR_ID(replace), KR_STR("}"), KR_STR("}}"))).as<Str>();
    return str(doubled);
  }
  if (part->is<ast::JoinedStr>()) return joined(part, is_spec);
  if (auto* value = part->if_a<ast::FormattedValue>()) return formatted(value);
  return raise(job_.cx, exc::SystemError, "unknown expression kind inside f-string");
}

Result<Ref<Str>> Unparser::joined_body(ast::Seq<ast::Expr*> values, bool is_spec) {
  Unparser inner(job_);
  for (ast::Expr* value : values) KR_TRY(inner.joined_part(value, is_spec));
  return inner.finish();
}

Done Unparser::joined(ast::Expr* expr, bool is_spec) {
  Ref<Str> body = KR_TRY(joined_body(expr->as<ast::JoinedStr>()->values, is_spec));
  if (is_spec) return str(body);
  text("f");
  return constant_repr(body);
}

Done Unparser::formatted(ast::FormattedValue* expr) {
  Unparser inner(job_);
  KR_TRY(inner.write(expr->value, next(Tight::test)));
  Ref<Str> value = KR_TRY(inner.finish());
  text(value->size > 0 && value->at(0) == '{' ? "{ " : "{");
  KR_TRY(str(value));
  if (expr->conversion > 0) {
    char mark[] = {'!', static_cast<char>(expr->conversion)};
    text({mark, 2});
  }
  if (expr->format_spec) {
    text(":");
    KR_TRY(joined_part(expr->format_spec, true));
  }
  text("}");
  return {};
}

}  // namespace krait::compile
