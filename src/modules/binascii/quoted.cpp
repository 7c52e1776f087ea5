// Quoted-printable (RFC 1521).
#include <cstring>

#include "base/text/scan.h"
#include "modules/binascii/binascii.h"

namespace krait::binascii {

Result<Ref<>> a2b_qp(Context& cx, Borrowed<> data, bool header) {
  AsciiSource source;
  KR_TRY(source.get(cx, data));
  Span in = source.span;
  ByteBuffer out(cx);
  for (Index i = 0; i < in.size;) {
    std::uint8_t c = in.data[i++];
    if (c != '=') {
      out.put(header && c == '_' ? ' ' : c);
      continue;
    }
    if (i >= in.size) break;
    c = in.data[i];
    if (c == '\n' || c == '\r') {  // a soft line break: skip to behind the line feed
      while (i < in.size && in.data[i] != '\n') i++;
      if (i < in.size) i++;
    } else if (c == '=') {
      out.put('=');
      i++;
    } else if (i + 1 < in.size && text::hex_value(c) >= 0 && text::hex_value(in.data[i + 1]) >= 0) {
      out.put(static_cast<std::uint8_t>(text::hex_value(c) << 4 | text::hex_value(in.data[i + 1])));
      i += 2;
    } else {
      out.put('=');
    }
  }
  return out.finish();
}

namespace {

struct Quoting {
  bool tabs, text, header;

  bool needs(Span in, Index i, Index column) const {
    std::uint8_t c = in.data[i];
    bool last = i + 1 == in.size;
    std::uint8_t next = last ? 0 : in.data[i + 1];
    if (c > 126 || c == '=' || (header && c == '_')) return true;
    if (c == '.' && column == 0 && (last || next == '\n' || next == '\r' || next == 0)) return true;
    if (!text && (c == '\r' || c == '\n')) return true;
    if ((c == '\t' || c == ' ') && last) return true;
    return c < 33 && c != '\r' && c != '\n' && (tabs || (c != '\t' && c != ' '));
  }
};

constexpr Index kLongestLine = 76;

}  // namespace

Result<Ref<>> b2a_qp(Context& cx, Borrowed<> data, bool quotetabs, bool istext, bool header) {
  ScopedBuffer buffer;
  KR_TRY(buffer.get(cx, data));
  Span in = byte_strings::span_of(buffer);
  const void* feed = in.size ? memchr(in.data, '\n', static_cast<std::size_t>(in.size)) : nullptr;
  bool crlf = feed && feed != in.data && static_cast<const std::uint8_t*>(feed)[-1] == '\r';
  Quoting quoting{quotetabs, istext, header};
  ByteBuffer out(cx);
  Index column = 0;
  auto line_end = [&] {
    if (crlf) out.put('\r');
    out.put('\n');
    column = 0;
  };
  auto put_hex = [&](std::uint8_t c) {
    const char hex[3] = {'=', "0123456789ABCDEF"[c >> 4], "0123456789ABCDEF"[c & 15]};
    out.put(hex, 3);
  };
  for (Index i = 0; i < in.size;) {
    std::uint8_t c = in.data[i];
    if (quoting.needs(in, i, column)) {
      if (column + 3 >= kLongestLine) out.put('='), line_end();
      put_hex(c);
      column += 3;
      i++;
    } else if (istext && (c == '\n' || (c == '\r' && i + 1 < in.size && in.data[i + 1] == '\n'))) {
      if (out.size() > 0) {
        std::uint8_t before = out.data()[out.size() - 1];
        if (before == ' ' || before == '\t') out.advance(-1), put_hex(before);  // white space at a line's end must not be bare
      }
      line_end();
      i += c == '\r' ? 2 : 1;
    } else {
      if (i + 1 != in.size && in.data[i + 1] != '\n' && column + 1 >= kLongestLine) out.put('='), line_end();
      out.put(header && c == ' ' ? '_' : c);
      column++;
      i++;
    }
  }
  return out.finish();
}

}  // namespace krait::binascii
