// StrBuilder: text written piece by piece, then made into a str once.
//
//     StrBuilder out(cx);
//     out.put("<cell at ");
//     out.put(name);                 // a Borrowed<Str>
//     out.put_char(U'>');
//     return out.finish();
//
// The text lies in an inline buffer, then in a block of its own, one byte per character until a wider one comes. Running out of
// memory is remembered and reported by finish(), so the puts need no checks.
#pragma once

#include "types/str/str.h"

namespace krait {

class StrBuilder {
 public:
  explicit StrBuilder(Context& cx) : cx_(cx) {}
  ~StrBuilder();
  StrBuilder(const StrBuilder&) = delete;

  Index size() const { return size_; }
  bool failed() const { return failed_; }

  void put_char(CodePoint c) {
    if (c >= limit_ || size_ == capacity_) [[unlikely]] {
      if (!make_room(1, c)) return;
    }
    bits_ |= c;
    write(size_++, c);
  }
  void put(std::string_view ascii);
  void put_latin1(const std::uint8_t* text, Index size);
  void put_utf8(std::string_view valid);  // the caller knows it to be valid
  void put(Borrowed<Str> text) { put(text, 0, text->size); }
  void put(const Ref<Str>& text) { put(text.borrow()); }
  void put(Borrowed<Str> text, Index from, Index to);
  void put_ucs2(const std::uint16_t* text, Index size);
  void put_ucs4(const std::uint32_t* text, Index size);
  void fill(CodePoint c, Index count);
  void put_decimal(long long value);
  void put_hex(unsigned long long value, int digits);  // lower case, at least `digits` of them

  // Room for `more` characters up to `widest`, so that the following puts do not grow piecemeal. False when out of memory.
  bool reserve(Index more, CodePoint widest = 0x7f) { return capacity_ - size_ >= more && widest < limit_ ? true : make_room(more, widest); }
  // Drops everything from this position on.
  void truncate(Index size) { size_ = size; }

  // The text as a str; the builder is empty afterwards.
  Result<Ref<Str>> finish();

 private:
  void write(Index at, CodePoint c) {
    if (kind_ == 1) static_cast<std::uint8_t*>(data_)[at] = static_cast<std::uint8_t>(c);
    else if (kind_ == 2) static_cast<std::uint16_t*>(data_)[at] = static_cast<std::uint16_t>(c);
    else static_cast<std::uint32_t*>(data_)[at] = c;
  }
  KR_COLD bool make_room(Index more, CodePoint widest);
  template <class Char>
  void put_chars(const Char* text, Index size, CodePoint widest);

  Context& cx_;
  void* data_ = inline_;
  Index size_ = 0;
  Index capacity_ = sizeof inline_;
  CodePoint bits_ = 0;       // all characters or-ed: below 0x80 means ASCII
  CodePoint limit_ = 0x100;  // first code point too wide for kind_
  int kind_ = 1;
  bool failed_ = false;
  alignas(8) char inline_[200];
};

}  // namespace krait
