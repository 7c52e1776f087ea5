def f(a, b=2, *args, c, d=4, **kw): return a, b, args, c, d, kw
def g(a, /, b, *, c=3): return a, b, c
def h(*, x): return x
def p(a, b, /): return a, b
def none(): pass
print(f(1, c=3), f(1, 2, 3, 4, c=5, e=6), f(*[1, 2], **{"c": 3}), f(*"ab", *"c", c=1, **{"z": 1}, **{"y": 2}), g(1, 2), g(1, b=5, c=6), h(x=1), none(), (lambda *a, **k: (a, k))(1, b=2), f(a=1, c=2), (lambda a, b=[]: b.append(a) or b)(1))
for code in ["f()", "f(1)", "f(1, c=1, a=2)", "f(c=1)", "g()", "g(1)", "g(a=1, b=2)", "g(1, 2, 3)", "g(1, 2, d=4)", "h()", "h(1)", "h(1, x=2)", "h(y=1)", "p(1)", "p(1, 2, 3)", "p(a=1, b=2)", "p(1, b=2)", "none(1)", "none(1, 2)", "none(x=1)", "(lambda: 0)(1)", "(lambda x: x)()", "(lambda x, y, z: x)(1)", "(lambda x, y, z, w: x)(1)", "f(**{1: 2})", "f(*5)", "f(**5)", "f(1, c=1, **{'c': 2})", "print(foo=1)", "len()", "len(1, 2)", "len(x=1)", "int('1', bas=10)", "isinstance(1)", "sorted()", "[].append(1, 2)", "''.split(1, 2, 3)", "max()", "ord()", "round()", "pow(1)", "''.join()", "{}.get()", "dict.fromkeys()", "print(1, sep=5)", "sum([1], start=2, x=1)", "open()", "type()", "range()", "enumerate()", "zip(1)", "abs(1, 2)", "getattr(1)", "int(x='5')", "str(1, 2)", "super()", "object(5)", "C().m(1)", "C.m()", "C(1)", "C().k(1, 2, 3)", "C().__init__(5)", "(1)(2)", "'a'.upper(1)", "map(len)", "f(1, 2, 3, c=1, b=5)", "hash()", "iter()", "next()", "divmod(1)", "compile()", "exec()", "input(1, 2)", "callable()", "chr()", "vars(5)", "dir(1, 2)", "bytes(1, 2, 3, 4)", "list(1, 2)", "set().add()", "tuple(1, 2)", "float(1, 2)", "bool(1, 2)", "complex(1, 2, 3)", "slice()", "property(1, 2, 3, 4, 5)", "staticmethod()", "globals(1)", "id()", "format()", "breakpoint", "memoryview()", "__import__()", "__build_class__()", "__build_class__(1, 2)", "setattr(1, 2)"]:
    class C:
        def m(self): pass
        def k(self, a, b=1): pass
    try: r = eval(code); print(code, "->", r if not callable(r) else "callable")
    except Exception as e: print(code, type(e).__name__, e)
def deco(n):
    def w(fn):
        def inner(*a): return (n, fn(*a))
        return inner
    return w
@deco(1)
@deco(2)
def dd(x): return x
print(dd(5), f.__defaults__, f.__kwdefaults__, f.__code__.co_varnames, f.__name__, f.__annotations__, none.__doc__, f.__code__.co_argcount, f.__code__.co_kwonlyargcount, g.__code__.co_posonlyargcount, f.__code__.co_flags)
f.__defaults__ = (9, 9); print(f(c=1)); f.attr = 5; print(f.__dict__, f.attr); none.__name__ = "renamed"; print(none.__name__, none.__qualname__); none.__code__ = (lambda: "swapped").__code__; print(none())
def annotated(a: int, *b: "str", c: 1 + 1 = 3, **d) -> None: "doc"
print(annotated.__annotations__, annotated.__doc__); 
def order(*a, **k):
    print(a, k)
def e(x): print("eval", x, end=" "); return x
order(e(1), *[e(2)], e(3), k=e(4), **{"z": e(5)}); print(e(1) + e(2) * e(3), e(1) < e(2) < e(0) < e(9), e(0) and e(1) or e(2), {e(1): e(2)}, [e(1), e(2)][e(0)]); a = [0] * 3; a[e(0)] = a[e(1)] = e(5); print(a)
def rec(n): return 1 if n <= 1 else n * rec(n - 1)
print(rec(50)); from functools import partial; print(partial(f, 1, c=2)(3), partial(int, base=2)("101")); bm = "abc".upper; print(bm(), bm.__name__, bm.__self__, str.upper("x"), int.__add__(1, 2), list.append.__name__, len.__name__, [].append.__qualname__, type(len), type(bm), type(str.upper), type(int.__add__), type((1).__add__), type(C().m), type(C.m), type(f.__get__))
