// The list of an object's weak references, and what happens to it when the object dies.
#include "memory/memory.h"
#include "types/tuple/tuple.h"
#include "types/weakref/weakref.h"
#include "types/weakref/links.h"

namespace krait {

WeakRef** weak_list_of(Object* object) {
  Index offset = object->type->tp_weaklistoffset;
  return offset > 0 ? reinterpret_cast<WeakRef**>(reinterpret_cast<char*>(object) + offset) : nullptr;
}

Index weak_reference_count(Object* object) {
  WeakRef** list = weak_list_of(object);
  Index count = 0;
  for (WeakRef* ref = list ? *list : nullptr; ref; ref = ref->next) ++count;
  return count;
}

namespace weakref {

void unlink(WeakRef* ref) {
  if (ref->object == &none_object) return;
  WeakRef** list = weak_list_of(ref->object);
  if (*list == ref) *list = ref->next;
  ref->object = &none_object;
  if (ref->previous) ref->previous->next = ref->next;
  if (ref->next) ref->next->previous = ref->previous;
  ref->previous = ref->next = nullptr;
}

void clear(WeakRef* ref) {
  unlink(ref);
  auto callback = ref->callback.take();
}

void insert(WeakRef* ref, WeakRef** list, WeakRef* after) {
  ref->previous = after;
  ref->next = after ? after->next : *list;
  if (ref->next) ref->next->previous = ref;
  if (after) after->next = ref;
  else *list = ref;
}

Plain find_plain(WeakRef* head) {
  Plain plain{};
  if (head && !head->callback && head->base.type == &weakref_type) {
    plain.ref = head;
    head = head->next;
  }
  if (head && !head->callback && is_weak_proxy(Borrowed<>(as_object(head)))) plain.proxy = head;
  return plain;
}

}  // namespace weakref

void weak_ref_clear_keeping_callback(WeakRef* ref) { weakref::unlink(ref); }

void weak_ref_call_back(Context& cx, WeakRef* ref, Borrowed<> callback) {
  auto answer = call(cx, callback, Borrowed<WeakRef>(ref));
  if (answer.failed()) write_unraisable(cx, callback);
}

namespace {

// References whose callbacks are still to be called: pairs of owned pointers on the C heap, since the object is half dead and a
// collection now would be unwelcome.
struct Pending {
  Object* ref;  // null: the reference itself is dying, nobody to tell
  Object* callback;
};

void call_all(Context& cx, Pending* pending, Index count) {
  for (Index i = 0; i < count; ++i) {
    if (pending[i].ref) weak_ref_call_back(cx, reinterpret_cast<WeakRef*>(pending[i].ref), Borrowed<>(pending[i].callback));
    xdecref(pending[i].callback);
    xdecref(pending[i].ref);
  }
}

}  // namespace

void clear_weak_references(Object* object) {
  WeakRef** list = weak_list_of(object);
  if (!list) return;
  // Without callbacks there are at most two, plus those of subclasses.
  while (*list && !(*list)->callback) weakref::clear(*list);
  if (!*list) return;
  Context& cx = Context::current();
  SavedError saved(cx);
  Index count = weak_reference_count(object), used = 0;
  Pending few[8];
  Pending* pending = few;
  if (count > 8) pending = static_cast<Pending*>(memory::raw_allocate(count * sizeof(Pending)));
  if (!pending) fatal_error(__func__, "out of memory for weak reference callbacks");
  while (WeakRef* ref = *list) {
    bool alive = ref->base.refcount > 0;
    Object* callback = ref->callback.take().release();
    weakref::unlink(ref);
    if (alive && callback) incref(as_object(ref));
    pending[used++] = {alive && callback ? as_object(ref) : nullptr, callback};
  }
  call_all(cx, pending, used);
  if (pending != few) memory::raw_release(pending);
}

namespace {
struct Enter {
  Enter() { memory::clear_weak_references = &clear_weak_references; }
};
[[gnu::init_priority(1000)]] Enter enter;
}  // namespace

}  // namespace krait
