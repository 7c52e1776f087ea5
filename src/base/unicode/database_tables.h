// The raw tables behind database.h, as tools/gen_unicode_db.py writes them.
#pragma once
#include <cstdint>

namespace krait::unicode::tables {

struct DbRecord {
  uint8_t category, combining, bidi, mirrored, width;
  uint8_t quick;  // two bits per form (NFC, NFD, NFKC, NFKD): 0 yes, 1 maybe, 2 no
  uint8_t decomposes;
};
struct Decomposition {
  uint32_t code;
  uint16_t offset;  // into kDecomposed
  uint8_t length, tag;
};
struct Composition {
  uint32_t first, second, composed;
};
struct CodeRange {
  uint32_t first, last;
};
// Fields that Unicode 3.2.0 had otherwise; 255: the same as now.
struct Change320 {
  uint32_t code;
  uint8_t category, bidi, mirrored, width, decimal;
  double numeric;
  uint8_t numeric_changed;
};
struct NameRun {
  uint32_t code;   // first of code points in a row ...
  uint16_t index;  // ... whose names are in a row too, from this number on
};
struct NamedSequence {
  uint8_t length;
  uint16_t codes[4];
};

inline constexpr int kDbShift = 7;
extern const char* const kCategories[];
extern const char* const kBidi[];
extern const char* const kWidths[];
extern const char* const kTags[];
extern const uint16_t kDbIndex[];
extern const uint16_t kDbBlocks[];
extern const DbRecord kDbRecords[];
extern const uint32_t kDecomposed[];
extern const Decomposition kDecompositions[];
extern const int kDecompositionCount;
extern const Composition kCompositions[];
extern const int kCompositionCount;
extern const CodeRange kNotIn320[];
extern const int kNotIn320Count;
extern const Change320 kChanges320[];
extern const int kChanges320Count;

extern const int kNameCount, kAliasCount, kSequenceCount;
extern const CodeRange kIdeographs[];
extern const int kIdeographRanges;
extern const NameRun kNameRuns[];
extern const int kNameRunCount;
extern const char kWordText[];
extern const uint32_t kWordStarts[];
extern const uint32_t kNameOffsets[];  // of every eighth name in kNameTokens
extern const uint8_t kNameTokens[];
extern const uint16_t kNameHash[];  // 65536 slots, 0xFFFF: free
extern const uint32_t kAliasCodes[];
extern const NamedSequence kNamedSequences[];

}  // namespace krait::unicode::tables
