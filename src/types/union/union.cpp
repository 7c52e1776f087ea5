// types.UnionType: int | str.
#include "types/union/union.h"

#include "memory/memory.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/genericalias/genericalias.h"
#include "types/list/list.h"
#include "types/set/set.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait {

namespace {

bool may_join(Borrowed<> object) {
  return is_none(object) || is_type(object) || is_exact<GenericAlias>(object) || is_exact<Union>(object);
}

// Adds the parts of one operand that are not there yet. Classes are the same when they are identical, aliases when they are equal.
Result<void> add_parts(Context& cx, Borrowed<List> parts, Borrowed<> operand) {
  if (is_exact<Union>(operand)) {
    auto inner = hold(operand.as<Union>()->args.get());
    for (Index i = 0; i < inner->size(); ++i) KR_TRY(add_parts(cx, parts, inner->item(i)));
    return {};
  }
  Borrowed<> part = is_none(operand) ? type_object(none_type) : operand;
  for (Index i = 0; i < parts->size(); ++i) {
    auto known = hold(parts->item(i));
    bool aliases = is_exact<GenericAlias>(known) && is_exact<GenericAlias>(part);
    bool same = aliases ? KR_TRY(compare_bool(cx, known, part, Compare::eq)) : known.is(part);
    if (same) return {};
  }
  return list_append(cx, parts, part);
}

Result<Ref<>> join(Context& cx, Borrowed<List> parts) {
  if (parts->size() == 1) return hold(parts->item(0));
  auto args = KR_TRY(list_as_tuple(cx, parts));
  auto made = KR_TRY(new_container<Union>(cx, union_type));
  made->args.init(std::move(args));
  made->parameters.init({});
  memory::track(made.object());
  return made;
}

Result<Ref<Str>> union_repr(Context& cx, Borrowed<Union> self) {
  auto list = KR_TRY(new_list(cx));
  auto args = hold(self->args.get());
  for (Index i = 0; i < args->size(); ++i) {
    auto text = args->item(i).is(type_object(none_type)) ? hold(KR_ID(None)) : KR_TRY(type_argument_repr(cx, args->item(i)));
    KR_TRY(list_append(cx, list, text));
  }
  return str_join(cx, KR_STR(" | "), list->span());
}

Result<Ref<>> as_set(Context& cx, Borrowed<Union> self) {
  return call(cx, type_object(frozenset_type), Borrowed<>(self->args.get()));
}

Result<Hash> union_hash(Context& cx, Borrowed<Union> self) { return hash(cx, KR_TRY(as_set(cx, self))); }

Result<Ref<>> union_compare(Context& cx, Borrowed<> left, Borrowed<> right, int op) {
  bool comparable = is_exact<Union>(left) && is_exact<Union>(right);
  if (!comparable || (op != static_cast<int>(Compare::eq) && op != static_cast<int>(Compare::ne))) return new_not_implemented();
  auto a = KR_TRY(as_set(cx, left.as<Union>()));
  auto b = KR_TRY(as_set(cx, right.as<Union>()));
  return compare(cx, a, b, static_cast<Compare>(op));
}

// __module__ is the type's, so that the union can be pickled.
Result<Ref<>> union_get_attr(Context& cx, Borrowed<Union> self, Borrowed<Str> name) {
  if (is<Str>(name) && str_equal(name, "__module__")) return get_attr(cx, type_object(*self.type()), name);
  return generic_get_attr(cx, self, name);
}

Result<Ref<Tuple>> parameters_of(Context& cx, Borrowed<Union> self) {
  if (!self->parameters) self->parameters.init(KR_TRY(type_parameters(cx, self->args)));
  return hold(self->parameters.get().as<Tuple>());
}
Result<Ref<>> get_parameters(Context& cx, Borrowed<Union> self) { return KR_TRY(parameters_of(cx, self)); }

Result<Ref<>> union_get_item(Context& cx, Borrowed<Union> self, Borrowed<> item) {
  auto parameters = KR_TRY(parameters_of(cx, self));
  auto args = KR_TRY(substitute_parameters(cx, self, self->args, parameters, item));
  Borrowed<Tuple> list = args.borrow().as<Tuple>();
  auto answer = hold(list->item(0));
  for (Index i = 1; i < list->size(); ++i) answer = KR_TRY(binary_op(cx, BinaryOp::or_, answer, list->item(i)));
  return answer;
}

Result<Ref<>> or_slot(Context& cx, Borrowed<> left, Borrowed<> right) { return type_or(cx, left, right); }

constinit MemberDef members[] = {KR_MEMBER("__args__", object, Union, args, 1, nullptr), KR_END};
constinit GetSetDef getset[] = {KR_GETTER("__parameters__", get_parameters, "Type variables in the types.UnionType."), KR_END};
constinit NumberSlots number = {.nb_or = slot<&or_slot>};
constinit MappingSlots mapping = {.mp_subscript = slot<&union_get_item>};
using Fields = Owns<Union, &Union::args, &Union::parameters>;

}  // namespace

Result<Ref<>> type_or(Context& cx, Borrowed<> left, Borrowed<> right) {
  if (!may_join(left) || !may_join(right)) return new_not_implemented();
  auto parts = KR_TRY(new_list(cx));
  KR_TRY(add_parts(cx, parts, left));
  KR_TRY(add_parts(cx, parts, right));
  return join(cx, parts);
}

constinit Type union_type = {.head = {{1, &type_type}, 0},
                             .tp_name = "types.UnionType",
                             .tp_basicsize = sizeof(Union),
                             .tp_dealloc = Fields::dealloc,
                             .tp_repr = slot<&union_repr>,
                             .tp_as_number = &number,
                             .tp_as_mapping = &mapping,
                             .tp_hash = slot<&union_hash>,
                             .tp_getattro = slot<&union_get_attr>,
                             .tp_flags = type_flags::gc,
                             .tp_doc = "Represent a PEP 604 union type\n\nE.g. for int | str",
                             .tp_traverse = Fields::traverse,
                             .tp_richcompare = slot<&union_compare>,
                             .tp_members = members,
                             .tp_getset = getset,
                             .tp_alloc = &type_generic_alloc,
                             .tp_free = free_container};
KR_READY(union_type);

}  // namespace krait
