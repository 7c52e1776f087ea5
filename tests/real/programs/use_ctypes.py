import ctypes, ctypes.util
libc = ctypes.CDLL(None)
print(libc.abs(-5), libc.strlen(b"hello"))
class P(ctypes.Structure):
    _fields_ = [("x", ctypes.c_int), ("y", ctypes.c_double), ("z", ctypes.c_char * 4)]
p = P(1, 2.5, b"ab")
print(p.x, p.y, p.z, ctypes.sizeof(P), bytes(p)[:4], P.y.offset)
CMP = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_int))
a = (ctypes.c_int * 5)(5, 1, 4, 2, 3)
libc.qsort(a, 5, ctypes.sizeof(ctypes.c_int), CMP(lambda x, y: x[0] - y[0]))
print(list(a), ctypes.cast(a, ctypes.POINTER(ctypes.c_int))[2])
libc.snprintf.argtypes = None
b = ctypes.create_string_buffer(30)
libc.snprintf(b, 30, b"%d-%s", 7, b"x")
print(b.value, ctypes.c_uint8(300).value, ctypes.py_object([1]).value)
n = 12345678
print(ctypes.c_ssize_t.from_address(id(n)).value > 0, ctypes.pythonapi.PyLong_AsLong(ctypes.py_object(n)))
try: ctypes.CDLL("nope.so")
except OSError as e: print(e)
