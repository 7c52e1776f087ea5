// Calling a C function by the convention that its flags name.
#pragma once

#include "object/protocol.h"

namespace krait {

struct CCall {
  Borrowed<> callable;  // for error texts
  MethodDef* def;
  Object* self;
  Type* defining_class;
};

Object* call_c(Context& cx, const CCall& target, Object* const* args, Index nargs, Tuple* kwnames);
// "len()", "list.append()", "module.name()": how error texts name a callable.
Result<Ref<Str>> function_text(Context& cx, Borrowed<> callable);

}  // namespace krait
