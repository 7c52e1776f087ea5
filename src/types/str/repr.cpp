// repr() and ascii() of a str.
#include "types/str/builder.h"
#include "types/str/internal.h"
#include "types/str/slots.h"

namespace krait::strings {
namespace {

void put_escaped(StrBuilder& out, CodePoint c) {
  if (c < 0x100) out.put("\\x"), out.put_hex(c, 2);
  else if (c < 0x10000) out.put("\\u"), out.put_hex(c, 4);
  else out.put("\\U"), out.put_hex(c, 8);
}

template <class Char>
CodePoint choose_quote(const Char* text, Index size) {
  bool single = false;
  for (Index i = 0; i < size; i++) {
    if (text[i] == '"') return '\'';
    single |= text[i] == '\'';
  }
  return single ? '"' : '\'';
}

template <class Char>
Result<Ref<Str>> quoted(Context& cx, const Char* text, Index size, bool ascii_only) {
  StrBuilder out(cx);
  CodePoint quote = choose_quote(text, size);
  out.reserve(size + 2);
  out.put_char(quote);
  for (Index i = 0; i < size; i++) {
    CodePoint c = text[i];
    if (c == quote || c == '\\') out.put_char('\\'), out.put_char(c);
    else if (c >= 0x20 && c < 0x7f) out.put_char(c);
    else if (c == '\n') out.put("\\n");
    else if (c == '\t') out.put("\\t");
    else if (c == '\r') out.put("\\r");
    else if (c < 0x80 || ascii_only || !unicode::is_printable(c)) put_escaped(out, c);
    else out.put_char(c);
  }
  out.put_char(quote);
  return out.finish();
}

}  // namespace

Result<Ref<Str>> repr(Context& cx, Borrowed<Str> self) {
  return visit(self, [&](auto* text, Index size) { return quoted(cx, text, size, false); });
}
Result<Ref<Str>> ascii_repr(Context& cx, Borrowed<Str> self) {
  return visit(self, [&](auto* text, Index size) { return quoted(cx, text, size, true); });
}

}  // namespace krait::strings
