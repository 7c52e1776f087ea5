// SWAP: runs of them are made as short as they can be, and then done at compile time by reordering the stores behind them.
#include "compile/flowgraph/flowgraph.h"

namespace krait::compile {

namespace {

constexpr int placed = -1;

bool may_move(const Instruction& instruction) { return instruction.opcode == op::STORE_FAST || instruction.opcode == op::POP_TOP; }

// The next instruction behind `at` that swaps could move, passing NOPs; -1 when something else, or another line, comes first.
int next_movable(Block* block, int at, int line) {
  while (++at < block->code.size()) {
    const Instruction& instruction = block->code[at];
    if (line >= 0 && instruction.at.line != line) return -1;
    if (instruction.opcode == op::NOP) continue;
    return may_move(instruction) ? at : -1;
  }
  return -1;
}

}  // namespace

// The permutation that a run of SWAPs makes, done with the fewest: one for each step along each of its cycles. `at` moves to the end of
// the run.
void FlowGraph::merge_swaps(Block* block, int* at) {
  Instruction* run = &block->code[*at];
  int depth = run[0].arg, length = 1, limit = block->code.size() - *at;
  bool more = false;
  for (; length < limit; ++length) {
    if (run[length].opcode == op::SWAP) {
      more = true;
      if (run[length].arg > depth) depth = run[length].arg;
    } else if (run[length].opcode != op::NOP) {
      break;
    }
  }
  if (!more) return;
  auto* stack = static_cast<int*>(job_.arena.allocate(sizeof(int) * std::size_t(depth)));
  for (int i = 0; i < depth; ++i) stack[i] = i;
  for (int i = 0; i < length; ++i)
    if (run[i].opcode == op::SWAP) std::swap(stack[0], stack[run[i].arg - 1]);
  // Written from the end backwards: each cycle is unwound through the top.
  int write = length - 1;
  for (int i = 0; i < depth; ++i) {
    if (stack[i] == placed || stack[i] == i) continue;
    for (int j = i;;) {
      if (j) {
        run[write].opcode = op::SWAP;
        run[write--].arg = j + 1;
      }
      if (stack[j] == placed) break;
      j = std::exchange(stack[j], placed);
    }
  }
  while (write >= 0) {
    run[write].opcode = op::NOP;
    run[write--].arg = 0;
  }
  *at += length - 1;
}

void FlowGraph::apply_swaps(Block* block, int at) {
  for (; at >= 0; --at) {
    Instruction& swap = block->code[at];
    if (swap.opcode != op::SWAP) {
      if (swap.opcode == op::NOP || may_move(swap)) continue;
      return;
    }
    int first = next_movable(block, at, -1);
    if (first < 0) return;
    int last = first, line = block->code[first].at.line;
    for (int count = swap.arg - 1; count > 0; --count) {
      last = next_movable(block, last, line);
      if (last < 0) return;
    }
    swap.opcode = op::NOP;
    swap.arg = 0;
    std::swap(block->code[first], block->code[last]);
  }
}

}  // namespace krait::compile
