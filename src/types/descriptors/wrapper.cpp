// wrapper_descriptor (list.__len__) and method-wrapper ([].__len__): slots of C types as callable attributes.
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

struct MethodWrapper {
  Object base;
  Slot<WrapperDescriptor> descriptor;
  Slot<> self;
  static constexpr Type* static_type = &method_wrapper_type;
};
static_assert(sizeof(MethodWrapper) == 32);

namespace {

Object* call_wrapped(Context& cx, Borrowed<WrapperDescriptor> descriptor, Object* self, Object* args, Object* kwargs) {
  const WrapperBase* row = descriptor->wrapper;
  if (row->flags & 1)
    return reinterpret_cast<WrapperFunctionKeywords>(reinterpret_cast<void*>(row->wrapper))(self, args, descriptor->wrapped, kwargs);
  if (kwargs && reinterpret_cast<Dict*>(kwargs)->size())
    return raise(cx, exc::TypeError, "wrapper {}() takes no keyword arguments", row->name);
  return row->wrapper(self, args, descriptor->wrapped);
}

// --- wrapper_descriptor

Borrowed<Descriptor> common(Borrowed<WrapperDescriptor> self) { return self.template as<Descriptor>(); }

Result<Ref<Str>> wrapper_repr(Context& cx, Borrowed<WrapperDescriptor> self) {
  return format_str(cx, "<slot wrapper '{}' of '{}' objects>", self->common.name, self->common.owner->tp_name);
}
Result<Ref<>> wrapper_get(Context& cx, Borrowed<WrapperDescriptor> self, Borrowed<> object, Borrowed<>) {
  if (!object) return hold(self);
  KR_TRY(check_receiver(cx, common(self), object));
  return new_method_wrapper(cx, self, object);
}
Object* wrapper_call(Object* callable, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  Borrowed<WrapperDescriptor> self(reinterpret_cast<WrapperDescriptor*>(callable));
  Borrowed<Tuple> given(reinterpret_cast<Tuple*>(args));
  Type* owner = self->common.owner.raw();
  if (given->size() < 1)
    return raise(cx, exc::TypeError, "descriptor '{}' of '{:.100}' object needs an argument", self->common.name, owner->tp_name);
  if (!KR_TRY(is_instance_plain(cx, given->item(0), type_object(*owner))))
    return raise(cx, exc::TypeError, "descriptor '{}' requires a '{:.100}' object but received a '{!t:.100}'", self->common.name,
                 owner->tp_name, given->item(0));
  auto rest = KR_TRY(tuple_slice(cx, given, 1, given->size()));
  return call_wrapped(cx, self, given->items[0], rest.object(), kwargs);
}

Result<Ref<>> wrapper_doc(Context& cx, Borrowed<WrapperDescriptor> self) {
  return doc_from_internal_doc(cx, self->wrapper->name, self->wrapper->doc);
}
Result<Ref<>> wrapper_signature(Context& cx, Borrowed<WrapperDescriptor> self) {
  return text_signature_from_internal_doc(cx, self->wrapper->name, self->wrapper->doc);
}
Result<Ref<>> wrapper_qualname(Context& cx, Borrowed<WrapperDescriptor> self) { return descriptor_qualname(cx, common(self)); }
Result<Ref<>> wrapper_reduce(Context& cx, Borrowed<WrapperDescriptor> self) {
  return reduce_by_name(cx, type_object(*self->common.owner.raw()), self->common.name.get());
}

constinit MethodDef wrapper_methods[] = {KR_QUIET("__reduce__($self)", wrapper_reduce, nullptr), KR_END};
constinit GetSetDef wrapper_getset[] = {KR_GETTER("__doc__", wrapper_doc, nullptr), KR_GETTER("__qualname__", wrapper_qualname, nullptr),
                                        KR_GETTER("__text_signature__", wrapper_signature, nullptr), KR_END};

// --- method-wrapper

using WrapperFields = Owns<MethodWrapper, &MethodWrapper::descriptor, &MethodWrapper::self>;

Object* bound_call(Object* callable, Object* args, Object* kwargs) {
  auto* self = reinterpret_cast<MethodWrapper*>(callable);
  return call_wrapped(Context::current(), self->descriptor, self->self.raw(), args, kwargs);
}
Result<Ref<Str>> bound_repr(Context& cx, Borrowed<MethodWrapper> self) {
  return format_str(cx, "<method-wrapper '{}' of {!t} object at 0x{:x}>", self->descriptor->wrapper->name, self->self.get(),
                    reinterpret_cast<Word>(self->self.raw()));
}
Result<Ref<>> bound_compare(Context&, Borrowed<> left, Borrowed<> right, int op) {
  bool comparable = is_exact<MethodWrapper>(left) && is_exact<MethodWrapper>(right);
  if (!comparable || (op != static_cast<int>(Compare::eq) && op != static_cast<int>(Compare::ne))) return new_not_implemented();
  Borrowed<MethodWrapper> a = left.as<MethodWrapper>(), b = right.as<MethodWrapper>();
  bool same = a->descriptor.raw() == b->descriptor.raw() && a->self.raw() == b->self.raw();
  return new_bool(same == (op == static_cast<int>(Compare::eq)));
}
Hash bound_hash(Object* object) {
  auto* self = reinterpret_cast<MethodWrapper*>(object);
  Hash value = hash_by_address(self->self.raw()) ^ hash_by_address(as_object(self->descriptor.raw()));
  return value == -1 ? -2 : value;
}

Result<Ref<>> bound_objclass(Context&, Borrowed<MethodWrapper> self) { return hold(type_object(*self->descriptor->common.owner.raw())); }
Result<Ref<>> bound_name(Context&, Borrowed<MethodWrapper> self) { return hold(self->descriptor->common.name.get()); }
Result<Ref<>> bound_qualname(Context& cx, Borrowed<MethodWrapper> self) { return descriptor_qualname(cx, common(self->descriptor)); }
Result<Ref<>> bound_doc(Context& cx, Borrowed<MethodWrapper> self) { return wrapper_doc(cx, self->descriptor); }
Result<Ref<>> bound_signature(Context& cx, Borrowed<MethodWrapper> self) { return wrapper_signature(cx, self->descriptor); }
Result<Ref<>> bound_reduce(Context& cx, Borrowed<MethodWrapper> self) {
  return reduce_by_name(cx, self->self.get(), self->descriptor->common.name.get());
}

constinit MethodDef bound_methods[] = {KR_QUIET("__reduce__($self)", bound_reduce, nullptr), KR_END};
constinit MemberDef bound_members[] = {KR_MEMBER("__self__", object, MethodWrapper, self, 1, nullptr), KR_END};
constinit GetSetDef bound_getset[] = {
    KR_GETTER("__objclass__", bound_objclass, nullptr), KR_GETTER("__name__", bound_name, nullptr),
    KR_GETTER("__qualname__", bound_qualname, nullptr), KR_GETTER("__doc__", bound_doc, nullptr),
    KR_GETTER("__text_signature__", bound_signature, nullptr), KR_END};

}  // namespace

Result<Ref<>> new_wrapper_descriptor(Context& cx, Type& owner, const WrapperBase* base, void* wrapped) {
  auto made = KR_TRY(new_descriptor<WrapperDescriptor>(cx, wrapper_descr_type, owner, base->name));
  made->wrapper = base;
  made->wrapped = wrapped;
  memory::track(made.object());
  return made;
}

Result<Ref<>> new_method_wrapper(Context& cx, Borrowed<WrapperDescriptor> descriptor, Borrowed<> self) {
  auto made = KR_TRY(new_container<MethodWrapper>(cx, method_wrapper_type));
  made->descriptor.init(hold(descriptor));
  made->self.init(hold(self));
  memory::track(made.object());
  return made;
}

constinit Type wrapper_descr_type = {.head = {{1, &type_type}, 0},
                                     .tp_name = "wrapper_descriptor",
                                     .tp_basicsize = sizeof(WrapperDescriptor),
                                     .tp_dealloc = &descriptor_dealloc,
                                     .tp_repr = slot<&wrapper_repr>,
                                     .tp_call = &wrapper_call,
                                     .tp_getattro = slot<&generic_get_attr>,
                                     .tp_flags = type_flags::immutable | type_flags::gc | type_flags::method_descriptor,
                                     .tp_traverse = &descriptor_traverse,
                                     .tp_methods = wrapper_methods,
                                     .tp_members = descriptor_members,
                                     .tp_getset = wrapper_getset,
                                     .tp_descr_get = slot<&wrapper_get>};
KR_READY(wrapper_descr_type);

constinit Type method_wrapper_type = {.head = {{1, &type_type}, 0},
                                      .tp_name = "method-wrapper",
                                      .tp_basicsize = sizeof(MethodWrapper),
                                      .tp_dealloc = WrapperFields::dealloc,
                                      .tp_repr = slot<&bound_repr>,
                                      .tp_hash = &bound_hash,
                                      .tp_call = &bound_call,
                                      .tp_getattro = slot<&generic_get_attr>,
                                      .tp_flags = type_flags::immutable | type_flags::gc,
                                      .tp_traverse = WrapperFields::traverse,
                                      .tp_richcompare = slot<&bound_compare>,
                                      .tp_methods = bound_methods,
                                      .tp_members = bound_members,
                                      .tp_getset = bound_getset};
KR_READY(method_wrapper_type);

}  // namespace krait
