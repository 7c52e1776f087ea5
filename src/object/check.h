// Asking what an object is, and seeing it as that.
#pragma once

#include "object/fwd.h"
#include "object/types.h"

namespace krait {

// A struct names its type object in `static constexpr Type* static_type` and, where it has one, its subclass bit of tp_flags in
// `static constexpr unsigned long subclass_flag`.
template <class T>
concept HasSubclassFlag = requires { T::subclass_flag; };

// True when sub is super or derives from it, by the MRO.
bool is_subtype(const Type* sub, const Type* super);

KR_INLINE bool is_instance_of(Borrowed<> object, const Type& type) {
  return object.type() == &type || is_subtype(object.type(), &type);
}

// An instance of T's type or of a subclass.
template <class T, class U>
KR_INLINE bool is(Borrowed<U> object) {
  if constexpr (HasSubclassFlag<T>) return has_flag(object.type(), T::subclass_flag);
  else return is_instance_of(object, *T::static_type);
}
template <class T, class U>
KR_INLINE bool is(const Ref<U>& object) { return is<T>(object.borrow()); }

// An instance of exactly T's type.
template <class T, class U>
KR_INLINE bool is_exact(Borrowed<U> object) { return object.type() == T::static_type; }
template <class T, class U>
KR_INLINE bool is_exact(const Ref<U>& object) { return object.type() == T::static_type; }

// The object as a T, or null when it is none.
template <class T, class U>
KR_INLINE Borrowed<T> try_as(Borrowed<U> object) {
  return is<T>(object) ? object.template as<T>() : Borrowed<T>();
}

// The object as a T: the caller knows that it is one.
template <class T, class U>
KR_INLINE Borrowed<T> as(Borrowed<U> object) {
  KR_ASSERT(is<T>(object));
  return object.template as<T>();
}

}  // namespace krait
