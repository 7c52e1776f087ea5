// Tracebacks written from signal handlers and dying processes: no allocation, no locks, only write(2).
#pragma once

#include "object/context.h"

namespace krait {

// "  File "x.py", line 3 in f" for the frames of a thread, innermost first; with "Stack (most recent call first):" before it if wanted.
void dump_traceback(int file, ThreadState* thread, bool header);
// The same for every thread of the isolate, `current` marked; null: none is.
void dump_all_threads(int file, Isolate* isolate, ThreadState* current);
void dump_text(int file, const char* text);
void dump_number(int file, unsigned long number);
void dump_hexadecimal(int file, unsigned long number, int width);

}  // namespace krait
