// Instructions and basic blocks: what the code generator makes and the flow graph passes rework.
//
// A block is a run of instructions that is entered only at its start and whose last instruction may jump. Blocks are linked in the order
// of the code (`next`) and, apart from that, from the newest to the oldest (`older`). Which block a jump or handler goes to is a
// pointer; offsets come last of all.
#pragma once
#include "bytecode/code.h"
#include "compile/pointer_map.h"

namespace krait::compile {

struct Block;

struct Instruction {
  std::uint8_t opcode = 0;
  int arg = 0;
  Block* target = nullptr;   // of a jump or of a SETUP_* pseudo-opcode
  Block* handler = nullptr;  // where an exception raised here goes; null: out of the frame
  Location at;
};

struct Block {
  Array<Instruction> code;
  Block* next = nullptr;
  Block* older = nullptr;
  int predecessors = 0;
  bool is_handler = false;       // entered by an exception
  bool exits = false;            // ends by returning or raising
  bool falls_through = true;     // control can run off its end into `next`
  bool preserves_lasti = false;  // as a handler: the stack also gets the offset of the raising instruction
  bool visited = false;
  int start_depth = -1;  // of the stack
  int offset = 0;        // in code units
  struct HandlerStack* handlers = nullptr;
};

// The handlers around a point in the code, innermost first.
struct HandlerStack {
  Block* block;
  HandlerStack* outer;
};

// Kinds of opcodes, by tables: these questions are asked for every instruction several times.
namespace opcode_kind {
inline constexpr std::uint8_t jump = 1, setup = 2, exit = 4, jump_always = 8;
}
struct OpcodeKinds {
  std::uint8_t of[256] = {};
};
consteval OpcodeKinds make_opcode_kinds() {
  OpcodeKinds kinds;
  for (int opcode = 0; opcode < 256; ++opcode)
    if (opcode_tables.known[opcode] && is_relative_jump(opcode)) kinds.of[opcode] |= opcode_kind::jump;
  for (int opcode : {op::JUMP, op::JUMP_NO_INTERRUPT, op::POP_JUMP_IF_FALSE, op::POP_JUMP_IF_TRUE, op::POP_JUMP_IF_NONE,
                     op::POP_JUMP_IF_NOT_NONE})
    kinds.of[opcode] |= opcode_kind::jump;
  for (int opcode : {op::SETUP_FINALLY, op::SETUP_CLEANUP, op::SETUP_WITH}) kinds.of[opcode] |= opcode_kind::setup;
  for (int opcode : {op::RETURN_VALUE, op::RAISE_VARARGS, op::RERAISE}) kinds.of[opcode] |= opcode_kind::exit;
  for (int opcode : {op::JUMP, op::JUMP_NO_INTERRUPT, op::JUMP_FORWARD, op::JUMP_BACKWARD, op::JUMP_BACKWARD_NO_INTERRUPT})
    kinds.of[opcode] |= opcode_kind::jump_always;
  return kinds;
}
inline constexpr OpcodeKinds opcode_kinds = make_opcode_kinds();

KR_INLINE bool is_jump(const Instruction& i) { return opcode_kinds.of[i.opcode] & opcode_kind::jump; }
KR_INLINE bool is_setup(const Instruction& i) { return opcode_kinds.of[i.opcode] & opcode_kind::setup; }
KR_INLINE bool is_exit(const Instruction& i) { return opcode_kinds.of[i.opcode] & opcode_kind::exit; }
KR_INLINE bool jumps_always(const Instruction& i) { return opcode_kinds.of[i.opcode] & opcode_kind::jump_always; }
KR_INLINE bool ends_block(const Instruction& i) {
  return opcode_kinds.of[i.opcode] & (opcode_kind::jump | opcode_kind::exit);
}

}  // namespace krait::compile
