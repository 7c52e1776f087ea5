// Descriptors: what a type's __dict__ holds for methods, members, getters and slots, and the ones that Python code makes by name
// (property, classmethod, staticmethod, super). The first group's structs are CPython's.
#pragma once

#include "object/protocol.h"

namespace krait {

struct Descriptor {  // PyDescrObject
  Object base;
  Slot<Type> owner;     // d_type: the class it was found in
  Slot<Str> name;
  Slot<> qualname;  // made on demand
};
static_assert(sizeof(Descriptor) == 40);

struct MethodDescriptor {  // PyMethodDescrObject; also classmethod_descriptor
  Descriptor common;
  MethodDef* def;
  VectorCall vectorcall;

  static constexpr Type* static_type = &method_descr_type;
};
static_assert(sizeof(MethodDescriptor) == 56);

struct ClassMethodDescriptor {
  MethodDescriptor method;
  static constexpr Type* static_type = &classmethod_descr_type;
};

struct MemberDescriptor {  // PyMemberDescrObject
  Descriptor common;
  MemberDef* member;

  static constexpr Type* static_type = &member_descr_type;
};

struct GetSetDescriptor {  // PyGetSetDescrObject
  Descriptor common;
  GetSetDef* getset;

  static constexpr Type* static_type = &getset_descr_type;
};

// Calls a slot of the type with Python arguments: __add__ on a C type is such a wrapper around nb_add.
using WrapperFunction = Object* (*)(Object* self, Object* args, void* wrapped);
using WrapperFunctionKeywords = Object* (*)(Object* self, Object* args, void* wrapped, Object* kwargs);

struct WrapperBase {  // struct wrapperbase
  const char* name;
  int offset;
  void* function;
  WrapperFunction wrapper;
  const char* doc;
  int flags;  // 1: the wrapper takes keywords
  Object* name_object;
};
static_assert(sizeof(WrapperBase) == 56);

struct WrapperDescriptor {  // PyWrapperDescrObject
  Descriptor common;
  const WrapperBase* wrapper;
  void* wrapped;

  static constexpr Type* static_type = &wrapper_descr_type;
};
static_assert(sizeof(WrapperDescriptor) == 56);

struct Property {
  Object base;
  Slot<> get;
  Slot<> set;
  Slot<> del;
  Slot<> doc;
  Slot<> name;
  int getter_doc;  // the doc came from the getter

  static constexpr Type* static_type = &property_type;
};
static_assert(sizeof(Property) == 64);

struct ClassMethod {  // also staticmethod
  Object base;
  Slot<> callable;
  Object* dict;

  static constexpr Type* static_type = &classmethod_type;
};
static_assert(sizeof(ClassMethod) == 32);

struct StaticMethod {
  ClassMethod method;
  static constexpr Type* static_type = &staticmethod_type;
};

struct Super {
  Object base;
  Slot<Type> type;
  Slot<> object;
  Slot<Type> object_type;

  static constexpr Type* static_type = &super_type;
};
static_assert(sizeof(Super) == 40);

Result<Ref<>> new_method_descriptor(Context& cx, Type& owner, MethodDef* def);
Result<Ref<>> new_classmethod_descriptor(Context& cx, Type& owner, MethodDef* def);
Result<Ref<>> new_member_descriptor(Context& cx, Type& owner, MemberDef* def);
Result<Ref<>> new_getset_descriptor(Context& cx, Type& owner, GetSetDef* def);
Result<Ref<>> new_wrapper_descriptor(Context& cx, Type& owner, const WrapperBase* base, void* wrapped);
Result<Ref<>> new_method_wrapper(Context& cx, Borrowed<WrapperDescriptor> descriptor, Borrowed<> self);
Result<Ref<>> new_classmethod(Context& cx, Borrowed<> callable);
Result<Ref<>> new_staticmethod(Context& cx, Borrowed<> callable);

// A member of a struct as PyMember_GetOne and PyMember_SetOne read and write it.
Result<Ref<>> member_get(Context& cx, const char* object, const MemberDef& member);
Result<void> member_set(Context& cx, char* object, const MemberDef& member, Borrowed<> value);  // null: delete

// A data descriptor: its type has a tp_descr_set.
KR_INLINE bool is_data_descriptor(Borrowed<> object) { return object.type()->tp_descr_set != nullptr; }

// The arguments of super() without arguments, found in the running frame: the class from __class__, the first argument. Set by the
// interpreter's room.
Result<void> super_arguments(Context& cx, Ref<Type>* type, Ref<>* object);

}  // namespace krait
