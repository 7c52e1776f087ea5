// zip(): tuples of one item from each iterator.
#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/iterators/iterators.h"
#include "types/str/str.h"
#include "types/type/type.h"

namespace krait::iterators {
namespace {

struct Zip {
  Object base;
  Index size;
  Object* iterators;  // a tuple
  Object* result;     // a tuple to use again
  int strict;
};
static_assert(sizeof(Zip) == 48);
using Fields = Owns<Zip, &Zip::iterators, &Zip::result>;

Result<Ref<>> make(Context& cx, Type* type, Args iterables, bool strict) {
  auto size = static_cast<Index>(iterables.size());
  Ref<Tuple> iterators = KR_TRY(new_tuple(cx, size));
  for (Index i = 0; i < size; ++i) iterators->init_item(i, KR_TRY(iter(cx, Borrowed<>(iterables[i]))));
  Ref<Tuple> result = KR_TRY(new_tuple(cx, size));
  for (Index i = 0; i < size; ++i) result->init_item(i, new_none());
  Ref<Zip> made = KR_TRY(Result<Ref<>>::from_raw(type->tp_alloc(type, 0)).as<Zip>());
  made->size = size;
  made->iterators = as_object(iterators.release());
  made->result = as_object(result.release());
  made->strict = strict;
  return made;
}

Object* make_slot(Type* type, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  bool strict = false;
  if (kwargs && type == &zip_type) {
    Borrowed<Dict> named(reinterpret_cast<Dict*>(kwargs));
    if (named->used > 1) return raise(cx, exc::TypeError, "zip() takes at most 1 keyword argument ({} given)", named->used);
    Index position = 0;
    Borrowed<> key, value;
    while (dict_next(named, &position, &key, &value)) {
      if (!str_equal(key.as<Str>(), std::string_view("strict")))
        return raise(cx, exc::TypeError, "'{}' is an invalid keyword argument for zip()", key);
      strict = KR_TRY(is_true(cx, value));
    }
  }
  auto* tuple = reinterpret_cast<Tuple*>(args);
  return make(cx, type, Args(tuple->items, static_cast<std::size_t>(tuple->size())), strict).release();
}

Object* vector_make(Object* type, Object* const* args, std::size_t nargsf, Object* kwnames) {
  Context& cx = Context::current();
  auto* names = reinterpret_cast<Tuple*>(kwnames);
  Index count = vectorcall_count(nargsf);
  bool strict = false;
  if (names && names->size()) {
    if (names->size() > 1) return raise(cx, exc::TypeError, "zip() takes at most 1 keyword argument ({} given)", names->size());
    if (!str_equal(names->item(0).as<Str>(), std::string_view("strict")))
      return raise(cx, exc::TypeError, "'{}' is an invalid keyword argument for zip()", names->item(0));
    strict = KR_TRY(is_true(cx, Borrowed<>(args[count])));
  }
  return make(cx, reinterpret_cast<Type*>(type), Args(args, static_cast<std::size_t>(count)), strict).release();
}

// Iterator i ended. With strict, all others must be at their end too.
Failed ended(Context& cx, Zip* self, Index i) {
  if (!self->strict) return {};
  if (cx.has_error() && !clear_error_if(cx, exc::StopIteration)) return {};
  if (i) {
    const char* plural = i == 1 ? " " : "s 1-";
    return raise(cx, exc::ValueError, "zip() argument {} is shorter than argument{}{}", i + 1, plural, i);
  }
  auto* iterators = reinterpret_cast<Tuple*>(self->iterators);
  for (i = 1; i < self->size; ++i) {
    Object* iterator = iterators->items[i];
    Ref<> item = Ref<>::steal(iterator->type->tp_iternext(iterator));
    if (item) {
      const char* plural = i == 1 ? " " : "s 1-";
      return raise(cx, exc::ValueError, "zip() argument {} is longer than argument{}{}", i + 1, plural, i);
    }
    if (cx.has_error() && !clear_error_if(cx, exc::StopIteration)) return {};
  }
  return {};
}

Object* next_tuple(Object* object) {
  auto* self = reinterpret_cast<Zip*>(object);
  Context& cx = Context::current();
  Index size = self->size;
  if (size == 0) return nullptr;
  auto* iterators = reinterpret_cast<Tuple*>(self->iterators);
  auto* result = reinterpret_cast<Tuple*>(self->result);
  if (result->head.base.refcount == 1) {
    incref(as_object(result));
    Ref<> keep = Ref<>::steal(as_object(result));
    for (Index i = 0; i < size; ++i) {
      Object* iterator = iterators->items[i];
      Object* item = iterator->type->tp_iternext(iterator);
      if (!item) return ended(cx, self, i);
      decref(std::exchange(result->items[i], item));
    }
    if (!memory::is_tracked(as_object(result))) memory::track(as_object(result));
    return keep.release();
  }
  Ref<Tuple> made = KR_TRY(new_tuple(cx, size));
  for (Index i = 0; i < size; ++i) {
    Object* iterator = iterators->items[i];
    Object* item = iterator->type->tp_iternext(iterator);
    if (!item) return ended(cx, self, i);
    made->items[i] = item;
  }
  return as_object(made.release());
}

Result<Ref<>> reduce(Context& cx, Borrowed<Zip> self) {
  if (self->strict) return KR_TRY(tuple_of(cx, type_object(*self.type()), Borrowed<>(self->iterators), boolean(true)));
  return KR_TRY(tuple_of(cx, type_object(*self.type()), Borrowed<>(self->iterators)));
}
Result<void> set_state(Context& cx, Borrowed<Zip> self, Borrowed<> state) {
  self->strict = KR_TRY(is_true(cx, state));
  return {};
}

constinit MethodDef methods[] = {KR_QUIET("__reduce__(self)", reduce, "Return state information for pickling."),
                                 KR_QUIET("__setstate__(self, state, /)", set_state, "Set state information for unpickling."), KR_END};
}  // namespace
}  // namespace krait::iterators

namespace krait {
constinit Type zip_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "zip", .tp_basicsize = sizeof(iterators::Zip), .tp_dealloc = iterators::Fields::dealloc,
    .tp_getattro = slot<&generic_get_attr>, .tp_flags = type_flags::immutable | type_flags::gc | type_flags::base,
    .tp_doc = "zip(*iterables, strict=False) --> Yield tuples until an input is exhausted.\n\n"
              "   >>> list(zip('abcdefg', range(3), range(4)))\n   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]\n\n"
              "The zip object yields n-length tuples, where n is the number of iterables\n"
              "passed as positional arguments to zip().  The i-th element in every tuple\n"
              "comes from the i-th iterable argument to zip().  This continues until the\n"
              "shortest argument is exhausted.\n\n"
              "If strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.",
    .tp_traverse = iterators::Fields::traverse, .tp_iter = self_iter, .tp_iternext = iterators::next_tuple,
    .tp_methods = iterators::methods, .tp_new = iterators::make_slot, .tp_free = free_container, .tp_vectorcall = iterators::vector_make};
KR_READY(zip_type);
}  // namespace krait
