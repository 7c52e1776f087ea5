// The type object of slice.
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/int/int.h"
#include "types/slice/slice.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait {
bool keep_slice_block(Context& cx, Object* object);
}

namespace krait::slices {
namespace {
using Fields = Owns<Slice, &Slice::start, &Slice::stop, &Slice::step>;

Result<Ref<>> make(Context& cx, Borrowed<Type>, Args args) {
  if (args.empty()) return raise(cx, exc::TypeError, "slice expected at least 1 argument, got 0");
  if (args.size() > 3) return raise(cx, exc::TypeError, "slice expected at most 3 arguments, got {}", args.size());
  if (args.size() == 1) return KR_TRY(new_slice(cx, {}, Borrowed<>(args[0])));
  return KR_TRY(new_slice(cx, Borrowed<>(args[0]), Borrowed<>(args[1]), args.size() > 2 ? Borrowed<>(args[2]) : Borrowed<>()));
}

Object* make_slot(Type* type, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  if (type == &slice_type && kwargs && KR_TRY(length(cx, Borrowed<>(kwargs))) > 0)
    return raise(cx, exc::TypeError, "slice() takes no keyword arguments");
  auto* tuple = reinterpret_cast<Tuple*>(args);
  return make(cx, Borrowed<Type>(type), Args(tuple->items, static_cast<std::size_t>(tuple->size()))).release();
}

Result<Ref<Str>> repr(Context& cx, Borrowed<Slice> self) {
  return format_str(cx, "slice({!r}, {!r}, {!r})", Borrowed<>(self->start), Borrowed<>(self->stop), Borrowed<>(self->step));
}

Result<Ref<>> compare(Context& cx, Borrowed<> left, Borrowed<> right, Compare op) {
  if (!is_exact<Slice>(left) || !is_exact<Slice>(right)) return new_not_implemented();
  if (left.is(right)) return new_bool(op == Compare::eq || op == Compare::le || op == Compare::ge);
  auto as_tuple = [&](Borrowed<Slice> s) { return tuple_of(cx, Borrowed<>(s->start), Borrowed<>(s->stop), Borrowed<>(s->step)); };
  Ref<Tuple> a = KR_TRY(as_tuple(left.as<Slice>())), b = KR_TRY(as_tuple(right.as<Slice>()));
  return krait::compare(cx, a, b, op);
}

// --- indices(): the same arithmetic for numbers of any size
Result<Ref<Int>> bound(Context& cx, Borrowed<> value) {
  if (!is_index(value)) return raise(cx, exc::TypeError, "slice indices must be integers or None or have an __index__ method");
  return index(cx, value);
}

Result<Ref<Tuple>> indices(Context& cx, Borrowed<Slice> self, Borrowed<> given) {
  Ref<Int> length = KR_TRY(index(cx, given));
  if (int_sign(length) < 0) return raise(cx, exc::ValueError, "length should not be negative");
  Ref<Int> step = is_none(Borrowed<>(self->step)) ? KR_TRY(int_from(cx, 1)) : KR_TRY(bound(cx, Borrowed<>(self->step)));
  int sign = int_sign(step);
  if (sign == 0) return raise(cx, exc::ValueError, "slice step cannot be zero");
  Ref<Int> minus_one = KR_TRY(int_from(cx, -1));
  Ref<Int> lower = sign < 0 ? minus_one.copy() : KR_TRY(int_from(cx, 0));
  Ref<Int> upper = sign < 0 ? KR_TRY(int_add(cx, length, minus_one)) : length.copy();
  auto fit = [&](Object* given_bound, bool is_start) -> Result<Ref<Int>> {
    Borrowed<> value(given_bound);
    if (is_none(value)) return is_start == (sign < 0) ? upper.copy() : lower.copy();
    Ref<Int> at = KR_TRY(bound(cx, value));
    if (int_sign(at) < 0) {
      at = KR_TRY(int_add(cx, at, length));
      return int_compare(at, lower) < 0 ? lower.copy() : std::move(at);
    }
    return int_compare(at, upper) > 0 ? upper.copy() : std::move(at);
  };
  Ref<Int> start = KR_TRY(fit(self->start, true));
  Ref<Int> stop = KR_TRY(fit(self->stop, false));
  return tuple_of(cx, start, stop, step);
}

Result<Ref<>> reduce(Context& cx, Borrowed<Slice> self) {
  Ref<Tuple> args = KR_TRY(tuple_of(cx, Borrowed<>(self->start), Borrowed<>(self->stop), Borrowed<>(self->step)));
  return KR_TRY(tuple_of(cx, type_object(*self.type()), args));
}

void dealloc(Object* object) {
  memory::untrack(object);
  Fields::clear(object);
  if (!keep_slice_block(Context::current(), object)) free_container(object);
}

constinit MethodDef methods[] = {
    KR_QUIET("indices(self, len, /)", indices,
             "S.indices(len) -> (start, stop, stride)\n\n"
             "Assuming a sequence of length len, calculate the start and stop\n"
             "indices, and the stride length of the extended slice described by\n"
             "S. Out of bounds indices are clipped in a manner consistent with the\n"
             "handling of normal slices."),
    KR_QUIET("__reduce__(self)", reduce, "Return state information for pickling."), KR_END};
constinit MemberDef members[] = {KR_MEMBER("start", object, Slice, start, 1, nullptr), KR_MEMBER("stop", object, Slice, stop, 1, nullptr),
                                 KR_MEMBER("step", object, Slice, step, 1, nullptr), KR_END};
}  // namespace
}  // namespace krait::slices

namespace krait {
constinit Type slice_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "slice", .tp_basicsize = sizeof(Slice), .tp_dealloc = slices::dealloc,
    .tp_repr = slot<&slices::repr>, .tp_hash = hash_not_implemented, .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc,
    .tp_doc = "slice(stop)\nslice(start, stop[, step])\n\n"
              "Create a slice object.  This is used for extended slicing (e.g. a[0:10:2]).",
    .tp_traverse = slices::Fields::traverse, .tp_richcompare = slot<&slices::compare>, .tp_methods = slices::methods,
    .tp_members = slices::members, .tp_new = slices::make_slot, .tp_free = free_container};
KR_READY(slice_type);
}  // namespace krait
