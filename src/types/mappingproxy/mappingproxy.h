// mappingproxy: a read-only window on a mapping; the __dict__ of a class is seen through one.
#pragma once

#include "object/protocol.h"

namespace krait {

struct MappingProxy {
  Object base;
  Object* mapping;

  static constexpr Type* static_type = &mapping_proxy_type;
};
static_assert(sizeof(MappingProxy) == 24);

Result<Ref<>> new_mapping_proxy(Context& cx, Borrowed<> mapping);

}  // namespace krait
