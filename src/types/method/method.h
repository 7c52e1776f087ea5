// Bound things: method (a function with its self), builtin_function_or_method (a C function with its self), builtin_method (one that
// also gets its defining class), instancemethod. The structs are CPython's.
#pragma once

#include "object/protocol.h"

namespace krait {

struct Method {  // PyMethodObject
  Object base;
  Slot<> function;
  Slot<> self;
  Object* weakrefs;
  VectorCall vectorcall;

  static constexpr Type* static_type = &method_type;
};
static_assert(sizeof(Method) == 48);

struct BuiltinFunction {  // PyCFunctionObject
  Object base;
  MethodDef* def;
  Slot<> self;    // the receiver; a module's function: the module; null for static methods
  Slot<> module;  // the module's name
  Object* weakrefs;
  VectorCall vectorcall;

  static constexpr Type* static_type = &builtin_function_type;
  KR_INLINE int flags() const { return def->ml_flags; }
};
static_assert(sizeof(BuiltinFunction) == 56);

struct BuiltinMethod {  // PyCMethodObject
  BuiltinFunction function;
  Slot<Type> defining_class;

  static constexpr Type* static_type = &builtin_method_type;
};
static_assert(sizeof(BuiltinMethod) == 64);

struct InstanceMethod {  // PyInstanceMethodObject
  Object base;
  Slot<> function;

  static constexpr Type* static_type = &instance_method_type;
};

Result<Ref<>> new_method(Context& cx, Borrowed<> function, Borrowed<> self);
// PyCMethod_New: def must outlive the object. self, module and defining_class may be null.
Result<Ref<>> new_builtin_function(Context& cx, MethodDef* def, Borrowed<> self, Borrowed<> module = {}, Type* defining_class = nullptr);
Result<Ref<>> new_instance_method(Context& cx, Borrowed<> function);

// The signature part of a docstring that begins with "name(...)\n--\n\n", and the text behind it. None where there is none.
Result<Ref<>> doc_from_internal_doc(Context& cx, const char* name, const char* doc);
Result<Ref<>> text_signature_from_internal_doc(Context& cx, const char* name, const char* doc);

}  // namespace krait
