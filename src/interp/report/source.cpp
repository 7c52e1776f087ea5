// Reading one line out of a source file, in the file's own encoding (PEP 263).
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <string>

#include "interp/report/frames.h"
#include "interp/report/report.h"
#include "types/bytes/bytes.h"
#include "types/list/list.h"
#include "types/str/str.h"

namespace krait {

namespace {

bool read_file(const char* path, std::string& content) {
  int file = ::open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  struct stat info;
  bool good = ::fstat(file, &info) == 0 && S_ISREG(info.st_mode);
  if (good) content.reserve(static_cast<std::size_t>(info.st_size));
  char block[65536];
  while (good) {
    ssize_t got = ::read(file, block, sizeof block);
    if (got < 0) good = false;
    if (got <= 0) break;
    content.append(block, static_cast<std::size_t>(got));
  }
  ::close(file);
  return good;
}

// The file itself, else the first one of its last name along sys.path.
bool find_and_read(Context& cx, Borrowed<Str> filename, std::string& content) {
  Index size = 0;
  auto path = str_utf8(cx, filename, &size);
  if (path.failed()) return clear_error(cx), false;
  if (std::strlen(path.value()) != static_cast<std::size_t>(size)) return false;
  if (read_file(path.value(), content)) return true;
  const char* slash = std::strrchr(path.value(), '/');
  const char* tail = slash ? slash + 1 : path.value();
  Borrowed<> search = sys_get(cx, KR_ID(path));
  if (!search || !is<List>(search)) return false;
  for (Index i = 0; i < search.as<List>()->size(); ++i) {
    Borrowed<> entry = search.as<List>()->item(i);
    if (!is<Str>(entry)) continue;
    auto folder = str_utf8(cx, entry.as<Str>(), &size);
    if (folder.failed()) {
      clear_error(cx);
      continue;
    }
    std::string candidate(folder.value(), static_cast<std::size_t>(size));
    if (!candidate.empty() && candidate.back() != '/') candidate += '/';
    if (read_file((candidate + tail).c_str(), content)) return true;
  }
  return false;
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

// The end of the line that starts at `from`: behind its \n, \r or \r\n.
std::size_t line_end(std::string_view text, std::size_t from) {
  std::size_t at = text.find_first_of("\r\n", from);
  if (at == std::string_view::npos) return text.size();
  if (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n') ++at;
  return at + 1;
}

// A coding cookie in one of the first two lines; empty: none.
std::string find_cookie(std::string_view text) {
  std::size_t from = 0;
  for (int line = 0; line < 2 && from < text.size(); ++line) {
    std::size_t end = line_end(text, from);
    std::string_view here = text.substr(from, end - from);
    from = end;
    std::size_t start = here.find_first_not_of(" \t\f");
    if (start == std::string_view::npos || here[start] == '\r' || here[start] == '\n') continue;
    if (here[start] != '#') return {};
    std::size_t word = here.find("coding", start);
    if (word == std::string_view::npos) continue;
    std::size_t at = word + 6;
    if (at >= here.size() || (here[at] != ':' && here[at] != '=')) continue;
    ++at;
    while (at < here.size() && (here[at] == ' ' || here[at] == '\t')) ++at;
    std::size_t stop = at;
    while (stop < here.size() && is_name_character(here[stop])) ++stop;
    if (stop > at) return std::string(here.substr(at, stop - at));
  }
  return {};
}

}  // namespace

Ref<Str> source_line(Context& cx, Borrowed<Str> filename, int line) {
  if (line < 1) return {};
  if (filename->size >= 2 && filename->at(0) == '<' && filename->at(filename->size - 1) == '>') return {};
  std::string content;
  if (!find_and_read(cx, filename, content)) return {};
  std::string_view text = content;
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  std::string encoding = find_cookie(text);
  std::size_t from = 0;
  for (int i = 1; i < line && from < text.size(); ++i) from = line_end(text, from);
  if (from >= text.size()) return {};
  std::string_view here = text.substr(from, line_end(text, from) - from);
  while (!here.empty() && (here.back() == '\n' || here.back() == '\r')) here.remove_suffix(1);
  auto decoded = decode(cx, {here.data(), here.size()}, encoding.empty() ? "utf-8" : encoding.c_str(), "replace");
  if (decoded.failed()) {
    clear_error(cx);
    return {};
  }
  return std::move(decoded).value();
}

}  // namespace krait
