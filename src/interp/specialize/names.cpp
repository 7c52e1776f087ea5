// Specialising globals, attributes and methods.
#include "interp/specialize.h"
#include "object/declare/slot.h"
#include "types/descriptors/descriptors.h"
#include "types/dict/keys.h"
#include "types/module/module.h"
#include "types/type/type.h"

namespace krait::interp {

namespace {

constexpr Index fits_cache = UINT16_MAX;
constexpr BinaryFunction generic_getter = slot<&generic_get_attr>;
constexpr ObjObjArgProc generic_setter = slot<&generic_set_attr>;

// Where a name stands in keys whose version can be remembered; slot_empty when it does not, lookup_error when it cannot.
struct Place {
  Index index = lookup_error;
  std::uint32_t version = 0;
  bool found() const { return index >= 0 && index <= fits_cache && version != 0; }
};
Place find_place(Dict* dict, Str* name) {
  if (dict->base.type != &dict_type || dict->keys->kind != KeysKind::text) return {};
  Place place{find_name(dict->keys, Borrowed<Str>(name)), 0};
  if (place.index >= slot_empty) place.version = keys_version(dict->keys);
  return place;
}

bool try_global(InterpreterFrame* frame, CodeUnit* at, Str* name) {
  auto* cache = reinterpret_cast<cache::LoadGlobal*>(at + 1);
  Place global = find_place(reinterpret_cast<Dict*>(frame->f_globals), name);
  if (!global.version) return false;
  if (global.index >= 0) {
    if (!global.found()) return false;
    cache->index = static_cast<CodeUnit>(global.index);
    write_u32(cache->module_keys_version, global.version);
    specialized(at, op::LOAD_GLOBAL_MODULE);
    return true;
  }
  Place builtin = find_place(reinterpret_cast<Dict*>(frame->f_builtins), name);
  if (!builtin.found() || builtin.version > fits_cache) return false;
  cache->index = static_cast<CodeUnit>(builtin.index);
  write_u32(cache->module_keys_version, global.version);
  cache->builtin_keys_version = static_cast<CodeUnit>(builtin.version);
  specialized(at, op::LOAD_GLOBAL_BUILTIN);
  return true;
}

enum class Kind { absent, plain, method, object_slot, dunder_class, other };

// What the type has under this name, as far as specialisation cares.
Kind classify(Type& type, Str* name, Borrowed<>* descriptor, bool store) {
  if (store ? type.tp_setattro != generic_setter : type.tp_getattro != generic_getter) return Kind::other;
  Borrowed<> found = lookup_in_type(type, Borrowed<Str>(name));
  *descriptor = found;
  if (!found) return Kind::absent;
  const Type* kind = found.type();
  if (!has_flag(kind, type_flags::immutable)) return Kind::other;
  if (kind->tp_descr_set) {
    if (kind == &member_descr_type) return found.as<MemberDescriptor>()->member->type == member_kind::object_ex ? Kind::object_slot : Kind::other;
    if (!store && found.is(lookup_in_type(object_type, KR_ID(__class__)))) return Kind::dunder_class;
    return Kind::other;
  }
  if (kind->tp_descr_get) return has_flag(kind, type_flags::method_descriptor) ? Kind::method : Kind::plain;
  return Kind::plain;
}

// An attribute in the instance itself: inline value or dict entry.
int place_in_instance(Context& cx, Object* owner, CodeUnit* at, Str* name, int value_form, int hint_form) {
  Type& type = *owner->type;
  if (!has_flag(&type, type_flags::managed_dict)) return 0;
  auto* cache = reinterpret_cast<cache::Attr*>(at + 1);
  std::uint32_t version = type_version(cx, type);
  if (!version) return 0;
  Dict* dict = instance_managed_dict(owner);
  DictKeys* keys = dict ? dict->keys : shared_keys_of(&type);
  if (!keys || (dict && dict->base.type != &dict_type)) return 0;
  if (!dict && !instance_values(owner)) return 0;
  Index index = find_name(keys, Borrowed<Str>(name));
  if (index < 0 || index > fits_cache) return 0;
  write_u32(cache->version, version);
  cache->index = static_cast<CodeUnit>(index);
  return dict ? hint_form : value_form;
}

int slot_form(Context& cx, Type& type, CodeUnit* at, Index offset, int form) {
  auto* cache = reinterpret_cast<cache::Attr*>(at + 1);
  std::uint32_t version = type_version(cx, type);
  if (!version || offset < 0 || offset > fits_cache) return 0;
  write_u32(cache->version, version);
  cache->index = static_cast<CodeUnit>(offset);
  return form;
}

int module_form(Object* owner, Str* name, Index* index, std::uint32_t* version, int form) {
  Dict* dict = reinterpret_cast<Module*>(owner)->dict.raw();
  if (!dict || find_place(dict, KR_ID(__getattr__).raw()).index != slot_empty) return 0;
  Place place = find_place(dict, name);
  if (!place.found()) return 0;
  *index = place.index;
  *version = place.version;
  return form;
}

int load_attr_form(Context& cx, Object* owner, CodeUnit* at, Str* name) {
  Type& type = *owner->type;
  if (type_has_flag(owner, type_flags::type_subclass)) return 0;
  if (&type == &module_type) {
    auto* cache = reinterpret_cast<cache::Attr*>(at + 1);
    Index index = 0;
    std::uint32_t version = 0;
    int form = module_form(owner, name, &index, &version, op::LOAD_ATTR_MODULE);
    if (form) write_u32(cache->version, version), cache->index = static_cast<CodeUnit>(index);
    return form;
  }
  Borrowed<> descriptor;
  switch (classify(type, name, &descriptor, false)) {
    case Kind::object_slot:
      if (!is_subtype(&type, descriptor.as<Descriptor>()->owner.raw())) return 0;
      return slot_form(cx, type, at, descriptor.as<MemberDescriptor>()->member->offset, op::LOAD_ATTR_SLOT);
    case Kind::dunder_class: return slot_form(cx, type, at, offsetof(Object, type), op::LOAD_ATTR_SLOT);
    case Kind::absent:
    case Kind::plain: return place_in_instance(cx, owner, at, name, op::LOAD_ATTR_INSTANCE_VALUE, op::LOAD_ATTR_WITH_HINT);
    default: return 0;
  }
}

int store_attr_form(Context& cx, Object* owner, CodeUnit* at, Str* name) {
  Type& type = *owner->type;
  if (type_has_flag(owner, type_flags::type_subclass) || &type == &module_type) return 0;
  Borrowed<> descriptor;
  switch (classify(type, name, &descriptor, true)) {
    case Kind::object_slot: {
      MemberDef* member = descriptor.as<MemberDescriptor>()->member;
      if ((member->flags & 1) || !is_subtype(&type, descriptor.as<Descriptor>()->owner.raw())) return 0;
      return slot_form(cx, type, at, member->offset, op::STORE_ATTR_SLOT);
    }
    case Kind::absent:
    case Kind::plain: return place_in_instance(cx, owner, at, name, op::STORE_ATTR_INSTANCE_VALUE, op::STORE_ATTR_WITH_HINT);
    default: return 0;
  }
}

// C.method: found in the class itself; the metaclass has neither a say nor a name like it.
int class_method_form(Context& cx, Type& owner, CodeUnit* at, Str* name) {
  auto* cache = reinterpret_cast<cache::LoadMethod*>(at + 1);
  if (owner.head.base.type->tp_getattro != type_type.tp_getattro) return 0;
  if (lookup_in_type(*owner.head.base.type, Borrowed<Str>(name))) return 0;
  Borrowed<> found = lookup_in_type(owner, Borrowed<Str>(name));
  if (!found || !has_flag(found.type(), type_flags::immutable)) return 0;
  if (found.type()->tp_descr_get && !has_flag(found.type(), type_flags::method_descriptor)) return 0;
  std::uint32_t version = type_version(cx, owner);
  if (!version) return 0;
  write_u32(cache->type_version, version);
  write_object(cache->descr, found.object());
  return op::LOAD_METHOD_CLASS;
}

int load_method_form(Context& cx, Object* owner, CodeUnit* at, Str* name) {
  auto* cache = reinterpret_cast<cache::LoadMethod*>(at + 1);
  Type& type = *owner->type;
  if (&type == &module_type) {
    Index index = 0;
    std::uint32_t version = 0;
    int form = module_form(owner, name, &index, &version, op::LOAD_METHOD_MODULE);
    if (form) write_u32(cache->keys_version, version), cache->dict_offset = static_cast<CodeUnit>(index);
    return form;
  }
  if (type_has_flag(owner, type_flags::type_subclass)) return class_method_form(cx, *reinterpret_cast<Type*>(owner), at, name);
  Borrowed<> descriptor;
  if (classify(type, name, &descriptor, false) != Kind::method) return 0;
  std::uint32_t version = type_version(cx, type);
  if (!version) return 0;
  DictKeys* keys = nullptr;
  int form = op::LOAD_METHOD_NO_DICT;
  if (has_flag(&type, type_flags::managed_dict)) {
    Dict* dict = instance_managed_dict(owner);
    keys = dict ? dict->keys : shared_keys_of(&type);
    if (!keys) return 0;
    form = dict ? op::LOAD_METHOD_WITH_DICT : op::LOAD_METHOD_WITH_VALUES;
    cache->dict_offset = static_cast<CodeUnit>(-static_cast<int>(sizeof(Object*)));
  } else if (type.tp_dictoffset) {
    if (type.tp_dictoffset < 0 || type.tp_dictoffset > INT16_MAX) return 0;
    Dict* dict = *reinterpret_cast<Dict**>(reinterpret_cast<char*>(owner) + type.tp_dictoffset);
    if (!dict) return 0;
    keys = dict->keys;
    form = op::LOAD_METHOD_WITH_DICT;
    cache->dict_offset = static_cast<CodeUnit>(type.tp_dictoffset);
  }
  if (keys) {
    // Not in the instance, and it stays so while the keys keep their version.
    if (keys->is_general() || find_name(keys, Borrowed<Str>(name)) != slot_empty) return 0;
    std::uint32_t of_keys = keys_version(keys);
    if (!of_keys) return 0;
    write_u32(cache->keys_version, of_keys);
  }
  write_u32(cache->type_version, version);
  write_object(cache->descr, descriptor.object());
  return form;
}

void settle(CodeUnit* at, int form) {
  if (form) specialized(at, form);
  else not_specialized(at);
}

}  // namespace

void specialize_global(Context&, InterpreterFrame* frame, CodeUnit* at, Str* name) {
  if (!try_global(frame, at, name)) not_specialized(at);
}
void specialize_load_attr(Context& cx, Object* owner, CodeUnit* at, Str* name) { settle(at, load_attr_form(cx, owner, at, name)); }
void specialize_store_attr(Context& cx, Object* owner, CodeUnit* at, Str* name) { settle(at, store_attr_form(cx, owner, at, name)); }
void specialize_load_method(Context& cx, Object* owner, CodeUnit* at, Str* name) { settle(at, load_method_form(cx, owner, at, name)); }

}  // namespace krait::interp
