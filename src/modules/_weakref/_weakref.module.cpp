// The module _weakref.
#include "object/declare/method.h"
#include "object/register.h"
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/module/module.h"
#include "types/weakref/weakref.h"

namespace krait::weakref_module {
namespace {

Result<Ref<>> get_count(Context& cx, Borrowed<> object) { return int_from(cx, weak_reference_count(object.object())); }

Result<Ref<List>> get_references(Context& cx, Borrowed<> object) {
  auto list = KR_TRY(new_list(cx));
  WeakRef** head = weak_list_of(object.object());
  for (WeakRef* ref = head ? *head : nullptr; ref; ref = ref->next) KR_TRY(list_append(cx, list, Borrowed<WeakRef>(ref)));
  return list;
}

Result<Ref<>> proxy(Context& cx, Borrowed<> object, Borrowed<> callback) { return new_weak_proxy(cx, object, callback); }

Result<void> remove_dead(Context& cx, Borrowed<Dict> dict, Borrowed<> key) {
  Hash hash = KR_TRY(krait::hash(cx, key));
  auto found = KR_TRY(dict_get(cx, dict, key, hash));
  if (!found) return {};
  if (!is_any_weak_reference(found)) return raise(cx, exc::TypeError, "not a weakref");
  if (!is_none(weak_referent(found.as<WeakRef>()))) return {};
  return dict_delete(cx, dict, key);
}

constinit MethodDef functions[] = {
    KR_FUNCTION("getweakrefcount($module, object, /)", get_count, "Return the number of weak references to 'object'."),
    KR_FUNCTION("_remove_dead_weakref($module, dct, key, /)", remove_dead,
                "Atomically remove key from dict if it points to a dead weakref."),
    KR_FUNCTION("getweakrefs($module, object, /)", get_references, "Return a list of all weak reference objects pointing to 'object'."),
    KR_FUNCTION("proxy($module, object, callback=None, /)", proxy,
                "Create a proxy object that weakly references 'object'.\n\n"
                "'callback', if given, is called with a reference to the\nproxy when 'object' is about to be finalized."),
    KR_END};

Result<void> exec(Context& cx, Borrowed<Module> module) {
  auto add = [&](Borrowed<Str> name, Type& type) { return module_add(cx, module, name, Borrowed<>(as_object(&type))); };
  KR_TRY(add(KR_ID(ref), weakref_type));
  KR_TRY(add(KR_ID(ReferenceType), weakref_type));
  KR_TRY(add(KR_ID(ProxyType), weakref_proxy_type));
  return add(KR_ID(CallableProxyType), weakref_callable_proxy_type);
}
constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};

constinit ModuleDef module_def = {.base = module_def_head,
                                  .m_name = "_weakref",
                                  .m_doc = "Weak-reference support module.",
                                  .m_size = 0,
                                  .m_methods = functions,
                                  .m_slots = slots};
KR_BUILTIN_MODULE(module_def);

}  // namespace
}  // namespace krait::weakref_module
