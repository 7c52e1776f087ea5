// What the iterators of itertools share. Each is a container type with owned fields and a tp_iternext; a file holds a few kindred ones.
#pragma once

#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/genericalias/genericalias.h"
#include "types/int/int.h"
#include "types/iterators/iterators.h"
#include "types/list/list.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait::itertools {

template <class T>
KR_INLINE Result<Ref<T>> allocate(Borrowed<Type> type) {
  return Result<Ref<>>::from_raw(type->tp_alloc(type.raw(), 0)).template as<T>();
}

// The answer of a tp_iternext that is at its end, or has failed.
KR_INLINE Result<Ref<>> at_end() { return Result<Ref<>>::from_raw(nullptr); }
KR_INLINE Object* step(Object* iterator) { return iterator->type->tp_iternext(iterator); }
// Null from an iterator: cleared StopIteration counts as the end. True when another exception is pending.
KR_INLINE bool failed_at_end(Context& cx) { return cx.has_error() && !clear_error_if(cx, exc::StopIteration); }

// `out` takes the value; what was there dies.
KR_INLINE void assign(Object*& field, Ref<> value) {
  Ref<> old = Ref<>::steal(std::exchange(field, value.release()));
}

template <class Owned, class T>
constexpr Type make_type(const char* name, UnaryFunction next, MethodDef* methods, NewFunction make, const char* doc) {
  return {.head = {{1, &type_type}, 0}, .tp_name = name, .tp_basicsize = sizeof(T), .tp_dealloc = Owned::dealloc,
          .tp_getattro = slot<&generic_get_attr>, .tp_flags = type_flags::immutable | type_flags::gc | type_flags::base, .tp_doc = doc,
          .tp_traverse = Owned::traverse, .tp_iter = self_iter, .tp_iternext = next, .tp_methods = methods, .tp_new = make,
          .tp_free = free_container};
}

// A result tuple that may be filled again when nobody else holds it: owned by the iterator.
Result<Ref<Tuple>> pool_from(Context& cx, Borrowed<> iterable);

#define KR_REDUCE(function) KR_QUIET("__reduce__(self)", function, "Return state information for pickling.")
#define KR_SETSTATE(function) KR_QUIET("__setstate__(self, state, /)", function, "Set state information for unpickling.")
#define KR_SIZEOF(function) KR_QUIET("__sizeof__(self)", function, "Returns size in memory, in bytes.")

extern Type accumulate_type, chain_type, combinations_type, combinations_with_replacement_type, compress_type, count_type, cycle_type,
    dropwhile_type, filterfalse_type, groupby_type, grouper_type, islice_type, pairwise_type, permutations_type, product_type, repeat_type,
    starmap_type, takewhile_type, tee_type, tee_data_type, zip_longest_type;
Result<Ref<>> tee(Context& cx, Borrowed<> iterable, Index n);

}  // namespace krait::itertools
