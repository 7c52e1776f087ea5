// The interactive prompt.
#include <unistd.h>

#include <cstdio>
#include <string>

#include "bytecode/code.h"
#include "interp/interp.h"
#include "interp/report/report.h"
#include "isolate/import.h"
#include "isolate/readline.h"
#include "isolate/source.h"
#include "isolate/startup.h"
#include "object/isolate.h"
#include "types/dict/dict.h"
#include "types/exceptions/exceptions.h"
#include "types/module/module.h"
#include "types/str/str.h"

namespace krait {
namespace {

std::string prompt_text(Context& cx, Borrowed<Str> name, const char* fallback) {
  Borrowed<> value = sys_get(cx, name);
  if (value.is_null()) return fallback;
  auto text = str(cx, hold(value));
  if (text.failed()) return clear_error(cx), "";
  auto held = std::move(text).value();
  auto utf8 = str_utf8(cx, held, nullptr);
  if (utf8.failed()) return clear_error(cx), "";
  return utf8.value();
}

void flush_stream(Context& cx, Borrowed<Str> name) {
  Borrowed<> stream = sys_get(cx, name);
  if (stream.is_null() || is_none(stream)) return;
  if (call_method(cx, hold(stream), KR_ID(flush)).failed()) clear_error(cx);
}

// Tries what has been typed so far: a code object, or null when more lines are needed. A blank line ends a compound statement.
Result<Ref<>> compile_so_far(Context& cx, const std::string& text, bool blank_line_given) {
  int flags = compile_flags::source_is_utf8 | compile_flags::ignore_cookie | compile_flags::dont_imply_dedent;
  if (!blank_line_given) flags |= compile_flags::allow_incomplete_input;
  return compile_text(cx, text, KR_STR("<stdin>"), {.mode = CompileMode::single, .flags = flags});
}

// The parser says "incomplete input" when more lines could make the text right.
bool is_incomplete_input_error(Context& cx) {
  if (!error_matches(cx, exc::SyntaxError)) return false;
  auto error = take_error(cx);
  Borrowed<> message = error.borrow().as<SyntaxErrorObject>()->msg.get();
  bool incomplete = !message.is_null() && is<Str>(message) && str_equal(message.as<Str>(), "incomplete input");
  restore_error(cx, std::move(error));
  return incomplete;
}

enum class Step { statement, end_of_file };

Result<Step> read_and_run(Context& cx, Borrowed<Dict> dict) {
  std::string text;
  bool first = true;
  for (;;) {
    flush_stream(cx, KR_ID(stdout));
    auto line = KR_TRY(read_terminal_line(cx, prompt_text(cx, first ? KR_ID(ps1) : KR_ID(ps2), first ? ">>> " : "... ").c_str()));
    if (line.end_of_file && text.empty()) return Step::end_of_file;
    if (line.text.empty() || line.text.back() != '\n') line.text += '\n';
    bool blank = line.end_of_file || line.text == "\n";
    text += line.text;
    if (first && text.find_first_not_of(" \t\n\f") == std::string::npos) return Step::statement;
    auto code = compile_so_far(cx, text, blank && !first);
    first = false;
    if (!code.failed()) {
      KR_TRY(eval_code(cx, std::move(code).value().borrow().as<Code>(), dict, dict));
      return Step::statement;
    }
    if (!is_incomplete_input_error(cx) || line.end_of_file) return Failed{};
    clear_error(cx);
  }
}

Result<void> set_prompts(Context& cx) {
  if (sys_get(cx, KR_ID(ps1)).is_null()) KR_TRY(sys_set(cx, KR_ID(ps1), KR_STR(">>> ")));
  if (sys_get(cx, KR_ID(ps2)).is_null()) KR_TRY(sys_set(cx, KR_ID(ps2), KR_STR("... ")));
  return {};
}

}  // namespace

Result<void> run_startup_file(Context& cx) {
  const char* path = environment(startup_config(), "PYTHONSTARTUP");
  if (path) {
    std::FILE* file = std::fopen(path, "rb");
    if (!file) {
      std::fprintf(stderr, "Could not open PYTHONSTARTUP\n");
    } else {
      std::string text;
      char buffer[4096];
      for (std::size_t n; (n = std::fread(buffer, 1, sizeof buffer, file)) > 0;) text.append(buffer, n);
      std::fclose(file);
      auto dict = hold(module_dict(imported_module(cx, KR_ID(__main__)).as<Module>()));
      auto code = compile_text(cx, text, KR_TRY(decode_fs(cx, path)), {});
      bool failed = code.failed();
      if (!failed) failed = eval_code(cx, std::move(code).value().borrow().as<Code>(), dict, dict).failed();
      if (failed) print_pending_exception(cx, true);
    }
  }
  Borrowed<> hook = sys_get(cx, KR_ID(__interactivehook__));
  if (isatty(0) && !hook.is_null()) {
    if (call(cx, hold(hook)).failed()) {
      std::fputs("Failed calling sys.__interactivehook__\n", stderr);
      print_pending_exception(cx, true);
    }
  }
  return {};
}

Result<void> run_interactive(Context& cx) {
  KR_TRY(set_prompts(cx));
  auto dict = hold(module_dict(imported_module(cx, KR_ID(__main__)).as<Module>()));
  for (;;) {
    auto step = read_and_run(cx, dict);
    if (step.failed()) {
      if (error_matches(cx, exc::SystemExit)) return Failed{};
      print_pending_exception(cx, true);
      flush_stream(cx, KR_ID(stdout));
      flush_stream(cx, KR_ID(stderr));
      continue;
    }
    if (step.value() == Step::end_of_file) {
      std::fputc('\n', stderr);
      return {};
    }
  }
}

}  // namespace krait
