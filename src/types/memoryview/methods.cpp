// memoryview's methods, attributes and cast().
#include <cstring>

#include "object/declare/method.h"
#include "types/bytes/bytes.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/memoryview/internal.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait::memoryviews {

namespace {
bool is_byte_letter(char c) { return c == 'b' || c == 'B' || c == 'c'; }

// The static text of a native format, so that views can point to it.
const char* native_text(char letter) {
  static constexpr char texts[] = "c\0b\0B\0?\0h\0H\0i\0I\0f\0l\0L\0q\0Q\0n\0N\0d\0P";
  for (const char* text = texts; *text; text += 2)
    if (*text == letter) return text;
  return nullptr;
}

Result<void> cast_to_one(Context& cx, MemoryView* self, Borrowed<Str> format) {
  Buffer& view = self->view;
  char from = native_letter(format_of(view));
  if (!from) return raise(cx, exc::ValueError, "memoryview: source format must be a native single character format prefixed with an optional '@'");
  const char* text = KR_TRY(str_utf8(cx, format, nullptr));
  char to = native_letter(text);
  if (!to)
    return raise(cx, exc::ValueError,
                 "memoryview: destination format must be a native single character format prefixed with an optional '@'");
  if (!is_byte_letter(from) && !is_byte_letter(to)) return raise(cx, exc::TypeError, "memoryview: cannot cast between two non-byte formats");
  Index size = native_size(to);
  if (view.len % size) return raise(cx, exc::TypeError, "memoryview: length is not a multiple of itemsize");
  view.format = const_cast<char*>(text[0] == '@' ? text : native_text(to));
  if (text[0] == '@') {  // "@i" is kept as it was written
    static constexpr char at_texts[] = "@c\0@b\0@B\0@?\0@h\0@H\0@i\0@I\0@f\0@l\0@L\0@q\0@Q\0@n\0@N\0@d\0@P";
    for (const char* kept = at_texts; *kept; kept += 3)
      if (kept[1] == to) view.format = const_cast<char*>(kept);
  }
  view.itemsize = size;
  view.ndim = 1;
  view.shape = self->array;
  view.strides = self->array + 1;
  view.suboffsets = nullptr;
  view.shape[0] = view.len / size;
  view.strides[0] = size;
  init_flags(self);
  return {};
}

// Reads the shape; the product of its extents is answered.
Result<Index> read_shape(Context& cx, Index* out, std::span<Object* const> items, Index itemsize) {
  Index product = itemsize;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!is<Int>(Borrowed<>(items[i]))) return raise(cx, exc::TypeError, "memoryview.cast(): elements of shape must be integers");
    Index extent = as_ssize(cx, Borrowed<>(items[i]));
    if (extent == -1 && cx.has_error()) return Failed{};
    if (extent <= 0) return raise(cx, exc::ValueError, "memoryview.cast(): elements of shape must be integers > 0");
    if (extent > index_max / product) return raise(cx, exc::ValueError, "memoryview.cast(): product(shape) > SSIZE_MAX");
    product *= extent;
    out[i] = extent;
  }
  return product;
}
}  // namespace

Result<Ref<>> cast(Context& cx, Self self, Borrowed<Str> format, Borrowed<> shape) {
  KR_TRY(check(cx, self));
  if (!(self->flags & flag::c)) return raise(cx, exc::TypeError, "memoryview: casts are restricted to C-contiguous views");
  int ndim = 1;
  std::span<Object* const> extents;
  if (shape && !is_none(shape)) {
    if (!is<List>(shape) && !is<Tuple>(shape)) return raise(cx, exc::TypeError, "shape must be a list or a tuple");
    extents = sequence_fast_items(shape);
    if (extents.size() > 64) return raise(cx, exc::ValueError, "memoryview: number of dimensions must not exceed 64");
    ndim = static_cast<int>(extents.size());
    if (self->view.ndim != 1 && ndim != 1) return raise(cx, exc::TypeError, "memoryview: cast must be 1D -> ND or ND -> 1D");
  } else {
    shape = {};
  }
  for (int d = 0; d < self->view.ndim; ++d)
    if (self->view.shape[d] == 0 && (self->view.ndim > 1 || shape))
      return raise(cx, exc::TypeError, "memoryview: cannot cast view with zeros in shape or strides");
  // Made with room for the larger of the two shapes; the shape is filled in below.
  Buffer from = self->view;
  from.ndim = -1;
  Ref<MemoryView> made = KR_TRY(new_view(cx, Borrowed<ManagedBuffer>(self->managed), from, ndim > 1 ? ndim : 1));
  KR_TRY(cast_to_one(cx, made.raw(), format));
  if (shape) {
    Buffer& view = made->view;
    Index sizes[64];
    Index product = KR_TRY(read_shape(cx, sizes, extents, view.itemsize));
    if (product != view.len) return raise(cx, exc::TypeError, "memoryview: product(shape) * itemsize != buffer size");
    view.ndim = ndim;
    view.shape = ndim ? made->array : nullptr;
    view.strides = ndim ? made->array + ndim : nullptr;
    Index stride = view.itemsize;
    for (int d = ndim - 1; d >= 0; --d) {
      view.shape[d] = sizes[d];
      view.strides[d] = stride;
      stride *= sizes[d];
    }
    init_flags(made.raw());
  }
  return made;
}

namespace {
Result<void> release_method(Context& cx, Self self) { return release(cx, self); }

Result<Ref<Bytes>> contiguous_bytes(Context& cx, Self self, char order) {
  KR_TRY(check(cx, self));
  Ref<Bytes> made = KR_TRY(new_bytes(cx, self->view.len));
  KR_TRY(buffer_to_contiguous(cx, made->data, self->view, order));
  return made;
}

Result<Ref<Bytes>> to_bytes(Context& cx, Self self, Borrowed<> order) {
  char letter = 'C';
  if (order && !is_none(order)) {
    if (!is<Str>(order)) return raise(cx, exc::TypeError, "tobytes() argument 'order' must be str or None, not {!t}", order);
    Borrowed<Str> text = order.as<Str>();
    letter = text->size == 1 ? static_cast<char>(text->at(0)) : 0;
    if (letter != 'C' && letter != 'F' && letter != 'A') return raise(cx, exc::ValueError, "order must be 'C', 'F' or 'A'");
  }
  return contiguous_bytes(cx, self, letter);
}

Result<Ref<>> hex(Context& cx, Self self, Borrowed<> separator, int group) {
  Ref<Bytes> bytes = KR_TRY(contiguous_bytes(cx, self, 'C'));
  if (!separator) return call_method(cx, bytes, KR_ID(hex));
  return call_method(cx, bytes, KR_ID(hex), separator, KR_TRY(int_from(cx, group)));
}

Result<Ref<>> to_readonly(Context& cx, Self self) {
  KR_TRY(check(cx, self));
  Ref<MemoryView> made = KR_TRY(new_view(cx, Borrowed<ManagedBuffer>(self->managed), self->view, self->view.ndim));
  made->view.readonly = 1;
  return made;
}

Result<Ref<>> enter(Context& cx, Self self) {
  KR_TRY(check(cx, self));
  return hold(self).as<Object>();
}
Result<void> exit(Context& cx, Self self, Args) { return release(cx, self); }

Result<Ref<>> numbers(Context& cx, const Index* values, int count) {
  Ref<Tuple> made = KR_TRY(new_tuple(cx, values ? count : 0));
  for (Index i = 0; i < made->size(); ++i) made->init_item(i, KR_TRY(int_from(cx, values[i])));
  return made;
}

// --- attributes
Result<Ref<>> get_obj(Context& cx, Self self) {
  KR_TRY(check(cx, self));
  Object* owner = self->managed->master.obj;
  return owner ? hold(owner) : new_none();
}
Result<Ref<>> get_nbytes(Context& cx, Self self) {
  KR_TRY(check(cx, self));
  return KR_TRY(int_from(cx, self->view.len));
}
Result<Ref<>> get_readonly(Context& cx, Self self) {
  KR_TRY(check(cx, self));
  return new_bool(self->view.readonly);
}
Result<Ref<>> get_itemsize(Context& cx, Self self) {
  KR_TRY(check(cx, self));
  return KR_TRY(int_from(cx, self->view.itemsize));
}
Result<Ref<>> get_format(Context& cx, Self self) {
  KR_TRY(check(cx, self));
  return KR_TRY(str_from_utf8(cx, format_of(self->view)));
}
Result<Ref<>> get_ndim(Context& cx, Self self) {
  KR_TRY(check(cx, self));
  return KR_TRY(int_from(cx, self->view.ndim));
}
Result<Ref<>> get_shape(Context& cx, Self self) {
  KR_TRY(check(cx, self));
  return numbers(cx, self->view.shape, self->view.ndim);
}
Result<Ref<>> get_strides(Context& cx, Self self) {
  KR_TRY(check(cx, self));
  return numbers(cx, self->view.strides, self->view.ndim);
}
Result<Ref<>> get_suboffsets(Context& cx, Self self) {
  KR_TRY(check(cx, self));
  return numbers(cx, self->view.suboffsets, self->view.ndim);
}
template <int Flags>
Result<Ref<>> get_flag(Context& cx, Self self) {
  KR_TRY(check(cx, self));
  return new_bool((self->flags & Flags) != 0);
}
}  // namespace

constinit MethodDef methods[] = {
    KR_METHOD("release($self, /)", release_method, "Release the underlying buffer exposed by the memoryview object."),
    KR_METHOD("tobytes($self, /, order='C')", to_bytes,
              "Return the data in the buffer as a byte string.\n\n"
              "Order can be {'C', 'F', 'A'}. When order is 'C' or 'F', the data of the\n"
              "original array is converted to C or Fortran order. For contiguous views,\n"
              "'A' returns an exact copy of the physical memory. In particular, in-memory\n"
              "Fortran order is preserved. For non-contiguous views, the data is converted\n"
              "to C first. order=None is the same as order='C'."),
    KR_METHOD("hex($self, /, sep=<unrepresentable>, bytes_per_sep=1)", hex,
              "Return the data in the buffer as a str of hexadecimal numbers.\n\n"
              "  sep\n    An optional single character or byte to separate hex bytes.\n"
              "  bytes_per_sep\n    How many bytes between separators.  Positive values count from the\n"
              "    right, negative values count from the left.\n\n"
              "Example:\n>>> value = memoryview(b'\\xb9\\x01\\xef')\n>>> value.hex()\n'b901ef'\n>>> value.hex(':')\n'b9:01:ef'\n"
              ">>> value.hex(':', 2)\n'b9:01ef'\n>>> value.hex(':', -2)\n'b901:ef'"),
    KR_METHOD("tolist($self, /)", to_list, "Return the data in the buffer as a list of elements."),
    KR_METHOD("cast($self, /, format, shape=<unrepresentable>)", cast, "Cast a memoryview to a new format or shape."),
    KR_METHOD("toreadonly($self, /)", to_readonly, "Return a readonly version of the memoryview."),
    KR_QUIET("__enter__(self)", enter, nullptr), KR_QUIET("__exit__(self, *args)", exit, nullptr), KR_END};

constinit GetSetDef getset[] = {
    KR_GETTER("obj", get_obj, "The underlying object of the memoryview."),
    KR_GETTER("nbytes", get_nbytes, "The amount of space in bytes that the array would use in\n a contiguous representation."),
    KR_GETTER("readonly", get_readonly, "A bool indicating whether the memory is read only."),
    KR_GETTER("itemsize", get_itemsize, "The size in bytes of each element of the memoryview."),
    KR_GETTER("format", get_format, "A string containing the format (in struct module style)\n for each element in the view."),
    KR_GETTER("ndim", get_ndim, "An integer indicating how many dimensions of a multi-dimensional\n array the memory represents."),
    KR_GETTER("shape", get_shape, "A tuple of ndim integers giving the shape of the memory\n as an N-dimensional array."),
    KR_GETTER("strides", get_strides,
              "A tuple of ndim integers giving the size in bytes to access\n each element for each dimension of the array."),
    KR_GETTER("suboffsets", get_suboffsets, "A tuple of integers used internally for PIL-style arrays."),
    KR_GETTER("c_contiguous", get_flag<flag::c>, "A bool indicating whether the memory is C contiguous."),
    KR_GETTER("f_contiguous", get_flag<flag::fortran>, "A bool indicating whether the memory is Fortran contiguous."),
    KR_GETTER("contiguous", (get_flag<flag::c | flag::fortran>), "A bool indicating whether the memory is contiguous."), KR_END};

}  // namespace krait::memoryviews
