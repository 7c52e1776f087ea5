// Shared by the descriptors of C functions, members and slots. Private to the room.
#pragma once

#include "types/descriptors/descriptors.h"

namespace krait {

template <class T>
Result<Ref<T>> new_descriptor(Context& cx, Type& kind, Type& owner, const char* name);
// TypeError "descriptor 'x' for 'A' objects doesn't apply to a 'B' object".
Result<void> check_receiver(Context& cx, Borrowed<Descriptor> descriptor, Borrowed<> object);
Result<Ref<>> descriptor_qualname(Context& cx, Borrowed<Descriptor> self);
// (getattr, (object, name)).
Result<Ref<>> reduce_by_name(Context& cx, Borrowed<> object, Borrowed<> name);
int descriptor_traverse(Object* self, Visit visit, void* arg);
void descriptor_dealloc(Object* self);

extern MemberDef descriptor_members[];

}  // namespace krait
