// object[key], and its assignment and deletion.
#include "object/generic.h"
#include "types/genericalias/genericalias.h"
#include "types/str/str.h"
#include "types/type/type.h"

namespace krait {

namespace {

// type[key]: __class_getitem__, looked up on the class itself.
Result<Ref<>> get_class_item(Context& cx, Borrowed<> cls, Borrowed<> key) {
  if (cls.is(type_object(type_type))) return new_generic_alias(cx, cls, key);
  auto method = KR_TRY(lookup_attr(cx, cls, KR_ID(__class_getitem__)));
  if (method && !is_none(method)) return call(cx, method, key);
  return raise(cx, exc::TypeError, "type '{:.200}' is not subscriptable", as_type(cls).tp_name);
}

}  // namespace

Result<Ref<>> get_item(Context& cx, Borrowed<> object, Borrowed<> key) {
  Type* type = object.type();
  if (type->tp_as_mapping && type->tp_as_mapping->mp_subscript)
    return Result<Ref<>>::from_raw(check_call_result(cx, object, type->tp_as_mapping->mp_subscript(object.object(), key.object())));
  if (type->tp_as_sequence && type->tp_as_sequence->sq_item) {
    if (!is_index(key)) return raise(cx, exc::TypeError, "sequence index must be integer, not '{!t:.200}'", key);
    Index position = KR_TRY(as_index(cx, key, &exc::IndexError));
    return sequence_item(cx, object, position);
  }
  if (is_type(object)) return get_class_item(cx, object, key);
  return raise(cx, exc::TypeError, "'{!t:.200}' object is not subscriptable", object);
}

namespace {

Result<void> store_item(Context& cx, Borrowed<> object, Borrowed<> key, Borrowed<> value) {
  Type* type = object.type();
  if (type->tp_as_mapping && type->tp_as_mapping->mp_ass_subscript)
    return Result<void>::from_raw(type->tp_as_mapping->mp_ass_subscript(object.object(), key.object(), value.object()));
  if (type->tp_as_sequence && (type->tp_as_sequence->sq_ass_item || is_index(key))) {
    if (!is_index(key)) return raise(cx, exc::TypeError, "sequence index must be integer, not '{!t:.200}'", key);
    Index position = KR_TRY(as_index(cx, key, &exc::IndexError));
    return sequence_set_item(cx, object, position, value);
  }
  if (value) return raise(cx, exc::TypeError, "'{!t:.200}' object does not support item assignment", object);
  return raise(cx, exc::TypeError, "'{!t:.200}' object does not support item deletion", object);
}

}  // namespace

Result<void> set_item(Context& cx, Borrowed<> object, Borrowed<> key, Borrowed<> value) { return store_item(cx, object, key, value); }

Result<void> delete_item(Context& cx, Borrowed<> object, Borrowed<> key) { return store_item(cx, object, key, {}); }

}  // namespace krait
