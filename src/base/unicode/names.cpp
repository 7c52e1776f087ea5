// Names of code points, both ways. See database.h for the storage.
#include <cstring>

#include "base/unicode/database.h"

namespace krait::unicode {
namespace {

using namespace tables;

constexpr int kLead = 64;                  // bytes from 256 - kLead on begin a number of two bytes
constexpr int kShort = 256 - kLead - 1;    // words with numbers of one byte
constexpr uint32_t kHangulFirst = 0xAC00, kHangulCount = 11172;
constexpr char kHangulPrefix[] = "HANGUL SYLLABLE ", kIdeographPrefix[] = "CJK UNIFIED IDEOGRAPH-";
constexpr const char* kLeads[] = {"G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S", "SS", "", "J", "JJ", "C", "K", "T", "P", "H"};
constexpr const char* kVowels[] = {"A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE",
                                   "OE", "YO", "U", "WEO", "WE", "WI", "YU", "EU", "YI", "I"};
constexpr const char* kTails[] = {"", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG", "LM", "LB", "LS", "LT",
                                  "LP", "LH", "M", "B", "BS", "S", "SS", "NG", "J", "C", "K", "T", "P", "H"};

// Reads a word number and steps over it; -1 at the end of a name.
int next_word(const uint8_t*& at) {
  int byte = *at++;
  if (byte == 0) return -1;
  if (byte < 256 - kLead) return byte - 1;
  return kShort + (byte - (256 - kLead)) * 256 + *at++;
}

int spell(int number, char* out) {
  const uint8_t* at = kNameTokens + kNameOffsets[number / 8];
  for (int skip = number % 8; skip > 0;)
    if (next_word(at) < 0) skip--;
  char* end = out;
  for (int word; (word = next_word(at)) >= 0;) {
    if (end != out) *end++ = ' ';
    size_t length = kWordStarts[word + 1] - kWordStarts[word];
    memcpy(end, kWordText + kWordStarts[word], length);
    end += length;
  }
  return static_cast<int>(end - out);
}

char* append(char* out, const char* text) {
  size_t length = strlen(text);
  memcpy(out, text, length);
  return out + length;
}

bool is_ideograph(uint32_t code) {
  for (int i = 0; i < kIdeographRanges; i++)
    if (code >= kIdeographs[i].first && code <= kIdeographs[i].last) return true;
  return false;
}

uint8_t upper(char c) { return static_cast<uint8_t>(c >= 'a' && c <= 'z' ? c - 32 : c); }

bool same_name(const char* name, size_t size, const char* other, size_t other_size) {
  if (size != other_size) return false;
  for (size_t i = 0; i < size; i++)
    if (upper(name[i]) != static_cast<uint8_t>(other[i])) return false;
  return true;
}

// The computed names are found in upper case only.
// Longest of `parts` that `name` starts with; its number, -1 when none fits.
int longest_part(const char* name, size_t size, const char* const* parts, int count, size_t& length) {
  int best = -1;
  length = 0;
  for (int i = 0; i < count; i++) {
    size_t part = strlen(parts[i]);
    if (part > size || (best >= 0 && part <= length)) continue;
    if (memcmp(name, parts[i], part) == 0) best = i, length = part;
  }
  return best;
}

uint32_t hangul_code(const char* name, size_t size) {
  size_t used;
  int lead = longest_part(name, size, kLeads, 19, used);
  name += used, size -= used;
  int vowel = longest_part(name, size, kVowels, 21, used);
  name += used, size -= used;
  int tail = longest_part(name, size, kTails, 28, used);
  if (lead < 0 || vowel < 0 || tail < 0 || used != size) return 0;
  return kHangulFirst + static_cast<uint32_t>((lead * 21 + vowel) * 28 + tail);
}

uint32_t ideograph_code(const char* digits, size_t size) {
  if (size != 4 && size != 5) return 0;
  uint32_t code = 0;
  for (size_t i = 0; i < size; i++) {
    char c = digits[i];
    if (c >= '0' && c <= '9') code = code * 16 + static_cast<uint32_t>(c - '0');
    else if (c >= 'A' && c <= 'F') code = code * 16 + static_cast<uint32_t>(c - 'A' + 10);
    else return 0;
  }
  return is_ideograph(code) ? code : 0;
}

int number_of_name(const char* name, size_t size) {
  uint32_t hash = 2166136261u;
  for (size_t i = 0; i < size; i++) hash = (hash ^ upper(name[i])) * 16777619u;
  hash ^= hash >> 15;
  char spelled[kLongestName];
  for (uint32_t slot = hash & 0xFFFF; kNameHash[slot] != 0xFFFF; slot = (slot + 1) & 0xFFFF) {
    int number = kNameHash[slot];
    if (same_name(name, size, spelled, static_cast<size_t>(spell(number, spelled)))) return number;
  }
  return -1;
}

uint32_t code_of_number(int number) {
  int low = 0, high = kNameRunCount - 1;
  while (low < high) {
    int middle = (low + high + 1) / 2;
    if (kNameRuns[middle].index <= number) low = middle;
    else high = middle - 1;
  }
  return kNameRuns[low].code + static_cast<uint32_t>(number - kNameRuns[low].index);
}

}  // namespace

int name_of(uint32_t code, char out[kLongestName]) {
  if (code - kHangulFirst < kHangulCount) {
    uint32_t s = code - kHangulFirst;
    char* end = append(out, kHangulPrefix);
    end = append(append(append(end, kLeads[s / (21 * 28)]), kVowels[s / 28 % 21]), kTails[s % 28]);
    return static_cast<int>(end - out);
  }
  if (is_ideograph(code)) {
    char* end = append(out, kIdeographPrefix);
    for (int shift = code > 0xFFFF ? 16 : 12; shift >= 0; shift -= 4) *end++ = "0123456789ABCDEF"[code >> shift & 15];
    return static_cast<int>(end - out);
  }
  int low = 0, high = kNameRunCount - 1;
  if (code < kNameRuns[0].code) return 0;
  while (low < high) {
    int middle = (low + high + 1) / 2;
    if (kNameRuns[middle].code <= code) low = middle;
    else high = middle - 1;
  }
  int number = kNameRuns[low].index + static_cast<int>(code - kNameRuns[low].code);
  int limit = low + 1 < kNameRunCount ? kNameRuns[low + 1].index : kNameCount;
  return number < limit ? spell(number, out) : 0;
}

int codes_of_name(const char* name, size_t size, uint32_t out[4], bool with_sequences) {
  constexpr size_t kHangul = sizeof kHangulPrefix - 1, kIdeograph = sizeof kIdeographPrefix - 1;
  if (size > kHangul && memcmp(name, kHangulPrefix, kHangul) == 0) {
    out[0] = hangul_code(name + kHangul, size - kHangul);
    return out[0] != 0;
  }
  if (size > kIdeograph && memcmp(name, kIdeographPrefix, kIdeograph) == 0) {
    out[0] = ideograph_code(name + kIdeograph, size - kIdeograph);
    return out[0] != 0;
  }
  int number = size < kLongestName ? number_of_name(name, size) : -1;
  if (number < 0) return 0;
  if (number < kNameCount) {
    out[0] = code_of_number(number);
    return 1;
  }
  number -= kNameCount;
  if (number < kAliasCount) {
    out[0] = kAliasCodes[number];
    return 1;
  }
  if (!with_sequences) return 0;
  const NamedSequence& sequence = kNamedSequences[number - kAliasCount];
  for (int i = 0; i < sequence.length; i++) out[i] = sequence.codes[i];
  return sequence.length;
}

}  // namespace krait::unicode
