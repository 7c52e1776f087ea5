// Heap types from C: PyType_FromModuleAndSpec and what modules with types of their own use.
#pragma once

#include "object/protocol.h"

namespace krait {

struct TypeSlot {  // PyType_Slot
  int slot;  // the numbers of typeslots.h
  void* function;
};

struct TypeSpec {  // PyType_Spec
  const char* name;
  int basicsize;
  int itemsize;
  unsigned int flags;
  TypeSlot* slots;
};
static_assert(sizeof(TypeSpec) == 32);

// bases: null, a type or a tuple of types.
Result<Ref<Type>> type_from_spec(Context& cx, Borrowed<> module, const TypeSpec& spec, Borrowed<> bases);
// The module a heap type was made for. TypeError as PyType_GetModule raises it.
Result<Borrowed<>> type_get_module(Context& cx, Type& type);
// The module of the first class in the MRO made for `def`.
Result<Borrowed<>> type_get_module_by_def(Context& cx, Type& type, struct ModuleDef* def);
void* type_get_slot(Context& cx, Type& type, int slot);

}  // namespace krait
