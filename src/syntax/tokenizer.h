// Tokenizer: text to tokens, one at a time.
//
// The text is UTF-8, ends in NUL and has only '\n' as line end (see source.h). Lines are taken up one by one, as CPython
// does it, because error positions show it: `lineno` grows when the first character *after* a line end is wanted, `line`
// is where the current line starts, `limit` where it ends, and `window` is the start of the text that a message may quote
// (the current line, or the line where a token that spans lines began).
#pragma once
#include "syntax/token.h"

namespace krait {
struct ThreadState;
using Context = ThreadState;
}

namespace krait::syntax {

// How the tokenizer stands. The failing ones are turned to messages by the error pass; `Message` is already recorded.
enum class TokDone : uint8_t { Ok, Eof, Message, Malformed, Dedent, TabSpace, TooDeep, LineContinuation, Raised };

struct TokenizerOptions {
  bool type_comments = false;
  bool malformed = false;    // the text is not all UTF-8
  bool async_hacks = false;  // feature_version < 7: async and await are names outside `async def`
};

class Tokenizer {
 public:
  static constexpr int max_indent = 100, max_level = 200, tab_size = 8;

  Tokenizer(Context& cx, const char* text, const char* text_end, TokenizerOptions options);

  Tok next(Token& token);

  const char* token_start() const { return start_; }  // of the token being read, or that could not be read
  Tok fail_with(const char* text) { return fail_message("%s", text); }

  // -- state that the parser and error messages look at
  const char *cur, *limit, *line, *window, *text_begin, *text_end;
  int lineno = 0;
  TokDone done = TokDone::Ok;
  int level = 0;
  int indent = 0, pending = 0;  // pending > 0: indents to hand out, < 0: dedents
  struct Paren {
    char kind;
    int lineno, col;
  } parens[max_level];

  // The message of TokDone::Message, with its position (character columns, 1-based; -1: none).
  char message[160] = "";
  int error_lineno = 0, error_col = 0, error_end_col = -1;
  const char* error_line = nullptr;
  bool unclosed_string = false;  // the message is about a string that the text ended in

  // Called for a number directly followed by a keyword; false: an exception is pending.
  bool (*warn_number)(Tokenizer&, const char* kind) = nullptr;
  void* warn_data = nullptr;
  Context& cx;

 private:
  bool next_line();  // takes up the next line; false at the end of the text
  int next_char() { return cur == limit && !next_line() ? -1 : static_cast<unsigned char>(*cur++); }
  Tok scan(Token& token);
  bool needs_next(Tok kind, int first) const;
  bool measure_indent(bool& blank_line);
  bool change_indent(int col, int alt_col);
  int skip_continuation();
  Tok comment(Token& token, bool blank_line, bool& found);
  Tok name();
  Tok old_async(Tok kind);
  bool check_identifier();
  Tok number(int c);
  Tok prefixed_number(int c);
  Tok fraction(int c);
  bool decimal_tail(int& c);
  Tok exponent(int c);
  bool check_number_end(int c, const char* kind);
  Tok finish_number(int c);
  Tok string(int quote);
  Tok operator_token(int c);
  Tok bracket(int c, Tok kind);
  Tok fail(TokDone why) {
    done = why;
    return Tok::Error;
  }
  Tok fail_message(const char* format, ...) __attribute__((format(printf, 2, 3)));
  Tok fail_range(int col, int end_col, const char* format, ...) __attribute__((format(printf, 4, 5)));
  void record(int col, int end_col);
  void unread(int c) {
    if (c != -1) --cur;
  }

  TokenizerOptions options_;
  bool at_line_start_ = true;
  const char* start_ = nullptr;  // of the token being read; null between tokens
  const char* string_line_ = nullptr;
  int string_lineno_ = 0;
  int indents_[max_indent] = {0}, alt_indents_[max_indent] = {0};
  bool async_def_ = false, async_def_newline_ = false;
  int async_def_indent_ = 0;
};

}  // namespace krait::syntax
