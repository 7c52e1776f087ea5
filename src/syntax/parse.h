// The room's door: source text to syntax tree.
#pragma once
#include <string_view>

#include "object/fwd.h"
#include "syntax/ast.h"
#include "syntax/session.h"

namespace krait::syntax {

struct ParseOptions {
  Mode mode = Mode::exec;
  int flags = 0;             // ParseFlags
  int feature_version = 11;  // the minor version whose language is accepted
  Object* filename = nullptr;  // str, for messages
};

// `text` is UTF-8 (a str's characters; lone surrogates are refused by the caller). Null with an exception pending.
ast::Mod* parse(Context& cx, ast::Arena& arena, std::string_view text, const ParseOptions& options);

// `bytes` may have a byte order mark and an encoding declaration (compile() of bytes). `script`: they are a file being run,
// for which CPython words some errors differently. With IGNORE_COOKIE the bytes are UTF-8.
ast::Mod* parse_bytes(Context& cx, ast::Arena& arena, std::string_view bytes, const ParseOptions& options, bool script);

}  // namespace krait::syntax
