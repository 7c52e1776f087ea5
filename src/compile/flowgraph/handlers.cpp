// Exception handlers and the direction of jumps.
#include "compile/flowgraph/flowgraph.h"

namespace krait::compile {

// Follows the flow with the stack of open regions in hand, and notes on each instruction the innermost one.
void FlowGraph::find_handlers() {
  for (Block* block = entry_; block; block = block->next) block->visited = false;
  work_.clear();
  auto reach = [&](Block* block, HandlerStack* handlers) {
    if (block->visited) return;
    block->visited = true;
    block->handlers = handlers;
    work_.push(job_.arena, block);
  };
  reach(entry_, nullptr);
  while (!work_.empty()) {
    Block* block = work_.pop();
    HandlerStack* handlers = block->handlers;
    for (Instruction& instruction : block->code) {
      if (is_setup(instruction)) {
        reach(instruction.target, handlers);
        if (instruction.opcode != op::SETUP_FINALLY) instruction.target->preserves_lasti = true;
        auto* opened = static_cast<HandlerStack*>(job_.arena.allocate(sizeof(HandlerStack)));
        *opened = {instruction.target, handlers};
        handlers = opened;
      } else if (instruction.opcode == op::POP_BLOCK) {
        handlers = handlers->outer;
      } else {
        instruction.handler = handlers ? handlers->block : nullptr;
        if (is_jump(instruction)) reach(instruction.target, handlers);
      }
    }
    if (block->falls_through && block->next) reach(block->next, handlers);
  }
}

void FlowGraph::drop_regions() {
  for (Block* block = entry_; block; block = block->next) {
    for (Instruction& instruction : block->code) {
      if (!is_setup(instruction) && instruction.opcode != op::POP_BLOCK) continue;
      instruction.opcode = op::NOP;
      instruction.target = nullptr;
    }
  }
}

void FlowGraph::direct_jumps() {
  for (Block* block = entry_; block; block = block->next) block->visited = false;
  for (Block* block = entry_; block; block = block->next) {
    block->visited = true;
    if (block->code.empty()) continue;
    Instruction& last = block->code.back();
    bool back = last.target && last.target->visited;
    auto choose = [&](Opcode forward, Opcode backward) { last.opcode = back ? backward : forward; };
    switch (last.opcode) {
      case op::JUMP: choose(op::JUMP_FORWARD, op::JUMP_BACKWARD); break;
      case op::JUMP_NO_INTERRUPT: choose(op::JUMP_FORWARD, op::JUMP_BACKWARD_NO_INTERRUPT); break;
      case op::POP_JUMP_IF_FALSE: choose(op::POP_JUMP_FORWARD_IF_FALSE, op::POP_JUMP_BACKWARD_IF_FALSE); break;
      case op::POP_JUMP_IF_TRUE: choose(op::POP_JUMP_FORWARD_IF_TRUE, op::POP_JUMP_BACKWARD_IF_TRUE); break;
      case op::POP_JUMP_IF_NONE: choose(op::POP_JUMP_FORWARD_IF_NONE, op::POP_JUMP_BACKWARD_IF_NONE); break;
      case op::POP_JUMP_IF_NOT_NONE: choose(op::POP_JUMP_FORWARD_IF_NOT_NONE, op::POP_JUMP_BACKWARD_IF_NOT_NONE); break;
      default: break;
    }
  }
}

}  // namespace krait::compile
