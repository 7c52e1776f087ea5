// _abc: the fast part of abstract base classes. Every ABC keeps, in an _abc_data object, the classes registered with it and two
// caches of answers; all three are sets of weak references, so that no class is kept alive by having been asked about.
#include "memory/memory.h"
#include "modules/_abc/data.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/register.h"
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/module/module.h"
#include "types/set/set.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/mro.h"
#include "types/type/type.h"

namespace krait::abc {

// Registering a class anywhere may make any negative answer wrong: the counter tells old negative caches.
struct State {
  unsigned long long invalidation_counter;
};

namespace {

State& state_of(Borrowed<Module> module) { return *module_state<State>(module); }

constexpr unsigned long collection_flags = type_flags::sequence | type_flags::mapping;

Result<Ref<Data>> data_of(Context& cx, Borrowed<> self) {
  auto data = KR_TRY(get_attr(cx, self, KR_ID(_abc_impl)));
  if (data.type() != &data_type) return raise(cx, exc::TypeError, "_abc_impl is set to a wrong type");
  return std::move(data).as<Data>();
}

// --- a class becomes an ABC

Result<void> add_if_abstract(Context& cx, Borrowed<Set> names, Borrowed<> name, Borrowed<> value) {
  if (KR_TRY(is_abstract(cx, value))) KR_TRY(set_add(cx, names, name));
  return {};
}

Result<void> add_own_abstracts(Context& cx, Borrowed<> self, Borrowed<Set> names) {
  auto dict = KR_TRY(get_attr(cx, self, KR_ID(__dict__)));
  auto items = KR_TRY(mapping_items(cx, dict));
  for (Index i = 0; i < items.borrow().as<List>()->size(); ++i) {
    auto pair = KR_TRY(sequence_fast(cx, items.borrow().as<List>()->item(i), "items() returned item which size is not 2"));
    auto parts = sequence_fast_items(pair);
    if (parts.size() != 2) return raise(cx, exc::TypeError, "items() returned item which size is not 2");
    KR_TRY(add_if_abstract(cx, names, Borrowed<>(parts[0]), Borrowed<>(parts[1])));
  }
  return {};
}

Result<void> add_inherited_abstracts(Context& cx, Borrowed<> self, Borrowed<Set> names) {
  auto bases = KR_TRY(get_attr(cx, self, KR_ID(__bases__)));
  if (!is<Tuple>(bases)) return raise(cx, exc::TypeError, "__bases__ is not tuple");
  for (Object* base : bases.borrow().as<Tuple>()->span()) {
    auto inherited = KR_TRY(lookup_attr(cx, Borrowed<>(base), KR_ID(__abstractmethods__)));
    if (!inherited) continue;
    auto iterator = KR_TRY(iter(cx, inherited));
    while (auto name = KR_TRY(next(cx, iterator))) {
      if (!is<Str>(name)) return raise(cx, exc::TypeError, "attribute name must be string, not '{!t:.200}'", name);
      auto value = KR_TRY(lookup_attr(cx, self, name.borrow().as<Str>()));
      if (value) KR_TRY(add_if_abstract(cx, names, name, value));
    }
  }
  return {};
}

// Sequence and Mapping ask by a class variable to be seen as such by match statements.
Result<void> take_collection_flags(Context& cx, Borrowed<> self) {
  if (!is_type(self)) return {};
  Type& type = as_type(self);
  auto value = KR_TRY(dict_pop(cx, dict_of(type), KR_ID(__abc_tpflags__)));
  if (!value || !is_exact<Int>(value)) return {};
  auto flags = static_cast<unsigned long>(as_long(cx, value)) & collection_flags;
  if (cx.has_error()) return Failed{};
  if (flags == collection_flags)
    return raise(cx, exc::TypeError, "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING");
  type.tp_flags = (type.tp_flags & ~(flags ? collection_flags : 0)) | flags;
  return {};
}

Result<void> abc_init(Context& cx, Borrowed<> self) {
  auto names = KR_TRY(new_set(cx));
  KR_TRY(add_own_abstracts(cx, self, names));
  KR_TRY(add_inherited_abstracts(cx, self, names));
  auto frozen = KR_TRY(new_frozenset(cx, names));
  KR_TRY(set_attr(cx, self, KR_ID(__abstractmethods__), frozen));
  auto data = KR_TRY(new_data(cx));
  KR_TRY(set_attr(cx, self, KR_ID(_abc_impl), data));
  return take_collection_flags(cx, self);
}

// --- registering

Result<void> set_collection_flag(Context& cx, Type& type, unsigned long flag) {
  if (has_flag(&type, type_flags::immutable) || (type.tp_flags & collection_flags) == flag) return {};
  type.tp_flags = (type.tp_flags & ~collection_flags) | flag;
  auto subclasses = KR_TRY(call_method(cx, type_object(type), KR_ID(__subclasses__)));
  for (Object* subclass : subclasses.borrow().as<List>()->span())
    KR_TRY(set_collection_flag(cx, as_type(Borrowed<>(subclass)), flag));
  return {};
}

Result<Ref<>> abc_register(Context& cx, Borrowed<Module> module, Borrowed<> self, Borrowed<> subclass) {
  if (!is_type(subclass)) return raise(cx, exc::TypeError, "Can only register classes");
  if (KR_TRY(is_subclass(cx, subclass, self))) return hold(subclass);
  if (KR_TRY(is_subclass(cx, self, subclass))) return raise(cx, exc::RuntimeError, "Refusing to create an inheritance cycle");
  auto data = KR_TRY(data_of(cx, self));
  KR_TRY(add_weakly(cx, data->registry, subclass));
  ++state_of(module).invalidation_counter;
  if (is_type(self))
    if (unsigned long flag = as_type(self).tp_flags & collection_flags) KR_TRY(set_collection_flag(cx, as_type(subclass), flag));
  return hold(subclass);
}

// --- checking

Result<Ref<>> abc_instance_check(Context& cx, Borrowed<Module> module, Borrowed<> self, Borrowed<> instance) {
  auto data = KR_TRY(data_of(cx, self));
  auto subclass = KR_TRY(get_attr(cx, instance, KR_ID(__class__)));
  if (KR_TRY(holds_weakly(cx, data->cache, subclass))) return new_bool(true);
  if (subclass.object() == as_object(instance.type())) {
    if (data->negative_version == state_of(module).invalidation_counter && KR_TRY(holds_weakly(cx, data->negative_cache, subclass)))
      return new_bool(false);
    return call_method(cx, self, KR_ID(__subclasscheck__), subclass);
  }
  auto answer = KR_TRY(call_method(cx, self, KR_ID(__subclasscheck__), subclass));
  if (KR_TRY(is_true(cx, answer))) return answer;
  return call_method(cx, self, KR_ID(__subclasscheck__), type_object(*instance.type()));
}

Result<bool> remember(Context& cx, Slot<>& cache, Borrowed<> subclass, bool answer) {
  KR_TRY(add_weakly(cx, cache, subclass));
  return answer;
}

// True when the class is below one that was registered.
Result<bool> check_registry(Context& cx, Borrowed<Data> data, Borrowed<> subclass) {
  if (KR_TRY(holds_weakly(cx, data->registry, subclass))) return true;
  auto registered = KR_TRY(weakly_held(cx, data->registry));
  for (Index i = 0; i < registered->size(); ++i)
    if (KR_TRY(is_subclass(cx, subclass, registered->item(i)))) return remember(cx, data->cache, subclass, true);
  return false;
}

Result<bool> check_subclasses(Context& cx, Borrowed<> self, Borrowed<> subclass) {
  auto subclasses = KR_TRY(call_method(cx, self, KR_ID(__subclasses__)));
  if (!is<List>(subclasses)) return raise(cx, exc::TypeError, "__subclasses__() must return a list");
  Borrowed<List> list = subclasses.borrow().as<List>();
  for (Index i = 0; i < list->size(); ++i) {
    auto one = hold(list->item(i));
    if (KR_TRY(is_subclass(cx, subclass, one))) return true;
  }
  return false;
}

Result<bool> abc_subclass_check(Context& cx, Borrowed<Module> module, Borrowed<> self, Borrowed<> subclass) {
  if (!is_type(subclass)) return raise(cx, exc::TypeError, "issubclass() arg 1 must be a class");
  auto data = KR_TRY(data_of(cx, self));
  if (KR_TRY(holds_weakly(cx, data->cache, subclass))) return true;
  unsigned long long counter = state_of(module).invalidation_counter;
  if (data->negative_version < counter) {
    auto outdated = data->negative_cache.take();
    data->negative_version = counter;
  } else if (KR_TRY(holds_weakly(cx, data->negative_cache, subclass))) {
    return false;
  }
  auto opinion = KR_TRY(call_method(cx, self, KR_ID(__subclasshook__), subclass));
  if (opinion.is(boolean(true))) return remember(cx, data->cache, subclass, true);
  if (opinion.is(boolean(false))) return remember(cx, data->negative_cache, subclass, false);
  if (!is_not_implemented(opinion))
    return raise(cx, exc::AssertionError, "__subclasshook__ must return either False, True, or NotImplemented");
  if (is_type(self) && is_subtype(&as_type(subclass), &as_type(self))) return remember(cx, data->cache, subclass, true);
  if (KR_TRY(check_registry(cx, data, subclass))) return true;
  if (KR_TRY(check_subclasses(cx, self, subclass))) return remember(cx, data->cache, subclass, true);
  return remember(cx, data->negative_cache, subclass, false);
}

// --- for tests and tools

unsigned long long get_cache_token(Borrowed<Module> module) { return state_of(module).invalidation_counter; }

Result<void> reset_registry(Context& cx, Borrowed<> self) {
  auto data = KR_TRY(data_of(cx, self));
  auto old = data->registry.take();
  return {};
}
Result<void> reset_caches(Context& cx, Borrowed<> self) {
  auto data = KR_TRY(data_of(cx, self));
  auto old = data->cache.take();
  auto old_negative = data->negative_cache.take();
  return {};
}

Result<Ref<>> get_dump(Context& cx, Borrowed<> self) {
  auto data = KR_TRY(data_of(cx, self));
  auto copy = [&](const Slot<>& field) { return new_set(cx, field.get()); };
  auto registry = KR_TRY(copy(data->registry));
  auto cache = KR_TRY(copy(data->cache));
  auto negative = KR_TRY(copy(data->negative_cache));
  auto version = KR_TRY(int_from_unsigned(cx, data->negative_version));
  return tuple_of(cx, registry, cache, negative, version);
}

constinit MethodDef functions[] = {
    KR_FUNCTION("get_cache_token($module, /)", get_cache_token,
                "Returns the current ABC cache token.\n\nThe token is an opaque object (supporting equality testing) identifying "
                "the\ncurrent version of the ABC cache for virtual subclasses. The token changes\nwith every call to register() on any "
                "ABC."),
    KR_FUNCTION("_abc_init($module, self, /)", abc_init,
                "Internal ABC helper for class set-up. Should be never used outside abc module."),
    KR_FUNCTION("_reset_registry($module, self, /)", reset_registry,
                "Internal ABC helper to reset registry of a given class.\n\nShould be only used by refleak.py"),
    KR_FUNCTION("_reset_caches($module, self, /)", reset_caches,
                "Internal ABC helper to reset both caches of a given class.\n\nShould be only used by refleak.py"),
    KR_FUNCTION("_get_dump($module, self, /)", get_dump,
                "Internal ABC helper for cache and registry debugging.\n\nReturn shallow copies of registry, of both caches, "
                "and\nnegative cache version. Don't call this function directly,\ninstead use ABC._dump_registry() for a nice repr."),
    KR_FUNCTION("_abc_register($module, self, subclass, /)", abc_register,
                "Internal ABC helper for subclasss registration. Should be never used outside abc module."),
    KR_FUNCTION("_abc_instancecheck($module, self, instance, /)", abc_instance_check,
                "Internal ABC helper for instance checks. Should be never used outside abc module."),
    KR_FUNCTION("_abc_subclasscheck($module, self, subclass, /)", abc_subclass_check,
                "Internal ABC helper for subclasss checks. Should be never used outside abc module."),
    KR_END};

Result<void> exec(Context& cx, Borrowed<Module>) { return ready(cx, data_type); }
constinit ModuleSlot module_slots[] = {KR_EXEC(exec), {}};

}  // namespace

constinit ModuleDef module_def = {.base = module_def_head,
                                  .m_name = "_abc",
                                  .m_doc = "Module contains faster C implementation of abc.ABCMeta",
                                  .m_size = sizeof(State),
                                  .m_methods = functions,
                                  .m_slots = module_slots};
KR_BUILTIN_MODULE(module_def);

}  // namespace krait::abc
