// The operations that work on any object, by way of its type's slots. Names follow CPython's abstract layer (PyObject_*, PyNumber_*,
// PySequence_*, PyMapping_*), each in snake case; errors are CPython's.
#pragma once

#include <span>

#include "object/check.h"
#include "object/errors.h"
#include "object/singletons.h"

namespace krait {

enum class Compare : int { lt = 0, le = 1, eq = 2, ne = 3, gt = 4, ge = 5 };

// --- any object (object/protocol/object.cpp)
Result<Ref<Str>> repr(Context& cx, Borrowed<> object);
Result<Ref<Str>> str(Context& cx, Borrowed<> object);
Result<Ref<Str>> ascii(Context& cx, Borrowed<> object);
Result<Ref<Str>> format(Context& cx, Borrowed<> object, Borrowed<> spec);  // spec may be null: ""
Result<Ref<Bytes>> bytes_of(Context& cx, Borrowed<> object);              // bytes(object) through __bytes__
Result<Hash> hash(Context& cx, Borrowed<> object);
Result<Ref<>> compare(Context& cx, Borrowed<> left, Borrowed<> right, Compare op);
// As `==` in containers: identical objects are equal without a call.
Result<bool> compare_bool(Context& cx, Borrowed<> left, Borrowed<> right, Compare op);
KR_INLINE Result<bool> same_or_equal(Context& cx, Borrowed<> left, Borrowed<> right) {
  if (left.is(right)) return true;
  return compare_bool(cx, left, right, Compare::eq);
}
Result<bool> is_true(Context& cx, Borrowed<> object);
Result<Ref<>> dir(Context& cx, Borrowed<> object);  // null: the current frame's names
Result<Index> length(Context& cx, Borrowed<> object);
Result<Index> length_hint(Context& cx, Borrowed<> object, Index default_value);
Result<Ref<>> get_item(Context& cx, Borrowed<> object, Borrowed<> key);
Result<void> set_item(Context& cx, Borrowed<> object, Borrowed<> key, Borrowed<> value);
Result<void> delete_item(Context& cx, Borrowed<> object, Borrowed<> key);
Result<bool> is_instance(Context& cx, Borrowed<> object, Borrowed<> class_or_tuple);
Result<bool> is_subclass(Context& cx, Borrowed<> derived, Borrowed<> class_or_tuple);
bool is_callable(Borrowed<> object);

// --- attributes (object/protocol/attributes.cpp)
Result<Ref<>> get_attr(Context& cx, Borrowed<> object, Borrowed<Str> name);
Result<Ref<>> get_attr(Context& cx, Borrowed<> object, const char* name);
// Absent is not an error: no AttributeError is made where the type allows it.
Lookup<> lookup_attr(Context& cx, Borrowed<> object, Borrowed<Str> name);
Result<void> set_attr(Context& cx, Borrowed<> object, Borrowed<Str> name, Borrowed<> value);
Result<void> delete_attr(Context& cx, Borrowed<> object, Borrowed<Str> name);
Result<Ref<>> generic_get_attr(Context& cx, Borrowed<> object, Borrowed<Str> name);
Result<void> generic_set_attr(Context& cx, Borrowed<> object, Borrowed<Str> name, Borrowed<> value);  // null: delete
// A special method looked up on the type, bound to the object; missing when the type has none.
Lookup<> lookup_special(Context& cx, Borrowed<> object, Borrowed<Str> name);
// For LOAD_METHOD: `*unbound` true when the result is a function that takes the object as its first argument.
Lookup<> get_method(Context& cx, Borrowed<> object, Borrowed<Str> name, bool* unbound);

// --- calls (object/protocol/call.cpp). `args` are borrowed; keyword values follow the positional ones, their names are in kwnames.
Result<Ref<>> vectorcall(Context& cx, Borrowed<> callable, Object* const* args, std::size_t nargsf, Borrowed<Tuple> kwnames);
Result<Ref<>> call(Context& cx, Borrowed<> callable, Borrowed<Tuple> args, Borrowed<Dict> kwargs);  // kwargs may be null
// A tuple and a dict are always *args and **kwargs, however they are held.
inline Result<Ref<>> call(Context& cx, Borrowed<> callable, const Ref<Tuple>& args, Borrowed<Dict> kwargs) {
  return call(cx, callable, args.borrow(), kwargs);
}
inline Result<Ref<>> call(Context& cx, Borrowed<> callable, const Ref<Tuple>& args, const Ref<Dict>& kwargs) {
  return call(cx, callable, args.borrow(), kwargs.borrow());
}
inline Result<Ref<>> call(Context& cx, Borrowed<> callable, Borrowed<Tuple> args, const Ref<Dict>& kwargs) {
  return call(cx, callable, args, kwargs.borrow());
}
Result<Ref<>> call_args(Context& cx, Borrowed<> callable, std::span<Object* const> args);
template <class... Args>
Result<Ref<>> call(Context& cx, Borrowed<> callable, const Args&... args)
  requires((requires { args.object(); }) && ...)
{
  Object* list[] = {nullptr, args.object()...};
  return call_args(cx, callable, {list + 1, sizeof...(Args)});
}
Result<Ref<>> call_method_args(Context& cx, Borrowed<Str> name, std::span<Object* const> self_and_args);
template <class... Args>
Result<Ref<>> call_method(Context& cx, Borrowed<> self, Borrowed<Str> name, const Args&... args) {
  Object* list[] = {self.object(), args.object()...};
  return call_method_args(cx, name, {list, 1 + sizeof...(Args)});
}
inline constexpr std::size_t vectorcall_arguments_offset = std::size_t{1} << 63;  // args[-1] may be used as scratch
KR_INLINE Index vectorcall_count(std::size_t nargsf) { return static_cast<Index>(nargsf & ~vectorcall_arguments_offset); }

// --- iteration (object/protocol/iteration.cpp)
Result<Ref<>> iter(Context& cx, Borrowed<> object);
// The next item; missing at the end (StopIteration already cleared).
Lookup<> next(Context& cx, Borrowed<> iterator);
bool is_iterator(Borrowed<> object);
Result<Ref<List>> list_from(Context& cx, Borrowed<> iterable);    // PySequence_List
Result<Ref<Tuple>> tuple_from(Context& cx, Borrowed<> iterable);  // PySequence_Tuple
// A list or tuple as it is, anything else as a list; `message` for the TypeError when it is not iterable.
Result<Ref<>> sequence_fast(Context& cx, Borrowed<> iterable, const char* message);
std::span<Object* const> sequence_fast_items(Borrowed<> list_or_tuple);

// --- numbers (object/protocol/number.cpp)
// The operators in the order of BINARY_OP's argument; in-place forms are 13 higher.
enum class BinaryOp : int {
  add, and_, floor_divide, lshift, matrix_multiply, multiply, remainder, or_, power, rshift, subtract, true_divide, xor_,
  inplace_add, inplace_and, inplace_floor_divide, inplace_lshift, inplace_matrix_multiply, inplace_multiply, inplace_remainder,
  inplace_or, inplace_power, inplace_rshift, inplace_subtract, inplace_true_divide, inplace_xor
};
Result<Ref<>> binary_op(Context& cx, BinaryOp op, Borrowed<> left, Borrowed<> right);
Result<Ref<>> add(Context& cx, Borrowed<> left, Borrowed<> right);
Result<Ref<>> subtract(Context& cx, Borrowed<> left, Borrowed<> right);
Result<Ref<>> multiply(Context& cx, Borrowed<> left, Borrowed<> right);
Result<Ref<>> floor_divide(Context& cx, Borrowed<> left, Borrowed<> right);
Result<Ref<>> remainder(Context& cx, Borrowed<> left, Borrowed<> right);
Result<Ref<>> divmod(Context& cx, Borrowed<> left, Borrowed<> right);
Result<Ref<>> power(Context& cx, Borrowed<> base, Borrowed<> exponent, Borrowed<> modulus);  // modulus None or a number
Result<Ref<>> inplace_power(Context& cx, Borrowed<> base, Borrowed<> exponent, Borrowed<> modulus);
Result<Ref<>> negative(Context& cx, Borrowed<> object);
Result<Ref<>> positive(Context& cx, Borrowed<> object);
Result<Ref<>> absolute(Context& cx, Borrowed<> object);
Result<Ref<>> invert(Context& cx, Borrowed<> object);
Result<Ref<Int>> index(Context& cx, Borrowed<> object);  // operator.index(): exactly an int or a subclass's value as int
bool is_index(Borrowed<> object);
// The object as a position: too large becomes `overflow` raised, or is clamped when that is null.
// (long long, as -1 is a position and no failure.)
Result<long long> as_index(Context& cx, Borrowed<> object, Type* overflow);
Result<Ref<>> to_int(Context& cx, Borrowed<> object);    // int(object)
Result<Ref<>> to_float(Context& cx, Borrowed<> object);  // float(object)

// --- sequences and mappings (object/protocol/sequence.cpp)
Result<bool> contains(Context& cx, Borrowed<> container, Borrowed<> item);
Result<Ref<>> concat(Context& cx, Borrowed<> left, Borrowed<> right);
Result<Ref<>> inplace_concat(Context& cx, Borrowed<> left, Borrowed<> right);
Result<Ref<>> repeat(Context& cx, Borrowed<> sequence, Index count);
Result<Ref<>> inplace_repeat(Context& cx, Borrowed<> sequence, Index count);
Result<Ref<>> sequence_item(Context& cx, Borrowed<> sequence, Index position);
Result<void> sequence_set_item(Context& cx, Borrowed<> sequence, Index position, Borrowed<> value);  // null: delete
Result<Index> sequence_count(Context& cx, Borrowed<> sequence, Borrowed<> value);
Result<Ref<>> sequence_index(Context& cx, Borrowed<> sequence, Borrowed<> value);
bool is_sequence(Borrowed<> object);
bool is_mapping(Borrowed<> object);
Result<Ref<>> mapping_keys(Context& cx, Borrowed<> mapping);
Result<Ref<>> mapping_values(Context& cx, Borrowed<> mapping);
Result<Ref<>> mapping_items(Context& cx, Borrowed<> mapping);

// --- buffers (object/protocol/buffer.cpp)
namespace buffer_flags {
inline constexpr int simple = 0, writable = 1, format = 4, nd = 8, strides = 0x18, c_contiguous = 0x38, f_contiguous = 0x58,
                     any_contiguous = 0x98, indirect = 0x118, full_ro = 0x11c, full = 0x11d, contig = 9, contig_ro = 8;
}
bool has_buffer(Borrowed<> object);
Result<void> get_buffer(Context& cx, Borrowed<> object, Buffer* view, int flags);
void release_buffer(Buffer* view);
// Fills a view of plain bytes, as bytes and bytearray export themselves.
Result<void> fill_buffer_info(Context& cx, Buffer* view, Borrowed<> owner, void* data, Index size, bool readonly, int flags);

// A buffer held for a scope: ScopedBuffer b; KR_TRY(b.get(cx, object)); use b.bytes().
class ScopedBuffer {
 public:
  ScopedBuffer() { view_.obj = nullptr; }
  ~ScopedBuffer() { if (view_.obj) release_buffer(&view_); }
  ScopedBuffer(const ScopedBuffer&) = delete;
  Result<void> get(Context& cx, Borrowed<> object, int flags = buffer_flags::simple) { return get_buffer(cx, object, &view_, flags); }
  std::span<const char> bytes() const { return {static_cast<const char*>(view_.buf), static_cast<std::size_t>(view_.len)}; }
  char* data() const { return static_cast<char*>(view_.buf); }
  Index size() const { return view_.len; }
  const Buffer& view() const { return view_; }

 private:
  Buffer view_;
};

}  // namespace krait
