// The module array: the type array, its iterator and its slots.
#include <cstring>

#include "modules/array/array.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/bytes/bytes.h"
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/iterators/iterators.h"
#include "types/list/list.h"
#include "types/module/module.h"
#include "types/slice/slice.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait::arrays {
namespace {

Result<void> fill(Context& cx, Self made, Borrowed<> initial) {

  if (is<Str>(initial)) return from_unicode(cx, made, initial);
  if (is<Bytes>(initial) || is_instance_of(initial, bytearray_type)) return from_bytes(cx, made, initial);
  if (is_array(initial)) {
    if (initial.as<Array>()->kind == made->kind) {
      Index size = initial.as<Array>()->size();
      Index bytes = size * made->kind->size;
      if (!size) return {};
      made->items = static_cast<char*>(memory::allocate(static_cast<std::size_t>(bytes)));
      if (!made->items) return raise_memory_error(cx);
      std::memcpy(made->items, initial.as<Array>()->items, static_cast<std::size_t>(bytes));
      made->head.size = made->allocated = size;
      return {};
    }
    Ref<> values = KR_TRY(to_list(cx, initial.as<Array>()));
    return extend(cx, made, values);
  }
  if (is<List>(initial) || is<Tuple>(initial)) {  // exactly as much room as there are items
    Index size = KR_TRY(length(cx, initial));
    if (!size) return {};
    made->items = static_cast<char*>(memory::allocate(static_cast<std::size_t>(size * made->kind->size)));
    if (!made->items) return raise_memory_error(cx);
    made->allocated = size;
    for (Index i = 0; i < size; ++i) {
      Ref<> value = KR_TRY(sequence_item(cx, initial, i));
      char scratch[8];
      KR_TRY(set_value(cx, *made->kind, scratch, value));
      std::memcpy(made->at(i), scratch, made->kind->size);
      made->head.size = i + 1;
    }
    return {};
  }
  return extend(cx, made, initial);
}

Object* make(Type* type, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  if (kwargs && (type == &array_type || type->tp_init == array_type.tp_init) && reinterpret_cast<Dict*>(kwargs)->used)
    return raise(cx, exc::TypeError, "array.array() takes no keyword arguments");
  auto* given = reinterpret_cast<Tuple*>(args);
  if (given->size() < 1) return raise(cx, exc::TypeError, "array() takes at least 1 argument (0 given)");
  if (given->size() > 2) return raise(cx, exc::TypeError, "array() takes at most 2 arguments ({} given)", given->size());
  Borrowed<> letter = given->item(0);
  if (!is<Str>(letter) || letter.as<Str>()->size != 1)
    return raise(cx, exc::TypeError, "array() argument 1 must be a unicode character, not {!t}", letter);
  std::uint32_t c = letter.as<Str>()->at(0);
  Borrowed<> initial = given->size() > 1 ? given->item(1) : Borrowed<>();
  if (initial && c != 'u') {
    if (is<Str>(initial))
      return raise(cx, exc::TypeError, "cannot use a str to initialize an array with typecode '{:c}'", c);
    if (is_array(initial) && initial.as<Array>()->kind->letter == 'u')
      return raise(cx, exc::TypeError, "cannot use a unicode array to initialize an array with typecode '{:c}'", c);
  }
  const Kind* kind = find_kind(c);
  if (!kind) return raise(cx, exc::ValueError, "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
  Ref<Array> made = KR_TRY(new_array(cx, *type, *kind, 0));
  if (initial) KR_TRY(fill(cx, made, initial));
  return as_object(made.release());
}

void dealloc(Object* object) {
  auto* self = reinterpret_cast<Array*>(object);
  if (self->weakrefs) memory::clear_weak_references(object);
  if (self->items) memory::release(self->items);
  object->type->tp_free(object);
}

Index size(Self self) { return self->size(); }
Result<Ref<>> item_at(Context& cx, Self self, Index i) {
  if (i < 0 || i >= self->size()) return raise(cx, exc::IndexError, "array index out of range");
  return get_value(cx, *self->kind, self->at(i));
}
Result<void> assign_at(Context& cx, Self self, Index i, Borrowed<> value) {
  if (i < 0 || i >= self->size()) return raise(cx, exc::IndexError, "array assignment index out of range");
  if (!value) return delete_span(cx, self, i, i + 1);
  char scratch[8];
  KR_TRY(set_value(cx, *self->kind, scratch, value));
  if (i < self->size()) std::memcpy(self->at(i), scratch, self->kind->size);
  return {};
}

Result<Ref<>> get_item(Context& cx, Self self, Borrowed<> key) {
  if (is_index(key)) {
    Index i = KR_TRY(as_index(cx, key, &exc::IndexError));
    return item_at(cx, self, i < 0 ? i + self->size() : i);
  }
  if (!is_exact<Slice>(key)) return raise(cx, exc::TypeError, "array indices must be integers");
  SliceSpan span = KR_TRY(slice_indices(cx, key.as<Slice>(), self->size()));
  Ref<Array> made = KR_TRY(new_array(cx, array_type, *self->kind, span.count));
  for (Index i = 0, at = span.start; i < span.count; ++i, at += span.step) std::memcpy(made->at(i), self->at(at), self->kind->size);
  return made;
}

// Replaces or deletes a slice with step 1.
Result<void> assign_span(Context& cx, Self self, Index from, Index to, Borrowed<Array> other) {
  Index item = self->kind->size, added = other ? other->size() : 0, size = self->size();
  if (to < from) to = from;
  Index growth = added - (to - from);
  if (growth && self->exports > 0) return raise(cx, exc::BufferError, "cannot resize an array that is exporting buffers");
  auto tail = static_cast<std::size_t>((size - to) * item);
  if (growth < 0) {
    std::memmove(self->at(to + growth), self->at(to), tail);
    KR_TRY(resize(cx, self, size + growth));
  } else if (growth > 0) {
    KR_TRY(resize(cx, self, size + growth));
    std::memmove(self->at(to + growth), self->at(to), tail);
  }
  if (added) std::memcpy(self->at(from), other->items, static_cast<std::size_t>(added * item));
  return {};
}

Result<void> delete_steps(Context& cx, Self self, SliceSpan span) {
  if (self->exports > 0 && span.count) return raise(cx, exc::BufferError, "cannot resize an array that is exporting buffers");
  if (span.step < 0) {
    span.start += span.step * (span.count - 1);
    span.step = -span.step;
  }
  Index to = span.start, taken = 0;
  for (Index at = span.start; span.count && at < self->size(); ++at) {
    if (taken < span.count && at == span.start + taken * span.step) ++taken;
    else std::memmove(self->at(to++), self->at(at), self->kind->size);
  }
  return span.count ? resize(cx, self, to) : Result<void>();
}

Result<void> assign_item(Context& cx, Self self, Borrowed<> key, Borrowed<> value) {
  if (is_index(key)) {
    Index i = KR_TRY(as_index(cx, key, &exc::IndexError));
    return assign_at(cx, self, i < 0 ? i + self->size() : i, value);
  }
  if (!is_exact<Slice>(key)) return raise(cx, exc::TypeError, "array indices must be integers");
  SliceSpan span = KR_TRY(slice_indices(cx, key.as<Slice>(), self->size()));
  Borrowed<Array> other;
  Ref<> copied;
  if (value) {
    if (!is_array(value)) return raise(cx, exc::TypeError, "can only assign array (not \"{!t:.200}\") to array slice", value);
    other = value.as<Array>();
    if (other->kind != self->kind) return raise(cx, exc::TypeError, "bad argument type for built-in operation");
    if (self.is(value)) {
      copied = KR_TRY(call_method(cx, value, KR_ID(__copy__)));
      other = copied.borrow().as<Array>();
    }
  }
  if (span.step == 1) return assign_span(cx, self, span.start, span.start + span.count, other);
  if (!value) return delete_steps(cx, self, span);
  if (other->size() != span.count)
    return raise(cx, exc::ValueError, "attempt to assign array of size {} to extended slice of size {}", other->size(), span.count);
  for (Index i = 0, at = span.start; i < span.count; ++i, at += span.step) std::memcpy(self->at(at), other->at(i), self->kind->size);
  return {};
}

Result<Ref<>> concat(Context& cx, Self self, Borrowed<> given) {
  if (!is_array(given)) return raise(cx, exc::TypeError, "can only append array (not \"{!t:.200}\") to array", given);
  Self other = given.as<Array>();
  if (other->kind != self->kind) return raise(cx, exc::TypeError, "bad argument type for built-in operation");
  Ref<Array> made = KR_TRY(new_array(cx, array_type, *self->kind, self->size() + other->size()));
  Index item = self->kind->size;
  if (self->size()) std::memcpy(made->items, self->items, static_cast<std::size_t>(self->size() * item));
  if (other->size()) std::memcpy(made->at(self->size()), other->items, static_cast<std::size_t>(other->size() * item));
  return made;
}
Result<Ref<>> concat_in_place(Context& cx, Self self, Borrowed<> other) {
  if (!is_array(other)) return raise(cx, exc::TypeError, "can only extend with array (not \"{!t:.200}\")", other);
  KR_TRY(extend(cx, self, other));
  return hold(self).as<Object>();
}
void repeat_items(char* to, const char* from, Index bytes, Index count) {
  for (Index n = 0; n < count; ++n) std::memcpy(to + n * bytes, from, static_cast<std::size_t>(bytes));
}
Result<Ref<>> repeat(Context& cx, Self self, Index count) {
  if (count < 0) count = 0;
  Index size = self->size();
  if (size && count > index_max / size) return raise_memory_error(cx);
  Ref<Array> made = KR_TRY(new_array(cx, array_type, *self->kind, size * count));
  if (size) repeat_items(made->items, self->items, size * self->kind->size, count);
  return made;
}
Result<Ref<>> repeat_in_place(Context& cx, Self self, Index count) {
  Index size = self->size();
  if (count < 0) count = 0;
  if (size) {
    if (count > index_max / size) return raise_memory_error(cx);
    KR_TRY(resize(cx, self, size * count));
    if (count > 1) repeat_items(self->at(size), self->items, size * self->kind->size, count - 1);
  }
  return hold(self).as<Object>();
}
Result<bool> contains(Context& cx, Self self, Borrowed<> value) {
  for (Index i = 0; i < self->size(); ++i) {
    Ref<> item = KR_TRY(get_value(cx, *self->kind, self->at(i)));
    if (KR_TRY(same_or_equal(cx, item, value))) return true;
  }
  return false;
}

Result<Ref<Str>> repr(Context& cx, Self self) {
  std::string_view name = short_name(*self.type());
  auto letter = static_cast<unsigned char>(self->kind->letter);
  if (self->size() == 0) return format_str(cx, "{}('{:c}')", name, letter);
  Ref<> value = letter == 'u' ? KR_TRY(to_unicode(cx, self)) : KR_TRY(to_list(cx, self));
  return format_str(cx, "{}('{:c}', {!r})", name, letter, value);
}

Result<Ref<>> compare(Context& cx, Borrowed<> left, Borrowed<> right, Compare op) {
  if (!is_array(left) || !is_array(right)) return new_not_implemented();
  Self a = left.as<Array>(), b = right.as<Array>();
  if (a->size() != b->size() && (op == Compare::eq || op == Compare::ne)) return new_bool(op == Compare::ne);
  if (a->kind == b->kind && a->kind->is_integer && (op == Compare::eq || op == Compare::ne)) {
    bool same = a->size() == 0 || std::memcmp(a->items, b->items, static_cast<std::size_t>(a->size() * a->kind->size)) == 0;
    return new_bool(same == (op == Compare::eq));
  }
  for (Index i = 0; i < a->size() && i < b->size(); ++i) {
    Ref<> x = KR_TRY(get_value(cx, *a->kind, a->at(i))), y = KR_TRY(get_value(cx, *b->kind, b->at(i)));
    if (KR_TRY(same_or_equal(cx, x, y))) continue;
    if (op == Compare::eq) return new_bool(false);
    if (op == Compare::ne) return new_bool(true);
    return krait::compare(cx, x, y, op);
  }
  Index x = a->size(), y = b->size();
  switch (op) {
    case Compare::lt: return new_bool(x < y);
    case Compare::le: return new_bool(x <= y);
    case Compare::eq: return new_bool(x == y);
    case Compare::ne: return new_bool(x != y);
    case Compare::gt: return new_bool(x > y);
    case Compare::ge: return new_bool(x >= y);
  }
  return new_not_implemented();
}

// --- buffers
char empty_buffer[1];
int get_buffer_slot(Object* object, Buffer* view, int flags) {
  Context& cx = Context::current();
  auto* self = reinterpret_cast<Array*>(object);
  if (!view) return raise(cx, exc::BufferError, "array_buffer_getbuf: view==NULL argument is obsolete");
  view->buf = self->items ? self->items : empty_buffer;
  view->obj = hold(object).release();
  view->len = self->size() * self->kind->size;
  view->readonly = 0;
  view->ndim = 1;
  view->itemsize = self->kind->size;
  view->suboffsets = nullptr;
  view->shape = (flags & buffer_flags::nd) == buffer_flags::nd ? &self->head.size : nullptr;
  view->strides = (flags & buffer_flags::strides) == buffer_flags::strides ? &view->itemsize : nullptr;
  view->format = flags & buffer_flags::format ? const_cast<char*>(self->kind->format) : nullptr;
  view->internal = nullptr;
  ++self->exports;
  return 0;
}
void release_buffer_slot(Object* object, Buffer*) { --reinterpret_cast<Array*>(object)->exports; }

Result<Ref<>> get_typecode(Context& cx, Self self) { return KR_TRY(str_from_code_point(cx, static_cast<unsigned char>(self->kind->letter))); }
Result<Ref<>> get_itemsize(Context& cx, Self self) { return KR_TRY(int_from(cx, self->kind->size)); }
constinit GetSetDef getset[] = {KR_GETTER("typecode", get_typecode, "the typecode character used to create the array"),
                                KR_GETTER("itemsize", get_itemsize, "the size, in bytes, of one array item"), KR_END};
constinit SequenceSlots sequence = {.sq_length = slot<&size>, .sq_concat = slot<&concat>, .sq_repeat = slot<&repeat>, .sq_item = slot<&item_at>,
                                    .sq_ass_item = slot<&assign_at>, .sq_contains = slot<&contains>,
                                    .sq_inplace_concat = slot<&concat_in_place>, .sq_inplace_repeat = slot<&repeat_in_place>};
constinit MappingSlots mapping = {.mp_length = slot<&size>, .mp_subscript = slot<&get_item>, .mp_ass_subscript = slot<&assign_item>};
constinit BufferSlots buffer = {get_buffer_slot, release_buffer_slot};

// --- the iterator
struct ArrayIterator {
  Object base;
  Index index;
  Object* array;  // null at the end
};
using Fields = Owns<ArrayIterator, &ArrayIterator::array>;

Object* next_item(Object* object) {
  auto* self = reinterpret_cast<ArrayIterator*>(object);
  if (!self->array) return nullptr;
  auto* array = reinterpret_cast<Array*>(self->array);
  if (self->index < array->size()) return get_value(Context::current(), *array->kind, array->at(self->index++)).release();
  Ref<> gone = Ref<>::steal(std::exchange(self->array, nullptr));
  return nullptr;
}
Result<Ref<>> iterator_reduce(Context& cx, Borrowed<ArrayIterator> self) {
  return reduce_iterator(cx, KR_ID(iter), Borrowed<>(self->array), self->index);
}
Result<void> iterator_set_state(Context& cx, Borrowed<ArrayIterator> self, Borrowed<> state) {
  Index index = as_ssize(cx, state);
  if (index == -1 && cx.has_error()) return Failed{};
  if (!self->array) return {};
  Index size = reinterpret_cast<Array*>(self->array)->size();
  self->index = index < 0 ? 0 : index > size ? size : index;
  return {};
}
constinit MethodDef iterator_methods[] = {KR_METHOD("__reduce__($self, /)", iterator_reduce, "Return state information for pickling."),
                                          KR_METHOD("__setstate__($self, state, /)", iterator_set_state, "Set state information for unpickling."),
                                          KR_END};

constinit MethodDef functions[] = {KR_FUNCTION("_array_reconstructor($module, arraytype, typecode, mformat_code, items,\n                     /)",
                                               reconstruct, "Internal. Used for pickling support."),
                                   KR_END};
Result<void> exec(Context& cx, Borrowed<Module> module) {
  KR_TRY(ready(cx, array_iterator_type));
  KR_TRY(module_add(cx, module, KR_ID(ArrayType), type_object(array_type)));
  KR_TRY(module_add_type(cx, module, array_type));
  Ref<> abstract = KR_TRY(imported(cx, KR_ID(_collections_abc), KR_ID(MutableSequence)));
  KR_TRY(call_method(cx, abstract, KR_ID(register), type_object(array_type)));
  return module_add(cx, module, KR_ID(typecodes), KR_ID(bBuhHiIlLqQfd));
}
constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};
constinit ModuleDef module_def = {
    .base = module_def_head, .m_name = "array",
    .m_doc = "This module defines an object type which can efficiently represent\n"
             "an array of basic values: characters, integers, floating point\n"
             "numbers.  Arrays are sequence types and behave very much like lists,\n"
             "except that the type of objects stored in them is constrained.\n",
    .m_size = 0, .m_methods = functions, .m_slots = slots};
KR_BUILTIN_MODULE(module_def);
}  // namespace

Result<Ref<>> iterate(Context& cx, Self self) {
  Ref<ArrayIterator> made = KR_TRY(new_container<ArrayIterator>(cx, array_iterator_type));
  made->index = 0;
  made->array = hold(self).as<Object>().release();
  memory::track(made.object());
  return made;
}

constinit Type array_iterator_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "array.arrayiterator", .tp_basicsize = sizeof(ArrayIterator), .tp_dealloc = Fields::dealloc,
    .tp_getattro = slot<&generic_get_attr>, .tp_flags = type_flags::immutable | type_flags::gc | type_flags::disallow_instantiation,
    .tp_traverse = Fields::traverse, .tp_iter = self_iter, .tp_iternext = next_item, .tp_methods = iterator_methods, .tp_free = free_container};
KR_READY(array_iterator_type);

constinit Type array_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "array.array", .tp_basicsize = sizeof(Array), .tp_dealloc = dealloc, .tp_repr = slot<&repr>,
    .tp_as_sequence = &sequence, .tp_as_mapping = &mapping, .tp_hash = hash_not_implemented, .tp_getattro = slot<&generic_get_attr>,
    .tp_as_buffer = &buffer, .tp_flags = type_flags::immutable | type_flags::base | type_flags::sequence,
    .tp_doc = "array(typecode [, initializer]) -> array\n\n"
              "Return a new array whose items are restricted by typecode, and\n"
              "initialized from the optional initializer value, which must be a list,\n"
              "string or iterable over elements of the appropriate type.\n\n"
              "Arrays represent basic values and behave very much like lists, except\n"
              "the type of objects stored in them is constrained. The type is specified\n"
              "at object creation time by using a type code, which is a single character.\n"
              "The following type codes are defined:\n\n    Type code   C Type             Minimum size in bytes\n"
              "    'b'         signed integer     1\n    'B'         unsigned integer   1\n    'u'         Unicode character  2 (see note)\n"
              "    'h'         signed integer     2\n    'H'         unsigned integer   2\n    'i'         signed integer     2\n"
              "    'I'         unsigned integer   2\n    'l'         signed integer     4\n    'L'         unsigned integer   4\n"
              "    'q'         signed integer     8 (see note)\n    'Q'         unsigned integer   8 (see note)\n"
              "    'f'         floating point     4\n    'd'         floating point     8\n\n"
              "NOTE: The 'u' typecode corresponds to Python's unicode character. On\n"
              "narrow builds this is 2-bytes on wide builds this is 4-bytes.\n\n"
              "NOTE: The 'q' and 'Q' type codes are only available if the platform\n"
              "C compiler used to build Python supports 'long long', or, on Windows,\n'__int64'.\n\nMethods:\n\n"
              "append() -- append a new item to the end of the array\n"
              "buffer_info() -- return information giving the current memory info\n"
              "byteswap() -- byteswap all the items of the array\ncount() -- return number of occurrences of an object\n"
              "extend() -- extend array by appending multiple elements from an iterable\n"
              "fromfile() -- read items from a file object\nfromlist() -- append items from the list\n"
              "frombytes() -- append items from the string\nindex() -- return index of first occurrence of an object\n"
              "insert() -- insert a new item into the array at a provided position\n"
              "pop() -- remove and return item (default last)\nremove() -- remove first occurrence of an object\n"
              "reverse() -- reverse the order of the items in the array\ntofile() -- write all items to a file object\n"
              "tolist() -- return the array converted to an ordinary list\n"
              "tobytes() -- return the array converted to a string\n\nAttributes:\n\n"
              "typecode -- the typecode character used to create the array\nitemsize -- the length in bytes of one array item\n",
    .tp_richcompare = slot<&compare>, .tp_weaklistoffset = offsetof(Array, weakrefs), .tp_iter = slot<&iterate>, .tp_methods = methods,
    .tp_getset = getset, .tp_new = make, .tp_free = free_object};
KR_READY(array_type);

}  // namespace krait::arrays
