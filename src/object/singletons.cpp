// None, NotImplemented and Ellipsis, and their types.
#include "object/singletons.h"

#include "object/declare/method.h"
#include "object/generic.h"
#include "object/register.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait {

constinit Object none_object = {immortal_refcount, &none_type};
constinit Object not_implemented_object = {immortal_refcount, &not_implemented_type};
constinit Object ellipsis_object = {immortal_refcount, &ellipsis_type};

namespace {

// Somebody gave back a count that was not theirs: the object stays.
void keep(Object* self) { self->refcount = immortal_refcount; }

Result<Ref<Str>> none_repr(Context&, Borrowed<>) { return hold(KR_ID(None)); }
Result<Ref<Str>> not_implemented_repr(Context&, Borrowed<>) { return hold(KR_ID(NotImplemented)); }
Result<Ref<Str>> ellipsis_repr(Context&, Borrowed<>) { return hold(KR_ID(Ellipsis)); }
Result<Ref<Str>> not_implemented_reduce(Context&, Borrowed<>) { return hold(KR_ID(NotImplemented)); }
Result<Ref<Str>> ellipsis_reduce(Context&, Borrowed<>) { return hold(KR_ID(Ellipsis)); }

int none_bool(Object*) { return 0; }

Result<bool> not_implemented_bool(Context& cx, Borrowed<>) {
  KR_TRY(warn(cx, exc::DeprecationWarning, 1, "NotImplemented should not be used in a boolean context"));
  return true;
}

// The types take no arguments and give back their only instance.
template <Object* Instance>
Object* make_same(Type* type, Object* args, Object* kwargs) {
  bool any = reinterpret_cast<VarObject*>(args)->size || (kwargs && *reinterpret_cast<Index*>(kwargs + 1));
  if (any) return raise(Context::current(), exc::TypeError, "{} takes no arguments", type == &ellipsis_type ? "EllipsisType" : type->tp_name);
  return hold(Instance).release();
}

constinit MethodDef not_implemented_methods[] = {KR_QUIET("__reduce__($self)", not_implemented_reduce, nullptr), KR_END};
constinit MethodDef ellipsis_methods[] = {KR_QUIET("__reduce__($self)", ellipsis_reduce, nullptr), KR_END};
constinit NumberSlots none_number = {.nb_bool = &none_bool};
constinit NumberSlots not_implemented_number = {.nb_bool = slot<&not_implemented_bool>};

}  // namespace

constinit Type none_type = {.head = {{1, &type_type}, 0},
                            .tp_name = "NoneType",
                            .tp_basicsize = sizeof(Object),
                            .tp_dealloc = &keep,
                            .tp_repr = slot<&none_repr>,
                            .tp_as_number = &none_number,
                            .tp_flags = type_flags::immutable,
                            .tp_new = &make_same<&none_object>};
constinit Type not_implemented_type = {.head = {{1, &type_type}, 0},
                                       .tp_name = "NotImplementedType",
                                       .tp_basicsize = sizeof(Object),
                                       .tp_dealloc = &keep,
                                       .tp_repr = slot<&not_implemented_repr>,
                                       .tp_as_number = &not_implemented_number,
                                       .tp_flags = type_flags::immutable,
                                       .tp_methods = not_implemented_methods,
                                       .tp_new = &make_same<&not_implemented_object>};
constinit Type ellipsis_type = {.head = {{1, &type_type}, 0},
                                .tp_name = "ellipsis",
                                .tp_basicsize = sizeof(Object),
                                .tp_dealloc = &keep,
                                .tp_repr = slot<&ellipsis_repr>,
                                .tp_getattro = &generic_getattro,
                                .tp_flags = type_flags::immutable,
                                .tp_methods = ellipsis_methods,
                                .tp_new = &make_same<&ellipsis_object>};
KR_READY(none_type);
KR_READY(not_implemented_type);
KR_READY(ellipsis_type);

}  // namespace krait
