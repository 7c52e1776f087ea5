// f-strings as 3.11 reads them: the literal is taken apart by hand, and the text of each expression goes to a parser of
// its own. The tokenizer knows nothing of this, so quotes, backslashes and comments inside the braces are refused here.
#include <cstdio>

#include "syntax/constants.h"
#include "syntax/joined.h"
#include "syntax/parse_fstring.h"
#include "syntax/tokenizer.h"

namespace krait::syntax {

bool StringReader::flush(Joined& joined) {
  if (joined.text.empty()) return true;
  ast::Expr* text = constant(reinterpret_cast<Object*>(make_str(session_.cx, joined.text.view())));
  joined.text.clear();
  if (!text) return false;
  joined.pieces.push(text);
  return true;
}

ast::Expr* StringReader::finish(Joined& joined, bool keep_plain) {
  if (keep_plain && !joined.format)
    return constant(reinterpret_cast<Object*>(make_str(session_.cx, joined.text.view())));
  if (!flush(joined)) return nullptr;
  auto* result = node<ast::JoinedStr>();
  result->values = joined.pieces.take<ast::Expr>(session_.arena);
  return result;
}

// Reads literal text and fields up to the end or, inside a format specification, up to its `}`.
bool StringReader::format_string(const Literal& literal, const char*& p, const char* end, int nesting, Joined& joined) {
  for (;;) {
    bool again = false;
    if (!format_literal(literal, p, end, nesting, joined, again)) return false;
    if (again) continue;
    if (p >= end || *p == '}') break;
    if (!replacement_field(literal, p, end, nesting, joined)) return false;
  }
  if (nesting == 0 && p < end) return fail("f-string: unexpected end of string");
  if (nesting != 0 && (p >= end || *p != '}')) return fail("f-string: expecting '}'");
  return true;
}

// Text up to a brace. `again`: it ended in a doubled brace, and more text may follow.
bool StringReader::format_literal(const Literal& literal, const char*& p, const char* end, int nesting, Joined& joined,
                                  bool& again) {
  const char* begin = p;
  const char* stop = end;
  while (p < end) {
    char c = *p++;
    if (!literal.raw && c == '\\' && p < end) {
      c = *p++;
      if (c == 'N') {  // the braces of \N{name} are not a field's
        if (p < end && *p++ == '{')
          while (p < end && *p++ != '}') {}
        continue;
      }
      if (c == '{' && !warn_escape(literal, p - 1)) return false;
    }
    if (c != '{' && c != '}') continue;
    if (nesting == 0) {
      if (p < end && *p == c) {
        stop = p++;
        again = true;
        break;
      }
      if (c == '}') {
        --p;
        return fail("f-string: single '}' is not allowed");
      }
    }
    stop = --p;
    break;
  }
  return decode(literal, {begin, size_t(stop - begin)}, joined.text);
}

static bool only_spaces(const char* begin, const char* end) {
  for (; begin < end; ++begin)
    if (*begin != ' ' && *begin != '\t' && *begin != '\n' && *begin != '\f') return false;
  return true;
}

static bool closes(char open, char close) {
  return (open == '(' && close == ')') || (open == '[' && close == ']') || (open == '{' && close == '}');
}

// Where the expression from `p` on ends: at `!`, `:`, `=` or `}` outside brackets and strings. Null: a message is set.
const char* StringReader::find_expression_end(const char* p, const char* end) {
  char quote = 0, parens[Tokenizer::max_level];
  int quotes = 0, depth = 0;
  for (; p < end; ++p) {
    char c = *p;
    if (c == '\\') return fail("f-string expression part cannot include a backslash"), nullptr;
    bool triple = end - p > 2 && p[1] == c && p[2] == c;
    if (quote) {
      if (c != quote || (quotes == 3 && !triple)) continue;
      p += quotes - 1;
      quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
      quotes = triple ? 3 : 1;
      p += quotes - 1;
    } else if (c == '(' || c == '[' || c == '{') {
      if (depth >= Tokenizer::max_level) return fail("f-string: too many nested parenthesis"), nullptr;
      parens[depth++] = c;
    } else if (c == '#') {
      return fail("f-string expression part cannot include '#'"), nullptr;
    } else if (depth == 0 && (c == '!' || c == ':' || c == '}' || c == '=' || c == '>' || c == '<')) {
      if (end - p > 1 && p[1] == '=' && (c == '!' || c == '=' || c == '<' || c == '>')) {
        ++p;
      } else if (c != '>' && c != '<') {
        break;
      }
    } else if (c == ')' || c == ']' || c == '}') {
      if (depth == 0) return fail("f-string: unmatched '%c'", c), nullptr;
      char open = parens[--depth];
      if (!closes(open, c))
        return fail("f-string: closing parenthesis '%c' does not match opening parenthesis '%c'", c, open), nullptr;
    }
  }
  if (quote) return fail("f-string: unterminated string"), nullptr;
  if (depth) return fail("f-string: unmatched '%c'", parens[depth - 1]), nullptr;
  return p;
}

// `p` is at the opening brace and is left behind the closing one.
bool StringReader::replacement_field(const Literal& literal, const char*& p, const char* end, int nesting,
                                     Joined& joined) {
  if (nesting >= 2) return fail("f-string: expressions nested too deeply");
  const char* begin = ++p;
  const char* stop = find_expression_end(begin, end);
  if (!stop) return false;
  p = stop;
  if (p >= end) return fail("f-string: expecting '}'");
  auto* field = node<ast::FormattedValue>();
  field->conversion = -1;
  if (!(field->value = expression(literal, begin, stop))) return false;
  bool shows_text = *p == '=';
  if (shows_text) {
    if (session_.feature_version < 8)
      return fail("f-string: self documenting expressions are only supported in Python 3.8 and greater");
    ++p;
    while (p < end && (*p == ' ' || (*p >= '\t' && *p <= '\r'))) ++p;
    if (p >= end) return fail("f-string: expecting '}'");
    joined.text.append({begin, size_t(p - begin)});
  }
  if (!conversion_and_spec(literal, p, end, nesting, field)) return false;
  if (shows_text && !field->format_spec && field->conversion == -1) field->conversion = 'r';
  if (!flush(joined)) return false;
  joined.pieces.push(field);
  return true;
}

bool StringReader::conversion_and_spec(const Literal& literal, const char*& p, const char* end, int nesting,
                                       ast::FormattedValue* field) {
  if (*p == '!') {
    if (++p >= end) return fail("f-string: expecting '}'");
    field->conversion = uint8_t(*p++);
    if (field->conversion != 's' && field->conversion != 'r' && field->conversion != 'a')
      return fail("f-string: invalid conversion character: expected 's', 'r', or 'a'");
  }
  if (p < end && *p == ':') {
    if (++p >= end) return fail("f-string: expecting '}'");
    Joined spec;
    if (!format_string(literal, p, end, nesting + 1, spec)) return false;
    // The specification and the text at its end have the position of their own literal, not that of the whole run.
    const Token& t = *literal.token;
    ast::Position outer = std::exchange(position_, {t.lineno, t.col_offset, t.end_lineno, t.end_col_offset});
    Str* outer_kind = std::exchange(kind_, nullptr);
    field->format_spec = finish(spec, false);
    position_ = outer;
    kind_ = outer_kind;
    if (!field->format_spec) return false;
  }
  if (p >= end || *p != '}') return fail("f-string: expecting '}'");
  ++p;
  return true;
}

// Where the parser of an expression has to think it is: line and column of the brace, which a parenthesis replaces.
static void locate(const Token& token, const char* brace, int& lineno, int& col) {
  int lines = 0;
  for (const char* p = token.start; p < brace; ++p) lines += *p == '\n';
  const char* p = brace + 1;
  while (*p == ' ' || *p == '\t' || *p == '\f') ++p;
  int cols = 0;
  if (*p != '\n') {  // on a line of its own, the expression stands where its line says
    const char* from = brace;
    while (from > token.start && *from != '\n') --from;
    cols = int(brace - from) - (*from == '\n');
  }
  lineno = token.lineno + lines;
  col = lines ? cols : token.col_offset + cols;
}

ast::Expr* StringReader::expression(const Literal& literal, const char* begin, const char* end) {
  if (only_spaces(begin, end)) {
    if (*end == '!' || *end == ':' || *end == '=') {
      fail("f-string: expression required before '%c'", *end);
    } else {
      fail("f-string: empty expression not allowed");
    }
    return nullptr;
  }
  size_t length = size_t(end - begin);
  char* text = static_cast<char*>(session_.arena.allocate(length + 4));
  text[0] = '(';
  std::memcpy(text + 1, begin, length);
  std::memcpy(text + 1 + length, ")\n", 3);
  int lineno, col;
  locate(*literal.token, begin - 1, lineno, col);
  return parse_fstring_expression(session_, text, text + length + 3, lineno, col);
}

}  // namespace krait::syntax
