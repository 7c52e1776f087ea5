// From bytes to UTF-8: byte order mark, encoding declaration (PEP 263), and checking.
#pragma once
#include <string_view>

#include "syntax/byte_buffer.h"
#include "syntax/session.h"

namespace krait::syntax {

struct SourceBytes {
  std::string_view text;          // UTF-8, into the given bytes or into `decoded`
  ByteBuffer decoded;
  bool encoding_known = false;    // by mark or declaration; CPython then counts characters in errors, else bytes
  bool malformed = false;         // not all of it is UTF-8: literals and names have to be checked
};

// False: `problem` says why, or an exception is pending. `filename` is for messages about scripts.
bool decode_source(Context& cx, std::string_view bytes, bool script, Object* filename, SourceBytes& out, Problem& problem);

// If the text is not UTF-8, writes what the codec says about it: "'utf-8' codec can't decode …".
bool describe_malformed(std::string_view text, char* out, size_t size);

// A copy with every malformed sequence replaced by U+FFFD.
void replace_malformed(std::string_view text, ByteBuffer& out);

}  // namespace krait::syntax
