// Session: what one call to parse shares, nested parses of f-string expressions included.
#pragma once
#include <string_view>

#include "syntax/arena.h"
#include "syntax/names.h"
#include "syntax/problem.h"

namespace krait::syntax {

// compile()'s flags as far as the parser looks at them; numbers are CPython's.
enum ParseFlags : int {
  SOURCE_IS_UTF8 = 0x100,
  DONT_IMPLY_DEDENT = 0x200,
  ONLY_AST = 0x400,
  IGNORE_COOKIE = 0x800,
  TYPE_COMMENTS = 0x1000,
  ALLOW_TOP_LEVEL_AWAIT = 0x2000,
  ALLOW_INCOMPLETE_INPUT = 0x4000,
  BARRY_AS_BDFL = 0x400000,
};

enum class Mode : uint8_t { exec, eval, single, func_type, fstring };

struct Session {
  Context& cx;
  ast::Arena& arena;
  Names names;
  int flags;
  int feature_version;
  Object* filename;  // may be null
  bool malformed = false;        // the text is not all UTF-8
  bool diagnosing = false;  // the error pass is running: problems are recorded, warnings were given already
  bool warn_again = false;  // the first pass stopped at a warning that became an error
  bool encoding_known = true;   // columns of errors count characters, else bytes
  int deepest = 0;  // how deep the fast parser went
  Problem problem{};

  Session(Context& context, ast::Arena& a, int parse_flags, int version, Object* name)
      : cx(context), arena(a), names(a), flags(parse_flags), feature_version(version), filename(name) {}
};

}  // namespace krait::syntax
