// Weak references during a collection.
//
// Every weak reference to an unreachable object is cleared before any finaliser runs, so that nothing can reach the garbage through
// one. Callbacks run only for references that live outside the garbage: one that is garbage itself dies silently.
#include "memory/collector.h"
#include "memory/memory.h"
#include "types/weakref/weakref.h"

namespace krait {
namespace {

struct Waiting {  // references, owned, whose callbacks are to run
  WeakRef** items = nullptr;
  Index count = 0, room = 0;
  ~Waiting() { memory::raw_release(items); }
  void add(WeakRef* ref) {
    if (count == room) {
      room = room ? room * 2 : 64;
      items = static_cast<WeakRef**>(memory::raw_resize(items, static_cast<std::size_t>(room) * sizeof(WeakRef*)));
      if (!items) fatal_error(__func__, "out of memory for weak reference callbacks");
    }
    incref(as_object(ref));
    items[count++] = ref;
  }
};

void clear_references_to(Object* object, Waiting& waiting) {
  if (is_any_weak_reference(Borrowed<>(object))) weak_ref_clear_keeping_callback(reinterpret_cast<WeakRef*>(object));
  WeakRef** list = weak_list_of(object);
  if (!list) return;
  while (WeakRef* ref = *list) {
    weak_ref_clear_keeping_callback(ref);
    if (ref->callback && !memory::is_unreachable(as_object(ref))) waiting.add(ref);
  }
}

Index clear_all(Object* const* unreachable, Index count) {
  Waiting waiting;
  for (Index i = 0; i < count; ++i) clear_references_to(unreachable[i], waiting);
  if (waiting.count == 0) return 0;
  Context& cx = Context::current();
  Index died = 0;
  for (Index i = 0; i < waiting.count; ++i) {
    WeakRef* ref = waiting.items[i];
    auto callback = hold(ref->callback.get());
    weak_ref_call_back(cx, ref, callback);
    died += ref->base.refcount == 1;
    decref(as_object(ref));
  }
  return 1 + died;
}

struct Enter {
  Enter() { memory::collector_hooks.weak_references = &clear_all; }
};
Enter enter;

}  // namespace
}  // namespace krait
