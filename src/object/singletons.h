// None, True, False, NotImplemented and Ellipsis.
#pragma once

#include "object/fwd.h"
#include "object/types.h"

namespace krait {

struct IntHead {  // the start of an int: enough for the two bool objects
  VarObject head;
  std::uint32_t digit;
};

extern Object none_object KR_EXPORTED("_Py_NoneStruct");
extern IntHead true_object KR_EXPORTED("_Py_TrueStruct");
extern IntHead false_object KR_EXPORTED("_Py_FalseStruct");
extern Object not_implemented_object KR_EXPORTED("_Py_NotImplementedStruct");
extern Object ellipsis_object KR_EXPORTED("_Py_EllipsisObject");

KR_INLINE Borrowed<> none() { return Borrowed<>(&none_object); }
KR_INLINE Borrowed<> not_implemented() { return Borrowed<>(&not_implemented_object); }
KR_INLINE Borrowed<> ellipsis() { return Borrowed<>(&ellipsis_object); }
KR_INLINE Borrowed<> boolean(bool value) { return Borrowed<>(as_object(value ? &true_object : &false_object)); }

KR_INLINE Ref<> new_none() { return hold(none()); }
KR_INLINE Ref<> new_not_implemented() { return hold(not_implemented()); }
KR_INLINE Ref<> new_bool(bool value) { return hold(boolean(value)); }

template <class T>
KR_INLINE bool is_none(const T& object) { return object.object() == &none_object; }
template <class T>
KR_INLINE bool is_not_implemented(const T& object) { return object.object() == &not_implemented_object; }

}  // namespace krait
