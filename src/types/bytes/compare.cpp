// Order of bytes-like objects, and repr().
#include <cstring>

#include "types/bytes/internal.h"
#include "types/str/builder.h"

namespace krait {
namespace byte_strings {
namespace {

Object* answer(int order, int op) {
  bool yes = false;
  switch (static_cast<Compare>(op)) {
    case Compare::lt: yes = order < 0; break;
    case Compare::le: yes = order <= 0; break;
    case Compare::eq: yes = order == 0; break;
    case Compare::ne: yes = order != 0; break;
    case Compare::gt: yes = order > 0; break;
    case Compare::ge: yes = order >= 0; break;
  }
  return new_bool(yes).release();
}

Object* compare_spans(Span a, Span b, int op) {
  bool equality = op == static_cast<int>(Compare::eq) || op == static_cast<int>(Compare::ne);
  if (equality && a.size != b.size) return answer(1, op);
  Index common = a.size < b.size ? a.size : b.size;
  int order = common ? memcmp(a.data, b.data, static_cast<std::size_t>(common)) : 0;
  return answer(order ? order : a.size < b.size ? -1 : a.size > b.size, op);
}

}  // namespace

Object* richcompare(Object* left, Object* right, int op) {
  Borrowed<> a(left), b(right);
  if (is<Bytes>(a) && is<Bytes>(b)) return compare_spans(span_of(a), span_of(b), op);
  if (!is_bytearray(a) && !is_bytearray(b)) return new_not_implemented().release();
  Context& cx = Context::current();
  ScopedBuffer x, y;
  if (!has_buffer(a) || !has_buffer(b)) return new_not_implemented().release();
  if (x.get(cx, a).failed() || y.get(cx, b).failed()) {
    clear_error(cx);
    return new_not_implemented().release();
  }
  return compare_spans(span_of(x), span_of(y), op);
}

}  // namespace byte_strings

namespace {

void put_quoted(StrBuilder& out, byte_strings::Span bytes, bool smart_quotes, bool escape_single) {
  bool single = false, both = false;
  for (Index i = 0; i < bytes.size; i++) single |= bytes.data[i] == '\'', both |= bytes.data[i] == '"';
  CodePoint quote = smart_quotes && single && !both ? '"' : '\'';
  out.put("b");
  out.put_char(quote);
  for (Index i = 0; i < bytes.size; i++) {
    std::uint8_t c = bytes.data[i];
    if (c == quote || c == '\\' || (escape_single && c == '\'')) out.put_char('\\'), out.put_char(c);
    else if (c == '\t') out.put("\\t");
    else if (c == '\n') out.put("\\n");
    else if (c == '\r') out.put("\\r");
    else if (c < ' ' || c >= 0x7f) out.put("\\x"), out.put_hex(c, 2);
    else out.put_char(c);
  }
  out.put_char(quote);
}

}  // namespace

Result<Ref<Str>> bytes_repr(Context& cx, Borrowed<Bytes> bytes, bool smart_quotes) {
  StrBuilder out(cx);
  put_quoted(out, byte_strings::span_of(Borrowed<>(bytes)), smart_quotes, false);
  return out.finish();
}

Result<Ref<Str>> bytearray_repr(Context& cx, Borrowed<ByteArray> array) {
  StrBuilder out(cx);
  std::string_view name = array.type()->tp_name;
  std::size_t dot = name.rfind('.');
  out.put_utf8(dot == std::string_view::npos ? name : name.substr(dot + 1));
  out.put_char('(');
  put_quoted(out, byte_strings::span_of(Borrowed<>(array)), true, true);
  out.put_char(')');
  return out.finish();
}

}  // namespace krait
