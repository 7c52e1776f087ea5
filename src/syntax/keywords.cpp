#include <cstring>

#include "syntax/token.h"

namespace krait::syntax {
namespace {

struct Word {
  char text[9];
  Tok kind;
};

// Grouped by length, so that a lookup compares with a handful of words at most.
constexpr Word words[] = {
    {"as", Tok::As}, {"if", Tok::If}, {"in", Tok::In}, {"is", Tok::Is}, {"or", Tok::Or},
    {"and", Tok::And}, {"def", Tok::Def}, {"del", Tok::Del}, {"for", Tok::For}, {"not", Tok::Not}, {"try", Tok::Try},
    {"None", Tok::None}, {"True", Tok::True}, {"elif", Tok::Elif}, {"else", Tok::Else}, {"from", Tok::From},
    {"pass", Tok::Pass}, {"with", Tok::With},
    {"False", Tok::False}, {"async", Tok::Async}, {"await", Tok::Await}, {"break", Tok::Break}, {"class", Tok::Class},
    {"raise", Tok::Raise}, {"while", Tok::While}, {"yield", Tok::Yield},
    {"assert", Tok::Assert}, {"except", Tok::Except}, {"global", Tok::Global}, {"import", Tok::Import},
    {"lambda", Tok::Lambda}, {"return", Tok::Return},
    {"finally", Tok::Finally},
    {"continue", Tok::Continue}, {"nonlocal", Tok::Nonlocal},
};
constexpr uint8_t first_of_length[] = {0, 0, 0, 5, 11, 18, 26, 32, 33, 35};

}  // namespace

Tok keyword_kind(const char* text, size_t length) {
  if (length < 2 || length > 8) return Tok::Name;
  for (int i = first_of_length[length]; i < first_of_length[length + 1]; ++i)
    if (words[i].text[0] == text[0] && std::memcmp(words[i].text, text, length) == 0) return words[i].kind;
  return Tok::Name;
}

}  // namespace krait::syntax
