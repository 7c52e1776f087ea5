// types.GenericAlias: list[int] and its kin (PEP 585).
#pragma once

#include "object/protocol.h"

namespace krait {

struct GenericAlias {
  Object base;
  Slot<> origin;
  Slot<Tuple> args;
  Slot<> parameters;  // made on demand
  Object* weakrefs;
  bool starred;
  VectorCall vectorcall;

  static constexpr Type* static_type = &generic_alias_type;
};
static_assert(sizeof(GenericAlias) == 64);

// __class_getitem__ of the built-in generics: args a tuple or one argument.
Result<Ref<>> new_generic_alias(Context& cx, Borrowed<> origin, Borrowed<> args);

// Shared with unions: the type variables in args, and args with `item` put in their places.
Result<Ref<Tuple>> type_parameters(Context& cx, Borrowed<Tuple> args);
Result<Ref<>> substitute_parameters(Context& cx, Borrowed<> self, Borrowed<Tuple> args, Borrowed<Tuple> parameters, Borrowed<> item);
// The way a type argument is shown inside [ ]: its qualified name for classes, ..., otherwise repr().
Result<Ref<Str>> type_argument_repr(Context& cx, Borrowed<> argument);

}  // namespace krait
