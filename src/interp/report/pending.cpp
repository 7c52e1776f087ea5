// What becomes of an exception that nobody handles: sys.excepthook, SystemExit's code, sys.unraisablehook.
#include <cstdio>

#include "interp/report/frames.h"
#include "interp/report/report.h"
#include "interp/report/writer.h"
#include "types/int/int.h"
#include "types/traceback/traceback.h"
#include "types/tuple/tuple.h"

namespace krait {

Result<Ref<>> (*make_unraisable_args)(Context& cx, std::span<Object* const> five) = nullptr;

void display_exception(Context& cx, Borrowed<> exception, Borrowed<> traceback) {
  if (is_exception(exception) && traceback && is<Traceback>(traceback) && !exception.as<BaseException>()->traceback)
    set_exception_traceback(exception.as<BaseException>(), hold(traceback));
  Borrowed<> file = sys_get(cx, KR_ID(stderr));
  if (!file) {
    auto text = repr(cx, exception);
    Index size = 0;
    auto shown = text.failed() ? Ref<Str>() : std::move(text).value();
    auto utf8 = shown ? str_utf8(cx, shown, &size) : Result<const char*>(Failed{});
    std::fprintf(stderr, "object address  : %p\nobject refcount : %zd\nobject type     : %p\nobject type name: %s\n",
                 static_cast<void*>(exception.object()), exception.object()->refcount, static_cast<void*>(exception.type()),
                 exception.type()->tp_name);
    std::fprintf(stderr, "object repr     : %s\nlost sys.stderr\n", utf8.failed() ? "<null>" : utf8.value());
    return clear_error(cx);
  }
  if (is_none(file)) return;
  print_exception(cx, hold(file), exception);
}

static void flush_standard(Context& cx, Borrowed<Str> name) {
  Borrowed<> file = sys_get(cx, name);
  if (!file || is_none(file)) return;
  SavedError saved(cx);
  auto answer = call_method(cx, hold(file), KR_ID(flush));
  if (answer.failed()) clear_error(cx);
}

static void write_stderr(Context& cx, std::string_view text) {
  Borrowed<> file = sys_get(cx, KR_ID(stderr));
  if (!file || is_none(file)) {
    std::fwrite(text.data(), 1, text.size(), stderr);
    return;
  }
  auto held = hold(file);
  report::Writer(cx, held).text(text);
}

static void hook_failed(Context& cx, Borrowed<BaseException> original) {
  auto second = take_error(cx);
  flush_standard(cx, KR_ID(stdout));
  write_stderr(cx, "Error in sys.excepthook:\n");
  display_exception(cx, second, {});
  write_stderr(cx, "\nOriginal exception was:\n");
  display_exception(cx, original, {});
}

void print_pending_exception(Context& cx, bool set_last) {
  auto exception = take_error(cx);
  if (!exception) return;
  Borrowed<> type(reinterpret_cast<Object*>(exception.type()));
  auto traceback = exception->traceback ? hold(exception->traceback.get()) : new_none();
  if (set_last) {
    bool failed = sys_set(cx, KR_ID(last_type), type).failed() || sys_set(cx, KR_ID(last_value), exception).failed() ||
                  sys_set(cx, KR_ID(last_traceback), traceback).failed();
    if (failed) clear_error(cx);
  }
  Borrowed<> hook = sys_get(cx, KR_ID(excepthook));
  if (!hook) {
    write_stderr(cx, "sys.excepthook is missing\n");
    return display_exception(cx, exception, traceback);
  }
  auto answer = call(cx, hold(hook), type, exception, traceback);
  if (!answer.failed()) return flush_standard(cx, KR_ID(stderr));
  // SystemExit raised by the hook ends the program: it is left pending for the caller.
  if (error_matches(cx, exc::SystemExit)) return;
  hook_failed(cx, exception);
}

bool take_system_exit(Context& cx, int* code) {
  if (!error_matches(cx, exc::SystemExit)) return false;
  auto exception = take_error(cx);
  flush_standard(cx, KR_ID(stdout));
  *code = 0;
  Ref<> value;
  auto attribute = get_attr(cx, exception, KR_ID(code));
  if (attribute.failed()) clear_error(cx), value = exception.copy();
  else value = std::move(attribute).value();
  if (is_none(value)) return true;
  if (is<Int>(value)) {
    int overflow = 0;
    long long number = int_to_long_long(value.borrow().as<Int>(), &overflow);
    *code = overflow ? -1 : static_cast<int>(number);
    return true;
  }
  auto text = str(cx, value);
  if (text.failed()) clear_error(cx);
  else {
    Borrowed<> file = sys_get(cx, KR_ID(stderr));
    auto held = std::move(text).value();
    if (file && !is_none(file)) {
      auto held_file = hold(file);
      report::Writer out(cx, held_file);
      out.object(held);
      out.text("\n");
    } else {
      Index size = 0;
      auto utf8 = str_utf8(cx, held, &size);
      if (utf8.failed()) clear_error(cx);
      else std::fprintf(stderr, "%s\n", utf8.value());
    }
  }
  flush_standard(cx, KR_ID(stderr));
  *code = 1;
  return true;
}

// --- exceptions that cannot be raised anywhere

void print_unraisable(Context& cx, Borrowed<> type, Borrowed<> value, Borrowed<> traceback, Borrowed<> message, Borrowed<> object) {
  Borrowed<> found = sys_get(cx, KR_ID(stderr));
  if (!found || is_none(found)) return;
  auto file = hold(found);
  report::Writer out(cx, file);
  bool has_message = message && !is_none(message);
  if (object && !is_none(object)) {
    if (has_message) out.object(message.as<Str>());
    out.text(has_message ? ": " : "Exception ignored in: ");
    auto text = repr(cx, object);
    if (text.failed()) clear_error(cx), out.text("<object repr() failed>");
    else out.object(std::move(text).value());
    out.text("\n");
  } else if (has_message) {
    out.object(message.as<Str>());
    out.text(":\n");
  }
  if (traceback && is<Traceback>(traceback) && !report::traceback_is_hidden(cx)) {
    out.text("Traceback (most recent call last):\n");
    report::write_traceback(out, traceback);
  }
  if (!type || is_none(type)) return;
  report::write_class_name(out, type);
  if (value && !is_none(value)) {
    auto text = str(cx, value);
    out.text(": ");
    if (text.failed()) clear_error(cx), out.text("<exception str() failed>");
    else out.object(std::move(text).value());
  }
  out.text("\n");
  out.flush();
  auto flushed = call_method(cx, file, KR_ID(flush));
  if (flushed.failed()) clear_error(cx);
}

void write_unraisable_message(Context& cx, const char* message, Borrowed<> where) {
  if (!cx.has_error()) return;
  auto held_where = where ? hold(where) : new_none();
  if (!cx.curexc_traceback) {
    if (Borrowed<FrameObject> frame = current_frame_object(cx)) add_traceback(cx, frame);
  }
  auto exception = take_error(cx);
  Borrowed<> type(reinterpret_cast<Object*>(exception.type()));
  auto traceback = exception->traceback ? hold(exception->traceback.get()) : new_none();
  Ref<> text = new_none();
  if (message) {
    auto made = format_str(cx, "Exception ignored {}", message);
    if (made.failed()) clear_error(cx);
    else text = std::move(made).value();
  }
  Borrowed<> hook = sys_get(cx, KR_ID(unraisablehook));
  if (!hook || is_none(hook) || !make_unraisable_args) return print_unraisable(cx, type, exception, traceback, text, held_where);
  Object* five[] = {type.object(), exception.object(), traceback.raw(), text.raw(), held_where.raw()};
  auto args = make_unraisable_args(cx, five);
  auto held_hook = hold(hook);
  auto answer = args.failed() ? Result<Ref<>>(Failed{}) : call(cx, held_hook, std::move(args).value());
  if (!answer.failed()) return;
  auto second = take_error(cx);
  auto second_traceback = second->traceback ? hold(second->traceback.get()) : new_none();
  print_unraisable(cx, Borrowed<>(reinterpret_cast<Object*>(second.type())), second, second_traceback,
                   KR_STR("Exception ignored in sys.unraisablehook"), held_hook);
}

void write_unraisable(Context& cx, Borrowed<> where) { write_unraisable_message(cx, nullptr, where); }

}  // namespace krait
