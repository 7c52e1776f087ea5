// module: a namespace with a name, and how a built-in or compiled module comes into being from its ModuleDef (PEP 489).
#pragma once

#include "object/protocol.h"
#include "object/register.h"

namespace krait {

struct Module {  // PyModuleObject
  Object base;
  Slot<Dict> dict;
  ModuleDef* def;
  void* state;
  Object* weakrefs;
  Slot<> name;

  static constexpr Type* static_type = &module_type;
};
static_assert(sizeof(Module) == 56);

Result<Ref<Module>> new_module(Context& cx, Borrowed<> name);
Result<Ref<Module>> new_module(Context& cx, const char* name);
KR_INLINE Borrowed<Dict> module_dict(Borrowed<Module> module) { return module->dict; }
Result<Ref<Str>> module_name(Context& cx, Borrowed<Module> module);      // SystemError "nameless module"
Result<Ref<>> module_filename(Context& cx, Borrowed<Module> module);     // SystemError "module filename missing"
Result<void> module_set_doc(Context& cx, Borrowed<> module, const char* doc);
Result<void> module_add_functions(Context& cx, Borrowed<Module> module, MethodDef* functions);
Result<void> module_add(Context& cx, Borrowed<Module> module, Borrowed<Str> name, Borrowed<> value);
Result<void> module_add_type(Context& cx, Borrowed<Module> module, Type& type);  // under the last part of its tp_name; made ready
void module_clear_dict(Context& cx, Borrowed<Dict> dict);                        // the end of a module's life: values become None

// Multi-phase initialisation: the module a def's create slot (or a plain module) gives for an import spec, its functions and doc
// added; then, separately, its exec slots. The spec needs an attribute `name`.
Result<Ref<>> module_from_def(Context& cx, ModuleDef* def, Borrowed<> spec);
Result<void> module_exec(Context& cx, Borrowed<> module, ModuleDef* def);
// Both steps for a module known by name only (start-up, before there are specs).
Result<Ref<Module>> module_create_and_exec(Context& cx, ModuleDef* def, Borrowed<Str> name);
// The ModuleDef* itself as an object, as PyModuleDef_Init leaves it.
Result<Ref<>> module_def_init(Context& cx, ModuleDef* def);
template <class T>
KR_INLINE T* module_state(Borrowed<Module> module) { return static_cast<T*>(module->state); }

}  // namespace krait
