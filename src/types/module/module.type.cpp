// The type module: attributes with __getattr__, representation, the end.
#include "memory/memory.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/isolate.h"
#include "object/register.h"
#include "types/dict/dict.h"
#include "types/exceptions/exceptions.h"
#include "types/module/module.h"
#include "types/str/str.h"
#include "types/type/type.h"

namespace krait {

// Fills a new module's dict with what every module has.
Result<void> init_module_dict(Context& cx, Borrowed<Module> module, Borrowed<> name, Borrowed<> doc) {
  Borrowed<Dict> dict = module->dict;
  KR_TRY(dict_set(cx, dict, KR_ID(__name__), name));
  KR_TRY(dict_set(cx, dict, KR_ID(__doc__), doc));
  KR_TRY(dict_set(cx, dict, KR_ID(__package__), none()));
  KR_TRY(dict_set(cx, dict, KR_ID(__loader__), none()));
  KR_TRY(dict_set(cx, dict, KR_ID(__spec__), none()));
  if (is_exact<Str>(name)) auto old = module->name.replace(hold(name));
  return {};
}

namespace {

Result<void> init(Context& cx, Borrowed<Module> self, Borrowed<Str> name, Borrowed<> doc) {
  if (!self->dict) self->dict.init(KR_TRY(new_dict(cx)));
  return init_module_dict(cx, self, name, doc);
}

Object* module_new(Type* type, Object*, Object*) {
  Context& cx = Context::current();
  auto dict = KR_TRY(new_dict(cx));
  auto made = KR_TRY(Result<Ref<>>::from_raw(type->tp_alloc(type, 0)));
  made.borrow().as<Module>()->dict.init(std::move(dict));
  return made.release();
}

Result<Ref<>> module_repr(Context& cx, Borrowed<Module> self) {
  return call_method(cx, isolate(cx).importlib.get(), KR_ID(_module_repr), self);
}

// --- attributes

// spec._initializing is true: the module is still being imported.
Result<bool> spec_says(Context& cx, Borrowed<> spec, Borrowed<Str> flag) {
  if (!spec) return false;
  auto value = KR_TRY(lookup_attr(cx, spec, flag));
  if (!value) return false;
  return is_true(cx, value);
}

Result<bool> is_uninitialized_submodule(Context& cx, Borrowed<> spec, Borrowed<Str> name) {
  if (!spec) return false;
  auto names = KR_TRY(lookup_attr(cx, spec, KR_ID(_uninitialized_submodules)));
  if (!names) return false;
  return contains(cx, names, name);
}

// Why the attribute is not there, as well as can be said.
Failed raise_missing(Context& cx, Borrowed<Module> self, Borrowed<Str> name) {
  Borrowed<> own_name = dict_get_str(self->dict, KR_ID(__name__));
  if (!own_name || !is<Str>(own_name)) return raise(cx, exc::AttributeError, "module has no attribute '{}'", name);
  auto shown = hold(own_name);
  auto spec = hold(dict_get_str(self->dict, KR_ID(__spec__)));
  if (KR_TRY(spec_says(cx, spec, KR_ID(_initializing))))
    return raise(cx, exc::AttributeError, "partially initialized module '{}' has no attribute '{}' (most likely due to a circular import)",
                 shown, name);
  if (KR_TRY(is_uninitialized_submodule(cx, spec, name)))
    return raise(cx, exc::AttributeError, "cannot access submodule '{}' of module '{}' (most likely due to a circular import)", name, shown);
  return raise(cx, exc::AttributeError, "module '{}' has no attribute '{}'", shown, name);
}

Result<Ref<>> module_get_attr(Context& cx, Borrowed<Module> self, Borrowed<Str> name) {
  if (!is<Str>(name)) return generic_get_attr(cx, self, name);
  auto found = KR_TRY(generic_lookup_attr(cx, self, name, {}));
  if (found) return found;
  if (self->dict) {
    auto fallback = hold(dict_get_str(self->dict, KR_ID(__getattr__)));
    if (fallback) return call(cx, fallback, name);
  }
  if (!self->dict) return raise(cx, exc::AttributeError, "module has no attribute '{}'", name);
  return raise_missing(cx, self, name);
}

Result<Ref<>> module_dir(Context& cx, Borrowed<Module> self) {
  auto dict = KR_TRY(get_attr(cx, self, KR_ID(__dict__)));
  if (!is<Dict>(dict)) return raise(cx, exc::TypeError, "<module>.__dict__ is not a dictionary");
  auto method = hold(dict_get_str(dict.borrow().as<Dict>(), KR_ID(__dir__)));
  if (method) return call(cx, method);
  return dict_keys(cx, dict.borrow().as<Dict>());
}

Result<Ref<>> get_annotations(Context& cx, Borrowed<Module> self) {
  auto dict = KR_TRY(get_attr(cx, self, KR_ID(__dict__)));
  if (!is<Dict>(dict)) return raise(cx, exc::TypeError, "<module>.__dict__ is not a dictionary");
  Borrowed<> found = KR_TRY(dict_get(cx, dict.borrow().as<Dict>(), KR_ID(__annotations__)));
  if (found) return hold(found);
  auto made = KR_TRY(new_dict(cx));
  KR_TRY(dict_set(cx, dict.borrow().as<Dict>(), KR_ID(__annotations__), made));
  return made;
}

Result<void> set_annotations(Context& cx, Borrowed<Module> self, Borrowed<> value) {
  auto dict = KR_TRY(get_attr(cx, self, KR_ID(__dict__)));
  if (!is<Dict>(dict)) return raise(cx, exc::TypeError, "<module>.__dict__ is not a dictionary");
  if (value) return dict_set(cx, dict.borrow().as<Dict>(), KR_ID(__annotations__), value);
  auto old = KR_TRY(dict_pop(cx, dict.borrow().as<Dict>(), KR_ID(__annotations__)));
  if (!old) return raise_object(cx, Borrowed<Type>(&exc::AttributeError), KR_ID(__annotations__));
  return {};
}

// --- the collector's view, and the end

// A module whose exec has not run may have asked for state that is not there yet: its hooks are not called then.
bool has_state(const Module* self) { return self->def && (self->def->m_size <= 0 || self->state); }

int traverse(Object* object, Visit visit, void* arg) {
  auto* self = reinterpret_cast<Module*>(object);
  if (has_state(self) && self->def->m_traverse)
    if (int answer = self->def->m_traverse(object, visit, arg)) return answer;
  return self->dict ? visit(as_object(self->dict.raw()), arg) : 0;
}

int clear(Object* object) {
  auto* self = reinterpret_cast<Module*>(object);
  int answer = has_state(self) && self->def->m_clear ? self->def->m_clear(object) : 0;
  auto dict = self->dict.take();
  return answer;
}

void dealloc(Object* object) {
  memory::untrack(object);
  auto* self = reinterpret_cast<Module*>(object);
  if (self->weakrefs && memory::clear_weak_references) memory::clear_weak_references(object);
  if (has_state(self) && self->def->m_free) self->def->m_free(object);
  auto dict = self->dict.take();
  auto name = self->name.take();
  if (self->state) memory::release(std::exchange(self->state, nullptr));
  object->type->tp_free(object);
}

constinit MethodDef methods[] = {
    KR_QUIET("__dir__($self)", module_dir, "__dir__() -> list\nspecialized dir() implementation"), KR_END};
constinit MemberDef members[] = {KR_MEMBER("__dict__", object, Module, dict, 1, nullptr), KR_END};
constinit GetSetDef getset[] = {KR_GETSET("__annotations__", get_annotations, set_annotations, nullptr), KR_END};

}  // namespace

constinit Type module_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "module",
    .tp_basicsize = sizeof(Module),
    .tp_dealloc = &dealloc,
    .tp_repr = slot<&module_repr>,
    .tp_getattro = slot<&module_get_attr>,
    .tp_setattro = slot<&generic_set_attr>,
    .tp_flags = type_flags::gc | type_flags::base,
    .tp_doc = "module(name, doc=None)\n--\n\nCreate a module object.\n\nThe name must be a string; the optional doc argument can have any "
              "type.",
    .tp_traverse = &traverse,
    .tp_clear = &clear,
    .tp_weaklistoffset = offsetof(Module, weakrefs),
    .tp_methods = methods,
    .tp_members = members,
    .tp_getset = getset,
    .tp_dictoffset = offsetof(Module, dict),
    .tp_init = KR_INIT("module($self, name, doc=None)", init),
    .tp_new = &module_new,
    .tp_free = free_container};
KR_READY(module_type);

constinit Type module_def_type = {.head = {{1, &type_type}, 0}, .tp_name = "moduledef", .tp_basicsize = sizeof(ModuleDef)};
KR_READY(module_def_type);

}  // namespace krait
