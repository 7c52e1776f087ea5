// super() without arguments: the class from the cell __class__, the object from the first argument.
#include "bytecode/code.h"
#include "interp/stack.h"
#include "types/cell/cell.h"
#include "types/descriptors/descriptors.h"
#include "types/type/type.h"

namespace krait {

Result<void> super_arguments(Context& cx, Ref<Type>* type, Ref<>* object) {
  InterpreterFrame* frame = current_frame(cx);
  if (!frame) return raise(cx, exc::RuntimeError, "super(): no current frame");
  Code* code = frame->f_code;
  if (code->co_argcount == 0) return raise(cx, exc::RuntimeError, "super(): no arguments");
  Borrowed<> first(frame->localsplus[0]);
  if (first && (code->local_kind(0) & local_kinds::cell) && first.type() == &cell_type) first = first.as<Cell>()->contents;
  if (!first) return raise(cx, exc::RuntimeError, "super(): arg[0] deleted");
  for (int i = code->co_nlocalsplus - code->co_nfreevars; i < code->co_nlocalsplus; ++i) {
    if (!str_equal(code->local_name(i), "__class__")) continue;
    Object* cell = frame->localsplus[i];
    if (!cell || cell->type != &cell_type) return raise(cx, exc::RuntimeError, "super(): bad __class__ cell");
    Borrowed<> found = reinterpret_cast<Cell*>(cell)->contents;
    if (!found) return raise(cx, exc::RuntimeError, "super(): empty __class__ cell");
    if (!is_type(found)) return raise(cx, exc::RuntimeError, "super(): __class__ is not a type ({!t})", found);
    *type = hold(found.as<Type>());
    *object = hold(first);
    return {};
  }
  return raise(cx, exc::RuntimeError, "super(): __class__ cell not found");
}

}  // namespace krait
