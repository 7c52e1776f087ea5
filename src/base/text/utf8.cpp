#include "base/text/utf8.h"

#include "base/text/scan.h"

namespace krait::text {
namespace {

struct Sequence {
  int length;        // bytes of the whole sequence, 0 when the first byte starts none
  uint8_t low, high; // bounds of the second byte
};

// Overlong forms, surrogates and code points above 0x10FFFF all show in the second byte.
Sequence sequence_of(uint8_t first) {
  if (first < 0xC2) return {0, 0, 0};
  if (first < 0xE0) return {2, 0x80, 0xBF};
  if (first == 0xE0) return {3, 0xA0, 0xBF};
  if (first == 0xED) return {3, 0x80, 0x9F};
  if (first < 0xF0) return {3, 0x80, 0xBF};
  if (first == 0xF0) return {4, 0x90, 0xBF};
  if (first < 0xF4) return {4, 0x80, 0xBF};
  if (first == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

Utf8Scan stop(Utf8Scan scan, Index at, Utf8Problem problem, Index bad_bytes) {
  scan.bytes = at;
  scan.problem = problem;
  scan.bad_bytes = bad_bytes;
  return scan;
}

}  // namespace

Utf8Scan utf8_scan(const uint8_t* text, Index size) {
  Utf8Scan scan;
  uint32_t bits = 0;
  for (Index i = 0;;) {
    Index plain = ascii_prefix(text + i, size - i);
    i += plain;
    scan.chars += plain;
    scan.widest = bits == 0 ? 0x7f : bits < 0x100 ? 0xff : bits < 0x10000 ? 0xffff : 0x10ffff;
    if (i == size) return stop(scan, i, Utf8Problem::none, 0);
    do {  // a run of sequences that are not ASCII
      Sequence s = sequence_of(text[i]);
      if (s.length == 0) return stop(scan, i, Utf8Problem::invalid_start, 1);
      if (i + 1 >= size) return stop(scan, i, Utf8Problem::unexpected_end, 1);
      if (text[i + 1] < s.low || text[i + 1] > s.high) return stop(scan, i, Utf8Problem::invalid_continuation, 1);
      for (int k = 2; k < s.length; k++) {
        if (i + k >= size) return stop(scan, i, Utf8Problem::unexpected_end, k);
        if ((text[i + k] & 0xC0) != 0x80) return stop(scan, i, Utf8Problem::invalid_continuation, k);
      }
      bits |= s.length == 4 ? 0x10000 : s.length == 3 ? 0x800 : (text[i] & 0x1Fu) << 6 | (text[i + 1] & 0x3Fu);
      scan.widest = bits < 0x100 ? 0xff : bits < 0x10000 ? 0xffff : 0x10ffff;
      i += s.length;
      scan.chars++;
    } while (i < size && text[i] >= 0x80);
  }
}

}  // namespace krait::text
