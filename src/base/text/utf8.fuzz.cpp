// UTF-8: what the scan calls valid must decode to as many code points and encode back to the same bytes, in every storage width.
#include "base/text/utf8.h"

#include <cstdlib>
#include <cstring>

#include "base/text/search.h"

using namespace krait::text;

namespace {

void demand(bool condition) {
  if (!condition) std::abort();
}

// find() against the obvious loop, the first byte telling where the needle ends.
void check_search(const uint8_t* data, Index size) {
  if (size < 2) return;
  Index needle = data[0] % size, text = size - 1 - needle;
  if (needle < 1) return;
  const void* expected = memmem(data + 1 + needle, static_cast<size_t>(text), data + 1, static_cast<size_t>(needle));
  Index found = find(data + 1 + needle, text, data + 1, needle);
  demand(found == (expected ? static_cast<const uint8_t*>(expected) - (data + 1 + needle) : -1));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Utf8Scan scan = utf8_scan(data, static_cast<Index>(size));
  demand(scan.bytes <= static_cast<Index>(size) && scan.bytes + scan.bad_bytes <= static_cast<Index>(size));
  demand((scan.problem == Utf8Problem::none) == (scan.bytes == static_cast<Index>(size)));
  auto* wide = static_cast<uint32_t*>(std::malloc(size * 4 + 4));
  auto* back = static_cast<uint8_t*>(std::malloc(size + 4));
  demand(utf8_decode_valid(data, scan.bytes, wide) == scan.chars);
  uint32_t bits = 0;
  for (Index i = 0; i < scan.chars; i++) bits |= wide[i];
  demand(bits <= scan.widest || scan.widest == 0x10ffff);
  Index surrogate;
  demand(utf8_length(wide, scan.chars, surrogate) == scan.bytes && surrogate == -1);
  demand(utf8_encode(wide, scan.chars, back) - back == scan.bytes && std::memcmp(back, data, static_cast<size_t>(scan.bytes)) == 0);
  std::free(wide);
  std::free(back);
  check_search(data, static_cast<Index>(size));
  return 0;
}
