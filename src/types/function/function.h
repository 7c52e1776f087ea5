// function: a code object with its globals, defaults and closure. The struct is CPython's PyFunctionObject.
#pragma once

#include "object/protocol.h"

namespace krait {

struct Function {
  Object base;
  Slot<Dict> globals;
  Slot<> builtins;  // the __builtins__ of globals: a dict
  Slot<Str> name;
  Slot<Str> qualname;
  Slot<Code> code;
  Slot<> defaults;    // a tuple or null
  Slot<> kwdefaults;  // a dict or null
  Slot<> closure;     // a tuple of cells or null
  Slot<> doc;
  Object* dict;
  Object* weakrefs;
  Slot<> module;
  Slot<> annotations;  // null, a dict, or the tuple (name, value, name, value …) that MAKE_FUNCTION left
  VectorCall vectorcall;
  std::uint32_t version;  // 0: none

  static constexpr Type* static_type = &function_type;
};
static_assert(sizeof(Function) == 136 && offsetof(Function, vectorcall) == 120 && offsetof(Function, weakrefs) == 96);

// qualname null: the code's own.
Result<Ref<Function>> new_function(Context& cx, Borrowed<Code> code, Borrowed<Dict> globals, Borrowed<Str> qualname = {});

// The number that specialised calls guard on; given on demand, dropped when code, defaults or vectorcall change. 0: none left.
std::uint32_t function_version(Context& cx, Borrowed<Function> function);
// The function's __annotations__, made a dict if need be.
Result<Ref<Dict>> function_annotations(Context& cx, Borrowed<Function> function);

// How every function runs: defined by the interpreter's room (interp), which owns frames.
Object* function_vectorcall(Object* function, Object* const* args, std::size_t nargsf, Object* kwnames);
// The builtins a function with these globals sees (globals' __builtins__, a module's dict taken out, or the isolate's own). Borrowed.
Result<Borrowed<>> builtins_of_globals(Context& cx, Borrowed<Dict> globals);

}  // namespace krait
