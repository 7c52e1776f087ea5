// int to text and text to int. Decimal conversion of long numbers goes to GMP, whose algorithms are subquadratic; powers of two
// are cut out of the digits. The 4300-digit limit (CVE-2020-10735) applies to bases that are not powers of two.
#include "types/int/text.h"

#include <gmp.h>

#include <cstring>
#include <vector>

#include "object/new.h"
#include "types/int/arithmetic.h"
#include "types/str/str.h"

namespace krait {
namespace int_ {

static KR_ISOLATE_LOCAL(TextLimits, limits);
TextLimits& text_limits(Context& cx) { return limits(cx); }

namespace {

constexpr char alphabet[] = "0123456789abcdefghijklmnopqrstuvwxyz";
constexpr Index gmp_text_threshold = 30;  // digits; measured

int power_of_two(int base) { return (base & (base - 1)) == 0 ? __builtin_ctz(base) : 0; }

// Writes the digits right-aligned into buffer[0..size) and returns where they begin.
Index write_power_of_two(Borrowed<Int> value, int bits, char* buffer, Index size) {
  Index at = size;
  std::uint64_t pool = 0;
  int held = 0;
  for (Index i = 0; i < value->digit_count(); ++i) {
    pool |= static_cast<std::uint64_t>(value->digits[i]) << held;
    held += digit_bits;
    bool last = i + 1 == value->digit_count();
    while (last ? pool != 0 : held >= bits) {
      buffer[--at] = alphabet[pool & ((1u << bits) - 1)];
      pool >>= bits;
      held -= bits;
    }
  }
  if (at == size) buffer[--at] = '0';
  return at;
}

Index write_by_division(Borrowed<Int> value, int base, char* buffer, Index size) {
  Digit chunk = base;
  int chunk_digits = 1;
  while (static_cast<std::uint64_t>(chunk) * base < (1u << digit_bits)) chunk *= base, ++chunk_digits;
  Digit rest[gmp_text_threshold + 1];
  Index n = value->digit_count(), at = size;
  std::memcpy(rest, value->digits, n * sizeof(Digit));
  while (n > 0) {
    Digit part = digits::divide_by_digit({rest, static_cast<std::size_t>(n)}, chunk, rest);
    n = digits::trimmed(rest, n);
    for (int i = 0; i < chunk_digits && (n > 0 || part > 0); ++i) {
      buffer[--at] = alphabet[part % base];
      part /= base;
    }
  }
  if (at == size) buffer[--at] = '0';
  return at;
}

Failed raise_too_long(Context& cx) {
  return raise(cx, exc::ValueError,
               "Exceeds the limit ({} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit",
               text_limits(cx).max_str_digits);
}

Result<Ref<Str>> assemble(Context& cx, std::string_view prefix, std::string_view number) {
  auto made = KR_TRY(new_str(cx, prefix.size() + number.size(), 127));
  char* out = static_cast<char*>(made->data());
  std::memcpy(out, prefix.data(), prefix.size());
  std::memcpy(out + prefix.size(), number.data(), number.size());
  return made;
}

Result<Ref<Str>> to_text_gmp(Context& cx, Borrowed<Int> value, int base, std::string_view prefix) {
  mpz_t number;
  mpz_init(number);
  mpz_import(number, value->digit_count(), -1, sizeof(Digit), 0, 2, value->digits);
  char* text = mpz_get_str(nullptr, base, number);
  mpz_clear(number);
  std::size_t size = std::strlen(text);
  int limit = text_limits(cx).max_str_digits;
  void (*release)(void*, std::size_t);
  mp_get_memory_functions(nullptr, nullptr, &release);
  if (base == 10 && limit > 0 && static_cast<Index>(size) > limit) {
    release(text, size + 1);
    return raise_too_long(cx);
  }
  auto answer = assemble(cx, prefix, {text, size});
  release(text, size + 1);
  return answer;
}

}  // namespace

Result<Ref<Str>> to_text(Context& cx, Borrowed<Int> value, int base, std::string_view prefix) {
  Index bits_needed = int_bit_count(value);
  int bits = power_of_two(base);
  int limit = text_limits(cx).max_str_digits;
  // A quick upper bound refuses enormous numbers before any work: each decimal digit needs more than 3 bits.
  if (!bits && base == 10 && limit > 0 && bits_needed > static_cast<Index>(limit) * 10 / 3 + 4) return raise_too_long(cx);
  if (bits || value->digit_count() <= gmp_text_threshold) {
    char stack[1024];
    Index size = bits_needed / (bits ? bits : base >= 8 ? 3 : 1) + 2;
    std::vector<char> heap;
    char* buffer = stack;
    if (size > static_cast<Index>(sizeof stack)) heap.resize(size), buffer = heap.data();
    Index at = bits ? write_power_of_two(value, bits, buffer, size) : write_by_division(value, base, buffer, size);
    return assemble(cx, prefix, {buffer + at, static_cast<std::size_t>(size - at)});
  }
  return to_text_gmp(cx, value, base, prefix);
}

// --- reading ---------------------------------------------------------------------------------------------------------------------

static int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'z') return c - 'a' + 10;
  if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
  return 99;
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

struct Scan {
  bool ok = false;
  bool negative = false;
  int base = 10;
  std::vector<char> digits;  // ASCII, no underscores, terminated
};

// Splits optional space, sign, prefix and digits with single underscores between them.
static Scan scan(std::string_view text, int base) {
  Scan found;
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    found.negative = text[0] == '-';
    text.remove_prefix(1);
  }
  int prefix_base = 0;
  if (text.size() >= 2 && text[0] == '0') {
    char c = text[1] | 0x20;
    prefix_base = c == 'x' ? 16 : c == 'o' ? 8 : c == 'b' ? 2 : 0;
  }
  bool only_zeros_after_zero = false;
  if (base == 0) {
    base = prefix_base ? prefix_base : 10;
    only_zeros_after_zero = !prefix_base && !text.empty() && text[0] == '0';
  }
  found.base = base;
  if (prefix_base && prefix_base == base) {
    text.remove_prefix(2);
    if (!text.empty() && text[0] == '_') text.remove_prefix(1);
  }
  if (text.empty() || text.front() == '_' || text.back() == '_') return found;
  found.digits.reserve(text.size() + 1);
  char previous = 0;
  for (char c : text) {
    if (c == '_') {
      if (previous == '_') return found;
    } else {
      if (digit_value(c) >= base) return found;
      if (only_zeros_after_zero && c != '0') return found;
      found.digits.push_back(c);
    }
    previous = c;
  }
  found.ok = true;
  return found;
}

static Result<Ref<Int>> from_digits(Context& cx, const Scan& found) {
  Index n = found.digits.size();
  if (n <= 18 && found.base <= 10) {
    long long value = 0;
    for (char c : found.digits) value = value * found.base + (c - '0');
    return int_from(cx, found.negative ? -value : value);
  }
  int limit = text_limits(cx).max_str_digits;
  if (!power_of_two(found.base) && limit > 0 && n > limit && n > limit_threshold)
    return raise(cx, exc::ValueError,
                 "Exceeds the limit ({} digits) for integer string conversion: value has {} digits; use "
                 "sys.set_int_max_str_digits() to increase the limit",
                 limit, n);
  std::vector<char> terminated(found.digits);
  terminated.push_back(0);
  mpz_t number;
  mpz_init_set_str(number, terminated.data(), found.base);
  auto made = new_int(cx, (mpz_sizeinbase(number, 2) + 29) / 30 + 1);
  if (made.failed()) return mpz_clear(number), Failed{};
  Ref<Int> value = std::move(made).value();
  std::size_t written = 0;
  mpz_export(value->digits, &written, -1, sizeof(Digit), 0, 2, number);
  mpz_clear(number);
  return finish(std::move(value), written, found.negative);
}

}  // namespace int_

Result<Ref<>> int_from_text(Context& cx, std::string_view text, int base) {
  if (base != 0 && (base < 2 || base > 36)) return raise(cx, exc::ValueError, "int() arg 2 must be >= 2 and <= 36");
  int_::Scan found = int_::scan(text, base);
  if (!found.ok) {
    auto shown = KR_TRY(str_from_utf8(cx, text.substr(0, 200), "replace"));
    return raise(cx, exc::ValueError, "invalid literal for int() with base {}: {!r}", base, shown);
  }
  return int_::from_digits(cx, found);
}

Result<Ref<>> int_from_str(Context& cx, Borrowed<Str> text, int base) {
  // Digits of any script count, and so does any white space; everything else stands for itself and fails.
  auto ascii = KR_TRY(decimal_and_space_to_ascii(cx, text));
  int_::Scan found;
  if (ascii->is_ascii()) found = int_::scan(ascii->ascii_text(), base);
  if (!found.ok) return raise(cx, exc::ValueError, "invalid literal for int() with base {}: {!r}", base, text);
  return int_::from_digits(cx, found);
}

Result<Ref<Str>> int_to_str(Context& cx, Borrowed<Int> value, int base) {
  bool negative = value->is_negative();
  switch (base) {
    case 16: return int_::to_text(cx, value, 16, negative ? "-0x" : "0x");
    case 8: return int_::to_text(cx, value, 8, negative ? "-0o" : "0o");
    case 2: return int_::to_text(cx, value, 2, negative ? "-0b" : "0b");
    default: return int_::to_text(cx, value, base, negative ? "-" : "");
  }
}

}  // namespace krait
