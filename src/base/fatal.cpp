#include "base/fatal.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "base/base.h"

namespace krait {

void (*report_on_fatal)() = nullptr;

[[noreturn]] void fatal_error(const char* function, const char* message) {
  if (function) std::fprintf(stderr, "Fatal Python error: %s: %s\n", function, message);
  else std::fprintf(stderr, "Fatal Python error: %s\n", message);
  std::fflush(stderr);
  if (auto report = std::exchange(report_on_fatal, nullptr)) report();  // an error in the report itself ends at once
  std::abort();
}

}  // namespace krait
