#include "types/str/builder.h"

#include "base/text/utf8.h"
#include "types/str/internal.h"

namespace krait {
namespace {

int kind_for(CodePoint widest) { return widest < 0x100 ? 1 : widest < 0x10000 ? 2 : 4; }

void widen(void* to, int to_kind, const void* from, int from_kind, Index size) {
  auto* narrow = static_cast<const std::uint8_t*>(from);
  if (to_kind == from_kind) memcpy(to, from, static_cast<std::size_t>(size) * static_cast<std::size_t>(to_kind));
  else if (to_kind == 2) text::copy_chars(static_cast<std::uint16_t*>(to), narrow, size);
  else if (from_kind == 1) text::copy_chars(static_cast<std::uint32_t*>(to), narrow, size);
  else text::copy_chars(static_cast<std::uint32_t*>(to), static_cast<const std::uint16_t*>(from), size);
}

}  // namespace

StrBuilder::~StrBuilder() {
  if (data_ != inline_) memory::release(data_);
}

bool StrBuilder::make_room(Index more, CodePoint widest) {
  if (failed_) return false;
  int kind = kind_for(widest) > kind_ ? kind_for(widest) : kind_;
  Index capacity = capacity_;
  if (more > index_max / 8 - size_) return failed_ = true, false;
  if (size_ + more > capacity) capacity = size_ + more + (size_ + more) / 4 + 64;
  if (kind == kind_ && capacity == capacity_) return true;
  std::size_t bytes = static_cast<std::size_t>(capacity) * static_cast<std::size_t>(kind);
  void* data;
  if (kind == kind_ && data_ != inline_) {
    data = memory::resize(data_, bytes);
    if (!data) return failed_ = true, false;
  } else {
    data = memory::allocate(bytes);
    if (!data) return failed_ = true, false;
    widen(data, kind, data_, kind_, size_);
    if (data_ != inline_) memory::release(data_);
  }
  data_ = data;
  capacity_ = capacity;
  kind_ = kind;
  limit_ = kind == 1 ? 0x100 : kind == 2 ? 0x10000 : 0x110000;
  return true;
}

template <class Char>
void StrBuilder::put_chars(const Char* text, Index size, CodePoint widest) {
  if (size <= 0 || !reserve(size, widest)) return;
  bits_ |= widest;
  if (kind_ == 1) text::copy_chars(static_cast<std::uint8_t*>(data_) + size_, text, size);
  else if (kind_ == 2) text::copy_chars(static_cast<std::uint16_t*>(data_) + size_, text, size);
  else text::copy_chars(static_cast<std::uint32_t*>(data_) + size_, text, size);
  size_ += size;
}

void StrBuilder::put(std::string_view ascii) {
  put_chars(reinterpret_cast<const std::uint8_t*>(ascii.data()), static_cast<Index>(ascii.size()), 0x7f);
}
void StrBuilder::put_latin1(const std::uint8_t* text, Index size) { put_chars(text, size, text::widest(text, size)); }
void StrBuilder::put_ucs2(const std::uint16_t* text, Index size) { put_chars(text, size, text::widest(text, size)); }
void StrBuilder::put_ucs4(const std::uint32_t* text, Index size) { put_chars(text, size, text::widest(text, size)); }

void StrBuilder::put_utf8(std::string_view valid) {
  auto* text = reinterpret_cast<const std::uint8_t*>(valid.data());
  auto size = static_cast<Index>(valid.size());
  text::Utf8Scan scan = text::utf8_scan(text, size);
  if (!reserve(scan.chars, scan.widest)) return;
  bits_ |= scan.widest;
  if (kind_ == 1) text::utf8_decode_valid(text, scan.bytes, static_cast<std::uint8_t*>(data_) + size_);
  else if (kind_ == 2) text::utf8_decode_valid(text, scan.bytes, static_cast<std::uint16_t*>(data_) + size_);
  else text::utf8_decode_valid(text, scan.bytes, static_cast<std::uint32_t*>(data_) + size_);
  size_ += scan.chars;
}

void StrBuilder::put(Borrowed<Str> text, Index from, Index to) {
  bool whole = from == 0 && to == text->size;
  strings::visit(text, [&](auto* chars, Index) {
    CodePoint widest = text->is_ascii() || whole ? strings::max_char_bound(text) : text::widest(chars + from, to - from);
    put_chars(chars + from, to - from, widest);
  });
}

void StrBuilder::fill(CodePoint c, Index count) {
  if (count <= 0 || !reserve(count, c)) return;
  bits_ |= c;
  if (kind_ == 1) memset(static_cast<char*>(data_) + size_, static_cast<int>(c), static_cast<std::size_t>(count));
  else
    for (Index i = 0; i < count; i++) write(size_ + i, c);
  size_ += count;
}

void StrBuilder::put_decimal(long long value) {
  char digits[24];
  char* at = digits + sizeof digits;
  unsigned long long rest = value < 0 ? 0 - static_cast<unsigned long long>(value) : static_cast<unsigned long long>(value);
  do *--at = static_cast<char>('0' + rest % 10), rest /= 10;
  while (rest);
  if (value < 0) *--at = '-';
  put(std::string_view(at, static_cast<std::size_t>(digits + sizeof digits - at)));
}

void StrBuilder::put_hex(unsigned long long value, int digits) {
  char text[17];
  char* at = text + sizeof text;
  for (; value || digits > 0; value >>= 4, digits--) *--at = "0123456789abcdef"[value & 15];
  put(std::string_view(at, static_cast<std::size_t>(text + sizeof text - at)));
}

Result<Ref<Str>> StrBuilder::finish() {
  if (failed_) return raise_memory_error(cx_);
  Index size = std::exchange(size_, 0);
  if (kind_ == 1) return strings::make(cx_, static_cast<std::uint8_t*>(data_), size);
  if (kind_ == 2) return strings::make(cx_, static_cast<std::uint16_t*>(data_), size);
  return strings::make(cx_, static_cast<std::uint32_t*>(data_), size);
}

}  // namespace krait
