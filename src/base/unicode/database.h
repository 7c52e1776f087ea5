// What only unicodedata asks of a code point: category, bidi class, width, decomposition, composition and its name.
//
// Properties use a trie like the one of unicode.h. Names are runs of word numbers (one byte for the 191 commonest words, two
// for the rest) closed by 0; every eighth name's offset is kept. From names to code points leads a hash table of 65536 slots
// (FNV-1a of the upper-case name) whose entries number the names: first those of code points, then aliases, then named
// sequences. Ideographs and Hangul syllables have computed names.
#pragma once
#include <cstddef>

#include "base/unicode/database_tables.h"

namespace krait::unicode {

inline const tables::DbRecord& db_record(uint32_t code) {
  using namespace tables;
  if (code > 0x10FFFF) code = 0x10FFFF;
  return kDbRecords[kDbBlocks[kDbIndex[code >> kDbShift] << kDbShift | (code & ((1u << kDbShift) - 1))]];
}

inline const char* category(uint32_t code) { return tables::kCategories[db_record(code).category]; }
inline const char* bidirectional(uint32_t code) { return tables::kBidi[db_record(code).bidi]; }
inline const char* east_asian_width(uint32_t code) { return tables::kWidths[db_record(code).width]; }
inline uint8_t combining(uint32_t code) { return db_record(code).combining; }
inline bool mirrored(uint32_t code) { return db_record(code).mirrored; }

// Forms of normalization, in the order of DbRecord::quick.
enum class Form : uint8_t { nfc, nfd, nfkc, nfkd };
inline int quick_check(uint32_t code, Form form) { return db_record(code).quick >> 2 * static_cast<int>(form) & 3; }

// The mapping of UnicodeData.txt (not of Hangul syllables, which are computed), or null.
const tables::Decomposition* decomposition(uint32_t code);
inline const uint32_t* decomposed(const tables::Decomposition& d) { return tables::kDecomposed + d.offset; }
// The primary composite of two characters, Hangul included; 0 when there is none.
uint32_t compose(uint32_t first, uint32_t second);

// What Unicode 3.2.0 said differently, or null; and whether it knew the code point at all.
const tables::Change320* change_320(uint32_t code);
bool assigned_320(uint32_t code);

inline constexpr int kLongestName = 256;
// Writes the name (no terminator) and answers its length, 0 when the code point has none.
int name_of(uint32_t code, char out[kLongestName]);

// The code points a name stands for: their number, 0 when unknown. Any case, but computed names only in upper case. Named sequences (2 to 4 code points) on request.
int codes_of_name(const char* name, size_t size, uint32_t out[4], bool with_sequences);

}  // namespace krait::unicode
