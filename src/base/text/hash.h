// The keyed hash of text and bytes: SipHash-1-3 under the process's secret, as CPython 3.11 computes it.
#pragma once
#include <cstddef>
#include <cstdint>

// Exported under CPython's name: bytes 0..15 are the SipHash key, 16..23 belong to expat.
extern "C" __attribute__((visibility("default"))) unsigned char _Py_HashSecret[24];

namespace krait::text {

// Hash of a run of bytes; 0 for none, never -1 (which means failure in the C API).
int64_t hash_bytes(const void* data, size_t size);
uint64_t siphash13(uint64_t key0, uint64_t key1, const void* data, size_t size);

// PYTHONHASHSEED=n: 0 keeps the secret zero, any other fills it from a linear congruential generator.
void seed_hash_secret(uint32_t seed);
// No seed given: the system's randomness.
bool randomise_hash_secret();

}  // namespace krait::text
