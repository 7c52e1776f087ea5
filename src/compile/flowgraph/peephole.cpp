// Better instructions within a block: conditions known at compile time, jumps to jumps, tuples of constants.
#include "compile/flowgraph/flowgraph.h"
#include "object/protocol.h"

namespace krait::compile {

namespace {

void make_nop(Instruction& instruction) {
  instruction.opcode = op::NOP;
  instruction.arg = 0;
  instruction.target = nullptr;
}

}  // namespace

// A jump to `target`, itself a jump: straight to where that one goes. Only on one line, so that a tracer sees all lines passed.
bool FlowGraph::thread_jump(Instruction& jump, const Instruction& target, int opcode) {
  if (jump.at.line != target.at.line || jump.target == target.target) return false;
  jump.target = target.target;
  jump.opcode = static_cast<std::uint8_t>(opcode);
  return true;
}

// True when the jump changed and should be looked at again.
bool FlowGraph::optimize_jump(Instruction& jump) {
  while (jump.target->code.empty()) jump.target = jump.target->next;
  const Instruction& target = jump.target->code[0];
  auto and_then = [&](int same_pop, int same, int other_pop, int other) {
    if (target.opcode == same_pop) return thread_jump(jump, target, same_pop);
    if (target.opcode == op::JUMP || target.opcode == same) return thread_jump(jump, target, same);
    if ((target.opcode == other || target.opcode == other_pop) && jump.at.line == target.at.line) {
      // The value kept would be dropped there at once.
      jump.opcode = static_cast<std::uint8_t>(same_pop);
      jump.target = jump.target->next;
      return true;
    }
    return false;
  };
  switch (jump.opcode) {
    case op::JUMP_IF_FALSE_OR_POP:
      return and_then(op::POP_JUMP_IF_FALSE, op::JUMP_IF_FALSE_OR_POP, op::POP_JUMP_IF_TRUE, op::JUMP_IF_TRUE_OR_POP);
    case op::JUMP_IF_TRUE_OR_POP:
      return and_then(op::POP_JUMP_IF_TRUE, op::JUMP_IF_TRUE_OR_POP, op::POP_JUMP_IF_FALSE, op::JUMP_IF_FALSE_OR_POP);
    case op::POP_JUMP_IF_FALSE:
    case op::POP_JUMP_IF_TRUE:
    case op::POP_JUMP_IF_NONE:
    case op::POP_JUMP_IF_NOT_NONE:
    case op::JUMP: return target.opcode == op::JUMP && thread_jump(jump, target, jump.opcode);
    default: return false;
  }
}

// LOAD_CONST and a conditional jump.
Done FlowGraph::fold_constant_jump(Block* block, int at, int next) {
  Instruction &load = block->code[at], &jump = block->code[at + 1];
  bool truth = KR_TRY(is_true(job_.cx, Borrowed<>(unit_.consts[load.arg])));
  bool pops = next == op::POP_JUMP_IF_FALSE || next == op::POP_JUMP_IF_TRUE;
  bool jump_if = next == op::POP_JUMP_IF_TRUE || next == op::JUMP_IF_TRUE_OR_POP;
  bool jumps = truth == jump_if;
  if (pops || !jumps) make_nop(load);
  if (jumps) {
    jump.opcode = op::JUMP;
    block->falls_through = false;
  } else {
    make_nop(jump);
  }
  return {};
}

// x is None and a conditional jump.
void FlowGraph::fold_none_test(Block* block, int at) {
  if (at + 2 >= block->code.size() || !is_none(Borrowed<>(unit_.consts[block->code[at].arg]))) return;
  Instruction& jump = block->code[at + 2];
  if (jump.opcode != op::POP_JUMP_IF_FALSE && jump.opcode != op::POP_JUMP_IF_TRUE) return;
  bool inverted = block->code[at + 1].arg == 1;
  make_nop(block->code[at]);
  make_nop(block->code[at + 1]);
  jump.opcode = inverted != (jump.opcode == op::POP_JUMP_IF_FALSE) ? op::POP_JUMP_IF_NOT_NONE : op::POP_JUMP_IF_NONE;
}

// BUILD_TUPLE of constants, and a, b = b, a. `handled` tells the second.
Done FlowGraph::build_tuple(Block* block, int at, bool* handled) {
  Instruction& build = block->code[at];
  int count = build.arg;
  if (at + 1 < block->code.size() && block->code[at + 1].opcode == op::UNPACK_SEQUENCE && block->code[at + 1].arg == count &&
      count >= 1 && count <= 3) {
    make_nop(build);
    if (count == 1) make_nop(block->code[at + 1]);
    else block->code[at + 1].opcode = op::SWAP;
    *handled = true;
    return {};
  }
  if (at < count) return {};
  for (int i = at - count; i < at; ++i)
    if (block->code[i].opcode != op::LOAD_CONST) return {};
  Ref<Tuple> made = KR_TRY(new_tuple(job_.cx, count));
  for (int i = 0; i < count; ++i) made->init_item(i, hold(unit_.consts[block->code[at - count + i].arg]));
  Object* constant = KR_TRY(pool_.canonical(made));
  int position = unit_.const_positions.enter(job_.arena, reinterpret_cast<Str*>(constant));
  if (position == unit_.consts.size()) unit_.consts.push(job_.arena, constant);
  for (int i = at - count; i < at; ++i) make_nop(block->code[i]);
  build.opcode = op::LOAD_CONST;
  build.arg = position;
  return {};
}

Done FlowGraph::peephole(Block* block) {
  Array<Instruction>& code = block->code;
  for (int i = 0; i < code.size(); ++i) {
    int next = i + 1 < code.size() ? code[i + 1].opcode : 0;
    switch (code[i].opcode) {
      case op::LOAD_CONST:
        if (next == op::POP_JUMP_IF_FALSE || next == op::POP_JUMP_IF_TRUE || next == op::JUMP_IF_FALSE_OR_POP ||
            next == op::JUMP_IF_TRUE_OR_POP)
          KR_TRY(fold_constant_jump(block, i, next));
        else if (next == op::IS_OP) fold_none_test(block, i);
        break;
      case op::BUILD_TUPLE: {
        bool handled = false;
        KR_TRY(build_tuple(block, i, &handled));
        break;
      }
      case op::PUSH_NULL:
        // LOAD_GLOBAL can push the NULL of a call itself.
        if (next == op::LOAD_GLOBAL && !(code[i + 1].arg & 1)) {
          make_nop(code[i]);
          code[i + 1].arg |= 1;
        }
        break;
      case op::SWAP:
        if (code[i].arg == 1) {
          make_nop(code[i]);
        } else {
          merge_swaps(block, &i);
          apply_swaps(block, i);
        }
        break;
      case op::JUMP_IF_FALSE_OR_POP:
      case op::JUMP_IF_TRUE_OR_POP:
      case op::POP_JUMP_IF_FALSE:
      case op::POP_JUMP_IF_TRUE:
      case op::POP_JUMP_IF_NONE:
      case op::POP_JUMP_IF_NOT_NONE:
      case op::JUMP:
        if (optimize_jump(code[i])) --i;
        break;
      default:
        if (code[i].target)
          while (code[i].target->code.empty()) code[i].target = code[i].target->next;
        break;
    }
  }
  return {};
}

}  // namespace krait::compile
