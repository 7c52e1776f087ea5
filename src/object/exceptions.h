// The built-in exception types, by their Python names: raise(cx, exc::TypeError, "...").
#pragma once

#include "memory/type.h"

namespace krait::exc {

extern Type ArithmeticError;
extern Type AssertionError;
extern Type AttributeError;
extern Type BaseException;
extern Type BaseExceptionGroup;
extern Type BlockingIOError;
extern Type BrokenPipeError;
extern Type BufferError;
extern Type BytesWarning;
extern Type ChildProcessError;
extern Type ConnectionAbortedError;
extern Type ConnectionError;
extern Type ConnectionRefusedError;
extern Type ConnectionResetError;
extern Type DeprecationWarning;
extern Type EOFError;
extern Type EncodingWarning;
extern Type Exception;
extern Type FileExistsError;
extern Type FileNotFoundError;
extern Type FloatingPointError;
extern Type FutureWarning;
extern Type GeneratorExit;
extern Type ImportError;
extern Type ImportWarning;
extern Type IndentationError;
extern Type IndexError;
extern Type InterruptedError;
extern Type IsADirectoryError;
extern Type KeyError;
extern Type KeyboardInterrupt;
extern Type LookupError;
extern Type MemoryError;
extern Type ModuleNotFoundError;
extern Type NameError;
extern Type NotADirectoryError;
extern Type NotImplementedError;
extern Type OSError;
extern Type OverflowError;
extern Type PendingDeprecationWarning;
extern Type PermissionError;
extern Type ProcessLookupError;
extern Type RecursionError;
extern Type ReferenceError;
extern Type ResourceWarning;
extern Type RuntimeError;
extern Type RuntimeWarning;
extern Type StopAsyncIteration;
extern Type StopIteration;
extern Type SyntaxError;
extern Type SyntaxWarning;
extern Type SystemError;
extern Type SystemExit;
extern Type TabError;
extern Type TimeoutError;
extern Type TypeError;
extern Type UnboundLocalError;
extern Type UnicodeDecodeError;
extern Type UnicodeEncodeError;
extern Type UnicodeError;
extern Type UnicodeTranslateError;
extern Type UnicodeWarning;
extern Type UserWarning;
extern Type ValueError;
extern Type Warning;
extern Type ZeroDivisionError;

}  // namespace krait::exc
