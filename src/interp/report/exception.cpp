// An exception as text: what came before it, its traceback, its last line, notes; groups as trees.
#include <vector>

#include "interp/report/frames.h"
#include "interp/report/report.h"
#include "interp/report/writer.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/traceback/traceback.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait {
namespace report {
namespace {

constexpr int max_group_depth = 10, max_group_width = 15;

struct Printer {
  Writer out;
  std::vector<Object*> seen;  // exceptions already in the chain
  bool need_close = false;    // the innermost last member of a group draws the closing line

  void print(Borrowed<> value);
  void chain_before(Borrowed<> value);
  void chained(Borrowed<> value, std::string_view message);
  void one(Borrowed<> value);
  void group(Borrowed<> value);
  void traceback(Borrowed<> value);
  Ref<> syntax_place(Borrowed<> value);
  void message(Borrowed<> type, Borrowed<> value);
  void notes(Borrowed<> value);
  void note_lines(Borrowed<Str> text);
  bool was_seen(Borrowed<> value) const {
    for (Object* each : seen)
      if (each == value.object()) return true;
    return false;
  }
};

constexpr std::string_view cause_text = "The above exception was the direct cause of the following exception:\n";
constexpr std::string_view context_text = "During handling of the above exception, another exception occurred:\n";

void Printer::chained(Borrowed<> value, std::string_view text) {
  if (was_seen(value)) return;
  bool outer_close = std::exchange(need_close, false);
  print(value);
  need_close = outer_close;
  out.margin();
  out.text("\n");
  out.margin();
  out.text(text);
  out.margin();
  out.text("\n");
}

void Printer::chain_before(Borrowed<> value) {
  seen.push_back(value.object());
  if (!is_exception(value)) return;
  auto exception = value.as<BaseException>();
  if (exception->cause) chained(hold(exception->cause.get()), cause_text);
  else if (exception->context && !exception->suppress_context) chained(hold(exception->context.get()), context_text);
}

void Printer::print(Borrowed<> value) {
  RecursionGuard guard(out.context(), " in print_exception_recursive");
  if (guard.failed()) return clear_error(out.context());
  chain_before(value);
  if (is_exception(value) && is_exception_group(value)) group(value);
  else one(value);
}

void Printer::traceback(Borrowed<> value) {
  auto exception = value.as<BaseException>();
  if (!exception->traceback || !is<Traceback>(exception->traceback.get())) return;
  if (traceback_is_hidden(out.context())) return;
  if (is_exception_group(value)) {
    out.indent();
    out.text(out.depth == 1 ? "+ " : out.depth ? "| " : "");
    out.text("Exception Group Traceback (most recent call last):\n");
  } else {
    out.margin();
    out.text("Traceback (most recent call last):\n");
  }
  write_traceback(out, hold(exception->traceback.get()));
}

// --- syntax errors

// An attribute as a number; false when it is none. None gives `none_value`.
bool read_number(Context& cx, Borrowed<> value, const char* name, long long* number, bool allow_none) {
  auto attribute = get_attr(cx, value, name);
  if (attribute.failed()) return false;
  auto object = std::move(attribute).value();
  if (allow_none && is_none(object)) return *number = -1, true;
  *number = as_long_long(cx, object);
  return !(*number == -1 && cx.has_error());
}

// The text around the error with a line of carets under it.
void write_error_text(Writer& out, std::string_view text, long long offset, long long end_offset) {
  --offset;
  while (!text.empty() && (text[0] == ' ' || text[0] == '\t' || text[0] == '\f')) {
    text.remove_prefix(1);
    --offset;
    --end_offset;
  }
  bool ends_line = !text.empty() && text.back() == '\n';
  long long length = static_cast<long long>(text.size()) - ends_line;
  if (offset > length) offset = length;
  for (;;) {
    std::size_t at = text.find('\n');
    if (at == std::string_view::npos || static_cast<long long>(at) >= offset) break;
    text.remove_prefix(at + 1);
    length -= at + 1;
    offset -= at + 1;
    end_offset -= at + 1;
  }
  out.margin();
  out.text("    ");
  out.text(text);
  if (text.empty() || text.back() != '\n') out.text("\n");
  if (offset < 0) return;
  long long end = end_offset - 1;
  if (end > length) end = length;
  long long count = end - offset > 1 ? end - offset : 1;
  out.margin();
  out.text("    ");
  out.spaces(static_cast<int>(offset));
  for (; count > 0; --count) out.text("^");
  out.text("\n");
}

// Prints file, line and text of a SyntaxError; gives what its last line is to show: the bare message.
Ref<> Printer::syntax_place(Borrowed<> value) {
  Context& cx = out.context();
  auto marked = lookup_attr(cx, value, KR_ID(print_file_and_line));
  if (marked.failed()) return clear_error(cx), hold(value);
  if (!std::move(marked).value()) return hold(value);
  long long line = 0, offset = -1, end_line = -1, end_offset = -1;
  auto message = get_attr(cx, value, KR_ID(msg));
  auto filename = message.failed() ? Result<Ref<>>(Failed{}) : get_attr(cx, value, KR_ID(filename));
  bool good = !filename.failed() && read_number(cx, value, "lineno", &line, false) && read_number(cx, value, "offset", &offset, true) &&
              read_number(cx, value, "end_lineno", &end_line, true) && read_number(cx, value, "end_offset", &end_offset, true);
  auto text = good ? get_attr(cx, value, KR_ID(text)) : Result<Ref<>>(Failed{});
  if (text.failed()) return clear_error(cx), hold(value);
  auto shown_file = std::move(filename).value();
  Ref<Str> name;
  if (is_none(shown_file)) name = hold(KR_STR("<string>"));
  else {
    auto made = str(cx, shown_file);
    if (made.failed()) return clear_error(cx), std::move(message).value();
    name = std::move(made).value();
  }
  out.margin();
  out.text("  File \"");
  out.object(name);
  out.text("\", line ");
  out.number(line);
  out.text("\n");
  auto source = std::move(text).value();
  if (is<Str>(source)) {
    Index size = 0;
    auto utf8 = str_utf8(cx, source.borrow().as<Str>(), &size);
    if (utf8.failed()) clear_error(cx);
    else {
      std::string_view content(utf8.value(), static_cast<std::size_t>(size));
      if (end_line > line) end_offset = source.borrow().as<Str>()->size + 1;
      write_error_text(out, content, offset, end_offset);
    }
  }
  return std::move(message).value();
}

// --- the last line and the notes

void Printer::message(Borrowed<> type, Borrowed<> value) {
  Context& cx = out.context();
  out.margin();
  write_class_name(out, type);
  if (is_none(value) && !is_exception(value)) return out.text("");
  auto text = str(cx, value);
  if (text.failed()) {
    clear_error(cx);
    out.text(": <exception str() failed>");
    return;
  }
  auto shown = std::move(text).value();
  if (shown->size == 0) return;
  out.text(": ");
  out.object(shown);
}

void Printer::note_lines(Borrowed<Str> text) {
  Context& cx = out.context();
  auto lines = call_method(cx, text, KR_ID(split), KR_STR("\n"));
  if (lines.failed()) return clear_error(cx);
  auto list = std::move(lines).value();
  for (Object* line : list.borrow().as<List>()->span()) {
    out.margin();
    out.object(Borrowed<>(line).as<Str>());
    out.text("\n");
  }
}

void Printer::notes(Borrowed<> value) {
  Context& cx = out.context();
  if (!is_exception(value)) return;
  auto found = lookup_attr(cx, value, KR_ID(__notes__));
  if (found.failed()) return clear_error(cx);
  auto notes = std::move(found).value();
  if (!notes) return;
  if (!is_sequence(notes)) {
    out.margin();
    auto text = repr(cx, notes);
    if (text.failed()) {
      clear_error(cx);
      return out.text("<__notes__ repr() failed>");
    }
    return out.object(std::move(text).value());
  }
  auto all = tuple_from(cx, notes);
  if (all.failed()) return clear_error(cx);
  auto tuple = std::move(all).value();
  for (Object* each : tuple->span()) {
    Borrowed<> note(each);
    auto text = is<Str>(note) ? Result<Ref<Str>>(hold(note.as<Str>())) : str(cx, note);
    if (text.failed()) {
      clear_error(cx);
      out.margin();
      out.text("<note str() failed>\n");
      continue;
    }
    note_lines(std::move(text).value());
  }
}

void Printer::one(Borrowed<> value) {
  if (!is_exception(value)) {
    out.margin();
    out.text("TypeError: print_exception(): Exception expected for value, ");
    out.text(value.type()->tp_name);
    out.text(" found\n");
    return;
  }
  traceback(value);
  auto shown = syntax_place(value);
  message(type_object(*value.type()), shown);
  if (auto near = suggestion_for(out.context(), value); near && is<Str>(near)) {
    out.text(". Did you mean: '");
    out.object(near.borrow().as<Str>());
    out.text("'?");
  }
  out.text("\n");
  notes(value);
}

// --- groups

void Printer::group(Borrowed<> value) {
  if (out.depth > max_group_depth) {
    out.margin();
    return out.text("... (max_group_depth is 10)\n");
  }
  bool outermost = out.depth == 0;
  if (outermost) ++out.depth;
  one(value);
  auto members = hold(value.as<ExceptionGroup>()->exceptions.get());
  Index count = members->size();
  bool cut = count > max_group_width;
  Index shown = cut ? max_group_width + 1 : count;
  need_close = false;
  for (Index i = 0; i < shown && !out.failed(); ++i) {
    bool last = i == shown - 1, rest = cut && last;
    if (last) need_close = true;
    out.indent();
    out.text(i == 0 ? "+-+---------------- " : "  +---------------- ");
    if (rest) out.text("...");
    else out.number(i + 1);
    out.text(" ----------------\n");
    ++out.depth;
    if (rest) {
      Index more = count - max_group_width;
      out.margin();
      out.text("and ");
      out.number(more);
      out.text(more > 1 ? " more exceptions\n" : " more exception\n");
    } else {
      print(members->item(i));
    }
    if (last && need_close) {
      out.indent();
      out.text("+------------------------------------\n");
      need_close = false;
    }
    --out.depth;
  }
  if (outermost) out.depth = 0;
}

}  // namespace

void write_class_name(Writer& out, Borrowed<> type) {
  Context& cx = out.context();
  auto module = get_attr(cx, type, KR_ID(__module__));
  if (module.failed()) clear_error(cx);
  auto name = module.failed() ? Ref<>() : std::move(module).value();
  if (!name || !is<Str>(name)) out.text("<unknown>.");
  else if (!str_equal(name.borrow().as<Str>(), "builtins") && !str_equal(name.borrow().as<Str>(), "__main__")) {
    out.object(name.borrow().as<Str>());
    out.text(".");
  }
  auto qualified = type_qualified_name(cx, as_type(type));
  if (qualified.failed()) {
    clear_error(cx);
    return out.text("<unknown>");
  }
  out.object(std::move(qualified).value());
}

}  // namespace report

void print_exception(Context& cx, Borrowed<> file, Borrowed<> exception) {
  SavedError saved(cx);
  auto held_file = hold(file);
  auto held = hold(exception);
  {
    report::Printer printer{.out = {cx, held_file}, .seen = {}};
    printer.print(held);
  }
  auto flushed = call_method(cx, held_file, KR_ID(flush));
  if (flushed.failed()) clear_error(cx);
}

}  // namespace krait
