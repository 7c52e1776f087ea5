// Private to this room: writing to a Python file object, line by line, with the margin of nested exception groups.
#pragma once

#include <string>

#include "object/protocol.h"
#include "types/bytes/bytes.h"
#include "types/str/str.h"

namespace krait::report {

// Gathers text and hands it to file.write() at each line's end. The first failure ends all writing: failed() tells.
class Writer {
 public:
  Writer(Context& cx, Borrowed<> file) : cx_(cx), file_(file) {}
  ~Writer() { flush(); }

  Context& context() { return cx_; }
  bool failed() const { return failed_; }
  int depth = 0;  // of nested groups: two columns each

  void text(std::string_view ascii_or_utf8);
  void object(Borrowed<Str> text);
  void number(long long value);
  void spaces(int count) {
    for (; count > 0; --count) text(" ");
  }
  void indent() { spaces(2 * depth); }
  void margin() {
    indent();
    if (depth) text("| ");
  }
  void flush();

 private:
  void write(Borrowed<Str> text);
  Context& cx_;
  Borrowed<> file_;
  std::string pending_;
  bool failed_ = false;
};

// The lines of a traceback with margins.
void write_traceback(Writer& out, Borrowed<> traceback);
bool traceback_is_hidden(Context& cx);  // sys.tracebacklimit is 0: not even a header
void write_source_line(Writer& out, Borrowed<Str> line, int indent);
// "Module.Name" of an exception's class, as the last line of a traceback shows it.
void write_class_name(Writer& out, Borrowed<> type);

// Where an expression's marks change from ~ to ^ and back: positions in the segment, in bytes.
struct Anchors {
  int left, right;
  bool found;
};
Anchors find_anchors(Context& cx, std::string_view segment);

}  // namespace krait::report
