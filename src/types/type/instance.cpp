// The life of instances of heap classes: the parts that the class adds to what its nearest C base keeps (slots, __dict__, weak
// references) are visited, cleared and dropped here, the rest by the base's own functions.
#include "memory/memory.h"
#include "object/generic.h"
#include "types/dict/dict.h"
#include "types/str/str.h"
#include "types/type/internal.h"

namespace krait {

namespace {

// Calls body for every owned field that __slots__ of this one class added.
template <class F>
KR_INLINE void each_slot(Type& type, Object* self, F&& body) {
  MemberDef* member = slot_members(type);
  for (Index i = 0; i < slot_member_count(type); ++i, ++member)
    if (member->type == member_kind::object_ex && !(member->flags & 1))
      body(reinterpret_cast<Object**>(reinterpret_cast<char*>(self) + member->offset));
}

template <auto Field, class F>
Type* nearest_base(Type* type, F ours) {
  while (type->*Field == ours) type = type->tp_base;
  return type;
}

void clear_slots(Type& type, Object* self) {
  each_slot(type, self, [](Object** field) {
    if (Object* old = std::exchange(*field, nullptr)) decref(old);
  });
}

Object** plain_dict_slot(Type* type, Object* self) {
  if (has_flag(type, type_flags::managed_dict) || type->tp_dictoffset == 0) return nullptr;
  return instance_dict_pointer(self);
}

}  // namespace

int subtype_traverse(Object* self, Visit visit, void* arg) {
  Type* type = self->type;
  Type* base = type;
  int answer = 0;
  for (; base->tp_traverse == &subtype_traverse; base = base->tp_base)
    if (slot_member_count(*base))
      each_slot(*base, self, [&](Object** field) {
        if (*field && !answer) answer = visit(*field, arg);
      });
  if (answer) return answer;
  if (has_flag(type, type_flags::managed_dict)) {
    answer = visit_instance_attributes(self, visit, arg);
  } else if (type->tp_dictoffset != base->tp_dictoffset) {
    Object** dict = plain_dict_slot(type, self);
    if (dict && *dict) answer = visit(*dict, arg);
  }
  if (answer) return answer;
  // A C heap base visits the type itself.
  if (!base->tp_traverse || !has_flag(base, type_flags::heap)) answer = visit(as_object(type), arg);
  if (answer || !base->tp_traverse) return answer;
  return base->tp_traverse(self, visit, arg);
}

int subtype_clear(Object* self) {
  Type* type = self->type;
  Type* base = type;
  for (; base->tp_clear == &subtype_clear; base = base->tp_base)
    if (slot_member_count(*base)) clear_slots(*base, self);
  if (has_flag(type, type_flags::managed_dict)) {
    clear_instance_attributes(self);
  } else if (type->tp_dictoffset != base->tp_dictoffset) {
    Object** dict = plain_dict_slot(type, self);
    if (dict)
      if (Object* old = std::exchange(*dict, nullptr)) decref(old);
  }
  return base->tp_clear ? base->tp_clear(self) : 0;
}

void subtype_dealloc(Object* self) {
  Type* type = self->type;
  if (type->tp_finalize) {
    if (memory::finalize_from_dealloc(self)) return;
  }
  if (type->tp_del) {
    type->tp_del(self);
    if (self->refcount > 0) return;
  }
  Type* base = nearest_base<&Type::tp_dealloc>(type, &subtype_dealloc);
  bool container = has_flag(type, type_flags::gc);
  if (type->tp_weaklistoffset && !base->tp_weaklistoffset && memory::clear_weak_references) {
    memory::clear_weak_references(self);
    type = self->type;
  }
  if (container) memory::untrack(self);
  for (Type* level = type; level != base; level = level->tp_base)
    if (slot_member_count(*level)) clear_slots(*level, self);
  if (has_flag(type, type_flags::managed_dict)) {
    clear_instance_attributes(self);
  } else if (type->tp_dictoffset && !base->tp_dictoffset) {
    Object** dict = plain_dict_slot(type, self);
    if (dict)
      if (Object* old = std::exchange(*dict, nullptr)) decref(old);
  }
  // Whoever frees the memory needs the type alive; a C heap base drops the type's count itself.
  bool drop_type = has_flag(type, type_flags::heap) && !has_flag(base, type_flags::heap);
  base->tp_dealloc(self);
  if (drop_type) decref(as_object(type));
}

// --- the __dict__ and __weakref__ getsets

namespace {

// A base class may have a __dict__ descriptor of its own (types do, modules do): it is the one to ask.
Type* base_with_own_dict(Type* type) {
  for (; type->tp_base; type = type->tp_base)
    if (type->tp_dictoffset != 0 && !has_flag(type, type_flags::heap)) return type;
  return nullptr;
}

Borrowed<> inherited_dict_descriptor(Type* type) {
  Type* base = base_with_own_dict(type);
  if (!base) return {};
  Borrowed<> descriptor = lookup_in_type(*base, KR_ID(__dict__));
  return descriptor && descriptor.type()->tp_descr_set ? descriptor : Borrowed<>();
}

KR_COLD Failed raise_no_dict(Context& cx, Borrowed<> object) {
  return raise(cx, exc::TypeError, "this __dict__ descriptor does not support '{!t:.200}' objects", object);
}

Object* get_dict(Object* self, void* closure) {
  Context& cx = Context::current();
  Borrowed<> descriptor = inherited_dict_descriptor(self->type);
  if (!descriptor) return generic_get_dict(self, closure);
  TernaryFunction get = descriptor.type()->tp_descr_get;
  if (!get) return raise_no_dict(cx, Borrowed<>(self));
  auto held = hold(descriptor);
  return get(held.object(), self, as_object(self->type));
}

int set_dict(Object* self, Object* value, void*) {
  Context& cx = Context::current();
  if (Borrowed<> descriptor = inherited_dict_descriptor(self->type)) {
    auto held = hold(descriptor);
    return held.type()->tp_descr_set(held.object(), self, value);
  }
  Object** slot = instance_dict_pointer(self);
  if (!slot) return raise(cx, exc::AttributeError, "This object has no __dict__");
  if (value && !is<Dict>(Borrowed<>(value)))
    return raise(cx, exc::TypeError, "__dict__ must be set to a dictionary, not a '{!t:.200}'", Borrowed<>(value));
  auto old = Ref<>::steal(std::exchange(*slot, Ref<>::share(value).release()));
  return 0;
}

Object* get_weakref(Object* self, void*) {
  Type* type = self->type;
  if (!type->tp_weaklistoffset)
    return raise(Context::current(), exc::AttributeError, "This object has no __weakref__");
  Object* list = *reinterpret_cast<Object**>(reinterpret_cast<char*>(self) + type->tp_weaklistoffset);
  return hold(list ? list : &none_object).release();
}

}  // namespace

GetSetDef dict_and_weakref_getset[] = {
    {"__dict__", &get_dict, &set_dict, "dictionary for instance variables (if defined)", nullptr},
    {"__weakref__", &get_weakref, nullptr, "list of weak references to the object (if defined)", nullptr},
    {}};
GetSetDef dict_getset[] = {{"__dict__", &get_dict, &set_dict, "dictionary for instance variables (if defined)", nullptr}, {}};
GetSetDef weakref_getset[] = {
    {"__weakref__", &get_weakref, nullptr, "list of weak references to the object (if defined)", nullptr}, {}};

}  // namespace krait
