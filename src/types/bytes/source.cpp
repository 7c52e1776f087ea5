#include "types/bytes/source.h"

#include <cstring>

#include "types/int/int.h"
#include "types/list/list.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait::byte_strings {
namespace {

Result<const char*> c_text(Context& cx, Borrowed<Str> text) {
  Index size;
  const char* made = KR_TRY(str_utf8(cx, text, &size));
  if (static_cast<Index>(strlen(made)) != size) return raise(cx, exc::ValueError, "embedded null character");
  return made;
}

// Copies the items of a strided buffer in C order.
char* copy_items(const Buffer& view, const char* from, int dimension, char* to) {
  if (dimension == view.ndim) {
    memcpy(to, from, static_cast<std::size_t>(view.itemsize));
    return to + view.itemsize;
  }
  for (Index i = 0; i < view.shape[dimension]; i++) {
    const char* at = from + i * view.strides[dimension];
    if (view.suboffsets && view.suboffsets[dimension] >= 0)
      at = *reinterpret_cast<char* const*>(at) + view.suboffsets[dimension];
    to = copy_items(view, at, dimension + 1, to);
  }
  return to;
}

bool is_contiguous(const Buffer& view) {
  if (view.suboffsets) return false;
  if (!view.strides || view.len == 0) return true;
  Index step = view.itemsize;
  for (int i = view.ndim - 1; i >= 0; i--) {
    if (view.shape[i] > 1 && view.strides[i] != step) return false;
    step *= view.shape[i];
  }
  return true;
}

}  // namespace

int bytes_warning_level(Context&) { return 0; }

Result<void> collect_bytes(Context& cx, Borrowed<> iterable, ByteBuffer& out, const char* range_message) {
  if (is_exact<List>(iterable)) {
    Borrowed<List> list = iterable.as<List>();
    for (Index i = 0; i < list->size(); i++) {  // __index__ may change the list: size read anew
      Ref<> item = hold(list->item(i));
      if (!out.put(KR_TRY(byte_value(cx, item, range_message)))) return Failed{};
    }
    return {};
  }
  Ref<> iterator = KR_TRY(iter(cx, iterable));
  for (;;) {
    auto step = next(cx, iterator);
    if (step.failed()) return Failed{};
    if (step.missing()) return {};
    Ref<> item = std::move(step).value();
    if (!out.put(KR_TRY(byte_value(cx, item, range_message)))) return Failed{};
  }
}

Result<void> read_source(Context& cx, const char* type_name, Borrowed<> source, Borrowed<Str> encoding, Borrowed<Str> errors,
                         ByteBuffer& out) {
  bool array = strcmp(type_name, "bytearray") == 0;
  const char* range = array ? "byte must be in range(0, 256)" : "bytes must be in range(0, 256)";
  if (source.is_null() || !is<Str>(source)) {
    if (encoding) return raise(cx, exc::TypeError, "encoding without a string argument");
    if (errors) return raise(cx, exc::TypeError, "errors without a string argument");
  }
  if (source.is_null()) return {};
  if (is<Str>(source)) {
    if (encoding.is_null())
      return raise(cx, exc::TypeError, "string argument without an encoding");
    const char* codec = KR_TRY(c_text(cx, encoding));
    const char* handler = errors ? KR_TRY(c_text(cx, errors)) : nullptr;
    Ref<Bytes> encoded = KR_TRY(encode(cx, source.as<Str>(), codec, handler));
    if (!out.put(encoded->data, encoded->size())) return Failed{};
    return {};
  }
  if (is_index(source)) {
    auto size = as_index(cx, source, &exc::OverflowError);
    if (!size.failed()) {
      if (size.value() < 0) return raise(cx, exc::ValueError, "negative count");
      if (!out.fill(0, size.value())) return Failed{};
      return {};
    }
    if (!clear_error_if(cx, exc::TypeError)) return Failed{};
  }
  if (has_buffer(source)) {
    ScopedBuffer buffer;
    KR_TRY(buffer.get(cx, source, buffer_flags::full_ro));
    if (is_contiguous(buffer.view())) {
      if (!out.put(buffer.data(), buffer.size())) return Failed{};
      return {};
    }
    std::uint8_t* room = out.room(buffer.size());
    if (!room) return Failed{};
    copy_items(buffer.view(), buffer.data(), 0, reinterpret_cast<char*>(room));
    out.advance(buffer.size());
    return {};
  }
  if (!source.type()->tp_iter && !is_sequence(source))
    return raise(cx, exc::TypeError, "cannot convert '{!t:.200}' object to {}", source, type_name);
  return collect_bytes(cx, source, out, range);
}

}  // namespace krait::byte_strings
