#include "syntax/characters.h"

#include "base/unicode/unicode.h"

namespace krait::syntax {

bool is_identifier_start(uint32_t c) { return c == '_' || unicode::is_xid_start(c); }
bool is_identifier_part(uint32_t c) { return unicode::is_xid_continue(c); }
bool is_printable(uint32_t c) { return unicode::is_printable(c); }

}  // namespace krait::syntax
