// The type object of mappingproxy.
#include "types/mappingproxy/mappingproxy.h"

#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/dict/dict.h"
#include "types/genericalias/genericalias.h"

namespace krait::mappingproxy {
namespace {
using Self = Borrowed<MappingProxy>;
using Fields = Owns<MappingProxy, &MappingProxy::mapping>;

Borrowed<> mapping_of(Borrowed<> object) {
  return object.type() == &mapping_proxy_type ? Borrowed<>(object.as<MappingProxy>()->mapping) : object;
}

Result<Index> size(Context& cx, Self self) { return length(cx, Borrowed<>(self->mapping)); }
Result<Ref<>> get_item(Context& cx, Self self, Borrowed<> key) { return krait::get_item(cx, Borrowed<>(self->mapping), key); }
Result<bool> contains(Context& cx, Self self, Borrowed<> key) {
  if (is_exact<Dict>(Borrowed<>(self->mapping))) return dict_contains(cx, Borrowed<>(self->mapping).as<Dict>(), key);
  return krait::contains(cx, Borrowed<>(self->mapping), key);
}
Result<Ref<Str>> repr(Context& cx, Self self) { return format_str(cx, "mappingproxy({!r})", Borrowed<>(self->mapping)); }
Result<Ref<Str>> str(Context& cx, Self self) { return krait::str(cx, Borrowed<>(self->mapping)); }
Result<Ref<>> iterate(Context& cx, Self self) { return iter(cx, Borrowed<>(self->mapping)); }
Result<Ref<>> compare(Context& cx, Self self, Borrowed<> other, Compare op) { return krait::compare(cx, Borrowed<>(self->mapping), other, op); }
Result<Ref<>> unite(Context& cx, Borrowed<> left, Borrowed<> right) {
  return binary_op(cx, BinaryOp::or_, mapping_of(left), mapping_of(right));
}
Result<Ref<>> unite_in_place(Context& cx, Borrowed<> self, Borrowed<>) {
  return raise(cx, exc::TypeError, "'|=' is not supported by {!t}; use '|' instead", self);
}

Result<Ref<>> get(Context& cx, Self self, Borrowed<> key, Borrowed<> default_) {
  return call_method(cx, Borrowed<>(self->mapping), KR_ID(get), key, default_);
}
Result<Ref<>> keys(Context& cx, Self self) { return call_method(cx, Borrowed<>(self->mapping), KR_ID(keys)); }
Result<Ref<>> values(Context& cx, Self self) { return call_method(cx, Borrowed<>(self->mapping), KR_ID(values)); }
Result<Ref<>> items(Context& cx, Self self) { return call_method(cx, Borrowed<>(self->mapping), KR_ID(items)); }
Result<Ref<>> copy(Context& cx, Self self) { return call_method(cx, Borrowed<>(self->mapping), KR_ID(copy)); }
Result<Ref<>> reversed(Context& cx, Self self) { return call_method(cx, Borrowed<>(self->mapping), KR_ID(__reversed__)); }

Result<Ref<>> make(Context& cx, Borrowed<Type>, Borrowed<> mapping) {
  if (!is_mapping(mapping) || has_flag(mapping.type(), type_flags::list_subclass | type_flags::tuple_subclass))
    return raise(cx, exc::TypeError, "mappingproxy() argument must be a mapping, not {!t}", mapping);
  return new_mapping_proxy(cx, mapping);
}

constinit MethodDef methods[] = {
    KR_QUIET("get(self, key, default=None, /)", get, "D.get(k[,d]) -> D[k] if k in D, else d.  d defaults to None."),
    KR_QUIET("keys(self)", keys, "D.keys() -> a set-like object providing a view on D's keys"),
    KR_QUIET("values(self)", values, "D.values() -> an object providing a view on D's values"),
    KR_QUIET("items(self)", items, "D.items() -> a set-like object providing a view on D's items"),
    KR_QUIET("copy(self)", copy, "D.copy() -> a shallow copy of D"),
    KR_QUIET_CLASS("__class_getitem__($type, item, /)", new_generic_alias, "See PEP 585"),
    KR_QUIET("__reversed__(self)", reversed, "D.__reversed__() -> reverse iterator"), KR_END};
constinit NumberSlots number = {.nb_or = slot<&unite>, .nb_inplace_or = slot<&unite_in_place>};
constinit SequenceSlots sequence = {.sq_contains = slot<&contains>};
constinit MappingSlots mapping = {.mp_length = slot<&size>, .mp_subscript = slot<&get_item>};
}  // namespace
}  // namespace krait::mappingproxy

namespace krait {

Result<Ref<>> new_mapping_proxy(Context& cx, Borrowed<> mapping) {
  Ref<MappingProxy> made = KR_TRY(new_container<MappingProxy>(cx, mapping_proxy_type));
  made->mapping = hold(mapping).release();
  memory::track(made.object());
  return made;
}

constinit Type mapping_proxy_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "mappingproxy", .tp_basicsize = sizeof(MappingProxy),
    .tp_dealloc = mappingproxy::Fields::dealloc, .tp_repr = slot<&mappingproxy::repr>, .tp_as_number = &mappingproxy::number,
    .tp_as_sequence = &mappingproxy::sequence, .tp_as_mapping = &mappingproxy::mapping, .tp_hash = hash_not_implemented,
    .tp_str = slot<&mappingproxy::str>, .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::mapping, .tp_traverse = mappingproxy::Fields::traverse,
    .tp_richcompare = slot<&mappingproxy::compare>, .tp_iter = slot<&mappingproxy::iterate>, .tp_methods = mappingproxy::methods,
    .tp_new = KR_NEW("mappingproxy(mapping)", mappingproxy::make), .tp_free = free_container};
KR_READY(mapping_proxy_type);

}  // namespace krait
