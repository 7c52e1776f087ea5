#include "syntax/encoding.h"

#include <cstdio>

#include "base/text/utf8.h"
#include "syntax/char_class.h"
#include "syntax/constants.h"

namespace krait::syntax {
namespace {

text::Utf8Scan scan(std::string_view s) {
  return text::utf8_scan(reinterpret_cast<const uint8_t*>(s.data()), text::Index(s.size()));
}

bool is_blank_char(char c) { return c == ' ' || c == '\t' || c == '\f'; }

// Takes the first line off the text.
std::string_view take_line(std::string_view& text) {
  size_t end = text.find_first_of("\r\n");
  if (end == text.npos) return std::exchange(text, {});
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end + (text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n' ? 2 : 1));
  return line;
}

// The name in a comment such as `# -*- coding: latin-1 -*-`, or empty.
std::string_view declared_encoding(std::string_view line) {
  size_t i = 0;
  while (i < line.size() && is_blank_char(line[i])) ++i;
  if (i == line.size() || line[i] != '#') return {};
  for (size_t at = line.find("coding", i); at != line.npos; at = line.find("coding", at + 1)) {
    size_t p = at + 6;
    if (p >= line.size() || (line[p] != ':' && line[p] != '=')) continue;
    ++p;
    while (p < line.size() && (line[p] == ' ' || line[p] == '\t')) ++p;
    size_t begin = p;
    while (p < line.size() && uint8_t(line[p]) < 0x80 &&
           (is_name_char(uint8_t(line[p])) || line[p] == '-' || line[p] == '.'))
      ++p;
    if (p > begin) return line.substr(begin, p - begin);
  }
  return {};
}

bool is_comment_or_blank(std::string_view line) {
  for (char c : line) {
    if (c == '#') return true;
    if (!is_blank_char(c)) return false;
  }
  return true;
}

// The usual spellings of UTF-8 and Latin-1 are one; others stay as written.
std::string_view normal_encoding(std::string_view name) {
  char low[13];
  size_t n = 0;
  for (; n < 12 && n < name.size(); ++n) {
    char c = name[n];
    low[n] = c == '_' ? '-' : c >= 'A' && c <= 'Z' ? char(c + 32) : c;
  }
  low[n] = 0;
  std::string_view lower(low, n);
  auto is = [&](std::string_view word) {
    return lower == word || (lower.starts_with(word) && lower[word.size()] == '-');
  };
  if (is("utf-8")) return "utf-8";
  if (is("latin-1") || is("iso-8859-1") || is("iso-latin-1")) return "iso-8859-1";
  return name;
}

bool plain_problem(Problem& problem, bool script, const char* text) {
  problem.kind = Problem::syntax;
  std::snprintf(problem.message, sizeof problem.message, "%s", text);
  problem.place = script ? Problem::nowhere : Problem::file_only;
  return false;
}

bool not_utf8(Context& cx, std::string_view bytes, Object* filename, Problem& problem) {
  auto found = scan(bytes);
  int line = 1;
  for (text::Index i = 0; i < found.bytes; ++i) line += bytes[size_t(i)] == '\n';
  char name[256] = "";
  if (filename) copy_str(cx, filename, name, sizeof name);
  char message[480];
  std::snprintf(message, sizeof message,
                "Non-UTF-8 code starting with '\\x%02x' in file %s on line %d, but no encoding declared; "
                "see https://peps.python.org/pep-0263/ for details",
                unsigned(uint8_t(bytes[size_t(found.bytes)])), name, line);
  return plain_problem(problem, true, message);
}

}  // namespace

bool describe_malformed(std::string_view s, char* out, size_t size) {
  auto found = scan(s);
  if (found.problem == text::Utf8Problem::none) return false;
  if (found.bad_bytes <= 1) {
    std::snprintf(out, size, "'utf-8' codec can't decode byte 0x%02x in position %d: %s",
                  unsigned(uint8_t(s[size_t(found.bytes)])), int(found.bytes), text::describe(found.problem));
  } else {
    std::snprintf(out, size, "'utf-8' codec can't decode bytes in position %d-%d: %s", int(found.bytes),
                  int(found.bytes + found.bad_bytes - 1), text::describe(found.problem));
  }
  return true;
}

void replace_malformed(std::string_view s, ByteBuffer& out) {
  while (!s.empty()) {
    auto found = scan(s);
    out.append(s.substr(0, size_t(found.bytes)));
    s.remove_prefix(size_t(found.bytes));
    if (found.problem == text::Utf8Problem::none) return;
    out.append("\xEF\xBF\xBD");
    s.remove_prefix(size_t(found.bad_bytes));
  }
}

bool decode_source(Context& cx, std::string_view bytes, bool script, Object* filename, SourceBytes& out,
                   Problem& problem) {
  bool mark = bytes.starts_with("\xEF\xBB\xBF");
  if (mark) bytes.remove_prefix(3);
  std::string_view rest = bytes;
  std::string_view line = take_line(rest);
  std::string_view declared = declared_encoding(line);
  if (declared.empty() && is_comment_or_blank(line)) declared = declared_encoding(take_line(rest));
  std::string_view encoding = normal_encoding(declared);
  char name[128];
  if (mark && !encoding.empty() && encoding != "utf-8") {
    std::snprintf(name, sizeof name, "encoding problem: %.*s with BOM", int(encoding.size()), encoding.data());
    return plain_problem(problem, script, name);
  }
  out.text = bytes;
  out.encoding_known = mark || !encoding.empty();
  if (encoding.empty() || encoding == "utf-8") {
    out.malformed = scan(bytes).problem != text::Utf8Problem::none;
    return !out.malformed || !script || out.encoding_known || not_utf8(cx, bytes, filename, problem);
  }
  std::snprintf(name, sizeof name, "%.*s", int(encoding.size()), encoding.data());
  if (decode_to_utf8(cx, bytes, name, out.decoded)) {
    out.text = out.decoded.view();
    return true;
  }
  char why[400];
  if (!take_decoding_error(cx, why, sizeof why)) {
    problem.kind = Problem::pending;
    return false;
  }
  if (script) std::snprintf(why, sizeof why, "encoding problem: %s", name);
  return plain_problem(problem, script, why);
}

}  // namespace krait::syntax
