// The order of the passes; how blocks end; the instructions before a function's first line.
#include <new>

#include "compile/flowgraph/flowgraph.h"

namespace krait::compile {

Done FlowGraph::run(int flags) {
  normalize();
  extend_exits();
  // A module's first line is that of its first instruction, where none was set.
  if (!unit_.firstlineno) unit_.firstlineno = entry_->code.empty() || entry_->code[0].at.line <= 0 ? 1 : entry_->code[0].at.line;
  add_prefix(flags);
  for (Block* block = entry_; block; block = block->next) {
    KR_TRY(peephole(block));
    remove_nops(block);
  }
  extend_exits();
  find_reachable();
  drop_unreachable();
  skip_empty_blocks();
  drop_jumps_to_next();
  copy_exits_without_line();
  trim_constants();
  spread_lines();
  give_exits_lines();
  KR_TRY(measure_stack());
  find_handlers();
  drop_regions();
  for (Block* block = entry_; block; block = block->next) remove_nops(block);
  direct_jumps();
  return {};
}

void FlowGraph::normalize() {
  for (Block* block = entry_; block; block = block->next) {
    for (Instruction& instruction : block->code) {
      if (is_exit(instruction)) {
        block->exits = true;
        block->falls_through = false;
      } else if (instruction.opcode == op::JUMP || instruction.opcode == op::JUMP_NO_INTERRUPT) {
        block->falls_through = false;
      }
      if (instruction.target)
        while (instruction.target->code.empty()) instruction.target = instruction.target->next;
    }
  }
}

// Where each cell and free variable lies among the fast locals: arguments that are cells keep their place.
void FlowGraph::place_cells(int* offsets) {
  int locals = unit_.varnames.size(), cells = unit_.cellvars.size(), frees = unit_.freevars.size();
  int shared = 0;
  for (int i = 0; i < cells + frees; ++i) {
    int argument = i < cells ? unit_.varnames.get(unit_.cellvars.at(i).key) : -1;
    if (argument >= 0) {
      offsets[i] = argument;
      ++shared;
    } else {
      offsets[i] = locals + i - shared;
    }
  }
  local_count_ = locals + cells + frees - shared;
}

void FlowGraph::add_prefix(int flags) {
  int cells = unit_.cellvars.size(), frees = unit_.freevars.size();
  auto* offsets = static_cast<int*>(job_.arena.allocate(sizeof(int) * std::size_t(cells + frees)));
  place_cells(offsets);
  if (cells + frees) {
    for (Block* block = entry_; block; block = block->next) {
      for (Instruction& instruction : block->code) {
        switch (instruction.opcode) {
          case op::LOAD_CLOSURE:
          case op::LOAD_DEREF:
          case op::STORE_DEREF:
          case op::DELETE_DEREF:
          case op::LOAD_CLASSDEREF: instruction.arg = offsets[instruction.arg]; break;
          default: break;
        }
      }
    }
  }
  int at = 0;
  auto insert = [&](int opcode, int arg, const Location& place) {
    entry_->code.insert(job_.arena, at++, {static_cast<std::uint8_t>(opcode), arg, nullptr, nullptr, place});
  };
  if (frees) insert(op::COPY_FREE_VARS, frees, {});
  // MAKE_CELL for each cell, in the order of the fast locals.
  for (int local = 0; cells && local < local_count_; ++local)
    for (int i = 0; i < cells; ++i)
      if (offsets[i] == local) insert(op::MAKE_CELL, local, {});
  generator_like_ = unit_.scope->is_generator || unit_.scope->is_coroutine;
  if (flags & (code_flags::generator | code_flags::coroutine | code_flags::async_generator)) {
    Location start{unit_.firstlineno, unit_.firstlineno, -1, -1};
    insert(op::RETURN_GENERATOR, 0, start);
    insert(op::POP_TOP, 0, start);
  }
}

Block* FlowGraph::new_block() {
  auto* block = new (job_.arena.allocate(sizeof(Block))) Block();
  block->older = unit_.newest;
  unit_.newest = block;
  return block;
}

Block* FlowGraph::copy_of(Block* block) {
  Block* copy = new_block();
  for (const Instruction& instruction : block->code) copy->code.push(job_.arena, instruction);
  copy->exits = true;
  copy->falls_through = false;
  return copy;
}

}  // namespace krait::compile
