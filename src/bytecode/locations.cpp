// Reading the line table (co_linetable) and the exception table. Both are sequences of small entries made of 6-bit chunks.
//
// A line table entry describes 1 to 8 code units: a first byte 1cccclll (form c, l + 1 units), then by its form
//     0-9    one byte 0sssEEEE: same line, start column c*8+s, end column start+E       10-12  line + c-10, start and end column bytes
//     13     line delta, no columns         14  line delta, end line delta, start column+1, end column+1         15  no location
// with numbers as little-endian varints (bit 6: more follows), signed ones with their sign in the lowest bit.
// An exception table entry is start, length, target, depth*2+push_lasti, as big-endian varints whose first byte has bit 7 set.
#include "bytecode/code.h"

namespace krait {

namespace {

const std::uint8_t* table_begin(Borrowed<Code> code) { return reinterpret_cast<const std::uint8_t*>(code->co_linetable->data); }
const std::uint8_t* table_end(Borrowed<Code> code) { return table_begin(code) + code->co_linetable->size(); }

// Reads within [at, limit): a table made by hand may be cut short.
unsigned read_varint(const std::uint8_t*& at, const std::uint8_t* limit) {
  unsigned value = 0;
  for (int shift = 0; at < limit; shift += 6) {
    unsigned byte = *at++;
    if (shift < 32) value |= (byte & 63) << shift;
    if (!(byte & 64)) break;
  }
  return value;
}

int read_signed_varint(const std::uint8_t*& at, const std::uint8_t* limit) {
  unsigned value = read_varint(at, limit);
  return value & 1 ? -static_cast<int>(value >> 1) : static_cast<int>(value >> 1);
}

int read_byte(const std::uint8_t*& at, const std::uint8_t* limit) { return at < limit ? *at++ : 0; }

constexpr int form_of(std::uint8_t first) { return first >> 3 & 15; }
constexpr int length_of(std::uint8_t first) { return ((first & 7) + 1) * static_cast<int>(sizeof(CodeUnit)); }
constexpr int form_one_line = 10, form_no_columns = 13, form_long = 14, form_none = 15;

int line_delta(std::uint8_t first, const std::uint8_t* at, const std::uint8_t* limit) {
  int form = form_of(first);
  if (form == form_no_columns || form == form_long) return read_signed_varint(at, limit);
  return form > form_one_line && form < form_no_columns ? form - form_one_line : 0;
}

}  // namespace

LocationWalk::LocationWalk(Borrowed<Code> code) : at_(table_begin(code)), limit_(table_end(code)), line_(code->co_firstlineno) {}

bool LocationWalk::next() {
  if (at_ >= limit_) return false;
  std::uint8_t first = *at_++;
  int form = form_of(first);
  start = end;
  end += length_of(first);
  location = Location();
  if (form == form_none) return true;
  if (form == form_long) {
    line_ += read_signed_varint(at_, limit_);
    location.line = line_;
    location.end_line = line_ + static_cast<int>(read_varint(at_, limit_));
    location.column = static_cast<int>(read_varint(at_, limit_)) - 1;
    location.end_column = static_cast<int>(read_varint(at_, limit_)) - 1;
    return true;
  }
  if (form == form_no_columns) {
    line_ += read_signed_varint(at_, limit_);
  } else if (form >= form_one_line) {
    line_ += form - form_one_line;
    location.column = read_byte(at_, limit_);
    location.end_column = read_byte(at_, limit_);
  } else {
    int byte = read_byte(at_, limit_);
    location.column = form << 3 | byte >> 4;
    location.end_column = location.column + (byte & 15);
  }
  location.line = location.end_line = line_;
  return true;
}

LineWalk::LineWalk(Borrowed<Code> code)
    : computed_line(code->co_firstlineno), first_(table_begin(code)), at_(first_), limit_(table_end(code)),
      first_line_(code->co_firstlineno) {}

bool LineWalk::next() {
  if (at_ >= limit_) return false;
  std::uint8_t first = *at_++;
  start = end;
  end += length_of(first);
  computed_line += line_delta(first, at_, limit_);
  line = form_of(first) == form_none ? -1 : computed_line;
  while (at_ < limit_ && !(*at_ & 128)) ++at_;
  return true;
}

bool LineWalk::seek(int offset) {
  if (offset < start) {
    at_ = first_;
    start = end = 0;
    line = -1;
    computed_line = first_line_;
  }
  while (end <= offset)
    if (!next()) return false;
  return true;
}

int code_lineno(Borrowed<Code> code, int offset) {
  if (offset < 0) return code->co_firstlineno;
  LineWalk walk(code);
  return walk.seek(offset) ? walk.line : -1;
}

Location code_location(Borrowed<Code> code, int offset) {
  if (offset < 0) return {code->co_firstlineno, code->co_firstlineno, 0, 0};
  LocationWalk walk(code);
  while (walk.next())
    if (walk.end > offset) return walk.location;
  return Location();
}

namespace {

int read_big_varint(const std::uint8_t*& at, const std::uint8_t* limit) {
  unsigned value = 0;
  while (at < limit) {
    unsigned byte = *at++;
    value = value << 6 | (byte & 63);
    if (!(byte & 64)) break;
  }
  return static_cast<int>(value);
}

}  // namespace

Handler exception_handler(Borrowed<Code> code, int unit_index) {
  auto* first = reinterpret_cast<const std::uint8_t*>(code->co_exceptiontable->data);
  auto* limit = first + code->co_exceptiontable->size();
  auto* at = first;
  // Entries are sorted by their start. Halve long tables first: a byte with bit 7 begins an entry.
  while (limit - at > 40) {
    const std::uint8_t* middle = at + (limit - at) / 2;
    while (middle > at && !(*middle & 128)) --middle;
    const std::uint8_t* reader = middle;
    if (middle == at || read_big_varint(reader, limit) > unit_index) break;
    at = middle;
  }
  while (at < limit) {
    int start = read_big_varint(at, limit);
    int size = read_big_varint(at, limit);
    int target = read_big_varint(at, limit);
    int depth_and_lasti = read_big_varint(at, limit);
    if (start > unit_index) break;
    if (unit_index < start + size) return {target, depth_and_lasti >> 1, (depth_and_lasti & 1) != 0};
  }
  return {};
}

}  // namespace krait
