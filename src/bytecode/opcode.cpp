#include "bytecode/opcode.h"

namespace krait {

namespace {

struct NameTable {
  const char* names[256] = {};
};

consteval NameTable make_names() {
  NameTable table;
#define X(name, number, ...) table.names[number] = #name;
  KR_OPCODES(X)
  KR_SPECIALIZED_OPCODES(X)
#undef X
  table.names[op::DO_TRACING] = "DO_TRACING";
  return table;
}
constexpr NameTable name_table = make_names();

constexpr int effect_of(int opcode, int arg, bool jump) {
  switch (opcode) {
#define X(name, number, kind, pops, pushes, cache_type) \
  case number: return (pushes) - (pops);
    KR_OPCODES(X)
#undef X
#define X(name, number, pops, pushes) \
  case number: return (pushes) - (pops);
    KR_PSEUDO_OPCODES(X)
#undef X
    default: return invalid_stack_effect;
  }
}

}  // namespace

const char* opcode_name(int opcode) { return static_cast<unsigned>(opcode) < 256 ? name_table.names[opcode] : nullptr; }

int stack_effect(int opcode, int arg, int jump) {
  if (jump >= 0) return effect_of(opcode, arg, jump != 0);
  int stays = effect_of(opcode, arg, false), jumps = effect_of(opcode, arg, true);
  return stays > jumps ? stays : jumps;
}

}  // namespace krait
