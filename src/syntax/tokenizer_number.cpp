// Numbers: all literal forms of Python 3.11 and the message for each way to get one wrong.
#include <cstring>

#include "syntax/char_class.h"
#include "syntax/tokenizer.h"

namespace krait::syntax {

// Digits with single underscores between them, the first one read already; `c` becomes the character after.
bool Tokenizer::decimal_tail(int& c) {
  for (;;) {
    do c = next_char();
    while (is_digit(c));
    if (c != '_') return true;
    c = next_char();
    if (!is_digit(c)) {
      unread(c);
      fail_message("invalid decimal literal");
      return false;
    }
  }
}

// What follows a number directly: a keyword that can stand there is accepted with a warning, other letters are not.
bool Tokenizer::check_number_end(int c, const char* kind) {
  if (!is_name_char(c)) return true;
  const char* rest = cur;  // after c
  auto follows = [&](const char* text) {
    size_t length = std::strlen(text);
    return std::strncmp(rest, text, length) == 0 && !is_name_char(uint8_t(rest[length]));
  };
  bool keyword = (c == 'a' && follows("nd")) || (c == 'e' && follows("lse")) || (c == 'f' && follows("or")) ||
                 (c == 'i' && (*rest == 'f' || *rest == 'n' || *rest == 's')) || (c == 'o' && follows("r")) ||
                 (c == 'n' && follows("ot"));
  if (keyword) {
    unread(c);
    if (warn_number && !warn_number(*this, kind)) return false;
    next_char();
    return true;
  }
  unread(c);
  fail_message("invalid %s literal", kind);
  return false;
}

Tok Tokenizer::finish_number(int c) {
  unread(c);
  return Tok::Number;
}

// After 0x, 0o or 0b.
Tok Tokenizer::prefixed_number(int prefix) {
  const char* kind = prefix == 'x' ? "hexadecimal" : prefix == 'o' ? "octal" : "binary";
  auto valid = [&](int c) { return prefix == 'x' ? is_hex_digit(c) : c >= '0' && c < (prefix == 'o' ? '8' : '2'); };
  int c = next_char();
  do {
    if (c == '_') c = next_char();
    if (!valid(c)) {
      if (prefix != 'x' && is_digit(c)) return fail_message("invalid digit '%c' in %s literal", c, kind);
      unread(c);
      return fail_message("invalid %s literal", kind);
    }
    do c = next_char();
    while (valid(c));
  } while (c == '_');
  if (prefix != 'x' && is_digit(c)) return fail_message("invalid digit '%c' in %s literal", c, kind);
  if (!check_number_end(c, kind)) return Tok::Error;
  return finish_number(c);
}

// `c` is the character after the digits before a possible exponent or imaginary unit.
Tok Tokenizer::exponent(int c) {
  if (c == 'e' || c == 'E') {
    int e = c;
    c = next_char();
    if (c == '+' || c == '-') {
      c = next_char();
      if (!is_digit(c)) {
        unread(c);
        return fail_message("invalid decimal literal");
      }
    } else if (!is_digit(c)) {
      unread(c);
      if (!check_number_end(e, "decimal")) return Tok::Error;
      unread(e);
      return Tok::Number;
    }
    if (!decimal_tail(c)) return Tok::Error;
  }
  const char* kind = "decimal";
  if (c == 'j' || c == 'J') {
    c = next_char();
    kind = "imaginary";
  }
  if (!check_number_end(c, kind)) return Tok::Error;
  return finish_number(c);
}

// `c` is the character after the point.
Tok Tokenizer::fraction(int c) {
  if (is_digit(c) && !decimal_tail(c)) return Tok::Error;
  return exponent(c);
}

Tok Tokenizer::number(int c) {
  if (c != '0') {
    if (!decimal_tail(c)) return Tok::Error;
    return c == '.' ? fraction(next_char()) : exponent(c);
  }
  c = next_char();
  if (c > 0 && std::strchr("xXoObB", c)) return prefixed_number(c | 0x20);
  for (;;) {
    if (c == '_') {
      c = next_char();
      if (!is_digit(c)) {
        unread(c);
        return fail_message("invalid decimal literal");
      }
    }
    if (c != '0') break;
    c = next_char();
  }
  const char* zeros_end = cur;
  bool nonzero = is_digit(c);
  if (nonzero && !decimal_tail(c)) return Tok::Error;
  if (c == '.') return fraction(next_char());
  if (c == 'e' || c == 'E' || c == 'j' || c == 'J') return exponent(c);
  if (nonzero) {
    unread(c);
    return fail_range(int(start_ + 1 - line), int(zeros_end - line),
                      "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers");
  }
  if (!check_number_end(c, "decimal")) return Tok::Error;
  return finish_number(c);
}

}  // namespace krait::syntax
