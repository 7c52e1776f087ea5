// Codecs of one byte per character, described by a table: a str or mapping to decode, a mapping or EncodingMap to encode.
#include <cstring>

#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/str/codecs/codecs.h"

namespace krait::codecs {

// What charmap_build() makes of a decoding table of BMP characters: a page of 256 bytes for every high byte in use; byte 0 says
// "none", for the character 0 itself always encodes as 0.
struct EncodingMap {
  Object base;
  std::uint8_t pages[256];  // number of the page, 0: none
  int count;                // pages, the empty one included
  std::uint8_t bytes[1][256];
};

namespace {

constexpr CodePoint kUndefined = 0xFFFE;

Index map_size(Borrowed<EncodingMap> self) { return static_cast<Index>(offsetof(EncodingMap, bytes)) + 256 * self->count; }
void dealloc_map(Object* self) { free_object(self); }
constinit MethodDef map_methods[] = {
    KR_QUIET("size($self)", map_size, "Return the size (in bytes) of this object"), KR_END};

}  // namespace

static constinit Type encoding_map_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "EncodingMap",
    .tp_basicsize = sizeof(EncodingMap),
    .tp_dealloc = dealloc_map,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::disallow_instantiation,
    .tp_methods = map_methods,
    .tp_free = free_object,
};
KR_READY(encoding_map_type);

namespace {

enum class Found { character, text, undefined, failed };

// What a mapping says of a byte.
Found look_up(Context& cx, Borrowed<> map, int byte, CodePoint& c, Ref<>& text) {
  auto found = get_item(cx, map, small_int(byte));
  if (found.failed()) return clear_error_if(cx, exc::LookupError) ? Found::undefined : Found::failed;
  text = std::move(found).value();
  if (is_none(text)) return Found::undefined;
  if (is<Int>(text)) {
    int overflow;
    long long value = int_to_long_long(text.borrow().as<Int>(), &overflow);
    if (value == kUndefined && !overflow) return Found::undefined;
    if (overflow || value < 0 || value > 0x10ffff)
      return (void)raise(cx, exc::TypeError, "character mapping must be in range(0x{:x})", 0x110000), Found::failed;
    c = static_cast<CodePoint>(value);
    return Found::character;
  }
  if (!is<Str>(text))
    return (void)raise(cx, exc::TypeError, "character mapping must return integer, None or str"), Found::failed;
  Borrowed<Str> made = text.borrow().as<Str>();
  return made->size == 1 && made->at(0) == kUndefined ? Found::undefined : Found::text;
}

}  // namespace

Result<Ref<Str>> decode_charmap(Context& cx, Span input, const char* errors, Borrowed<> map) {
  if (map.is_null() || is_none(map)) return decode_latin1(cx, input);
  DecodeJob job(cx, "charmap", input, errors);
  bool table = is_exact<Str>(map);
  for (Index at = 0; at < job.input.size;) {
    int byte = job.input.data[at];
    CodePoint c = kUndefined;
    Ref<> text;
    Found found;
    if (table) {
      if (byte < map.as<Str>()->size) c = map.as<Str>()->at(byte);
      found = c == kUndefined ? Found::undefined : Found::character;
    } else {
      found = look_up(cx, map, byte, c, text);
    }
    switch (found) {
      case Found::failed: return Failed{};
      case Found::undefined: at = KR_TRY(job.fault(at, at + 1, "character maps to <undefined>")); continue;
      case Found::character: job.out.put_char(c); break;
      case Found::text: job.out.put(text.borrow().as<Str>()); break;
    }
    at++;
  }
  return job.out.finish();
}

namespace {

struct MapState {
  Context* cx;
  Object* map;
};

// Appends what the map gives for c. False when it has nothing, or with an exception pending.
bool put_mapped(ByteBuffer& out, CodePoint c, void* raw) {
  auto* state = static_cast<MapState*>(raw);
  Context& cx = *state->cx;
  Borrowed<> map(state->map);
  if (map.type() == &encoding_map_type) {
    auto* self = reinterpret_cast<EncodingMap*>(state->map);
    if (c == 0) return out.put(0);
    if (c > 0xFFFF) return false;
    std::uint8_t byte = self->bytes[self->pages[c >> 8]][c & 255];
    return byte != 0 && out.put(byte);
  }
  auto key = int_from(cx, c);
  if (key.failed()) return false;
  auto found = get_item(cx, map, std::move(key).value());
  if (found.failed()) return clear_error_if(cx, exc::LookupError), false;
  Ref<> value = std::move(found).value();
  if (is_none(value)) return false;
  if (is<Int>(value)) {
    int overflow;
    long long byte = int_to_long_long(value.borrow().as<Int>(), &overflow);
    if (overflow || byte < 0 || byte > 255) return (void)raise(cx, exc::TypeError, "character mapping must be in range(256)"), false;
    return out.put(static_cast<std::uint8_t>(byte));
  }
  if (is<Bytes>(value)) return out.put(value.borrow().as<Bytes>()->data, value.borrow().as<Bytes>()->size());
  (void)raise(cx, exc::TypeError, "character mapping must return integer, bytes or None, not {!t:.400}", value);
  return false;
}

}  // namespace

Result<Ref<Bytes>> encode_charmap(Context& cx, Borrowed<Str> text, const char* errors, Borrowed<> map) {
  if (map.is_null() || is_none(map)) return encode_latin1(cx, text, errors);
  MapState state{&cx, map.object()};
  EncodeJob job(cx, "charmap", text, errors, put_mapped, &state);
  for (Index i = 0; i < text->size;) {
    if (put_mapped(job.out, text->at(i), &state)) {
      i++;
      continue;
    }
    if (cx.has_error()) return Failed{};
    Index end = i + 1;
    for (; end < text->size; end++) {  // the whole run that has no encoding
      ByteBuffer probe(cx);
      if (put_mapped(probe, text->at(end), &state)) break;
      if (cx.has_error()) return Failed{};
    }
    i = KR_TRY(job.fault(i, end, "character maps to <undefined>"));
  }
  return job.finish();
}

Result<Ref<>> build_encoding_map(Context& cx, Borrowed<Str> table) {
  Index size = table->size < 256 ? table->size : 256;
  if (size == 0) return raise(cx, exc::TypeError, "bad argument type for built-in operation");
  bool simple = table->at(0) == 0;
  bool used[256] = {};
  int count = 1;
  for (Index i = 1; i < size; i++) {
    CodePoint c = table->at(i);
    simple &= c != 0 && c <= 0xFFFF;
    if (simple && c != kUndefined && !std::exchange(used[c >> 8], true)) count++;
  }
  if (!simple || count > 255) {
    Ref<Dict> made = KR_TRY(new_dict(cx));
    for (Index i = 0; i < size; i++) {
      Ref<Int> key = KR_TRY(int_from(cx, table->at(i)));
      KR_TRY(dict_set(cx, made, key, small_int(static_cast<int>(i))));
    }
    return made;
  }
  std::size_t bytes = offsetof(EncodingMap, bytes) + 256 * static_cast<std::size_t>(count);
  Ref<EncodingMap> made = KR_TRY(new_plain<EncodingMap>(cx, encoding_map_type, bytes));
  memset(made->pages, 0, sizeof made->pages);
  memset(made->bytes, 0, 256 * static_cast<std::size_t>(count));
  made->count = 1;
  for (Index i = 1; i < size; i++) {
    CodePoint c = table->at(i);
    if (c == kUndefined) continue;
    std::uint8_t& page = made->pages[c >> 8];
    if (page == 0) page = static_cast<std::uint8_t>(made->count++);
    made->bytes[page][c & 255] = static_cast<std::uint8_t>(i);
  }
  return made;
}

}  // namespace krait::codecs
