// Where an error is shown: lines, columns in characters, and the errors of the tokenizer and of the ends of both runs.
#include <cstdio>
#include <cstring>

#include "syntax/constants.h"
#include "syntax/diagnose/machine.h"
#include "syntax/encoding.h"
#include "syntax/source.h"
#include "syntax/utf8.h"

namespace krait::syntax::diagnosis {

std::string_view Machine::line_of_text(int lineno) const {
  const char* p = tok_.text_begin;
  int first = source_.first_lineno;
  for (int i = 0; i < lineno - first; ++i) {
    const char* newline = std::strchr(p, '\n');
    if (!newline || newline + 1 > tok_.limit) break;
    p = newline + 1;
  }
  const char* end = std::strchr(p, '\n');
  return {p, end ? size_t(end - p) : std::strlen(p)};
}

// The tokenizer's own line comes with its end, an earlier one without.
std::string_view Machine::error_line(int lineno) const {
  if (tok_.lineno <= lineno && tok_.limit > tok_.window) return {tok_.window, size_t(tok_.limit - tok_.window)};
  return line_of_text(lineno);
}

// `col` counts bytes and one more; so half a character counts as one.
int Machine::to_characters(std::string_view line, int col) const {
  if (col < 0) col = 0;
  if (size_t(col) > line.size()) return int(utf8_length(line.data(), line.data() + line.size())) + 1;
  return int(utf8_length(line.data(), line.data() + col));
}

std::string_view Machine::readable(std::string_view line) const {
  ByteBuffer copy;
  replace_malformed(line, copy);
  return {session_.arena.copy_seq(copy.view().data(), int(copy.view().size())).items, copy.view().size()};
}

// Columns are 1-based bytes here; an end column of 0 or less stays as it is.
void Machine::raise(Problem::Kind kind, int lineno, int col, int end_lineno, int end_col, const char* message) {
  if (failed_ && session_.problem.kind != Problem::none) return;
  Problem& p = session_.problem;
  std::string_view line = error_line(lineno);
  if (session_.malformed) line = readable(line);
  if (mode_ == Mode::fstring) {
    col -= source_.first_col;
    end_col -= source_.first_col;
  }
  bool count_characters = mode_ != Mode::fstring && session_.encoding_known;
  if (count_characters) {
    col = to_characters(line, col);
    if (end_col > 0) end_col = to_characters(line, end_col);
  }
  p.kind = kind;
  std::snprintf(p.message, sizeof p.message, "%s%s", mode_ == Mode::fstring ? "f-string: " : "", message);
  p.lineno = lineno;
  p.offset = col;
  p.end_lineno = end_lineno;
  p.end_offset = end_col;
  p.text = line;
  failed_ = true;
}

void Machine::unclosed_parenthesis() {
  const Tokenizer::Paren& open = tok_.parens[tok_.level - 1];
  char message[40];
  std::snprintf(message, sizeof message, "'%c' was never closed", open.kind);
  raise(Problem::syntax, open.lineno, open.col + 1, open.lineno, 0, message);
}

bool Machine::at_end_of_source() const {
  return tok_.done == TokDone::Eof || (tok_.done == TokDone::Message && tok_.unclosed_string);
}

// The tokenizer could not go on.
void Machine::tokenizer_error() {
  Problem& p = session_.problem;
  switch (tok_.done) {
    case TokDone::Ok: break;
    case TokDone::Message:
      p.kind = Problem::syntax;
      std::snprintf(p.message, sizeof p.message, "%s", tok_.message);
      p.lineno = p.end_lineno = tok_.error_lineno;
      p.offset = tok_.error_col;
      p.end_offset = tok_.error_end_col;
      p.text = {tok_.error_line, std::strcspn(tok_.error_line, "\n")};
      break;
    case TokDone::Raised: p.kind = Problem::pending; break;
    case TokDone::Eof:
      if (tok_.level) {
        unclosed_parenthesis();
      } else {
        at_last(Problem::syntax, "unexpected EOF while parsing");
      }
      break;
    case TokDone::Malformed: at_last(Problem::syntax, "(unicode error) %s", tok_.message); break;
    case TokDone::Dedent:
      at_last(Problem::indentation, "unindent does not match any outer indentation level");
      break;
    case TokDone::TabSpace:
      raise(Problem::tab, tok_.lineno, 1, tok_.lineno, 0, "inconsistent use of tabs and spaces in indentation");
      break;
    case TokDone::TooDeep:
      raise(Problem::indentation, tok_.lineno, 1, tok_.lineno, 0, "too many levels of indentation");
      break;
    case TokDone::LineContinuation: {
      int col = int(tok_.cur - tok_.window);
      raise(Problem::syntax, tok_.lineno, col > 0 ? col : 1, tok_.lineno, 0,
            "unexpected character after line continuation character");
      break;
    }
  }
}

// Reads the rest of the text: what the tokenizer refuses there outranks what the parser found.
void Machine::check_rest() {
  int error_line = tokens_[fill_ - 1].lineno;
  Problem before = session_.problem;
  session_.problem.kind = Problem::none;
  Token token;
  do source_.next(token);
  while (token.kind != Tok::Error && token.kind != Tok::EndMarker);
  failed_ = false;
  if (token.kind == Tok::Error) {
    if (tok_.done == TokDone::Malformed) {
      ByteBuffer unused;
      decode_to_utf8(session_.cx, {tok_.token_start(), size_t(tok_.cur - tok_.token_start())}, "utf-8", unused);
      session_.problem.kind = Problem::pending;  // here the codec's error itself comes through
    } else if (tok_.done == TokDone::Message || tok_.done == TokDone::Raised) {
      tokenizer_error();
    } else if (tok_.level && error_line > tok_.parens[tok_.level - 1].lineno) {
      unclosed_parenthesis();
    }
  }
  failed_ = true;
  if (session_.problem.kind == Problem::none) session_.problem = before;
}

// No rule had an explanation.
void Machine::generic_error(int last_token) {
  failed_ = false;
  if (!fill_) {
    at_last(Problem::syntax, "error at start before reading any input");
    return;
  }
  const Token& last = tokens_[last_token];
  if (last.kind == Tok::Error && tok_.done == TokDone::Eof) {
    if (tok_.level) {
      unclosed_parenthesis();
    } else {
      at_last(Problem::syntax, "unexpected EOF while parsing");
    }
    return;
  }
  if (last.kind == Tok::Indent || last.kind == Tok::Dedent) {
    at_last(Problem::indentation, last.kind == Tok::Indent ? "unexpected indent" : "unexpected unindent");
    return;
  }
  at_position(Problem::syntax, {last.lineno, last.col_offset, last.end_lineno, last.end_col_offset}, "invalid syntax");
  check_rest();
}

// The second run, and what outranks its findings.
void Machine::explain() {
  Problem& problem = session_.problem;
  int last = fill_ - 1;
  if (!failed_) {
    for (int i = 0; i < fill_; ++i) memos_[i] = nullptr;
    pos_ = level_ = 0;
    invalid_rules_ = true;
    rule(start_rule());
  }
  if (problem.kind == Problem::none) return generic_error(last);
  if (problem.kind != Problem::memory && problem.kind != Problem::pending && tok_.done == TokDone::Ok) check_rest();
}

bool Machine::diagnose() {
  Problem& problem = session_.problem;
  Node* result = rule(start_rule());
  if (result && !failed_) {
    if (mode_ == Mode::single && !is_blank(tokens_[pos_ - 1].end)) {
      at_last(Problem::syntax, "multiple statements found while compiling a single statement");
      return false;
    }
    problem.kind = Problem::memory;  // unless the fast parser accepts it, too: then it was nested too deeply for it
    return true;
  }
  if ((session_.flags & ALLOW_INCOMPLETE_INPUT) && at_end_of_source()) {
    problem.kind = Problem::none;
    failed_ = false;
    at_last(Problem::syntax, "incomplete input");
  } else if (problem.kind != Problem::memory && problem.kind != Problem::pending) {
    explain();
  }
  return false;
}

}  // namespace krait::syntax::diagnosis
