// The assembler: blocks to bytes.
#pragma once
#include "compile/codegen/unit.h"

namespace krait::compile {

// A growing buffer of bytes in the arena.
using ByteArray8 = Array<std::uint8_t>;

int instruction_units(const Instruction& instruction);  // code units, with EXTENDED_ARG and caches

class Assembler {
 public:
  Assembler(Job& job, Block* entry) : job_(job), entry_(entry) {}
  void place_jumps();                          // offsets of blocks, arguments of jumps
  Array<CodeUnit>& code();                     // assemble/assemble.cpp
  ByteArray8& locations(int firstlineno);      // assemble/tables.cpp
  ByteArray8& exceptions();                    // assemble/tables.cpp

 private:
  void location(const Instruction& instruction, int units, int* line);
  void varint(unsigned value);
  void signed_varint(int value);
  void handler_entry(int start, int end, const Block* handler);
  void handler_number(unsigned value, unsigned mark);

  Job& job_;
  Block* entry_;
  Array<CodeUnit> code_;
  ByteArray8 bytes_;
};

}  // namespace krait::compile
