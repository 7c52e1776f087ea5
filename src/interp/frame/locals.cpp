// Fast locals as a dict, and back (f_locals, locals(), trace functions).
#include "bytecode/code.h"
#include "interp/stack.h"
#include "types/cell/cell.h"
#include "types/dict/dict.h"
#include "types/frame/frame.h"
#include "types/tuple/tuple.h"

namespace krait {

namespace {

// A class body or module does not show the free variables that pass through it.
bool is_shown(const Code* code, int i) {
  return !((code->local_kind(i) & local_kinds::free) && !(code->co_flags & code_flags::optimized));
}

// The cell that holds this variable; null when the fast local itself does.
Cell* cell_of(const InterpreterFrame* frame, int i) {
  if (!(frame->f_code->local_kind(i) & (local_kinds::cell | local_kinds::free))) return nullptr;
  Object* value = frame->localsplus[i];
  return value && value->type == &cell_type ? reinterpret_cast<Cell*>(value) : nullptr;
}

// A generator or function that has not begun: its free variables are not in place yet.
void copy_free_variables(InterpreterFrame* frame) {
  Code* code = frame->f_code;
  if (last_instruction(frame) >= 0 || unit_opcode(code->co_code_adaptive[0]) != op::COPY_FREE_VARS) return;
  auto* closure = reinterpret_cast<Tuple*>(frame->f_func->closure.raw());
  int first = code->co_nlocalsplus - code->co_nfreevars;
  for (int i = 0; i < code->co_nfreevars; ++i) frame->localsplus[first + i] = hold(closure->item(i)).release();
  frame->prev_instr = first_instruction(code);
}

}  // namespace

Result<void> fast_to_locals(Context& cx, InterpreterFrame* frame) {
  if (!frame->f_locals) frame->f_locals = as_object(KR_TRY(new_dict(cx)).release());
  Ref<> locals = hold(frame->f_locals);
  Code* code = frame->f_code;
  copy_free_variables(frame);
  bool plain = is_exact<Dict>(locals);
  for (int i = 0; i < code->co_nlocalsplus; ++i) {
    if (!is_shown(code, i)) continue;
    Borrowed<Str> name = code->local_name(i);
    Cell* cell = cell_of(frame, i);
    // A frame that has been cleared has no locals left.
    Ref<> value = hold(frame->stacktop == 0 ? Borrowed<>() : cell ? cell->contents.get() : Borrowed<>(frame->localsplus[i]));
    if (value) {
      if (plain) KR_TRY(dict_set(cx, locals.borrow().as<Dict>(), name, value));
      else KR_TRY(set_item(cx, locals, name, value));
      continue;
    }
    if (plain && !dict_get_str(locals.borrow().as<Dict>(), name)) continue;
    if (delete_item(cx, locals, name).failed()) {
      if (!error_matches(cx, exc::KeyError)) return Failed{};
      clear_error(cx);
    }
  }
  return {};
}

void locals_to_fast(Context& cx, InterpreterFrame* frame, bool clear) {
  if (!frame->f_locals || frame->stacktop == 0) return;
  Ref<> locals = hold(frame->f_locals);
  Code* code = frame->f_code;
  SavedError saved(cx);
  for (int i = 0; i < code->co_nlocalsplus; ++i) {
    if (!is_shown(code, i)) continue;
    auto found = get_item(cx, locals, code->local_name(i));
    Ref<> value;
    if (found.failed()) {
      clear_error(cx);
      if (!clear) continue;
    } else {
      value = std::move(found).value();
    }
    if (Cell* cell = cell_of(frame, i)) {
      if (cell->contents.get().object() != value.object()) (void)cell->contents.replace(std::move(value));
    } else if (frame->localsplus[i] != value.object()) {
      Ref<> old = Ref<>::steal(std::exchange(frame->localsplus[i], value.release()));
    }
  }
}

}  // namespace krait
