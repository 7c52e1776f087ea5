// Making strs: memory, shared one-character strings, conversion from other forms; and their end.
#include "base/text/utf8.h"
#include "object/new.h"
#include "types/str/errors.h"
#include "types/str/internal.h"
#include "types/str/intern.h"
#include "types/str/singletons.h"

namespace krait {
namespace strings {

constexpr std::size_t kAsciiHead = 48, kWideHead = 72;

void copy_into(Borrowed<Str> target, Index at, Borrowed<Str> source, Index from, Index count) {
  visit(target, [&](auto* to, Index) {
    visit(source, [&](auto* chars, Index) {
      if constexpr (sizeof(*to) >= sizeof(*chars)) text::copy_chars(to + at, chars + from, count);
      else for (Index i = 0; i < count; i++) to[at + i] = static_cast<std::remove_reference_t<decltype(*to)>>(chars[from + i]);
    });
  });
}

namespace {

// Copies into a new str of the narrowest width; `widest` is the bound of its storage class.
template <class Char>
Result<Ref<Str>> narrowed(Context& cx, const Char* text, Index size, CodePoint widest) {
  if (size == 0) return empty_str();
  if (size == 1 && text[0] < 0x100) return hold(latin1_char(static_cast<Latin1>(text[0])));
  Ref<Str> made = KR_TRY(new_str(cx, size, widest));
  visit(made.borrow(), [&](auto* to, Index) { text::copy_chars(to, text, size); });
  return made;
}

}  // namespace

Result<Ref<Str>> make(Context& cx, const Latin1* text, Index size) { return narrowed(cx, text, size, text::widest(text, size)); }
Result<Ref<Str>> make(Context& cx, const Ucs2* text, Index size) { return narrowed(cx, text, size, text::widest(text, size)); }
Result<Ref<Str>> make(Context& cx, const Ucs4* text, Index size) { return narrowed(cx, text, size, text::widest(text, size)); }

}  // namespace strings

using namespace strings;

Result<Ref<Str>> new_str(Context& cx, Index size, CodePoint max_char) {
  if (size == 0) return empty_str();
  bool ascii = max_char < 0x80;
  Index kind = max_char < 0x100 ? 1 : max_char < 0x10000 ? 2 : 4;
  std::size_t head = ascii ? kAsciiHead : kWideHead;
  if (max_char > 0x10ffff) return raise(cx, exc::SystemError, "invalid maximum character passed to PyUnicode_New");
  if (size < 0) return raise(cx, exc::SystemError, "Negative size passed to PyUnicode_New");
  if (size > (index_max - static_cast<Index>(head)) / kind - 1) return raise_memory_error(cx);
  Ref<Str> made = KR_TRY(new_plain<Str>(cx, str_type, head + static_cast<std::size_t>((size + 1) * kind)));
  made->size = size;
  made->hash_value = -1;
  made->state = {.interned = 0, .kind = static_cast<unsigned>(kind), .compact = 1, .ascii = ascii, .ready = 1};
  made->wstr = nullptr;
  if (!ascii) {
    made->utf8_length = 0;
    made->utf8 = nullptr;
    made->wstr_length = 0;
  }
  memset(static_cast<char*>(made->data()) + size * kind, 0, static_cast<std::size_t>(kind));
  return made;
}

Result<Ref<Str>> str_from_ascii(Context& cx, std::string_view text) {
  if (text.empty()) return empty_str();
  if (text.size() == 1) return hold(latin1_char(static_cast<Latin1>(text[0])));
  Ref<Str> made = KR_TRY(new_str(cx, static_cast<Index>(text.size()), 0x7f));
  memcpy(made->data(), text.data(), text.size());
  return made;
}

Result<Ref<Str>> str_from_latin1(Context& cx, std::span<const std::uint8_t> text) {
  return make(cx, text.data(), static_cast<Index>(text.size()));
}
Result<Ref<Str>> str_from_ucs2(Context& cx, std::span<const std::uint16_t> text) {
  return make(cx, text.data(), static_cast<Index>(text.size()));
}
Result<Ref<Str>> str_from_ucs4(Context& cx, std::span<const std::uint32_t> text) {
  return make(cx, text.data(), static_cast<Index>(text.size()));
}

Result<Ref<Str>> str_from_code_point(Context& cx, CodePoint c) {
  if (c < 0x100) return hold(latin1_char(static_cast<Latin1>(c)));
  Ref<Str> made = KR_TRY(new_str(cx, 1, c));
  if (c < 0x10000) chars<Ucs2>(made)[0] = static_cast<Ucs2>(c);
  else chars<Ucs4>(made)[0] = c;
  return made;
}

Result<Ref<Str>> str_from_utf8(Context& cx, std::string_view text) {
  auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  auto size = static_cast<Index>(text.size());
  text::Utf8Scan scan = text::utf8_scan(bytes, size);
  if (scan.problem != text::Utf8Problem::none)
    return raise_decode_error(cx, "utf-8", text, scan.bytes, scan.bytes + scan.bad_bytes, text::describe(scan.problem));
  if (scan.widest == 0x7f) return str_from_ascii(cx, text);
  if (scan.chars == 1 && scan.widest == 0xff) return hold(latin1_char(static_cast<Latin1>((bytes[0] & 3) << 6 | (bytes[1] & 0x3F))));
  Ref<Str> made = KR_TRY(new_str(cx, scan.chars, scan.widest));
  visit(made.borrow(), [&](auto* to, Index) { text::utf8_decode_valid(bytes, size, to); });
  return made;
}

Result<Ref<Str>> exact_str(Context& cx, Borrowed<Str> text) {
  if (is_exact<Str>(text)) return hold(text);
  Ref<Str> made = KR_TRY(new_str(cx, text->size, max_char_bound(text)));
  if (text->size) memcpy(made->data(), text->data(), static_cast<std::size_t>(text->size * text->kind()));
  return made;
}

Result<Ref<Str>> substring(Context& cx, Borrowed<Str> text, Index start, Index end) {
  if (end > text->size) end = text->size;
  if (start >= end || end <= 0) return empty_str();
  if (start == 0 && end == text->size) return exact_str(cx, text);
  if (text->is_ascii()) {
    return str_from_ascii(cx, text->ascii_text().substr(static_cast<std::size_t>(start), static_cast<std::size_t>(end - start)));
  }
  return visit(text, [&](auto* chars, Index) { return make(cx, chars + start, end - start); });
}

Result<const char*> str_utf8(Context& cx, Borrowed<Str> text, Index* size) {
  if (text->is_ascii()) {
    if (size) *size = text->size;
    return static_cast<const char*>(text->data());
  }
  if (!text->utf8) {
    Index surrogate, bytes = 0;
    visit(text, [&](auto* chars, Index n) { bytes = text::utf8_length(chars, n, surrogate); });
    if (surrogate >= 0) {
      Index end = surrogate + 1;
      while (end < text->size && text::is_surrogate(text->at(end))) end++;
      return raise_encode_error(cx, "utf-8", text, surrogate, end, "surrogates not allowed");
    }
    auto* buffer = static_cast<std::uint8_t*>(memory::allocate(static_cast<std::size_t>(bytes) + 1));
    if (!buffer) return raise_memory_error(cx);
    visit(text, [&](auto* chars, Index n) { *text::utf8_encode(chars, n, buffer) = 0; });
    text.raw()->utf8 = reinterpret_cast<char*>(buffer);
    text.raw()->utf8_length = bytes;
  }
  if (size) *size = text->utf8_length;
  return static_cast<const char*>(text->utf8);
}

namespace strings {

// tp_dealloc. An interned str leaves the table first; shared ones never come here unless a count was lost.
void dealloc(Object* object) {
  auto* self = reinterpret_cast<Str*>(object);
  if (self->state.interned) [[unlikely]] {
    if (self->state.interned == 2) {
      object->refcount = immortal_refcount;
      return;
    }
    forget_interned(Context::current(), self);
  }
  void* data = self->data();
  if (!self->state.compact || !self->state.ascii) {
    if (self->utf8 && self->utf8 != data) memory::release(self->utf8);
  }
  if (self->wstr && static_cast<void*>(self->wstr) != data) memory::release(self->wstr);
  if (!self->state.compact && self->any) memory::release(self->any);
  object->type->tp_free(object);
}

}  // namespace strings
}  // namespace krait
