// unicode_escape, raw_unicode_escape, and the escapes of bytes literals.
#include <cstring>

#include "base/text/scan.h"
#include "base/unicode/database.h"
#include "types/str/codecs/codecs.h"

namespace krait::codecs {
namespace {

// What an escape that stands for one fixed character stands for; -1 for others.
int simple_escape(int c) {
  switch (c) {
    case '\\': case '\'': case '"': return c;
    case 'b': return '\b';
    case 'f': return '\f';
    case 't': return '\t';
    case 'n': return '\n';
    case 'r': return '\r';
    case 'v': return '\v';
    case 'a': return '\a';
    default: return -1;
  }
}

// One pass over an escape behind its backslash.
struct Escape {
  const Span& input;
  Index at;                      // moves on as characters are taken
  const char* problem = nullptr;
  bool incomplete = false;       // the problem is only that the input ends
  CodePoint value = 0;

  bool more() const { return at < input.size; }

  bool read_hex(int digits, const char* message) {
    for (; digits > 0; digits--, at++) {
      int digit = more() ? text::hex_value(input.data[at]) : -1;
      if (digit < 0) return problem = message, incomplete = !more(), false;
      value = value << 4 | static_cast<CodePoint>(digit);
    }
    return true;
  }

  bool read_name() {
    problem = "malformed \\N character escape";
    if (!more()) return incomplete = true, false;
    if (input.data[at] != '{') return false;
    Index start = ++at;
    while (more() && input.data[at] != '}') at++;
    if (!more()) return incomplete = true, false;
    Index size = at - start;
    if (size == 0) return false;
    at++;
    problem = "unknown Unicode character name";
    CodePoint codes[4];
    if (unicode::codes_of_name(reinterpret_cast<const char*>(input.data) + start, static_cast<std::size_t>(size), codes, false) != 1)
      return false;
    value = codes[0];
    return true;
  }
};

void read_octal(Escape& escape, int first) {
  escape.value = static_cast<CodePoint>(first - '0');
  for (int i = 0; i < 2 && escape.more() && escape.input.data[escape.at] - '0' < 8u; i++, escape.at++)
    escape.value = escape.value << 3 | (escape.input.data[escape.at] - '0');
}

enum class Step { character, nothing, unknown, fault };

// The escape whose first character is at escape.at.
Step read_escape(Escape& escape) {
  if (!escape.more()) return escape.problem = "\\ at end of string", escape.incomplete = true, Step::fault;
  int c = escape.input.data[escape.at++];
  if (int simple = simple_escape(c); simple >= 0) return escape.value = static_cast<CodePoint>(simple), Step::character;
  switch (c) {
    case '\n': return Step::nothing;
    case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': return read_octal(escape, c), Step::character;
    case 'x': return escape.read_hex(2, "truncated \\xXX escape") ? Step::character : Step::fault;
    case 'u': return escape.read_hex(4, "truncated \\uXXXX escape") ? Step::character : Step::fault;
    case 'U':
      if (!escape.read_hex(8, "truncated \\UXXXXXXXX escape")) return Step::fault;
      if (escape.value > 0x10ffff) return escape.problem = "illegal Unicode character", Step::fault;
      return Step::character;
    case 'N': return escape.read_name() ? Step::character : Step::fault;
    default: return escape.value = static_cast<CodePoint>(c), Step::unknown;
  }
}

}  // namespace

Result<Ref<Str>> decode_unicode_escape(Context& cx, Span input, const char* errors, Index* consumed, Index* invalid_escape) {
  DecodeJob job(cx, "unicodeescape", input, errors);
  if (invalid_escape) *invalid_escape = -1;
  Index at = 0;
  while (at < job.input.size) {
    if (job.input.data[at] != '\\') {
      job.out.put_char(job.input.data[at++]);
      continue;
    }
    Escape escape{job.input, at + 1};
    Step step = read_escape(escape);
    if (step == Step::fault) {
      if (escape.incomplete && consumed) break;
      at = KR_TRY(job.fault(at, escape.at, escape.problem));
      continue;
    }
    if (step == Step::unknown) {
      if (invalid_escape && *invalid_escape < 0) *invalid_escape = escape.at - 1;
      job.out.put_char('\\');
    }
    if (step != Step::nothing) job.out.put_char(escape.value);
    at = escape.at;
  }
  if (consumed) *consumed = at;
  return job.out.finish();
}

Result<Ref<Str>> decode_raw_unicode_escape(Context& cx, Span input, const char* errors, Index* consumed) {
  DecodeJob job(cx, "rawunicodeescape", input, errors);
  Index at = 0;
  while (at < job.input.size) {
    std::uint8_t c = job.input.data[at];
    bool last = at + 1 >= job.input.size;
    if (c != '\\' || (last && !consumed)) {
      job.out.put_char(c);
      at++;
      continue;
    }
    if (last) break;
    std::uint8_t kind = job.input.data[at + 1];
    if (kind != 'u' && kind != 'U') {
      job.out.put_char('\\');
      job.out.put_char(kind);
      at += 2;
      continue;
    }
    Escape escape{job.input, at + 2};
    bool good = escape.read_hex(kind == 'u' ? 4 : 8, kind == 'u' ? "truncated \\uXXXX escape" : "truncated \\UXXXXXXXX escape");
    if (good && escape.value > 0x10ffff) good = false, escape.problem = "\\Uxxxxxxxx out of range";
    if (good) {
      job.out.put_char(escape.value);
      at = escape.at;
    } else if (escape.incomplete && consumed) {
      break;
    } else {
      at = KR_TRY(job.fault(at, escape.at, escape.problem));
    }
  }
  if (consumed) *consumed = at;
  return job.out.finish();
}

namespace {

void put_hex(ByteBuffer& out, char letter, CodePoint c, int digits) {
  out.put('\\');
  out.put(static_cast<std::uint8_t>(letter));
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) out.put(static_cast<std::uint8_t>("0123456789abcdef"[c >> shift & 15]));
}

}  // namespace

Result<Ref<Bytes>> encode_unicode_escape(Context& cx, Borrowed<Str> text) {
  ByteBuffer out(cx);
  for (Index i = 0; i < text->size; i++) {
    CodePoint c = text->at(i);
    if (c == '\\') out.put("\\\\", 2);
    else if (c >= ' ' && c < 0x7f) out.put(static_cast<std::uint8_t>(c));
    else if (c == '\t') out.put("\\t", 2);
    else if (c == '\n') out.put("\\n", 2);
    else if (c == '\r') out.put("\\r", 2);
    else if (c < 0x100) put_hex(out, 'x', c, 2);
    else if (c < 0x10000) put_hex(out, 'u', c, 4);
    else put_hex(out, 'U', c, 8);
  }
  return out.finish();
}

Result<Ref<Bytes>> encode_raw_unicode_escape(Context& cx, Borrowed<Str> text) {
  ByteBuffer out(cx);
  for (Index i = 0; i < text->size; i++) {
    CodePoint c = text->at(i);
    if (c < 0x100) out.put(static_cast<std::uint8_t>(c));
    else if (c < 0x10000) put_hex(out, 'u', c, 4);
    else put_hex(out, 'U', c, 8);
  }
  return out.finish();
}

Result<Ref<Bytes>> decode_bytes_escape(Context& cx, Span input, const char* errors, Index* invalid_escape) {
  ByteBuffer out(cx);
  if (invalid_escape) *invalid_escape = -1;
  for (Index at = 0; at < input.size;) {
    if (input.data[at] != '\\') {
      out.put(input.data[at++]);
      continue;
    }
    if (at + 1 >= input.size) return raise(cx, exc::ValueError, "Trailing \\ in string");
    int c = input.data[at + 1];
    Escape escape{input, at + 2};
    if (int simple = simple_escape(c); simple >= 0) {
      out.put(static_cast<std::uint8_t>(simple));
    } else if (c == '\n') {
    } else if (c >= '0' && c <= '7') {
      read_octal(escape, c);
      out.put(static_cast<std::uint8_t>(escape.value));
    } else if (c == 'x') {
      if (escape.read_hex(2, "")) {
        out.put(static_cast<std::uint8_t>(escape.value));
      } else if (!errors || strcmp(errors, "strict") == 0) {
        return raise(cx, exc::ValueError, "invalid \\x escape at position {}", at);
      } else if (strcmp(errors, "replace") == 0) {
        out.put('?');
      } else if (strcmp(errors, "ignore") != 0) {
        return raise(cx, exc::ValueError, "decoding error; unknown error handling code: {:.400}", errors);
      }
    } else {
      if (invalid_escape && *invalid_escape < 0) *invalid_escape = at + 1;
      out.put('\\');
      out.put(static_cast<std::uint8_t>(c));
    }
    at = escape.at;
  }
  return out.finish();
}

}  // namespace krait::codecs
