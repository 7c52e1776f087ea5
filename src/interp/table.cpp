// The dispatch tables: one handler for each opcode, made from its body.
#include "interp/machine.h"
#include "interp/opcodes/attr.h"
#include "interp/opcodes/binary.h"
#include "interp/opcodes/build.h"
#include "interp/opcodes/call.h"
#include "interp/opcodes/compare.h"
#include "interp/opcodes/exception.h"
#include "interp/opcodes/function.h"
#include "interp/opcodes/generator.h"
#include "interp/opcodes/jump.h"
#include "interp/opcodes/locals.h"
#include "interp/opcodes/match.h"
#include "interp/opcodes/names.h"
#include "interp/opcodes/stack.h"
#include "interp/opcodes/subscript.h"
#include "interp/opcodes/unary.h"

namespace krait::interp {

namespace {

KR_PRESERVE_NONE Object* unknown_opcode(ThreadState* cx, InterpreterFrame* frame, CodeUnit* next, Object** sp, unsigned) {
  frame->prev_instr = next - 1;
  (void)raise(*cx, exc::SystemError, "unknown opcode");
  KR_TAIL unwind_handler(cx, frame, next, sp, 0);
}

consteval HandlerTable make_table() {
  HandlerTable table{};
  for (Handler*& entry : table.entries) entry = &unknown_opcode;
#define X(name, number, ...) table.entries[number] = &handler<&body::name<Interp>, number>;
  KR_OPCODES(X)
  KR_SPECIALIZED_OPCODES(X)
#undef X
  return table;
}

}  // namespace

constinit const HandlerTable plain_table = make_table();

[[gnu::noinline]] __attribute__((preserve_most)) void drop_last_reference(InterpreterFrame* frame, CodeUnit* start, Object* object) {
  frame->prev_instr = start;
  _Py_Dealloc(object);
}

// A specialised form that does not fit: one miss less until it gives up, and the general form does the work.
[[gnu::noinline]] KR_PRESERVE_NONE Object* miss_handler(ThreadState* cx, InterpreterFrame* frame, CodeUnit* next, Object** sp, unsigned arg) {
  int general = opcode_deopt(unit_opcode(next[-1]));
  if (--*next == 0) {
    set_opcode(next - 1, adaptive_form(general));
    *next = counter_after_misses;
  }
  KR_TAIL plain_table.entries[general](cx, frame, next, sp, arg);
}

}  // namespace krait::interp
