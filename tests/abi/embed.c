/* A program that embeds Python through the C API, linked once and run with either library. */
#include <Python.h>
#include <stdio.h>

static PyObject *host_answer(PyObject *self, PyObject *args) { return PyLong_FromLong(42); }
static PyMethodDef host_methods[] = {{"answer", host_answer, METH_NOARGS, NULL}, {NULL}};
static struct PyModuleDef host = {PyModuleDef_HEAD_INIT, "host", NULL, -1, host_methods};
static PyObject *init_host(void) { return PyModule_Create(&host); }

int main(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  printf("%d\n", Py_IsInitialized());
  PyImport_AppendInittab("host", init_host);
  for (int round = 0; round < 2; round++) {
    PyConfig config;
    PyConfig_InitIsolatedConfig(&config);
    PyConfig_SetString(&config, &config.program_name, L"embedded");
    PyStatus status = Py_InitializeFromConfig(&config);
    PyConfig_Clear(&config);
    if (PyStatus_Exception(status)) return printf("%s\n", status.err_msg), 1;
    PyRun_SimpleString("import sys, host\nprint(host.answer(), sys.argv, sys.flags.isolated, __name__)\nkept = 5\n");
    PyObject *main_dict = PyModule_GetDict(PyImport_AddModule("__main__"));
    PyObject *result = PyRun_String("kept * 2", Py_eval_input, main_dict, main_dict);
    printf("%ld %s\n", PyLong_AsLong(result), Py_GetVersion()[0] == '3' ? "3" : "?");
    Py_XDECREF(result);
    if (!PyRun_String("1 / 0", Py_eval_input, main_dict, main_dict)) {
      printf("raised %d\n", PyErr_ExceptionMatches(PyExc_ZeroDivisionError));
      PyErr_Clear();
    }
    printf("%d\n", PyRun_SimpleString("raise ValueError('shown on stderr')"));
    PyThreadState *mine = PyThreadState_Get(), *sub = Py_NewInterpreter();
    if (sub) {
      PyRun_SimpleString("import sys; print('sub', 'kept' in globals(), 'host' in sys.builtin_module_names)");
      Py_EndInterpreter(sub);
      PyThreadState_Swap(mine);
    }
    printf("end %d\n", Py_FinalizeEx());
  }
  return 0;
}
