// type: making types ready, looking names up along the MRO, and the two-way traffic between slots and special methods.
#pragma once

#include "object/protocol.h"

namespace krait {

// PyType_Ready: fills a static type in from its base (slots, flags, __dict__, MRO). Idempotent.
Result<void> ready(Context& cx, Type& type);
// All static types that the rooms declare, in an order that puts bases first (type/builtin_types.cpp).
Result<void> ready_builtin_types(Context& cx);

// The attribute of the first class in the MRO that has it, from the type cache where possible; null when none has. Pure.
Borrowed<> lookup_in_type(Type& type, Borrowed<Str> name);
// Looks in `type` and tells the version tag to guard on (0: none could be given).
std::uint32_t type_version(Context& cx, Type& type);
void type_modified(Type& type);  // invalidates caches of the type and its subclasses

Result<Ref<>> type_call(Context& cx, Borrowed<Type> type, Borrowed<Tuple> args, Borrowed<Dict> kwargs);
Result<Ref<Type>> new_type(Context& cx, Borrowed<Type> metatype, Borrowed<Str> name, Borrowed<Tuple> bases, Borrowed<Dict> dict,
                           Borrowed<Dict> kwargs);
Result<Borrowed<Type>> calculate_metaclass(Context& cx, Borrowed<Type> metatype, Borrowed<Tuple> bases);
Result<Ref<Str>> type_name(Context& cx, Type& type);            // __name__
Result<Ref<Str>> type_qualified_name(Context& cx, Type& type);  // __qualname__
Result<Ref<>> type_module(Context& cx, Type& type);             // __module__
std::string_view short_name(const Type& type);                  // tp_name after its last dot
KR_INLINE Type& as_type(Borrowed<> object) { return *reinterpret_cast<Type*>(object.object()); }
KR_INLINE bool is_type(Borrowed<> object) { return type_has_flag(object.object(), type_flags::type_subclass); }
KR_INLINE Borrowed<> type_object(const Type& type) { return Borrowed<>(reinterpret_cast<Object*>(const_cast<Type*>(&type))); }

// super(type, object).name without making the super object.
Result<Ref<>> super_lookup(Context& cx, Borrowed<Type> type, Borrowed<> object, Borrowed<Str> name);

}  // namespace krait
