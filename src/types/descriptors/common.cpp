// What the descriptors of C functions, members and slots have in common.
#include "memory/memory.h"
#include "object/declare/method.h"
#include "object/new.h"
#include "types/descriptors/builtin_descriptors.h"
#include "types/function/function.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait {

template <class T>
Result<Ref<T>> new_descriptor(Context& cx, Type& kind, Type& owner, const char* name) {
  auto text = KR_TRY(intern_utf8(cx, name));
  auto made = KR_TRY(new_container<T>(cx, kind));
  auto* common = reinterpret_cast<Descriptor*>(made.raw());
  common->owner.init(Ref<Type>::share(&owner));
  common->name.init(std::move(text));
  common->qualname.init({});
  return made;
}
template Result<Ref<MethodDescriptor>> new_descriptor(Context&, Type&, Type&, const char*);
template Result<Ref<MemberDescriptor>> new_descriptor(Context&, Type&, Type&, const char*);
template Result<Ref<GetSetDescriptor>> new_descriptor(Context&, Type&, Type&, const char*);
template Result<Ref<WrapperDescriptor>> new_descriptor(Context&, Type&, Type&, const char*);

Result<void> check_receiver(Context& cx, Borrowed<Descriptor> descriptor, Borrowed<> object) {
  if (is_instance_of(object, *descriptor->owner.raw())) return {};
  return raise(cx, exc::TypeError, "descriptor '{}' for '{:.100}' objects doesn't apply to a '{!t:.100}' object", descriptor->name,
               descriptor->owner->tp_name, object);
}

Result<Ref<>> descriptor_qualname(Context& cx, Borrowed<Descriptor> self) {
  if (!self->qualname) {
    auto owner = KR_TRY(get_attr(cx, type_object(*self->owner.raw()), KR_ID(__qualname__)));
    if (!is<Str>(owner)) return raise(cx, exc::TypeError, "<descriptor>.__objclass__.__qualname__ is not a unicode object");
    self->qualname.init(KR_TRY(format_str(cx, "{}.{}", owner, self->name)));
  }
  return hold(self->qualname.get());
}

Result<Ref<>> reduce_by_name(Context& cx, Borrowed<> object, Borrowed<> name) {
  Borrowed<> builtins = KR_TRY(builtins_of_globals(cx, {}));
  auto getter = KR_TRY(get_item(cx, builtins, KR_ID(getattr)));
  auto arguments = KR_TRY(tuple_of(cx, object, name));
  return tuple_of(cx, getter, arguments);
}

int descriptor_traverse(Object* self, Visit visit, void* arg) {
  return visit(as_object(reinterpret_cast<Descriptor*>(self)->owner.raw()), arg);
}

void descriptor_dealloc(Object* self) {
  memory::untrack(self);
  auto* descriptor = reinterpret_cast<Descriptor*>(self);
  auto owner = descriptor->owner.take();
  auto name = descriptor->name.take();
  auto qualname = descriptor->qualname.take();
  self->type->tp_free(self);
}

MemberDef descriptor_members[] = {KR_MEMBER("__objclass__", object, Descriptor, owner, 1, nullptr),
                                  KR_MEMBER("__name__", object, Descriptor, name, 1, nullptr), KR_END};

}  // namespace krait
