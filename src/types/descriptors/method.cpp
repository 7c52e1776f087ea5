// method_descriptor and classmethod_descriptor: methods that C++ tables declare.
#include "memory/memory.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/descriptors/builtin_descriptors.h"
#include "types/dict/dict.h"
#include "types/method/call_c.h"
#include "types/method/method.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait {

namespace {

Borrowed<Descriptor> common(Borrowed<MethodDescriptor> self) { return self.template as<Descriptor>(); }

Result<Ref<Str>> method_repr(Context& cx, Borrowed<MethodDescriptor> self) {
  return format_str(cx, "<method '{}' of '{}' objects>", self->common.name, self->common.owner->tp_name);
}

Result<Ref<>> method_get(Context& cx, Borrowed<MethodDescriptor> self, Borrowed<> object, Borrowed<> type) {
  if (!object) return hold(self);
  KR_TRY(check_receiver(cx, common(self), object));
  if (!(self->def->ml_flags & method_flags::method)) return new_builtin_function(cx, self->def, object);
  if (type && is_type(type)) return new_builtin_function(cx, self->def, object, {}, self->common.owner.raw());
  return raise(cx, exc::TypeError, "descriptor '{}' needs a type, not '{!t}', as arg 2", self->common.name, type);
}

Result<Ref<>> classmethod_get(Context& cx, Borrowed<MethodDescriptor> self, Borrowed<> object, Borrowed<> type) {
  Type* owner = self->common.owner.raw();
  if (!type) {
    if (!object)
      return raise(cx, exc::TypeError, "descriptor '{}' for type '{:.100}' needs either an object or a type", self->common.name,
                   owner->tp_name);
    type = type_object(*object.type());
  }
  if (!is_type(type))
    return raise(cx, exc::TypeError, "descriptor '{}' for type '{:.100}' needs a type, not a '{!t:.100}' as arg 2", self->common.name,
                 owner->tp_name, type);
  if (!is_subtype(&as_type(type), owner))
    return raise(cx, exc::TypeError, "descriptor '{}' requires a subtype of '{:.100}' but received '{:.100}'", self->common.name,
                 owner->tp_name, as_type(type).tp_name);
  Type* defining = self->def->ml_flags & method_flags::method ? owner : nullptr;
  return new_builtin_function(cx, self->def, type, {}, defining);
}

// list.append(items, x): the receiver comes with the arguments.
Object* method_vectorcall(Object* callable, Object* const* args, std::size_t nargsf, Object* kwnames) {
  Context& cx = Context::current();
  Borrowed<MethodDescriptor> self(reinterpret_cast<MethodDescriptor*>(callable));
  Index nargs = vectorcall_count(nargsf);
  if (nargs < 1) [[unlikely]] {
    auto name = KR_TRY(function_text(cx, self));
    return raise(cx, exc::TypeError, "unbound method {} needs an argument", name);
  }
  Type* owner = self->common.owner.raw();
  if (args[0]->type != owner && !is_subtype(args[0]->type, owner)) [[unlikely]]
  {
    (void)check_receiver(cx, common(self), Borrowed<>(args[0]));
    return nullptr;
  }
  return call_c(cx, {self, self->def, args[0], owner}, args + 1, nargs - 1, reinterpret_cast<Tuple*>(kwnames));
}

Object* classmethod_call(Object* callable, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  Borrowed<MethodDescriptor> self(reinterpret_cast<MethodDescriptor*>(callable));
  Borrowed<Tuple> given(reinterpret_cast<Tuple*>(args));
  if (given->size() < 1)
    return raise(cx, exc::TypeError, "descriptor '{}' of '{:.100}' object needs an argument", self->common.name,
                 self->common.owner->tp_name);
  auto bound = KR_TRY(classmethod_get(cx, self, {}, given->item(0)));
  auto rest = KR_TRY(tuple_slice(cx, given, 1, given->size()));
  return call(cx, bound, rest, Borrowed<Dict>(reinterpret_cast<Dict*>(kwargs))).release();
}

Result<Ref<>> reduce(Context& cx, Borrowed<MethodDescriptor> self) {
  return reduce_by_name(cx, type_object(*self->common.owner.raw()), self->common.name.get());
}
Result<Ref<>> get_doc(Context& cx, Borrowed<MethodDescriptor> self) {
  return doc_from_internal_doc(cx, self->def->ml_name, self->def->ml_doc);
}
Result<Ref<>> get_signature(Context& cx, Borrowed<MethodDescriptor> self) {
  return text_signature_from_internal_doc(cx, self->def->ml_name, self->def->ml_doc);
}
Result<Ref<>> get_qualname(Context& cx, Borrowed<MethodDescriptor> self) { return descriptor_qualname(cx, common(self)); }

constinit MethodDef methods[] = {KR_QUIET("__reduce__($self)", reduce, nullptr), KR_END};
constinit GetSetDef getset[] = {KR_GETTER("__doc__", get_doc, nullptr), KR_GETTER("__qualname__", get_qualname, nullptr),
                                KR_GETTER("__text_signature__", get_signature, nullptr), KR_END};

}  // namespace

Result<Ref<>> new_method_descriptor(Context& cx, Type& owner, MethodDef* def) {
  auto made = KR_TRY(new_descriptor<MethodDescriptor>(cx, method_descr_type, owner, def->ml_name));
  made->def = def;
  made->vectorcall = &method_vectorcall;
  memory::track(made.object());
  return made;
}

Result<Ref<>> new_classmethod_descriptor(Context& cx, Type& owner, MethodDef* def) {
  auto made = KR_TRY(new_descriptor<MethodDescriptor>(cx, classmethod_descr_type, owner, def->ml_name));
  made->def = def;
  made->vectorcall = nullptr;
  memory::track(made.object());
  return made;
}

constinit Type method_descr_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "method_descriptor",
    .tp_basicsize = sizeof(MethodDescriptor),
    .tp_dealloc = &descriptor_dealloc,
    .tp_vectorcall_offset = offsetof(MethodDescriptor, vectorcall),
    .tp_repr = slot<&method_repr>,
    .tp_call = &vectorcall_call,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::have_vectorcall | type_flags::method_descriptor,
    .tp_traverse = &descriptor_traverse,
    .tp_methods = methods,
    .tp_members = descriptor_members,
    .tp_getset = getset,
    .tp_descr_get = slot<&method_get>};
KR_READY(method_descr_type);

constinit Type classmethod_descr_type = {.head = {{1, &type_type}, 0},
                                         .tp_name = "classmethod_descriptor",
                                         .tp_basicsize = sizeof(MethodDescriptor),
                                         .tp_dealloc = &descriptor_dealloc,
                                         .tp_repr = slot<&method_repr>,
                                         .tp_call = &classmethod_call,
                                         .tp_getattro = slot<&generic_get_attr>,
                                         .tp_flags = type_flags::immutable | type_flags::gc,
                                         .tp_traverse = &descriptor_traverse,
                                         .tp_members = descriptor_members,
                                         .tp_getset = getset,
                                         .tp_descr_get = slot<&classmethod_get>};
KR_READY(classmethod_descr_type);

}  // namespace krait
