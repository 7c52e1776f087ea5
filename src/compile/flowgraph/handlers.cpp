// Exception handlers, cold blocks, and the direction of jumps.
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

// Warm is what the entry reaches without an exception; cold what handlers reach and the entry does not.
void FlowGraph::find_cold() {
  for (Block* block = entry_; block; block = block->next) block->visited = block->warm = block->cold = false;
  auto follow = [&](bool warm) {
    while (!work_.empty()) {
      Block* block = work_.pop();
      (warm ? block->warm : block->cold) = true;
      auto reach = [&](Block* other) {
        if (other->visited || other->warm) return;
        other->visited = true;
        work_.push(job_.arena, other);
      };
      if (block->next && block->falls_through) reach(block->next);
      for (const Instruction& instruction : block->code)
        if (is_jump(instruction)) reach(instruction.target);
    }
  };
  work_.clear();
  entry_->visited = true;
  work_.push(job_.arena, entry_);
  follow(true);
  for (Block* block = entry_; block; block = block->next) {
    if (!block->is_handler || block->visited) continue;
    block->visited = true;
    work_.push(job_.arena, block);
  }
  follow(false);
}

void FlowGraph::move_cold_to_end() {
  if (!entry_->next) return;
  find_cold();
  // A cold block that runs into a warm one needs a jump once it has moved away.
  for (Block* block = entry_; block; block = block->next) {
    if (!block->cold || !block->falls_through || !block->next || !block->next->warm) continue;
    Block* bridge = new_block();
    bridge->code.push(job_.arena, {op::JUMP, 0, block->next, nullptr, {}});
    bridge->cold = true;
    bridge->falls_through = false;
    bridge->next = block->next;
    block->next = bridge;
  }
  Block *cold = nullptr, **cold_end = &cold, **link = &entry_->next;
  while (Block* block = *link) {
    if (block->cold) {
      *link = block->next;
      *cold_end = block;
      cold_end = &block->next;
    } else {
      link = &block->next;
    }
  }
  *cold_end = nullptr;
  *link = cold;
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
