// The life of an isolate: how it begins, and how it ends.
//
//   start_runtime(config)   memory, the main thread's state, static types, interned names
//   start_isolate(cx)       builtins, sys, importlib from the frozen modules, sys.path
//   start_streams(cx)       encodings, sys.stdin/stdout/stderr, __main__, warnings, site
//   run_main(cx)            what the command line asks for; the exit code
//   finish(cx)              threads joined, atexit, streams flushed, modules torn down in CPython's order; 120 when a flush failed
#pragma once

#include "isolate/config.h"
#include "object/protocol.h"

namespace krait {

Config& startup_config();

Context& start_runtime(const Config& config);
Result<void> start_isolate(Context& cx);
Result<void> start_streams(Context& cx);
int run_main(Context& cx);
int finish(Context& cx);

// All of it: what the krait command does.
int main_entry(int argc, char** argv);

// --- pieces that rooms above fill in (modules/sys)
// Makes the module sys and enters what the configuration says.
Result<void> make_sys_module(Context& cx);
Result<void> set_sys_paths(Context& cx);

// Prints the pending exception as the interpreter does at the end of a program; the exit code it stands for (SystemExit's own).
int report_error_and_exit_code(Context& cx);

}  // namespace krait
