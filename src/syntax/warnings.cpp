#include "syntax/warnings.h"

#include "object/errors.h"
#include "syntax/constants.h"
#include "types/str/str.h"

namespace krait::syntax {

Warned warn_about_syntax(Session& session, WarningCategory category, const char* text, int lineno) {
  Context& cx = session.cx;
  Type& type = category == deprecation ? exc::DeprecationWarning : exc::SyntaxWarning;
  auto message = Ref<Str>::steal(make_str(cx, text));
  if (!message) return Warned::failed;
  Borrowed<> filename = session.filename ? Borrowed<>(session.filename) : Borrowed<>(KR_STR("<unknown>"));
  if (!warn_explicit(cx, type, message, filename, lineno).failed()) return Warned::fine;
  if (!error_matches(cx, type)) return Warned::failed;
  clear_error(cx);
  session.warn_again = true;
  return Warned::became_error;
}

}  // namespace krait::syntax
