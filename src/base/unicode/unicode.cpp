#include "base/unicode/unicode.h"

namespace krait::unicode {
namespace {

const tables::SpecialCase& special_case(uint32_t code) {
  int low = 0, high = tables::kSpecialCaseCount - 1;
  while (low < high) {
    int middle = (low + high) / 2;
    if (tables::kSpecialCases[middle].code < code) low = middle + 1;
    else high = middle;
  }
  return tables::kSpecialCases[low];
}

int copy_special(uint32_t code, int which, uint32_t out[3]) {
  uint16_t cell = special_case(code).mapped[which];
  int count = cell & 3;
  for (int i = 0; i < count; i++) out[i] = tables::kSequences[(cell >> 2) + i];
  return count;
}

}  // namespace

double to_numeric(uint32_t code) {
  if (!is_numeric(code)) return -1.0;
  int low = 0, high = tables::kNumericCount - 1;
  while (low < high) {
    int middle = (low + high) / 2;
    if (tables::kNumericValues[middle].code < code) low = middle + 1;
    else high = middle;
  }
  return tables::kNumbers[tables::kNumericValues[low].number];
}

uint32_t to_lower(uint32_t code) { return code + record(code).lower; }
uint32_t to_upper(uint32_t code) { return code + record(code).upper; }
uint32_t to_title(uint32_t code) { return code + record(code).title; }

int to_upper_full(uint32_t code, uint32_t out[3]) {
  const CharRecord& r = record(code);
  if (r.flags & kSpecialCase) return copy_special(code, 0, out);
  out[0] = code + r.upper;
  return 1;
}
int to_lower_full(uint32_t code, uint32_t out[3]) {
  const CharRecord& r = record(code);
  if (r.flags & kSpecialCase) return copy_special(code, 1, out);
  out[0] = code + r.lower;
  return 1;
}
int to_title_full(uint32_t code, uint32_t out[3]) {
  const CharRecord& r = record(code);
  if (r.flags & kSpecialCase) return copy_special(code, 2, out);
  out[0] = code + r.title;
  return 1;
}
int to_folded_full(uint32_t code, uint32_t out[3]) {
  const CharRecord& r = record(code);
  if (r.flags & kSpecialCase) return copy_special(code, 3, out);
  out[0] = code + r.lower;
  return 1;
}

}  // namespace krait::unicode
