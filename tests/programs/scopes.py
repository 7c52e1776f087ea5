x = "global"
def outer():
    x = "outer"
    def inner():
        nonlocal x
        x += "+"
        return x
    class K:
        y = x
        def m(self): return x, __class__.__name__
        z = [x for _ in range(2)]
    return inner(), K.y, K().m(), K.z, x
print(outer(), x)
def cells():
    fs = [lambda: i for i in range(3)]; gs = [lambda i=i: i for i in range(3)]
    return [f() for f in fs], [g() for g in gs]
print(cells())
def glob():
    global x, made
    x, made = "changed", 1
glob(); print(x, made)
def counter():
    n = 0
    def inc(): nonlocal n; n += 1; return n
    def get(): return n
    return inc, get
i, g = counter(); i(); i(); print(g(), i.__closure__[0].cell_contents, i.__code__.co_freevars, counter.__code__.co_cellvars)
def dele():
    v = 1
    del v
    try: v
    except UnboundLocalError as e: print(e)
    def q(): return w
    try: q()
    except NameError as e: print(e)
    w = 1
    return q()
print(dele())
def loc(a, b=1):
    c = 2
    def inner(): return c
    return sorted(locals())
print(loc(1)); print([x for x in range(3)], x); [y := 5, y ** 2]; print(y); print([last := k for k in range(4)], last); print({(lambda: j)() for j in range(3)})
class Scope:
    a = 1
    b = [a for _ in range(1)] if False else [a]
    try: c = [a + q for q in range(1)]
    except NameError as e: c = str(e)
    def f(self): return Scope.a
    locals()["dynamic"] = 7
    exec("viaexec = 3")
print(Scope.c, Scope.dynamic, Scope.viaexec); ns = {}; exec("a = 1\ndef f(): return a\nb = f()", ns); print(ns["b"], eval("a + b", ns), eval("u", {"u": 9}), eval("p + q", {"p": 1}, {"q": 2})); exec("global zz; zz = 3"); print(zz)
for bad in ["def f():\n x = 1\n global x", "nonlocal q", "def f():\n nonlocal q", "def f(a):\n global a", "def f():\n print(x)\n nonlocal x", "return 5", "yield 1", "break", "continue", "await x", "def f(a, a): pass", "f(a=1, a=2)", "def f():\n  class C:\n    nonlocal zzz", "[i := 0 for i in range(3)]", "lambda: (yield)", "class A: return 1", "async def f(): yield 1; return 2", "x = *a", "del f()", "f() = 1", "1 = x", "None = 1", "(a, b) += 1", "for f() in x: pass", "import *", "def f():\n from os import *", "from __future__ import nope", "__debug__ = 1", "def f(*): pass", "def f(a=1, b): pass", "def f(**k, a): pass", "f(**k, *a)", "f(a for a in b, c)", "f(x=1, 2)", "'a' 'b' = 1", "{1, 2: 3}", "{**a for a in b}", "[*a for a in b]", "print 1", "exec 'x'", "if x = 1: pass", "x = (1", "x = 1)", "'abc", "'''abc", "\\ x", "a b", "1a", "0777", "1_", "0b2", "1.e", "x = $", "x = ?", "é = 1; ç·", "if 1:\nx", "if 1:\n  x\n y", "  x", "else: 1", "try: pass", "class", "def", "lambda x=1, y: 0", "match x:\n case a | b: pass", "match x:\n case 1 + 1: pass", "match x:\n case a:\n  1\n case b:\n  2", "f'{'", "f'{}'", "f'{a b}'", "f'{a!x}'", "f'}'", "b'é'", "'\\x1'", "'\\N{nope}'", "u'\\u12'", "with a as f(): pass", "not = 1", "x := 1", "(x := 1, y := 2) = 3", "a, b: int = 1", "a if b", "for x in", "while", "import a.b as c.d", "from . import", "raise x from", "assert", "@", "async x", "*a", "try:\n 1\nexcept:\n 1\nexcept A: 1", "try:\n 1\nexcept* A: 1\nexcept B: 1", "try:\n 1\nexcept*: 1", "x = {", "x = [1, 2", "def f(:\n pass", "f(1 2)", "[1 2]", "{1: }", "{1: 2, 3}", "a.1", "True = 1", "def True(): pass", "import True", "x..y", "a ? b : c", "i++", "x = yield = 1", "print(a b)", "a = 1 if 2 else", "class C(a=1, a=2): pass", "from x import (a, b", "from x import a,", "\x00", "x = '\n'", "if True:\n\tx\n        y", "def f():\n\tif 1:\n        x", "0xg", "1e", "1__0", "1 if 2 else 3 = 4", "(yield) = 1", "f'{lambda x: 1}'", "f'{a:{b:{c}}}'", "f'{\\n}'", "f'{#}'", "a\\", "while 1: pass else x", "for i in range(3) print(i)", "if x\n  pass", "def f()\n pass", "class A\n pass", "{a: b, **c: d}", "f(**)", "f(*)", "lambda *: 0", "lambda a, a: 0", "nonlocal x", "del *a", "del (a, b), [c], d.e, f[0]", "del a + b", "with open(a) as 5: pass", "@a.b[c]\ndef f(): pass"]:
    try: compile(bad, "<test>", "exec"); print(repr(bad), "compiles")
    except SyntaxError as e: print(repr(bad), type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
    except Exception as e: print(repr(bad), type(e).__name__, e)
