// Machine: runs the grammar's tables over the tokens, as a PEG parser with memory.
//
// It goes over the text up to twice. The first run only has the language's own rules and shows how far the tokens were
// needed: that last token is where an unexplained mistake is reported. The second run has the `invalid_…` rules, too; the
// first of them that matches gives the message. A token that cannot be read ends either run at once.
#pragma once
#include "syntax/ast.h"
#include "syntax/diagnose/tables.h"
#include "syntax/strings.h"
#include "syntax/token_source.h"

namespace krait::syntax::diagnosis {

struct Node {
  Kind kind;
  Tok token;     // of a Token node
  int first;     // index of its first token
  ast::Position place;
  Node** items;
  int count;

  bool is_expression() const { return kind <= Kind::Slice; }
};

class Machine {
 public:
  static constexpr int max_level = 6000;

  Machine(Session& session, Mode mode, const char* text, const char* end, int lineno, int col);
  ~Machine();
  Machine(const Machine&) = delete;

  bool diagnose();  // true: nothing is wrong

 private:
  struct Memo {
    Memo* next;
    int16_t rule;
    int end;
    Node* node;
  };

  // ---- running the tables (machine.cpp)
  int start_rule() const;
  Node* rule(int number);
  Node* alternatives(const Rule& rule);
  Node* left_recursive(int number);
  bool item(const Item& item, NodeList& out);
  bool loop(const Item& item, NodeList& out, int least);
  Node* gather(const Item& item);
  Node* match(int what);
  Node* match_token(Tok kind);
  Node* match_word(int what);
  Node* match_strings();
  bool force(Tok kind);
  Memo* find_memo(int number, int at);
  void remember(int number, int at, Node* node);
  bool fill();           // reads one more token; false: an error
  bool have(int index) { return index < fill_ || fill(); }
  Node* make(Kind kind, int start, Node* const* items, int count);
  Node* token_node(int index);
  Node* answer(const Alternative& alt, int start, NodeList& items);

  // ---- messages (messages.cpp)
  Node* failed() {
    failed_ = true;
    return nullptr;
  }
  Node* call(Call which, Node* a, Node* b);
  Node* invalid_target(Node* node, const char* format, bool deleting, bool in_for);
  Node* find_invalid_target(Node* node, bool deleting, bool in_for);
  Node* forgotten_comma(Node* a, Node* b);
  Node* legacy_statement(Node* a, Node* b);
  bool is_legacy(const Node* node) const;
  Node* last_comprehension_item(Node* clauses);
  void flatten(Node* node, NodeList& out);
  void check_number(const Token& token);
  void format(char* out, size_t size, const char* text, const Node* about);
  Node* at_last(Problem::Kind kind, const char* format, ...) __attribute__((format(printf, 3, 4)));
  Node* at_node(const Node* a, const Node* b, const char* text);
  Node* at_position(Problem::Kind kind, const ast::Position& place, const char* message);

  // ---- errors and where they are shown (locate.cpp)
  void raise(Problem::Kind kind, int lineno, int col, int end_lineno, int end_col, const char* message);
  std::string_view error_line(int lineno) const;
  std::string_view line_of_text(int lineno) const;
  std::string_view readable(std::string_view line) const;
  int to_characters(std::string_view line, int col) const;
  void unclosed_parenthesis();
  void tokenizer_error();
  void generic_error(int last_token);
  void check_rest();
  void explain();
  bool at_end_of_source() const;

  Session& session_;
  Mode mode_;
  TokenSource source_;
  Tokenizer& tok_;
  StringReader strings_;
  Token* tokens_ = nullptr;
  Memo** memos_ = nullptr;
  int fill_ = 0, room_ = 0, pos_ = 0, level_ = 0;
  bool failed_ = false, invalid_rules_ = false;
  const Token* known_token_ = nullptr;  // where at_last reports instead
};

const char* expression_name(const Node* node);

}  // namespace krait::syntax::diagnosis
