// array's methods.
#include <cstring>

#include "modules/array/array.h"
#include "object/declare/method.h"
#include "types/bytes/bytes.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/slice/slice.h"
#include "types/tuple/tuple.h"

namespace krait::arrays {
namespace {

Result<Ref<Array>> copy(Context& cx, Self self) {
  Ref<Array> made = KR_TRY(new_array(cx, array_type, *self->kind, self->size()));
  if (self->size()) std::memcpy(made->items, self->items, static_cast<std::size_t>(self->size() * self->kind->size));
  return made;
}
Result<Ref<Array>> deep_copy(Context& cx, Self self, Borrowed<>) { return copy(cx, self); }

Result<Ref<>> buffer_info(Context& cx, Self self) {
  Ref<Int> address = KR_TRY(int_from_unsigned(cx, reinterpret_cast<std::uintptr_t>(self->items)));
  return KR_TRY(tuple_of(cx, address, KR_TRY(int_from(cx, self->size()))));
}

Result<void> byte_swap(Context& cx, Self self) {
  Index size = self->kind->size;
  for (Index i = 0; i < self->size(); ++i) {
    char* at = self->at(i);
    for (Index a = 0, b = size - 1; a < b; ++a, --b) std::swap(at[a], at[b]);
  }
  return {};
}

Result<Index> find(Context& cx, Self self, Borrowed<> value, Index from, Index to) {
  for (Index i = from; i < self->size() && i < to; ++i) {
    Ref<> item = KR_TRY(get_value(cx, *self->kind, self->at(i)));
    if (KR_TRY(same_or_equal(cx, item, value))) return i;
  }
  return Index{-2};
}
Result<Index> index_of(Context& cx, Self self, Borrowed<> value, SliceIndex from, SliceIndex to) {
  clamp_span(self->size(), &from.value, &to.value);
  Index found = KR_TRY(find(cx, self, value, from.value, to.value));
  if (found < 0) return raise(cx, exc::ValueError, "array.index(x): x not in array");
  return found;
}
Result<Index> count(Context& cx, Self self, Borrowed<> value) {
  Index found = 0;
  for (Index i = 0; i < self->size(); ++i) {
    Ref<> item = KR_TRY(get_value(cx, *self->kind, self->at(i)));
    found += KR_TRY(same_or_equal(cx, item, value));
  }
  return found;
}
Result<void> remove(Context& cx, Self self, Borrowed<> value) {
  Index found = KR_TRY(find(cx, self, value, 0, index_max));
  if (found < 0) return raise(cx, exc::ValueError, "array.remove(x): x not in array");
  return delete_span(cx, self, found, found + 1);
}
Result<Ref<>> pop(Context& cx, Self self, Index at) {
  if (self->size() == 0) return raise(cx, exc::IndexError, "pop from empty array");
  if (at < 0) at += self->size();
  if (at < 0 || at >= self->size()) return raise(cx, exc::IndexError, "pop index out of range");
  Ref<> value = KR_TRY(get_value(cx, *self->kind, self->at(at)));
  KR_TRY(delete_span(cx, self, at, at + 1));
  return value;
}
Result<void> reverse(Context&, Self self) {
  Index item = self->kind->size;
  char scratch[8];
  for (Index i = 0, j = self->size() - 1; i < j; ++i, --j) {
    std::memcpy(scratch, self->at(i), static_cast<std::size_t>(item));
    std::memcpy(self->at(i), self->at(j), static_cast<std::size_t>(item));
    std::memcpy(self->at(j), scratch, static_cast<std::size_t>(item));
  }
  return {};
}

Result<void> from_list(Context& cx, Self self, Borrowed<> list) {
  if (!is<List>(list)) return raise(cx, exc::TypeError, "arg must be list");
  Index count = list.as<List>()->size(), size = self->size();
  if (!count) return {};
  KR_TRY(resize(cx, self, size + count));
  for (Index i = 0; i < count; ++i) {
    auto stored = set_value(cx, *self->kind, self->at(size + i), list.as<List>()->item(i));
    if (stored.failed()) {
      SavedError saved(cx);
      (void)resize(cx, self, size);
      return Failed{};
    }
    if (count != list.as<List>()->size()) {
      (void)resize(cx, self, size);
      return raise(cx, exc::RuntimeError, "list changed size during iteration");
    }
  }
  return {};
}

Result<void> from_file(Context& cx, Self self, Borrowed<> file, Index count) {
  if (count < 0) return raise(cx, exc::ValueError, "negative count");
  Index item = self->kind->size;
  if (count > index_max / item) return raise_memory_error(cx);
  Index wanted = count * item;
  Ref<> bytes = KR_TRY(call_method(cx, file, KR_ID(read), KR_TRY(int_from(cx, wanted))));
  if (!is<Bytes>(bytes)) return raise(cx, exc::TypeError, "read() didn't return bytes");
  bool enough = bytes.borrow().as<Bytes>()->size() == wanted;
  KR_TRY(from_bytes(cx, self, bytes));
  if (!enough) return raise(cx, exc::EOFError, "read() didn't return enough bytes");
  return {};
}

Result<void> to_file(Context& cx, Self self, Borrowed<> file) {
  constexpr Index block = 64 * 1024;
  Index total = self->size() * self->kind->size;
  for (Index at = 0; at < total; at += block) {
    Index size = total - at < block ? total - at : block;
    Ref<Bytes> bytes = KR_TRY(bytes_from(cx, {self->items + at, static_cast<std::size_t>(size)}));
    KR_TRY(call_method(cx, file, KR_ID(write), bytes));
  }
  return {};
}

Result<Ref<Bytes>> to_bytes(Context& cx, Self self) {
  return bytes_from(cx, {self->items, static_cast<std::size_t>(self->size() * self->kind->size)});
}
Result<Index> size_of(Context&, Self self) { return self.type()->tp_basicsize + self->allocated * self->kind->size; }
Result<void> append_method(Context& cx, Self self, Borrowed<> value) { return append(cx, self, value); }
Result<void> insert_method(Context& cx, Self self, Index at, Borrowed<> value) { return insert(cx, self, at, value); }
}  // namespace

constinit MethodDef methods[] = {
    KR_METHOD("append($self, v, /)", append_method, "Append new value v to the end of the array."),
    KR_METHOD("buffer_info($self, /)", buffer_info,
              "Return a tuple (address, length) giving the current memory address and the length in items of the buffer used to hold "
              "array's contents.\n\nThe length should be multiplied by the itemsize attribute to calculate\nthe buffer length in bytes."),
    KR_METHOD("byteswap($self, /)", byte_swap,
              "Byteswap all items of the array.\n\n"
              "If the items in the array are not 1, 2, 4, or 8 bytes in size, RuntimeError is\nraised."),
    KR_METHOD("__copy__($self, /)", copy, "Return a copy of the array."),
    KR_METHOD("count($self, v, /)", count, "Return number of occurrences of v in the array."),
    KR_METHOD("__deepcopy__($self, unused, /)", deep_copy, "Return a copy of the array."),
    KR_METHOD("extend($self, bb, /)", extend, "Append items to the end of the array."),
    KR_METHOD("fromfile($self, f, n, /)", from_file, "Read n objects from the file object f and append them to the end of the array."),
    KR_METHOD("fromlist($self, list, /)", from_list, "Append items to array from list."),
    KR_METHOD("frombytes($self, buffer, /)", from_bytes,
              "Appends items from the string, interpreting it as an array of machine values, as if it had been read from a file using the "
              "fromfile() method."),
    KR_METHOD("fromunicode($self, ustr, /)", from_unicode,
              "Extends this array with data from the unicode string ustr.\n\n"
              "The array must be a unicode type array; otherwise a ValueError is raised.\n"
              "Use array.frombytes(ustr.encode(...)) to append Unicode data to an array of\nsome other type."),
    KR_METHOD("index($self, v, start=0, stop=sys.maxsize, /)", index_of,
              "Return index of first occurrence of v in the array.\n\nRaise ValueError if the value is not present."),
    KR_METHOD("insert($self, i, v, /)", insert_method, "Insert a new item v into the array before position i."),
    KR_METHOD("pop($self, i=-1, /)", pop, "Return the i-th element and delete it from the array.\n\ni defaults to -1."),
    KR_METHOD("__reduce_ex__($self, value, /)", reduce, "Return state information for pickling."),
    KR_METHOD("remove($self, v, /)", remove, "Remove the first occurrence of v in the array."),
    KR_METHOD("reverse($self, /)", reverse, "Reverse the order of the items in the array."),
    KR_METHOD("tofile($self, f, /)", to_file, "Write all items (as machine values) to the file object f."),
    KR_METHOD("tolist($self, /)", to_list, "Convert array to an ordinary list with the same items."),
    KR_METHOD("tobytes($self, /)", to_bytes, "Convert the array to an array of machine values and return the bytes representation."),
    KR_METHOD("tounicode($self, /)", to_unicode,
              "Extends this array with data from the unicode string ustr.\n\n"
              "Convert the array to a unicode string.  The array must be a unicode type array;\n"
              "otherwise a ValueError is raised.  Use array.tobytes().decode() to obtain a\n"
              "unicode string from an array of some other type."),
    KR_METHOD("__sizeof__($self, /)", size_of, "Size of the array in memory, in bytes."), KR_END};

}  // namespace krait::arrays
