// _thread._local: an object whose attributes each thread has its own of. They lie in a dict that the thread's state keeps under the
// object's address; a thread's first look calls __init__ again.
#include "modules/_thread/thread.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/isolate.h"
#include "object/new.h"
#include "object/register.h"
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"
#include "types/weakref/weakref.h"

namespace krait::threads {
namespace {

struct Local {
  Object head;
  Slot<Int> key;  // in the threads' dicts
  Slot<Tuple> args;
  Slot<Dict> kwargs;
  Object* weakrefs;
};
using Fields = Owns<Local, &Local::key, &Local::args, &Local::kwargs>;

Result<Borrowed<Dict>> thread_dict(Context& cx) {
  if (!cx.dict) cx.dict = KR_TRY(new_dict(cx)).as<Object>().release();
  return Borrowed<>(cx.dict).as<Dict>();
}

// This thread's attributes.
Result<Ref<Dict>> attributes(Context& cx, Borrowed<Local> self) {
  auto all = KR_TRY(thread_dict(cx));
  auto found = KR_TRY(dict_get(cx, all, self->key.get()));
  if (found) return hold(found.as<Dict>());
  Ref<Dict> mine = KR_TRY(new_dict(cx));
  KR_TRY(dict_set(cx, all, self->key.get(), mine));
  Type* type = self.type();
  if (type->tp_init != object_type.tp_init &&
      type->tp_init(self.object(), self->args.get().object(), self->kwargs ? self->kwargs.get().object() : nullptr) < 0) {
    SavedError saved(cx);
    if (dict_delete(cx, all, self->key.get()).failed()) clear_error(cx);
    return Failed{};
  }
  return mine;
}

Result<Ref<>> get_attribute(Context& cx, Borrowed<Local> self, Borrowed<Str> name) {
  Ref<Dict> mine = KR_TRY(attributes(cx, self));
  if (str_equal(name, "__dict__")) return Ref<>(std::move(mine));
  Ref<> found = KR_TRY(generic_lookup_attr(cx, self, name, mine));
  if (found) return found;
  return raise_no_attribute(cx, self, name);
}

Result<void> set_attribute(Context& cx, Borrowed<Local> self, Borrowed<Str> name, Borrowed<> value) {
  Ref<Dict> mine = KR_TRY(attributes(cx, self));
  if (str_equal(name, "__dict__")) return raise(cx, exc::AttributeError, "'{!t}' object attribute '__dict__' is read-only", self);
  if (Borrowed<> descriptor = lookup_in_type(*self.type(), name); descriptor && descriptor.type()->tp_descr_set) {
    Ref<> held = hold(descriptor);
    return Result<void>::from_raw(descriptor.type()->tp_descr_set(held.raw(), self.object(), value.object()));
  }
  if (value) return dict_set(cx, mine, name, value);
  if (!KR_TRY(dict_contains(cx, mine, name))) return raise_no_attribute(cx, self, name);
  return dict_delete(cx, mine, name);
}

Object* make(Type* type, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  bool given = reinterpret_cast<Tuple*>(args)->size() > 0 || (kwargs && KR_TRY(length(cx, Borrowed<>(kwargs))) > 0);
  if (type->tp_init == object_type.tp_init && given) return raise(cx, exc::TypeError, "Initialization arguments are not supported");
  Ref<> made = KR_TRY(generic_alloc(cx, *type, 0));
  auto* self = reinterpret_cast<Local*>(made.raw());
  self->args.init(hold(Borrowed<>(args).as<Tuple>()));
  if (kwargs) self->kwargs.init(hold(Borrowed<>(kwargs).as<Dict>()));
  self->key.init(KR_TRY(int_from(cx, reinterpret_cast<long long>(self))));
  auto all = KR_TRY(thread_dict(cx));  // __init__ is about to run for this thread: only make its dict
  Ref<Dict> mine = KR_TRY(new_dict(cx));
  KR_TRY(dict_set(cx, all, self->key.get(), mine));
  return made.release();
}

int clear(Object* object) {
  auto* self = reinterpret_cast<Local*>(object);
  Context& cx = Context::current();
  if (self->key) {
    Ref<Int> key = self->key.take();
    SavedError saved(cx);
    for (ThreadState* thread = isolate(cx).threads; thread; thread = thread->next) {
      if (!thread->dict) continue;
      auto found = dict_get(cx, Borrowed<>(thread->dict).as<Dict>(), key);
      if (found.failed() || !found.value()) continue;
      Ref<> kept = hold(found.value());  // dies after it has left the thread's dict
      if (dict_delete(cx, Borrowed<>(thread->dict).as<Dict>(), key).failed()) clear_error(cx);
    }
  }
  return Fields::clear(object);
}

void dealloc(Object* object) {
  memory::untrack(object);
  if (reinterpret_cast<Local*>(object)->weakrefs) clear_weak_references(object);
  clear(object);
  Type* type = object->type;
  type->tp_free(object);
  if (has_flag(type, type_flags::heap)) decref(reinterpret_cast<Object*>(type));
}

}  // namespace
}  // namespace krait::threads

namespace krait {
constinit Type thread_local_type = {.head = {{1, &type_type}, 0},
                                    .tp_name = "_thread._local",
                                    .tp_basicsize = sizeof(threads::Local),
                                    .tp_dealloc = threads::dealloc,
                                    .tp_getattro = slot<&threads::get_attribute>,
                                    .tp_setattro = slot<&threads::set_attribute>,
                                    .tp_flags = type_flags::base | type_flags::gc,
                                    .tp_doc = "Thread-local data",
                                    .tp_traverse = threads::Fields::traverse,
                                    .tp_clear = threads::clear,
                                    .tp_weaklistoffset = offsetof(threads::Local, weakrefs),
                                    .tp_new = threads::make,
                                    .tp_free = free_container};
KR_READY(thread_local_type);
}  // namespace krait
