// The flow graph: what becomes of the blocks between code generation and assembly.
//
// In this order:
//   normalize       marks how blocks end
//   add_prefix      what a function does before its first line: make cells, copy free variables, become a generator
//   optimize        peephole within blocks, jumps to jumps, copies of short exits, unreachable code, empty blocks, jumps to what follows
//   give lines      instructions without a line get one where a tracer could see them
//   stack_depth     the deepest stack, and the depth at each block
//   handlers        SETUP_*/POP_BLOCK regions become a handler on each instruction
//   jumps           get their direction
// Many passes ask for lines: a line with code of its own must keep an instruction, or tracing would pass over it.
#pragma once
#include "compile/codegen/unit.h"

namespace krait::compile {

bool is_exit_without_line(const Block* block);

class FlowGraph {
 public:
  FlowGraph(Job& job, ConstantPool& pool, Unit& unit) : job_(job), pool_(pool), unit_(unit), entry_(unit.first) {}

  // All passes; afterwards the blocks are ready to be assembled. `flags` are the code object's.
  Done run(int flags);

  Block* entry() const { return entry_; }
  int depth() const { return depth_; }              // of the stack
  int local_count() const { return local_count_; }  // fast locals, cells and free variables included

 private:
  Block* new_block();
  Block* copy_of(Block* block);

  // flowgraph/prefix.cpp
  void normalize();
  void add_prefix(int flags);
  void place_cells(int* offsets);
  // flowgraph/peephole.cpp
  Done peephole(Block* block);
  Done fold_constant_jump(Block* block, int at, int next);
  void fold_none_test(Block* block, int at);
  Done build_tuple(Block* block, int at, bool* handled);
  bool thread_jump(Instruction& jump, const Instruction& target, int opcode);
  bool optimize_jump(Instruction& jump);
  // flowgraph/swaps.cpp
  void merge_swaps(Block* block, int* at);
  void apply_swaps(Block* block, int at);
  // flowgraph/reachable.cpp
  void extend_exits();
  void extend_exit(Block* block);
  void find_reachable();
  void drop_unreachable();
  void remove_nops(Block* block);
  void skip_empty_blocks();
  void drop_jumps_to_next();
  void trim_constants();
  // flowgraph/lines.cpp
  void copy_exits_without_line();
  void spread_lines();
  void give_exits_lines();
  // flowgraph/stack.cpp
  Done measure_stack();
  // flowgraph/handlers.cpp
  void find_handlers();
  void drop_regions();
  void direct_jumps();

  Job& job_;
  ConstantPool& pool_;
  Unit& unit_;
  Block* entry_;
  int depth_ = 0;
  int local_count_ = 0;
  bool generator_like_ = false;
  Array<Block*> work_;
};

}  // namespace krait::compile
