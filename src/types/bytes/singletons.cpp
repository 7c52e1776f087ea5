#include "types/bytes/singletons.h"

#include "object/names.h"

namespace krait {
namespace byte_strings {
namespace {

consteval StaticBytes make(int byte, Index size) {
  return {{{immortal_refcount, &bytes_type}, size}, size ? -1 : 0, {static_cast<char>(byte)}};
}

}  // namespace

#define KR_BYTES4(i) make(i, 1), make(i + 1, 1), make(i + 2, 1), make(i + 3, 1)
#define KR_BYTES16(i) KR_BYTES4(i), KR_BYTES4(i + 4), KR_BYTES4(i + 8), KR_BYTES4(i + 12)
#define KR_BYTES64(i) KR_BYTES16(i), KR_BYTES16(i + 16), KR_BYTES16(i + 32), KR_BYTES16(i + 48)

constinit StaticBytes single_bytes[256] = {KR_BYTES64(0), KR_BYTES64(64), KR_BYTES64(128), KR_BYTES64(192)};
constinit StaticBytes no_bytes = make(0, 0);

}  // namespace byte_strings

Ref<Bytes> empty_bytes() { return Ref<Bytes>::share(reinterpret_cast<Bytes*>(&byte_strings::no_bytes)); }

}  // namespace krait
