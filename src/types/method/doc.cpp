// Docstrings of C functions: "name($self, x, /)\n--\n\ntext" holds a text signature before the text.
#include <cstring>

#include "types/method/method.h"
#include "types/str/str.h"

namespace krait {

namespace {

constexpr const char mark[] = ")\n--\n\n";

// Where the signature begins (its parenthesis), or null.
const char* signature_start(const char* name, const char* doc) {
  if (const char* dot = std::strrchr(name, '.')) name = dot + 1;
  std::size_t length = std::strlen(name);
  if (std::strncmp(doc, name, length) != 0 || doc[length] != '(') return nullptr;
  return doc + length;
}

// Behind the signature, or null when there is none before the first blank line.
const char* signature_end(const char* doc) {
  for (; *doc; ++doc) {
    if (std::strncmp(doc, mark, sizeof mark - 1) == 0) return doc + sizeof mark - 1;
    if (doc[0] == '\n' && doc[1] == '\n') return nullptr;
  }
  return nullptr;
}

}  // namespace

Result<Ref<>> doc_from_internal_doc(Context& cx, const char* name, const char* doc) {
  if (!doc) return new_none();
  const char* text = signature_start(name, doc);
  if (text) text = signature_end(text);
  if (!text) text = doc;
  if (!*text) return new_none();
  return str_from_utf8(cx, text);
}

Result<Ref<>> text_signature_from_internal_doc(Context& cx, const char* name, const char* doc) {
  const char* start = doc ? signature_start(name, doc) : nullptr;
  const char* end = start ? signature_end(start) : nullptr;
  if (!end) return new_none();
  // The parenthesis stays, the mark behind it does not.
  return str_from_utf8(cx, {start, static_cast<std::size_t>(end - start) - (sizeof mark - 2)});
}

}  // namespace krait
