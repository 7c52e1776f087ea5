#include "syntax/diagnose.h"
#include <cstring>
namespace krait::syntax {
void diagnose(Session& session, Mode, const char*, const char*, int, int) {
  session.problem.kind = Problem::syntax; std::strcpy(session.problem.message, "invalid syntax");
}
}
