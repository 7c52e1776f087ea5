// slot<&function>: a typed function as a C slot of a type.
//
//     Result<Ref<Str>> repr(Context& cx, Borrowed<Slice> self);
//     constinit Type slice_type = {..., .tp_repr = slot<&repr>, ...};
//
// The slot's C signature comes from where it is stored; the thunk fetches the context, gives the pointers their types and turns the
// Result into the slot's raw answer. The typed function is normally inlined into its thunk.
#pragma once

#include "object/check.h"
#include "object/context.h"
#include "object/result.h"

namespace krait {

enum class Compare : int;

namespace declare {

template <class R, class... A>
using FunctionPointer = R (*)(A...);

// One C argument as the typed function wants it.
template <class P, class C>
KR_INLINE P lift(C argument) {
  if constexpr (std::is_same_v<P, C>) return argument;
  else if constexpr (std::is_pointer_v<C> && std::is_class_v<P>) return P(reinterpret_cast<decltype(P().raw())>(argument));  // Borrowed
  else return static_cast<P>(argument);
}

// The typed answer as the slot's raw one.
template <class Raw, class R>
KR_INLINE Raw lower(R&& answer) {
  using T = std::remove_cvref_t<R>;
  if constexpr (std::is_void_v<Raw>) return;
  else if constexpr (std::is_same_v<T, Raw>) return answer;
  else if constexpr (requires { answer.release(); }) {
    if constexpr (std::is_pointer_v<Raw>) return reinterpret_cast<Raw>(answer.release());
    else return static_cast<Raw>(answer.release());
  } else return static_cast<Raw>(answer);
}

template <class F>
struct Callee;
template <class R, class... P>
struct Callee<R (*)(Context&, P...)> {
  template <auto Fn, class Raw, class... A>
  KR_INLINE static Raw call(A... args) {
    static_assert(sizeof...(P) == sizeof...(A), "the function takes another number of arguments than the slot gives");
    if constexpr (std::is_void_v<R>) Fn(Context::current(), lift<P>(args)...);
    else return lower<Raw>(Fn(Context::current(), lift<P>(args)...));
  }
};
template <class R, class... P>
struct Callee<R (*)(P...)> {
  template <auto Fn, class Raw, class... A>
  KR_INLINE static Raw call(A... args) {
    static_assert(sizeof...(P) == sizeof...(A), "the function takes another number of arguments than the slot gives");
    if constexpr (std::is_void_v<R>) Fn(lift<P>(args)...);
    else return lower<Raw>(Fn(lift<P>(args)...));
  }
};

template <auto Fn, class Raw, class... A>
struct SlotThunk {
  static Raw call(A... args) { return Callee<decltype(Fn)>::template call<Fn, Raw>(args...); }
};

template <auto Fn>
struct SlotProxy {
  template <class Raw, class... A>
  consteval operator FunctionPointer<Raw, A...>() const { return &SlotThunk<Fn, Raw, A...>::call; }
};

}  // namespace declare

template <auto Fn>
inline constexpr declare::SlotProxy<Fn> slot{};

// Traverse, clear and dealloc from one list of owned fields: Owns<Slice, &Slice::start, &Slice::stop, &Slice::step>.
// Fields are Slot<T> or raw object pointers. `free` is what gives the memory back (the type's tp_free).
template <class T, auto... Fields>
struct Owns {
  static int traverse(Object* self, Visit visit, void* arg) {
    T* object = reinterpret_cast<T*>(self);
    int answer = 0;
    (void)((visit_field(object->*Fields, visit, arg, answer)) || ...);
    return answer;
  }
  static int clear(Object* self) {
    T* object = reinterpret_cast<T*>(self);
    (clear_field(object->*Fields), ...);
    return 0;
  }
  static void dealloc(Object* self);

 private:
  template <class F>
  static bool visit_field(F& field, Visit visit, void* arg, int& answer) {
    Object* object = raw_of(field);
    if (object) answer = visit(object, arg);
    return answer != 0;
  }
  template <class F>
  static void clear_field(F& field) {
    if constexpr (std::is_pointer_v<F>) {
      if (F old = std::exchange(field, nullptr)) decref(reinterpret_cast<Object*>(old));
    } else {
      auto old = field.take();
    }
  }
  template <class F>
  KR_INLINE static Object* raw_of(F& field) {
    if constexpr (std::is_pointer_v<F>) return reinterpret_cast<Object*>(field);
    else return reinterpret_cast<Object*>(field.raw());
  }
};

namespace declare {
void untrack_if_container(Object* self);
}

template <class T, auto... Fields>
void Owns<T, Fields...>::dealloc(Object* self) {
  declare::untrack_if_container(self);
  clear(self);
  self->type->tp_free(self);
}

}  // namespace krait
