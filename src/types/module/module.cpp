// Modules from C++ and C: making them, filling them, multi-phase initialisation, the emptying at the end.
#include "types/module/module.h"

#include "memory/memory.h"
#include "object/generic.h"
#include "object/new.h"
#include "types/dict/dict.h"
#include "types/method/method.h"
#include "types/str/str.h"
#include "types/type/type.h"

namespace krait {

Result<void> init_module_dict(Context& cx, Borrowed<Module> module, Borrowed<> name, Borrowed<> doc);

Result<Ref<Module>> new_module(Context& cx, Borrowed<> name) {
  auto made = KR_TRY(Result<Ref<>>::from_raw(module_type.tp_new(&module_type, nullptr, nullptr)));
  KR_TRY(init_module_dict(cx, made.borrow().as<Module>(), name, none()));
  return std::move(made).as<Module>();
}

Result<Ref<Module>> new_module(Context& cx, const char* name) {
  auto text = KR_TRY(str_from_utf8(cx, name));
  return new_module(cx, text);
}

Result<Ref<Str>> module_name(Context& cx, Borrowed<Module> module) {
  Borrowed<> name = module->dict ? dict_get_str(module->dict, KR_ID(__name__)) : Borrowed<>();
  if (!name || !is<Str>(name)) return raise(cx, exc::SystemError, "nameless module");
  return hold(name.as<Str>());
}

Result<Ref<>> module_filename(Context& cx, Borrowed<Module> module) {
  Borrowed<> name = module->dict ? dict_get_str(module->dict, KR_ID(__file__)) : Borrowed<>();
  if (!name || !is<Str>(name)) return raise(cx, exc::SystemError, "module filename missing");
  return hold(name);
}

Result<void> module_set_doc(Context& cx, Borrowed<> module, const char* doc) {
  auto text = KR_TRY(str_from_utf8(cx, doc));
  return set_attr(cx, module, KR_ID(__doc__), text);
}

namespace {

Result<void> add_functions(Context& cx, Borrowed<> module, Borrowed<> name, MethodDef* functions) {
  for (MethodDef* def = functions; def->ml_name; ++def) {
    if (def->ml_flags & (method_flags::class_ | method_flags::static_))
      return raise(cx, exc::ValueError, "module functions cannot set METH_CLASS or METH_STATIC");
    auto function = KR_TRY(new_builtin_function(cx, def, module, name));
    auto key = KR_TRY(intern_utf8(cx, def->ml_name));
    KR_TRY(set_attr(cx, module, key, function));
  }
  return {};
}

}  // namespace

Result<void> module_add_functions(Context& cx, Borrowed<Module> module, MethodDef* functions) {
  auto name = KR_TRY(module_name(cx, module));
  return add_functions(cx, module, name, functions);
}

Result<void> module_add(Context& cx, Borrowed<Module> module, Borrowed<Str> name, Borrowed<> value) {
  return dict_set(cx, module->dict, name, value);
}

Result<void> module_add_type(Context& cx, Borrowed<Module> module, Type& type) {
  KR_TRY(ready(cx, type));
  auto name = KR_TRY(str_from_utf8(cx, short_name(type)));
  return dict_set(cx, module->dict, intern(cx, std::move(name)), type_object(type));
}

// First the names with one underscore, then the rest but __builtins__, so that what deallocators of the first still need is there.
void module_clear_dict(Context& cx, Borrowed<Dict> dict) {
  for (int pass = 1; pass <= 2; ++pass) {
    Index position = 0;
    Borrowed<> key, value;
    while (dict_next(dict, &position, &key, &value)) {
      if (is_none(value) || !is<Str>(key)) continue;
      Borrowed<Str> name = key.as<Str>();
      bool single = name->size > 0 && name->at(0) == '_' && (name->size < 2 || name->at(1) != '_');
      if (pass == 1 ? !single : str_equal(name, "__builtins__")) continue;
      auto held = hold(key);
      if (dict_set(cx, dict, held, none()).failed()) write_unraisable(cx, {});
    }
  }
}

// --- multi-phase initialisation

namespace {

constexpr int slot_create = 1, slot_exec = 2;

// The one create slot; null when there is none.
Result<void> find_create(Context& cx, ModuleDef* def, Borrowed<Str> name, Object* (**create)(Object*, ModuleDef*), bool* has_exec) {
  for (ModuleSlot* slot = def->m_slots; slot && slot->slot; ++slot) {
    if (slot->slot == slot_create) {
      if (*create) return raise(cx, exc::SystemError, "module {} has multiple create slots", name);
      *create = slot->create;
    } else {
      if (slot->slot < 0 || slot->slot > slot_exec)
        return raise(cx, exc::SystemError, "module {} uses unknown slot ID {}", name, slot->slot);
      *has_exec = true;
    }
  }
  return {};
}

Result<Ref<>> create(Context& cx, ModuleDef* def, Borrowed<Str> name, Borrowed<> spec) {
  Object* (*make)(Object*, ModuleDef*) = nullptr;
  bool has_exec = false;
  if (def->m_size < 0) return raise(cx, exc::SystemError, "module {}: m_size may not be negative for multi-phase initialization", name);
  KR_TRY(find_create(cx, def, name, &make, &has_exec));
  if (!make) return KR_TRY(new_module(cx, name));
  Object* made = make(spec.object(), def);
  if (!made && !cx.has_error())
    return raise(cx, exc::SystemError, "creation of module {} failed without setting an exception", name);
  if (made && cx.has_error()) {
    decref(made);
    return raise(cx, exc::SystemError, "creation of module {} raised unreported exception", name);
  }
  auto answer = KR_TRY(Result<Ref<>>::from_raw(made));
  if (!is<Module>(answer)) {
    bool wants_module = def->m_size > 0 || def->m_traverse || def->m_clear || def->m_free;
    if (wants_module) return raise(cx, exc::SystemError, "module {} is not a module object, but requests module state", name);
    if (has_exec)
      return raise(cx, exc::SystemError, "module {} specifies execution slots, but did not create a ModuleType instance", name);
  }
  return answer;
}

Result<Ref<>> create_and_fill(Context& cx, ModuleDef* def, Borrowed<Str> name, Borrowed<> spec) {
  KR_TRY(module_def_init(cx, def));
  auto made = KR_TRY(create(cx, def, name, spec));
  if (is<Module>(made)) {
    Borrowed<Module> module = made.borrow().as<Module>();
    module->state = nullptr;
    module->def = def;
  }
  if (def->m_methods) KR_TRY(add_functions(cx, made, name, def->m_methods));
  if (def->m_doc) KR_TRY(module_set_doc(cx, made, def->m_doc));
  return made;
}

}  // namespace

Result<Ref<>> module_def_init(Context& cx, ModuleDef* def) {
  KR_TRY(ready(cx, module_def_type));
  if (def->m_index == 0) {
    // Numbers for PyState_FindModule; the definition itself is immortal.
    static std::int64_t last_index = 0;
    def->base.refcount = 1;
    def->base.type = &module_def_type;
    def->m_index = __atomic_add_fetch(&last_index, 1, __ATOMIC_RELAXED);
  }
  return hold(&def->base);
}

Result<Ref<>> module_from_def(Context& cx, ModuleDef* def, Borrowed<> spec) {
  auto name = KR_TRY(get_attr(cx, spec, KR_ID(name)));
  if (!is<Str>(name)) return raise(cx, exc::TypeError, "spec.name must be a string");
  return create_and_fill(cx, def, name.borrow().as<Str>(), spec);
}

Result<void> module_exec(Context& cx, Borrowed<> object, ModuleDef* def) {
  if (!is<Module>(object)) return {};
  Borrowed<Module> module = object.as<Module>();
  if (def->m_size > 0 && !module->state) {
    module->state = memory::allocate(static_cast<std::size_t>(def->m_size));
    if (!module->state) return raise_memory_error(cx);
    __builtin_memset(module->state, 0, static_cast<std::size_t>(def->m_size));
  }
  for (ModuleSlot* slot = def->m_slots; slot && slot->slot; ++slot) {
    if (slot->slot != slot_exec) continue;
    int answer = slot->exec(object.object());
    if (answer != 0) {
      if (!cx.has_error()) return raise(cx, exc::SystemError, "execution of module {} failed without setting an exception", def->m_name);
      return Failed{};
    }
    if (cx.has_error()) return raise(cx, exc::SystemError, "execution of module {} raised unreported exception", def->m_name);
  }
  return {};
}

Result<Ref<Module>> module_create_and_exec(Context& cx, ModuleDef* def, Borrowed<Str> name) {
  auto made = KR_TRY(create_and_fill(cx, def, name, none()));
  KR_TRY(module_exec(cx, made, def));
  return std::move(made).as<Module>();
}

}  // namespace krait
