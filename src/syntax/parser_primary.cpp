// Atoms and what is applied to them: names, literals, displays, comprehensions, calls, items, attributes.
#include "syntax/constants.h"
#include "syntax/literals.h"
#include "syntax/parser.h"
#include "syntax/parser_macros.h"
#include "syntax/strings.h"

namespace krait::syntax {

Expr* Parser::primary() {
  int start = pos_;
  KR_NEED(left, atom());
  return trailers(start, left);
}

Expr* Parser::trailers(int start, Expr* left) {
  for (;;) {
    switch (kind()) {
      case Tok::Dot: {
        ++pos_;
        KR_NEED(attr, identifier());
        auto* result = node<ast::Attribute>(start);
        result->value = left;
        result->attr = attr;
        left = result;
        break;
      }
      case Tok::LPar:
        if (!(left = call(start, left))) return nullptr;
        break;
      case Tok::LSqb:
        if (!(left = subscript(start, left))) return nullptr;
        break;
      default: return left;
    }
  }
}

// ---- calls

Expr* Parser::call(int start, Expr* function) {
  ++pos_;
  Seq<Expr*> args;
  Seq<ast::Keyword*> keywords;
  if (!arguments(args, keywords, true)) return nullptr;
  KR_EXPECT(Tok::RPar);
  auto* result = node<ast::Call>(start);
  result->func = function;
  result->args = args;
  result->keywords = keywords;
  return result;
}

// Up to, not including, the closing parenthesis.
bool Parser::arguments(Seq<Expr*>& args_out, Seq<ast::Keyword*>& keywords_out, bool allow_generator) {
  if (at(Tok::RPar)) return true;
  NodeList args, keywords;
  int open = pos_ - 1, stage = 0;
  do {
    if (at(Tok::RPar)) break;
    if (!argument(args, keywords, stage)) return false;
    if (at_comprehension()) {
      // A generator without parentheses of its own must be the only argument.
      if (!allow_generator || args.size() != 1 || stage || static_cast<Expr*>(args[0])->is<ast::Starred>()) return false;
      Expr* generator = generator_argument(open, static_cast<Expr*>(args[0]));
      if (!generator) return false;
      args_out = one(generator);
      return true;
    }
  } while (accept(Tok::Comma));
  args_out = args.take<Expr>(arena_);
  keywords_out = keywords.take<ast::Keyword>(arena_);
  return true;
}

// stage 0: positional arguments; 1: after a keyword only `*x` is positional; 2: after `**x` nothing is.
bool Parser::argument(NodeList& args, NodeList& keywords, int& stage) {
  int start = pos_;
  if (accept(Tok::Star)) {
    if (stage == 2) return false;
    Expr* value = expression();
    if (!value || at(Tok::Equal)) return false;
    auto* starred = node<ast::Starred>(start);
    starred->value = value;
    args.push(starred);
    return true;
  }
  if (at(Tok::DoubleStar) || (at(Tok::Name) && kind_at(1) == Tok::Equal)) {
    stage = at(Tok::DoubleStar) ? 2 : stage ? stage : 1;
    ast::Keyword* keyword = keyword_argument();
    if (!keyword) return false;
    keywords.push(keyword);
    return true;
  }
  if (stage) return false;
  Expr* value = named_expression();
  if (!value || at(Tok::Equal)) return false;
  args.push(value);
  return true;
}

ast::Keyword* Parser::keyword_argument() {
  int start = pos_;
  Str* name = nullptr;
  if (!accept(Tok::DoubleStar)) {
    if (!(name = identifier())) return nullptr;
    ++pos_;
  }
  KR_NEED(value, expression());
  auto* result = node<ast::Keyword>(start);
  result->arg = name;
  result->value = value;
  return result;
}

// Such a generator's position includes the parentheses of the call.
Expr* Parser::generator_argument(int open, Expr* element) {
  Seq<ast::Comprehension*> generators;
  if (!for_if_clauses(generators) || !at(Tok::RPar)) return nullptr;
  ++pos_;
  auto* result = node<ast::GeneratorExp>(open);
  --pos_;
  result->elt = element;
  result->generators = generators;
  return result;
}

// ---- items

Expr* Parser::subscript(int start, Expr* value) {
  int first_token = ++pos_;
  KR_NEED(first, slice());
  Expr* index = first;
  if (at(Tok::Comma) || first->is<ast::Starred>()) {
    NodeList items;
    items.push(first);
    while (accept(Tok::Comma)) {
      if (at(Tok::RSqb)) break;
      KR_NEED(item, slice());
      items.push(item);
    }
    auto* tuple = node<ast::Tuple>(first_token);
    tuple->elts = items.take<Expr>(arena_);
    index = tuple;
  }
  KR_EXPECT(Tok::RSqb);
  auto* result = node<ast::Subscript>(start);
  result->value = value;
  result->slice = index;
  return result;
}

Expr* Parser::slice() {
  int start = pos_;
  if (accept(Tok::Star)) {
    KR_NEED(value, expression());
    auto* starred = node<ast::Starred>(start);
    starred->value = value;
    return starred;
  }
  Expr* lower = nullptr;
  if (!at(Tok::Colon)) {
    bool named = at(Tok::Name) && kind_at(1) == Tok::ColonEqual;
    if (!(lower = named_expression())) return nullptr;
    if (!at(Tok::Colon) || named) return lower;
  }
  ++pos_;
  auto ends = [&] { return at(Tok::Colon) || at(Tok::Comma) || at(Tok::RSqb); };
  Expr *upper = nullptr, *step = nullptr;
  if (!ends() && !(upper = expression())) return nullptr;
  if (accept(Tok::Colon) && !ends() && !(step = expression())) return nullptr;
  auto* result = node<ast::Slice>(start);
  result->lower = lower;
  result->upper = upper;
  result->step = step;
  return result;
}

// ---- atoms

Expr* Parser::atom() {
  int start = pos_;
  switch (kind()) {
    case Tok::Name: return name_node();
    case Tok::Number: return number();
    case Tok::String: return strings_.read(tokens_, pos_);
    case Tok::LPar: return parenthesised();
    case Tok::LSqb: return list_display();
    case Tok::LBrace: return brace_display();
    case Tok::None: ++pos_; return singleton(start, none_constant());
    case Tok::True: ++pos_; return singleton(start, true_constant());
    case Tok::False: ++pos_; return singleton(start, false_constant());
    case Tok::Ellipsis: ++pos_; return singleton(start, ellipsis_constant());
    default: return nullptr;
  }
}

Expr* Parser::singleton(int start, Object* value) {
  retain(value);
  return constant(start, value);
}

Expr* Parser::number() {
  int start = pos_++;
  std::string_view text = tokens_[start].text();
  if (!version(6) && text.find('_') != text.npos) return nullptr;
  return constant(start, number_object(cx_, text));
}

// After `(`: nothing, a yield, a generator, a group or a tuple.
Expr* Parser::parenthesised() {
  int start = pos_++;
  if (at(Tok::Yield)) {
    KR_NEED(inner, yield_expression());
    KR_EXPECT(Tok::RPar);
    return inner;
  }
  NodeList items;
  if (!at(Tok::RPar)) {
    KR_NEED(first, star_named_expression());
    if (!first->is<ast::Starred>()) {
      if (at_comprehension()) return comprehension<ast::GeneratorExp>(start, first, Tok::RPar);
      if (accept(Tok::RPar)) return first;
    }
    items.push(first);
    KR_EXPECT(Tok::Comma);
    if (!elements(items, Tok::RPar)) return nullptr;
  }
  KR_EXPECT(Tok::RPar);
  auto* tuple = node<ast::Tuple>(start);
  tuple->elts = items.take<Expr>(arena_);
  return tuple;
}

// More elements of a display, each behind its comma, up to the closing bracket.
bool Parser::elements(NodeList& list, Tok close) {
  while (!at(close)) {
    Expr* item = star_named_expression();
    if (!item) return false;
    list.push(item);
    if (!accept(Tok::Comma)) break;
  }
  return true;
}

Expr* Parser::list_display() {
  int start = pos_++;
  NodeList items;
  if (!at(Tok::RSqb)) {
    KR_NEED(first, star_named_expression());
    if (at_comprehension() && !first->is<ast::Starred>()) return comprehension<ast::ListComp>(start, first, Tok::RSqb);
    items.push(first);
    if (accept(Tok::Comma) && !elements(items, Tok::RSqb)) return nullptr;
  }
  KR_EXPECT(Tok::RSqb);
  auto* list = node<ast::List>(start);
  list->elts = items.take<Expr>(arena_);
  return list;
}

// After `{`: a dict or a set, which the first element decides.
Expr* Parser::brace_display() {
  int start = pos_++;
  if (at(Tok::RBrace) || at(Tok::DoubleStar)) return dict_rest(start);
  if (at(Tok::Star)) {
    KR_NEED(first, star_named_expression());
    return set_rest(start, first);
  }
  bool named = at(Tok::Name) && kind_at(1) == Tok::ColonEqual;
  KR_NEED(first, named_expression());
  if (named || !at(Tok::Colon)) {
    if (at_comprehension()) return comprehension<ast::SetComp>(start, first, Tok::RBrace);
    return set_rest(start, first);
  }
  ++pos_;
  KR_NEED(value, expression());
  if (at_comprehension()) {
    Seq<ast::Comprehension*> generators;
    if (!for_if_clauses(generators)) return nullptr;
    KR_EXPECT(Tok::RBrace);
    auto* result = node<ast::DictComp>(start);
    result->key = first;
    result->value = value;
    result->generators = generators;
    return result;
  }
  return dict_rest(start, first, value);
}

Expr* Parser::dict_rest(int start, Expr* first_key, Expr* first_value) {
  NodeList keys, values;
  if (first_value) {
    keys.push(first_key);
    values.push(first_value);
    if (!accept(Tok::Comma) && !at(Tok::RBrace)) return nullptr;
  }
  while (!at(Tok::RBrace)) {
    if (!dict_item(keys, values)) return nullptr;
    if (!accept(Tok::Comma)) break;
  }
  KR_EXPECT(Tok::RBrace);
  auto* dict = node<ast::Dict>(start);
  dict->keys = keys.take<Expr>(arena_);
  dict->values = values.take<Expr>(arena_);
  return dict;
}

bool Parser::dict_item(NodeList& keys, NodeList& values) {
  Expr *key = nullptr, *value;
  if (accept(Tok::DoubleStar)) {
    value = bitwise_or();
  } else {
    key = expression();
    if (!key || !accept(Tok::Colon)) return false;
    value = expression();
  }
  if (!value) return false;
  keys.push(key);
  values.push(value);
  return true;
}

Expr* Parser::set_rest(int start, Expr* first) {
  NodeList items;
  items.push(first);
  if (accept(Tok::Comma) && !elements(items, Tok::RBrace)) return nullptr;
  KR_EXPECT(Tok::RBrace);
  auto* set = node<ast::Set>(start);
  set->elts = items.take<Expr>(arena_);
  return set;
}

// ---- comprehensions

template <class T>
Expr* Parser::comprehension(int start, Expr* element, Tok close) {
  Seq<ast::Comprehension*> generators;
  if (!for_if_clauses(generators)) return nullptr;
  KR_EXPECT(close);
  auto* result = node<T>(start);
  result->elt = element;
  result->generators = generators;
  return result;
}

bool Parser::for_if_clauses(Seq<ast::Comprehension*>& out) {
  NodeList clauses;
  while (at_comprehension()) {
    auto* clause = arena_.make<ast::Comprehension>();
    clause->is_async = accept(Tok::Async);
    if (clause->is_async && !version(6)) return false;
    ++pos_;
    clause->target = star_targets();
    if (!clause->target || !accept(Tok::In)) return false;
    clause->iter = disjunction();
    if (!clause->iter) return false;
    NodeList ifs;
    while (accept(Tok::If)) {
      Expr* condition = disjunction();
      if (!condition) return false;
      ifs.push(condition);
    }
    clause->ifs = ifs.take<Expr>(arena_);
    clauses.push(clause);
  }
  out = clauses.take<ast::Comprehension>(arena_);
  return true;
}

// ---- targets where no operator may follow, as in `for x, *y in z`

Expr* Parser::star_targets() {
  int start = pos_;
  KR_NEED(first, star_target());
  if (!at(Tok::Comma)) return first;
  NodeList items;
  items.push(first);
  while (accept(Tok::Comma)) {
    if (!at(Tok::Name) && !at(Tok::LPar) && !at(Tok::LSqb) && !at(Tok::Star) && !starts_atom()) break;
    KR_NEED(item, star_target());
    items.push(item);
  }
  auto* tuple = node<ast::Tuple>(start);
  tuple->elts = items.take<Expr>(arena_);
  tuple->ctx = ExprContext::Store;
  return tuple;
}

Expr* Parser::star_target() {
  int start = pos_;
  if (accept(Tok::Star)) {
    KR_NEED(value, primary());
    if (!as_target(value)) return nullptr;
    auto* starred = node<ast::Starred>(start);
    starred->value = value;
    starred->ctx = ExprContext::Store;
    return starred;
  }
  KR_NEED(target, primary());
  return as_target(target) ? target : nullptr;
}

// A primary may also begin with a literal: `for "x".attr in y`.
bool Parser::starts_atom() const {
  switch (kind()) {
    case Tok::LBrace:
    case Tok::String:
    case Tok::Number:
    case Tok::None:
    case Tok::True:
    case Tok::False:
    case Tok::Ellipsis: return true;
    default: return false;
  }
}

}  // namespace krait::syntax
