// weakref.ref (ReferenceType).
#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/weakref/links.h"

namespace krait {
namespace weakref {

static Object* ref_vectorcall(Object* self, Object* const*, std::size_t nargsf, Object* kwnames) {
  Index count = vectorcall_count(nargsf);
  if (count != 0 || kwnames) [[unlikely]] {
    Context& cx = Context::current();
    if (kwnames && reinterpret_cast<Tuple*>(kwnames)->size()) return raise(cx, exc::TypeError, "weakref() takes no keyword arguments");
    if (count) return raise(cx, exc::TypeError, "weakref expected 0 arguments, got {}", count);
  }
  return hold(weak_referent(Borrowed<>(self).as<WeakRef>())).release();
}

Result<Ref<WeakRef>> make(Context& cx, Type& type, Borrowed<> object, Borrowed<> callback) {
  WeakRef** list = weak_list_of(object.object());
  if (!list) return raise(cx, exc::TypeError, "cannot create weak reference to '{!t}' object", object);
  if (callback && is_none(callback)) callback = {};
  bool is_ref = &type == &weakref_type;
  bool is_proxy = &type == &weakref_proxy_type || &type == &weakref_callable_proxy_type;
  bool shared = !callback && (is_ref || is_proxy);
  if (shared) {
    Plain plain = find_plain(*list);
    if (WeakRef* found = is_ref ? plain.ref : plain.proxy) return Ref<WeakRef>::share(found);
  }
  auto made = Result<Ref<>>::from_raw(type.tp_alloc(&type, 0));
  auto self = KR_TRY(std::move(made).as<WeakRef>());
  self->object = &none_object;
  self->hash = -1;
  self->vectorcall = &ref_vectorcall;
  // Making it may have run a collection, and that any code: look again.
  Plain plain = find_plain(*list);
  if (shared) {
    if (WeakRef* found = is_ref ? plain.ref : plain.proxy) return Ref<WeakRef>::share(found);
  }
  self->object = object.object();
  if (callback) self->callback.init(hold(callback));
  WeakRef* after = nullptr;
  if (!(shared && is_ref)) after = !shared && plain.proxy ? plain.proxy : plain.ref;
  insert(self.raw(), list, after);
  return self;
}

int traverse(Object* self, Visit visit, void* arg) {
  Object* callback = reinterpret_cast<WeakRef*>(self)->callback.raw();
  return callback ? visit(callback, arg) : 0;
}

int clear_slot(Object* self) {
  clear(reinterpret_cast<WeakRef*>(self));
  return 0;
}

static void dealloc(Object* self) {
  declare::untrack_if_container(self);
  clear(reinterpret_cast<WeakRef*>(self));
  self->type->tp_free(self);
}

static Object* make_new(Type* type, Object* args, Object*) {
  Context& cx = Context::current();
  Borrowed<Tuple> given(reinterpret_cast<Tuple*>(args));
  Index count = given->size();
  if (count < 1) return raise(cx, exc::TypeError, "__new__ expected at least 1 argument, got {}", count);
  if (count > 2) return raise(cx, exc::TypeError, "__new__ expected at most 2 arguments, got {}", count);
  return as_object(KR_TRY(make(cx, *type, given->item(0), count > 1 ? given->item(1) : Borrowed<>())).release());
}

static int init(Object*, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  if (kwargs && KR_TRY(length(cx, Borrowed<>(kwargs)))) return raise(cx, exc::TypeError, "ref() takes no keyword arguments");
  Index count = reinterpret_cast<Tuple*>(args)->size();
  if (count < 1) return raise(cx, exc::TypeError, "__init__ expected at least 1 argument, got {}", count);
  if (count > 2) return raise(cx, exc::TypeError, "__init__ expected at most 2 arguments, got {}", count);
  return 0;
}

static Object* call_slot(Object* self, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  if (kwargs && KR_TRY(length(cx, Borrowed<>(kwargs)))) return raise(cx, exc::TypeError, "weakref() takes no keyword arguments");
  return ref_vectorcall(self, nullptr, static_cast<std::size_t>(reinterpret_cast<Tuple*>(args)->size()), nullptr);
}

static Result<Hash> hash(Context& cx, Borrowed<WeakRef> self) {
  if (self->hash != -1) return self->hash;
  auto object = hold(weak_referent(self));
  if (is_none(object)) return raise(cx, exc::TypeError, "weak object has gone away");
  return self->hash = KR_TRY(krait::hash(cx, object));
}

static Result<Ref<Str>> repr(Context& cx, Borrowed<WeakRef> self) {
  char at[32], to[32];
  __builtin_snprintf(at, sizeof at, "%p", static_cast<void*>(self.raw()));
  auto object = hold(weak_referent(self));
  if (is_none(object)) return format_str(cx, "<weakref at {}; dead>", at);
  auto name = KR_TRY(lookup_attr(cx, object, KR_ID(__name__)));
  __builtin_snprintf(to, sizeof to, "%p", static_cast<void*>(object.raw()));
  if (name && is<Str>(name)) return format_str(cx, "<weakref at {}; to '{!t}' at {} ({})>", at, object, to, name);
  return format_str(cx, "<weakref at {}; to '{!t}' at {}>", at, object, to);
}

static Result<Ref<>> rich_compare(Context& cx, Borrowed<> left, Borrowed<> right, Compare op) {
  if ((op != Compare::eq && op != Compare::ne) || !is<WeakRef>(left) || !is<WeakRef>(right)) return new_not_implemented();
  auto first = hold(weak_referent(left.as<WeakRef>()));
  auto second = hold(weak_referent(right.as<WeakRef>()));
  if (is_none(first) || is_none(second)) return new_bool(left.is(right) == (op == Compare::eq));
  return compare(cx, first, second, op);
}

static Result<Ref<>> class_getitem(Context& cx, Borrowed<> type, Borrowed<> item) {
  return call(cx, Borrowed<>(as_object(&generic_alias_type)), type, item);
}

static constinit MethodDef methods[] = {KR_QUIET_CLASS("__class_getitem__($type, item, /)", class_getitem, "See PEP 585"), KR_END};
static constinit MemberDef members[] = {KR_MEMBER("__callback__", object, WeakRef, callback, 1, nullptr), KR_END};

}  // namespace weakref

constinit Type weakref_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "weakref.ReferenceType",
    .tp_basicsize = sizeof(WeakRef),
    .tp_dealloc = &weakref::dealloc,
    .tp_vectorcall_offset = offsetof(WeakRef, vectorcall),
    .tp_repr = slot<&weakref::repr>,
    .tp_hash = slot<&weakref::hash>,
    .tp_call = &weakref::call_slot,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::have_vectorcall | type_flags::base,
    .tp_traverse = &weakref::traverse,
    .tp_clear = &weakref::clear_slot,
    .tp_richcompare = slot<&weakref::rich_compare>,
    .tp_methods = weakref::methods,
    .tp_members = weakref::members,
    .tp_init = &weakref::init,
    .tp_new = &weakref::make_new,
    .tp_free = free_container,
};
KR_READY(weakref_type);

Result<Ref<WeakRef>> new_weak_ref(Context& cx, Borrowed<> object, Borrowed<> callback) {
  return weakref::make(cx, weakref_type, object, callback);
}

}  // namespace krait
