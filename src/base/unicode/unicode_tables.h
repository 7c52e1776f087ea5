// The raw tables behind unicode.h, as tools/gen_unicode.py writes them.
#pragma once
#include <cstdint>

namespace krait::unicode {

// Differences to the simple case mappings, digit values (255: none) and Flag bits that many code points share.
struct CharRecord {
  int32_t upper, lower, title;
  uint8_t decimal, digit;
  uint16_t flags;
};

namespace tables {

// Case mappings that are not one code point to one: upper, lower, title, casefold, each as (offset into kSequences) << 2 | length.
struct SpecialCase {
  uint32_t code;
  uint16_t mapped[4];
};
struct NumericValue {
  uint32_t code;
  uint8_t number;  // index into kNumbers
};

inline constexpr int kShift = 8;
extern const uint8_t kIndex[];
extern const uint8_t kBlocks[];
extern const CharRecord kRecords[];
extern const uint32_t kSequences[];
extern const SpecialCase kSpecialCases[];
extern const int kSpecialCaseCount;
extern const double kNumbers[];
extern const NumericValue kNumericValues[];
extern const int kNumericCount;

}  // namespace tables
}  // namespace krait::unicode
