#include "syntax/tokenizer.h"

#include <cstdarg>
#include <cstdio>
#include <cstring>

#include "syntax/char_class.h"
#include "syntax/characters.h"
#include "syntax/encoding.h"
#include "syntax/utf8.h"

namespace krait::syntax {

Tokenizer::Tokenizer(Context& context, const char* text, const char* end, TokenizerOptions options)
    : cur(text), limit(text), line(text), window(text), text_begin(text), text_end(end), cx(context), options_(options) {}

bool Tokenizer::next_line() {
  if (done != TokDone::Ok) return false;
  if (limit >= text_end) {
    done = TokDone::Eof;
    return false;
  }
  if (!start_) window = cur;
  line = cur;
  ++lineno;
  auto* newline = static_cast<const char*>(std::memchr(cur, '\n', size_t(text_end - cur)));
  limit = newline ? newline + 1 : text_end;
  return true;
}

// ---- errors

void Tokenizer::record(int col, int end_col) {
  done = TokDone::Message;
  error_lineno = lineno;
  error_line = line;
  error_col = col >= 0 ? col : int(utf8_length(line, cur));
  error_end_col = end_col >= 0 ? end_col : error_col;
}

Tok Tokenizer::fail_message(const char* format, ...) {
  va_list args;
  va_start(args, format);
  std::vsnprintf(message, sizeof message, format, args);
  va_end(args);
  record(-1, -1);
  return Tok::Error;
}

Tok Tokenizer::fail_range(int col, int end_col, const char* format, ...) {
  va_list args;
  va_start(args, format);
  std::vsnprintf(message, sizeof message, format, args);
  va_end(args);
  record(col, end_col);
  return Tok::Error;
}

// ---- indentation

// Reads the white space that starts a line and queues indents and dedents. False: an error is noted in `done`.
bool Tokenizer::measure_indent(bool& blank_line) {
  // Tabs reach the next multiple of 8; `alt` counts them as one column, and where the two disagree about the order of
  // two lines, the indentation is inconsistent. A backslash fixes the indent at the first one's column.
  int col = 0, alt = 0, continued = 0, c;
  for (;;) {
    c = next_char();
    if (c == ' ') {
      ++col, ++alt;
    } else if (c == '\t') {
      col = (col / tab_size + 1) * tab_size;
      ++alt;
    } else if (c == '\f') {
      col = alt = 0;
    } else if (c == '\\') {
      if (!continued) continued = col;
      c = skip_continuation();
      if (c == -1) return false;
    } else {
      break;
    }
  }
  unread(c);
  blank_line = c == '#' || c == '\n';
  if (blank_line || level > 0) return true;
  if (continued) col = alt = continued;
  return change_indent(col, alt);
}

bool Tokenizer::change_indent(int col, int alt) {
  auto inconsistent = [&] {
    cur = limit;
    done = TokDone::TabSpace;
    return false;
  };
  if (col == indents_[indent]) return alt == alt_indents_[indent] || inconsistent();
  if (col > indents_[indent]) {
    if (indent + 1 >= max_indent) {
      cur = limit;
      done = TokDone::TooDeep;
      return false;
    }
    if (alt <= alt_indents_[indent]) return inconsistent();
    ++pending;
    ++indent;
    indents_[indent] = col;
    alt_indents_[indent] = alt;
    return true;
  }
  while (indent > 0 && col < indents_[indent]) {
    --pending;
    --indent;
  }
  if (col != indents_[indent]) {
    cur = limit;
    done = TokDone::Dedent;
    return false;
  }
  return alt == alt_indents_[indent] || inconsistent();
}

// After a backslash: the line end must follow, and another line after it. Returns that line's first character, or -1.
int Tokenizer::skip_continuation() {
  if (next_char() != '\n') {
    done = TokDone::LineContinuation;
    return -1;
  }
  int c = next_char();
  if (c == -1) {
    done = TokDone::Eof;
    cur = limit;
    return -1;
  }
  unread(c);
  return c;
}

// ---- the main scan

Tok Tokenizer::next(Token& token) {
  start_ = nullptr;
  string_line_ = nullptr;
  token.start = token.end = nullptr;
  token.value = nullptr;
  Tok kind = scan(token);
  const char* line_start = string_line_ && kind == Tok::String ? string_line_ : line;
  token.kind = kind;
  token.lineno = string_line_ && kind == Tok::String ? string_lineno_ : lineno;
  token.end_lineno = lineno;
  token.col_offset = token.start && token.start >= line_start ? int(token.start - line_start) : -1;
  token.end_col_offset = token.end && token.end >= line ? int(token.end - line) : -1;
  token.level = level;
  return kind;
}

Tok Tokenizer::comment(Token& token, bool blank_line, bool& found) {
  const char* begin = cur - 1;
  int c;
  if (auto* newline = static_cast<const char*>(std::memchr(cur, '\n', size_t(limit - cur)))) {
    cur = newline;
  } else {
    cur = limit;
  }
  found = false;
  if (!options_.type_comments) return Tok::Comment;
  const char* p = begin;
  const char* seen = cur < limit ? cur + 1 : cur;  // the line end has been looked at
  for (const char* prefix = "# type: "; *prefix; ++prefix) {
    if (p >= seen) return Tok::Comment;
    if (*prefix == ' ') {
      while (p < cur && (*p == ' ' || *p == '\t')) ++p;
    } else if (p < cur && *p == *prefix) {
      ++p;
    } else {
      return Tok::Comment;
    }
  }
  found = true;
  const char* after = p + 6;
  bool ignore = cur >= after && std::memcmp(p, "ignore", 6) == 0 &&
                !(cur > after && (is_name_char(uint8_t(*after)) && *after != '_'));
  token.end = cur;
  token.start = ignore ? after : p;
  if (!ignore) return Tok::TypeComment;
  if (blank_line) {  // alone on its line: the line end belongs to it
    c = next_char();
    (void)c;
    at_line_start_ = true;
  }
  return Tok::TypeIgnore;
}

// Whether a token of this kind only ends when one more character has been seen (which matters where the text ends).
bool Tokenizer::needs_next(Tok kind, int first) const {
  switch (kind) {
    case Tok::String: return cur - start_ == 2 && first == *start_;  // '' could have become a triple quote
    case Tok::Ellipsis:
    case Tok::LeftShiftEqual:
    case Tok::RightShiftEqual:
    case Tok::DoubleStarEqual:
    case Tok::DoubleSlashEqual: return false;
    default: return true;
  }
}

Tok Tokenizer::scan(Token& token) {
  bool blank_line = false;
  for (;;) {
    if (at_line_start_) {
      at_line_start_ = false;
      start_ = nullptr;
      blank_line = false;
      if (!measure_indent(blank_line)) return Tok::Error;
    }
    start_ = cur;
    if (pending < 0) {
      ++pending;
      return Tok::Dedent;
    }
    if (pending > 0) {
      --pending;
      return Tok::Indent;
    }
    // The body of an old `async def` ends where a line stands no deeper than its head.
    if (async_def_ && !blank_line && level == 0 && async_def_newline_ && async_def_indent_ >= indent &&
        !(cur < limit && *cur == '\n'))
      async_def_ = false;
  again:
    start_ = nullptr;
    int c;
    do c = next_char();
    while (c == ' ' || c == '\t' || c == '\f');
    start_ = c == -1 ? cur : cur - 1;
    if (c == '#') {
      bool found;
      Tok kind = comment(token, blank_line, found);
      if (found) return kind;
      c = next_char();
    }
    if (c == -1) return level || done != TokDone::Eof ? Tok::Error : Tok::EndMarker;
    if (c == '\n') {
      at_line_start_ = true;
      if (blank_line || level > 0) {
        start_ = nullptr;
        continue;
      }
      token.start = start_;
      token.end = cur - 1;
      if (async_def_) async_def_newline_ = true;
      return Tok::Newline;
    }
    if (c == '\\') {
      if (skip_continuation() == -1) return Tok::Error;
      goto again;
    }
    Tok kind;
    if (is_name_start(c)) {
      kind = name();
    } else if (is_digit(c)) {
      kind = number(c);
    } else if (c == '"' || c == '\'') {
      kind = string(c);
    } else {
      kind = operator_token(c);
    }
    if (kind != Tok::Error) {
      token.start = start_;
      token.end = cur;
      if (cur == text_end && needs_next(kind, c)) done = TokDone::Eof;
    }
    return kind;
  }
}

// ---- names

// Decides whether the letters before a quote are a string prefix: b, r, u, f, br, rb, fr, rf in any case.
static bool is_string_prefix(const char* text, size_t length) {
  auto lower = [](char c) { return char(c | 0x20); };
  if (length == 1) return std::strchr("bruf", lower(*text));
  if (length != 2) return false;
  char a = lower(text[0]), b = lower(text[1]);
  return (a == 'r' && (b == 'b' || b == 'f')) || (b == 'r' && (a == 'b' || a == 'f'));
}

Tok Tokenizer::name() {
  unsigned all = 0;
  const char* p = cur - 1;
  while (char_classes[uint8_t(*p)] & (C_START | C_DIGIT)) all |= uint8_t(*p++);
  cur = p;
  size_t length = size_t(p - start_);
  if ((*p == '"' || *p == '\'') && length <= 2 && is_string_prefix(start_, length)) {
    ++cur;
    return string(*p);
  }
  if (all >= 128) return check_identifier() ? Tok::Name : Tok::Error;
  Tok kind = keyword_kind(start_, length);
  if (options_.async_hacks && (kind == Tok::Async || kind == Tok::Await)) return old_async(kind);
  return kind;
}

// Before 3.7, async and await were words like others outside of `async def`.
Tok Tokenizer::old_async(Tok kind) {
  if (async_def_) return kind;
  if (kind == Tok::Await) return Tok::Name;
  const char* p = cur;
  while (*p == ' ' || *p == '\t' || *p == '\f') ++p;
  if (std::strncmp(p, "def", 3) != 0 || is_name_char(uint8_t(p[3]))) return Tok::Name;
  async_def_ = true;
  async_def_newline_ = false;
  async_def_indent_ = indent;
  return kind;
}

// A name with characters beyond ASCII: each must be allowed by XID_Start and XID_Continue.
bool Tokenizer::check_identifier() {
  const char* p = start_;
  if (options_.malformed && describe_malformed({start_, size_t(cur - start_)}, message, sizeof message)) {
    done = TokDone::Malformed;
    return false;
  }
  while (p < cur) {
    const char* at = p;
    uint32_t c = utf8_next(p);
    if (at == start_ ? is_identifier_start(c) : is_identifier_part(c)) continue;
    cur = p;
    if (is_printable(c)) {
      fail_message("invalid character '%.*s' (U+%04X)", int(p - at), at, unsigned(c));
    } else {
      fail_message("invalid non-printable character U+%04X", unsigned(c));
    }
    return false;
  }
  return true;
}

// ---- strings

Tok Tokenizer::string(int quote) {
  string_lineno_ = lineno;
  string_line_ = line;
  int quotes = 1, closing = 0;
  int c = next_char();
  if (c == quote) {
    c = next_char();
    if (c == quote) {
      quotes = 3;
    } else {
      closing = 1;  // the empty string
    }
  }
  if (c != quote) unread(c);
  while (closing != quotes) {
    c = next_char();
    if (c == -1 || (quotes == 1 && c == '\n')) {
      cur = start_ + 1;
      line = string_line_;
      int detected = lineno;
      lineno = string_lineno_;
      fail_message("unterminated %sstring literal (detected at line %d)", quotes == 3 ? "triple-quoted " : "", detected);
      if (c == -1) unclosed_string = true;
      return Tok::Error;
    }
    if (c == quote) {
      ++closing;
    } else {
      closing = 0;
      if (c == '\\') next_char();
    }
  }
  return Tok::String;
}

}  // namespace krait::syntax
