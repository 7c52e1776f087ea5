// Normalisation of identifiers to NFKC, as the language reference asks for (section 2.3).
#pragma once
#include <string_view>

#include "syntax/byte_buffer.h"

namespace krait::syntax {

// False: the text is NFKC already, and `out` is untouched.
bool normalize_identifier(std::string_view text, ByteBuffer& out);

}  // namespace krait::syntax
