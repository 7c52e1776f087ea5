// Slots and special methods, both ways. Private to the room.
//
// One row says: the special method `name` belongs to the slot at `offset`; a class that defines the method in Python gets `function`
// in that slot, which calls the method; a type that fills the slot in C++ gets a wrapper descriptor with `wrapper` in its __dict__,
// which calls the slot. Several rows may share a slot (__add__ and __radd__), and one name may stand for several slots (__add__).
#pragma once

#include "object/generic.h"
#include "types/descriptors/descriptors.h"

namespace krait::slots {

extern WrapperBase table[];  // ends with a row whose name is null; rows of one slot are neighbours

// The place of the slot in a type; null when the type lacks the table of slots it lies in.
void** slot_pointer(Type& type, int offset);

// Wrapper descriptors for the filled slots that the type's __dict__ does not name yet.
Result<void> add_wrappers(Context& cx, Type& type);
// Fills all slots of a new heap type from the special methods along its MRO.
void fix_all(Type& type);
// A special method of the type was set or deleted: its slots follow, in subclasses too.
void update(Context& cx, Type& type, Borrowed<Str> name);
// After a change of bases: every slot anew, subclasses included.
void update_all(Context& cx, Type& type);

// The generic slot functions that other parts of the room compare with.
Object* slot_new(Type* type, Object* args, Object* kwargs);
Object* slot_getattr_hook(Object* self, Object* name);
Object* slot_getattro(Object* self, Object* name);
Object* tp_new_wrapper(Object* self, Object* args, Object* kwargs);

// --- calling special methods
// The method as found on the type; *unbound: it takes self as its first argument. Missing when the type has none.
Lookup<> find_method(Context& cx, Borrowed<> self, Borrowed<Str> name, bool* unbound);
// self_and_args[0] is self. AttributeError(name) when there is no such method.
Result<Ref<>> call_special(Context& cx, Borrowed<Str> name, std::span<Object* const> self_and_args);
// NotImplemented when there is no such method.
Result<Ref<>> call_special_maybe(Context& cx, Borrowed<Str> name, std::span<Object* const> self_and_args);


}  // namespace krait::slots
