// abstract.h: sequences, mappings and iterators.
#include <cstring>

#include "capi/capi.h"
#include "memory/memory.h"
#include "types/bytes/bytes.h"
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/slice/slice.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

using namespace krait;
using namespace krait::capi;

namespace {

// -1 on failure, as Result<Index> has it.
Py_ssize_t size_of(Result<Index> result) { return result.release(); }

template <class F>
int with_key(const char* key, F&& f) {
  auto made = str_from_utf8(cx(), key);
  if (made.failed()) return -1;
  Ref<Str> name = std::move(made).value();
  return f(name);
}

}  // namespace

int PySequence_Check(PyObject* object) { return is_sequence(borrow(object)); }
Py_ssize_t PySequence_Size(PyObject* object) {
  SequenceSlots* slots = in(object)->type->tp_as_sequence;
  if (slots && slots->sq_length) return slots->sq_length(in(object));
  if (in(object)->type->tp_as_mapping && in(object)->type->tp_as_mapping->mp_length)
    return (void)raise(cx(), exc::TypeError, "{!t:.200} is not a sequence", borrow(object)), -1;
  return (void)raise(cx(), exc::TypeError, "object of type '{!t:.200}' has no len()", borrow(object)), -1;
}
#undef PySequence_Length
Py_ssize_t PySequence_Length(PyObject* object) { return PySequence_Size(object); }
PyObject* PySequence_Concat(PyObject* left, PyObject* right) { return out(concat(cx(), borrow(left), borrow(right))); }
PyObject* PySequence_Repeat(PyObject* object, Py_ssize_t count) { return out(krait::repeat(cx(), borrow(object), count)); }
PyObject* PySequence_InPlaceConcat(PyObject* left, PyObject* right) { return out(inplace_concat(cx(), borrow(left), borrow(right))); }
PyObject* PySequence_InPlaceRepeat(PyObject* object, Py_ssize_t count) { return out(inplace_repeat(cx(), borrow(object), count)); }
PyObject* PySequence_GetItem(PyObject* object, Py_ssize_t index) { return out(sequence_item(cx(), borrow(object), index)); }
int PySequence_SetItem(PyObject* object, Py_ssize_t index, PyObject* value) {
  return out(sequence_set_item(cx(), borrow(object), index, borrow(value)));
}
int PySequence_DelItem(PyObject* object, Py_ssize_t index) { return out(sequence_set_item(cx(), borrow(object), index, {})); }
PyObject* PySequence_GetSlice(PyObject* object, Py_ssize_t from, Py_ssize_t to) {
  auto slice = slice_from_indices(cx(), from, to);
  if (slice.failed()) return nullptr;
  Ref<Slice> key = std::move(slice).value();
  return out(get_item(cx(), borrow(object), key));
}
int PySequence_SetSlice(PyObject* object, Py_ssize_t from, Py_ssize_t to, PyObject* value) {
  auto slice = slice_from_indices(cx(), from, to);
  if (slice.failed()) return -1;
  Ref<Slice> key = std::move(slice).value();
  return out(value ? set_item(cx(), borrow(object), key, borrow(value)) : delete_item(cx(), borrow(object), key));
}
int PySequence_DelSlice(PyObject* object, Py_ssize_t from, Py_ssize_t to) { return PySequence_SetSlice(object, from, to, nullptr); }
PyObject* PySequence_Tuple(PyObject* object) { return out(tuple_from(cx(), borrow(object))); }
PyObject* PySequence_List(PyObject* object) { return out(list_from(cx(), borrow(object))); }
PyObject* PySequence_Fast(PyObject* object, const char* message) { return out(sequence_fast(cx(), borrow(object), message)); }
Py_ssize_t PySequence_Count(PyObject* object, PyObject* value) { return size_of(sequence_count(cx(), borrow(object), borrow(value))); }
int PySequence_Contains(PyObject* object, PyObject* value) { return out(krait::contains(cx(), borrow(object), borrow(value))); }
#undef PySequence_In
int PySequence_In(PyObject* object, PyObject* value) { return PySequence_Contains(object, value); }
Py_ssize_t PySequence_Index(PyObject* object, PyObject* value) {
  auto found = sequence_index(cx(), borrow(object), borrow(value));
  if (found.failed()) return -1;
  Ref<> number = std::move(found).value();
  return as_ssize(cx(), number);
}
Py_ssize_t _PySequence_IterSearch(PyObject* object, PyObject* value, int operation) {
  if (operation == 1) return PySequence_Count(object, value);
  if (operation == 2) return PySequence_Index(object, value);
  return PySequence_Contains(object, value);
}

PyAPI_FUNC(char* const*) _PySequence_BytesToCharpArray(PyObject* self) {
  Py_ssize_t count = PySequence_Size(self);
  if (count < 0) return nullptr;
  auto** made = static_cast<char**>(memory::allocate_zeroed(static_cast<std::size_t>(count) + 1, sizeof(char*)));
  if (!made) return PyErr_NoMemory(), nullptr;
  for (Py_ssize_t i = 0; i < count; i++) {
    PyObject* item = PySequence_GetItem(self, i);
    char* text;
    Py_ssize_t size;
    bool good = item && PyBytes_AsStringAndSize(item, &text, &size) == 0;
    if (good) {
      made[i] = static_cast<char*>(memory::allocate(static_cast<std::size_t>(size) + 1));
      if (made[i]) memcpy(made[i], text, static_cast<std::size_t>(size) + 1);
      else PyErr_NoMemory(), good = false;
    }
    Py_XDECREF(item);
    if (good) continue;
    for (Py_ssize_t k = 0; k < i; k++) memory::release(made[k]);
    memory::release(made);
    return nullptr;
  }
  return made;
}
PyAPI_FUNC(void) _Py_FreeCharPArray(char* const array[]) {
  for (Py_ssize_t i = 0; array[i]; i++) memory::release(array[i]);
  memory::release(const_cast<char**>(array));
}

int PyMapping_Check(PyObject* object) { return object && is_mapping(borrow(object)); }
Py_ssize_t PyMapping_Size(PyObject* object) {
  MappingSlots* slots = in(object)->type->tp_as_mapping;
  if (slots && slots->mp_length) return slots->mp_length(in(object));
  if (in(object)->type->tp_as_sequence && in(object)->type->tp_as_sequence->sq_length)
    return (void)raise(cx(), exc::TypeError, "{!t:.200} is not a mapping", borrow(object)), -1;
  return (void)raise(cx(), exc::TypeError, "object of type '{!t:.200}' has no len()", borrow(object)), -1;
}
#undef PyMapping_Length
Py_ssize_t PyMapping_Length(PyObject* object) { return PyMapping_Size(object); }
PyObject* PyMapping_GetItemString(PyObject* object, const char* key) {
  auto made = str_from_utf8(cx(), key);
  if (made.failed()) return nullptr;
  Ref<Str> name = std::move(made).value();
  return out(get_item(cx(), borrow(object), name));
}
int PyMapping_SetItemString(PyObject* object, const char* key, PyObject* value) {
  return with_key(key, [&](Borrowed<Str> name) { return out(set_item(cx(), borrow(object), name, borrow(value))); });
}
int PyMapping_HasKeyString(PyObject* object, const char* key) {
  PyObject* value = PyMapping_GetItemString(object, key);
  if (!value) return clear_error(cx()), 0;
  Py_DECREF(value);
  return 1;
}
int PyMapping_HasKey(PyObject* object, PyObject* key) {
  auto value = get_item(cx(), borrow(object), borrow(key));
  if (value.failed()) return clear_error(cx()), 0;
  return 1;
}
PyObject* PyMapping_Keys(PyObject* object) { return out(mapping_keys(cx(), borrow(object))); }
PyObject* PyMapping_Values(PyObject* object) { return out(mapping_values(cx(), borrow(object))); }
PyObject* PyMapping_Items(PyObject* object) { return out(mapping_items(cx(), borrow(object))); }

int PyIter_Check(PyObject* object) { return is_iterator(borrow(object)); }
int PyAIter_Check(PyObject* object) {
  AsyncSlots* slots = in(object)->type->tp_as_async;
  return slots && slots->am_anext;
}
PyObject* PyIter_Next(PyObject* object) {
  auto step = next(cx(), borrow(object));
  if (step.failed()) return nullptr;
  return out(std::move(step).value());
}
PyObject* PyObject_GetIter(PyObject* object) { return out(iter(cx(), borrow(object))); }
PyObject* PyObject_GetAIter(PyObject* object) {
  AsyncSlots* slots = in(object)->type->tp_as_async;
  if (!slots || !slots->am_aiter) return out(raise(cx(), exc::TypeError, "'{!t:.200}' object is not an async iterable", borrow(object)));
  Object* made = slots->am_aiter(in(object));
  auto* result = reinterpret_cast<PyObject*>(made);
  if (made && !PyAIter_Check(result)) {
    (void)raise(cx(), exc::TypeError, "aiter() returned not an async iterator of type '{!t:.100}'", Borrowed<>(made));
    Py_CLEAR(result);
  }
  return result;
}
