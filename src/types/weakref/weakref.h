// Weak references: ref objects and proxies that know an object without keeping it alive.
//
// All references to one object hang in a list that starts in the object itself, at its type's tp_weaklistoffset:
//
//     object ──▶ plain ref ──▶ plain proxy ──▶ newest other ──▶ … ──▶ oldest other
//
// "Plain" means exactly ref (or proxy) without a callback: there is at most one of each and it is shared by all who ask.
// So the callbacks run newest first when the object dies.
#pragma once

#include "object/protocol.h"

namespace krait {

struct WeakRef {  // PyWeakReference
  Object base;
  Object* object;  // not owned; None once dead
  Slot<> callback;
  Hash hash;  // -1: not computed yet
  WeakRef* previous;
  WeakRef* next;
  VectorCall vectorcall;

  static constexpr Type* static_type = &weakref_type;
  KR_INLINE bool is_dead() const { return object->refcount <= 0 || object == &none_object; }
};
static_assert(sizeof(WeakRef) == 64);

bool is_weak_proxy(Borrowed<> object);
KR_INLINE bool is_any_weak_reference(Borrowed<> object) { return is<WeakRef>(object) || is_weak_proxy(object); }
// The referent, None when it is dead.
KR_INLINE Borrowed<> weak_referent(Borrowed<WeakRef> ref) { return ref->is_dead() ? none() : Borrowed<>(ref->object); }

// ref(object, callback) and proxy(object, callback); a null or None callback for none. TypeError when the type has no room for them.
Result<Ref<WeakRef>> new_weak_ref(Context& cx, Borrowed<> object, Borrowed<> callback);
Result<Ref<WeakRef>> new_weak_proxy(Context& cx, Borrowed<> object, Borrowed<> callback);

// The head of an object's list; null when its type has none.
WeakRef** weak_list_of(Object* object);
Index weak_reference_count(Object* object);
// Makes the reference dead but keeps its callback: the collector calls that itself.
void weak_ref_clear_keeping_callback(WeakRef* ref);
// Calls the callback with the reference; an exception is reported as unraisable.
void weak_ref_call_back(Context& cx, WeakRef* ref, Borrowed<> callback);
// What every tp_dealloc of a referable object does first: all references die, their callbacks run.
void clear_weak_references(Object* object);

}  // namespace krait
