// Private to this room: the slots that all exception types share, and a short way to declare a type with them.
#pragma once

#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/exceptions/exceptions.h"

namespace krait::exceptions {

Object* base_new(Type* type, Object* args, Object* kwargs);
int base_init(Object* self, Object* args, Object* kwargs);
void base_dealloc(Object* self);
int base_traverse(Object* self, Visit visit, void* arg);
int base_clear(Object* self);
Result<Ref<Str>> base_str(Context& cx, Borrowed<BaseException> self);
// The tuple (type, args) or (type, args, state).
Result<Ref<>> reduce_with(Context& cx, Borrowed<BaseException> self, Borrowed<Tuple> args, Borrowed<> state);
// TypeError "X() takes no keyword arguments".
bool refuse_keywords(Context& cx, const Type* type, Object* kwargs);

// Visits and clears the fields a subclass adds, then those of BaseException.
template <class T, auto... Fields>
struct Also {
  using Own = Owns<T, Fields...>;
  static int traverse(Object* self, Visit visit, void* arg) {
    T* object = reinterpret_cast<T*>(self);
    Object* fields[] = {reinterpret_cast<Object*>((object->*Fields).raw())...};
    for (Object* field : fields)
      if (field)
        if (int answer = visit(field, arg)) return answer;
    return base_traverse(self, visit, arg);
  }
  static int clear(Object* self) {
    Own::clear(self);
    return base_clear(self);
  }
  static void dealloc(Object* self) {
    declare::untrack_if_container(self);
    clear(self);
    self->type->tp_free(self);
  }
};

inline constexpr unsigned long exception_flags =
    type_flags::immutable | type_flags::gc | type_flags::base | type_flags::base_exc_subclass;

// The common part of every exception type; what differs is filled in by the declarations below.
consteval Type declare_type(const char* name, Type* base, Index size, const char* doc, NewFunction make, InitFunction init) {
  Type type = {
      .head = {{1, &type_type}, 0},
      .tp_name = name,
      .tp_basicsize = size,
      .tp_dealloc = &base_dealloc,
      .tp_flags = exception_flags,
      .tp_doc = doc,
      .tp_traverse = &base_traverse,
      .tp_clear = &base_clear,
      .tp_base = base,
      .tp_dictoffset = offsetof(BaseException, dict),
      .tp_init = init,
      .tp_new = make,
      .tp_free = &free_container,
  };
  return type;
}

// A type with fields of its own: T's struct, Extra = Also<...>.
template <class T, class Extra>
consteval Type declare_extended(const char* name, Type* base, const char* doc, InitFunction init, NewFunction make = nullptr) {
  Type type = declare_type(name, base, sizeof(T), doc, make, init);
  type.tp_dealloc = &Extra::dealloc;
  type.tp_traverse = &Extra::traverse;
  type.tp_clear = &Extra::clear;
  return type;
}

}  // namespace krait::exceptions
