// Parameters of `def` and `lambda`.
#include "syntax/constants.h"
#include "syntax/parser.h"
#include "syntax/parser_macros.h"

namespace krait::syntax {

struct Parser::ParameterLists {
  NodeList positional_only, positional, defaults, keyword_only, keyword_defaults;
  ast::Arg *vararg = nullptr, *kwarg = nullptr;
  bool slash = false, star = false;
};

ast::Arg* Parser::parameter_name(bool annotated, bool star) {
  int start = pos_;
  KR_NEED(name, identifier());
  Expr* annotation = nullptr;
  if (annotated && accept(Tok::Colon)) {
    annotation = star ? star_expression() : expression();
    if (!annotation) return nullptr;
  }
  auto* result = node<ast::Arg>(start);
  result->arg = name;
  result->annotation = annotation;
  return result;
}

// After a parameter: a comma or the end, and for `def` a type comment of the parameter.
bool Parser::parameter_end(ast::Arg* arg, bool lambda, bool& more) {
  more = accept(Tok::Comma);
  if (!lambda && at(Tok::TypeComment) && arg && !(arg->type_comment = type_comment())) return false;
  return more || at(lambda ? Tok::Colon : Tok::RPar);
}

// After `*` or `**`.
bool Parser::star_parameter(ParameterLists& lists, bool lambda) {
  if (accept(Tok::DoubleStar)) {
    return (lists.kwarg = parameter_name(!lambda, false));
  }
  ++pos_;
  if (lists.star) return false;
  lists.star = true;
  if (at(Tok::Comma)) return kind_at(1) == Tok::Name;  // a bare star needs a parameter by keyword
  return (lists.vararg = parameter_name(!lambda, true));
}

bool Parser::parameter(ParameterLists& lists, bool lambda) {
  ast::Arg* arg = parameter_name(!lambda, false);
  if (!arg) return false;
  Expr* value = nullptr;
  if (accept(Tok::Equal) && !(value = expression())) return false;
  if (lists.star) {
    lists.keyword_only.push(arg);
    lists.keyword_defaults.push(value);
  } else {
    if (!value && !lists.defaults.empty()) return false;
    lists.positional.push(arg);
    if (value) lists.defaults.push(value);
  }
  bool more;
  if (!parameter_end(arg, lambda, more)) return false;
  return true;
}

ast::Arguments* Parser::parameters(bool lambda) {
  Tok close = lambda ? Tok::Colon : Tok::RPar;
  if (at(close)) return arena_.make<ast::Arguments>();
  ParameterLists lists;
  bool more = true;
  while (!at(close)) {
    if (!more || lists.kwarg) return nullptr;
    if (at(Tok::Slash)) {
      if (lists.slash || lists.star || lists.positional.empty() || !version(8)) return nullptr;
      ++pos_;
      lists.slash = true;
      for (int i = 0; i < lists.positional.size(); ++i) lists.positional_only.push(lists.positional[i]);
      lists.positional.truncate(0);
      more = accept(Tok::Comma);
    } else if (at(Tok::Star) || at(Tok::DoubleStar)) {
      if (!star_parameter(lists, lambda)) return nullptr;
      if (!parameter_end(lists.kwarg ? lists.kwarg : lists.vararg, lambda, more)) return nullptr;
    } else {
      if (!parameter(lists, lambda)) return nullptr;
      more = tokens_[pos_ - 1].kind == Tok::Comma || tokens_[pos_ - 1].kind == Tok::TypeComment;
    }
  }
  auto* result = arena_.make<ast::Arguments>();
  result->posonlyargs = lists.positional_only.take<ast::Arg>(arena_);
  result->args = lists.positional.take<ast::Arg>(arena_);
  result->vararg = lists.vararg;
  result->kwonlyargs = lists.keyword_only.take<ast::Arg>(arena_);
  result->kw_defaults = lists.keyword_defaults.take<Expr>(arena_);
  result->kwarg = lists.kwarg;
  result->defaults = lists.defaults.take<Expr>(arena_);
  return result;
}

}  // namespace krait::syntax
