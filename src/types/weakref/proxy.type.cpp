// weakref.proxy: an object that stands for its referent in every operation. Each slot opens its proxy arguments and goes on with them.
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/dict/dict.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/weakref/links.h"

namespace krait {

bool is_weak_proxy(Borrowed<> object) { return object.type() == &weakref_proxy_type || object.type() == &weakref_callable_proxy_type; }

namespace weakref {
namespace {

// The referent of a proxy; any other object itself.
Result<Ref<>> open(Context& cx, Borrowed<> object) {
  if (!is_weak_proxy(object)) return hold(object);
  auto referent = hold(weak_referent(object.as<WeakRef>()));
  if (is_none(referent)) return raise(cx, exc::ReferenceError, "weakly-referenced object no longer exists");
  return referent;
}

// One adapter per shape of slot; Fn is the protocol function that does the work on the opened objects.
template <auto Fn>
Object* unary(Object* self) {
  Context& cx = Context::current();
  auto object = KR_TRY(open(cx, Borrowed<>(self)));
  return reinterpret_cast<Object*>(Fn(cx, object.borrow()).release());
}
template <auto Fn>
Object* binary(Object* left, Object* right) {
  Context& cx = Context::current();
  auto first = KR_TRY(open(cx, Borrowed<>(left)));
  auto second = KR_TRY(open(cx, Borrowed<>(right)));
  return Fn(cx, first.borrow(), second.borrow()).release();
}
template <BinaryOp Op>
Object* operate(Object* left, Object* right) {
  Context& cx = Context::current();
  auto first = KR_TRY(open(cx, Borrowed<>(left)));
  auto second = KR_TRY(open(cx, Borrowed<>(right)));
  return binary_op(cx, Op, first, second).release();
}
template <auto Fn>
Object* ternary(Object* left, Object* right, Object* modulus) {
  Context& cx = Context::current();
  auto first = KR_TRY(open(cx, Borrowed<>(left)));
  auto second = KR_TRY(open(cx, Borrowed<>(right)));
  auto third = KR_TRY(open(cx, modulus ? Borrowed<>(modulus) : none()));
  return Fn(cx, first.borrow(), second.borrow(), third.borrow()).release();
}

Result<Ref<Int>> to_index(Context& cx, Borrowed<> object) { return krait::index(cx, object); }
Result<bool> truth(Context& cx, Borrowed<> self) {
  auto object = KR_TRY(open(cx, self));
  return is_true(cx, object);
}
Result<Index> count(Context& cx, Borrowed<> self) {
  auto object = KR_TRY(open(cx, self));
  return length(cx, object);
}
Result<bool> has(Context& cx, Borrowed<> self, Borrowed<> item) {
  auto object = KR_TRY(open(cx, self));
  return contains(cx, object, item);
}
Result<void> assign_item(Context& cx, Borrowed<> self, Borrowed<> key, Borrowed<> value) {
  auto object = KR_TRY(open(cx, self));
  return value ? set_item(cx, object, key, value) : delete_item(cx, object, key);
}
Result<Ref<>> read_attr(Context& cx, Borrowed<> object, Borrowed<> name) { return get_attr(cx, object, name.as<Str>()); }
Result<void> assign_attr(Context& cx, Borrowed<> self, Borrowed<Str> name, Borrowed<> value) {
  auto object = KR_TRY(open(cx, self));
  return value ? set_attr(cx, object, name, value) : delete_attr(cx, object, name);
}
Result<Ref<>> rich_compare(Context& cx, Borrowed<> left, Borrowed<> right, Compare op) {
  auto first = KR_TRY(open(cx, left));
  auto second = KR_TRY(open(cx, right));
  return compare(cx, first, second, op);
}
Object* call_slot(Object* self, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  auto object = KR_TRY(open(cx, Borrowed<>(self)));
  return call(cx, object, Borrowed<>(args).as<Tuple>(), Borrowed<>(kwargs).as<Dict>()).release();
}
Object* next_slot(Object* self) {
  Context& cx = Context::current();
  auto object = KR_TRY(open(cx, Borrowed<>(self)));
  if (!is_iterator(object)) return raise(cx, exc::TypeError, "Weakref proxy referenced a non-iterator '{:.200}' object", *object.type());
  return object.type()->tp_iternext(object.raw());
}
Result<Ref<Str>> repr_slot(Context& cx, Borrowed<WeakRef> self) {
  char at[32], to[32];
  Borrowed<> object = weak_referent(self);
  __builtin_snprintf(at, sizeof at, "%p", static_cast<void*>(self.raw()));
  __builtin_snprintf(to, sizeof to, "%p", static_cast<void*>(object.raw()));
  return format_str(cx, "<weakproxy at {} to {!t} at {}>", at, object, to);
}
Result<Ref<>> bytes_method(Context& cx, Borrowed<> self) {
  auto object = KR_TRY(open(cx, self));
  return call_method(cx, object, KR_ID(__bytes__));
}
Result<Ref<>> reversed_method(Context& cx, Borrowed<> self) {
  auto object = KR_TRY(open(cx, self));
  return call_method(cx, object, KR_ID(__reversed__));
}

void dealloc(Object* self) {
  declare::untrack_if_container(self);
  clear(reinterpret_cast<WeakRef*>(self));
  free_container(self);
}

constinit NumberSlots number = {
    .nb_add = &operate<BinaryOp::add>,
    .nb_subtract = &operate<BinaryOp::subtract>,
    .nb_multiply = &operate<BinaryOp::multiply>,
    .nb_remainder = &operate<BinaryOp::remainder>,
    .nb_divmod = &binary<&krait::divmod>,
    .nb_power = &ternary<&krait::power>,
    .nb_negative = &unary<&krait::negative>,
    .nb_positive = &unary<&krait::positive>,
    .nb_absolute = &unary<&krait::absolute>,
    .nb_bool = slot<&truth>,
    .nb_invert = &unary<&krait::invert>,
    .nb_lshift = &operate<BinaryOp::lshift>,
    .nb_rshift = &operate<BinaryOp::rshift>,
    .nb_and = &operate<BinaryOp::and_>,
    .nb_xor = &operate<BinaryOp::xor_>,
    .nb_or = &operate<BinaryOp::or_>,
    .nb_int = &unary<&krait::to_int>,
    .nb_float = &unary<&krait::to_float>,
    .nb_inplace_add = &operate<BinaryOp::inplace_add>,
    .nb_inplace_subtract = &operate<BinaryOp::inplace_subtract>,
    .nb_inplace_multiply = &operate<BinaryOp::inplace_multiply>,
    .nb_inplace_remainder = &operate<BinaryOp::inplace_remainder>,
    .nb_inplace_power = &ternary<&krait::inplace_power>,
    .nb_inplace_lshift = &operate<BinaryOp::inplace_lshift>,
    .nb_inplace_rshift = &operate<BinaryOp::inplace_rshift>,
    .nb_inplace_and = &operate<BinaryOp::inplace_and>,
    .nb_inplace_xor = &operate<BinaryOp::inplace_xor>,
    .nb_inplace_or = &operate<BinaryOp::inplace_or>,
    .nb_floor_divide = &operate<BinaryOp::floor_divide>,
    .nb_true_divide = &operate<BinaryOp::true_divide>,
    .nb_inplace_floor_divide = &operate<BinaryOp::inplace_floor_divide>,
    .nb_inplace_true_divide = &operate<BinaryOp::inplace_true_divide>,
    .nb_index = &unary<&to_index>,
    .nb_matrix_multiply = &operate<BinaryOp::matrix_multiply>,
    .nb_inplace_matrix_multiply = &operate<BinaryOp::inplace_matrix_multiply>,
};
constinit SequenceSlots sequence = {.sq_length = slot<&count>, .sq_contains = slot<&has>};
constinit MappingSlots mapping = {
    .mp_length = slot<&count>, .mp_subscript = &binary<&krait::get_item>, .mp_ass_subscript = slot<&assign_item>};
constinit MethodDef methods[] = {KR_QUIET("__bytes__($self)", bytes_method, nullptr),
                                 KR_QUIET("__reversed__($self)", reversed_method, nullptr), KR_END};

consteval Type declare_proxy(const char* name, bool callable) {
  Type type = {
      .head = {{1, &type_type}, 0},
      .tp_name = name,
      .tp_basicsize = sizeof(WeakRef),
      .tp_dealloc = &dealloc,
      .tp_repr = slot<&repr_slot>,
      .tp_as_number = &number,
      .tp_as_sequence = &sequence,
      .tp_as_mapping = &mapping,
      .tp_hash = &hash_not_implemented,
      .tp_str = &unary<&krait::str>,
      .tp_getattro = &binary<&read_attr>,
      .tp_setattro = slot<&assign_attr>,
      .tp_flags = type_flags::gc | type_flags::immutable | type_flags::disallow_instantiation,
      .tp_traverse = &traverse,
      .tp_clear = &clear_slot,
      .tp_richcompare = slot<&rich_compare>,
      .tp_iter = &unary<&krait::iter>,
      .tp_iternext = &next_slot,
      .tp_free = free_container,
  };
  if (callable) type.tp_call = &call_slot;
  else type.tp_methods = methods;
  return type;
}

}  // namespace
}  // namespace weakref

constinit Type weakref_proxy_type = weakref::declare_proxy("weakref.ProxyType", false);
KR_READY(weakref_proxy_type);
constinit Type weakref_callable_proxy_type = weakref::declare_proxy("weakref.CallableProxyType", true);
KR_READY(weakref_callable_proxy_type);

Result<Ref<WeakRef>> new_weak_proxy(Context& cx, Borrowed<> object, Borrowed<> callback) {
  return weakref::make(cx, is_callable(object) ? weakref_callable_proxy_type : weakref_proxy_type, object, callback);
}

}  // namespace krait
