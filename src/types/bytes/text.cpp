// Between bytes and text: decode, hex, fromhex.
#include <cstring>

#include "base/text/scan.h"
#include "types/bytes/methods.h"
#include "types/str/builder.h"
#include "types/type/type.h"

namespace krait::byte_strings {

namespace {

Result<const char*> c_text(Context& cx, Borrowed<Str> text) {
  Index size;
  const char* made = KR_TRY(str_utf8(cx, text, &size));
  if (static_cast<Index>(strlen(made)) != size) return raise(cx, exc::ValueError, "embedded null character");
  return made;
}

}  // namespace

Result<Ref<>> decode(Context& cx, Borrowed<> self, Borrowed<Str> encoding, Borrowed<Str> errors) {
  const char* codec = encoding ? KR_TRY(c_text(cx, encoding)) : nullptr;
  const char* handler = errors ? KR_TRY(c_text(cx, errors)) : nullptr;
  return krait::decode_object(cx, self, codec, handler);
}

Result<Ref<Str>> hex_of(Context& cx, const std::uint8_t* data, Index size, Borrowed<> separator, int group) {
  CodePoint gap = 0;
  if (separator) {
    if (KR_TRY(length(cx, separator)) != 1) return raise(cx, exc::ValueError, "sep must be length 1.");
    if (is<Str>(separator)) gap = separator.as<Str>()->at(0);
    else if (is<Bytes>(separator)) gap = static_cast<std::uint8_t>(separator.as<Bytes>()->data[0]);
    else return raise(cx, exc::TypeError, "sep must be str or bytes.");
    if (gap > 127) return raise(cx, exc::ValueError, "sep must be ASCII.");
  } else {
    group = 0;
  }
  StrBuilder out(cx);
  Index every = group < 0 ? -static_cast<Index>(group) : group;
  out.reserve(size * 2 + (every ? size / every : 0));
  for (Index i = 0; i < size; i++) {
    Index past = group > 0 ? size - i : i;  // groups are counted from the right, or from the left when negative
    if (every && i > 0 && past % every == 0) out.put_char(gap);
    out.put_char(static_cast<CodePoint>("0123456789abcdef"[data[i] >> 4]));
    out.put_char(static_cast<CodePoint>("0123456789abcdef"[data[i] & 15]));
  }
  return out.finish();
}

Result<Ref<>> hex(Context& cx, Borrowed<> self, Borrowed<> separator, int group) {
  return hex_of(cx, span_of(self).data, span_of(self).size, separator, group);
}

Result<Ref<>> fromhex(Context& cx, Borrowed<> type, Borrowed<Str> text) {
  ByteBuffer out(cx);
  for (Index i = 0; i < text->size;) {
    CodePoint c = text->at(i);
    if (c < 128 && text::ascii_space(static_cast<std::uint8_t>(c))) {
      i++;
      continue;
    }
    int high = text::hex_value(c), low = -1;
    if (high >= 0) {
      i++;
      low = i < text->size ? text::hex_value(text->at(i)) : -1;
    }
    if (low < 0) return raise(cx, exc::ValueError, "non-hexadecimal number found in fromhex() arg at position {}", i);
    if (!out.put(static_cast<std::uint8_t>(high << 4 | low))) return Failed{};
    i++;
  }
  bool array = is_subtype(&as_type(type), &bytearray_type);
  if (type.object() == as_object(&bytes_type)) return out.finish();
  Ref<> made = array ? Ref<>(KR_TRY(bytearray_from(cx, out.text()))) : Ref<>(KR_TRY(out.finish()));
  if (type.object() == as_object(&bytearray_type)) return made;
  return call(cx, type, made);
}

}  // namespace krait::byte_strings
