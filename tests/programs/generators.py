def g(n):
    print("start")
    try:
        for i in range(n):
            got = yield i
            if got: print("got", got)
    except ValueError as e:
        print("caught", e)
        yield "after"
    finally:
        print("finally")
    return "result"
print(list(g(2))); x = g(3); print(next(x), x.send("hi"), x.throw(ValueError("v")), list(x)); y = g(3); next(y); y.close(); y.close(); print(list(y)); z = g(1); z.close(); print(z.gi_frame, z.gi_running, z.gi_code.co_name, z.__name__, z.__qualname__)
def outer():
    r = yield from g(2)
    print("r =", r)
    r = yield from [7, 8]
    print(r)
    return (yield)
o = outer(); print([next(o) for _ in range(5)]); 
try:
    o.send("last")
except StopIteration as e:
    print("value", e.value, e.args)
def inner_throw():
    try:
        yield 1
    except KeyError as e:
        print("inner", repr(e)); yield 2
def deleg(): yield from inner_throw()
d = deleg(); next(d); print(d.throw(KeyError("k")), d.gi_yieldfrom.__name__);
for f in [lambda: d.throw(TypeError), lambda: next(d), lambda: g(1).send(5), lambda: (lambda: (yield))().send(1), lambda: next(d, "default"), lambda: g(1).throw(ValueError("early")), lambda: g(1).throw(5), lambda: g()]:
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__, e)
def stop():
    yield 1
    raise StopIteration("x")
try:
    list(stop())
except RuntimeError as e:
    print(e, repr(e.__cause__))
def ignoring():
    try: yield 1
    except GeneratorExit: yield 2
i = ignoring(); next(i)
try: i.close()
except RuntimeError as e: print(e)
def recursive(): yield next(me)
me = recursive()
try: next(me)
except ValueError as e: print(e)
print(sum(x * y for x in range(4) for y in range(x) if x != 2), (lambda: [(yield)])().__name__, type((x for x in ())), list(x for x in range(3)), max((len(w) for w in ["a", "bbb"]), default=0), tuple(i for i in "ab"))
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
from itertools import islice; print(list(islice(fib(), 15)))
def tree(t):
    if t:
        yield from tree(t[0]); yield t[1]; yield from tree(t[2])
print(list(tree(((None, 1, None), 2, (None, 3, None)))))
def fin():
    try: yield 1
    finally: print("cleanup")
for v in fin(): break
print("dropped")
def withg():
    import contextlib
    with contextlib.suppress(KeyError):
        yield 1
        raise KeyError
    yield 2
print(list(withg()))
def exc_state():
    try: raise ValueError("a")
    except ValueError:
        yield 1
        import sys; print(sys.exc_info()[1])
e = exc_state(); next(e)
try: raise KeyError("outer")
except KeyError: list(e)
