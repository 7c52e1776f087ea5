class C:
    def __init__(self, n, swallow=False): self.n, self.s = n, swallow
    def __enter__(self): print("enter", self.n); return self
    def __exit__(self, t, v, tb): print("exit", self.n, t and t.__name__, v, tb is not None); return self.s
def f():
    with C(1) as a, C(2) as b:
        print(a.n, b.n)
        return "returned"
print(f())
for i in range(3):
    with C(i):
        if i == 0: continue
        if i == 1: break
with C("s", True): raise ValueError("gone")
with (C(1) as x, C(2, True) as (y)): pass
with (C("a"), C("b")): pass
try:
    with C("o"), C("p"): raise KeyError("k")
except KeyError as e: print("caught", e)
class NoExit:
    def __enter__(self): print("no")
class NoEnter:
    def __exit__(self, *a): pass
class BadEnter:
    def __enter__(self): raise OSError("in enter")
    def __exit__(self, *a): print("never")
class BadExit:
    def __enter__(self): pass
    def __exit__(self, *a): raise RuntimeError("in exit")
for m in (NoExit, NoEnter, BadEnter, BadExit, int):
    try:
        with m(): 1 / 0
    except Exception as e: print(type(e).__name__, e, repr(e.__context__))
import contextlib
@contextlib.contextmanager
def cm(n):
    print("before", n)
    try: yield n
    except ValueError as e: print("cm caught", e)
    finally: print("after", n)
with cm(1) as v, contextlib.suppress(KeyError), contextlib.ExitStack() as st:
    st.enter_context(cm(2)); st.callback(print, "callback"); raise ValueError("inside")
with contextlib.closing(type("Cl", (), {"close": lambda s: print("closed")})()), contextlib.nullcontext(5) as n5: print(n5)
@cm("deco")
def deco(): print("body")
deco()
