// Failure is a value that cannot be dropped: Result<T> is either a T or "an exception is pending on the thread".
//
// The representation is CPython's: a null pointer for references, -1 for numbers and truth values. So a Result crosses into C, and a
// slot's answer comes back from C, without any translation. KR_TRY hands a failure to the caller; KR_MUST states that none can happen.
#pragma once

#include "object/ref.h"

namespace krait {

// The answer of everything that has just raised: turns into the failed form of any Result and of any C slot's answer.
struct [[nodiscard]] Failed {
  template <class T>
  operator T*() const { return nullptr; }
  operator int() const { return -1; }
  operator Index() const { return -1; }
};

template <class T>
class Result;

template <class T>
class [[nodiscard, clang::trivial_abi]] Result<Ref<T>> {
 public:
  KR_INLINE Result(Failed) {}
  KR_INLINE Result(Ref<T>&& value) : pointer_(value.release()) {}
  template <class U>
    requires(ObjectIs<U, T> && !std::is_same_v<U, T>)
  KR_INLINE Result(Ref<U>&& value) : pointer_(reinterpret_cast<T*>(value.release())) {}
  template <class U>
    requires(ObjectIs<U, T> && !std::is_same_v<U, T>)
  KR_INLINE Result(Result<Ref<U>>&& other) : pointer_(reinterpret_cast<T*>(other.release())) {}
  KR_INLINE Result(Result&& other) noexcept : pointer_(std::exchange(other.pointer_, nullptr)) {}
  Result& operator=(Result&&) = delete;
  KR_INLINE ~Result() {
    if (pointer_) decref(as_object(pointer_));
  }
  // What a C function answered: an owned pointer, or null with an exception pending.
  KR_INLINE static Result from_raw(T* pointer) { return Result(Ref<T>::steal(pointer)); }

  KR_INLINE bool failed() const { return pointer_ == nullptr; }
  KR_INLINE Ref<T> value() && { return Ref<T>::steal(release()); }
  [[nodiscard]] KR_INLINE T* release() { return std::exchange(pointer_, nullptr); }
  template <class U>
  KR_INLINE Result<Ref<U>> as() && { return Result<Ref<U>>::from_raw(reinterpret_cast<U*>(release())); }

 private:
  T* pointer_ = nullptr;
};

template <class T>
class [[nodiscard]] Result<Borrowed<T>> {
 public:
  KR_INLINE Result(Failed) {}
  KR_INLINE Result(Borrowed<T> value) : pointer_(value.raw()) {}
  KR_INLINE bool failed() const { return pointer_ == nullptr; }
  KR_INLINE Borrowed<T> value() const { return Borrowed<T>(pointer_); }
  [[nodiscard]] KR_INLINE T* release() const { return pointer_; }

 private:
  T* pointer_ = nullptr;
};

// A pointer to plain memory (no object), null on failure.
template <class T>
class [[nodiscard]] Result<T*> {
 public:
  KR_INLINE Result(Failed) {}
  KR_INLINE Result(T* value) : pointer_(value) {}
  KR_INLINE bool failed() const { return pointer_ == nullptr; }
  KR_INLINE T* value() const { return pointer_; }

 private:
  T* pointer_ = nullptr;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  KR_INLINE Result() : code_(0) {}
  KR_INLINE Result(Failed) : code_(-1) {}
  KR_INLINE static Result from_raw(int code) { return code < 0 ? Result(Failed{}) : Result(); }
  KR_INLINE bool failed() const { return code_ < 0; }
  KR_INLINE void value() const {}
  [[nodiscard]] KR_INLINE int release() const { return code_; }

 private:
  int code_;
};

template <>
class [[nodiscard]] Result<bool> {
 public:
  KR_INLINE Result(bool value) : code_(value) {}
  KR_INLINE Result(Failed) : code_(-1) {}
  KR_INLINE static Result from_raw(int code) {
    Result made(false);
    made.code_ = code;
    return made;
  }
  KR_INLINE bool failed() const { return code_ < 0; }
  KR_INLINE bool value() const { return code_ > 0; }
  [[nodiscard]] KR_INLINE int release() const { return code_; }

 private:
  int code_;
};

// A length, a position, a hash: never -1 when it is a value.
template <>
class [[nodiscard]] Result<Index> {
 public:
  KR_INLINE Result(Index value) : value_(value) {}
  KR_INLINE Result(Failed) : value_(-1) {}
  KR_INLINE bool failed() const { return value_ == -1; }
  KR_INLINE Index value() const { return value_; }
  [[nodiscard]] KR_INLINE Index release() const { return value_; }

 private:
  Index value_;
};

// Any other plain value (an int that may be -1, a double, a small struct): carries its own flag.
template <class T>
class [[nodiscard]] Result {
 public:
  KR_INLINE Result(T value) : value_(std::move(value)) {}
  KR_INLINE Result(Failed) : failed_(true) {}
  KR_INLINE bool failed() const { return failed_; }
  KR_INLINE T value() const& { return value_; }
  KR_INLINE T value() && { return std::move(value_); }

 private:
  T value_{};
  bool failed_ = false;
};

// A found reference, "not there" (null, nothing raised), or failure. For look-ups that miss often.
template <class T = Object>
class [[nodiscard, clang::trivial_abi]] Lookup {
 public:
  KR_INLINE Lookup(Failed) : failed_(true) {}
  KR_INLINE Lookup(Ref<T>&& value) : value_(std::move(value)) {}
  KR_INLINE bool failed() const { return failed_; }
  KR_INLINE bool missing() const { return !failed_ && value_.is_null(); }
  KR_INLINE Ref<T> value() && { return std::move(value_); }  // null: not there

 private:
  Ref<T> value_;
  bool failed_ = false;
};

// The same for a look-up that borrows from a container.
template <class T = Object>
class [[nodiscard]] BorrowedLookup {
 public:
  KR_INLINE BorrowedLookup(Failed) : failed_(true) {}
  KR_INLINE BorrowedLookup(Borrowed<T> value) : value_(value) {}
  KR_INLINE bool failed() const { return failed_; }
  KR_INLINE Borrowed<T> value() const { return value_; }  // null: not there

 private:
  Borrowed<T> value_;
  bool failed_ = false;
};

}  // namespace krait

// The value of a Result, or a return of its failure from the function around.
#define KR_TRY(...)                                              \
  ({                                                             \
    auto kr_result = (__VA_ARGS__);                              \
    if (kr_result.failed()) [[unlikely]] return ::krait::Failed{}; \
    std::move(kr_result).value();                                \
  })

// The value of a Lookup or BorrowedLookup (null: not there), or a return of its failure.
#define KR_TRY_LOOKUP(...) KR_TRY(__VA_ARGS__)

// The value of a Result that cannot have failed here.
#define KR_MUST(...)                         \
  ({                                         \
    auto kr_result = (__VA_ARGS__);          \
    KR_ASSERT(!kr_result.failed());          \
    std::move(kr_result).value();            \
  })
