// Lines for instructions that have none.
#include "compile/flowgraph/flowgraph.h"

namespace krait::compile {

bool is_exit_without_line(const Block* block) {
  if (!block->exits) return false;
  for (const Instruction& instruction : block->code)
    if (instruction.at.line >= 0) return false;
  return true;
}

// An exit that no line of the source stands for, like the `return None` at the end of a function, belongs to the line from which it is
// reached: each jump to it gets a copy.
void FlowGraph::copy_exits_without_line() {
  for (Block* block = unit_.newest; block; block = block->older) {
    if (block->code.empty()) continue;
    Instruction& last = block->code.back();
    if (!is_jump(last)) continue;
    Block* target = last.target;
    if (!is_exit_without_line(target) || target->predecessors <= 1) continue;
    Block* copy = copy_of(target);
    copy->code[0].at = last.at;
    last.target = copy;
    --target->predecessors;
    copy->predecessors = 1;
    copy->next = target->next;
    target->next = copy;
  }
  for (Block* block = entry_; block; block = block->next)
    if (block->falls_through && block->next && !block->code.empty() && is_exit_without_line(block->next))
      block->next->code[0].at = block->code.back().at;
}

// Within a block, and into blocks that are entered from one place only, an instruction without a line belongs to the one before it.
void FlowGraph::spread_lines() {
  for (Block* block = entry_; block; block = block->next) {
    if (block->code.empty()) continue;
    Location previous;
    for (Instruction& instruction : block->code) {
      if (instruction.at.line < 0) instruction.at = previous;
      else previous = instruction.at;
    }
    if (block->falls_through && block->next && block->next->predecessors == 1 && !block->next->code.empty() &&
        block->next->code[0].at.line < 0)
      block->next->code[0].at = previous;
    const Instruction& last = block->code.back();
    if (is_jump(last) && last.target->predecessors == 1 && last.target->code[0].at.line < 0) last.target->code[0].at = previous;
  }
}

void FlowGraph::give_exits_lines() {
  int line = unit_.firstlineno;
  for (Block* block = entry_; block; block = block->next) {
    if (block->code.empty()) continue;
    const Instruction& last = block->code.back();
    if (last.at.line >= 0) line = last.at.line;
    else if (last.opcode == op::RETURN_VALUE)
      for (Instruction& instruction : block->code) instruction.at.line = line;
  }
}

}  // namespace krait::compile
