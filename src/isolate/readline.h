// Reading a line from the terminal, with editing and history when the process has them.
#pragma once

#include <string>

#include "object/result.h"
#include "object/context.h"

namespace krait {

struct TerminalLine {
  std::string text;  // with its '\n'
  bool end_of_file = false;
};

// Prints the prompt on stdout and reads; KeyboardInterrupt when interrupted. Lets other threads run meanwhile.
Result<TerminalLine> read_terminal_line(Context& cx, const char* prompt);

}  // namespace krait
