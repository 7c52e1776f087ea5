// References: Ref<T> owns one count, Borrowed<T> owns none. Both are one word and never null unless made so by name.
//
// A Ref is born in one of two named ways (Ref::steal takes over a count that someone else made, Ref::share makes a new one) and
// dies by giving its count back, which may run any Python code (__del__, weak reference callbacks). So whoever replaces an owned
// field takes the old value out first and lets it die when the object is consistent again.
// trivial_abi makes a Ref travel in a register, as a raw pointer would.
#pragma once

#include <type_traits>
#include <utility>

#include "memory/head.h"

namespace krait {

// True where T* may stand for U*: every object is an Object, otherwise only itself.
template <class T, class U>
concept ObjectIs = std::is_same_v<T, U> || std::is_same_v<U, Object>;

template <class T>
class Ref;

template <class T = Object>
class Borrowed {
 public:
  constexpr Borrowed() = default;  // null
  KR_INLINE constexpr explicit Borrowed(T* pointer) : pointer_(pointer) {}
  KR_INLINE constexpr Borrowed(std::nullptr_t) {}
  template <class U>
    requires ObjectIs<U, T>
  KR_INLINE Borrowed(Borrowed<U> other) : pointer_(reinterpret_cast<T*>(other.raw())) {}
  template <class U>
    requires ObjectIs<U, T>
  KR_INLINE Borrowed(const Ref<U>& other) : pointer_(reinterpret_cast<T*>(other.raw())) {}

  KR_INLINE T* raw() const { return pointer_; }
  KR_INLINE Object* object() const { return reinterpret_cast<Object*>(pointer_); }
  KR_INLINE T* operator->() const { return pointer_; }
  KR_INLINE Type* type() const { return object()->type; }
  KR_INLINE bool is_null() const { return pointer_ == nullptr; }
  KR_INLINE explicit operator bool() const { return pointer_ != nullptr; }
  template <class U>
  KR_INLINE bool is(Borrowed<U> other) const { return object() == other.object(); }
  template <class U>
  KR_INLINE bool is(const Ref<U>& other) const { return object() == other.object(); }

  // The same object seen as a U; the caller knows that it is one.
  template <class U>
  KR_INLINE Borrowed<U> as() const { return Borrowed<U>(reinterpret_cast<U*>(pointer_)); }

 private:
  T* pointer_ = nullptr;
};

template <class T = Object>
class [[clang::trivial_abi]] Ref {
 public:
  constexpr Ref() = default;  // null
  KR_INLINE constexpr Ref(std::nullptr_t) {}
  KR_INLINE Ref(Ref&& other) noexcept : pointer_(std::exchange(other.pointer_, nullptr)) {}
  template <class U>
    requires(ObjectIs<U, T> && !std::is_same_v<U, T>)
  KR_INLINE Ref(Ref<U>&& other) noexcept : pointer_(reinterpret_cast<T*>(other.release())) {}
  KR_INLINE Ref& operator=(Ref&& other) noexcept {
    T* old = std::exchange(pointer_, std::exchange(other.pointer_, nullptr));
    if (old) decref(as_object(old));
    return *this;
  }
  Ref(const Ref&) = delete;
  Ref& operator=(const Ref&) = delete;
  KR_INLINE ~Ref() {
    if (pointer_) decref(as_object(pointer_));
  }

  // Takes over a count that the caller owns. Null stays null.
  [[nodiscard]] KR_INLINE static Ref steal(T* pointer) {
    Ref made;
    made.pointer_ = pointer;
    return made;
  }
  // Makes a new count. Null stays null.
  [[nodiscard]] KR_INLINE static Ref share(T* pointer) {
    if (pointer) incref(as_object(pointer));
    return steal(pointer);
  }
  [[nodiscard]] KR_INLINE static Ref share(Borrowed<T> other) { return share(other.raw()); }

  // Hands the count to the caller; this Ref is null afterwards.
  [[nodiscard]] KR_INLINE T* release() { return std::exchange(pointer_, nullptr); }
  [[nodiscard]] KR_INLINE Ref copy() const { return share(pointer_); }
  KR_INLINE void reset() {
    if (T* old = std::exchange(pointer_, nullptr)) decref(as_object(old));
  }

  KR_INLINE T* raw() const { return pointer_; }
  KR_INLINE Object* object() const { return reinterpret_cast<Object*>(pointer_); }
  KR_INLINE T* operator->() const { return pointer_; }
  KR_INLINE Type* type() const { return object()->type; }
  KR_INLINE bool is_null() const { return pointer_ == nullptr; }
  KR_INLINE explicit operator bool() const { return pointer_ != nullptr; }
  KR_INLINE Borrowed<T> borrow() const { return Borrowed<T>(pointer_); }
  template <class U>
  KR_INLINE bool is(Borrowed<U> other) const { return object() == other.object(); }
  template <class U>
  KR_INLINE bool is(const Ref<U>& other) const { return object() == other.object(); }

  // The same object and count seen as a U; the caller knows that it is one.
  template <class U>
  [[nodiscard]] KR_INLINE Ref<U> as() && { return Ref<U>::steal(reinterpret_cast<U*>(release())); }

 private:
  T* pointer_ = nullptr;
};

// A new reference to what is borrowed.
template <class T>
[[nodiscard]] KR_INLINE Ref<T> hold(Borrowed<T> object) {
  return Ref<T>::share(object.raw());
}
template <class T>
[[nodiscard]] KR_INLINE Ref<T> hold(const Ref<T>& object) {
  return object.copy();
}
[[nodiscard]] KR_INLINE Ref<Object> hold(Object* object) { return Ref<Object>::share(object); }

// An owned field inside an object's struct: one word, laid out as a raw pointer. Reading borrows, replacing hands back the old value.
template <class T = Object>
class Slot {
 public:
  KR_INLINE Borrowed<T> get() const { return Borrowed<T>(pointer_); }
  KR_INLINE T* raw() const { return pointer_; }
  KR_INLINE T* operator->() const { return pointer_; }
  KR_INLINE bool is_null() const { return pointer_ == nullptr; }
  KR_INLINE explicit operator bool() const { return pointer_ != nullptr; }
  KR_INLINE operator Borrowed<T>() const { return Borrowed<T>(pointer_); }
  // Stores the new value and returns the old one, to die where the caller lets it.
  [[nodiscard]] KR_INLINE Ref<T> replace(Ref<T> value) { return Ref<T>::steal(std::exchange(pointer_, value.release())); }
  // For a field of a new object that holds nothing yet.
  KR_INLINE void init(Ref<T> value) { pointer_ = value.release(); }
  [[nodiscard]] KR_INLINE Ref<T> take() { return Ref<T>::steal(std::exchange(pointer_, nullptr)); }
  KR_INLINE T** address() { return &pointer_; }

 private:
  T* pointer_;
};

static_assert(sizeof(Ref<Object>) == 8 && sizeof(Slot<Object>) == 8);

}  // namespace krait
