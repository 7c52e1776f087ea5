// Warnings about source text: explicit file name and line, no registry.
#pragma once
#include "syntax/session.h"

namespace krait::syntax {

enum class Warned : unsigned char { fine, became_error, failed };  // became_error: the filters raised it; now cleared
enum WarningCategory : unsigned char { deprecation, syntax_warning };

Warned warn_about_syntax(Session& session, WarningCategory category, const char* text, int lineno);

}  // namespace krait::syntax
