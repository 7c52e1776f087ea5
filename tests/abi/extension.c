/* A module that uses the C API the way extension modules do, built once against CPython's headers and loaded, unchanged, by both
   interpreters: `program.py` beside it drives it and prints what comes back. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

/* --- a heap type from a spec, with members, getset, sequence, number, buffer and collector slots ----------------- */
typedef struct {
  PyObject_HEAD
  PyObject *value;
  int number;
  double real;
  PyObject *weak;
  char data[8];
} Thing;

static int thing_init(Thing *self, PyObject *args, PyObject *kwargs) {
  static char *names[] = {"value", "number", "real", NULL};
  PyObject *value = Py_None;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|Oi$d:Thing", names, &value, &self->number, &self->real)) return -1;
  Py_INCREF(value);
  Py_XSETREF(self->value, value);
  memcpy(self->data, "abcdefg", 8);
  return 0;
}
static int thing_traverse(Thing *self, visitproc visit, void *arg) {
  Py_VISIT(self->value);
  Py_VISIT(Py_TYPE(self));
  return 0;
}
static int thing_clear(Thing *self) {
  Py_CLEAR(self->value);
  return 0;
}
static void thing_dealloc(Thing *self) {
  PyTypeObject *type = Py_TYPE(self);
  PyObject_GC_UnTrack(self);
  if (self->weak) PyObject_ClearWeakRefs((PyObject *)self);
  thing_clear(self);
  type->tp_free(self);
  Py_DECREF(type);
}
static PyObject *thing_repr(Thing *self) { return PyUnicode_FromFormat("Thing(%R, %d)", self->value ? self->value : Py_None, self->number); }
static Py_hash_t thing_hash(Thing *self) { return self->number; }
static PyObject *thing_compare(PyObject *a, PyObject *b, int op) {
  if (Py_TYPE(a) != Py_TYPE(b)) Py_RETURN_NOTIMPLEMENTED;
  Py_RETURN_RICHCOMPARE(((Thing *)a)->number, ((Thing *)b)->number, op);
}
static Py_ssize_t thing_length(Thing *self) { return self->number; }
static PyObject *thing_item(Thing *self, Py_ssize_t i) {
  if (i < 0 || i >= self->number) {
    PyErr_SetString(PyExc_IndexError, "Thing index out of range");
    return NULL;
  }
  return PyLong_FromSsize_t(i * i);
}
static PyObject *thing_add(PyObject *a, PyObject *b) {
  if (!PyObject_HasAttrString(a, "number") || !PyLong_Check(b)) Py_RETURN_NOTIMPLEMENTED;
  return PyObject_CallFunction((PyObject *)Py_TYPE(a), "Oi", ((Thing *)a)->value, ((Thing *)a)->number + (int)PyLong_AsLong(b));
}
static PyObject *thing_call(Thing *self, PyObject *args, PyObject *kwargs) { return Py_BuildValue("(OOO)", self->value, args, kwargs ? kwargs : Py_None); }
static PyObject *thing_iter(Thing *self) { return PySeqIter_New((PyObject *)self); }
static int thing_getbuffer(Thing *self, Py_buffer *view, int flags) { return PyBuffer_FillInfo(view, (PyObject *)self, self->data, 7, 0, flags); }
static PyObject *thing_double(Thing *self, void *closure) { return PyLong_FromLong(self->number * 2L); }
static int thing_set_double(Thing *self, PyObject *value, void *closure) {
  if (!value) return PyErr_SetString(PyExc_AttributeError, "cannot delete double"), -1;
  long n = PyLong_AsLong(value);
  if (n == -1 && PyErr_Occurred()) return -1;
  self->number = (int)(n / 2);
  return 0;
}
static PyObject *thing_method(Thing *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames) {
  PyObject *list = PyList_New(0);
  for (Py_ssize_t i = 0; i < nargs; i++) PyList_Append(list, args[i]);
  for (Py_ssize_t i = 0; kwnames && i < PyTuple_GET_SIZE(kwnames); i++) {
    PyObject *pair = PyTuple_Pack(2, PyTuple_GET_ITEM(kwnames, i), args[nargs + i]);
    PyList_Append(list, pair);
    Py_DECREF(pair);
  }
  return list;
}
static PyObject *thing_class(PyObject *cls, PyObject *unused) { return PyObject_GetAttrString(cls, "__name__"); }
static PyMethodDef thing_methods[] = {{"method", (PyCFunction)(void (*)(void))thing_method, METH_FASTCALL | METH_KEYWORDS, "method($self, *args)\n--\n\nCollects."},
                                      {"cls", thing_class, METH_NOARGS | METH_CLASS, "no signature"}, {NULL}};
static PyMemberDef thing_members[] = {{"value", T_OBJECT_EX, offsetof(Thing, value), 0, "the value"}, {"number", T_INT, offsetof(Thing, number), 0, NULL},
                                      {"real", T_DOUBLE, offsetof(Thing, real), READONLY, NULL}, {"__weaklistoffset__", T_PYSSIZET, offsetof(Thing, weak), READONLY}, {NULL}};
static PyGetSetDef thing_getset[] = {{"double", (getter)thing_double, (setter)thing_set_double, "twice", NULL}, {NULL}};
static PyType_Slot thing_slots[] = {{Py_tp_init, thing_init}, {Py_tp_traverse, thing_traverse}, {Py_tp_clear, thing_clear}, {Py_tp_dealloc, thing_dealloc}, {Py_tp_repr, thing_repr},
                                    {Py_tp_hash, thing_hash}, {Py_tp_richcompare, thing_compare}, {Py_sq_length, thing_length}, {Py_sq_item, thing_item}, {Py_nb_add, thing_add},
                                    {Py_tp_call, thing_call}, {Py_tp_iter, thing_iter}, {Py_bf_getbuffer, thing_getbuffer}, {Py_tp_methods, thing_methods}, {Py_tp_members, thing_members},
                                    {Py_tp_getset, thing_getset}, {Py_tp_doc, "A thing."}, {Py_tp_new, PyType_GenericNew}, {0, NULL}};
static PyType_Spec thing_spec = {"extension.Thing", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC, thing_slots};

/* --- a static type that extends int, as numpy's scalars do ----------------------------------------------------- */
static PyTypeObject Static = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "extension.Static", .tp_basicsize = sizeof(PyObject), .tp_flags = Py_TPFLAGS_DEFAULT, .tp_new = PyType_GenericNew, .tp_doc = "Static."};

/* --- functions ------------------------------------------------------------------------------------------------- */
static PyObject *parse(PyObject *module, PyObject *args) {
  int i; unsigned char b; const char *s, *z; Py_ssize_t n; double d; PyObject *o, *list; int p; long long L; Py_buffer y; Py_complex c; char ch; int C;
  if (!PyArg_ParseTuple(args, "ibs#zdOO!pLy*DcC:parse", &i, &b, &s, &n, &z, &d, &o, &PyList_Type, &list, &p, &L, &y, &c, &ch, &C)) return NULL;
  PyObject *r = Py_BuildValue("{s:i,s:(ibs#),s:[z,d],s:O,s:N,s:L,s:y#,s:D,s:c,s:C,s:u}", "a", 1, "b", i, b, s, n, "c", z, d, "d", o, "e", PyBool_FromLong(p), "f", L, "g", y.buf, y.len, "h", &c, "i", ch, "j", C, "k", L"wide");
  PyBuffer_Release(&y);
  return r;
}
static PyObject *containers(PyObject *module, PyObject *unused) {
  PyObject *d = PyDict_New(), *l = PyList_New(2), *t = PyTuple_New(2), *s = PySet_New(NULL), *key, *value;
  PyList_SET_ITEM(l, 0, PyLong_FromLong(1));
  PyList_SetItem(l, 1, PyUnicode_FromString("two"));
  PyList_Insert(l, 0, Py_None);
  PyTuple_SET_ITEM(t, 0, PyFloat_FromDouble(1.5));
  PyTuple_SetItem(t, 1, PyBytes_FromStringAndSize("a\0b", 3));
  PyDict_SetItemString(d, "list", l);
  PyDict_SetItem(d, t, Py_True);
  PySet_Add(s, t);
  PySet_Add(s, PyTuple_GET_ITEM(t, 0));
  Py_ssize_t pos = 0, count = 0;
  while (PyDict_Next(d, &pos, &key, &value)) count += Py_REFCNT(key) > 0;
  PyObject *slice = PySequence_GetSlice(l, 1, 3), *joined = PySequence_Concat(l, slice), *sorted = PySequence_List(t);
  PyObject *r = Py_BuildValue("NNNNnNNNiO", d, l, t, s, count, slice, joined, sorted, PyDict_Contains(d, t), PyDict_GetItemString(d, "absent") ? Py_True : Py_False);
  return r;
}
static PyObject *text(PyObject *module, PyObject *arg) {
  if (!PyUnicode_Check(arg)) return PyErr_Format(PyExc_TypeError, "expected str, not %.100s (%zd, %p)", Py_TYPE(arg)->tp_name, (Py_ssize_t)5, NULL);
  Py_ssize_t size;
  const char *utf8 = PyUnicode_AsUTF8AndSize(arg, &size);
  if (!utf8) return NULL;
  Py_UCS4 widest = PyUnicode_MAX_CHAR_VALUE(arg);
  PyObject *encoded = PyUnicode_AsEncodedString(arg, "latin-1", "replace"), *parts = PyUnicode_Split(arg, NULL, -1);
  PyObject *back = PyUnicode_DecodeUTF8(utf8, size, "strict"), *copy = PyUnicode_New(2, widest);
  PyUnicode_WRITE(PyUnicode_KIND(copy), PyUnicode_DATA(copy), 0, 'x');
  PyUnicode_WriteChar(copy, 1, widest);
  PyUnicode_InternInPlace(&back);
  return Py_BuildValue("nikNNNNNOi", size, (int)PyUnicode_KIND(arg), (unsigned long)widest, encoded, parts, back, copy, PyUnicode_Join(PyUnicode_FromString("-"), parts), arg, PyUnicode_CompareWithASCIIString(arg, "abc"));
}
static PyObject *numbers(PyObject *module, PyObject *arg) {
  int overflow;
  long long v = PyLong_AsLongLongAndOverflow(arg, &overflow);
  if (v == -1 && PyErr_Occurred()) return NULL;
  PyObject *sq = PyNumber_Multiply(arg, arg), *p = PyNumber_Power(arg, PyLong_FromLong(3), Py_None), *q = PyNumber_TrueDivide(arg, PyLong_FromLong(7)), *n = PyNumber_Negative(arg), *big = PyLong_FromString("123456789012345678901234567890", NULL, 10);
  return Py_BuildValue("LiNNNNNNd", v, overflow, sq, p, q, n, big, PyLong_FromUnsignedLongLong(~0ULL), PyFloat_AsDouble(arg));
}
static PyObject *errors(PyObject *module, PyObject *callable) {
  PyObject *r = PyObject_CallNoArgs(callable), *type, *value, *trace;
  if (r) return r;
  PyErr_Fetch(&type, &value, &trace);
  PyErr_NormalizeException(&type, &value, &trace);
  PyObject *out = Py_BuildValue("(ONi)", type, PyObject_Repr(value), trace != NULL);
  int is_key = PyErr_GivenExceptionMatches(type, PyExc_KeyError);
  PyErr_Restore(type, value, trace);
  if (is_key) {
    Py_DECREF(out);
    PyErr_SetNone(PyExc_StopIteration);
    return NULL;
  }
  PyErr_Clear();
  return out;
}
static PyObject *calls(PyObject *module, PyObject *args) {
  PyObject *f, *o;
  if (!PyArg_UnpackTuple(args, "calls", 1, 2, &f, &o)) return NULL;
  PyObject *stack[] = {PyLong_FromLong(1), PyLong_FromLong(2), PyLong_FromLong(3)}, *names = Py_BuildValue("(s)", "k"), *kw = Py_BuildValue("{s:i}", "k", 9), *pos = Py_BuildValue("(ii)", 7, 8);
  PyObject *a = PyObject_Vectorcall(f, stack, 2, names), *b = PyObject_Call(f, pos, kw), *c = PyObject_CallFunctionObjArgs(f, stack[0], stack[1], NULL), *d = PyObject_CallFunction(f, "i(ss)", 1, "x", "y"), *e = PyObject_CallMethod(pos, "index", "i", 8), *g = PyObject_CallOneArg((PyObject *)&PyType_Type, pos);
  if (!a || !b || !c || !d || !e || !g) return NULL;
  return Py_BuildValue("NNNNNN", a, b, c, d, e, g);
}
static void capsule_free(PyObject *capsule) { free(PyCapsule_GetPointer(capsule, "extension.box")); }
static PyObject *capsule(PyObject *module, PyObject *arg) {
  if (PyCapsule_CheckExact(arg)) return PyLong_FromLong(*(long *)PyCapsule_GetPointer(arg, "extension.box"));
  long *box = malloc(sizeof *box);
  *box = PyLong_AsLong(arg);
  return PyCapsule_New(box, "extension.box", capsule_free);
}
static PyObject *memory(PyObject *module, PyObject *unused) {
  void *a = PyMem_Malloc(100), *b = PyObject_Malloc(30), *c = PyMem_RawCalloc(3, 5);
  a = PyMem_Realloc(a, 1000);
  int aligned = ((size_t)a | (size_t)b) % 16 == 0, zero = ((char *)c)[14] == 0;
  PyMem_Free(a), PyObject_Free(b), PyMem_RawFree(c);
  return Py_BuildValue("iin", aligned, zero, sizeof(PyObject));
}
static PyObject *without_lock(PyObject *module, PyObject *unused) {
  long total = 0;
  Py_BEGIN_ALLOW_THREADS
  for (int i = 0; i < 1000; i++) total += i;
  Py_END_ALLOW_THREADS
  PyGILState_STATE s = PyGILState_Ensure();
  PyObject *r = PyLong_FromLong(total);
  PyGILState_Release(s);
  return r;
}
static PyObject *attributes(PyObject *module, PyObject *o) {
  PyObject *a = NULL, *dict = PyModule_GetDict(module);
  if (PyObject_SetAttrString(o, "made", Py_Ellipsis) < 0) return NULL;
  a = PyObject_GetAttrString(o, "absent");
  int raised = a == NULL && PyErr_ExceptionMatches(PyExc_AttributeError);
  PyErr_Clear();
  PyObject *eval = PyRun_String("[x * 2 for x in range(n)]", Py_eval_input, PyEval_GetBuiltins(), Py_BuildValue("{s:i}", "n", 4));
  return Py_BuildValue("iNiiON", raised, PyObject_GetAttrString(o, "made"), PyObject_IsInstance(o, (PyObject *)Py_TYPE(o)), PyObject_IsTrue(o), PyDict_GetItemString(dict, "CONSTANT"), eval);
}
static PyObject *imports(PyObject *module, PyObject *unused) {
  PyObject *math = PyImport_ImportModule("math"), *pi = PyObject_GetAttrString(math, "pi"), *sys = PySys_GetObject("byteorder");
  return Py_BuildValue("NNO", math, pi, sys);
}
static PyMethodDef functions[] = {{"parse", parse, METH_VARARGS, "parse"}, {"containers", containers, METH_NOARGS}, {"text", text, METH_O}, {"numbers", numbers, METH_O}, {"errors", errors, METH_O}, {"calls", calls, METH_VARARGS},
                                  {"capsule", capsule, METH_O}, {"memory", memory, METH_NOARGS}, {"without_lock", without_lock, METH_NOARGS}, {"attributes", attributes, METH_O}, {"imports", imports, METH_NOARGS}, {NULL}};
static int execute(PyObject *module) {
  PyObject *type = PyType_FromModuleAndSpec(module, &thing_spec, NULL);
  if (!type || PyModule_AddObject(module, "Thing", type) < 0 || PyType_Ready(&Static) < 0) return -1;
  Py_INCREF(&Static);
  PyObject *error = PyErr_NewExceptionWithDoc("extension.Error", "Its own.", PyExc_ValueError, NULL);
  return PyModule_AddObject(module, "Static", (PyObject *)&Static) || PyModule_AddObject(module, "Error", error) || PyModule_AddIntConstant(module, "CONSTANT", 42) || PyModule_AddStringConstant(module, "NAME", "extension");
}
static PyModuleDef_Slot slots[] = {{Py_mod_exec, execute}, {0, NULL}};
static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "extension", "An extension module.", 0, functions, slots};
PyMODINIT_FUNC PyInit_extension(void) { return PyModuleDef_Init(&definition); }
