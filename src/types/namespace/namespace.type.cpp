// The type object of types.SimpleNamespace.
#include "types/namespace/namespace.h"

#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "object/repr_guard.h"
#include "types/str/builder.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait::namespaces {
namespace {
using Self = Borrowed<Namespace>;
using Fields = Owns<Namespace, &Namespace::dict>;

Object* make(Type* type, Object*, Object*) {
  Context& cx = Context::current();
  Ref<> made = KR_TRY(Result<Ref<>>::from_raw(type->tp_alloc(type, 0)));
  made.borrow().as<Namespace>()->dict = KR_TRY(new_dict(cx)).release();
  return made.release();
}

int init(Object* self, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  if (reinterpret_cast<Tuple*>(args)->size()) return raise(cx, exc::TypeError, "no positional arguments expected");
  if (!kwargs) return 0;
  Borrowed<Dict> named(reinterpret_cast<Dict*>(kwargs));
  Index position = 0;
  Borrowed<> key;
  while (dict_next(named, &position, &key, nullptr))
    if (!is<Str>(key)) return raise(cx, exc::TypeError, "keywords must be strings");
  return dict_merge(cx, Borrowed<Dict>(reinterpret_cast<Namespace*>(self)->dict), named).release();
}

Result<Ref<Str>> repr(Context& cx, Self self) {
  std::string_view name = self.type() == &namespace_type ? "namespace" : short_name(*self.type());
  ReprGuard guard(cx, self);
  if (guard.entered_before()) return format_str(cx, "{}(...)", name);
  StrBuilder out(cx);
  out.put_utf8(name);
  out.put_char('(');
  Index position = 0;
  Borrowed<> key, value;
  bool first = true;
  while (dict_next(Borrowed<Dict>(self->dict), &position, &key, &value)) {
    if (!is<Str>(key) || key.as<Str>()->size == 0) continue;
    Ref<> held_key = hold(key), held_value = hold(value);
    if (!std::exchange(first, false)) out.put(", ");
    out.put(held_key.borrow().as<Str>());
    out.put_char('=');
    out.put(KR_TRY(krait::repr(cx, held_value)));
  }
  out.put_char(')');
  return out.finish();
}

Result<Ref<>> compare(Context& cx, Borrowed<> left, Borrowed<> right, Compare op) {
  if (!is<Namespace>(left) || !is<Namespace>(right)) return new_not_implemented();
  auto dict = [](Borrowed<> object) { return Borrowed<Dict>(object.as<Namespace>()->dict); };
  return krait::compare(cx, dict(left), dict(right), op);
}

Result<Ref<>> reduce(Context& cx, Self self) {
  return KR_TRY(tuple_of(cx, type_object(*self.type()), empty_tuple(), Borrowed<Dict>(self->dict)));
}

constinit MethodDef methods[] = {KR_QUIET("__reduce__(self)", reduce, "Return state information for pickling"), KR_END};
constinit MemberDef members[] = {KR_MEMBER("__dict__", object, Namespace, dict, 1, nullptr), KR_END};
}  // namespace
}  // namespace krait::namespaces

namespace krait {

Result<Ref<>> new_namespace(Context& cx, Borrowed<Dict> attributes) {
  Ref<> made = KR_TRY(Result<Ref<>>::from_raw(namespaces::make(&namespace_type, nullptr, nullptr)));
  if (attributes) KR_TRY(dict_merge(cx, Borrowed<Dict>(made.borrow().as<Namespace>()->dict), attributes));
  return made;
}

constinit Type namespace_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "types.SimpleNamespace", .tp_basicsize = sizeof(Namespace),
    .tp_dealloc = namespaces::Fields::dealloc, .tp_repr = slot<&namespaces::repr>, .tp_hash = hash_not_implemented,
    .tp_getattro = slot<&generic_get_attr>, .tp_setattro = slot<&generic_set_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::base,
    .tp_doc = "A simple attribute-based namespace.\n\nSimpleNamespace(**kwargs)", .tp_traverse = namespaces::Fields::traverse,
    .tp_clear = namespaces::Fields::clear, .tp_richcompare = slot<&namespaces::compare>, .tp_methods = namespaces::methods,
    .tp_members = namespaces::members, .tp_dictoffset = offsetof(Namespace, dict), .tp_init = namespaces::init,
    .tp_new = namespaces::make, .tp_free = free_container};
KR_READY(namespace_type);

}  // namespace krait
