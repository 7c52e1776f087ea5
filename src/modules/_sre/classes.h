// What a code point is to a pattern: categories, case, membership in a compiled set.
#pragma once

#include <cctype>

#include "base/text/scan.h"
#include "base/unicode/unicode.h"
#include "modules/_sre/codes.h"

namespace krait::sre {

inline bool ascii_word(Code c) { return c < 128 && (text::ascii_alnum(static_cast<std::uint8_t>(c)) || c == '_'); }
inline bool locale_word(Code c) { return c == '_' || (c < 256 && std::isalnum(static_cast<int>(c))); }
inline bool unicode_word(Code c) { return c < 128 ? ascii_word(c) : unicode::is_alnum(c); }

inline bool in_category(Code category, Code c) {
  switch (category) {
    case DIGIT: case NOT_DIGIT: return (c - '0' < 10) == (category == DIGIT);
    case SPACE: case NOT_SPACE: return (c == ' ' || c - 9 < 5) == (category == SPACE);
    case WORD: case NOT_WORD: return ascii_word(c) == (category == WORD);
    case LINEBREAK: case NOT_LINEBREAK: return (c == '\n') == (category == LINEBREAK);
    case LOC_WORD: case LOC_NOT_WORD: return locale_word(c) == (category == LOC_WORD);
    case UNI_DIGIT: case UNI_NOT_DIGIT: return unicode::is_decimal(c) == (category == UNI_DIGIT);
    case UNI_SPACE: case UNI_NOT_SPACE: return unicode::is_space(c) == (category == UNI_SPACE);
    case UNI_WORD: case UNI_NOT_WORD: return unicode_word(c) == (category == UNI_WORD);
    default: return unicode::is_linebreak(c) == (category == UNI_LINEBREAK);
  }
}

enum class Case { ascii, locale, unicode };

template <Case How>
Code lower(Code c) {
  if constexpr (How == Case::ascii) return c < 128 ? text::ascii_lower(static_cast<std::uint8_t>(c)) : c;
  else if constexpr (How == Case::locale) return c < 256 ? static_cast<Code>(std::tolower(static_cast<int>(c))) : c;
  else return unicode::to_lower(c);
}
inline Code locale_upper(Code c) { return c < 256 ? static_cast<Code>(std::toupper(static_cast<int>(c))) : c; }

// Membership in the set program at `set`, which ends with FAILURE.
inline bool in_set(const Code* set, Code c) {
  bool found = true;
  for (;;) switch (*set++) {
      case FAILURE: return !found;
      case LITERAL:
        if (c == *set++) return found;
        break;
      case CATEGORY:
        if (in_category(*set++, c)) return found;
        break;
      case CHARSET:  // 256 bits
        if (c < 256 && set[c / 32] >> (c & 31) & 1) return found;
        set += 8;
        break;
      case BIGCHARSET: {  // number of chunks, 256 bytes that pick a chunk, chunks of 256 bits
        Code chunks = *set++;
        if (c < 65536) {
          Code chunk = reinterpret_cast<const std::uint8_t*>(set)[c >> 8];
          const Code* bits = set + 64 + chunk * 8;
          if (bits[(c & 255) / 32] >> (c & 31) & 1) return found;
        }
        set += 64 + chunks * 8;
        break;
      }
      case RANGE:
        if (set[0] <= c && c <= set[1]) return found;
        set += 2;
        break;
      case RANGE_UNI_IGNORE: {  // c is in lower case
        if (set[0] <= c && c <= set[1]) return found;
        Code upper = unicode::to_upper(c);
        if (set[0] <= upper && upper <= set[1]) return found;
        set += 2;
        break;
      }
      case NEGATE: found = !found; break;
      default: return false;  // no such set is ever compiled
    }
}

inline bool in_set_locale_ignore(const Code* set, Code c) {
  Code low = lower<Case::locale>(c);
  if (in_set(set, low)) return true;
  Code high = locale_upper(c);
  return high != low && in_set(set, high);
}

}  // namespace krait::sre
