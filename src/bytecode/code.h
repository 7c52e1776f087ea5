// Code objects: CPython's PyCodeObject, field for field, and what can be read out of one.
//
// A code object is immutable but for its instructions, which the interpreter rewrites in place (quickening), and for caches. What it
// was made from is always had back: code_bytes() maps specialised forms to their opcodes and blanks the inline caches.
// The fast locals of a frame are described by co_localsplusnames and, one byte each, co_localspluskinds.
#pragma once

#include <span>

#include "bytecode/opcode.h"
#include "types/bytes/bytes.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait {

struct Code {
  VarObject head;  // size: code units
  Tuple* co_consts;
  Tuple* co_names;
  Bytes* co_exceptiontable;
  int co_flags;
  std::int16_t co_warmup;  // counts up to 0, where the code is quickened
  std::int16_t _co_linearray_entry_size;
  int co_argcount;
  int co_posonlyargcount;
  int co_kwonlyargcount;
  int co_stacksize;
  int co_firstlineno;
  int co_nlocalsplus;
  int co_nlocals;
  int co_nplaincellvars;  // cells that are not arguments
  int co_ncellvars;
  int co_nfreevars;
  Tuple* co_localsplusnames;
  Bytes* co_localspluskinds;
  Str* co_filename;
  Str* co_name;
  Str* co_qualname;
  Bytes* co_linetable;
  Object* co_weakreflist;
  Bytes* _co_code;        // what code_bytes() made, or null
  char* _co_linearray;    // line of each code unit, made when tracing begins; or null
  int _co_firsttraceable;  // the first RESUME, in code units
  void* co_extra;         // CodeExtra*: what debuggers hang on it (PEP 523), or null
  CodeUnit co_code_adaptive[1];

  static constexpr Type* static_type = &code_type;
  KR_INLINE Index unit_count() const { return head.size; }
  KR_INLINE std::span<const CodeUnit> units() const { return {co_code_adaptive, static_cast<std::size_t>(head.size)}; }
  KR_INLINE Borrowed<> constant(Index i) const { return co_consts->item(i); }
  KR_INLINE Borrowed<Str> name(Index i) const { return co_names->item(i).as<Str>(); }
  KR_INLINE Borrowed<Str> local_name(Index i) const { return co_localsplusnames->item(i).as<Str>(); }
  KR_INLINE std::uint8_t local_kind(Index i) const { return static_cast<std::uint8_t>(co_localspluskinds->data[i]); }
};
static_assert(offsetof(Code, co_code_adaptive) == 184 && sizeof(Code) == 192);

namespace code_flags {  // co_flags
inline constexpr int optimized = 0x1, newlocals = 0x2, varargs = 0x4, varkeywords = 0x8, nested = 0x10, generator = 0x20,
                     coroutine = 0x80, iterable_coroutine = 0x100, async_generator = 0x200;
inline constexpr int future_division = 0x20000, future_absolute_import = 0x40000, future_with_statement = 0x80000,
                     future_print_function = 0x100000, future_unicode_literals = 0x200000, future_barry_as_bdfl = 0x400000,
                     future_generator_stop = 0x800000, future_annotations = 0x1000000;
}  // namespace code_flags

namespace local_kinds {  // bits of co_localspluskinds; an argument that is a cell has both
inline constexpr int local = 0x20, cell = 0x40, free = 0x80;
}

inline constexpr int warmup_start = -8;

// Everything that a new code object is made of; all borrowed.
struct CodeSpec {
  Borrowed<Str> filename, name, qualname;
  int flags = 0;
  std::span<const CodeUnit> code;
  int firstlineno = 0;
  Borrowed<Bytes> linetable;
  Borrowed<Tuple> consts, names, localsplusnames;
  Borrowed<Bytes> localspluskinds;
  int argcount = 0, posonlyargcount = 0, kwonlyargcount = 0;
  int stacksize = 0;
  Borrowed<Bytes> exceptiontable;
};

// Checks the parts against each other (ValueError "code: ..."), interns names and identifier-like constants, and builds.
Result<Ref<Code>> new_code(Context& cx, const CodeSpec& spec);
// The same from separate tuples of local, cell and free variables, as code.__new__ and PyCode_New have them; sorts the cells out.
Result<Ref<Code>> new_code_from_variables(Context& cx, CodeSpec spec, Borrowed<Tuple> varnames, Borrowed<Tuple> freevars,
                                          Borrowed<Tuple> cellvars);
// Code that only has a place: what PyCode_NewEmpty makes for tracebacks.
Result<Ref<Code>> new_empty_code(Context& cx, const char* filename, const char* function, int firstlineno);

// co_code: the instructions as they were compiled.
Result<Ref<Bytes>> code_bytes(Context& cx, Borrowed<Code> code);
Result<Ref<Tuple>> code_varnames(Context& cx, Borrowed<Code> code);
Result<Ref<Tuple>> code_cellvars(Context& cx, Borrowed<Code> code);
Result<Ref<Tuple>> code_freevars(Context& cx, Borrowed<Code> code);
// A key under which constants are the same only when type, value and signs of zero agree.
Result<Ref<>> constant_key(Context& cx, Borrowed<> constant);

// --- line table (bytecode/locations.cpp). Offsets are in bytes.
// A place in the source; -1 for what is not known.
struct Location {
  int line = -1, end_line = -1, column = -1, end_column = -1;
};

// Walks the line table entry by entry: while (walk.next()) ... from walk.start to walk.end (bytes) at walk.location.
class LocationWalk {
 public:
  explicit LocationWalk(Borrowed<Code> code);
  bool next();
  int start = 0, end = 0;
  Location location;

 private:
  const std::uint8_t *at_, *limit_;
  int line_;
};

int code_lineno(Borrowed<Code> code, int offset);         // -1: no line; offset < 0 gives co_firstlineno
Location code_location(Borrowed<Code> code, int offset);

// Walks the same entries looking at lines only, as co_lines() and tracing do.
class LineWalk {
 public:
  explicit LineWalk(Borrowed<Code> code);
  bool next();
  bool seek(int offset);  // to the entry that holds offset, wherever it lies
  int start = 0, end = 0;
  int line = -1;
  int computed_line;  // the last line seen, also where `line` says none

 private:
  const std::uint8_t *first_, *at_, *limit_;
  int first_line_;
};

// The handler that the exception table gives for an instruction; offsets in code units.
struct Handler {
  int target = -1;  // -1: none
  int depth = 0;    // the stack is cut to this depth
  bool push_lasti = false;
};
Handler exception_handler(Borrowed<Code> code, int unit_index);

// --- data of debuggers on code objects (_PyEval_RequestCodeExtraIndex)
Index request_code_extra_index(Context& cx, void (*free)(void*));  // -1 when all 255 are in use
Result<void> code_get_extra(Context& cx, Borrowed<> code, Index index, void** extra);
Result<void> code_set_extra(Context& cx, Borrowed<> code, Index index, void* extra);

}  // namespace krait
