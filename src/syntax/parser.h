// Parser: the fast pass. Recursive descent over an array of tokens, with operator precedence climbing for binary operators
// and backtracking only where the language needs it: `with (`, `match`, and assignments, whose left side is read as an
// expression and then turned into a target.
//
// It builds the tree of a correct program and says nothing about a wrong one: any failure is a null that travels up, and
// the error pass (diagnose.h) then finds out what CPython would say. So no function here carries a message.
//
// Every function that reads something starts at `pos_`, and leaves it behind what it read. A node reaches from its first
// token to the last one read before it is made.
#pragma once
#include "syntax/ast.h"
#include "syntax/names.h"
#include "syntax/node_list.h"
#include "syntax/token.h"

namespace krait {
struct ThreadState;
using Context = ThreadState;
}

namespace krait::syntax {

using ast::Arena, ast::Expr, ast::ExprContext, ast::Pattern, ast::Seq, ast::Stmt;

class StringReader;

class Parser {
 public:
  static constexpr int max_depth = 6000;   // CPython's limit for nested grammar rules, of which each level here has some
  static constexpr int safe_depth = 150;   // what is nested no deeper than this is not too deep for CPython

  Parser(Context& cx, Arena& arena, Names& names, StringReader& strings, const Token* tokens, int feature_version,
         bool barry_as_bdfl)
      : cx_(cx), arena_(arena), names_(names), strings_(strings), tokens_(tokens), feature_version_(feature_version),
        barry_as_bdfl_(barry_as_bdfl) {}

  ast::Mod* module();
  ast::Mod* interactive();
  ast::Mod* expression_input();
  ast::Mod* function_type();
  Expr* fstring_input();

  int deepest() const { return deepest_; }

  // Where the text of the last token read ends; null if it has none.
  const char* last_end() const { return tokens_[pos_ - 1].end; }

 private:
  struct Deeper {
    int& depth;
    explicit Deeper(Parser& p) : depth(p.depth_) {
      if (++depth > p.deepest_) p.deepest_ = depth;
    }
    ~Deeper() { --depth; }
    bool too_deep() const { return depth > max_depth; }
  };

  // ---- tokens and nodes (parser.cpp)
  Tok kind() const { return tokens_[pos_].kind; }
  Tok kind_at(int ahead) const { return tokens_[pos_ + ahead].kind; }
  bool at(Tok k) const { return kind() == k; }
  bool accept(Tok k) {
    if (kind() != k) return false;
    ++pos_;
    return true;
  }
  bool at_word(std::string_view word) const { return at(Tok::Name) && tokens_[pos_].text() == word; }
  void place(ast::Position& node, int start) const;
  template <class T>
  T* node(int start) {
    T* n = arena_.make<T>();
    place(*n, start);
    return n;
  }
  Str* identifier() { return at(Tok::Name) ? names_.get(cx_, tokens_[pos_++].text()) : nullptr; }
  Str* type_comment();
  Expr* name_node(ExprContext ctx = ExprContext::Load);
  Expr* constant(int start, Object* value);  // takes over the reference
  bool set_context(Expr* expr, ExprContext ctx);
  bool as_target(Expr* expr);         // star_target: names, attributes, items, tuples and lists of these, starred
  bool as_single_target(Expr* expr);  // name, attribute or item
  bool as_del_target(Expr* expr);
  template <class T>
  Seq<T> one(T item) {
    return arena_.copy_seq(&item, 1);
  }
  bool version(int minimum) const { return feature_version_ >= minimum; }

  // ---- statements
  bool statement(NodeList& out);
  bool simple_statements(NodeList& out);
  bool block(Seq<Stmt*>& out);
  Stmt* compound_statement();
  Stmt* simple_statement();
  Stmt* expression_statement();
  Stmt* annotated_assignment(int start, Expr* target);
  Stmt* assignment(int start, Expr* first);
  Stmt* augmented_assignment(int start, Expr* target, ast::Operator op);
  Stmt* delete_statement();
  Stmt* import_name();
  Stmt* import_from();
  ast::Alias* import_alias(bool dotted);
  Str* dotted_name();
  Stmt* raise_statement();
  Stmt* assert_statement();
  Stmt* return_statement();
  template <class T>
  Stmt* name_list_statement();

  Stmt* decorated();
  Stmt* function(Seq<Expr*> decorators, bool async, int start);
  Stmt* class_definition(Seq<Expr*> decorators);
  Stmt* if_statement();
  Stmt* while_statement();
  bool else_block(Seq<Stmt*>& out);
  Stmt* for_statement(bool async, int start);
  Stmt* with_statement(bool async, int start);
  bool with_items(Seq<ast::WithItem*>& out, bool parenthesised);
  ast::WithItem* with_item();
  Stmt* try_statement();
  bool handlers(Seq<ast::ExceptHandler*>& out, bool& star);
  ast::ExceptHandler* handler(bool star);
  Stmt* async_statement(Seq<Expr*> decorators);
  Stmt* match_statement();
  bool function_type_comment(Str*& out);

  // ---- parameters
  struct ParameterLists;
  ast::Arguments* parameters(bool lambda);
  bool parameter(ParameterLists& lists, bool lambda);
  bool star_parameter(ParameterLists& lists, bool lambda);
  ast::Arg* parameter_name(bool annotated, bool star);
  bool parameter_end(ast::Arg* arg, bool lambda, bool& more);

  // ---- expressions
  Expr* tuple_rest(int start, Expr* first, bool starred);
  Expr* expressions();
  Expr* star_expressions();
  Expr* star_expression();
  Expr* star_named_expression();
  Expr* named_expression();
  Expr* expression();
  Expr* yield_expression();
  Expr* yield_or_star_expressions();
  Expr* lambda();
  Expr* disjunction();
  Expr* conjunction();
  Expr* inversion();
  Expr* comparison();
  bool compare_operator(ast::CmpOperator& op);
  Expr* bitwise_or() { return binary(1); }
  Expr* binary(int precedence);
  Expr* factor();
  Expr* power();
  Expr* await_primary();
  Expr* primary();
  Expr* trailers(int start, Expr* left);
  Expr* call(int start, Expr* function);
  bool arguments(Seq<Expr*>& args, Seq<ast::Keyword*>& keywords, bool allow_generator);
  bool argument(NodeList& args, NodeList& keywords, int& stage);
  ast::Keyword* keyword_argument();
  Expr* generator_argument(int open, Expr* element);
  Expr* subscript(int start, Expr* value);
  Expr* slice();
  Expr* atom();
  Expr* singleton(int start, Object* value);
  bool starts_atom() const;
  Expr* number();
  Expr* parenthesised();
  Expr* list_display();
  Expr* brace_display();
  Expr* dict_rest(int start, Expr* first_key = nullptr, Expr* first_value = nullptr);
  Expr* set_rest(int start, Expr* first);
  bool dict_item(NodeList& keys, NodeList& values);
  bool elements(NodeList& list, Tok close);
  template <class T>
  Expr* comprehension(int start, Expr* element, Tok close);
  bool for_if_clauses(Seq<ast::Comprehension*>& out);
  Expr* star_targets();
  Expr* star_target();
  bool at_comprehension() const { return at(Tok::For) || (at(Tok::Async) && kind_at(1) == Tok::For); }

  // ---- patterns
  ast::MatchCase* case_block();
  Expr* match_subject();
  Pattern* patterns();
  Pattern* maybe_star_pattern();
  Pattern* as_pattern();
  Pattern* or_pattern();
  Pattern* closed_pattern();
  Pattern* literal_pattern();
  Expr* signed_number();
  Expr* complex_number();
  Expr* pattern_value();
  Expr* dotted_value();
  Expr* mapping_key();
  Pattern* name_pattern();
  Pattern* class_pattern(int start, Expr* cls);
  Pattern* mapping_pattern();
  Pattern* sequence_pattern();
  Str* capture_name();

  Context& cx_;
  Arena& arena_;
  Names& names_;
  StringReader& strings_;
  const Token* tokens_;
  int pos_ = 0;
  int depth_ = 0, deepest_ = 0;
  int feature_version_;
  bool barry_as_bdfl_;
};

}  // namespace krait::syntax
