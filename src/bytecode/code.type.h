// What the files of the type `code` share.
#pragma once

#include "bytecode/code.h"
#include "object/declare/convert.h"

namespace krait {

extern Type line_iterator_type;       // code.co_lines()
extern Type positions_iterator_type;  // code.co_positions()

namespace code {

Result<Ref<>> line_iterator(Context& cx, Borrowed<Code> code);
Result<Ref<>> positions_iterator(Context& cx, Borrowed<Code> code);
// co_lnotab: the line table in the form it had before 3.10.
Result<Ref<Bytes>> lnotab(Context& cx, Borrowed<Code> code);

Result<Ref<>> make(Context& cx, int argcount, int posonlyargcount, int kwonlyargcount, int nlocals, int stacksize, int flags,
                   Borrowed<Bytes> codestring, Borrowed<Tuple> constants, Borrowed<Tuple> names, Borrowed<Tuple> varnames,
                   Borrowed<Str> filename, Borrowed<Str> name, Borrowed<Str> qualname, int firstlineno, Borrowed<Bytes> linetable,
                   Borrowed<Bytes> exceptiontable, Borrowed<Tuple> freevars, Borrowed<Tuple> cellvars);
Result<Ref<>> replace(Context& cx, Borrowed<Code> self, KwArgs changes);

void free_extra(void* extra);
Index extra_size(void* extra);

}  // namespace code
}  // namespace krait
