// What the files of this room share.
#pragma once

#include <span>

#include "types/type/type.h"

namespace krait {

// The direct subclasses, in the order they were made. A type's tp_subclasses points to a plain list of borrowed pointers: a subclass
// enters itself when it is made ready and leaves before it dies.
std::span<Type* const> subclasses_of(const Type& type);
bool add_subclass(Type& base, Type& subclass);
void remove_subclass(Type& base, Type& subclass);

// The attribute along the MRO, without the cache.
Borrowed<> lookup_uncached(const Type& type, Borrowed<Str> name);

// --- the end of an instance of a heap class (type/instance.cpp)
void subtype_dealloc(Object* self);
int subtype_traverse(Object* self, Visit visit, void* arg);
int subtype_clear(Object* self);

// --- layouts (type/layout.cpp)
Type* solid_base(Type* type);
Result<Borrowed<Type>> best_base(Context& cx, Borrowed<Tuple> bases);
bool same_layout(const Type* a, const Type* b);
Result<void> check_compatible_for_assignment(Context& cx, Type& old_type, Type& new_type, const char* attribute);

// --- making a class
Object* type_new(Type* metatype, Object* args, Object* kwargs);
// The vectorcall of classes whose metaclass is type itself.
Object* class_vectorcall(Object* cls, Object* const* args, std::size_t nargsf, Object* kwnames);
// The members of __slots__, kept behind the type object.
KR_INLINE MemberDef* slot_members(Type& type) {
  return reinterpret_cast<MemberDef*>(reinterpret_cast<char*>(&type) + type.head.base.type->tp_basicsize);
}
KR_INLINE Index slot_member_count(const Type& type) { return type.head.size; }
KR_INLINE HeapType& heap_type(Type& type) { return *reinterpret_cast<HeapType*>(&type); }

// The getsets __dict__ and __weakref__ of classes that add them.
extern GetSetDef dict_and_weakref_getset[], dict_getset[], weakref_getset[];

// object.__new__ and object.__init__, whose argument checks ask whether the other one is overridden.
Object* object_new(Type* type, Object* args, Object* kwargs);
int object_init(Object* self, Object* args, Object* kwargs);

extern MethodDef type_methods[];
extern GetSetDef type_getset[];
extern MemberDef type_members[];

}  // namespace krait
