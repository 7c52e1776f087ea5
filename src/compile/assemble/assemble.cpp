// From a unit to its code object.
#include "compile/assemble/assemble.h"

#include "compile/flowgraph/flowgraph.h"

namespace krait::compile {

namespace {

int extended_args(int arg) { return (arg > 0xffffff) + (arg > 0xffff) + (arg > 0xff); }

int flags_of(Job& job, Unit& unit) {
  ScopeBlock& scope = *unit.scope;
  int flags = 0;
  if (scope.type == BlockType::function) {
    flags |= code_flags::newlocals | code_flags::optimized;
    if (scope.nested) flags |= code_flags::nested;
    if (scope.is_generator && scope.is_coroutine) flags |= code_flags::async_generator;
    else if (scope.is_generator) flags |= code_flags::generator;
    else if (scope.is_coroutine) flags |= code_flags::coroutine;
    if (scope.has_varargs) flags |= code_flags::varargs;
    if (scope.has_varkeywords) flags |= code_flags::varkeywords;
  } else if (scope.type == BlockType::module && (job.flags & 0x2000) && scope.is_coroutine && !scope.is_generator) {
    flags |= code_flags::coroutine;
  }
  return flags | (job.flags & 0x1fe0000);
}

Result<Ref<Tuple>> names_tuple(Job& job, const NameIndex& names) {
  Ref<Tuple> made = KR_TRY(new_tuple(job.cx, names.size()));
  for (int i = 0; i < names.size(); ++i) made->init_item(i, hold(as_object(names.at(i).key)));
  return made;
}

Result<Object*> shared_bytes(Job& job, ConstantPool& pool, const void* data, std::size_t size) {
  Ref<Bytes> bytes = KR_TRY(bytes_from(job.cx, {static_cast<const char*>(data), size}));
  return pool.canonical(bytes);
}

// Names and kinds of the fast locals: variables, cells that are no variables, free variables.
Result<Object*> local_names(Job& job, ConstantPool& pool, Unit& unit, int count, std::uint8_t* kinds) {
  Ref<Tuple> names = KR_TRY(new_tuple(job.cx, count));
  int at = 0;
  auto put = [&](Str* name, int kind) {
    names->init_item(at, hold(as_object(name)));
    kinds[at++] = static_cast<std::uint8_t>(kind);
  };
  for (auto& entry : unit.varnames)
    put(entry.key, local_kinds::local | (unit.cellvars.get(entry.key) >= 0 ? local_kinds::cell : 0));
  for (auto& entry : unit.cellvars)
    if (unit.varnames.get(entry.key) < 0) put(entry.key, local_kinds::cell);
  for (auto& entry : unit.freevars) put(entry.key, local_kinds::free);
  return pool.canonical_table(names);
}

}  // namespace

int instruction_units(const Instruction& instruction) {
  return 1 + extended_args(instruction.arg) + opcode_caches(instruction.opcode);
}

// Longer arguments move blocks apart, which makes arguments longer: until nothing changes.
void Assembler::place_jumps() {
  for (bool changed = true; changed;) {
    changed = false;
    int offset = 0;
    for (Block* block = entry_; block; block = block->next) {
      block->offset = offset;
      for (const Instruction& instruction : block->code) offset += instruction_units(instruction);
    }
    for (Block* block = entry_; block; block = block->next) {
      if (block->code.empty() || !block->code.back().target) continue;
      int end = block->offset;
      for (const Instruction& instruction : block->code) end += instruction_units(instruction);
      Instruction& jump = block->code.back();
      int units = instruction_units(jump);
      jump.arg = jump.target->offset < end ? end - jump.target->offset : jump.target->offset - end;
      changed |= instruction_units(jump) != units;
    }
  }
}

Array<CodeUnit>& Assembler::code() {
  for (Block* block = entry_; block; block = block->next) {
    for (const Instruction& instruction : block->code) {
      for (int i = extended_args(instruction.arg); i > 0; --i)
        code_.push(job_.arena, make_unit(op::EXTENDED_ARG, instruction.arg >> 8 * i & 0xff));
      code_.push(job_.arena, make_unit(instruction.opcode, instruction.arg & 0xff));
      for (int i = opcode_caches(instruction.opcode); i > 0; --i) code_.push(job_.arena, 0);
    }
  }
  return code_;
}

Result<Ref<Code>> assemble(Job& job, ConstantPool& pool, Unit& unit) {
  int flags = flags_of(job, unit);
  FlowGraph graph(job, pool, unit);
  KR_TRY(graph.run(flags));
  Assembler assembler(job, graph.entry());
  assembler.place_jumps();
  Array<CodeUnit>& code = assembler.code();
  ByteArray8& lines = assembler.locations(unit.firstlineno);
  Object* linetable = KR_TRY(shared_bytes(job, pool, lines.begin(), std::size_t(lines.size())));
  ByteArray8& handlers = assembler.exceptions();
  Object* exceptiontable = KR_TRY(shared_bytes(job, pool, handlers.begin(), std::size_t(handlers.size())));
  Object* names = KR_TRY(pool.canonical_table(KR_TRY(names_tuple(job, unit.names))));
  Ref<Tuple> const_items = KR_TRY(tuple_from_items(job.cx, {unit.consts.begin(), std::size_t(unit.consts.size())}));
  Object* consts = KR_TRY(pool.canonical_table(const_items));
  int count = graph.local_count();
  auto* kinds = static_cast<std::uint8_t*>(job.arena.allocate(std::size_t(count)));
  Object* locals = KR_TRY(local_names(job, pool, unit, count, kinds));
  // Never one of the shared one-byte objects: marshal would write it differently.
  Ref<Bytes> local_kinds = KR_TRY(new_bytes(job.cx, count));
  std::memcpy(local_kinds->data, kinds, std::size_t(count));
  auto tuple = [](Object* object) { return Borrowed<Tuple>(reinterpret_cast<Tuple*>(object)); };
  auto bytes = [](Object* object) { return Borrowed<Bytes>(reinterpret_cast<Bytes*>(object)); };
  CodeSpec spec{.filename = job.filename,
                .name = Borrowed<Str>(unit.name),
                .qualname = Borrowed<Str>(unit.qualname),
                .flags = flags,
                .code = {code.begin(), std::size_t(code.size())},
                .firstlineno = unit.firstlineno,
                .linetable = bytes(linetable),
                .consts = tuple(consts),
                .names = tuple(names),
                .localsplusnames = tuple(locals),
                .localspluskinds = local_kinds,
                .argcount = unit.argcount,
                .posonlyargcount = unit.posonlyargcount,
                .kwonlyargcount = unit.kwonlyargcount,
                .stacksize = graph.depth(),
                .exceptiontable = bytes(exceptiontable)};
  return new_code(job.cx, spec);
}

}  // namespace krait::compile
