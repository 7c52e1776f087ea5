// method (a function bound to its self) and instancemethod (a C callable that binds like a function).
#include "memory/memory.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/descriptors/builtin_descriptors.h"
#include "types/dict/dict.h"
#include "types/method/method.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait {

namespace {

// One argument more in front: in the caller's scratch place where there is one, otherwise in a copy.
Object* method_vectorcall(Object* callable, Object* const* args, std::size_t nargsf, Object* kwnames) {
  Context& cx = Context::current();
  auto* method = reinterpret_cast<Method*>(callable);
  Borrowed<Tuple> names(reinterpret_cast<Tuple*>(kwnames));
  Index nargs = vectorcall_count(nargsf);
  if (nargsf & vectorcall_arguments_offset) {
    auto** list = const_cast<Object**>(args) - 1;
    Object* saved = std::exchange(list[0], method->self.raw());
    Object* answer = vectorcall(cx, method->function, list, static_cast<std::size_t>(nargs) + 1, names).release();
    list[0] = saved;
    return answer;
  }
  Index total = nargs + (names ? names->size() : 0);
  Object* local[12];
  Object** list = total < 11 ? local : static_cast<Object**>(memory::allocate(static_cast<std::size_t>(total + 2) * sizeof(Object*)));
  if (!list) return raise_memory_error(cx);
  list[1] = method->self.raw();
  for (Index i = 0; i < total; ++i) list[i + 2] = args[i];
  Object* answer =
      vectorcall(cx, method->function, list + 1, (static_cast<std::size_t>(nargs) + 1) | vectorcall_arguments_offset, names).release();
  if (list != local) memory::release(list);
  return answer;
}

Result<Ref<Str>> method_repr(Context& cx, Borrowed<Method> self) {
  auto name = KR_TRY(lookup_attr(cx, self->function, KR_ID(__qualname__)));
  if (!name) name = KR_TRY(lookup_attr(cx, self->function, KR_ID(__name__)));
  if (!name || !is<Str>(name)) return format_str(cx, "<bound method ? of {!r}>", self->self);
  return format_str(cx, "<bound method {} of {!r}>", name, self->self);
}

Result<Ref<>> method_compare(Context& cx, Borrowed<> left, Borrowed<> right, int op) {
  bool comparable = is_exact<Method>(left) && is_exact<Method>(right);
  if (!comparable || (op != static_cast<int>(Compare::eq) && op != static_cast<int>(Compare::ne))) return new_not_implemented();
  Borrowed<Method> a = left.as<Method>(), b = right.as<Method>();
  bool same = KR_TRY(compare_bool(cx, a->function, b->function, Compare::eq)) && a->self.raw() == b->self.raw();
  return new_bool(same == (op == static_cast<int>(Compare::eq)));
}

Result<Hash> method_hash(Context& cx, Borrowed<Method> self) {
  Hash of_function = KR_TRY(hash(cx, self->function));
  Hash value = hash_by_address(self->self.raw()) ^ of_function;
  return value == -1 ? -2 : value;
}

// A method's own attributes are few; everything else is the function's.
Result<Ref<>> method_get_attr(Context& cx, Borrowed<Method> self, Borrowed<Str> name) {
  if (is<Str>(name)) {
    Type* type = self.type();
    auto own = hold(lookup_in_type(*type, name));
    if (own && own.type()->tp_descr_get)
      return Result<Ref<>>::from_raw(own.type()->tp_descr_get(own.object(), self.object(), as_object(type)));
    if (own) return own;
  }
  return get_attr(cx, self->function, name);
}

Result<Ref<>> method_bind_again(Context&, Borrowed<Method> self, Borrowed<>, Borrowed<>) { return hold(self); }

Object* method_new(Type*, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  Borrowed<Tuple> given(reinterpret_cast<Tuple*>(args));
  if (kwargs && reinterpret_cast<Dict*>(kwargs)->size()) return raise(cx, exc::TypeError, "method() takes no keyword arguments");
  if (given->size() != 2) return raise(cx, exc::TypeError, "method expected 2 arguments, got {}", given->size());
  if (!is_callable(given->item(0))) return raise(cx, exc::TypeError, "first argument must be callable");
  if (is_none(given->item(1))) return raise(cx, exc::TypeError, "instance must not be None");
  return new_method(cx, given->item(0), given->item(1)).release();
}

Result<Ref<>> method_reduce(Context& cx, Borrowed<Method> self) {
  auto name = KR_TRY(get_attr(cx, self->function, KR_ID(__name__)));
  return reduce_by_name(cx, self->self, name);
}
Result<Ref<>> method_doc(Context& cx, Borrowed<Method> self) { return get_attr(cx, self->function, KR_ID(__doc__)); }

using MethodFields = Owns<Method, &Method::function, &Method::self>;

void method_dealloc(Object* object) {
  memory::untrack(object);
  auto* self = reinterpret_cast<Method*>(object);
  if (self->weakrefs && memory::clear_weak_references) memory::clear_weak_references(object);
  auto function = self->function.take();
  auto receiver = self->self.take();
  free_container(object);
}

constinit MethodDef methods[] = {KR_METHOD("__reduce__($self, /)", method_reduce, ""), KR_END};
constinit MemberDef members[] = {
    KR_MEMBER("__func__", object, Method, function, 1, "the function (or other callable) implementing a method"),
    KR_MEMBER("__self__", object, Method, self, 1, "the instance to which a method is bound"), KR_END};
constinit GetSetDef getset[] = {KR_GETTER("__doc__", method_doc, nullptr), KR_END};

// --- instancemethod

using InstanceFields = Owns<InstanceMethod, &InstanceMethod::function>;

Object* instance_call(Object* callable, Object* args, Object* kwargs) {
  auto* self = reinterpret_cast<InstanceMethod*>(callable);
  return call(Context::current(), self->function, Borrowed<Tuple>(reinterpret_cast<Tuple*>(args)),
              Borrowed<Dict>(reinterpret_cast<Dict*>(kwargs)))
      .release();
}
Result<Ref<>> instance_bind(Context& cx, Borrowed<InstanceMethod> self, Borrowed<> object, Borrowed<>) {
  if (!object) return hold(self->function.get());
  return new_method(cx, self->function, object);
}
Result<Ref<Str>> instance_repr(Context& cx, Borrowed<InstanceMethod> self) {
  auto name = KR_TRY(lookup_attr(cx, self->function, KR_ID(__name__)));
  auto address = reinterpret_cast<Word>(self.raw());
  if (!name || !is<Str>(name)) return format_str(cx, "<instancemethod ? at 0x{:x}>", address);
  return format_str(cx, "<instancemethod {} at 0x{:x}>", name, address);
}
Result<Ref<>> instance_compare(Context& cx, Borrowed<> left, Borrowed<> right, int op) {
  bool comparable = is_exact<InstanceMethod>(left) && is_exact<InstanceMethod>(right);
  if (!comparable || (op != static_cast<int>(Compare::eq) && op != static_cast<int>(Compare::ne))) return new_not_implemented();
  bool same = KR_TRY(compare_bool(cx, left.as<InstanceMethod>()->function, right.as<InstanceMethod>()->function, Compare::eq));
  return new_bool(same == (op == static_cast<int>(Compare::eq)));
}
Result<Ref<>> instance_get_attr(Context& cx, Borrowed<InstanceMethod> self, Borrowed<Str> name) {
  auto own = KR_TRY(generic_lookup_attr(cx, self, name, {}));
  if (own) return own;
  return get_attr(cx, self->function, name);
}
Result<Ref<>> instance_doc(Context& cx, Borrowed<InstanceMethod> self) { return get_attr(cx, self->function, KR_ID(__doc__)); }
Result<Ref<>> instance_make(Context& cx, Borrowed<Type>, Borrowed<> function) {
  if (!is_callable(function)) return raise(cx, exc::TypeError, "first argument must be callable");
  return new_instance_method(cx, function);
}
constinit MemberDef instance_members[] = {
    KR_MEMBER("__func__", object, InstanceMethod, function, 1, "the function (or other callable) implementing a method"), KR_END};
constinit GetSetDef instance_getset[] = {KR_GETTER("__doc__", instance_doc, nullptr), KR_END};

}  // namespace

Result<Ref<>> new_method(Context& cx, Borrowed<> function, Borrowed<> self) {
  if (!self) return raise_bad_internal_call(cx);
  auto made = KR_TRY(new_container<Method>(cx, method_type));
  made->function.init(hold(function));
  made->self.init(hold(self));
  made->weakrefs = nullptr;
  made->vectorcall = &method_vectorcall;
  memory::track(made.object());
  return made;
}

Result<Ref<>> new_instance_method(Context& cx, Borrowed<> function) {
  auto made = KR_TRY(new_container<InstanceMethod>(cx, instance_method_type));
  made->function.init(hold(function));
  memory::track(made.object());
  return made;
}

constinit Type method_type = {.head = {{1, &type_type}, 0},
                              .tp_name = "method",
                              .tp_basicsize = sizeof(Method),
                              .tp_dealloc = &method_dealloc,
                              .tp_vectorcall_offset = offsetof(Method, vectorcall),
                              .tp_repr = slot<&method_repr>,
                              .tp_hash = slot<&method_hash>,
                              .tp_call = &vectorcall_call,
                              .tp_getattro = slot<&method_get_attr>,
                              .tp_setattro = slot<&generic_set_attr>,
                              .tp_flags = type_flags::gc | type_flags::have_vectorcall,
                              .tp_doc = "method(function, instance, /)\n--\n\nCreate a bound instance method object.",
                              .tp_traverse = MethodFields::traverse,
                              .tp_richcompare = slot<&method_compare>,
                              .tp_weaklistoffset = offsetof(Method, weakrefs),
                              .tp_methods = methods,
                              .tp_members = members,
                              .tp_getset = getset,
                              .tp_descr_get = slot<&method_bind_again>,
                              .tp_new = &method_new,
                              .tp_free = free_container};
KR_READY(method_type);

constinit Type instance_method_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "instancemethod",
    .tp_basicsize = sizeof(InstanceMethod),
    .tp_dealloc = InstanceFields::dealloc,
    .tp_repr = slot<&instance_repr>,
    .tp_call = &instance_call,
    .tp_getattro = slot<&instance_get_attr>,
    .tp_flags = type_flags::gc,
    .tp_doc = "instancemethod(function)\n\nBind a function to a class.",
    .tp_traverse = InstanceFields::traverse,
    .tp_richcompare = slot<&instance_compare>,
    .tp_members = instance_members,
    .tp_getset = instance_getset,
    .tp_descr_get = slot<&instance_bind>,
    .tp_new = KR_NEW("instancemethod($type, function, /)", instance_make),
    .tp_free = free_container};
KR_READY(instance_method_type);

}  // namespace krait
