// str: CPython's compact string (PEP 393), 1, 2 or 4 bytes per character, chosen by the largest one.
//
// ASCII strings keep their characters behind the 48-byte head, other compact ones behind 72 bytes; a subclass's string is not compact
// and points to its characters. C code reads all of this inline.
#pragma once

#include <span>
#include <string_view>

#include "object/names.h"
#include "object/protocol.h"

namespace krait {

using CodePoint = std::uint32_t;

struct Str {
  Object base;
  Index size;  // characters
  mutable Hash hash_value;  // -1: not computed yet
  struct State {
    unsigned interned : 2;
    unsigned kind : 3;  // bytes per character: 1, 2, 4
    unsigned compact : 1;
    unsigned ascii : 1;
    unsigned ready : 1;
    unsigned : 24;
  } state;
  wchar_t* wstr;
  // --- only when not ASCII
  Index utf8_length;
  char* utf8;
  Index wstr_length;
  // --- only when not compact
  void* any;

  static constexpr Type* static_type = &str_type;
  static constexpr unsigned long subclass_flag = type_flags::unicode_subclass;

  KR_INLINE void* data() const {
    auto* self = const_cast<Str*>(this);
    if (state.compact) return state.ascii ? reinterpret_cast<char*>(self) + 48 : reinterpret_cast<char*>(self) + 72;
    return any;
  }
  KR_INLINE int kind() const { return state.kind; }
  KR_INLINE bool is_ascii() const { return state.ascii; }
  KR_INLINE CodePoint at(Index i) const {
    switch (state.kind) {
      case 1: return static_cast<const std::uint8_t*>(data())[i];
      case 2: return static_cast<const std::uint16_t*>(data())[i];
      default: return static_cast<const std::uint32_t*>(data())[i];
    }
  }
  // The characters of an ASCII string.
  KR_INLINE std::string_view ascii_text() const { return {static_cast<const char*>(data()), static_cast<std::size_t>(size)}; }
};
static_assert(sizeof(Str) == 80);

// --- making (str/create.cpp)
Result<Ref<Str>> new_str(Context& cx, Index size, CodePoint max_char);  // characters not set; size 0 gives ""
Result<Ref<Str>> str_from_utf8(Context& cx, std::string_view text);     // strict
Result<Ref<Str>> str_from_utf8(Context& cx, std::string_view text, const char* errors);
Result<Ref<Str>> str_from_ascii(Context& cx, std::string_view text);    // the caller knows it is ASCII
Result<Ref<Str>> str_from_latin1(Context& cx, std::span<const std::uint8_t> text);
Result<Ref<Str>> str_from_ucs2(Context& cx, std::span<const std::uint16_t> text);
Result<Ref<Str>> str_from_ucs4(Context& cx, std::span<const std::uint32_t> text);
Result<Ref<Str>> str_from_code_point(Context& cx, CodePoint c);
Ref<Str> empty_str();
// A subclass instance becomes a plain str; a plain str is shared.
Result<Ref<Str>> exact_str(Context& cx, Borrowed<Str> text);

// --- reading
// UTF-8, kept with the string; fails on lone surrogates.
Result<const char*> str_utf8(Context& cx, Borrowed<Str> text, Index* size);
Hash str_hash(Borrowed<Str> text);  // never fails
bool str_equal(Borrowed<Str> left, Borrowed<Str> right);
bool str_equal(Borrowed<Str> left, std::string_view ascii);
int str_compare(Borrowed<Str> left, Borrowed<Str> right);  // -1, 0, 1
Result<Ref<Str>> substring(Context& cx, Borrowed<Str> text, Index start, Index end);
Index str_find_char(Borrowed<Str> text, CodePoint c, Index start, Index end, int direction);  // -1: absent
Result<Ref<Str>> str_concat(Context& cx, Borrowed<Str> left, Borrowed<Str> right);
// left += right: reuses left's memory when nobody else holds it. left is taken, also on failure.
Result<Ref<Str>> str_append(Context& cx, Ref<Str> left, Borrowed<Str> right);
Result<Ref<Str>> str_join(Context& cx, Borrowed<Str> separator, std::span<Object* const> items);
Result<Ref<Str>> str_format_percent(Context& cx, Borrowed<Str> format, Borrowed<> args);
bool is_identifier(Borrowed<Str> text);
// For int(), float() and complex(): decimal digits of any script become ASCII digits, any white space a space; what is neither and not
// ASCII becomes '?'. An ASCII string is shared as it is. (str/numeric.cpp)
Result<Ref<Str>> decimal_and_space_to_ascii(Context& cx, Borrowed<Str> text);

// --- interning (str/intern.cpp)
Ref<Str> intern(Context& cx, Ref<Str> text);  // the one interned string equal to text
Result<Ref<Str>> intern_utf8(Context& cx, std::string_view text);

// --- codecs (str/codecs/)
Result<Ref<Str>> decode(Context& cx, std::span<const char> bytes, const char* encoding, const char* errors);  // null: utf-8, strict
// The same for any object with a buffer; TypeError for a str and the like.
Result<Ref<Str>> decode_object(Context& cx, Borrowed<> object, const char* encoding, const char* errors);
Result<Ref<Bytes>> encode(Context& cx, Borrowed<Str> text, const char* encoding, const char* errors);
Result<Ref<Bytes>> encode_fs(Context& cx, Borrowed<Str> text);  // the file system's encoding, surrogateescape
Result<Ref<Str>> decode_fs(Context& cx, std::string_view bytes);

}  // namespace krait
