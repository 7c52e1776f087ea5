#include "isolate/readline.h"

#include <dlfcn.h>
#include <errno.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "object/errors.h"
#include "object/types.h"
#include "object/threads.h"

namespace krait {

// Set by the readline module when it is imported, through the exported PyOS_ReadlineFunctionPointer.
extern char* (*terminal_reader)(std::FILE* in, std::FILE* out, const char* prompt) KR_EXPORTED("PyOS_ReadlineFunctionPointer");
constinit char* (*terminal_reader)(std::FILE*, std::FILE*, const char*) = nullptr;
extern int (*input_hook)() KR_EXPORTED("PyOS_InputHook");
constinit int (*input_hook)() = nullptr;

namespace {

// One plain line from stdin; interrupted is true when a signal arrived.
bool read_plain(std::string* text, bool* interrupted) {
  for (;;) {
    char buffer[1024];
    errno = 0;
    std::clearerr(stdin);
    if (std::fgets(buffer, sizeof buffer, stdin)) {
      *text += buffer;
      if (text->back() == '\n') return true;
      continue;
    }
    if (std::feof(stdin)) return !text->empty();
    *interrupted = errno == EINTR;
    return false;
  }
}

}  // namespace

Result<TerminalLine> read_terminal_line(Context& cx, const char* prompt) {
  TerminalLine line;
  bool interrupted = false;
  if (terminal_reader && isatty(0) && isatty(1)) {
    char* text = terminal_reader(stdin, stdout, prompt);
    if (!text) interrupted = true;
    else {
      line.text = text;
      std::free(text);
      line.end_of_file = line.text.empty();
    }
  } else {
    std::fputs(prompt, stderr);
    std::fflush(stderr);
    AllowThreads allow(cx);
    line.end_of_file = !read_plain(&line.text, &interrupted);
  }
  if (interrupted) {
    KR_TRY(check_signals(cx));
    if (!cx.has_error()) return raise_object(cx, Borrowed<Type>(&exc::KeyboardInterrupt), Borrowed<>());
    return Failed{};
  }
  return line;
}

}  // namespace krait
