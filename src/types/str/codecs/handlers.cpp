// The standard error handlers as Python functions, for codecs.lookup_error() and codecs written in Python.
#include <cstring>

#include "base/text/utf8.h"
#include "base/unicode/database.h"
#include "object/declare/method.h"
#include "types/bytes/bytes.h"
#include "types/exceptions/exceptions.h"
#include "types/int/int.h"
#include "types/str/builder.h"
#include "types/str/codecs/registry.h"
#include "types/tuple/tuple.h"

namespace krait::codecs {
namespace {

enum class Kind { none, encode, decode, translate };

// The fields of a UnicodeError, read with its class's checks.
struct Problem {
  Kind kind = Kind::none;
  Ref<> object;
  Index start = 0, end = 0;
  Index size() const { return kind == Kind::decode ? object.borrow().as<Bytes>()->size() : object.borrow().as<Str>()->size; }
  Borrowed<Str> text() const { return object.borrow().as<Str>(); }
};

Failed raise_unhandled(Context& cx, Borrowed<> exception) {
  return raise(cx, exc::TypeError, "don't know how to handle {!t:.200} in error callback", exception);
}

Result<Problem> read_problem(Context& cx, Borrowed<> exception) {
  Problem problem;
  problem.kind = is_instance_of(exception, exc::UnicodeEncodeError)      ? Kind::encode
                 : is_instance_of(exception, exc::UnicodeDecodeError)    ? Kind::decode
                 : is_instance_of(exception, exc::UnicodeTranslateError) ? Kind::translate
                                                                         : Kind::none;
  if (problem.kind == Kind::none) return raise_unhandled(cx, exception);
  problem.object = KR_TRY(get_attr(cx, exception, KR_ID(object)));
  if (problem.kind == Kind::decode ? !is<Bytes>(problem.object) : !is<Str>(problem.object))
    return raise(cx, exc::TypeError, "object attribute must be {}", problem.kind == Kind::decode ? "bytes" : "unicode");
  auto* fields = reinterpret_cast<UnicodeErrorObject*>(exception.object());
  Index size = problem.size(), start = fields->start, end = fields->end;
  problem.start = start < 0 ? 0 : start >= size ? (size ? size - 1 : 0) : start;  // as PyUnicodeXError_GetStart and GetEnd clamp them
  problem.end = end < 1 ? 1 : end > size ? size : end;
  if (problem.end < problem.start) problem.end = problem.start;
  return problem;
}

Result<Ref<>> answer(Context& cx, StrBuilder& out, Index position) {
  Ref<Str> text = KR_TRY(out.finish());
  Ref<Int> place = KR_TRY(int_from(cx, position));
  return tuple_of(cx, text, place);
}

void put_backslashed(StrBuilder& out, CodePoint c) {
  if (c < 0x100) out.put("\\x"), out.put_hex(c, 2);
  else if (c < 0x10000) out.put("\\u"), out.put_hex(c, 4);
  else out.put("\\U"), out.put_hex(c, 8);
}

Result<Ref<>> ignore_errors(Context& cx, Borrowed<> exception) {
  Problem problem = KR_TRY(read_problem(cx, exception));
  StrBuilder out(cx);
  return answer(cx, out, problem.end);
}

Result<Ref<>> replace_errors(Context& cx, Borrowed<> exception) {
  Problem problem = KR_TRY(read_problem(cx, exception));
  StrBuilder out(cx);
  Index count = problem.kind == Kind::decode ? 1 : problem.end - problem.start;
  out.fill(problem.kind == Kind::encode ? '?' : 0xFFFD, count);
  return answer(cx, out, problem.end);
}

Result<Ref<>> xmlcharrefreplace_errors(Context& cx, Borrowed<> exception) {
  if (!is_instance_of(exception, exc::UnicodeEncodeError)) return raise_unhandled(cx, exception);
  Problem problem = KR_TRY(read_problem(cx, exception));
  StrBuilder out(cx);
  for (Index i = problem.start; i < problem.end; i++) {
    out.put("&#");
    out.put_decimal(problem.text()->at(i));
    out.put_char(';');
  }
  return answer(cx, out, problem.end);
}

Result<Ref<>> backslashreplace_errors(Context& cx, Borrowed<> exception) {
  Problem problem = KR_TRY(read_problem(cx, exception));
  StrBuilder out(cx);
  for (Index i = problem.start; i < problem.end; i++) {
    if (problem.kind != Kind::decode) put_backslashed(out, problem.text()->at(i));
    else out.put("\\x"), out.put_hex(static_cast<std::uint8_t>(problem.object.borrow().as<Bytes>()->data[i]), 2);
  }
  return answer(cx, out, problem.end);
}

Result<Ref<>> namereplace_errors(Context& cx, Borrowed<> exception) {
  if (!is_instance_of(exception, exc::UnicodeEncodeError)) return raise_unhandled(cx, exception);
  Problem problem = KR_TRY(read_problem(cx, exception));
  StrBuilder out(cx);
  for (Index i = problem.start; i < problem.end; i++) {
    char name[unicode::kLongestName];
    CodePoint c = problem.text()->at(i);
    int n = unicode::name_of(c, name);
    if (n == 0) {
      put_backslashed(out, c);
      continue;
    }
    out.put("\\N{");
    out.put({name, static_cast<std::size_t>(n)});
    out.put_char('}');
  }
  return answer(cx, out, problem.end);
}

// The exception itself, raised: what the surrogate handlers do with anything that is none.
Failed raise_again(Context& cx, Borrowed<> exception) { return raise_instance(cx, hold(exception.as<BaseException>())); }

Result<Ref<>> surrogateescape_errors(Context& cx, Borrowed<> exception) {
  if (is_instance_of(exception, exc::UnicodeTranslateError)) return raise_unhandled(cx, exception);
  Problem problem = KR_TRY(read_problem(cx, exception));
  if (problem.kind == Kind::encode) {
    Ref<Bytes> made = KR_TRY(new_bytes(cx, problem.end - problem.start));
    for (Index i = problem.start; i < problem.end; i++) {
      CodePoint c = problem.text()->at(i);
      if (c < 0xDC80 || c > 0xDCFF) return raise_again(cx, exception);
      made->data[i - problem.start] = static_cast<char>(c - 0xDC00);
    }
    Ref<Int> place = KR_TRY(int_from(cx, problem.end));
    return tuple_of(cx, made, place);
  }
  StrBuilder out(cx);
  auto* bytes = reinterpret_cast<const std::uint8_t*>(problem.object.borrow().as<Bytes>()->data);
  Index i = problem.start;
  for (; i < problem.end && i - problem.start < 4 && bytes[i] >= 0x80; i++) out.put_char(0xDC00u + bytes[i]);
  if (i == problem.start) return raise_again(cx, exception);
  return answer(cx, out, i);
}

enum class Wide { none, utf8, utf16le, utf16be, utf32le, utf32be };

Wide wide_codec(const char* name) {
  if (strncasecmp(name, "utf", 3) != 0) return Wide::none;
  const char* p = name + 3 + (name[3] == '-' || name[3] == '_');
  if (strcmp(p, "8") == 0) return Wide::utf8;
  bool sixteen = strncmp(p, "16", 2) == 0, thirty_two = strncmp(p, "32", 2) == 0;
  if (!sixteen && !thirty_two) return Wide::none;
  p += 2;
  if (*p == '-' || *p == '_') p++;
  bool big = strcasecmp(p, "be") == 0;
  if (*p && !big && strcasecmp(p, "le") != 0) return Wide::none;
  return sixteen ? (big ? Wide::utf16be : Wide::utf16le) : (big ? Wide::utf32be : Wide::utf32le);
}

int put_surrogate(Wide codec, CodePoint c, char* out) {
  auto high = static_cast<char>(c >> 8), low = static_cast<char>(c & 0xff);
  switch (codec) {
    case Wide::utf8: return static_cast<int>(text::utf8_put(reinterpret_cast<std::uint8_t*>(out), c) - reinterpret_cast<std::uint8_t*>(out));
    case Wide::utf16le: out[0] = low, out[1] = high; return 2;
    case Wide::utf16be: out[0] = high, out[1] = low; return 2;
    case Wide::utf32le: out[0] = low, out[1] = high, out[2] = out[3] = 0; return 4;
    default: out[0] = out[1] = 0, out[2] = high, out[3] = low; return 4;
  }
}

// The surrogate that stands at p in this codec, and the bytes it takes; 0 for none.
CodePoint take_surrogate(Wide codec, const std::uint8_t* p, Index left, Index& used) {
  CodePoint c = 0;
  used = codec == Wide::utf8 ? 3 : codec == Wide::utf16le || codec == Wide::utf16be ? 2 : 4;
  if (left < used) return 0;
  switch (codec) {
    case Wide::utf8:
      if ((p[0] & 0xF0) == 0xE0 && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80)
        c = (p[0] & 0xFu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
      break;
    case Wide::utf16le: c = p[1] * 256u + p[0]; break;
    case Wide::utf16be: c = p[0] * 256u + p[1]; break;
    case Wide::utf32le: c = CodePoint{p[3]} << 24 | p[2] << 16 | p[1] << 8 | p[0]; break;
    default: c = CodePoint{p[0]} << 24 | p[1] << 16 | p[2] << 8 | p[3];
  }
  return text::is_surrogate(c) ? c : 0;
}

Result<Ref<>> surrogatepass_errors(Context& cx, Borrowed<> exception) {
  if (is_instance_of(exception, exc::UnicodeTranslateError)) return raise_unhandled(cx, exception);
  Problem problem = KR_TRY(read_problem(cx, exception));
  Ref<> encoding = KR_TRY(get_attr(cx, exception, KR_ID(encoding)));
  if (!is<Str>(encoding)) return raise(cx, exc::TypeError, "encoding attribute must be unicode");
  Wide codec = wide_codec(KR_TRY(str_utf8(cx, encoding.borrow().as<Str>(), nullptr)));
  if (codec == Wide::none) return raise_again(cx, exception);
  if (problem.kind == Kind::encode) {
    Ref<Bytes> made = KR_TRY(new_bytes(cx, 4 * (problem.end - problem.start)));
    int n = 0;
    for (Index i = problem.start; i < problem.end; i++) {
      CodePoint c = problem.text()->at(i);
      if (!text::is_surrogate(c)) return raise_again(cx, exception);
      n += put_surrogate(codec, c, made->data + n);
    }
    made = KR_TRY(bytes_from(cx, {made->data, static_cast<std::size_t>(n)}));
    Ref<Int> place = KR_TRY(int_from(cx, problem.end));
    return tuple_of(cx, made, place);
  }
  Index used;
  auto* bytes = reinterpret_cast<const std::uint8_t*>(problem.object.borrow().as<Bytes>()->data);
  CodePoint c = take_surrogate(codec, bytes + problem.start, problem.size() - problem.start, used);
  if (c == 0) return raise_again(cx, exception);
  StrBuilder out(cx);
  out.put_char(c);
  return answer(cx, out, problem.start + used);
}

}  // namespace

Result<Ref<>> strict_errors(Context& cx, Borrowed<> exception) {
  if (is<BaseException>(exception)) return raise_again(cx, exception);
  return raise(cx, exc::TypeError, "codec must pass exception instance");
}

constinit MethodDef handler_methods[] = {
    KR_QUIET("strict_errors(exception, /)", strict_errors,
             "Implements the 'strict' error handling, which raises a UnicodeError on coding errors."),
    KR_QUIET("ignore_errors(exception, /)", ignore_errors,
             "Implements the 'ignore' error handling, which ignores malformed data and continues."),
    KR_QUIET("replace_errors(exception, /)", replace_errors,
             "Implements the 'replace' error handling, which replaces malformed data with a replacement marker."),
    KR_QUIET("xmlcharrefreplace_errors(exception, /)", xmlcharrefreplace_errors,
             "Implements the 'xmlcharrefreplace' error handling, which replaces an unencodable character with the appropriate XML "
             "character reference."),
    KR_QUIET("backslashreplace_errors(exception, /)", backslashreplace_errors,
             "Implements the 'backslashreplace' error handling, which replaces malformed data with a backslashed escape sequence."),
    KR_QUIET("namereplace_errors(exception, /)", namereplace_errors,
             "Implements the 'namereplace' error handling, which replaces an unencodable character with a \\N{...} escape sequence."),
    KR_QUIET("surrogateescape(exception, /)", surrogateescape_errors, nullptr),
    KR_QUIET("surrogatepass(exception, /)", surrogatepass_errors, nullptr),
    KR_END};

}  // namespace krait::codecs
