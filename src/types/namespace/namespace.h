// types.SimpleNamespace: an object that is nothing but its attributes. sys.implementation is one.
#pragma once

#include "types/dict/dict.h"

namespace krait {

struct Namespace {
  Object base;
  Dict* dict;

  static constexpr Type* static_type = &namespace_type;
};
static_assert(sizeof(Namespace) == 24);

Result<Ref<>> new_namespace(Context& cx, Borrowed<Dict> attributes = {});

}  // namespace krait
