// The lines of a traceback: place, source line, marks.
//
//   File "x.py", line 3, in f
//     a = b / c + d
//         ~~^~~
#include "bytecode/code.h"
#include "interp/report/frames.h"
#include "interp/report/report.h"
#include "interp/report/writer.h"
#include "types/int/int.h"
#include "types/traceback/traceback.h"

namespace krait {
namespace report {
namespace {

constexpr int source_indent = 4;
constexpr long default_limit = 1000;
constexpr int shown_repeats = 3;  // of the same line of the same function

bool is_blank(CodePoint c) { return c == ' ' || c == '\t' || c == '\f'; }

Index leading_blanks(Borrowed<Str> line) {
  Index i = 0;
  while (i < line->size && is_blank(line->at(i))) ++i;
  return i;
}

int utf8_width(CodePoint c) { return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4; }

// How many characters the first `bytes` bytes of the text's UTF-8 are.
Index characters_before(Borrowed<Str> text, Index bytes) {
  Index at = 0, used = 0;
  while (at < text->size && used < bytes) used += utf8_width(text->at(at++));
  return at;
}

// Which characters of a source line to mark, and how.
struct Marks {
  Index start, end;
  Index left = -1, right = -1;  // between these ^, outside ~; -1: ^ everywhere
};

void add_anchors(Context& cx, Borrowed<Str> line, Marks& marks) {
  auto segment = substring(cx, line, marks.start, marks.end);
  if (segment.failed()) return clear_error(cx);
  auto text = std::move(segment).value();
  Index size = 0;
  auto utf8 = str_utf8(cx, text, &size);
  if (utf8.failed()) return clear_error(cx);
  Anchors anchors = find_anchors(cx, {utf8.value(), static_cast<std::size_t>(size)});
  if (!anchors.found) return;
  marks.left = marks.start + characters_before(text, anchors.left);
  marks.right = marks.start + characters_before(text, anchors.right);
}

void write_marks(Writer& out, Borrowed<Str> line, const Marks& marks) {
  Index cut = leading_blanks(line);
  bool two_kinds = marks.left != -1;
  if (marks.end - marks.start == line->size - cut && !two_kinds) return;  // the whole line: says nothing
  out.margin();
  out.spaces(source_indent);
  for (Index i = cut; i < marks.end; ++i) {
    if (i < marks.start) out.text(" ");
    else if (two_kinds && !(i >= marks.left && i < marks.right)) out.text("~");
    else out.text("^");
  }
  out.text("\n");
}

void write_marks_of(Writer& out, Borrowed<Str> line, Borrowed<Code> code, int lasti) {
  if (lasti < 0) return;
  Location place = code_location(code, lasti);
  if (place.line < 0 || place.end_line < 0 || place.column < 0 || place.end_column < 0) return;
  Marks marks{characters_before(line, place.column), characters_before(line, place.end_column)};
  if (place.line == place.end_line) {
    add_anchors(out.context(), line, marks);
  } else {
    marks.end = line->size;
    while (marks.end > 0 && is_blank(line->at(marks.end - 1))) --marks.end;
  }
  write_marks(out, line, marks);
}

void write_entry(Writer& out, Borrowed<Traceback> entry) {
  Borrowed<Code> code = frame_code(entry->frame);
  out.margin();
  out.text("  File \"");
  out.object(Borrowed<Str>(code->co_filename));
  out.text("\", line ");
  out.number(entry->lineno);
  out.text(", in ");
  out.object(Borrowed<Str>(code->co_name));
  out.text("\n");
  auto line = source_line(out.context(), Borrowed<Str>(code->co_filename), entry->lineno);
  if (!line) return;
  write_source_line(out, line, source_indent);
  write_marks_of(out, line, code, entry->lasti);
}

void write_repeats(Writer& out, long count) {
  long more = count - shown_repeats;
  out.margin();
  out.text("  [Previous line repeated ");
  out.number(more);
  out.text(more == 1 ? " more time]\n" : " more times]\n");
}

bool same_place(Borrowed<Traceback> a, Borrowed<Traceback> b) {
  Borrowed<Code> x = frame_code(a->frame), y = frame_code(b->frame);
  return a->lineno == b->lineno && (x.is(y) || (str_equal(Borrowed<Str>(x->co_filename), Borrowed<Str>(y->co_filename)) &&
                                                str_equal(Borrowed<Str>(x->co_name), Borrowed<Str>(y->co_name))));
}

// sys.tracebacklimit; negative counts as 0.
long entry_limit(Context& cx) {
  Borrowed<> limit = sys_get(cx, KR_ID(tracebacklimit));
  if (!limit || !is<Int>(limit)) return default_limit;
  int overflow = 0;
  long long value = int_to_long_long(limit.as<Int>(), &overflow);
  if (overflow) return overflow > 0 ? index_max : 0;
  return value < 0 ? 0 : value;
}

}  // namespace

void write_source_line(Writer& out, Borrowed<Str> line, int indent) {
  auto rest = substring(out.context(), line, leading_blanks(line), line->size);
  if (rest.failed()) return clear_error(out.context());
  out.margin();
  out.spaces(indent);
  out.object(std::move(rest).value());
  out.text("\n");
}

void write_traceback(Writer& out, Borrowed<> traceback) {
  long limit = entry_limit(out.context()), depth = 0;
  for (Borrowed<Traceback> at = traceback.as<Traceback>(); at; at = at->next) ++depth;
  Borrowed<Traceback> at = traceback.as<Traceback>(), last;
  for (; at && depth > limit; --depth) at = at->next;
  long count = 0;
  for (; at && !out.failed(); at = at->next) {
    if (!last || !same_place(last, at)) {
      if (count > shown_repeats) write_repeats(out, count);
      last = at;
      count = 0;
    }
    if (++count <= shown_repeats) write_entry(out, at);
  }
  if (count > shown_repeats) write_repeats(out, count);
}

bool traceback_is_hidden(Context& cx) { return entry_limit(cx) == 0; }

}  // namespace report

Result<void> print_traceback(Context& cx, Borrowed<> file, Borrowed<> traceback) {
  if (!is<Traceback>(traceback)) return raise_bad_internal_call(cx);
  if (report::traceback_is_hidden(cx)) return {};
  report::Writer out(cx, file);
  out.text("Traceback (most recent call last):\n");
  report::write_traceback(out, traceback);
  return {};
}

}  // namespace krait
