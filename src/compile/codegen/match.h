// The state of one match case while its pattern is compiled.
#pragma once
#include "compile/codegen/generator.h"

namespace krait::compile {

// Captured values wait on the stack, below the subject's parts, until the whole pattern has matched. So a failure has to pop as many
// values as wait at that moment: fail_blocks[n] pops n of them by falling through n blocks with one POP_TOP each.
struct Generator::Match {
  Array<Str*> stores;  // names captured so far, in the order of the stack
  bool allow_irrefutable = false;
  Array<Block*> fail_blocks;
  int on_top = 0;  // values above the captured ones
};

inline bool is_wildcard(ast::Pattern* pattern) {
  auto* capture = pattern->if_a<ast::MatchAs>();
  return capture && !capture->name;
}
inline bool is_wildcard_star(ast::Pattern* pattern) {
  auto* star = pattern->if_a<ast::MatchStar>();
  return star && !star->name;
}

}  // namespace krait::compile
