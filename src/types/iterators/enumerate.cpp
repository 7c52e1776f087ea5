// enumerate(): pairs of a running number and an item.
#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/genericalias/genericalias.h"
#include "types/int/int.h"
#include "types/iterators/iterators.h"
#include "types/str/str.h"
#include "types/type/type.h"

namespace krait::iterators {
namespace {

struct Enumerate {
  Object base;
  Index index;
  Object* iterator;
  Object* result;      // a pair to use again
  Object* long_index;  // set when the number no longer fits index
  Object* one;
};
static_assert(sizeof(Enumerate) == 56);
using Fields = Owns<Enumerate, &Enumerate::iterator, &Enumerate::result, &Enumerate::long_index, &Enumerate::one>;

Result<Ref<>> make(Context& cx, Borrowed<Type> type, Borrowed<> iterable, Borrowed<> start) {
  Ref<Enumerate> made = KR_TRY(Result<Ref<>>::from_raw(type->tp_alloc(type.raw(), 0)).as<Enumerate>());
  made->one = as_object(KR_TRY(int_from(cx, 1)).release());
  if (start) {
    Ref<Int> number = KR_TRY(index(cx, start));
    int overflow = 0;
    made->index = int_to_long_long(number, &overflow);
    if (overflow) {
      made->index = index_max;
      made->long_index = as_object(number.release());
    }
  }
  made->iterator = KR_TRY(iter(cx, iterable)).release();
  made->result = as_object(KR_TRY(tuple_of(cx, none(), none())).release());
  return made;
}

// The running number as an object, stepping it.
Result<Ref<>> take_number(Context& cx, Enumerate* self) {
  if (self->index != index_max) return KR_TRY(int_from(cx, self->index++));
  if (!self->long_index) self->long_index = as_object(KR_TRY(int_from(cx, index_max)).release());
  Ref<> following = KR_TRY(add(cx, Borrowed<>(self->long_index), Borrowed<>(self->one)));
  return Ref<>::steal(std::exchange(self->long_index, following.release()));
}

Object* next_pair(Object* object) {
  auto* self = reinterpret_cast<Enumerate*>(object);
  Object* iterator = self->iterator;
  Ref<> item = Ref<>::steal(iterator->type->tp_iternext(iterator));
  if (!item) return nullptr;
  Context& cx = Context::current();
  Ref<> number = KR_TRY(take_number(cx, self));
  auto* pair = reinterpret_cast<Tuple*>(self->result);
  if (pair->head.base.refcount == 1) {
    incref(as_object(pair));
    Ref<> old_number = Ref<>::steal(std::exchange(pair->items[0], number.release()));
    Ref<> old_item = Ref<>::steal(std::exchange(pair->items[1], item.release()));
    if (!memory::is_tracked(as_object(pair))) memory::track(as_object(pair));
    return as_object(pair);
  }
  Object* items[] = {number.release(), item.release()};
  return as_object(tuple_from_stolen(cx, items, 2).release());
}

Result<Ref<>> reduce(Context& cx, Borrowed<Enumerate> self) {
  Ref<> number = self->long_index ? hold(self->long_index) : Ref<>(KR_TRY(int_from(cx, self->index)));
  return KR_TRY(tuple_of(cx, type_object(*self.type()), KR_TRY(tuple_of(cx, Borrowed<>(self->iterator), number))));
}

constinit MethodDef methods[] = {KR_QUIET("__reduce__(self)", reduce, "Return state information for pickling."),
                                 KR_QUIET_CLASS("__class_getitem__($type, item, /)", new_generic_alias, "See PEP 585"), KR_END};

Failed wrong_keyword(Context& cx, Borrowed<> name) {
  return raise(cx, exc::TypeError, "'{}' is an invalid keyword argument for enumerate()", name);
}

// enumerate's vector call has error texts of its own.
Object* vector_make(Object* type, Object* const* args, std::size_t nargsf, Object* kwnames) {
  Context& cx = Context::current();
  Index count = vectorcall_count(nargsf);
  auto* names = reinterpret_cast<Tuple*>(kwnames);
  Index named = names ? names->size() : 0;
  Borrowed<Type> cls(reinterpret_cast<Type*>(type));
  auto is_name = [&](Index i, const char* text) { return str_equal(names->item(i).as<Str>(), std::string_view(text)); };
  if (count == 1 && named == 1) {
    if (!is_name(0, "start")) return wrong_keyword(cx, names->item(0));
    return make(cx, cls, Borrowed<>(args[0]), Borrowed<>(args[1])).release();
  }
  if (count == 0 && named == 1) {
    if (!is_name(0, "iterable")) return wrong_keyword(cx, names->item(0));
    return make(cx, cls, Borrowed<>(args[0]), {}).release();
  }
  if (count == 0 && named == 2) {
    int first = is_name(0, "start") ? 0 : is_name(1, "start") ? 1 : -1;
    if (first < 0) return wrong_keyword(cx, names->item(is_name(0, "iterable") ? 1 : 0));
    if (!is_name(1 - first, "iterable")) return wrong_keyword(cx, names->item(1 - first));
    return make(cx, cls, Borrowed<>(args[1 - first]), Borrowed<>(args[first])).release();
  }
  if (count == 0 && named == 0) return raise(cx, exc::TypeError, "enumerate() missing required argument 'iterable'");
  if (count + named > 2 || named) return raise(cx, exc::TypeError, "enumerate() takes at most 2 arguments ({} given)", count + named);
  return make(cx, cls, Borrowed<>(args[0]), count > 1 ? Borrowed<>(args[1]) : Borrowed<>()).release();
}
}  // namespace
}  // namespace krait::iterators

namespace krait {
constinit Type enumerate_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "enumerate", .tp_basicsize = sizeof(iterators::Enumerate),
    .tp_dealloc = iterators::Fields::dealloc, .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::base,
    .tp_doc = "enumerate(iterable, start=0)\n--\n\nReturn an enumerate object.\n\n  iterable\n    an object supporting iteration\n\n"
              "The enumerate object yields pairs containing a count (from start, which\n"
              "defaults to zero) and a value yielded by the iterable argument.\n\n"
              "enumerate is useful for obtaining an indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...",
    .tp_traverse = iterators::Fields::traverse, .tp_iter = self_iter, .tp_iternext = iterators::next_pair,
    .tp_methods = iterators::methods, .tp_new = KR_NEW("enumerate(iterable, start=0)", iterators::make), .tp_free = free_container,
    .tp_vectorcall = iterators::vector_make};
KR_READY(enumerate_type);
}  // namespace krait
