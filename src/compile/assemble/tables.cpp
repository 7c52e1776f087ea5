// The location table and the exception table (Objects/locations.md and Objects/exception_handling_notes.txt describe the formats).
#include "compile/assemble/assemble.h"

namespace krait::compile {

namespace {
// Kinds of location entries; 0 to 9 are the short form, by the column's upper bits.
constexpr int one_line = 10, no_column = 13, long_form = 14, nothing = 15;
constexpr int longest_entry = 8;  // code units
}  // namespace

void Assembler::varint(unsigned value) {
  for (; value >= 64; value >>= 6) bytes_.push(job_.arena, static_cast<std::uint8_t>(64 | (value & 63)));
  bytes_.push(job_.arena, static_cast<std::uint8_t>(value));
}

void Assembler::signed_varint(int value) { varint(value < 0 ? (0u - static_cast<unsigned>(value)) << 1 | 1 : static_cast<unsigned>(value) << 1); }

void Assembler::location(const Instruction& instruction, int units, int* line) {
  const Location& at = instruction.at;
  auto byte = [&](int value) { bytes_.push(job_.arena, static_cast<std::uint8_t>(value)); };
  auto first = [&](int kind) { byte(0x80 | kind << 3 | (units - 1)); };
  if (at.line < 0) return first(nothing);
  int delta = at.line - *line;
  int column = at.column, end_column = at.end_column;
  if (column < 0 || end_column < 0) {
    if (at.end_line == at.line || at.end_line == -1) {
      first(no_column);
      signed_varint(delta);
      *line = at.line;
      return;
    }
  } else if (at.end_line == at.line) {
    if (delta == 0 && column < 80 && end_column - column < 16 && end_column >= column) {
      first(column >> 3);
      byte((column & 7) << 4 | (end_column - column));
      return;
    }
    if (delta >= 0 && delta < 3 && column < 128 && end_column < 128) {
      first(one_line + delta);
      byte(column);
      byte(end_column);
      *line = at.line;
      return;
    }
  }
  first(long_form);
  signed_varint(delta);
  varint(static_cast<unsigned>(at.end_line - at.line));
  varint(static_cast<unsigned>(column + 1));
  varint(static_cast<unsigned>(end_column + 1));
  *line = at.line;
}

ByteArray8& Assembler::locations(int firstlineno) {
  bytes_ = {};
  int line = firstlineno;
  for (Block* block = entry_; block; block = block->next) {
    for (const Instruction& instruction : block->code) {
      int units = instruction_units(instruction);
      for (; units > longest_entry; units -= longest_entry) location(instruction, longest_entry, &line);
      location(instruction, units, &line);
    }
  }
  return bytes_;
}

// Six bits a byte, most significant first; bit 6 says that more follow, bit 7 marks the start of an entry.
void Assembler::handler_number(unsigned value, unsigned mark) {
  for (int shift = 24; shift > 0; shift -= 6) {
    if (value < 1u << shift) continue;
    bytes_.push(job_.arena, static_cast<std::uint8_t>((value >> shift & 63) | 64 | mark));
    mark = 0;
  }
  bytes_.push(job_.arena, static_cast<std::uint8_t>((value & 63) | mark));
}

void Assembler::handler_entry(int start, int end, const Block* handler) {
  int depth = handler->start_depth - 1 - handler->preserves_lasti;
  handler_number(static_cast<unsigned>(start), 128);
  handler_number(static_cast<unsigned>(end - start), 0);
  handler_number(static_cast<unsigned>(handler->offset), 0);
  handler_number(static_cast<unsigned>(depth << 1 | handler->preserves_lasti), 0);
}

ByteArray8& Assembler::exceptions() {
  bytes_ = {};
  const Block* handler = nullptr;
  int start = -1, offset = 0;
  for (Block* block = entry_; block; block = block->next) {
    for (const Instruction& instruction : block->code) {
      if (instruction.handler != handler) {
        if (handler) handler_entry(start, offset, handler);
        start = offset;
        handler = instruction.handler;
      }
      offset += instruction_units(instruction);
    }
  }
  if (handler) handler_entry(start, offset, handler);
  return bytes_;
}

}  // namespace krait::compile
