// Compiled extension modules: finding the init function and running it.
#pragma once

#include "object/protocol.h"

namespace krait {

// Loads spec.origin with dlopen and calls PyInit_NAME (or PyInitU_…): the module, or what multi-phase initialisation's create gives.
Result<Ref<>> load_extension(Context& cx, Borrowed<> spec);

}  // namespace krait
