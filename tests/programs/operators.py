import operator
ops = ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "lshift", "rshift", "and", "or", "xor", "matmul", "divmod"]
class V:
    def __init__(self, n): self.n = n
ns = {}
for op in ops:
    exec(f"def __{op}__(self, o, *a): print('{op}', self.n, getattr(o, 'n', o)); return NotImplemented if o == 'no' else '{op}'\ndef __r{op}__(self, o): print('r{op}', self.n, getattr(o, 'n', o)); return 'r{op}'\n" + (f"def __i{op}__(self, o): print('i{op}'); return self" if op != "divmod" else ""), ns)
for k, v in ns.items():
    if k.startswith("__") and k != "__builtins__": setattr(V, k, v)
class W(V): pass
W.__radd__ = lambda self, o: "W.radd"
v, w = V(1), W(2)
print(v + 1, 1 + v, v + w, w + v, v - 1, 2 - v, v * 2, [1] * 2, v @ 1, v / 1, v // 1, v % 1, v ** 2, 2 ** v, v << 1, v >> 1, v & 1, v | 1, v ^ 1, divmod(v, 1), divmod(1, v), pow(v, 2, 3))
x = v
x += 1; x -= 1; x *= 1; x /= 1; x //= 1; x %= 1; x **= 1; x <<= 1; x >>= 1; x &= 1; x |= 1; x ^= 1; x @= 1; print(x is v)
class Cmp:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return NotImplemented if not isinstance(o, Cmp) else self.n == o.n
    def __lt__(self, o): print("lt"); return self.n < getattr(o, "n", o)
    def __ge__(self, o): print("ge"); return "truthy"
print(Cmp(1) == Cmp(1), Cmp(1) != Cmp(2), Cmp(1) == 1, Cmp(1) < Cmp(2), Cmp(1) > Cmp(2), Cmp(1) >= 5, 1 <= Cmp(1), sorted([Cmp(2), Cmp(1)])[0].n, Cmp(1) < Cmp(2) < Cmp(3), 1 < 2 > 1 != 5 in [5] is not None)
class Conv:
    def __bool__(self): return False
    def __len__(self): return 3
    def __int__(self): return 4
    def __float__(self): return 5.5
    def __complex__(self): return 6j
    def __index__(self): return 2
    def __str__(self): return "str"
    def __repr__(self): return "repr"
    def __bytes__(self): return b"bytes"
    def __hash__(self): return 99
    def __format__(self, s): return "fmt" + s
    def __contains__(self, x): return x == 1
    def __getitem__(self, k): return k
    def __setitem__(self, k, v): print("set", k, v)
    def __delitem__(self, k): print("del", k)
    def __call__(self, *a, **k): return a, k
    def __neg__(self): return "neg"
    def __pos__(self): return "pos"
    def __invert__(self): return "inv"
    def __abs__(self): return "abs"
    def __round__(self, n=None): return ("round", n)
    def __trunc__(self): return 1
    def __floor__(self): return 2
    def __ceil__(self): return 3
    def __reversed__(self): return iter("rev")
    def __sizeof__(self): return 10
    def __enter__(self): return "entered"
    def __exit__(self, *a): return True
c = Conv(); print(bool(c), len(c), int(c), float(c), complex(c), [0, 1, 2][c], str(c), repr(c), bytes(c), hash(c), f"{c:x}", 1 in c, 2 in c, c[1], c[1:2], c[1, ..., ::2], c(1, a=2), -c, +c, ~c, abs(c), round(c), round(c, 2), list(reversed(c)), operator.index(c), "%d %s %r" % (c, c, c), hex(c), [1] * c, chr(Conv() and 65 or 65), divmod(7, 2), not c)
c[5] = 6; del c[7]; c[1:2] = 3
import math; print(math.floor(c), math.ceil(c), math.trunc(c))
class Bad:
    def __bool__(self): return 5
    def __len__(self): return -1
    def __int__(self): return "x"
    def __str__(self): return 5
    def __repr__(self): return None
    def __hash__(self): return "x"
    def __index__(self): return 1.5
    def __float__(self): return 1
    def __iter__(self): return 1
    def __contains__(self, x): raise ValueError("c")
    def __eq__(self, o): raise ValueError("eq")
    def __format__(self, s): return 5
    def __bytes__(self): return "x"
b = Bad()
for f in [lambda: bool(b), lambda: len(b), lambda: int(b), lambda: str(b), lambda: repr(b), lambda: hash(b), lambda: [1][b], lambda: float(b), lambda: list(b), lambda: 1 in b, lambda: b == 1, lambda: f"{b}", lambda: bytes(b), lambda: [b].index(1), lambda: {b: 1}, lambda: b[1], lambda: b(), lambda: -b, lambda: b < b, lambda: b + b, lambda: v + "no", lambda: "no" + 5, lambda: object() < object(), lambda: object()[0], lambda: exec("with 5: pass"), lambda: abs("x"), lambda: hash(type("H", (), {"__eq__": 1})()), lambda: 5 in 5, lambda: len(5), lambda: not_defined, lambda: (1).__getitem__, lambda: None + 1, lambda: [] @ [], lambda: exec("x = 1; x += 'a'"), lambda: exec("x = []; x -= 1"), lambda: exec("x = (1,); x[0] = 1"), lambda: exec("x = 'a'; del x[0]"), lambda: exec("x = 1; x.y = 2"), lambda: exec("None.x = 1"), lambda: exec("x = 5; x[0] += 1"), lambda: exec("5()"), lambda: ("a", 1) < ("a", "b"), lambda: round(5, "a"), lambda: sum(1), lambda: math.floor("a")]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
t = ([],)
try: t[0] += [1]
except TypeError as e: print(e, t)
