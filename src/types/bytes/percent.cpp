// bytes % values and bytearray % values.
#include "types/format/percent.h"

#include <cstring>

#include "types/bytes/internal.h"
#include "types/int/int.h"

namespace krait::byte_strings {
namespace {

using percent::Spec;

CodePoint byte_at(const void* text, Index i) { return static_cast<const std::uint8_t*>(text)[i]; }

bool put_padded(ByteBuffer& out, const Spec& spec, const void* data, Index size) {
  if (spec.precision >= 0 && spec.precision < size && spec.type != 'c') size = spec.precision;
  Index padding = spec.width > size ? spec.width - size : 0;
  bool left = spec.flags & percent::left;
  return (left || out.fill(' ', padding)) && out.put(data, size) && (!left || out.fill(' ', padding));
}

bool put_number(ByteBuffer& out, const Spec& spec, std::string_view number) {
  percent::Layout layout = percent::lay_out(spec, number);
  bool left = spec.flags & percent::left;
  if (!left && layout.fill == ' ' && !out.fill(' ', layout.padding)) return false;
  if (layout.sign && !out.put(static_cast<std::uint8_t>(layout.sign))) return false;
  number.remove_prefix(static_cast<std::size_t>(layout.skip));
  if (!out.put(number.data(), layout.prefix)) return false;
  number.remove_prefix(static_cast<std::size_t>(layout.prefix));
  if (!left && layout.fill == '0' && !out.fill('0', layout.padding)) return false;
  return out.put(number.data(), static_cast<Index>(number.size())) && (!left || out.fill(' ', layout.padding));
}

Result<std::uint8_t> character(Context& cx, Borrowed<> value) {
  if ((is<Bytes>(value) || is_bytearray(value)) && span_of(value).size == 1) return span_of(value).data[0];
  if (!is<Bytes>(value) && !is_bytearray(value) && is_index(value)) {
    Ref<Int> number = KR_TRY(krait::index(cx, value));
    int overflow;
    long long byte = int_to_long_long(number, &overflow);
    if (overflow || byte < 0 || byte > 255) return raise(cx, exc::OverflowError, "%c arg not in range(256)");
    return static_cast<std::uint8_t>(byte);
  }
  return raise(cx, exc::TypeError, "%c requires an integer in range(256) or a single byte");
}

// %b and %s: the bytes of a bytes-like object, or of what __bytes__ gives.
Result<void> put_bytes(Context& cx, ByteBuffer& out, const Spec& spec, Borrowed<> value) {
  Ref<> made;
  if (!is<Bytes>(value) && !is_bytearray(value)) {
    auto method = lookup_special(cx, value, KR_ID(__bytes__));
    if (method.failed()) return Failed{};
    if (!method.missing()) {
      made = KR_TRY(call(cx, std::move(method).value()));
      if (!is<Bytes>(made)) return raise(cx, exc::TypeError, "__bytes__ returned non-bytes (type {!t:.200})", made);
      value = made;
    }
  }
  if (!has_buffer(value))
    return raise(cx, exc::TypeError, "%b requires a bytes-like object, or an object that implements __bytes__, not '{!t:.100}'", value);
  ScopedBuffer buffer;
  KR_TRY(buffer.get(cx, value));
  if (!put_padded(out, spec, buffer.data(), buffer.size())) return Failed{};
  return {};
}

Result<void> put_value(Context& cx, ByteBuffer& out, const Spec& spec, Borrowed<> value, Index position) {
  switch (spec.type) {
    case 'b':
    case 's': return put_bytes(cx, out, spec, value);
    case 'r':
    case 'a': {
      Ref<Str> text = KR_TRY(ascii(cx, value));
      if (!put_padded(out, spec, text->data(), text->size)) return Failed{};
      return {};
    }
    case 'c': {
      std::uint8_t byte = KR_TRY(character(cx, value));
      if (!put_padded(out, spec, &byte, 1)) return Failed{};
      return {};
    }
    default: break;
  }
  if (!percent::is_integer_type(spec.type) && !percent::is_float_type(spec.type))
    return raise(cx, exc::ValueError, "unsupported format character '{:c}' (0x{:x}) at index {}", spec.type, spec.type, position);
  Ref<Str> number = KR_TRY(percent::number_text(cx, value, spec, true));
  if (!put_number(out, spec, number->ascii_text())) return Failed{};
  return {};
}

Result<void> read_key(Context& cx, Span format, Index* at, percent::Values& values) {
  if (!values.has_mapping()) return raise(cx, exc::TypeError, "format requires a mapping");
  Index start = ++*at, depth = 1;
  for (; depth > 0 && *at < format.size; ++*at) depth += format.data[*at] == '(' ? 1 : format.data[*at] == ')' ? -1 : 0;
  if (depth > 0) return raise(cx, exc::ValueError, "incomplete format key");
  Ref<Bytes> key = KR_TRY(bytes_from(cx, {reinterpret_cast<const char*>(format.data) + start, static_cast<std::size_t>(*at - 1 - start)}));
  return values.select(cx, key);
}

Result<void> fill_in(Context& cx, Span format, Borrowed<> args, ByteBuffer& out) {
  percent::Values values(args, !is<Bytes>(args) && !is_bytearray(args) && !is<Str>(args));
  for (Index i = 0; i < format.size;) {
    const void* hit = memchr(format.data + i, '%', static_cast<std::size_t>(format.size - i));
    Index stop = hit ? static_cast<const std::uint8_t*>(hit) - format.data : format.size;
    if (!out.put(format.data + i, stop - i)) return Failed{};
    if (stop == format.size) break;
    i = stop + 1;
    if (i < format.size && format.data[i] == '%') {
      if (!out.put('%')) return Failed{};
      i++;
      continue;
    }
    if (i < format.size && format.data[i] == '(') KR_TRY(read_key(cx, format, &i, values));
    Spec spec;
    percent::Reader reader(format.data, i, format.size, byte_at);
    KR_TRY(reader.read(cx, values, spec));
    i = reader.position;
    Ref<> value = KR_TRY(values.next(cx));
    if (spec.type == '%') {
      if (!out.put('%')) return Failed{};
      continue;
    }
    KR_TRY(put_value(cx, out, spec, value, i - 1));
  }
  if (values.left_over()) return raise(cx, exc::TypeError, "not all arguments converted during bytes formatting");
  return {};
}

}  // namespace

Result<Ref<>> remainder(Context& cx, Borrowed<> left, Borrowed<> right) {
  if (!is<Bytes>(left) && !is_bytearray(left)) return new_not_implemented();
  ByteBuffer out(cx);
  KR_TRY(fill_in(cx, span_of(left), right, out));
  return make_like(cx, left, out.data(), out.size());
}

}  // namespace krait::byte_strings
