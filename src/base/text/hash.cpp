#include "base/text/hash.h"

#include <bit>
#include <cstring>
#include <sys/random.h>

extern "C" unsigned char _Py_HashSecret[24] = {};

namespace krait::text {
namespace {

struct State {
  uint64_t v0, v1, v2, v3;

  void round() {
    v0 += v1;
    v1 = std::rotl(v1, 13) ^ v0;
    v0 = std::rotl(v0, 32);
    v2 += v3;
    v3 = std::rotl(v3, 16) ^ v2;
    v0 += v3;
    v3 = std::rotl(v3, 21) ^ v0;
    v2 += v1;
    v1 = std::rotl(v1, 17) ^ v2;
    v2 = std::rotl(v2, 32);
  }
};

}  // namespace

uint64_t siphash13(uint64_t key0, uint64_t key1, const void* data, size_t size) {
  const unsigned char* in = static_cast<const unsigned char*>(data);
  // The four constants spell "somepseudorandomlygeneratedbytes".
  State s{key0 ^ 0x736f6d6570736575, key1 ^ 0x646f72616e646f6d, key0 ^ 0x6c7967656e657261, key1 ^ 0x7465646279746573};
  size_t whole = size & ~size_t{7};
  for (size_t i = 0; i < whole; i += 8) {
    uint64_t word;
    memcpy(&word, in + i, 8);
    s.v3 ^= word;
    s.round();
    s.v0 ^= word;
  }
  uint64_t last = uint64_t{size} << 56;
  for (size_t i = whole; i < size; i++) last |= uint64_t{in[i]} << 8 * (i & 7);
  s.v3 ^= last;
  s.round();
  s.v0 ^= last;
  s.v2 ^= 0xff;
  s.round();
  s.round();
  s.round();
  return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

int64_t hash_bytes(const void* data, size_t size) {
  if (size == 0) return 0;
  uint64_t key[2];
  memcpy(key, _Py_HashSecret, sizeof key);
  int64_t hash = static_cast<int64_t>(siphash13(key[0], key[1], data, size));
  return hash == -1 ? -2 : hash;
}

void seed_hash_secret(uint32_t seed) {
  if (seed == 0) {
    memset(_Py_HashSecret, 0, sizeof _Py_HashSecret);
    return;
  }
  uint32_t x = seed;
  for (unsigned char& byte : _Py_HashSecret) {
    x = x * 214013 + 2531011;
    byte = x >> 16 & 0xff;
  }
}

bool randomise_hash_secret() { return getrandom(_Py_HashSecret, sizeof _Py_HashSecret, 0) == sizeof _Py_HashSecret; }

}  // namespace krait::text
