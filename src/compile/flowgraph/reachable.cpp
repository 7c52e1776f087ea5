// What can be reached; blocks, jumps and NOPs that nobody needs.
#include "compile/flowgraph/flowgraph.h"

namespace krait::compile {

namespace {
constexpr int longest_copied_exit = 4;
}

// A jump to a short exit that no line stands for is replaced by the exit itself. Newest blocks first: what that leaves is CPython's.
void FlowGraph::extend_exits() {
  for (Block* block = unit_.newest; block; block = block->older) extend_exit(block);
}

void FlowGraph::extend_exit(Block* block) {
  if (block->code.empty()) return;
  Instruction& last = block->code.back();
  if (last.opcode != op::JUMP) return;
  Block* target = last.target;
  while (target->code.empty()) target = target->next;
  if (!is_exit_without_line(target) || target->code.size() > longest_copied_exit) return;
  last.opcode = op::NOP;
  last.target = nullptr;
  for (int i = 0, count = target->code.size(); i < count; ++i) block->code.push(job_.arena, Instruction(target->code[i]));
  block->exits = true;
}

void FlowGraph::find_reachable() {
  for (Block* block = entry_; block; block = block->next) {
    block->visited = false;
    block->predecessors = 0;
    block->is_handler = false;
  }
  work_.clear();
  entry_->predecessors = 1;
  entry_->visited = true;
  work_.push(job_.arena, entry_);
  auto reach = [&](Block* block) {
    ++block->predecessors;
    if (block->visited) return;
    block->visited = true;
    work_.push(job_.arena, block);
  };
  while (!work_.empty()) {
    Block* block = work_.pop();
    if (block->next && block->falls_through) reach(block->next);
    for (Instruction& instruction : block->code) {
      if (!instruction.target) continue;
      reach(instruction.target);
      if (is_setup(instruction)) instruction.target->is_handler = true;
    }
  }
}

void FlowGraph::drop_unreachable() {
  for (Block* block = entry_; block; block = block->next) {
    if (block->predecessors) continue;
    block->code.clear();
    block->falls_through = true;
  }
}

// A NOP stays only where its line has no other instruction.
void FlowGraph::remove_nops(Block* block) {
  Array<Instruction>& code = block->code;
  int kept = 0, previous_line = -1;
  for (int i = 0; i < code.size(); ++i) {
    int line = code[i].at.line;
    if (code[i].opcode == op::NOP) {
      if (line < 0 || line == previous_line) continue;
      if (i + 1 < code.size()) {
        int next_line = code[i + 1].at.line;
        if (next_line == line) continue;
        if (next_line < 0) {
          code[i + 1].at = code[i].at;
          continue;
        }
      } else {
        Block* next = block->next;
        while (next && next->code.empty()) next = next->next;
        if (next && next->code[0].at.line == line) continue;
      }
    }
    if (kept != i) code[kept] = code[i];
    ++kept;
    previous_line = line;
  }
  code.truncate(kept);
}

void FlowGraph::skip_empty_blocks() {
  for (Block* block = entry_; block; block = block->next)
    while (block->next && block->next->code.empty() && block->next->next) block->next = block->next->next;
  for (Block* block = entry_; block; block = block->next)
    for (Instruction& instruction : block->code)
      if (instruction.target)
        while (instruction.target->code.empty()) instruction.target = instruction.target->next;
}

// A jump to the block that follows anyway.
void FlowGraph::drop_jumps_to_next() {
  bool dropped = false;
  for (Block* block = entry_; block; block = block->next) {
    if (block->code.empty()) continue;
    Instruction& last = block->code.back();
    if ((last.opcode != op::JUMP && last.opcode != op::JUMP_NO_INTERRUPT) || last.target != block->next) continue;
    block->falls_through = true;
    last.opcode = op::NOP;
    last.target = nullptr;
    dropped = true;
  }
  if (dropped) skip_empty_blocks();
}

// Constants behind the last one that is used.
void FlowGraph::trim_constants() {
  int last = 0;
  for (Block* block = entry_; block; block = block->next)
    for (const Instruction& instruction : block->code)
      if ((instruction.opcode == op::LOAD_CONST || instruction.opcode == op::KW_NAMES) && instruction.arg > last) last = instruction.arg;
  if (last + 1 < unit_.consts.size()) unit_.consts.truncate(last + 1);
}

}  // namespace krait::compile
