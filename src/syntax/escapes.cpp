// Backslash escapes in string and bytes literals.
#include <cstdio>

#include "syntax/char_class.h"
#include "syntax/constants.h"
#include "syntax/encoding.h"
#include "syntax/joined.h"
#include "syntax/utf8.h"
#include "syntax/warnings.h"

namespace krait::syntax {

static int hex_value(char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; }

bool StringReader::unicode_error(int from, int to, const char* why) {
  if (from == to - 1)
    return fail("(unicode error) 'unicodeescape' codec can't decode byte 0x5c in position %d: %s", from, why);
  return fail("(unicode error) 'unicodeescape' codec can't decode bytes in position %d-%d: %s", from, to - 1, why);
}

// After the letter of \x, \u or \U.
bool StringReader::hex_escape(const char*& p, const char* end, int digits, const char* what, int position,
                              ByteBuffer& out) {
  uint32_t value = 0;
  int n = 0;
  for (; n < digits && p < end && is_hex_digit(uint8_t(*p)); ++n) value = value << 4 | uint32_t(hex_value(*p++));
  if (n < digits) return unicode_error(position, position + 2 + n, what);
  if (value > 0x10FFFF) return unicode_error(position, position + 2 + n, "illegal Unicode character");
  char* begin = out.reserve(4);
  out.commit(size_t(utf8_put(begin, value) - begin));
  return true;
}

// After \N.
bool StringReader::name_escape(const char*& p, const char* end, int position, ByteBuffer& out) {
  const char* missing = "malformed \\N character escape";
  if (p == end || *p != '{') return unicode_error(position, position + 2, missing);
  const char* begin = ++p;
  while (p < end && *p != '}') ++p;
  int length = 0;  // as the decoder counts: a character beyond ASCII has become \U and eight digits
  for (const char* q = begin; q < p; ++q) length += uint8_t(*q) < 0x80 ? 1 : (*q & 0xC0) == 0xC0 ? 10 : 0;
  if (p == end || p == begin) return unicode_error(position, position + 3 + length, missing);
  uint32_t code;
  if (!character_by_name(session_.cx, {begin, size_t(p - begin)}, code))
    return unicode_error(position, position + 4 + length, "unknown Unicode character name");
  ++p;
  char* at = out.reserve(4);
  out.commit(size_t(utf8_put(at, code) - at));
  return true;
}

// `p` is behind the backslash. An escape that means nothing keeps its backslash and is noted in `invalid`.
bool StringReader::escape(const char*& p, const char* end, int position, ByteBuffer& out, const char*& invalid) {
  char c = *p++;
  switch (c) {
    case '\n': return true;
    case '\\':
    case '\'':
    case '"': out.append(c); return true;
    case 'a': out.append('\a'); return true;
    case 'b': out.append('\b'); return true;
    case 'f': out.append('\f'); return true;
    case 'n': out.append('\n'); return true;
    case 'r': out.append('\r'); return true;
    case 't': out.append('\t'); return true;
    case 'v': out.append('\v'); return true;
    case 'x': return hex_escape(p, end, 2, "truncated \\xXX escape", position, out);
    case 'u': return hex_escape(p, end, 4, "truncated \\uXXXX escape", position, out);
    case 'U': return hex_escape(p, end, 8, "truncated \\UXXXXXXXX escape", position, out);
    case 'N': return name_escape(p, end, position, out);
    default: break;
  }
  if (c >= '0' && c <= '7') {
    uint32_t value = uint32_t(c - '0');
    for (int n = 0; n < 2 && p < end && *p >= '0' && *p <= '7'; ++n) value = value << 3 | uint32_t(*p++ - '0');
    char* begin = out.reserve(4);
    out.commit(size_t(utf8_put(begin, value) - begin));
    return true;
  }
  if (!invalid) invalid = p - 1;
  out.append('\\');
  --p;  // it may be the beginning of a longer character
  return true;
}

bool StringReader::warn_escape(const Literal& literal, const char* invalid) {
  if (session_.diagnosing && !session_.warn_again) return true;
  char text[64];
  const char* after = invalid;
  utf8_next(after);
  std::snprintf(text, sizeof text, "invalid escape sequence '\\%.*s'", int(after - invalid), invalid);
  Warned warned = warn_about_syntax(session_, deprecation, text, literal.token->lineno);
  if (warned == Warned::fine) return true;
  if (warned == Warned::became_error) {
    error_token = literal.token;
    return fail("%s", text);
  }
  session_.problem.kind = Problem::pending;
  return false;
}

// In a text that is not all UTF-8, literals are checked one by one.
bool StringReader::check_utf8(std::string_view text) {
  char why[100];
  return !session_.malformed || !describe_malformed(text, why, sizeof why) || fail("(unicode error) %s", why);
}

bool StringReader::decode(const Literal& literal, std::string_view text, ByteBuffer& out) {
  if (literal.raw || text.find('\\') == text.npos) {
    out.append(text);
    return check_utf8(text);
  }
  const char *p = text.data(), *end = p + text.size(), *invalid = nullptr;
  int position = 0;
  while (p < end) {
    const char* begin = p;
    while (p < end && *p != '\\') position += uint8_t(*p) < 0x80 ? 1 : (*p & 0xC0) == 0xC0 ? 10 : 0, ++p;
    out.append({begin, size_t(p - begin)});
    for (const char* q = begin; session_.malformed && q < p;) {  // run by run, as the positions are counted
      while (q < p && uint8_t(*q) < 0x80) ++q;
      const char* run = q;
      while (q < p && uint8_t(*q) >= 0x80) ++q;
      if (!check_utf8({run, size_t(q - run)})) return false;
    }
    if (p == end) break;
    if (++p == end) {
      // Only the end of an f-string's piece can leave a backslash alone.
      if (!invalid) invalid = p - 1;
      out.append('\\');
      break;
    }
    begin = p;
    if (uint8_t(*p) >= 0x80) {
      if (!invalid) invalid = "\\";
      out.append('\\');
      position += 6;
      continue;
    }
    if (!escape(p, end, position, out, invalid)) return false;
    position += 1 + int(p - begin);
  }
  return !invalid || warn_escape(literal, invalid);
}

bool StringReader::decode_bytes(const Literal& literal, ByteBuffer& out) {
  std::string_view text = literal.body;
  if (literal.raw || text.find('\\') == text.npos) {
    out.append(text);
    return true;
  }
  const char *p = text.data(), *end = p + text.size(), *invalid = nullptr;
  while (p < end) {
    if (*p != '\\') {
      out.append(*p++);
      continue;
    }
    int position = int(p - text.data());
    char c = *++p;
    if (c == 'x') {
      ++p;
      if (end - p < 2 || !is_hex_digit(uint8_t(p[0])) || !is_hex_digit(uint8_t(p[1])))
        return fail("(value error) invalid \\x escape at position %d", position);
      out.append(char(hex_value(p[0]) << 4 | hex_value(p[1])));
      p += 2;
    } else if (c >= '0' && c <= '7') {
      int value = *p++ - '0';
      for (int n = 0; n < 2 && p < end && *p >= '0' && *p <= '7'; ++n) value = value << 3 | (*p++ - '0');
      out.append(char(value));
    } else if (c == 'u' || c == 'U' || c == 'N') {  // mean nothing in bytes
      if (!invalid) invalid = p;
      out.append('\\');
    } else if (!escape(p, end, position, out, invalid)) {
      return false;
    }
  }
  return !invalid || warn_escape(literal, invalid);
}

}  // namespace krait::syntax
