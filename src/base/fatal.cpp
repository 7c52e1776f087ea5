#include <cstdio>
#include <cstdlib>

#include "base/base.h"

namespace krait {

[[noreturn]] void fatal_error(const char* function, const char* message) {
  std::fprintf(stderr, "Fatal Python error: %s: %s\n", function, message);
  std::fflush(stderr);
  std::abort();
}

}  // namespace krait
