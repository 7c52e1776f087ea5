// What kind of characters: isalpha and its kin.
#include "types/str/internal.h"
#include "types/str/methods.h"

namespace krait {

using namespace strings;

bool is_identifier(Borrowed<Str> text) {
  if (text->size == 0) return false;
  return visit(text, [](auto* chars, Index size) {
    if (!unicode::is_xid_start(chars[0]) && chars[0] != '_') return false;
    for (Index i = 1; i < size; i++)
      if (!unicode::is_xid_continue(chars[i])) return false;
    return true;
  });
}

namespace strings {
namespace {

template <class F>
bool all_of(Borrowed<Str> text, F&& test) {
  return visit(text, [&](auto* chars, Index size) {
    for (Index i = 0; i < size; i++)
      if (!test(chars[i])) return false;
    return true;
  });
}
bool all_have(Borrowed<Str> text, std::uint16_t flags) {
  return text->size && all_of(text, [=](CodePoint c) { return unicode::has(c, flags); });
}

// Some character of the wanted case, none of the others.
bool one_case(Borrowed<Str> text, std::uint16_t wanted, std::uint16_t others) {
  bool seen = false;
  bool pure = all_of(text, [&](CodePoint c) {
    seen |= unicode::has(c, wanted);
    return !unicode::has(c, others);
  });
  return pure && seen;
}

}  // namespace

bool isascii(Borrowed<Str> self) { return self->is_ascii(); }
bool islower(Borrowed<Str> self) { return one_case(self, unicode::kLower, unicode::kUpper | unicode::kTitle); }
bool isupper(Borrowed<Str> self) { return one_case(self, unicode::kUpper, unicode::kLower | unicode::kTitle); }
bool isspace(Borrowed<Str> self) {
  return self->size && all_of(self, [](CodePoint c) { return unicode::is_space(c); });
}
bool isdecimal(Borrowed<Str> self) { return all_have(self, unicode::kDecimal); }
bool isdigit(Borrowed<Str> self) { return all_have(self, unicode::kDigit); }
bool isnumeric(Borrowed<Str> self) { return all_have(self, unicode::kNumeric); }
bool isalpha(Borrowed<Str> self) { return all_have(self, unicode::kAlpha); }
bool isalnum(Borrowed<Str> self) {
  return all_have(self, unicode::kAlpha | unicode::kDecimal | unicode::kDigit | unicode::kNumeric);
}
bool isidentifier(Borrowed<Str> self) { return is_identifier(self); }
bool isprintable(Borrowed<Str> self) {
  return all_of(self, [](CodePoint c) { return unicode::is_printable(c); });
}

bool istitle(Borrowed<Str> self) {
  bool cased = false, inside = false;
  bool good = all_of(self, [&](CodePoint c) {
    if (unicode::has(c, unicode::kUpper | unicode::kTitle)) {
      if (inside) return false;
      inside = cased = true;
    } else if (unicode::is_lower(c)) {
      if (!inside) return false;
      cased = true;
    } else {
      inside = false;
    }
    return true;
  });
  return good && cased;
}

}  // namespace strings
}  // namespace krait
