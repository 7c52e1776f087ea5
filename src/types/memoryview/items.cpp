// Single items, subscripts, comparison.
#include <cstring>

#include "memory/memory.h"
#include "types/bytes/bytes.h"
#include "types/float/float.h"
#include "types/int/int.h"
#include "types/iterators/iterators.h"
#include "types/list/list.h"
#include "types/memoryview/internal.h"
#include "types/slice/slice.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait::memoryviews {

char native_letter(const char* format) {
  if (*format == '@') ++format;
  return *format && !format[1] && native_size(*format) ? *format : 0;
}

Index native_size(char letter) {
  switch (letter) {
    case 'c': case 'b': case 'B': case '?': return 1;
    case 'h': case 'H': return 2;
    case 'i': case 'I': case 'f': return 4;
    case 'l': case 'L': case 'q': case 'Q': case 'n': case 'N': case 'd': case 'P': return 8;
  }
  return 0;
}

namespace {
template <class T>
T load(const char* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}
template <class T>
Result<void> store(char* at, T value) {
  std::memcpy(at, &value, sizeof value);
  return {};
}
bool is_signed_letter(char c) { return c == 'b' || c == 'h' || c == 'i' || c == 'l' || c == 'q' || c == 'n'; }

Failed bad_type(Context& cx, char letter) {
  return raise(cx, exc::TypeError, "memoryview: invalid type for format '{:c}'", static_cast<unsigned char>(letter));
}
Failed bad_value(Context& cx, char letter) {
  return raise(cx, exc::ValueError, "memoryview: invalid value for format '{:c}'", static_cast<unsigned char>(letter));
}
// The conversion's own error, in memoryview's words.
Failed translated(Context& cx, char letter) {
  if (clear_error_if(cx, exc::TypeError)) return bad_type(cx, letter);
  if (clear_error_if(cx, exc::OverflowError) || clear_error_if(cx, exc::ValueError)) return bad_value(cx, letter);
  return {};
}
}  // namespace

Result<Ref<>> unpack(Context& cx, char letter, const char* at) {
  switch (letter) {
    case 'B': return KR_TRY(int_from(cx, load<std::uint8_t>(at)));
    case 'b': return KR_TRY(int_from(cx, load<std::int8_t>(at)));
    case 'c': return KR_TRY(bytes_from(cx, {at, 1}));
    case '?': return new_bool(*at != 0);
    case 'h': return KR_TRY(int_from(cx, load<std::int16_t>(at)));
    case 'H': return KR_TRY(int_from(cx, load<std::uint16_t>(at)));
    case 'i': return KR_TRY(int_from(cx, load<std::int32_t>(at)));
    case 'I': return KR_TRY(int_from(cx, load<std::uint32_t>(at)));
    case 'l': case 'q': case 'n': return KR_TRY(int_from(cx, load<std::int64_t>(at)));
    case 'L': case 'Q': case 'N': case 'P': return KR_TRY(int_from_unsigned(cx, load<std::uint64_t>(at)));
    case 'f': return KR_TRY(float_from(cx, static_cast<double>(load<float>(at))));
    case 'd': return KR_TRY(float_from(cx, load<double>(at)));
  }
  return raise(cx, exc::NotImplementedError, "memoryview: format {:c} not supported", static_cast<unsigned char>(letter));
}

Result<void> pack(Context& cx, char letter, char* at, Borrowed<> value) {
  if (letter == 'c') {
    if (!is<Bytes>(value)) return bad_type(cx, letter);
    if (value.as<Bytes>()->size() != 1) return bad_value(cx, letter);
    *at = value.as<Bytes>()->data[0];
    return {};
  }
  if (letter == '?') {
    *at = KR_TRY(is_true(cx, value));
    return {};
  }
  if (letter == 'f' || letter == 'd') {
    double number = as_double(cx, value);
    if (number == -1.0 && cx.has_error()) return translated(cx, letter);
    if (letter == 'f') return store(at, static_cast<float>(number));
    return store(at, number);
  }
  auto given = index(cx, value);
  if (given.failed()) return translated(cx, letter);
  Ref<Int> number = std::move(given).value();
  Index size = native_size(letter);
  bool with_sign = is_signed_letter(letter) || (letter == 'P' && int_sign(number) < 0);
  char scratch[8];
  auto packed = int_to_bytes(cx, number, reinterpret_cast<std::uint8_t*>(scratch), static_cast<std::size_t>(size), true, with_sign);
  if (packed.failed()) return translated(cx, letter);
  std::memcpy(at, scratch, static_cast<std::size_t>(size));
  return {};
}

namespace {
Result<char*> step_into(Context& cx, const Buffer& view, char* at, int dimension, Index i) {
  Index extent = view.shape[dimension];
  if (i < 0) i += extent;
  if (i < 0 || i >= extent) return raise(cx, exc::IndexError, "index out of bounds on dimension {}", dimension + 1);
  return follow(at + view.strides[dimension] * i, view.suboffsets, dimension);
}

Result<char> letter_of(Context& cx, const Buffer& view) {
  char letter = native_letter(format_of(view));
  if (!letter) return raise(cx, exc::NotImplementedError, "memoryview: unsupported format {}", format_of(view));
  return letter;
}

bool all_indices(Borrowed<> key) {
  if (!is<Tuple>(key)) return false;
  for (Object* item : key.as<Tuple>()->span())
    if (!is_index(Borrowed<>(item))) return false;
  return true;
}
bool all_slices(Borrowed<> key) {
  if (!is<Tuple>(key) || key.as<Tuple>()->size() == 0) return false;
  for (Object* item : key.as<Tuple>()->span())
    if (!is_exact<Slice>(Borrowed<>(item))) return false;
  return true;
}

Result<char*> at_tuple(Context& cx, const Buffer& view, Borrowed<Tuple> key) {
  if (key->size() > view.ndim)
    return raise(cx, exc::TypeError, "cannot index {}-dimension view with {}-element tuple", view.ndim, key->size());
  if (key->size() < view.ndim) return raise(cx, exc::NotImplementedError, "sub-views are not implemented");
  char* at = static_cast<char*>(view.buf);
  for (int d = 0; d < view.ndim; ++d) {
    Index i = KR_TRY(as_index(cx, key->item(d), &exc::IndexError));
    at = KR_TRY(step_into(cx, view, at, d, i));
  }
  return at;
}

// Narrows a dimension of a view to a slice.
Result<void> narrow(Context& cx, Buffer* view, Borrowed<Slice> slice) {
  SliceSpan span = KR_TRY(slice_indices(cx, slice, view->shape[0]));
  if (!view->suboffsets || view->suboffsets[0] < 0) view->buf = static_cast<char*>(view->buf) + view->strides[0] * span.start;
  else view->suboffsets[0] += view->strides[0] * span.start;
  view->shape[0] = span.count;
  view->strides[0] *= span.step;
  Index bytes = view->itemsize;
  for (int d = 0; d < view->ndim; ++d) bytes *= view->shape[d];
  view->len = bytes;
  return {};
}
}  // namespace

Result<Ref<>> item_at(Context& cx, Self self, Index i) {
  KR_TRY(check(cx, self));
  const Buffer& view = self->view;
  char letter = KR_TRY(letter_of(cx, view));
  if (view.ndim == 0) return raise(cx, exc::TypeError, "invalid indexing of 0-dim memory");
  if (view.ndim != 1) return raise(cx, exc::NotImplementedError, "multi-dimensional sub-views are not implemented");
  char* at = KR_TRY(step_into(cx, view, static_cast<char*>(view.buf), 0, i));
  return unpack(cx, letter, at);
}

Result<Ref<>> get_item(Context& cx, Self self, Borrowed<> key) {
  KR_TRY(check(cx, self));
  const Buffer& view = self->view;
  if (view.ndim == 0) {
    if (is<Tuple>(key) && key.as<Tuple>()->size() == 0) return unpack(cx, KR_TRY(letter_of(cx, view)), static_cast<char*>(view.buf));
    if (key.is(ellipsis())) return hold(self).as<Object>();
    return raise(cx, exc::TypeError, "invalid indexing of 0-dim memory");
  }
  if (is_index(key)) return item_at(cx, self, KR_TRY(as_index(cx, key, &exc::IndexError)));
  if (is_exact<Slice>(key)) {
    Ref<MemoryView> made = KR_TRY(new_view(cx, Borrowed<ManagedBuffer>(self->managed), view, view.ndim));
    KR_TRY(narrow(cx, &made->view, key.as<Slice>()));
    init_flags(made.raw());
    return made;
  }
  if (all_indices(key)) {
    char* at = KR_TRY(at_tuple(cx, view, key.as<Tuple>()));
    return unpack(cx, KR_TRY(letter_of(cx, view)), at);
  }
  if (all_slices(key)) return raise(cx, exc::NotImplementedError, "multi-dimensional slicing is not implemented");
  return raise(cx, exc::TypeError, "memoryview: invalid slice key");
}

namespace {
Result<void> assign_slice(Context& cx, Self self, Borrowed<Slice> slice, Borrowed<> value) {
  ScopedBuffer source;
  KR_TRY(source.get(cx, value, buffer_flags::full_ro));
  Index shape = self->view.shape[0], stride = self->view.strides[0], suboffset = self->view.suboffsets ? self->view.suboffsets[0] : -1;
  Buffer to = self->view;
  to.shape = &shape;
  to.strides = &stride;
  if (to.suboffsets) to.suboffsets = &suboffset;
  KR_TRY(narrow(cx, &to, slice));
  const Buffer& from = source.view();
  char letter = native_letter(format_of(to));
  bool same = from.ndim == 1 && from.itemsize == to.itemsize &&
              (letter ? native_letter(format_of(from)) == letter : std::strcmp(format_of(from), format_of(to)) == 0) &&
              (from.shape ? from.shape[0] : from.len / from.itemsize) == shape;
  if (!same) return raise(cx, exc::ValueError, "memoryview assignment: lvalue and rvalue have different structures");
  if (!shape) return {};
  auto bytes = static_cast<std::size_t>(to.itemsize * shape);
  char few[256];
  char* scratch = bytes <= sizeof few ? few : static_cast<char*>(memory::allocate(bytes));
  if (!scratch) return raise_memory_error(cx);
  for (Index i = 0; i < shape; ++i) {  // by way of a copy: the two may overlap
    char* at = follow(static_cast<char*>(from.buf) + i * (from.strides ? from.strides[0] : from.itemsize), from.suboffsets, 0);
    std::memcpy(scratch + i * to.itemsize, at, static_cast<std::size_t>(to.itemsize));
  }
  for (Index i = 0; i < shape; ++i)
    std::memcpy(follow(static_cast<char*>(to.buf) + i * stride, to.suboffsets, 0), scratch + i * to.itemsize, static_cast<std::size_t>(to.itemsize));
  if (scratch != few) memory::release(scratch);
  return {};
}

Result<void> store_item(Context& cx, Self self, char letter, char* at, Borrowed<> value) {
  // The conversion may run code that releases the view.
  char scratch[8];
  KR_TRY(pack(cx, letter, scratch, value));
  KR_TRY(check(cx, self));
  std::memcpy(at, scratch, static_cast<std::size_t>(native_size(letter)));
  return {};
}
}  // namespace

Result<void> assign_item(Context& cx, Self self, Borrowed<> key, Borrowed<> value) {
  KR_TRY(check(cx, self));
  Buffer& view = self->view;
  char letter = KR_TRY(letter_of(cx, view));
  if (view.readonly) return raise(cx, exc::TypeError, "cannot modify read-only memory");
  if (!value) return raise(cx, exc::TypeError, "cannot delete memory");
  if (view.ndim == 0) {
    if (key.is(ellipsis()) || (is<Tuple>(key) && key.as<Tuple>()->size() == 0))
      return store_item(cx, self, letter, static_cast<char*>(view.buf), value);
    return raise(cx, exc::TypeError, "invalid indexing of 0-dim memory");
  }
  if (is_index(key)) {
    if (view.ndim > 1) return raise(cx, exc::NotImplementedError, "sub-views are not implemented");
    Index i = KR_TRY(as_index(cx, key, &exc::IndexError));
    char* at = KR_TRY(step_into(cx, view, static_cast<char*>(view.buf), 0, i));
    return store_item(cx, self, letter, at, value);
  }
  if (is_exact<Slice>(key) && view.ndim == 1) return assign_slice(cx, self, key.as<Slice>(), value);
  if (all_indices(key)) return store_item(cx, self, letter, KR_TRY(at_tuple(cx, view, key.as<Tuple>())), value);
  if (is_exact<Slice>(key) || all_slices(key))
    return raise(cx, exc::NotImplementedError, "memoryview slice assignments are currently restricted to ndim = 1");
  return raise(cx, exc::TypeError, "memoryview: invalid slice key");
}

// --- comparison
namespace {
// One side's way of reading its items: a native letter, or struct's unpack for other formats.
struct ItemReader {
  char letter;
  Ref<> unpacker;

  Result<Ref<>> read(Context& cx, const char* at, Index size) const {
    if (letter) return unpack(cx, letter, at);
    Ref<Bytes> bytes = KR_TRY(bytes_from(cx, {at, static_cast<std::size_t>(size)}));
    Ref<> items = KR_TRY(call(cx, unpacker, bytes));
    if (is<Tuple>(items) && items.borrow().as<Tuple>()->size() == 1) return hold(items.borrow().as<Tuple>()->item(0));
    return items;
  }
};

Result<ItemReader> make_reader(Context& cx, const char* format) {
  char letter = native_letter(format);
  if (letter) return ItemReader{letter, {}};
  Ref<> type = KR_TRY(imported(cx, KR_ID(_struct), KR_ID(Struct)));
  Ref<Str> text = KR_TRY(str_from_utf8(cx, format));
  Ref<> pattern = KR_TRY(call(cx, type, text));
  return ItemReader{0, KR_TRY(get_attr(cx, pattern, KR_ID(unpack)))};
}

Result<bool> equal_from(Context& cx, const Buffer& a, const Buffer& b, char* x, char* y, int dimension, const ItemReader& p, const ItemReader& q) {
  if (dimension == a.ndim) {
    Ref<> left = KR_TRY(p.read(cx, x, a.itemsize)), right = KR_TRY(q.read(cx, y, b.itemsize));
    return compare_bool(cx, left, right, Compare::eq);
  }
  for (Index i = 0; i < a.shape[dimension]; ++i) {
    char* x_at = follow(x + i * a.strides[dimension], a.suboffsets, dimension);
    char* y_at = follow(y + i * b.strides[dimension], b.suboffsets, dimension);
    if (!KR_TRY(equal_from(cx, a, b, x_at, y_at, dimension + 1, p, q))) return false;
  }
  return true;
}
}  // namespace

Result<Ref<>> compare(Context& cx, Borrowed<> left, Borrowed<> right, Compare op) {
  if (op != Compare::eq && op != Compare::ne) return new_not_implemented();
  auto answer = [&](bool equal) { return new_bool(equal == (op == Compare::eq)); };
  Self self = left.as<MemoryView>();
  if (is_released(self)) return answer(left.is(right));
  Ref<MemoryView> other_view;
  if (is_exact<MemoryView>(right)) {
    if (is_released(right.as<MemoryView>())) return answer(left.is(right));
    other_view = hold(right.as<MemoryView>());
  } else {
    if (!has_buffer(right)) return new_not_implemented();
    auto made = memoryview_from_object(cx, right);
    if (made.failed()) return clear_error(cx), new_not_implemented();
    other_view = std::move(made).value();
  }
  const Buffer &a = self->view, &b = other_view->view;
  if (a.ndim != b.ndim) return answer(false);
  for (int d = 0; d < a.ndim; ++d) {
    if (a.shape[d] != b.shape[d]) return answer(false);
    if (a.shape[d] == 0) break;
  }
  char letter = native_letter(format_of(a));
  if ((letter == 'B' || letter == 'b' || letter == 'c') && native_letter(format_of(b)) == letter && (self->flags & flag::c) &&
      (other_view->flags & flag::c))
    return answer(a.len == 0 || std::memcmp(a.buf, b.buf, static_cast<std::size_t>(a.len)) == 0);
  auto p = make_reader(cx, format_of(a));
  if (p.failed()) return clear_error(cx), answer(false);  // a format nobody can read: not equal
  auto q = make_reader(cx, format_of(b));
  if (q.failed()) return clear_error(cx), answer(false);
  ItemReader first = std::move(p).value(), second = std::move(q).value();
  bool same = KR_TRY(equal_from(cx, a, b, static_cast<char*>(a.buf), static_cast<char*>(b.buf), 0, first, second));
  return answer(same);
}

namespace {
Result<Ref<>> list_from_dimension(Context& cx, const Buffer& view, char letter, char* at, int dimension) {
  if (dimension == view.ndim) return unpack(cx, letter, at);
  Ref<List> made = KR_TRY(new_list(cx, view.shape[dimension]));
  for (Index i = 0; i < view.shape[dimension]; ++i)
    made->init_item(i, KR_TRY(list_from_dimension(cx, view, letter, follow(at + i * view.strides[dimension], view.suboffsets, dimension), dimension + 1)));
  return made;
}
}  // namespace

Result<Ref<>> to_list(Context& cx, Self self) {
  KR_TRY(check(cx, self));
  char letter = KR_TRY(letter_of(cx, self->view));
  return list_from_dimension(cx, self->view, letter, static_cast<char*>(self->view.buf), 0);
}

}  // namespace krait::memoryviews
