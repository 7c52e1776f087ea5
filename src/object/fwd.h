// Names of the built-in objects' structs, for headers that only pass references to them.
#pragma once

#include "object/ref.h"

namespace krait {

struct ThreadState;
using Context = ThreadState;  // what a function needs to raise, to allocate tracked objects, or to run Python code

struct Str;
struct Bytes;
struct ByteArray;
struct Int;
struct Float;
struct Complex;
struct Tuple;
struct List;
struct Dict;
struct Set;
struct Slice;
struct Range;
struct Cell;
struct Code;
struct Function;
struct BuiltinFunction;
struct Method;
struct Module;
struct FrameObject;
struct Generator;
struct Traceback;
struct BaseException;
struct WeakRef;
struct MemoryView;
struct InterpreterFrame;
struct Isolate;

}  // namespace krait
