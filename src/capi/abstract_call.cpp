// abstract.h and call.h: calling objects, with arguments in every form that C code has them.
#include <cstdarg>

#include "capi/capi.h"
#include "types/dict/dict.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

using namespace krait;
using namespace krait::capi;

namespace {

// Arguments built by Py_BuildValue from a format: a tuple, however many there are.
PyObject* build_arguments(const char* format, va_list* args) {
  if (!format || !*format) return PyTuple_New(0);
  va_list copy;
  va_copy(copy, *args);
  PyObject* made = Py_VaBuildValue(format, copy);
  va_end(copy);
  return made;
}

// A format of several arguments gives a tuple to spread; one argument that is no tuple is the only one.
PyObject* call_built(PyObject* callable, PyObject* built) {
  if (!built) return nullptr;
  Ref<> held = Ref<>::steal(in(built));
  if (is<Tuple>(held)) return out(call(cx(), borrow(callable), held.borrow().as<Tuple>(), Borrowed<Dict>()));
  return out(call(cx(), borrow(callable), held));
}

PyObject* call_format(PyObject* callable, const char* format, va_list* args) {
  if (!callable) {
    if (!cx().has_error()) (void)raise(cx(), exc::SystemError, "null argument to internal routine");
    return nullptr;
  }
  return call_built(callable, build_arguments(format, args));
}

// The arguments of a NULL-terminated list behind `first`.
class Listed {
 public:
  Listed(PyObject* first, va_list args) {
    va_list count_args;
    va_copy(count_args, args);
    Py_ssize_t more = 0;
    while (va_arg(count_args, PyObject*)) more++;
    va_end(count_args);
    count_ = more + (first != nullptr);
    if (count_ > 8) items_ = static_cast<PyObject**>(PyMem_Malloc(static_cast<std::size_t>(count_) * sizeof(PyObject*)));
    Py_ssize_t i = 0;
    if (first) items_[i++] = first;
    for (; i < count_; i++) items_[i] = va_arg(args, PyObject*);
  }
  ~Listed() {
    if (items_ != small_) PyMem_Free(items_);
  }
  Listed(const Listed&) = delete;
  PyObject* const* items() const { return items_; }
  Py_ssize_t count() const { return count_; }

 private:
  PyObject* small_[8];
  PyObject** items_ = small_;
  Py_ssize_t count_;
};

}  // namespace

PyObject* PyObject_Call(PyObject* callable, PyObject* args, PyObject* kwargs) {
  return out(call(cx(), borrow(callable), borrow<Tuple>(args), borrow<Dict>(kwargs)));
}
PyAPI_FUNC(PyObject*) _PyObject_Call(PyThreadState*, PyObject* callable, PyObject* args, PyObject* kwargs) {
  return PyObject_Call(callable, args, kwargs);
}
PyObject* PyCFunction_Call(PyObject* callable, PyObject* args, PyObject* kwargs) { return PyObject_Call(callable, args, kwargs); }
PyObject* PyEval_CallObjectWithKeywords(PyObject* callable, PyObject* args, PyObject* kwargs) {
  if (args && !PyTuple_Check(args)) return out(raise(cx(), exc::TypeError, "argument list must be a tuple"));
  if (kwargs && !PyDict_Check(kwargs)) return out(raise(cx(), exc::TypeError, "keyword list must be a dictionary"));
  if (args) return PyObject_Call(callable, args, kwargs);
  Ref<Tuple> none_given = empty_tuple();
  return out(call(cx(), borrow(callable), none_given, borrow<Dict>(kwargs)));
}
PyObject* PyObject_CallObject(PyObject* callable, PyObject* args) { return PyEval_CallObjectWithKeywords(callable, args, nullptr); }

#undef PyObject_CallNoArgs
#undef PyObject_CallOneArg
#undef PyObject_Vectorcall
PyObject* PyObject_Vectorcall(PyObject* callable, PyObject* const* args, size_t nargsf, PyObject* kwnames) {
  return out(vectorcall(cx(), borrow(callable), reinterpret_cast<Object* const*>(args), nargsf, borrow<Tuple>(kwnames)));
}
PyObject* PyObject_CallNoArgs(PyObject* callable) { return PyObject_Vectorcall(callable, nullptr, 0, nullptr); }
PyObject* PyObject_CallOneArg(PyObject* callable, PyObject* arg) { return out(call(cx(), borrow(callable), borrow(arg))); }
PyObject* PyObject_VectorcallDict(PyObject* callable, PyObject* const* args, size_t nargsf, PyObject* kwargs) {
  if (!kwargs || PyDict_GET_SIZE(kwargs) == 0) return PyObject_Vectorcall(callable, args, nargsf, nullptr);
  auto made = tuple_from_items(cx(), {reinterpret_cast<Object* const*>(args), static_cast<std::size_t>(PyVectorcall_NARGS(nargsf))});
  if (made.failed()) return nullptr;
  Ref<Tuple> positional = std::move(made).value();
  return out(call(cx(), borrow(callable), positional, borrow<Dict>(kwargs)));
}
PyAPI_FUNC(PyObject*) _PyObject_FastCallDictTstate(PyThreadState*, PyObject* callable, PyObject* const* args, size_t nargsf, PyObject* kwargs) {
  return PyObject_VectorcallDict(callable, args, nargsf, kwargs);
}
PyAPI_FUNC(PyObject*) _PyObject_FastCall(PyObject* callable, PyObject* const* args, Py_ssize_t nargs) {
  return PyObject_Vectorcall(callable, args, static_cast<size_t>(nargs), nullptr);
}
PyObject* PyObject_VectorcallMethod(PyObject* name, PyObject* const* args, size_t nargsf, PyObject* kwnames) {
  bool unbound = false;
  auto found = get_method(cx(), borrow(args[0]), borrow<Str>(name), &unbound);
  if (found.failed()) return nullptr;
  Ref<> method = std::move(found).value();
  size_t count = static_cast<size_t>(PyVectorcall_NARGS(nargsf));
  auto* items = reinterpret_cast<Object* const*>(args);
  if (unbound) return out(vectorcall(cx(), method, items, count, borrow<Tuple>(kwnames)));
  return out(vectorcall(cx(), method, items + 1, count - 1, borrow<Tuple>(kwnames)));
}
#undef PyVectorcall_Function
vectorcallfunc PyVectorcall_Function(PyObject* callable) {
  if (!has_flag(in(callable)->type, type_flags::have_vectorcall)) return nullptr;
  vectorcallfunc function;
  memcpy(&function, reinterpret_cast<char*>(callable) + in(callable)->type->tp_vectorcall_offset, sizeof function);
  return function;
}
PyObject* _PyObject_MakeTpCall(PyThreadState*, PyObject* callable, PyObject* const* args, Py_ssize_t nargs, PyObject* keywords) {
  if (keywords && PyTuple_Check(keywords)) return PyObject_Vectorcall(callable, args, static_cast<size_t>(nargs), keywords);
  return PyObject_VectorcallDict(callable, args, static_cast<size_t>(nargs), keywords);
}
PyObject* _Py_CheckFunctionResult(PyThreadState*, PyObject* callable, PyObject* result, const char* where) {
  if ((result != nullptr) != cx().has_error()) return result;
  if (!result) {
    if (callable) return out(raise(cx(), exc::SystemError, "{!r} returned NULL without setting an exception", borrow(callable)));
    return out(raise(cx(), exc::SystemError, "{} returned NULL without setting an exception", where));
  }
  Py_DECREF(result);
  if (callable) return out(raise(cx(), exc::SystemError, "{!r} returned a result with an exception set", borrow(callable)));
  return out(raise(cx(), exc::SystemError, "{} returned a result with an exception set", where));
}

PyObject* PyObject_CallFunction(PyObject* callable, const char* format, ...) {
  va_list args;
  va_start(args, format);
  PyObject* made = call_format(callable, format, &args);
  va_end(args);
  return made;
}
PyAPI_FUNC(PyObject*) _PyObject_CallFunction_SizeT(PyObject* callable, const char* format, ...) {
  va_list args;
  va_start(args, format);
  PyObject* made = call_format(callable, format, &args);
  va_end(args);
  return made;
}
PyObject* PyEval_CallFunction(PyObject* callable, const char* format, ...) {
  va_list args;
  va_start(args, format);
  PyObject* made = call_format(callable, format, &args);
  va_end(args);
  return made;
}

namespace {

PyObject* call_method_format(PyObject* object, const char* name, const char* format, va_list* args) {
  if (!object || !name) {
    if (!cx().has_error()) (void)raise(cx(), exc::SystemError, "null argument to internal routine");
    return nullptr;
  }
  PyObject* method = PyObject_GetAttrString(object, name);
  if (!method) return nullptr;
  PyObject* made = nullptr;
  if (!PyCallable_Check(method))
    (void)raise(cx(), exc::TypeError, "attribute of type '{!t:.200}' is not callable", borrow(method));
  else
    made = call_format(method, format, args);
  Py_DECREF(method);
  return made;
}

}  // namespace

PyObject* PyObject_CallMethod(PyObject* object, const char* name, const char* format, ...) {
  va_list args;
  va_start(args, format);
  PyObject* made = call_method_format(object, name, format, &args);
  va_end(args);
  return made;
}
PyAPI_FUNC(PyObject*) _PyObject_CallMethod_SizeT(PyObject* object, const char* name, const char* format, ...) {
  va_list args;
  va_start(args, format);
  PyObject* made = call_method_format(object, name, format, &args);
  va_end(args);
  return made;
}
PyObject* PyEval_CallMethod(PyObject* object, const char* name, const char* format, ...) {
  va_list args;
  va_start(args, format);
  PyObject* made = call_method_format(object, name, format, &args);
  va_end(args);
  return made;
}
PyObject* _PyObject_CallMethod(PyObject* object, PyObject* name, const char* format, ...) {
  va_list args;
  va_start(args, format);
  const char* text = PyUnicode_AsUTF8(name);
  PyObject* made = text ? call_method_format(object, text, format, &args) : nullptr;
  va_end(args);
  return made;
}
PyObject* _PyObject_CallMethodId(PyObject* object, _Py_Identifier* name, const char* format, ...) {
  va_list args;
  va_start(args, format);
  PyObject* made = call_method_format(object, name->string, format, &args);
  va_end(args);
  return made;
}
PyAPI_FUNC(PyObject*) _PyObject_CallMethodId_SizeT(PyObject* object, _Py_Identifier* name, const char* format, ...) {
  va_list args;
  va_start(args, format);
  PyObject* made = call_method_format(object, name->string, format, &args);
  va_end(args);
  return made;
}

PyObject* PyObject_CallFunctionObjArgs(PyObject* callable, ...) {
  va_list args;
  va_start(args, callable);
  Listed listed(nullptr, args);
  va_end(args);
  return PyObject_Vectorcall(callable, listed.items(), static_cast<size_t>(listed.count()), nullptr);
}
PyObject* PyObject_CallMethodObjArgs(PyObject* object, PyObject* name, ...) {
  va_list args;
  va_start(args, name);
  Listed listed(object, args);
  va_end(args);
  return PyObject_VectorcallMethod(name, listed.items(), static_cast<size_t>(listed.count()), nullptr);
}
PyObject* _PyObject_CallMethodIdObjArgs(PyObject* object, _Py_Identifier* id, ...) {
  va_list args;
  va_start(args, id);
  Listed listed(object, args);
  va_end(args);
  PyObject* name = _PyUnicode_FromId(id);
  return name ? PyObject_VectorcallMethod(name, listed.items(), static_cast<size_t>(listed.count()), nullptr) : nullptr;
}
