// Start-up: every static type that a room has registered with KR_READY.
#include "object/register.h"
#include "types/type/type.h"

extern "C" {
extern krait::Type* __start_krait_types[] __attribute__((weak, visibility("hidden")));
extern krait::Type* __stop_krait_types[] __attribute__((weak, visibility("hidden")));
}

namespace krait {

Result<void> ready_builtin_types(Context& cx) {
  // ready() brings a type's bases first by itself.
  KR_TRY(ready(cx, object_type));
  KR_TRY(ready(cx, type_type));
  for (Type** entry = __start_krait_types; entry != __stop_krait_types; ++entry)
    if (*entry) KR_TRY(ready(cx, **entry));
  return {};
}

}  // namespace krait
