// print, input and breakpoint.
#include <unistd.h>

#include <string>

#include "isolate/import.h"
#include "isolate/readline.h"
#include "modules/builtins/functions.h"
#include "object/isolate.h"
#include "types/bytes/bytes.h"
#include "types/int/int.h"
#include "types/str/str.h"

namespace krait::builtins {
namespace {

Result<void> write_text(Context& cx, Borrowed<> file, Borrowed<> text) {
  KR_TRY(call_method(cx, file, KR_ID(write), text));
  return {};
}

Result<void> check_text(Context& cx, const char* name, Borrowed<> value) {
  if (value.is_null() || is<Str>(value)) return {};
  return raise(cx, exc::TypeError, "{} must be None or a string, not {!t}", name, value);
}

Result<Ref<>> standard_stream(Context& cx, Borrowed<Str> name) {
  Borrowed<> stream = sys_get(cx, name);
  if (stream.is_null() || is_none(stream)) return raise(cx, exc::RuntimeError, "input(): lost sys.{}", name);
  return hold(stream);
}

// True when the stream is the terminal on this descriptor, so that line editing can be used.
Result<bool> is_terminal(Context& cx, Borrowed<> stream, int descriptor) {
  auto number = call_method(cx, stream, KR_ID(fileno));
  if (number.failed()) return clear_error(cx), false;
  auto value = std::move(number).value();
  if (!is<Int>(value)) return false;
  int overflow = 0;
  return int_to_long_long(value.borrow().as<Int>(), &overflow) == descriptor && isatty(descriptor);
}

Result<Ref<>> read_line(Context& cx, Borrowed<> stream) {
  auto line = KR_TRY(call_method(cx, stream, KR_ID(readline)));
  if (!is<Str>(line)) return raise(cx, exc::TypeError, "object.readline() returned non-string");
  auto text = line.borrow().as<Str>();
  if (text->size == 0) return raise(cx, exc::EOFError, "EOF when reading a line");
  if (text->at(text->size - 1) == '\n') return substring(cx, text, 0, text->size - 1);
  return line;
}

Result<Ref<>> edit_line(Context& cx, Borrowed<> in, Borrowed<> out, Borrowed<> prompt) {
  std::string text;
  if (!prompt.is_null()) {
    auto shown = KR_TRY(str(cx, prompt));
    auto encoded = KR_TRY(encode(cx, shown, nullptr, "surrogateescape"));
    text.assign(encoded->data, encoded->size());
  }
  auto line = KR_TRY(read_terminal_line(cx, text.c_str()));
  if (line.end_of_file) return raise(cx, exc::EOFError, "");
  if (!line.text.empty() && line.text.back() == '\n') line.text.pop_back();
  return decode(cx, {line.text.data(), line.text.size()}, nullptr, "surrogateescape");
}

}  // namespace

Result<void> print(Context& cx, Args args, OrNone<> sep, OrNone<> end, OrNone<> file, Borrowed<> flush) {
  Ref<> out;
  if (file.is_null()) {
    Borrowed<> standard = sys_get(cx, KR_ID(stdout));
    if (standard.is_null()) return raise(cx, exc::RuntimeError, "lost sys.stdout");
    if (is_none(standard)) return {};
    out = hold(standard);
  } else {
    out = hold(Borrowed<>(file));
  }
  KR_TRY(check_text(cx, "sep", sep));
  KR_TRY(check_text(cx, "end", end));
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (i > 0) KR_TRY(write_text(cx, out, sep.is_null() ? Borrowed<>(KR_STR(" ")) : Borrowed<>(sep)));
    auto text = KR_TRY(str(cx, Borrowed<>(args[i])));
    KR_TRY(write_text(cx, out, text));
  }
  KR_TRY(write_text(cx, out, end.is_null() ? Borrowed<>(KR_STR("\n")) : Borrowed<>(end)));
  if (KR_TRY(is_true(cx, flush))) KR_TRY(call_method(cx, out, KR_ID(flush)));
  return {};
}

Result<Ref<>> input(Context& cx, Borrowed<> prompt) {
  auto in = KR_TRY(standard_stream(cx, KR_ID(stdin)));
  auto out = KR_TRY(standard_stream(cx, KR_ID(stdout)));
  auto err = KR_TRY(standard_stream(cx, KR_ID(stderr)));
  KR_TRY(audit(cx, "builtins.input", prompt.is_null() ? none() : prompt));
  if (call_method(cx, err, KR_ID(flush)).failed()) clear_error(cx);
  if (KR_TRY(is_terminal(cx, in, 0)) && KR_TRY(is_terminal(cx, out, 1))) {
    if (call_method(cx, out, KR_ID(flush)).failed()) clear_error(cx);
    return edit_line(cx, in, out, prompt);
  }
  if (!prompt.is_null()) {
    auto text = KR_TRY(str(cx, prompt));
    KR_TRY(write_text(cx, out, text));
  }
  if (call_method(cx, out, KR_ID(flush)).failed()) clear_error(cx);
  return read_line(cx, in);
}

Result<Ref<>> breakpoint(Context& cx, Args args, KwArgs keywords) {
  Borrowed<> hook = sys_get(cx, KR_ID(breakpointhook));
  if (hook.is_null()) return raise(cx, exc::RuntimeError, "lost sys.breakpointhook");
  KR_TRY(audit(cx, "builtins.breakpoint", hook));
  auto held = hold(hook);
  return vectorcall(cx, held, args.data(), args.size(), Borrowed<Tuple>(keywords.names));
}

}  // namespace krait::builtins
