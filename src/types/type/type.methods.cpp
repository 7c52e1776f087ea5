// The methods of classes.
#include "object/declare/method.h"
#include "object/generic.h"
#include "types/dict/dict.h"
#include "types/list/list.h"
#include "types/tuple/tuple.h"
#include "types/type/internal.h"
#include "types/type/merge_dir.h"
#include "types/type/mro.h"

namespace krait {

namespace {

Result<Ref<List>> type_mro(Context& cx, Borrowed<Type> self) { return compute_mro(cx, *self.raw()); }

Result<Ref<List>> type_subclasses(Context& cx, Borrowed<Type> self) {
  auto list = KR_TRY(new_list(cx));
  for (Type* subclass : subclasses_of(*self.raw()))
    if (as_object(subclass)->refcount > 0) KR_TRY(list_append(cx, list, type_object(*subclass)));
  return list;
}

Result<Ref<Dict>> type_prepare(Context& cx, Borrowed<>, Args, KwArgs) { return new_dict(cx); }

Result<bool> type_instance_check(Context& cx, Borrowed<Type> self, Borrowed<> instance) { return is_instance_plain(cx, instance, self); }
Result<bool> type_subclass_check(Context& cx, Borrowed<Type> self, Borrowed<> subclass) { return is_subclass_plain(cx, subclass, self); }

Result<Ref<>> type_dir(Context& cx, Borrowed<Type> self) {
  auto names = KR_TRY(new_dict(cx));
  KR_TRY(merge_class_dict(cx, names, type_object(*self.raw())));
  return dict_keys(cx, names);
}

Result<Index> type_sizeof(Context&, Borrowed<Type> self) {
  if (!has_flag(self.raw(), type_flags::heap)) return static_cast<Index>(sizeof(Type));
  return static_cast<Index>(sizeof(HeapType)) + slot_member_count(*self.raw()) * static_cast<Index>(sizeof(MemberDef));
}

}  // namespace

// The names in the class's __dict__ and those of its bases.
Result<void> merge_class_dict(Context& cx, Borrowed<Dict> names, Borrowed<> cls) {
  auto own = KR_TRY(lookup_attr(cx, cls, KR_ID(__dict__)));
  if (own) KR_TRY(dict_merge(cx, names, own));
  auto bases = KR_TRY(lookup_attr(cx, cls, KR_ID(__bases__)));
  if (!bases) return {};
  Result<Index> count = length(cx, bases);
  if (count.failed()) {
    clear_error(cx);
    return {};
  }
  for (Index i = 0; i < count.value(); ++i) {
    auto base = KR_TRY(sequence_item(cx, bases, i));
    KR_TRY(merge_class_dict(cx, names, base));
  }
  return {};
}

MethodDef type_methods[] = {
    KR_METHOD("mro($self, /)", type_mro, "Return a type's method resolution order."),
    KR_METHOD("__subclasses__($self, /)", type_subclasses, "Return a list of immediate subclasses."),
    KR_QUIET_CLASS("__prepare__($type, *args, **kwargs)", type_prepare,
                   "__prepare__() -> dict\nused to create the namespace for the class statement"),
    KR_METHOD("__instancecheck__($self, instance, /)", type_instance_check, "Check if an object is an instance."),
    KR_METHOD("__subclasscheck__($self, subclass, /)", type_subclass_check, "Check if a class is a subclass."),
    KR_METHOD("__dir__($self, /)", type_dir, "Specialized __dir__ implementation for types."),
    KR_METHOD("__sizeof__($self, /)", type_sizeof, "Return memory consumption of the type object."),
    KR_END};

}  // namespace krait
