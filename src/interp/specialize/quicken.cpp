#include "interp/specialize.h"

namespace krait::interp {

namespace {
// The superinstruction that `first` becomes when `second` follows; 0: none.
constexpr int paired(int first, int second) {
  if (second == op::LOAD_FAST) {
    if (first == op::LOAD_FAST) return op::LOAD_FAST__LOAD_FAST;
    if (first == op::STORE_FAST) return op::STORE_FAST__LOAD_FAST;
    if (first == op::LOAD_CONST) return op::LOAD_CONST__LOAD_FAST;
  }
  if (second == op::STORE_FAST && first == op::STORE_FAST) return op::STORE_FAST__STORE_FAST;
  if (second == op::LOAD_CONST && first == op::LOAD_FAST) return op::LOAD_FAST__LOAD_CONST;
  return 0;
}
constexpr int quick_form(int opcode) {
  switch (opcode) {
    case op::EXTENDED_ARG: return op::EXTENDED_ARG_QUICK;
    case op::JUMP_BACKWARD: return op::JUMP_BACKWARD_QUICK;
    case op::RESUME: return op::RESUME_QUICK;
    default: return 0;
  }
}
}  // namespace

void quicken(Code* code) {
  CodeUnit* units = code->co_code_adaptive;
  int previous = -1;
  for (Index i = 0; i < code->unit_count(); ++i) {
    int opcode = unit_opcode(units[i]);
    if (int adaptive = adaptive_form(opcode)) {
      set_opcode(units + i, adaptive);
      previous = -1;
      i += opcode_caches(opcode);
      continue;
    }
    if (int quick = quick_form(opcode)) set_opcode(units + i, quick);
    if (int pair = previous >= 0 ? paired(previous, opcode) : 0) set_opcode(units + i - 1, pair);
    previous = opcode;
  }
}

}  // namespace krait::interp
