// Constant folding on the tree, before anything else looks at it.
//
// An expression of constants is replaced in its place by the constant it computes to, within limits that keep code small: integers up to
// 128 bits, strings up to 4096 characters, tuples up to 256 items. What would raise is left for the running program to raise. Lists and
// sets that are only iterated over, or searched by `in`, become tuples and frozensets. '%s and %r' % (a, b) becomes an f-string.
#pragma once
#include "compile/common.h"
#include "object/protocol.h"

namespace krait::compile {

class Folder {
 public:
  explicit Folder(Job& job) : job_(job) {}
  Done fold(ast::Mod& tree);

 private:
  // --- the walk (fold/tree.cpp)
  Done body(ast::Seq<ast::Stmt*> statements);
  Done statements(ast::Seq<ast::Stmt*> statements);
  Done statement(ast::Stmt* statement);
  template <class T>
  Done definition(T* function);
  template <class T>
  Done try_statement(T* statement);
  Done arguments(ast::Arguments* arguments);
  Done annotations(ast::Seq<ast::Arg*> arguments);
  Done keywords(ast::Seq<ast::Keyword*> keywords);
  Done match(ast::Match* match);
  Done pattern(ast::Pattern* pattern);
  Done patterns(ast::Seq<ast::Pattern*> patterns);
  Done comprehensions(ast::Seq<ast::Comprehension*> generators);
  Done expressions(ast::Seq<ast::Expr*>& items);  // null items stay
  Done expression(ast::Expr*& slot);              // null stays
  Done compound_expression(ast::Expr*& slot);

  // --- replacements; each may store another node in the slot
  Done unary(ast::Expr*& slot);         // fold/operators.cpp
  Done binary(ast::Expr*& slot);        // fold/operators.cpp
  Done tuple(ast::Expr*& slot);         // fold/sequences.cpp
  Done subscript(ast::Expr*& slot);     // fold/sequences.cpp
  Done iterable(ast::Expr*& slot);      // fold/sequences.cpp
  Done compare(ast::Compare* compare);  // fold/sequences.cpp
  Done format(ast::Expr*& slot, Borrowed<Str> text, ast::Tuple* values);  // fold/format.cpp

  Result<Ref<Tuple>> constant_items(ast::Seq<ast::Expr*> items, bool* all);
  // A constant in the place of another node.
  void replace(ast::Expr*& slot, Ref<> value);
  // The same for a computation; one that failed leaves the node as it is.
  Done replace_if(ast::Expr*& slot, Result<Ref<>> value);

  Job& job_;
};

}  // namespace krait::compile
