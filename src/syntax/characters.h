// What the tokenizer asks about characters beyond ASCII; answered from the Unicode tables of the str type.
#pragma once
#include <cstdint>

namespace krait::syntax {

bool is_identifier_start(uint32_t c);
bool is_identifier_part(uint32_t c);
bool is_printable(uint32_t c);

}  // namespace krait::syntax
