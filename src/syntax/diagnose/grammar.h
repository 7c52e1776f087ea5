// The shape of the generated tables: rules of alternatives of items.
#pragma once
#include <cstdint>

#include "syntax/token.h"

namespace krait::syntax::diagnosis {

// What a node is. Those up to Slice are expressions and have names in messages.
enum class Kind : uint8_t {
  BoolOp, NamedExpr, BinOp, UnaryOp, Lambda, IfExp, Dict, Set, ListComp, SetComp, DictComp, GeneratorExp, Await, Yield,
  YieldFrom, Compare, Call, JoinedStr, Literal, NoneConstant, TrueConstant, FalseConstant, EllipsisConstant, Attribute,
  Subscript, Starred, Name, List, Tuple, Slice,
  Keyword, KeywordUnpack, Clause, Parameter, Pattern,  // with a meaning for messages
  Plain,   // a sequence of items
  Token,
  Absent,  // an optional item that is not there
};

enum class Op : uint8_t { One, Optional, Loop0, Loop1, Gather, LookYes, LookNo, Cut, Force };

// What an item matches: a token's kind, one of these, or RULE + the number of a rule.
enum : int16_t { ANY_SOFT_KEYWORD = 200, STRING_RUN, WORD_MATCH, WORD_CASE, WORD_UNDERSCORE, RULE = 256 };

struct Item {
  Op op;
  int16_t what, separator;
};

enum class Answer : uint8_t { node, child, call, last, range, from, indent };
enum class Call : unsigned char;

struct Alternative {
  int16_t first, count;
  bool invalid;   // only tried in the second run
  Answer answer;
  Kind kind;      // of the node
  int8_t a, b;    // items that the answer is about
  Call call;
  uint8_t since;  // the feature version that has this
  const char* text;
  const char* since_text;
};

enum : uint8_t { MEMO = 1, LEFT = 2, NO_INVALID = 4 };

struct Rule {
  int16_t first, count;
  uint8_t flags;
  const char* name;
};

}  // namespace krait::syntax::diagnosis
