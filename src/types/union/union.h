// types.UnionType: int | str (PEP 604).
#pragma once

#include "object/protocol.h"

namespace krait {

extern Type union_type;

struct Union {
  Object base;
  Slot<Tuple> args;
  Slot<> parameters;

  static constexpr Type* static_type = &union_type;
};

// left | right for types, None, generic aliases and unions; NotImplemented for anything else.
Result<Ref<>> type_or(Context& cx, Borrowed<> left, Borrowed<> right);

}  // namespace krait
