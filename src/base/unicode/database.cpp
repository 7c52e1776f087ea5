#include "base/unicode/database.h"

namespace krait::unicode {
namespace {

constexpr uint32_t kSBase = 0xAC00, kLBase = 0x1100, kVBase = 0x1161, kTBase = 0x11A7;
constexpr uint32_t kLCount = 19, kVCount = 21, kTCount = 28, kNCount = kVCount * kTCount, kSCount = kLCount * kNCount;

// The row with this code in a table sorted by `code`, or null.
template <typename Row>
const Row* row_of(const Row* rows, int count, uint32_t code) {
  int low = 0, high = count;
  while (low < high) {
    int middle = (low + high) / 2;
    if (rows[middle].code < code) low = middle + 1;
    else high = middle;
  }
  return low < count && rows[low].code == code ? rows + low : nullptr;
}

}  // namespace

const tables::Decomposition* decomposition(uint32_t code) {
  if (!db_record(code).decomposes) return nullptr;
  return row_of(tables::kDecompositions, tables::kDecompositionCount, code);
}

uint32_t compose(uint32_t first, uint32_t second) {
  if (first - kLBase < kLCount && second - kVBase < kVCount)
    return kSBase + ((first - kLBase) * kVCount + (second - kVBase)) * kTCount;
  if (first - kSBase < kSCount && (first - kSBase) % kTCount == 0 && second - kTBase - 1 < kTCount - 1)
    return first + (second - kTBase);
  uint64_t wanted = uint64_t{first} << 32 | second;
  int low = 0, high = tables::kCompositionCount;
  while (low < high) {
    int middle = (low + high) / 2;
    const tables::Composition& c = tables::kCompositions[middle];
    uint64_t key = uint64_t{c.first} << 32 | c.second;
    if (key == wanted) return c.composed;
    if (key < wanted) low = middle + 1;
    else high = middle;
  }
  return 0;
}

const tables::Change320* change_320(uint32_t code) { return row_of(tables::kChanges320, tables::kChanges320Count, code); }

bool assigned_320(uint32_t code) {
  if (db_record(code).category == 0) return false;
  int low = 0, high = tables::kNotIn320Count;
  while (low < high) {
    int middle = (low + high) / 2;
    if (tables::kNotIn320[middle].last < code) low = middle + 1;
    else high = middle;
  }
  return low == tables::kNotIn320Count || code < tables::kNotIn320[low].first;
}

}  // namespace krait::unicode
