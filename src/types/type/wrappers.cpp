// Wrapper descriptors: from a Python call of a special method to the C slot.
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/slot_calls.h"
#include "types/type/type.h"

namespace krait::slots {

namespace {

Object* item(Object* args, Index i) { return reinterpret_cast<Tuple*>(args)->items[i]; }
Index count(Object* args) { return reinterpret_cast<Tuple*>(args)->size(); }

// The arity checks: one text for exact counts up to 1, another (with an empty function name) for the rest, as CPython has it.
bool takes(Object* args, Index wanted) {
  if (count(args) == wanted) return true;
  (void)raise(Context::current(), exc::TypeError, "expected {} argument{}, got {}", wanted, wanted == 1 ? "" : "s", count(args));
  return false;
}
bool takes_between(Object* args, Index least, Index most) {
  Index n = count(args);
  if (n >= least && n <= most) return true;
  Index limit = n < least ? least : most;
  const char* amount = least == most ? "" : n < least ? "at least " : "at most ";
  (void)raise(Context::current(), exc::TypeError, " expected {}{} argument{}, got {}", amount, limit, limit == 1 ? "" : "s", n);
  return false;
}

Object* none_unless_failed(int code) { return code < 0 ? nullptr : new_none().release(); }
Object* truth_unless_failed(int code) { return code < 0 ? nullptr : new_bool(code > 0).release(); }

template <class F>
KR_INLINE F as_slot(void* wrapped) {
  return reinterpret_cast<F>(wrapped);
}

}  // namespace

Object* wrap_unary(Object* self, Object* args, void* wrapped) {
  return takes(args, 0) ? as_slot<UnaryFunction>(wrapped)(self) : nullptr;
}

Object* wrap_next(Object* self, Object* args, void* wrapped) {
  if (!takes(args, 0)) return nullptr;
  Object* answer = as_slot<UnaryFunction>(wrapped)(self);
  Context& cx = Context::current();
  if (!answer && !cx.has_error()) return raise_stop_iteration(cx, {});
  return answer;
}

Object* wrap_binary(Object* self, Object* args, void* wrapped) {
  return takes(args, 1) ? as_slot<BinaryFunction>(wrapped)(self, item(args, 0)) : nullptr;
}
Object* wrap_binary_left(Object* self, Object* args, void* wrapped) { return wrap_binary(self, args, wrapped); }
Object* wrap_binary_right(Object* self, Object* args, void* wrapped) {
  return takes(args, 1) ? as_slot<BinaryFunction>(wrapped)(item(args, 0), self) : nullptr;
}

Object* wrap_ternary(Object* self, Object* args, void* wrapped) {
  if (!takes_between(args, 1, 2)) return nullptr;
  return as_slot<TernaryFunction>(wrapped)(self, item(args, 0), count(args) > 1 ? item(args, 1) : &none_object);
}
Object* wrap_ternary_right(Object* self, Object* args, void* wrapped) {
  if (!takes_between(args, 1, 2)) return nullptr;
  return as_slot<TernaryFunction>(wrapped)(item(args, 0), self, count(args) > 1 ? item(args, 1) : &none_object);
}

Object* wrap_inquiry(Object* self, Object* args, void* wrapped) {
  return takes(args, 0) ? truth_unless_failed(as_slot<Inquiry>(wrapped)(self)) : nullptr;
}

Object* wrap_length(Object* self, Object* args, void* wrapped) {
  if (!takes(args, 0)) return nullptr;
  Index size = as_slot<LengthFunction>(wrapped)(self);
  Context& cx = Context::current();
  if (size == -1 && cx.has_error()) return nullptr;
  return as_object(int_from(cx, size).release());
}

Object* wrap_size_argument(Object* self, Object* args, void* wrapped) {
  if (!takes_between(args, 1, 1)) return nullptr;
  long long n = KR_TRY(as_index(Context::current(), Borrowed<>(item(args, 0)), &exc::OverflowError));
  return as_slot<SizeArgFunction>(wrapped)(self, n);
}

namespace {

// A position for sq_item and its kin: negative ones count from the end.
Result<long long> position_in(Context& cx, Object* self, Object* argument) {
  long long position = KR_TRY(as_index(cx, Borrowed<>(argument), &exc::OverflowError));
  SequenceSlots* table = self->type->tp_as_sequence;
  if (position < 0 && table && table->sq_length) {
    Index size = table->sq_length(self);
    if (size < 0) return Failed{};
    position += size;
  }
  return position;
}

}  // namespace

Object* wrap_sq_item(Object* self, Object* args, void* wrapped) {
  if (!takes(args, 1)) return nullptr;
  long long position = KR_TRY(position_in(Context::current(), self, item(args, 0)));
  return as_slot<SizeArgFunction>(wrapped)(self, position);
}
Object* wrap_sq_setitem(Object* self, Object* args, void* wrapped) {
  if (!takes_between(args, 2, 2)) return nullptr;
  long long position = KR_TRY(position_in(Context::current(), self, item(args, 0)));
  return none_unless_failed(as_slot<SizeObjArgProc>(wrapped)(self, position, item(args, 1)));
}
Object* wrap_sq_delitem(Object* self, Object* args, void* wrapped) {
  if (!takes(args, 1)) return nullptr;
  long long position = KR_TRY(position_in(Context::current(), self, item(args, 0)));
  return none_unless_failed(as_slot<SizeObjArgProc>(wrapped)(self, position, nullptr));
}

Object* wrap_contains(Object* self, Object* args, void* wrapped) {
  return takes(args, 1) ? truth_unless_failed(as_slot<ObjObjProc>(wrapped)(self, item(args, 0))) : nullptr;
}

Object* wrap_setitem(Object* self, Object* args, void* wrapped) {
  return takes_between(args, 2, 2) ? none_unless_failed(as_slot<ObjObjArgProc>(wrapped)(self, item(args, 0), item(args, 1))) : nullptr;
}
Object* wrap_delitem(Object* self, Object* args, void* wrapped) {
  return takes(args, 1) ? none_unless_failed(as_slot<ObjObjArgProc>(wrapped)(self, item(args, 0), nullptr)) : nullptr;
}

namespace {

// object.__setattr__(cls, ...) must not get around the checks of a more derived setattr written in C.
bool may_apply(Object* self, ObjObjArgProc function, const char* what) {
  Type* type = self->type;
  Type* base = type;
  while (base && base->tp_setattro == &slot_setattro) base = base->tp_base;
  // The nearest class with a C implementation is the one whose function this must be.
  if (!base || base->tp_setattro == function) return true;
  for (Type* above = base; above; above = above->tp_base) {
    if (above->tp_setattro == function) break;
    if (above->tp_setattro != &slot_setattro) {
      (void)raise(Context::current(), exc::TypeError, "can't apply this {} to {!t} object", what, Borrowed<>(self));
      return false;
    }
  }
  return true;
}

}  // namespace

Object* wrap_setattr(Object* self, Object* args, void* wrapped) {
  if (!takes_between(args, 2, 2)) return nullptr;
  auto function = as_slot<ObjObjArgProc>(wrapped);
  if (!may_apply(self, function, "__setattr__")) return nullptr;
  return none_unless_failed(function(self, item(args, 0), item(args, 1)));
}
Object* wrap_delattr(Object* self, Object* args, void* wrapped) {
  if (!takes(args, 1)) return nullptr;
  auto function = as_slot<ObjObjArgProc>(wrapped);
  if (!may_apply(self, function, "__delattr__")) return nullptr;
  return none_unless_failed(function(self, item(args, 0), nullptr));
}

Object* wrap_hash(Object* self, Object* args, void* wrapped) {
  if (!takes(args, 0)) return nullptr;
  Hash value = as_slot<HashFunction>(wrapped)(self);
  if (value == -1) return nullptr;
  return as_object(int_from(Context::current(), value).release());
}

Object* wrap_call(Object* self, Object* args, void* wrapped, Object* kwargs) {
  return as_slot<TernaryFunction>(wrapped)(self, args, kwargs);
}

Object* wrap_del(Object* self, Object* args, void* wrapped) {
  if (!takes(args, 0)) return nullptr;
  as_slot<Destructor>(wrapped)(self);
  return new_none().release();
}

template <int Op>
Object* wrap_compare(Object* self, Object* args, void* wrapped) {
  return takes(args, 1) ? as_slot<RichCompare>(wrapped)(self, item(args, 0), Op) : nullptr;
}
template Object* wrap_compare<0>(Object*, Object*, void*);
template Object* wrap_compare<1>(Object*, Object*, void*);
template Object* wrap_compare<2>(Object*, Object*, void*);
template Object* wrap_compare<3>(Object*, Object*, void*);
template Object* wrap_compare<4>(Object*, Object*, void*);
template Object* wrap_compare<5>(Object*, Object*, void*);

Object* wrap_descr_get(Object* self, Object* args, void* wrapped) {
  if (!takes_between(args, 1, 2)) return nullptr;
  Object* object = item(args, 0) == &none_object ? nullptr : item(args, 0);
  Object* type = count(args) > 1 && item(args, 1) != &none_object ? item(args, 1) : nullptr;
  if (!object && !type) return raise(Context::current(), exc::TypeError, "__get__(None, None) is invalid");
  return as_slot<TernaryFunction>(wrapped)(self, object, type);
}
Object* wrap_descr_set(Object* self, Object* args, void* wrapped) { return wrap_setitem(self, args, wrapped); }
Object* wrap_descr_delete(Object* self, Object* args, void* wrapped) { return wrap_delitem(self, args, wrapped); }

Object* wrap_init(Object* self, Object* args, void* wrapped, Object* kwargs) {
  return none_unless_failed(as_slot<InitFunction>(wrapped)(self, args, kwargs));
}

// --- __new__ of types with a tp_new

namespace {

// The nearest base whose tp_new is not the one that calls a Python __new__.
Type* static_base(Type* type) {
  while (type && type->tp_new == &slot_new) type = type->tp_base;
  return type;
}

}  // namespace

Object* tp_new_wrapper(Object* self, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  auto* type = reinterpret_cast<Type*>(self);
  if (count(args) < 1) return raise(cx, exc::TypeError, "{}.__new__(): not enough arguments", type->tp_name);
  Borrowed<> given(item(args, 0));
  if (!is_type(given)) return raise(cx, exc::TypeError, "{}.__new__(X): X is not a type object ({!t})", type->tp_name, given);
  Type* subtype = &as_type(given);
  if (!is_subtype(subtype, type))
    return raise(cx, exc::TypeError, "{}.__new__({}): {} is not a subtype of {}", type->tp_name, subtype->tp_name, subtype->tp_name,
                 type->tp_name);
  Type* base = static_base(subtype);
  if (base && base->tp_new != type->tp_new)
    return raise(cx, exc::TypeError, "{}.__new__({}) is not safe, use {}.__new__()", type->tp_name, subtype->tp_name, base->tp_name);
  auto rest = KR_TRY(tuple_slice(cx, Borrowed<Tuple>(reinterpret_cast<Tuple*>(args)), 1, count(args)));
  return type->tp_new(subtype, rest.object(), kwargs);
}

}  // namespace krait::slots
