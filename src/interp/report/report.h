// Telling people about exceptions and warnings: tracebacks with source lines and marks, chains, groups, suggestions.
#pragma once

#include "object/protocol.h"
#include "types/exceptions/exceptions.h"

namespace krait {

// Prints an exception with its chain of causes to a file object; what sys.excepthook does with sys.stderr. Never fails.
void print_exception(Context& cx, Borrowed<> file, Borrowed<> exception);
// The same to sys.stderr (PyErr_Display). `exception` may be anything; a traceback is given to one that has none.
void display_exception(Context& cx, Borrowed<> exception, Borrowed<> traceback);
// Prints the pending exception by way of sys.excepthook and clears it (PyErr_PrintEx). Does not know SystemExit: ask first.
void print_pending_exception(Context& cx, bool set_last);
// When the pending exception is SystemExit: clears it, prints its message if it has one, tells the exit code and answers true.
bool take_system_exit(Context& cx, int* code);

// The lines of a traceback without header; fails only when writing does (PyTraceBack_Print adds the header).
Result<void> print_traceback(Context& cx, Borrowed<> file, Borrowed<> traceback);
// Line `line` of a source file, decoded, without its line end; null when it cannot be had. Never raises.
Ref<Str> source_line(Context& cx, Borrowed<Str> filename, int line);
// What the author may have meant by the name that an AttributeError or NameError misses; null when nothing is near.
Ref<> suggestion_for(Context& cx, Borrowed<> exception);

// sys.unraisablehook's default: "Exception ignored in: ..." with traceback. Any of them may be None or null.
void print_unraisable(Context& cx, Borrowed<> type, Borrowed<> value, Borrowed<> traceback, Borrowed<> message, Borrowed<> object);
// write_unraisable with a text in place of "Exception ignored in".
void write_unraisable_message(Context& cx, const char* message, Borrowed<> where);
// Set by the module sys: makes the argument of sys.unraisablehook (UnraisableHookArgs).
extern Result<Ref<>> (*make_unraisable_args)(Context& cx, std::span<Object* const> five);

}  // namespace krait
