#include "modules/_abc/data.h"

#include "memory/memory.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "types/list/list.h"
#include "types/method/method.h"
#include "types/set/set.h"
#include "types/weakref/weakref.h"

namespace krait::abc {

namespace {

using Fields = Owns<Data, &Data::registry, &Data::cache, &Data::negative_cache>;

// The callback of a reference in a set: a class that dies leaves the sets it is in. `weak_set` keeps the set itself from being held.
Object* forget(Object* weak_set, Object* reference) {
  Context& cx = Context::current();
  Borrowed<> set(reinterpret_cast<WeakRef*>(weak_set)->object);
  if (!set || is_none(set) || set.object()->refcount <= 0) return new_none().release();
  auto held = hold(set);
  KR_TRY(set_discard(cx, held.borrow().as<Set>(), Borrowed<>(reference)));
  return new_none().release();
}
constinit MethodDef forget_def = {"_destroy", {.plain = &forget}, method_flags::one, nullptr};

}  // namespace

Result<Ref<Data>> new_data(Context& cx) { return generic_alloc(cx, data_type, 0).as<Data>(); }

Result<bool> holds_weakly(Context& cx, const Slot<>& set, Borrowed<> object) {
  if (!set || set.get().as<Set>()->size() == 0) return false;
  Result<Ref<WeakRef>> reference = new_weak_ref(cx, object, {});
  if (!reference.failed()) return set_contains(cx, set.get().as<Set>(), std::move(reference).value());
  // What cannot be referred to weakly cannot be in there.
  if (clear_error_if(cx, exc::TypeError)) return false;
  return Failed{};
}

Result<void> add_weakly(Context& cx, Slot<>& field, Borrowed<> object) {
  if (!field) field.init(KR_TRY(new_set(cx)));
  auto set = hold(field.get());
  auto weak_set = KR_TRY(new_weak_ref(cx, set, {}));
  auto callback = KR_TRY(new_builtin_function(cx, &forget_def, weak_set));
  auto reference = KR_TRY(new_weak_ref(cx, object, callback));
  KR_TRY(set_add(cx, set.borrow().as<Set>(), reference));
  return {};
}

Result<Ref<List>> weakly_held(Context& cx, const Slot<>& set) {
  auto list = KR_TRY(new_list(cx));
  if (!set) return list;
  auto references = KR_TRY(list_from(cx, set.get()));
  for (Object* reference : references->span()) {
    Borrowed<> object(reinterpret_cast<WeakRef*>(reference)->object);
    if (object && !is_none(object) && object.object()->refcount > 0) KR_TRY(list_append(cx, list, object));
  }
  return list;
}

constinit Type data_type = {.head = {{1, &type_type}, 0},
                            .tp_name = "_abc._abc_data",
                            .tp_basicsize = sizeof(Data),
                            .tp_dealloc = Fields::dealloc,
                            .tp_flags = type_flags::gc,
                            .tp_doc = "Internal state held by ABC machinery.",
                            .tp_traverse = Fields::traverse,
                            .tp_clear = Fields::clear,
                            .tp_alloc = &type_generic_alloc,
                            .tp_free = free_container};

}  // namespace krait::abc
