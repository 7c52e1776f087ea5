// classmethod and staticmethod: wrappers that change how a callable binds.
#include "memory/memory.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/descriptors/descriptors.h"
#include "types/dict/dict.h"
#include "types/method/method.h"
#include "types/str/str.h"
#include "types/type/type.h"

namespace krait {

namespace {

// The wrapper looks like what it wraps.
Result<void> copy_attributes(Context& cx, Borrowed<> wrapper, Borrowed<> wrapped) {
  for (Borrowed<Str> name : {KR_ID(__module__), KR_ID(__name__), KR_ID(__qualname__), KR_ID(__doc__), KR_ID(__annotations__)}) {
    auto value = KR_TRY(lookup_attr(cx, wrapped, name));
    if (value) KR_TRY(set_attr(cx, wrapper, name, value));
  }
  return {};
}

Result<Ref<>> class_get(Context& cx, Borrowed<ClassMethod> self, Borrowed<> object, Borrowed<> type) {
  if (!self->callable) return raise(cx, exc::RuntimeError, "uninitialized classmethod object");
  if (!type) type = type_object(*object.type());
  Borrowed<> callable = self->callable;
  if (TernaryFunction get = callable.type()->tp_descr_get)
    return Result<Ref<>>::from_raw(get(callable.object(), type.object(), type.object()));
  return new_method(cx, callable, type);
}

Result<Ref<>> static_get(Context& cx, Borrowed<ClassMethod> self, Borrowed<>, Borrowed<>) {
  if (!self->callable) return raise(cx, exc::RuntimeError, "uninitialized staticmethod object");
  return hold(self->callable.get());
}

Result<void> init(Context& cx, Borrowed<ClassMethod> self, Borrowed<> callable) {
  auto old = self->callable.replace(hold(callable));
  return copy_attributes(cx, self, callable);
}

Object* static_call(Object* object, Object* args, Object* kwargs) {
  auto* self = reinterpret_cast<ClassMethod*>(object);
  return call(Context::current(), self->callable, Borrowed<Tuple>(reinterpret_cast<Tuple*>(args)),
              Borrowed<Dict>(reinterpret_cast<Dict*>(kwargs)))
      .release();
}

Result<Ref<Str>> class_repr(Context& cx, Borrowed<ClassMethod> self) { return format_str(cx, "<classmethod({!r})>", self->callable); }
Result<Ref<Str>> static_repr(Context& cx, Borrowed<ClassMethod> self) { return format_str(cx, "<staticmethod({!r})>", self->callable); }

Result<bool> get_is_abstract(Context& cx, Borrowed<ClassMethod> self) { return is_abstract(cx, self->callable); }

using Fields = Owns<ClassMethod, &ClassMethod::callable, &ClassMethod::dict>;

constinit MemberDef members[] = {KR_MEMBER("__func__", object, ClassMethod, callable, 1, nullptr),
                                 KR_MEMBER("__wrapped__", object, ClassMethod, callable, 1, nullptr), KR_END};
constinit GetSetDef getset[] = {KR_GETTER("__isabstractmethod__", get_is_abstract, nullptr),
                                {"__dict__", &generic_get_dict, &generic_set_dict, nullptr, nullptr}, KR_END};

Result<Ref<>> wrap(Context& cx, Type& type, Borrowed<> callable) {
  auto made = KR_TRY(generic_alloc(cx, type, 0));
  made.borrow().as<ClassMethod>()->callable.init(hold(callable));
  return made;
}

}  // namespace

Result<Ref<>> new_classmethod(Context& cx, Borrowed<> callable) { return wrap(cx, classmethod_type, callable); }
Result<Ref<>> new_staticmethod(Context& cx, Borrowed<> callable) { return wrap(cx, staticmethod_type, callable); }

constinit Type classmethod_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "classmethod",
    .tp_basicsize = sizeof(ClassMethod),
    .tp_dealloc = Fields::dealloc,
    .tp_repr = slot<&class_repr>,
    .tp_flags = type_flags::gc | type_flags::base,
    .tp_doc = "classmethod(function) -> method\n\nConvert a function to be a class method.\n\nA class method receives the class as "
              "implicit first argument,\njust like an instance method receives the instance.\nTo declare a class method, use this "
              "idiom:\n\n  class C:\n      @classmethod\n      def f(cls, arg1, arg2, ...):\n          ...\n\nIt can be called either "
              "on the class (e.g. C.f()) or on an instance\n(e.g. C().f()).  The instance is ignored except for its class.\nIf a class "
              "method is called for a derived class, the derived class\nobject is passed as the implied first argument.\n\nClass "
              "methods are different than C++ or Java static methods.\nIf you want those, see the staticmethod builtin.",
    .tp_traverse = Fields::traverse,
    .tp_clear = Fields::clear,
    .tp_members = members,
    .tp_getset = getset,
    .tp_descr_get = slot<&class_get>,
    .tp_dictoffset = offsetof(ClassMethod, dict),
    .tp_init = KR_INIT("classmethod($self, function, /)", init),
    .tp_alloc = &type_generic_alloc,
    .tp_new = &type_generic_new,
    .tp_free = free_container};
KR_READY(classmethod_type);

constinit Type staticmethod_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "staticmethod",
    .tp_basicsize = sizeof(ClassMethod),
    .tp_dealloc = Fields::dealloc,
    .tp_repr = slot<&static_repr>,
    .tp_call = &static_call,
    .tp_flags = type_flags::gc | type_flags::base,
    .tp_doc = "staticmethod(function) -> method\n\nConvert a function to be a static method.\n\nA static method does not receive an "
              "implicit first argument.\nTo declare a static method, use this idiom:\n\n     class C:\n         @staticmethod\n         "
              "def f(arg1, arg2, ...):\n             ...\n\nIt can be called either on the class (e.g. C.f()) or on an instance\n(e.g. "
              "C().f()). Both the class and the instance are ignored, and\nneither is passed implicitly as the first argument to the "
              "method.\n\nStatic methods in Python are similar to those found in Java or C++.\nFor a more advanced concept, see the "
              "classmethod builtin.",
    .tp_traverse = Fields::traverse,
    .tp_clear = Fields::clear,
    .tp_members = members,
    .tp_getset = getset,
    .tp_descr_get = slot<&static_get>,
    .tp_dictoffset = offsetof(ClassMethod, dict),
    .tp_init = KR_INIT("staticmethod($self, function, /)", init),
    .tp_alloc = &type_generic_alloc,
    .tp_new = &type_generic_new,
    .tp_free = free_container};
KR_READY(staticmethod_type);

}  // namespace krait
