// The messages that need more than a pattern: invalid targets, arguments, forgotten commas, old print statements.
#include <cstdarg>
#include <cstdio>

#include "syntax/constants.h"
#include "syntax/diagnose/machine.h"
#include "syntax/literals.h"

namespace krait::syntax::diagnosis {

const char* expression_name(const Node* node) {
  switch (node->kind) {
    case Kind::Attribute: return "attribute";
    case Kind::Subscript: return "subscript";
    case Kind::Starred: return "starred";
    case Kind::Name: return "name";
    case Kind::List: return "list";
    case Kind::Tuple: return "tuple";
    case Kind::Lambda: return "lambda";
    case Kind::Call: return "function call";
    case Kind::BoolOp:
    case Kind::BinOp:
    case Kind::UnaryOp: return "expression";
    case Kind::GeneratorExp: return "generator expression";
    case Kind::Yield:
    case Kind::YieldFrom: return "yield expression";
    case Kind::Await: return "await expression";
    case Kind::ListComp: return "list comprehension";
    case Kind::SetComp: return "set comprehension";
    case Kind::DictComp: return "dict comprehension";
    case Kind::Dict: return "dict literal";
    case Kind::Set: return "set display";
    case Kind::JoinedStr: return "f-string expression";
    case Kind::NoneConstant: return "None";
    case Kind::TrueConstant: return "True";
    case Kind::FalseConstant: return "False";
    case Kind::EllipsisConstant: return "ellipsis";
    case Kind::Literal: return "literal";
    case Kind::Compare: return "comparison";
    case Kind::IfExp: return "conditional expression";
    case Kind::NamedExpr: return "named expression";
    default: return "expression";
  }
}

// Fills in %e, %s and %d from the node.
void Machine::format(char* out, size_t size, const char* text, const Node* about) {
  size_t n = 0;
  auto put = [&](std::string_view s) {
    for (char c : s)
      if (n + 1 < size) out[n++] = c;
  };
  for (; *text; ++text) {
    if (*text != '%' || !about) {
      put({text, 1});
      continue;
    }
    char number[16];
    switch (*++text) {
      case 'e': put(expression_name(about)); break;
      case 's': put(tokens_[about->first].text()); break;
      case 'd':
        std::snprintf(number, sizeof number, "%d", about->place.lineno);
        put(number);
        break;
      default: put({text, 1});
    }
  }
  out[n] = 0;
}

// ---- where

Node* Machine::at_last(Problem::Kind kind, const char* text, ...) {
  char message[400];
  va_list args;
  va_start(args, text);
  std::vsnprintf(message, sizeof message, text, args);
  va_end(args);
  if (!fill_) {
    raise(kind, 0, 0, 0, -1, message);
    return failed();
  }
  const Token& t = known_token_ ? *known_token_ : tokens_[fill_ - 1];
  int col = t.col_offset == -1 ? int(tok_.cur - tok_.line) : t.col_offset + 1;
  int end_col = t.end_col_offset == -1 ? -1 : t.end_col_offset + 1;
  raise(kind, t.lineno, col, t.end_lineno, end_col, message);
  return failed();
}

Node* Machine::at_node(const Node* a, const Node* b, const char* text) {
  char message[400];
  format(message, sizeof message, text, a);
  return at_position(Problem::syntax, {a->place.lineno, a->place.col_offset, b->place.end_lineno, b->place.end_col_offset},
                     message);
}

Node* Machine::at_position(Problem::Kind kind, const ast::Position& p, const char* message) {
  raise(kind, p.lineno, p.col_offset + 1, p.end_lineno, p.end_col_offset + 1, message);
  return failed();
}

static const char* token_text(Tok kind) { return kind == Tok::LPar ? "(" : ":"; }

// A token that nothing can replace is missing.
bool Machine::force(Tok kind) {
  if (!have(pos_)) return false;
  const Token& t = tokens_[pos_];
  char message[40];
  std::snprintf(message, sizeof message, "expected '%s'", token_text(kind));
  at_position(Problem::syntax, {t.lineno, t.col_offset, t.end_lineno, t.end_col_offset}, message);
  return false;
}

// ---- targets

// The first part of a target that nothing can be assigned to, or null. A comparison `a in b` after `for` is a target `a`.
Node* Machine::find_invalid_target(Node* node, bool deleting, bool in_for) {
  switch (node->kind) {
    case Kind::List:
    case Kind::Tuple: {
      NodeList elements;
      for (int i = 0; i < node->count; ++i) flatten(node->items[i], elements);
      for (int i = 0; i < elements.size(); ++i)
        if (Node* bad = find_invalid_target(static_cast<Node*>(elements[i]), deleting, in_for)) return bad;
      return nullptr;
    }
    case Kind::Starred: return deleting ? node : find_invalid_target(node->items[1], deleting, in_for);
    case Kind::Compare: {
      if (!in_for) return node;
      Node* pair = node->items[1]->items[0];
      bool is_in = pair->count == 2 && pair->items[0]->token == Tok::In;
      return is_in ? find_invalid_target(node->items[0], deleting, in_for) : nullptr;
    }
    case Kind::Name:
    case Kind::Subscript:
    case Kind::Attribute: return nullptr;
    default: return node;
  }
}

Node* Machine::invalid_target(Node* node, const char* text, bool deleting, bool in_for) {
  Node* bad = find_invalid_target(node, deleting, in_for);
  return bad ? at_node(bad, bad, text) : nullptr;
}

// The expressions and arguments directly in a sequence of items.
void Machine::flatten(Node* node, NodeList& out) {
  if (node->is_expression() || node->kind == Kind::Keyword || node->kind == Kind::KeywordUnpack) {
    out.push(node);
  } else if (node->kind == Kind::Plain) {
    for (int i = 0; i < node->count; ++i) flatten(node->items[i], out);
  }
}

// ---- calls of the grammar

// The last thing in the last `for … in x if y`: y or x.
Node* Machine::last_comprehension_item(Node* clauses) {
  Node* last = clauses->kind == Kind::Clause ? clauses : clauses->items[clauses->count - 1];
  NodeList parts;
  for (int i = 0; i < last->count; ++i) flatten(last->items[i], parts);
  return static_cast<Node*>(parts[parts.size() - 1]);
}

bool Machine::is_legacy(const Node* node) const {
  if (node->kind != Kind::Name) return false;
  std::string_view text = tokens_[node->first].text();
  return text == "print" || text == "exec";
}

Node* Machine::legacy_statement(Node* a, Node* b) {
  if (!is_legacy(a)) return nullptr;
  char message[160];
  std::string_view name = tokens_[a->first].text();
  std::snprintf(message, sizeof message, "Missing parentheses in call to '%.*s'. Did you mean %.*s(...)?",
                int(name.size()), name.data(), int(name.size()), name.data());
  return at_node(a, b, message);
}

// Two expressions in a row inside brackets.
Node* Machine::forgotten_comma(Node* a, Node* b) {
  if (is_legacy(a) || tokens_[pos_ - 1].level == 0) return nullptr;
  return at_node(a, b, "invalid syntax. Perhaps you forgot a comma?");
}

Node* Machine::call(Call which, Node* a, Node* b) {
  NodeList args;
  switch (which) {
    case Call::nothing: return nullptr;
    case Call::forgotten_comma: return forgotten_comma(a, b);
    case Call::legacy_statement: return legacy_statement(a, b);
    case Call::assign_target: return invalid_target(a, "cannot assign to %e", false, false);
    case Call::for_target: return invalid_target(a, "cannot assign to %e", false, true);
    case Call::delete_target: return invalid_target(a, "cannot delete %e", true, false);
    case Call::comprehension_target:
      flatten(b, args);
      return at_node(a, static_cast<Node*>(args[args.size() - 1]),
                     "did you forget parentheses around the comprehension target?");
    case Call::generator_needs_parentheses:
      return at_node(a, last_comprehension_item(b), "Generator expression must be parenthesized");
    case Call::generator_in_call: {
      for (int i = 0; i < a->count; ++i) flatten(a->items[i], args);
      int positional = 0;
      Node* last = nullptr;
      for (int i = 0; i < args.size(); ++i) {
        auto* arg = static_cast<Node*>(args[i]);
        if (!arg->is_expression()) continue;
        ++positional;
        last = arg;
      }
      if (positional <= 1) return nullptr;
      return at_node(last, last_comprehension_item(b), "Generator expression must be parenthesized");
    }
    case Call::argument_order: {
      for (int i = 0; i < a->count; ++i) flatten(a->items[i], args);
      bool unpacking = false;
      for (int i = 0; i < args.size(); ++i) unpacking |= static_cast<Node*>(args[i])->kind == Kind::KeywordUnpack;
      return at_last(Problem::syntax, "positional argument follows keyword argument%s", unpacking ? " unpacking" : "");
    }
    case Call::key_without_value:
      raise(Problem::syntax, a->place.lineno, a->place.end_col_offset, a->place.end_lineno, 0,
            "':' expected after dictionary key");
      return failed();
    case Call::not_equal: {
      bool old_style = tokens_[a->first].text() == "<>";
      if (old_style == bool(session_.flags & BARRY_AS_BDFL)) return a;
      return old_style ? nullptr : at_last(Problem::syntax, "with Barry as BDFL, use '<>' instead of '!='");
    }
    case Call::real_number:
    case Call::imaginary_number: {
      char last = tokens_[a->first].end[-1];
      bool imaginary = last == 'j' || last == 'J';
      if (imaginary == (which == Call::imaginary_number)) return a;
      return at_node(a, a, imaginary ? "real number required in complex literal"
                                     : "imaginary number required in complex literal");
    }
  }
  return nullptr;
}

// What only looking at a number's value shows: underscores too early, too many digits.
void Machine::check_number(const Token& token) {
  std::string_view text = token.text();
  if (session_.feature_version < 6 && text.find('_') != text.npos) {
    at_last(Problem::syntax, "Underscores in numeric literals are only supported in Python 3.6 and greater");
    return;
  }
  if (text.size() < 640) return;
  Object* number = number_object(session_.cx, text);
  if (number) return release(number);
  char why[256], message[400];
  failed_ = true;
  if (!take_number_error(session_.cx, why, sizeof why)) {
    session_.problem.kind = Problem::pending;
    return;
  }
  std::snprintf(message, sizeof message,
                "%s - Consider hexadecimal for huge integer literals to avoid decimal conversion limits.", why);
  raise(Problem::syntax, token.lineno, 0, token.end_lineno, 0, message);
}

}  // namespace krait::syntax::diagnosis
