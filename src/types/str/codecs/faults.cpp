// What happens at input that cannot be converted: the standard error handlers, and the way to registered ones.
#include <cstdio>
#include <cstring>

#include "base/text/utf8.h"
#include "base/unicode/database.h"
#include "types/int/int.h"
#include "types/str/codecs/codecs.h"
#include "types/str/codecs/registry.h"
#include "types/str/errors.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait::codecs {

Handler handler_named(const char* errors) {
  static constexpr const char* names[] = {"strict",           "ignore",      "replace",         "xmlcharrefreplace",
                                          "backslashreplace", "namereplace", "surrogateescape", "surrogatepass"};
  if (!errors) return Handler::strict;
  for (int i = 0; i < 8; i++)
    if (strcmp(errors, names[i]) == 0) return static_cast<Handler>(i);
  return Handler::custom;
}

namespace {

Result<void> set_int(Context& cx, Borrowed<> object, Borrowed<Str> name, Index value) {
  Ref<Int> number = KR_TRY(int_from(cx, value));
  return set_attr(cx, object, name, number);
}

// Points an existing UnicodeError at another place.
Result<void> move_error(Context& cx, Borrowed<> exception, Index start, Index end, const char* reason) {
  KR_TRY(set_int(cx, exception, KR_ID(start), start));
  KR_TRY(set_int(cx, exception, KR_ID(end), end));
  Ref<Str> why = KR_TRY(str_from_utf8(cx, reason));
  return set_attr(cx, exception, KR_ID(reason), why);
}

// The handler's answer: (replacement, position); the position counts from the end when negative.
Result<Position> read_answer(Context& cx, Borrowed<> answer, const char* shape, bool bytes_too, Index size, Ref<>& replacement) {
  if (!is<Tuple>(answer) || answer.as<Tuple>()->size() != 2) return raise(cx, exc::TypeError, "{}", shape);
  replacement = hold(answer.as<Tuple>()->item(0));
  Borrowed<> place = answer.as<Tuple>()->item(1);
  if (!(is<Str>(replacement) || (bytes_too && is<Bytes>(replacement))) || !is_index(place))
    return raise(cx, exc::TypeError, "{}", shape);
  auto at = static_cast<Index>(KR_TRY(as_index(cx, place, &exc::OverflowError)));
  Index position = at < 0 ? at + size : at;
  if (position < 0 || position > size) return raise(cx, exc::IndexError, "position {} from error handler out of bounds", position);
  return Position{position};
}

}  // namespace

Result<Position> DecodeJob::fault(Index start, Index end, const char* reason) {
  switch (handler) {
    case Handler::ignore: return Position{end};
    case Handler::replace: return out.put_char(0xFFFD), Position{end};
    case Handler::backslashreplace:
      for (Index i = start; i < end; i++) out.put("\\x"), out.put_hex(input.data[i], 2);
      return Position{end};
    case Handler::surrogateescape: {
      Index i = start;
      for (; i < end && i - start < 4 && input.data[i] >= 0x80; i++) out.put_char(0xDC00u + input.data[i]);
      if (i > start) return Position{i};
      break;
    }
    case Handler::surrogatepass: return pass_surrogate(start, end, reason);
    case Handler::xmlcharrefreplace:
    case Handler::namereplace:
      return raise(cx, exc::TypeError, "don't know how to handle UnicodeDecodeError in error callback");
    case Handler::custom: return call_handler(start, end, reason);
    case Handler::strict: break;
  }
  return raise_decode_error(cx, encoding, {reinterpret_cast<const char*>(input.data), static_cast<std::size_t>(input.size)}, start, end,
                            reason);
}

Result<Position> DecodeJob::pass_surrogate(Index start, Index end, const char* reason) {
  const std::uint8_t* p = input.data + start;
  Index left = input.size - start;
  CodePoint c = 0;
  Index used = 0;
  if (strcmp(encoding, "utf-8") == 0) {
    if (left >= 3 && (p[0] & 0xF0) == 0xE0 && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80)
      c = (p[0] & 0xFu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu), used = 3;
  } else if (strncmp(encoding, "utf-16", 6) == 0 && left >= 2) {
    bool big = strcmp(encoding, "utf-16-be") == 0;
    c = big ? p[0] * 256u + p[1] : p[1] * 256u + p[0];
    used = 2;
  } else if (strncmp(encoding, "utf-32", 6) == 0 && left >= 4) {
    bool big = strcmp(encoding, "utf-32-be") == 0;
    c = big ? (CodePoint{p[0]} << 24 | p[1] << 16 | p[2] << 8 | p[3]) : (CodePoint{p[3]} << 24 | p[2] << 16 | p[1] << 8 | p[0]);
    used = 4;
  }
  if (used == 0 || !text::is_surrogate(c))
    return raise_decode_error(cx, encoding, {reinterpret_cast<const char*>(input.data), static_cast<std::size_t>(input.size)}, start,
                              end, reason);
  out.put_char(c);
  return Position{start + used};
}

Result<Position> DecodeJob::call_handler(Index start, Index end, const char* reason) {
  Ref<> function = KR_TRY(lookup_error(cx, errors));
  if (exception_.is_null()) {
    Ref<Str> name = KR_TRY(str_from_utf8(cx, encoding)), why = KR_TRY(str_from_utf8(cx, reason));
    Ref<Bytes> object = KR_TRY(bytes_from(cx, {reinterpret_cast<const char*>(input.data), static_cast<std::size_t>(input.size)}));
    Ref<Int> first = KR_TRY(int_from(cx, start)), last = KR_TRY(int_from(cx, end));
    exception_ = KR_TRY(call(cx, type_object(exc::UnicodeDecodeError), name, object, first, last, why));
  } else {
    KR_TRY(move_error(cx, exception_, start, end, reason));
  }
  Ref<> answer = KR_TRY(call(cx, function, exception_));
  Ref<> object = KR_TRY(get_attr(cx, exception_, KR_ID(object)));  // the handler may have put other bytes in place
  if (!is<Bytes>(object)) return raise(cx, exc::TypeError, "exception attribute object must be bytes");
  Ref<> replacement;
  Index size = object.borrow().as<Bytes>()->size();
  Position at = KR_TRY(read_answer(cx, answer, "decoding error handler must return (str, int) tuple", false, size, replacement));
  owner_ = std::move(object);
  input = byte_strings::span_of(owner_.borrow());
  out.put(replacement.borrow().as<Str>());
  return at;
}

namespace {

std::string_view spell(char* buffer, std::size_t size, const char* format, CodePoint c) {
  int n = snprintf(buffer, size, format, c);
  return {buffer, static_cast<std::size_t>(n)};
}

std::string_view backslashed(char* buffer, std::size_t size, CodePoint c) {
  return spell(buffer, size, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
}

// The bytes that surrogatepass writes for a surrogate; none when the codec is not one of UTF-8, 16, 32.
std::string_view surrogate_bytes(const char* encoding, CodePoint c, char* out) {
  auto high = static_cast<char>(c >> 8), low = static_cast<char>(c & 0xff);
  if (strcmp(encoding, "utf-8") == 0) {
    text::utf8_put(reinterpret_cast<std::uint8_t*>(out), c);
    return {out, 3};
  }
  if (strncmp(encoding, "utf-16", 6) == 0) {
    bool big = strcmp(encoding, "utf-16-be") == 0;
    out[0] = big ? high : low, out[1] = big ? low : high;
    return {out, 2};
  }
  if (strncmp(encoding, "utf-32", 6) == 0) {
    bool big = strcmp(encoding, "utf-32-be") == 0;
    memset(out, 0, 4);
    out[big ? 2 : 1] = high, out[big ? 3 : 0] = low;
    return {out, 4};
  }
  return {};
}

}  // namespace

Result<void> EncodeJob::put_replacement(CodePoint c, Index start, Index end, const char* reason) {
  if (put(out, c, state)) return {};
  if (cx.has_error()) return Failed{};
  return raise_encode_error(cx, encoding, text, start, end, reason);
}

Result<void> EncodeJob::put_ascii(std::string_view ascii, Index start, Index end, const char* reason) {
  for (char c : ascii) KR_TRY(put_replacement(static_cast<std::uint8_t>(c), start, end, reason));
  return {};
}

Result<Position> EncodeJob::fault(Index start, Index end, const char* reason) {
  char buffer[300];
  switch (handler) {
    case Handler::strict: return raise_encode_error(cx, encoding, text, start, end, reason);
    case Handler::ignore: return Position{end};
    case Handler::custom: return call_handler(start, end, reason);
    default: break;
  }
  for (Index i = start; i < end; i++) {
    CodePoint c = text->at(i);
    switch (handler) {
      case Handler::replace: KR_TRY(put_replacement('?', start, end, reason)); break;
      case Handler::xmlcharrefreplace: KR_TRY(put_ascii(spell(buffer, sizeof buffer, "&#%u;", c), start, end, reason)); break;
      case Handler::backslashreplace: KR_TRY(put_ascii(backslashed(buffer, sizeof buffer, c), start, end, reason)); break;
      case Handler::namereplace: {
        char name[unicode::kLongestName];
        int n = unicode::name_of(c, name);
        if (n == 0) {
          KR_TRY(put_ascii(backslashed(buffer, sizeof buffer, c), start, end, reason));
          break;
        }
        KR_TRY(put_ascii("\\N{", start, end, reason));
        KR_TRY(put_ascii({name, static_cast<std::size_t>(n)}, start, end, reason));
        KR_TRY(put_ascii("}", start, end, reason));
        break;
      }
      case Handler::surrogateescape:
        if (c < 0xDC80 || c > 0xDCFF) return raise_encode_error(cx, encoding, text, start, end, reason);
        if (!out.put(static_cast<std::uint8_t>(c - 0xDC00))) return Failed{};
        break;
      default: {  // surrogatepass
        std::string_view bytes = text::is_surrogate(c) ? surrogate_bytes(encoding, c, buffer) : std::string_view();
        if (bytes.empty()) return raise_encode_error(cx, encoding, text, start, end, reason);
        if (!out.put(bytes.data(), static_cast<Index>(bytes.size()))) return Failed{};
      }
    }
  }
  return Position{end};
}

Result<Position> EncodeJob::call_handler(Index start, Index end, const char* reason) {
  Ref<> function = KR_TRY(lookup_error(cx, errors));
  if (exception_.is_null()) {
    Ref<Str> name = KR_TRY(str_from_utf8(cx, encoding)), why = KR_TRY(str_from_utf8(cx, reason));
    Ref<Int> first = KR_TRY(int_from(cx, start)), last = KR_TRY(int_from(cx, end));
    exception_ = KR_TRY(call(cx, type_object(exc::UnicodeEncodeError), name, text, first, last, why));
  } else {
    KR_TRY(move_error(cx, exception_, start, end, reason));
  }
  Ref<> answer = KR_TRY(call(cx, function, exception_));
  Ref<> replacement;
  Position at =
      KR_TRY(read_answer(cx, answer, "encoding error handler must return (str/bytes, int) tuple", true, text->size, replacement));
  if (is<Bytes>(replacement)) {
    std::string_view bytes = replacement.borrow().as<Bytes>()->text();
    if (!out.put(bytes.data(), static_cast<Index>(bytes.size()))) return Failed{};
    return at;
  }
  Borrowed<Str> with = replacement.borrow().as<Str>();
  for (Index i = 0; i < with->size; i++) KR_TRY(put_replacement(with->at(i), start, end, reason));
  return at;
}

}  // namespace krait::codecs
