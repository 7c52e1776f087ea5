// The depth of the stack.
#include "compile/flowgraph/flowgraph.h"

namespace krait::compile {

Done FlowGraph::measure_stack() {
  work_.clear();
  auto reach = [&](Block* block, int depth) {
    if (block->start_depth >= depth || block->start_depth >= 100) return;
    block->start_depth = depth;
    work_.push(job_.arena, block);
  };
  reach(entry_, generator_like_ ? 1 : 0);
  while (!work_.empty()) {
    Block* block = work_.pop();
    int depth = block->start_depth;
    bool goes_on = true;
    for (const Instruction& instruction : block->code) {
      int after = depth + stack_effect(instruction.opcode, instruction.arg, 0);
      if (after > depth_) depth_ = after;
      if (instruction.target) {
        int there = depth + stack_effect(instruction.opcode, instruction.arg, 1);
        if (there > depth_) depth_ = there;
        reach(instruction.target, there);
      }
      depth = after;
      if (jumps_always(instruction) || is_exit(instruction)) {
        goes_on = false;
        break;
      }
    }
    if (goes_on && block->next) reach(block->next, depth);
  }
  return {};
}

}  // namespace krait::compile
