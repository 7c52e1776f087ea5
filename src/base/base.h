// The few words that every room uses: sizes, assertions, hints to the compiler.
#pragma once

#include <cstddef>
#include <cstdint>

namespace krait {

// A size or position as Python sees it: signed, as Py_ssize_t.
using Index = std::ptrdiff_t;
// The value of hash(): -1 is reserved for "an exception is pending".
using Hash = std::ptrdiff_t;
// A machine word of raw memory.
using Word = std::uintptr_t;

inline constexpr Index index_max = PTRDIFF_MAX;
inline constexpr Index index_min = PTRDIFF_MIN;

// Ends the process with CPython's "Fatal Python error" line; never returns.
[[noreturn, gnu::cold]] void fatal_error(const char* function, const char* message);

}  // namespace krait

#define KR_INLINE [[gnu::always_inline]] inline
#define KR_COLD [[gnu::cold, gnu::noinline]]

#define KR_CONCAT_(a, b) a##b
#define KR_CONCAT(a, b) KR_CONCAT_(a, b)

// KR_ASSERT(c): c holds or Krait itself is wrong. Checked in Dev, Debug and Asan builds.
#if defined(KR_ASSERTIONS)
#define KR_ASSERT(condition) \
  (static_cast<bool>(condition) ? void(0) : ::krait::fatal_error(__func__, "assertion failed: " #condition))
#else
#define KR_ASSERT(condition) void(0)
#endif

#define KR_UNREACHABLE(why) ::krait::fatal_error(__func__, why)
