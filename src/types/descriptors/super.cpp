// super: attributes from further along the MRO than a given class.
#include "memory/memory.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/descriptors/descriptors.h"
#include "types/dict/dict.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/mro.h"
#include "types/type/type.h"

namespace krait {

namespace {

// The class whose MRO is searched: the object's own, the object itself if it is a class below `type`, or what its __class__ says.
Result<Ref<Type>> check(Context& cx, Borrowed<Type> type, Borrowed<> object) {
  if (is_type(object) && is_subtype(&as_type(object), type.raw())) return hold(object.as<Type>());
  if (is_subtype(object.type(), type.raw())) return Ref<Type>::share(object.type());
  auto claimed = KR_TRY(lookup_attr(cx, object, KR_ID(__class__)));
  if (claimed && is_type(claimed) && claimed.object() != as_object(object.type()) && is_subtype(&as_type(claimed), type.raw()))
    return std::move(claimed).as<Type>();
  return raise(cx, exc::TypeError, "super(type, obj): obj must be an instance or subtype of type");
}

// Missing when no class behind `type` has it.
Lookup<> search(Context& cx, Borrowed<Type> type, Borrowed<> object, Borrowed<Type> start, Borrowed<Str> name) {
  if (!start->tp_mro) return Ref<>();
  auto mro = hold(mro_of(*start.raw()));
  Index i = 0, count = mro->size();
  while (i < count && !mro->item(i).is(type)) ++i;
  for (++i; i < count; ++i) {
    auto dict = hold(dict_of(as_type(mro->item(i))));
    Borrowed<> found = KR_TRY(dict_get(cx, dict, name));
    if (!found) continue;
    auto held = hold(found);
    TernaryFunction get = found.type()->tp_descr_get;
    if (!get) return held;
    // A class method of the class itself gets no object.
    Object* receiver = object.object() == start.object() ? nullptr : object.object();
    return KR_TRY(Result<Ref<>>::from_raw(get(held.object(), receiver, start.object())));
  }
  return Ref<>();
}

Result<Ref<>> super_get_attr(Context& cx, Borrowed<Super> self, Borrowed<Str> name) {
  // __class__ is super's own.
  if (self->object_type && is<Str>(name) && !str_equal(name, "__class__")) {
    auto type = hold(self->type.get());
    auto object = hold(self->object.get());
    auto start = hold(self->object_type.get());
    auto found = KR_TRY(search(cx, type, object, start, name));
    if (found) return found;
  }
  return generic_get_attr(cx, self, name);
}

Result<Ref<>> super_get(Context& cx, Borrowed<Super> self, Borrowed<> object, Borrowed<>) {
  if (!object || is_none(object) || self->object) return hold(self);
  if (!is_exact<Super>(self)) return call(cx, type_object(*self.type()), self->type.get(), object);
  auto start = KR_TRY(check(cx, self->type, object));
  auto made = KR_TRY(generic_alloc(cx, super_type, 0));
  auto* bound = reinterpret_cast<Super*>(made.object());
  bound->type.init(hold(self->type.get()));
  bound->object.init(hold(object));
  bound->object_type.init(std::move(start));
  return made;
}

Result<Ref<Str>> super_repr(Context& cx, Borrowed<Super> self) {
  const char* shown = self->type ? self->type->tp_name : "NULL";
  if (self->object_type) return format_str(cx, "<super: <class '{}'>, <{} object>>", shown, self->object_type->tp_name);
  return format_str(cx, "<super: <class '{}'>, NULL>", shown);
}

Result<void> init(Context& cx, Borrowed<Super> self, Borrowed<> type, Borrowed<> object) {
  Ref<Type> start, cls;
  Ref<> receiver;
  if (!type) {
    KR_TRY(super_arguments(cx, &cls, &receiver));
  } else {
    if (!is_type(type)) return raise(cx, exc::TypeError, "super() argument 1 must be a type, not {!t}", type);
    cls = hold(type.as<Type>());
    if (object && !is_none(object)) receiver = hold(object);
  }
  if (receiver) start = KR_TRY(check(cx, cls, receiver));
  auto old_type = self->type.replace(std::move(cls));
  auto old_object = self->object.replace(std::move(receiver));
  auto old_start = self->object_type.replace(std::move(start));
  return {};
}

// super(...) without a tuple.
Object* super_vectorcall(Object* callable, Object* const* args, std::size_t nargsf, Object* kwnames) {
  Context& cx = Context::current();
  if (kwnames && reinterpret_cast<Tuple*>(kwnames)->size()) return raise(cx, exc::TypeError, "super() takes no keyword arguments");
  Index nargs = vectorcall_count(nargsf);
  if (nargs > 2) return raise(cx, exc::TypeError, "super() expected at most 2 arguments, got {}", nargs);
  auto made = KR_TRY(generic_alloc(cx, *reinterpret_cast<Type*>(callable), 0));
  KR_TRY(init(cx, made.borrow().as<Super>(), Borrowed<>(nargs > 0 ? args[0] : nullptr), Borrowed<>(nargs > 1 ? args[1] : nullptr)));
  return made.release();
}

constinit MemberDef members[] = {
    KR_MEMBER("__thisclass__", object, Super, type, 1, "the class invoking super()"),
    KR_MEMBER("__self__", object, Super, object, 1, "the instance invoking super(); may be None"),
    KR_MEMBER("__self_class__", object, Super, object_type, 1, "the type of the instance invoking super(); may be None"), KR_END};
using Fields = Owns<Super, &Super::object, &Super::type, &Super::object_type>;

}  // namespace

Result<Ref<>> super_lookup(Context& cx, Borrowed<Type> type, Borrowed<> object, Borrowed<Str> name) {
  auto start = KR_TRY(check(cx, type, object));
  auto found = KR_TRY(search(cx, type, object, start, name));
  if (found) return found;
  return raise(cx, exc::AttributeError, "'super' object has no attribute '{}'", name);
}

constinit Type super_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "super",
    .tp_basicsize = sizeof(Super),
    .tp_dealloc = Fields::dealloc,
    .tp_repr = slot<&super_repr>,
    .tp_getattro = slot<&super_get_attr>,
    .tp_flags = type_flags::gc | type_flags::base,
    .tp_doc = "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\nsuper(type, obj) -> bound "
              "super object; requires isinstance(obj, type)\nsuper(type, type2) -> bound super object; requires issubclass(type2, "
              "type)\nTypical use to call a cooperative superclass method:\nclass C(B):\n    def meth(self, arg):\n        "
              "super().meth(arg)\nThis works for class methods too:\nclass C(B):\n    @classmethod\n    def cmeth(cls, arg):\n        "
              "super().cmeth(arg)\n",
    .tp_traverse = Fields::traverse,
    .tp_members = members,
    .tp_descr_get = slot<&super_get>,
    .tp_init = KR_INIT("super($self, type=<frame>, obj=<none>, /)", init),
    .tp_alloc = &type_generic_alloc,
    .tp_new = &type_generic_new,
    .tp_free = free_container,
    .tp_vectorcall = &super_vectorcall};
KR_READY(super_type);

}  // namespace krait
