"""Drives the module made from extension.c; run by both interpreters with its folder as the argument."""
import gc
import sys
import weakref
sys.path.insert(0, sys.argv[1])
import extension as e


def show(f, *a, **k):
    try:
        print(f.__name__, f(*a, **k))
    except Exception as error:
        print(f.__name__, type(error).__name__, error)


print(e, [n for n in dir(e) if not n.startswith("__")], e.__doc__) if "site-packages" in str(e) else print(e.__name__, sorted(dir(e)), e.__doc__)
T = e.Thing
t = T([1], 3, real=2.5)
print(t, t.value, t.number, t.real, t.double, len(t), list(t), t[1], t + 4, t("a", b=1), bytes(t), hash(t), t == T(number=3), t < T(number=9), t.method(1, k=2), T.cls(), T.__doc__, T.method.__text_signature__, T.__mro__, T.__module__)
t.double = 20
t.value = t
print(t.number, memoryview(t).tobytes(), weakref.ref(t)() is t)
for f in [lambda: t[99], lambda: setattr(t, "real", 1), lambda: delattr(t, "double"), lambda: T(1, "x"), lambda: T(bad=1), lambda: T(1, 2, 3), lambda: t + "a", lambda: setattr(t, "number", "x"), lambda: type(e.Static(1)), lambda: delattr(t, "value") or t.value]:
    show(f)
class Sub(T):
    def __repr__(self): return "Sub!"
    def __del__(self): print("finalised")
s = Sub(1, 2)
s.extra = s
print(s, s + 1, s.__dict__.keys(), isinstance(s, T))
del s, t
print(gc.collect() > 0, sys.getrefcount(T) > 1, e.Static().__class__, e.Error.__mro__[1], e.Error("x"))
good = (1, 2, "s#", None, 1.5, [], [3], 1, 2 ** 40, b"buf", 1j, b"c", "é")
show(e.parse, *good)
for i, bad in enumerate(["x", 300, 5, 5, "x", None, (), None, "x", "str", "x", b"cc", "ab"]):
    show(e.parse, *good[:i], bad, *good[i + 1:])
show(e.parse)
show(e.containers)
for v in ["abc", "é ü", "\u20ac x", "😀", "", "\ud800", 5]:
    show(e.text, v)
for v in [5, -5, 2 ** 62, 2 ** 70, True, "x", 1.5]:
    show(e.numbers, v)
for f in [lambda: 1, lambda: 1 / 0, lambda: {}["k"], lambda: [][0]]:
    show(e.errors, f)
show(e.calls, lambda *a, **k: (a, k))
show(e.calls)
c = e.capsule(77)
print(type(c), e.capsule(c))
show(e.memory)
show(e.without_lock)
class O: pass
show(e.attributes, O())
show(e.attributes, 5)
show(e.imports)
