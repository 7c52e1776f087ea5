// What str needs to know of a code point: classes, digit values and case mappings of Unicode 14.0.0.
//
// A code point's high bits pick a block, block and low bits a record number, the record holds flags, digit values and the
// differences to its simple case mappings. Code points that map to several, or fold differently from lower case, carry
// kSpecialCase and are found by binary search in a table of some 300 rows. 50 KiB of trie, 4 KiB of records.
#pragma once
#include "base/unicode/unicode_tables.h"

namespace krait::unicode {

enum Flag : uint16_t {
  kAlpha = 1, kDecimal = 2, kDigit = 4, kNumeric = 8, kLower = 0x10, kUpper = 0x20, kTitle = 0x40, kPrintable = 0x80,
  kXidStart = 0x100, kXidContinue = 0x200, kCased = 0x400, kCaseIgnorable = 0x800, kSpace = 0x1000, kLinebreak = 0x2000,
  kSpecialCase = 0x4000,
};

inline constexpr uint32_t kMaxCodePoint = 0x10FFFF;

inline const CharRecord& record(uint32_t code) {
  if (code > kMaxCodePoint) code = kMaxCodePoint;  // an unassigned one: C callers may ask for anything
  return tables::kRecords[tables::kBlocks[tables::kIndex[code >> tables::kShift] << tables::kShift |
                                          (code & ((1u << tables::kShift) - 1))]];
}

inline bool has(uint32_t code, uint16_t flags) { return record(code).flags & flags; }
inline bool is_alpha(uint32_t code) { return has(code, kAlpha); }
inline bool is_decimal(uint32_t code) { return has(code, kDecimal); }
inline bool is_digit(uint32_t code) { return has(code, kDigit); }
inline bool is_numeric(uint32_t code) { return has(code, kNumeric); }
inline bool is_alnum(uint32_t code) { return has(code, kAlpha | kDecimal | kDigit | kNumeric); }
inline bool is_lower(uint32_t code) { return has(code, kLower); }
inline bool is_upper(uint32_t code) { return has(code, kUpper); }
inline bool is_title(uint32_t code) { return has(code, kTitle); }
inline bool is_printable(uint32_t code) { return has(code, kPrintable); }
inline bool is_xid_start(uint32_t code) { return has(code, kXidStart); }
inline bool is_xid_continue(uint32_t code) { return has(code, kXidContinue); }
inline bool is_cased(uint32_t code) { return has(code, kCased); }
inline bool is_case_ignorable(uint32_t code) { return has(code, kCaseIgnorable); }

// Spaces and line breaks below 128 are asked for all the time (strip, split), so those answer from a mask.
inline bool is_space(uint32_t code) {
  if (code < 64) return 0x1F0003E00ull >> code & 1;
  return code >= 0x80 && has(code, kSpace);
}
inline bool is_linebreak(uint32_t code) {
  if (code < 64) return 0x70003C00ull >> code & 1;
  return code >= 0x80 && has(code, kLinebreak);
}

// -1 where there is no such value.
inline int to_decimal(uint32_t code) {
  uint8_t value = record(code).decimal;
  return value == 255 ? -1 : value;
}
inline int to_digit(uint32_t code) {
  uint8_t value = record(code).digit;
  return value == 255 ? -1 : value;
}
double to_numeric(uint32_t code);  // -1.0 where there is none

// Simple mappings: one code point to one (CPython's Py_UNICODE_TOLOWER and so on).
uint32_t to_lower(uint32_t code);
uint32_t to_upper(uint32_t code);
uint32_t to_title(uint32_t code);

// Full mappings: writes up to three code points, answers how many. Final sigma is the caller's business.
int to_upper_full(uint32_t code, uint32_t out[3]);
int to_lower_full(uint32_t code, uint32_t out[3]);
int to_title_full(uint32_t code, uint32_t out[3]);
int to_folded_full(uint32_t code, uint32_t out[3]);

}  // namespace krait::unicode
