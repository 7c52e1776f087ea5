// Simple statements, and the sequences that statements come in.
#include "syntax/constants.h"
#include "syntax/parser.h"
#include "syntax/parser_macros.h"

namespace krait::syntax {

bool Parser::statement(NodeList& out) {
  int start = pos_;
  if (Stmt* compound = compound_statement()) {
    out.push(compound);
    return true;
  }
  return pos_ == start && simple_statements(out);
}

bool Parser::simple_statements(NodeList& out) {
  do {
    if (at(Tok::Newline) && !out.empty() && tokens_[pos_ - 1].kind == Tok::Semi) break;
    Stmt* next = simple_statement();
    if (!next) return false;
    out.push(next);
  } while (accept(Tok::Semi));
  return accept(Tok::Newline);
}

// What follows a colon: an indented block, or simple statements on the same line.
bool Parser::block(Seq<Stmt*>& out) {
  NodeList list;
  if (!accept(Tok::Newline)) {
    if (!simple_statements(list)) return false;
  } else {
    Deeper deeper(*this);
    if (deeper.too_deep() || !accept(Tok::Indent)) return false;
    do {
      if (!statement(list)) return false;
    } while (!at(Tok::Dedent) && !at(Tok::EndMarker));
    if (!accept(Tok::Dedent)) return false;
  }
  out = list.take<Stmt>(arena_);
  return true;
}

Stmt* Parser::simple_statement() {
  int start = pos_;
  switch (kind()) {
    case Tok::Return: return return_statement();
    case Tok::Import: return import_name();
    case Tok::From: return import_from();
    case Tok::Raise: return raise_statement();
    case Tok::Del: return delete_statement();
    case Tok::Assert: return assert_statement();
    case Tok::Pass: ++pos_; return node<ast::Pass>(start);
    case Tok::Break: ++pos_; return node<ast::Break>(start);
    case Tok::Continue: ++pos_; return node<ast::Continue>(start);
    case Tok::Global: return name_list_statement<ast::Global>();
    case Tok::Nonlocal: return name_list_statement<ast::Nonlocal>();
    default: return expression_statement();
  }
}

// ---- expressions and assignments

static bool augmented_operator(Tok kind, ast::Operator& op) {
  using ast::Operator;
  switch (kind) {
    case Tok::PlusEqual: op = Operator::Add; return true;
    case Tok::MinEqual: op = Operator::Sub; return true;
    case Tok::StarEqual: op = Operator::Mult; return true;
    case Tok::AtEqual: op = Operator::MatMult; return true;
    case Tok::SlashEqual: op = Operator::Div; return true;
    case Tok::PercentEqual: op = Operator::Mod; return true;
    case Tok::AmperEqual: op = Operator::BitAnd; return true;
    case Tok::VBarEqual: op = Operator::BitOr; return true;
    case Tok::CircumflexEqual: op = Operator::BitXor; return true;
    case Tok::LeftShiftEqual: op = Operator::LShift; return true;
    case Tok::RightShiftEqual: op = Operator::RShift; return true;
    case Tok::DoubleStarEqual: op = Operator::Pow; return true;
    case Tok::DoubleSlashEqual: op = Operator::FloorDiv; return true;
    default: return false;
  }
}

Stmt* Parser::expression_statement() {
  int start = pos_;
  KR_NEED(first, yield_or_star_expressions());
  ast::Operator op;
  if (at(Tok::Equal)) return assignment(start, first);
  if (at(Tok::Colon)) return annotated_assignment(start, first);
  if (augmented_operator(kind(), op)) return augmented_assignment(start, first, op);
  auto* result = node<ast::ExprStmt>(start);
  result->value = first;
  return result;
}

Stmt* Parser::assignment(int start, Expr* value) {
  NodeList targets;
  while (accept(Tok::Equal)) {
    if (!as_target(value)) return nullptr;
    targets.push(value);
    if (!(value = yield_or_star_expressions())) return nullptr;
  }
  Str* comment = nullptr;
  if (at(Tok::TypeComment) && !(comment = type_comment())) return nullptr;
  auto* result = node<ast::Assign>(start);
  result->targets = targets.take<Expr>(arena_);
  result->value = value;
  result->type_comment = comment;
  return result;
}

Stmt* Parser::annotated_assignment(int start, Expr* target) {
  if (!version(6) || !as_single_target(target)) return nullptr;
  bool simple = target->is<ast::Name>() && pos_ == start + 1;
  ++pos_;
  KR_NEED(annotation, expression());
  Expr* value = nullptr;
  if (accept(Tok::Equal) && !(value = yield_or_star_expressions())) return nullptr;
  auto* result = node<ast::AnnAssign>(start);
  result->target = target;
  result->annotation = annotation;
  result->value = value;
  result->simple = simple;
  return result;
}

Stmt* Parser::augmented_assignment(int start, Expr* target, ast::Operator op) {
  if (!as_single_target(target) || (op == ast::Operator::MatMult && !version(5))) return nullptr;
  ++pos_;
  KR_NEED(value, yield_or_star_expressions());
  auto* result = node<ast::AugAssign>(start);
  result->target = target;
  result->op = op;
  result->value = value;
  return result;
}

// ---- statements that begin with a keyword

Stmt* Parser::return_statement() {
  int start = pos_++;
  Expr* value = nullptr;
  if (!at(Tok::Newline) && !at(Tok::Semi) && !(value = star_expressions())) return nullptr;
  auto* result = node<ast::Return>(start);
  result->value = value;
  return result;
}

Stmt* Parser::raise_statement() {
  int start = pos_++;
  Expr *exc = nullptr, *cause = nullptr;
  if (!at(Tok::Newline) && !at(Tok::Semi)) {
    if (!(exc = expression())) return nullptr;
    if (accept(Tok::From) && !(cause = expression())) return nullptr;
  }
  auto* result = node<ast::Raise>(start);
  result->exc = exc;
  result->cause = cause;
  return result;
}

Stmt* Parser::assert_statement() {
  int start = pos_++;
  KR_NEED(test, expression());
  Expr* message = nullptr;
  if (accept(Tok::Comma) && !(message = expression())) return nullptr;
  auto* result = node<ast::Assert>(start);
  result->test = test;
  result->msg = message;
  return result;
}

Stmt* Parser::delete_statement() {
  int start = pos_++;
  NodeList targets;
  do {
    if (!targets.empty() && (at(Tok::Newline) || at(Tok::Semi))) break;
    KR_NEED(target, primary());
    if (!as_del_target(target)) return nullptr;
    targets.push(target);
  } while (accept(Tok::Comma));
  if (!at(Tok::Newline) && !at(Tok::Semi)) return nullptr;
  auto* result = node<ast::Delete>(start);
  result->targets = targets.take<Expr>(arena_);
  return result;
}

template <class T>
Stmt* Parser::name_list_statement() {
  int start = pos_++;
  NodeList names;
  do {
    KR_NEED(name, identifier());
    names.push(name);
  } while (accept(Tok::Comma));
  auto* result = node<T>(start);
  result->names = names.take<Str>(arena_);
  return result;
}

// ---- imports

// `a.b.c` as one identifier.
Str* Parser::dotted_name() {
  int first = pos_;
  KR_NEED(name, identifier());
  if (!at(Tok::Dot)) return name;
  size_t length = tokens_[first].text().size();
  while (accept(Tok::Dot)) {
    if (!at(Tok::Name)) return nullptr;
    length += 1 + tokens_[pos_++].text().size();
  }
  char* text = static_cast<char*>(arena_.allocate(length));
  char* p = text;
  for (int i = first; i < pos_; ++i) {  // white space around the dots is dropped
    std::string_view part = tokens_[i].text();
    std::memcpy(p, part.data(), part.size());
    p += part.size();
  }
  return names_.get(cx_, {text, length});
}

ast::Alias* Parser::import_alias(bool dotted) {
  int start = pos_;
  KR_NEED(name, dotted ? dotted_name() : identifier());
  Str* asname = nullptr;
  if (accept(Tok::As) && !(asname = identifier())) return nullptr;
  auto* result = node<ast::Alias>(start);
  result->name = name;
  result->asname = asname;
  return result;
}

Stmt* Parser::import_name() {
  int start = pos_++;
  NodeList names;
  do {
    KR_NEED(alias, import_alias(true));
    names.push(alias);
  } while (accept(Tok::Comma));
  auto* result = node<ast::Import>(start);
  result->names = names.take<ast::Alias>(arena_);
  return result;
}

Stmt* Parser::import_from() {
  int start = pos_++;
  int level = 0;
  for (; at(Tok::Dot) || at(Tok::Ellipsis); ++pos_) level += at(Tok::Dot) ? 1 : 3;
  Str* module = nullptr;
  if ((!level || !at(Tok::Import)) && !(module = dotted_name())) return nullptr;
  KR_EXPECT(Tok::Import);
  NodeList names;
  if (at(Tok::Star)) {
    KR_NEED(star, names_.get(cx_, "*"));
    int at_star = pos_++;
    auto* alias = node<ast::Alias>(at_star);
    alias->name = star;
    names.push(alias);
  } else {
    bool open = accept(Tok::LPar);
    do {
      if (open && !names.empty() && at(Tok::RPar)) break;
      KR_NEED(alias, import_alias(false));
      names.push(alias);
    } while (accept(Tok::Comma));
    if (open && !accept(Tok::RPar)) return nullptr;
  }
  auto* result = node<ast::ImportFrom>(start);
  result->module = module;
  result->names = names.take<ast::Alias>(arena_);
  result->level = level;
  return result;
}

}  // namespace krait::syntax
