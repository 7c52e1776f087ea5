// "%-08.3f" and its kin, for str, bytes and bytearray: reading a conversion and turning numbers into ASCII text.
#pragma once

#include "types/str/str.h"

namespace krait {

namespace percent {

enum Flag : int { left = 1, sign = 2, blank = 4, alternate = 8, zero = 16 };

struct Spec {
  int flags = 0;
  Index width = -1;
  Index precision = -1;
  CodePoint type = 0;
};

// The values to be formatted: a tuple's items in turn, one object, or a mapping's values by key.
class Values {
 public:
  Values(Borrowed<> args, bool mapping_ok);
  Result<Ref<>> next(Context& cx);
  // From here on the value is args[key]; "format requires a mapping" when there is none.
  Result<void> select(Context& cx, Borrowed<> key);
  bool has_mapping() const { return !mapping_.is_null(); }
  bool left_over() const { return at_ < count_ && mapping_.is_null(); }

 private:
  Borrowed<> args_, mapping_;
  Ref<> selected_;
  Index count_ = -1, at_ = -2;  // a single object counts from -2 to -1
};

// Reads what stands behind a '%' and an optional key: flags, width, precision, length modifier, type. read(i) gives character i.
class Reader {
 public:
  using At = CodePoint (*)(const void* text, Index i);
  Reader(const void* text, Index from, Index size, At at) : text_(text), at_(at), position(from), size_(size) {}
  Result<void> read(Context& cx, Values& values, Spec& spec);

 private:
  const void* text_;
  At at_;

 public:
  Index position;

 private:
  CodePoint peek() const { return at_(text_, position); }
  bool more() const { return position < size_; }
  Result<bool> read_star(Context& cx, Values& values, Index& out, bool width, int& flags);
  Result<void> read_number(Context& cx, Index& out, Index limit, const char* message);
  Index size_;
};

inline bool is_integer_type(CodePoint type) {
  return type == 'd' || type == 'i' || type == 'u' || type == 'o' || type == 'x' || type == 'X';
}
inline bool is_float_type(CodePoint type) {
  return type == 'e' || type == 'E' || type == 'f' || type == 'F' || type == 'g' || type == 'G';
}

// The number as ASCII text with its sign, prefix and precision's zeros, but without flags' signs, fill and width.
Result<Ref<Str>> number_text(Context& cx, Borrowed<> value, const Spec& spec, bool for_bytes);
// %d, %x ... of an int: _PyUnicode_FormatLong.
Result<Ref<Str>> int_text(Context& cx, Borrowed<Int> value, bool alternate, Index precision, char type);

// A number's text cut into what padding needs to know.
struct Layout {
  char sign = 0;        // to be written first
  Index prefix = 0;     // "0x": that many characters before any zeros
  Index skip = 0;       // characters of the text that sign stands for
  CodePoint fill = ' ';
  Index padding = 0;    // fill characters in all
};
Layout lay_out(const Spec& spec, std::string_view number);

}  // namespace percent
}  // namespace krait
