// str.encode(), bytes.decode() and str(bytes, encoding): from an encoding's name to a codec. The common names need no registry.
#include <cstring>

#include "types/bytes/internal.h"
#include "types/str/codecs/codecs.h"
#include "types/str/codecs/registry.h"
#include "types/tuple/tuple.h"

namespace krait {
namespace {

using codecs::Span;

enum class Known { none, utf8, utf16, utf32, latin1, ascii };

// The name in lower case with every run of other characters than letters, digits and dots as one underscore.
Known known_codec(const char* encoding) {
  char name[12];
  std::size_t n = 0;
  bool gap = false;
  for (const char* p = encoding; *p; p++) {
    auto c = static_cast<unsigned char>(*p);
    bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.';
    if (!plain) {
      gap = true;
      continue;
    }
    if (n + 2 >= sizeof name) return Known::none;
    if (gap && n > 0) name[n++] = '_';
    gap = false;
    name[n++] = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  }
  name[n] = 0;
  if (strncmp(name, "utf", 3) == 0) {
    const char* rest = name + 3 + (name[3] == '_');
    if (strcmp(rest, "8") == 0) return Known::utf8;
    if (strcmp(rest, "16") == 0) return Known::utf16;
    if (strcmp(rest, "32") == 0) return Known::utf32;
    return Known::none;
  }
  if (strcmp(name, "ascii") == 0 || strcmp(name, "us_ascii") == 0) return Known::ascii;
  if (strcmp(name, "latin1") == 0 || strcmp(name, "latin_1") == 0 || strcmp(name, "iso_8859_1") == 0 || strcmp(name, "iso8859_1") == 0)
    return Known::latin1;
  return Known::none;
}

// encoder or decoder of a codec that only the registry knows.
Result<Ref<>> run_text_codec(Context& cx, Borrowed<> object, const char* encoding, const char* errors, bool encoding_now) {
  Ref<Tuple> codec = KR_TRY(codecs::lookup_text(cx, encoding, encoding_now ? "codecs.encode()" : "codecs.decode()"));
  Borrowed<> function = codec->item(encoding_now ? 0 : 1);
  Ref<> answer;
  if (errors) {
    Ref<Str> handler = KR_TRY(str_from_utf8(cx, errors));
    answer = KR_TRY(call(cx, function, object, handler));
  } else {
    answer = KR_TRY(call(cx, function, object));
  }
  if (!is<Tuple>(answer) || answer.borrow().as<Tuple>()->size() != 2)
    return raise(cx, exc::TypeError, "{}", encoding_now ? "encoder must return a tuple (object, integer)" : "decoder must return a tuple (object,integer)");
  return hold(answer.borrow().as<Tuple>()->item(0));
}

}  // namespace

Result<Ref<Str>> decode(Context& cx, std::span<const char> bytes, const char* encoding, const char* errors) {
  Span input{reinterpret_cast<const std::uint8_t*>(bytes.data()), static_cast<Index>(bytes.size())};
  switch (encoding ? known_codec(encoding) : Known::utf8) {
    case Known::utf8: return codecs::decode_utf8(cx, input, errors);
    case Known::latin1: return codecs::decode_latin1(cx, input);
    case Known::ascii: return codecs::decode_ascii(cx, input, errors);
    case Known::utf16: return codecs::decode_utf16(cx, input, errors, nullptr);
    case Known::utf32: return codecs::decode_utf32(cx, input, errors, nullptr);
    case Known::none: break;
  }
  Ref<Bytes> copy = KR_TRY(bytes_from(cx, {bytes.data(), bytes.size()}));
  Ref<> made = KR_TRY(run_text_codec(cx, copy, encoding, errors, false));
  if (!is<Str>(made))
    return raise(cx, exc::TypeError, "'{:.400}' decoder returned '{!t:.400}' instead of 'str'; use codecs.decode() to decode to arbitrary types",
                 encoding, made);
  return std::move(made).as<Str>();
}

Result<Ref<Bytes>> encode(Context& cx, Borrowed<Str> text, const char* encoding, const char* errors) {
  switch (encoding ? known_codec(encoding) : Known::utf8) {
    case Known::utf8: return codecs::encode_utf8(cx, text, errors);
    case Known::latin1: return codecs::encode_latin1(cx, text, errors);
    case Known::ascii: return codecs::encode_ascii(cx, text, errors);
    case Known::utf16: return codecs::encode_utf16(cx, text, errors, 0);
    case Known::utf32: return codecs::encode_utf32(cx, text, errors, 0);
    case Known::none: break;
  }
  Ref<> made = KR_TRY(run_text_codec(cx, text, encoding, errors, true));
  if (is<Bytes>(made)) return std::move(made).as<Bytes>();
  if (is<ByteArray>(made)) {
    KR_TRY(warn_object(cx, exc::RuntimeWarning, 1,
                       KR_TRY(format_str(cx, "encoder {} returned bytearray instead of bytes; use codecs.encode() to encode to arbitrary types",
                                         encoding))));
    Span span = byte_strings::span_of(made.borrow());
    return bytes_from(cx, {reinterpret_cast<const char*>(span.data), static_cast<std::size_t>(span.size)});
  }
  return raise(cx, exc::TypeError, "'{:.400}' encoder returned '{!t:.400}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types",
               encoding, made);
}

Result<Ref<Str>> decode_object(Context& cx, Borrowed<> object, const char* encoding, const char* errors) {
  if (is<Bytes>(object)) {
    if (object.as<Bytes>()->size() == 0) return empty_str();
    return decode(cx, object.as<Bytes>()->text(), encoding, errors);
  }
  if (is<Str>(object)) return raise(cx, exc::TypeError, "decoding str is not supported");
  if (!has_buffer(object)) return raise(cx, exc::TypeError, "decoding to str: need a bytes-like object, {!t:.80} found", object);
  ScopedBuffer buffer;
  KR_TRY(buffer.get(cx, object));
  if (buffer.size() == 0) return empty_str();
  return decode(cx, buffer.bytes(), encoding, errors);
}

// The file system's encoding is UTF-8 with surrogateescape; nothing else is supported by start-up.
Result<Ref<Bytes>> encode_fs(Context& cx, Borrowed<Str> text) { return codecs::encode_utf8(cx, text, "surrogateescape"); }
Result<Ref<Str>> decode_fs(Context& cx, std::string_view bytes) {
  return codecs::decode_utf8(cx, {reinterpret_cast<const std::uint8_t*>(bytes.data()), static_cast<Index>(bytes.size())}, "surrogateescape");
}

Result<Ref<Str>> str_from_utf8(Context& cx, std::string_view text, const char* errors) {
  return codecs::decode_utf8(cx, {reinterpret_cast<const std::uint8_t*>(text.data()), static_cast<Index>(text.size())}, errors);
}

}  // namespace krait
