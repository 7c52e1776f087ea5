// A weak stand-in for every function that CPython's library exports, so that compiled modules always load and the next function
// to write shows by name: calling one ends the process with that name. A real definition anywhere else replaces its stand-in at
// link time. `make abi` lists what is still missing.
#include "base/base.h"

namespace {

[[noreturn, gnu::cold, gnu::noinline]] void unwritten(const char* name) {
  krait::fatal_error(name, "this C function is not written yet in Krait");
}

}  // namespace

#define KR_FUNCTION(name) \
  extern "C" [[gnu::weak, gnu::visibility("default")]] void name() { unwritten(#name); }
#include "capi/exported_functions.inc"
