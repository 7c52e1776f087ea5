// Registration without central lists: a type or module is entered in a table where it is defined; the linker gathers the tables.
#pragma once

#include "memory/type.h"
#include "object/types.h"

namespace krait {

struct ModuleDef;

struct ModuleSlot {  // PyModuleDef_Slot
  int slot;  // 1: create, 2: exec
  union {
    void* value;
    int (*exec)(Object* module);
    Object* (*create)(Object* spec, ModuleDef* def);
  };
};

struct ModuleDef {  // PyModuleDef
  Object base;
  Object* (*m_init)();
  Index m_index;
  Object* m_copy;
  const char* m_name;
  const char* m_doc;
  Index m_size;
  MethodDef* m_methods;
  ModuleSlot* m_slots;
  Traverse m_traverse;
  Inquiry m_clear;
  FreeFunction m_free;
};
static_assert(sizeof(ModuleDef) == 104);

// The constant start of every ModuleDef: .base = module_def_head.
inline constexpr Object module_def_head = {1, nullptr};

}  // namespace krait

// KR_READY(list_type): start-up makes this static type ready (bases first).
#define KR_READY(type_object) \
  [[gnu::section("krait_types"), gnu::used, gnu::retain]] static ::krait::Type* KR_CONCAT(kr_ready_, __COUNTER__) = &type_object

// KR_BUILTIN_MODULE(math_module): `import math` finds this ModuleDef among the built-in modules (multi-phase initialisation).
#define KR_BUILTIN_MODULE(module_def) \
  [[gnu::section("krait_modules"), gnu::used, gnu::retain]] static ::krait::ModuleDef* KR_CONCAT(kr_module_, __COUNTER__) = &module_def

// A module's exec function, which fills the fresh module:
//     Result<void> exec(Context&, Borrowed<Module> module);
//     static constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};     and  .m_slots = slots
#define KR_EXEC(function) {2, {.exec = ::krait::slot<&function>}}
