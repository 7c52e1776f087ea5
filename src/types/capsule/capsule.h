// PyCapsule: a C pointer with a name, passed between compiled modules.
#pragma once

#include "object/protocol.h"

namespace krait {

struct Capsule {
  Object base;
  void* pointer;
  const char* name;
  void* context;
  Destructor destructor;

  static constexpr Type* static_type = &capsule_type;
};
static_assert(sizeof(Capsule) == 48);

Result<Ref<>> new_capsule(Context& cx, void* pointer, const char* name, Destructor destructor);
bool capsule_is_valid(Borrowed<> object, const char* name);
// ValueError "PyCapsule_GetPointer called with invalid PyCapsule object" and the like; `function` names the C function.
Result<Borrowed<Capsule>> capsule_check(Context& cx, Borrowed<> object, const char* function);
Result<void*> capsule_pointer(Context& cx, Borrowed<> object, const char* name);
Result<void*> capsule_import(Context& cx, const char* name);

}  // namespace krait
