// Type variables inside type arguments: finding them, and putting other types in their places. Shared by list[T] and T | int.
#include "object/generic.h"
#include "types/genericalias/genericalias.h"
#include "types/list/list.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait {

Result<Ref<Str>> type_argument_repr(Context& cx, Borrowed<> argument) {
  if (argument.is(ellipsis())) return hold(KR_STR("..."));
  auto origin = KR_TRY(lookup_attr(cx, argument, KR_ID(__origin__)));
  if (origin) {
    auto args = KR_TRY(lookup_attr(cx, argument, KR_ID(__args__)));
    if (args) return repr(cx, argument);
  }
  auto name = KR_TRY(lookup_attr(cx, argument, KR_ID(__qualname__)));
  if (!name) return repr(cx, argument);
  auto module = KR_TRY(lookup_attr(cx, argument, KR_ID(__module__)));
  if (!module || is_none(module)) return repr(cx, argument);
  if (is<Str>(module) && str_equal(module.borrow().as<Str>(), "builtins")) return str(cx, name);
  return format_str(cx, "{}.{}", module, name);
}

namespace {

Index index_of(Borrowed<Tuple> tuple, Borrowed<> item) {
  for (Index i = 0; i < tuple->size(); ++i)
    if (tuple->item(i).is(item)) return i;
  return -1;
}

Result<void> add_once(Context& cx, Borrowed<List> list, Borrowed<> item) {
  for (Object* known : list->span())
    if (known == item.object()) return {};
  return list_append(cx, list, item);
}

}  // namespace

Result<Ref<Tuple>> type_parameters(Context& cx, Borrowed<Tuple> args) {
  auto found = KR_TRY(new_list(cx));
  for (Index i = 0; i < args->size(); ++i) {
    Borrowed<> arg = args->item(i);
    // A bare class's __parameters__ is a descriptor of its own, not a list of variables.
    if (is_type(arg)) continue;
    auto substitute = KR_TRY(lookup_attr(cx, arg, KR_ID(__typing_subst__)));
    if (substitute) {
      KR_TRY(add_once(cx, found, arg));
      continue;
    }
    auto inner = KR_TRY(lookup_attr(cx, arg, KR_ID(__parameters__)));
    if (!inner || !is<Tuple>(inner)) continue;
    for (Object* parameter : inner.borrow().as<Tuple>()->span()) KR_TRY(add_once(cx, found, Borrowed<>(parameter)));
  }
  return list_as_tuple(cx, found);
}

namespace {

// *tuple[int, str] among the given types stands for its arguments, unless it has no fixed length.
Result<Ref<Tuple>> unpack_given(Context& cx, Borrowed<> item) {
  Ref<Tuple> given = is<Tuple>(item) ? hold(item.as<Tuple>()) : KR_TRY(tuple_of(cx, item));
  auto flat = KR_TRY(new_list(cx));
  for (Index i = 0; i < given->size(); ++i) {
    Borrowed<> one = given->item(i);
    Ref<> inner;
    if (!is_type(one)) inner = KR_TRY(lookup_attr(cx, one, KR_ID(__typing_unpacked_tuple_args__)));
    if (inner && is<Tuple>(inner)) {
      Borrowed<Tuple> parts = inner.borrow().as<Tuple>();
      bool open = parts->size() && parts->item(parts->size() - 1).is(ellipsis());
      if (!open) {
        KR_TRY(list_extend(cx, flat, inner));
        continue;
      }
    }
    KR_TRY(list_append(cx, flat, one));
  }
  return list_as_tuple(cx, flat);
}

// Parameters may rearrange what is given (TypeVarTuple gathers several types).
Result<Ref<Tuple>> prepare_given(Context& cx, Borrowed<> self, Borrowed<Tuple> parameters, Ref<Tuple> given) {
  for (Index i = 0; i < parameters->size(); ++i) {
    auto prepare = KR_TRY(lookup_attr(cx, parameters->item(i), KR_ID(__typing_prepare_subst__)));
    if (!prepare || is_none(prepare)) continue;
    auto made = KR_TRY(call(cx, prepare, self, given));
    given = is<Tuple>(made) ? std::move(made).as<Tuple>() : KR_TRY(tuple_of(cx, made));
  }
  return given;
}

// list[T][int] inside a larger argument: its own parameters are replaced by subscription.
Result<Ref<>> substitute_inside(Context& cx, Borrowed<> argument, Borrowed<Tuple> parameters, Borrowed<Tuple> given) {
  auto inner = KR_TRY(lookup_attr(cx, argument, KR_ID(__parameters__)));
  if (!inner || !is<Tuple>(inner) || inner.borrow().as<Tuple>()->size() == 0) return hold(argument);
  auto chosen = KR_TRY(new_list(cx));
  for (Object* parameter : inner.borrow().as<Tuple>()->span()) {
    Index i = index_of(parameters, Borrowed<>(parameter));
    Borrowed<> value = i < 0 ? Borrowed<>(parameter) : given->item(i);
    // A TypeVarTuple (it can be iterated) has gathered a tuple.
    if (i >= 0 && parameter->type->tp_iter && is<Tuple>(value)) KR_TRY(list_extend(cx, chosen, value));
    else KR_TRY(list_append(cx, chosen, value));
  }
  auto key = KR_TRY(list_as_tuple(cx, chosen));
  return get_item(cx, argument, key);
}

Result<void> substitute_one(Context& cx, Borrowed<> argument, Borrowed<Tuple> parameters, Borrowed<Tuple> given, Borrowed<List> out) {
  if (is_type(argument)) return list_append(cx, out, argument);
  auto flag = KR_TRY(lookup_attr(cx, argument, KR_ID(__typing_is_unpacked_typevartuple__)));
  bool unpack = flag && KR_TRY(is_true(cx, flag));
  auto substitute = KR_TRY(lookup_attr(cx, argument, KR_ID(__typing_subst__)));
  Ref<> made;
  if (substitute) made = KR_TRY(call(cx, substitute, given->item(index_of(parameters, argument))));
  else made = KR_TRY(substitute_inside(cx, argument, parameters, given));
  if (unpack) return list_extend(cx, out, made);
  return list_append(cx, out, made.borrow());
}

}  // namespace

Result<Ref<>> substitute_parameters(Context& cx, Borrowed<> self, Borrowed<Tuple> args, Borrowed<Tuple> parameters, Borrowed<> item) {
  Index wanted = parameters->size();
  if (wanted == 0) return raise(cx, exc::TypeError, "{!r} is not a generic class", self);
  auto given = KR_TRY(prepare_given(cx, self, parameters, KR_TRY(unpack_given(cx, item))));
  if (given->size() != wanted)
    return raise(cx, exc::TypeError, "Too {} arguments for {!r}; actual {}, expected {}", given->size() > wanted ? "many" : "few", self,
                 given->size(), wanted);
  auto out = KR_TRY(new_list(cx));
  for (Index i = 0; i < args->size(); ++i) KR_TRY(substitute_one(cx, args->item(i), parameters, given, out));
  return list_as_tuple(cx, out);
}

}  // namespace krait
