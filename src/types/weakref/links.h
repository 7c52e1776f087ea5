// Private to this room: moving references into and out of an object's list.
#pragma once

#include "types/weakref/weakref.h"

namespace krait::weakref {

struct Plain {  // the shared references without a callback, null where there is none
  WeakRef* ref;
  WeakRef* proxy;
};
Plain find_plain(WeakRef* head);
void insert(WeakRef* ref, WeakRef** list, WeakRef* after);  // after null: at the head
void unlink(WeakRef* ref);                                   // dead from now on
void clear(WeakRef* ref);                                    // unlinked, callback dropped
// Makes a reference of any of the three types, or shares the plain one.
Result<Ref<WeakRef>> make(Context& cx, Type& type, Borrowed<> object, Borrowed<> callback);

int traverse(Object* self, Visit visit, void* arg);
int clear_slot(Object* self);

}  // namespace krait::weakref
