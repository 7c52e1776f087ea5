#include "syntax/diagnose/diagnose.h"

#include "syntax/diagnose/machine.h"

namespace krait::syntax {

bool diagnose(Session& session, Mode mode, const char* text, const char* end, int lineno, int col) {
  diagnosis::Machine machine(session, mode, text, end, lineno, col);
  return machine.diagnose();
}

}  // namespace krait::syntax
