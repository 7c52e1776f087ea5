// Instructions, constants, names.
#include <new>

#include "compile/codegen/generator.h"
#include "object/singletons.h"
#include "types/int/int.h"

namespace krait::compile {

Block* Generator::new_block() {
  auto* block = new (job_.arena.allocate(sizeof(Block))) Block();
  block->older = unit_->newest;
  unit_->newest = block;
  return block;
}

void Generator::add(int opcode, int arg, Block* target, const Location& at) {
  Block* block = unit_->current;
  // What follows a jump, a return or a raise begins a block of its own.
  if (!block->code.empty() && ends_block(block->code.back())) {
    block = new_block();
    use(block);
  }
  block->code.push(job_.arena, {static_cast<std::uint8_t>(opcode), arg, target, nullptr, at});
}

Result<int> Generator::constant_index(Borrowed<> value) {
  Object* constant = KR_TRY(pool_.canonical(value));
  auto* key = reinterpret_cast<Str*>(constant);
  int at = unit_->const_positions.enter(job_.arena, key);
  if (at == unit_->consts.size()) unit_->consts.push(job_.arena, constant);
  return at;
}

Done Generator::load_constant(Borrowed<> value) {
  emit(op::LOAD_CONST, KR_TRY(constant_index(value)));
  return {};
}

void Generator::load_none() { emit(op::LOAD_CONST, KR_MUST(constant_index(none()))); }

Done Generator::load_int(long long value) {
  Ref<Int> number = KR_TRY(int_from(job_.cx, value));
  return load_constant(number);
}

Done Generator::emit_name(int opcode, Str* name) {
  Str* mangled = KR_TRY(mangle(job_, unit_->private_name, name));
  emit(opcode, unit_->names.enter(job_.arena, mangled));
  return {};
}

Done Generator::forbid(Str* name, ast::ExprContext context) {
  if (context == ast::ExprContext::Load || !same_name(name, KR_ID(__debug__))) return {};
  if (context == ast::ExprContext::Store) return error("cannot assign to __debug__");
  return error("cannot delete __debug__");
}

namespace {

// The opcodes that load, store and delete a name of one kind.
struct NameOpcodes {
  std::uint8_t of[3];
};
constexpr NameOpcodes by_name = {{op::LOAD_NAME, op::STORE_NAME, op::DELETE_NAME}};
constexpr NameOpcodes by_global = {{op::LOAD_GLOBAL, op::STORE_GLOBAL, op::DELETE_GLOBAL}};
constexpr NameOpcodes by_fast = {{op::LOAD_FAST, op::STORE_FAST, op::DELETE_FAST}};
constexpr NameOpcodes by_cell = {{op::LOAD_DEREF, op::STORE_DEREF, op::DELETE_DEREF}};

}  // namespace

Done Generator::name(Str* id, ast::ExprContext context) {
  Str* mangled = KR_TRY(mangle(job_, unit_->private_name, id));
  KR_TRY(forbid(id, context));
  int which = static_cast<int>(context);
  Scope scope = unit_->scope->scope_of(mangled);
  if (scope == Scope::free || scope == Scope::cell) {
    int opcode = by_cell.of[which];
    if (context == ast::ExprContext::Load && unit_->scope->type == BlockType::class_) opcode = op::LOAD_CLASSDEREF;
    emit(opcode, unit_->cell_position(mangled, scope == Scope::cell));
  } else if (scope == Scope::local && is_function()) {
    emit(by_fast.of[which], unit_->varnames.enter(job_.arena, mangled));
  } else if (scope == Scope::global_explicit || (scope == Scope::global_implicit && is_function())) {
    int at = unit_->names.enter(job_.arena, mangled);
    emit(by_global.of[which], context == ast::ExprContext::Load ? at << 1 : at);
  } else {
    emit(by_name.of[which], unit_->names.enter(job_.arena, mangled));
  }
  return {};
}

// Runs a subiterator or awaitable to its end, passing on what it yields.
void Generator::yield_from(bool is_await) {
  Block *start = new_block(), *resume = new_block(), *exit = new_block();
  use(start);
  jump(op::SEND, exit);
  use(resume);
  emit(op::YIELD_VALUE);
  emit(op::RESUME, is_await ? 3 : 2);
  jump(op::JUMP_NO_INTERRUPT, start);
  use(exit);
}

void Generator::emit_yield() {
  if (unit_->scope->is_generator && unit_->scope->is_coroutine) emit(op::ASYNC_GEN_WRAP);
  emit(op::YIELD_VALUE);
  emit(op::RESUME, 1);
}

void Generator::await(int kind) {
  emit(op::GET_AWAITABLE, kind);
  load_none();
  yield_from(true);
}

Done Generator::push_frame(const FrameBlock& frame) {
  if (unit_->frames.size() >= most_frame_blocks) return error("too many statically nested blocks");
  unit_->frames.push(job_.arena, frame);
  return {};
}

}  // namespace krait::compile
