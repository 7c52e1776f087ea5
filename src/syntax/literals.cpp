#include "syntax/literals.h"

#include "syntax/byte_buffer.h"
#include "syntax/constants.h"

namespace krait::syntax {

static Object* plain_number(Context& cx, std::string_view text) {
  char last = char(text.back() | 0x20);
  if (text.size() > 2 && text[0] == '0') {
    char prefix = char(text[1] | 0x20);
    int base = prefix == 'x' ? 16 : prefix == 'o' ? 8 : prefix == 'b' ? 2 : 0;
    if (base) return make_int(cx, text.substr(2), base);
  }
  if (last == 'j') return make_imaginary(cx, text.substr(0, text.size() - 1));
  for (char c : text)
    if (c == '.' || c == 'e' || c == 'E') return make_float(cx, text);
  return make_int(cx, text, 10);
}

Object* number_object(Context& cx, std::string_view text) {
  if (text.find('_') == text.npos) return plain_number(cx, text);
  ByteBuffer digits;
  for (char c : text)
    if (c != '_') digits.append(c);
  return plain_number(cx, digits.view());
}

}  // namespace krait::syntax
