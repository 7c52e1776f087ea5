// Private to this module: what is watched, and where to write.
#pragma once

#include "object/protocol.h"

namespace krait::faulthandler {

// A target of dumps: the file object is kept alive for its descriptor.
struct Target {
  Object* file;  // null: a bare descriptor
  int descriptor;
};
// From an int, an object with fileno(), None or null (sys.stderr).
Result<Target> read_target(Context& cx, Borrowed<> file);

struct FatalState {
  bool enabled;
  Target target;
  bool all_threads;
  Isolate* isolate;
};
extern FatalState fatal;
Result<void> enable(Context& cx, Borrowed<> file, bool all_threads);
bool disable();

Result<void> dump_later(Context& cx, Borrowed<> timeout, bool repeat, Borrowed<> file, bool exit_then);
void cancel_later();
Result<void> register_signal(Context& cx, int number, Borrowed<> file, bool all_threads, bool chain);
Result<bool> unregister_signal(Context& cx, int number);

}  // namespace krait::faulthandler
