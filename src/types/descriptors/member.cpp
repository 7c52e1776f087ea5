// member_descriptor and getset_descriptor: fields of C structs, and pairs of C functions, as attributes.
#include "memory/memory.h"
#include "object/declare/method.h"
#include "object/register.h"
#include "types/descriptors/builtin_descriptors.h"
#include "types/str/str.h"
#include "types/type/type.h"

namespace krait {

namespace {

template <class T>
Borrowed<Descriptor> common(Borrowed<T> self) {
  return self.template as<Descriptor>();
}
template <class T>
Result<Ref<>> get_qualname(Context& cx, Borrowed<T> self) {
  return descriptor_qualname(cx, common(self));
}
Result<Ref<>> text_or_none(Context& cx, const char* text) {
  if (!text) return new_none();
  return str_from_utf8(cx, text);
}

// --- members

Result<Ref<Str>> member_repr(Context& cx, Borrowed<MemberDescriptor> self) {
  return format_str(cx, "<member '{}' of '{}' objects>", self->common.name, self->common.owner->tp_name);
}
Result<Ref<>> member_descr_get(Context& cx, Borrowed<MemberDescriptor> self, Borrowed<> object, Borrowed<>) {
  if (!object) return hold(self);
  KR_TRY(check_receiver(cx, common(self), object));
  return member_get(cx, reinterpret_cast<const char*>(object.object()), *self->member);
}
Result<void> member_descr_set(Context& cx, Borrowed<MemberDescriptor> self, Borrowed<> object, Borrowed<> value) {
  KR_TRY(check_receiver(cx, common(self), object));
  return member_set(cx, reinterpret_cast<char*>(object.object()), *self->member, value);
}
Result<Ref<>> member_doc(Context& cx, Borrowed<MemberDescriptor> self) { return text_or_none(cx, self->member->doc); }
Result<Ref<>> member_reduce(Context& cx, Borrowed<MemberDescriptor> self) {
  return reduce_by_name(cx, type_object(*self->common.owner.raw()), self->common.name.get());
}

constinit MethodDef member_methods[] = {KR_QUIET("__reduce__($self)", member_reduce, nullptr), KR_END};
constinit GetSetDef member_getset[] = {KR_GETTER("__doc__", member_doc, nullptr),
                                       KR_GETTER("__qualname__", get_qualname<MemberDescriptor>, nullptr), KR_END};

// --- getters and setters

Result<Ref<Str>> getset_repr(Context& cx, Borrowed<GetSetDescriptor> self) {
  return format_str(cx, "<attribute '{}' of '{}' objects>", self->common.name, self->common.owner->tp_name);
}
Result<Ref<>> getset_get(Context& cx, Borrowed<GetSetDescriptor> self, Borrowed<> object, Borrowed<>) {
  if (!object) return hold(self);
  KR_TRY(check_receiver(cx, common(self), object));
  GetSetDef* def = self->getset;
  if (def->get) return Result<Ref<>>::from_raw(def->get(object.object(), def->closure));
  return raise(cx, exc::AttributeError, "attribute '{}' of '{:.100}' objects is not readable", self->common.name,
               self->common.owner->tp_name);
}
Result<void> getset_set(Context& cx, Borrowed<GetSetDescriptor> self, Borrowed<> object, Borrowed<> value) {
  KR_TRY(check_receiver(cx, common(self), object));
  GetSetDef* def = self->getset;
  if (def->set) return Result<void>::from_raw(def->set(object.object(), value.object(), def->closure));
  return raise(cx, exc::AttributeError, "attribute '{}' of '{:.100}' objects is not writable", self->common.name,
               self->common.owner->tp_name);
}
Result<Ref<>> getset_doc(Context& cx, Borrowed<GetSetDescriptor> self) { return text_or_none(cx, self->getset->doc); }

constinit GetSetDef getset_getset[] = {KR_GETTER("__doc__", getset_doc, nullptr),
                                       KR_GETTER("__qualname__", get_qualname<GetSetDescriptor>, nullptr), KR_END};

}  // namespace

Result<Ref<>> new_member_descriptor(Context& cx, Type& owner, MemberDef* def) {
  auto made = KR_TRY(new_descriptor<MemberDescriptor>(cx, member_descr_type, owner, def->name));
  made->member = def;
  memory::track(made.object());
  return made;
}

Result<Ref<>> new_getset_descriptor(Context& cx, Type& owner, GetSetDef* def) {
  auto made = KR_TRY(new_descriptor<GetSetDescriptor>(cx, getset_descr_type, owner, def->name));
  made->getset = def;
  memory::track(made.object());
  return made;
}

constinit Type member_descr_type = {.head = {{1, &type_type}, 0},
                                    .tp_name = "member_descriptor",
                                    .tp_basicsize = sizeof(MemberDescriptor),
                                    .tp_dealloc = &descriptor_dealloc,
                                    .tp_repr = slot<&member_repr>,
                                    .tp_getattro = slot<&generic_get_attr>,
                                    .tp_flags = type_flags::immutable | type_flags::gc,
                                    .tp_traverse = &descriptor_traverse,
                                    .tp_methods = member_methods,
                                    .tp_members = descriptor_members,
                                    .tp_getset = member_getset,
                                    .tp_descr_get = slot<&member_descr_get>,
                                    .tp_descr_set = slot<&member_descr_set>};
KR_READY(member_descr_type);

constinit Type getset_descr_type = {.head = {{1, &type_type}, 0},
                                    .tp_name = "getset_descriptor",
                                    .tp_basicsize = sizeof(GetSetDescriptor),
                                    .tp_dealloc = &descriptor_dealloc,
                                    .tp_repr = slot<&getset_repr>,
                                    .tp_getattro = slot<&generic_get_attr>,
                                    .tp_flags = type_flags::immutable | type_flags::gc,
                                    .tp_traverse = &descriptor_traverse,
                                    .tp_members = descriptor_members,
                                    .tp_getset = getset_getset,
                                    .tp_descr_get = slot<&getset_get>,
                                    .tp_descr_set = slot<&getset_set>};
KR_READY(getset_descr_type);

}  // namespace krait
