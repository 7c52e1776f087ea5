#include "isolate/frozen.h"

#include "isolate/startup.h"

extern "C" const krait::FrozenModule krait_frozen_table[];

namespace krait {
namespace {

// What _imp._override_frozen_modules_for_tests() set: -1 off, 1 on, 0 as configured.
int override_use = 0;

bool is_essential(std::string_view name) {
  return name == "_frozen_importlib" || name == "_frozen_importlib_external" || name == "zipimport";
}

}  // namespace

void override_frozen_modules_use(int value) { override_use = value; }

std::span<const FrozenModule> frozen_modules() {
  std::size_t count = 0;
  while (krait_frozen_table[count].name) ++count;
  return {krait_frozen_table, count};
}

const FrozenModule* find_frozen(Context&, std::string_view name) {
  int use = override_use ? override_use > 0 : startup_config().use_frozen_modules != 0;
  if (!use && !is_essential(name)) return nullptr;
  for (const FrozenModule* module = krait_frozen_table; module->name; ++module)
    if (name == module->name) return module;
  return nullptr;
}

}  // namespace krait
