// Expressions back to source text.
#pragma once
#include "compile/common.h"

namespace krait::compile {

// How tightly an operator binds; what binds less than its place needs parentheses.
enum class Tight : int {
  tuple, test, or_, and_, not_, compare, expr, bit_or = expr, bit_xor, bit_and, shift, arithmetic, term, factor, power, await, atom
};
inline Tight next(Tight level) { return static_cast<Tight>(static_cast<int>(level) + 1); }

class Unparser {
 public:
  explicit Unparser(Job& job) : job_(job) {}
  Done write(ast::Expr* expr, Tight level);
  Result<Ref<Str>> finish();

 private:
  void text(std::string_view text);
  void text_if(bool condition, std::string_view part) {
    if (condition) text(part);
  }
  Done str(Borrowed<Str> text);
  Done constant(Borrowed<> value);
  Done constant_repr(Borrowed<> value);
  Done binary(ast::BinOp* expr, Tight level);
  Done compare(ast::Compare* expr, Tight level);
  Done lambda(ast::Lambda* expr, Tight level);
  Done arguments(ast::Arguments* arguments);
  Done argument(ast::Arg* arg);
  Done call(ast::Call* expr);
  Done subscript(ast::Subscript* expr);
  Done slice(ast::Slice* expr);
  Done attribute(ast::Attribute* expr);
  Done dict(ast::Dict* expr);
  Done list(ast::Seq<ast::Expr*> items, const char* open, const char* close);
  Done tuple(ast::Tuple* expr, Tight level);
  Done comprehension(const char* open, ast::Expr* key, ast::Expr* value, ast::Seq<ast::Comprehension*> generators, const char* close);
  Done joined(ast::Expr* expr, bool is_spec);
  Result<Ref<Str>> joined_body(ast::Seq<ast::Expr*> values, bool is_spec);
  Done joined_part(ast::Expr* part, bool is_spec);
  Done formatted(ast::FormattedValue* expr);

  Job& job_;
  Array<char> out_;  // UTF-8
};

}  // namespace krait::compile
