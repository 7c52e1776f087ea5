// object.h and abstract.h: any object.
#include <cstdio>
#include <cstring>

#include "capi/capi.h"
#include "types/bytes/bytes.h"
#include "types/int/int.h"
#include "types/str/str.h"

using namespace krait;
using namespace krait::capi;

namespace {

PyObject* null_error() {
  if (!cx().has_error()) (void)raise(cx(), exc::SystemError, "null argument to internal routine");
  return nullptr;
}
PyObject* shown(PyObject* object, Result<Ref<Str>> (*show)(Context&, Borrowed<>)) {
  if (!object) return PyUnicode_FromString("<NULL>");
  return out(show(cx(), borrow(object)));
}
template <class F>
auto with_name(const char* name, F&& f) -> decltype(f(Borrowed<Str>())) {
  auto made = intern_utf8(cx(), name);
  if (made.failed()) return Failed{};
  Ref<Str> text = std::move(made).value();
  return f(text.borrow());
}

}  // namespace

PyObject* PyObject_Repr(PyObject* object) { return shown(object, &krait::repr); }
PyObject* PyObject_Str(PyObject* object) { return shown(object, &krait::str); }
PyObject* PyObject_ASCII(PyObject* object) { return shown(object, &krait::ascii); }
PyObject* PyObject_Bytes(PyObject* object) { return object ? out(bytes_of(cx(), borrow(object))) : PyBytes_FromString("<NULL>"); }
PyObject* PyObject_Format(PyObject* object, PyObject* spec) {
  if (spec && !is<Str>(borrow(spec)))
    return out(raise(cx(), exc::SystemError, "Format specifier must be a string, not {!t:.200}", borrow(spec)));
  return out(krait::format(cx(), borrow(object), borrow(spec)));
}
PyObject* PyObject_Dir(PyObject* object) { return out(krait::dir(cx(), borrow(object))); }
PyObject* PyObject_Type(PyObject* object) { return object ? Py_NewRef(reinterpret_cast<PyObject*>(Py_TYPE(object))) : null_error(); }
Py_hash_t PyObject_Hash(PyObject* object) { return krait::hash(cx(), borrow(object)).release(); }
int PyObject_IsTrue(PyObject* object) { return out(is_true(cx(), borrow(object))); }
int PyObject_Not(PyObject* object) {
  int truth = PyObject_IsTrue(object);
  return truth < 0 ? truth : !truth;
}
PyObject* PyObject_RichCompare(PyObject* left, PyObject* right, int op) {
  if (!left || !right) return null_error();
  return out(compare(cx(), borrow(left), borrow(right), static_cast<Compare>(op)));
}
int PyObject_RichCompareBool(PyObject* left, PyObject* right, int op) {
  return out(compare_bool(cx(), borrow(left), borrow(right), static_cast<Compare>(op)));
}
int PyObject_IsInstance(PyObject* object, PyObject* type) { return out(is_instance(cx(), borrow(object), borrow(type))); }
int PyObject_IsSubclass(PyObject* derived, PyObject* type) { return out(is_subclass(cx(), borrow(derived), borrow(type))); }
Py_ssize_t PyObject_Size(PyObject* object) { return object ? krait::length(cx(), borrow(object)).release() : (null_error(), -1); }
#undef PyObject_Length
Py_ssize_t PyObject_Length(PyObject* object) { return PyObject_Size(object); }
Py_ssize_t PyObject_LengthHint(PyObject* object, Py_ssize_t fallback) { return length_hint(cx(), borrow(object), fallback).release(); }
int _PyObject_HasLen(PyObject* object) {
  Type* type = in(object)->type;
  return (type->tp_as_sequence && type->tp_as_sequence->sq_length) || (type->tp_as_mapping && type->tp_as_mapping->mp_length);
}
int PyCallable_Check(PyObject* object) { return object && is_callable(borrow(object)); }

PyObject* PyObject_GetItem(PyObject* object, PyObject* key) {
  return object && key ? out(get_item(cx(), borrow(object), borrow(key))) : null_error();
}
int PyObject_SetItem(PyObject* object, PyObject* key, PyObject* value) {
  if (!object || !key || !value) return null_error(), -1;
  return out(set_item(cx(), borrow(object), borrow(key), borrow(value)));
}
int PyObject_DelItem(PyObject* object, PyObject* key) { return out(delete_item(cx(), borrow(object), borrow(key))); }
int PyObject_DelItemString(PyObject* object, const char* key) {
  return out(with_name(key, [&](Borrowed<Str> name) { return delete_item(cx(), borrow(object), name); }));
}

PyObject* PyObject_GetAttr(PyObject* object, PyObject* name) {
  if (!is<Str>(borrow(name)))
    return out(raise(cx(), exc::TypeError, "attribute name must be string, not '{!t:.200}'", borrow(name)));
  return out(get_attr(cx(), borrow(object), borrow<Str>(name)));
}
PyObject* PyObject_GetAttrString(PyObject* object, const char* name) { return out(get_attr(cx(), borrow(object), name)); }
PyObject* _PyObject_GetAttrId(PyObject* object, _Py_Identifier* id) { return PyObject_GetAttrString(object, id->string); }
int PyObject_SetAttr(PyObject* object, PyObject* name, PyObject* value) {
  if (!is<Str>(borrow(name))) return raise(cx(), exc::TypeError, "attribute name must be string, not '{!t:.200}'", borrow(name));
  if (!value) return out(delete_attr(cx(), borrow(object), borrow<Str>(name)));
  return out(set_attr(cx(), borrow(object), borrow<Str>(name), borrow(value)));
}
int PyObject_SetAttrString(PyObject* object, const char* name, PyObject* value) {
  return out(with_name(name, [&](Borrowed<Str> text) {
    return value ? set_attr(cx(), borrow(object), text, borrow(value)) : delete_attr(cx(), borrow(object), text);
  }));
}
int _PyObject_SetAttrId(PyObject* object, _Py_Identifier* id, PyObject* value) { return PyObject_SetAttrString(object, id->string, value); }
int _PyObject_LookupAttr(PyObject* object, PyObject* name, PyObject** result) {
  auto found = lookup_attr(cx(), borrow(object), borrow<Str>(name));
  *result = nullptr;
  if (found.failed()) return -1;
  *result = out(std::move(found).value());
  return *result != nullptr;
}
int _PyObject_LookupAttrId(PyObject* object, _Py_Identifier* id, PyObject** result) {
  PyObject* name = _PyUnicode_FromId(id);
  return name ? _PyObject_LookupAttr(object, name, result) : (*result = nullptr, -1);
}
int PyObject_HasAttr(PyObject* object, PyObject* name) {
  PyObject* value;
  int found = _PyObject_LookupAttr(object, name, &value);
  if (found < 0) return clear_error(cx()), 0;
  Py_XDECREF(value);
  return found;
}
int PyObject_HasAttrString(PyObject* object, const char* name) {
  PyObject* value = PyObject_GetAttrString(object, name);
  if (!value) return clear_error(cx()), 0;
  Py_DECREF(value);
  return 1;
}
PyObject* _PyObject_LookupSpecial(PyObject* object, PyObject* name) {
  auto found = lookup_special(cx(), borrow(object), borrow<Str>(name));
  if (found.failed()) return nullptr;
  return out(std::move(found).value());
}
PyObject* _PyObject_LookupSpecialId(PyObject* object, _Py_Identifier* id) {
  PyObject* name = _PyUnicode_FromId(id);
  return name ? _PyObject_LookupSpecial(object, name) : nullptr;
}
int _PyObject_GetMethod(PyObject* object, PyObject* name, PyObject** method) {
  bool unbound = false;
  auto found = get_method(cx(), borrow(object), borrow<Str>(name), &unbound);
  *method = nullptr;
  if (found.failed()) return 0;
  *method = out(std::move(found).value());
  return unbound;
}

int PyObject_AsFileDescriptor(PyObject* object) {
  Ref<> number;
  if (is<Int>(borrow(object))) {
    number = hold(in(object));
  } else {
    auto method = lookup_attr(cx(), borrow(object), KR_ID(fileno));
    if (method.failed()) return -1;
    if (method.missing()) return raise(cx(), exc::TypeError, "argument must be an int, or have a fileno() method.");
    auto made = call(cx(), std::move(method).value());
    if (made.failed()) return -1;
    number = std::move(made).value();
    if (!is<Int>(number)) return raise(cx(), exc::TypeError, "fileno() returned a non-integer");
  }
  int descriptor = as_int(cx(), number);
  if (descriptor == -1 && cx().has_error()) return -1;
  if (descriptor < 0) return raise(cx(), exc::ValueError, "file descriptor cannot be a negative integer ({})", descriptor);
  return descriptor;
}

int PyObject_Print(PyObject* object, FILE* file, int flags) {
  PyObject* text = flags & Py_PRINT_RAW ? PyObject_Str(object) : PyObject_Repr(object);
  if (!text) return -1;
  Py_ssize_t size;
  const char* utf8 = PyUnicode_AsUTF8AndSize(text, &size);
  int result = utf8 ? 0 : -1;
  if (utf8) fwrite(utf8, 1, static_cast<std::size_t>(size), file);
  Py_DECREF(text);
  return result;
}

void Py_IncRef(PyObject* object) { Py_XINCREF(object); }
void Py_DecRef(PyObject* object) { Py_XDECREF(object); }
void _Py_IncRef(PyObject* object) { Py_INCREF(object); }
void _Py_DecRef(PyObject* object) { Py_DECREF(object); }
#undef Py_NewRef
#undef Py_XNewRef
PyObject* Py_NewRef(PyObject* object) {
  Py_INCREF(object);
  return object;
}
PyObject* Py_XNewRef(PyObject* object) {
  Py_XINCREF(object);
  return object;
}
#undef Py_Is
#undef Py_IsNone
#undef Py_IsTrue
#undef Py_IsFalse
int Py_Is(PyObject* x, PyObject* y) { return x == y; }
int Py_IsNone(PyObject* x) { return x == Py_None; }
int Py_IsTrue(PyObject* x) { return x == Py_True; }
int Py_IsFalse(PyObject* x) { return x == Py_False; }
