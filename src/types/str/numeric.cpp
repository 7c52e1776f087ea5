// The ASCII form of text that is to be read as a number.
#include "types/str/internal.h"

namespace krait {

Result<Ref<Str>> decimal_and_space_to_ascii(Context& cx, Borrowed<Str> text) {
  if (text->is_ascii()) return exact_str(cx, text);
  Ref<Str> made = KR_TRY(new_str(cx, text->size, 0x7f));
  auto* to = static_cast<char*>(made->data());
  for (Index i = 0; i < text->size; i++) {
    CodePoint c = text->at(i);
    int digit = c < 0x80 ? -1 : unicode::to_decimal(c);
    to[i] = c < 0x80 ? static_cast<char>(c) : unicode::is_space(c) ? ' ' : digit >= 0 ? static_cast<char>('0' + digit) : '?';
  }
  return made;
}

}  // namespace krait
