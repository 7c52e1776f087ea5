import sys
class Aw:
    def __init__(self, v): self.v = v
    def __await__(self):
        r = yield self.v
        return (self.v, r)
async def inner(x):
    try:
        return await Aw(x)
    finally:
        print("fin", x)
async def main():
    a = await inner(1)
    b = await inner(2)
    async for i in agen(3): print("for", i)
    print([i async for i in agen(3)], {i: i async for i in agen(2) if i}, [await inner(9) for _ in range(1)])
    async with Ctx() as c: print("in", c)
    return a, b
async def agen(n):
    for i in range(n):
        yield i
        await Aw("agen")
class Ctx:
    async def __aenter__(self): print("enter"); await Aw("ent"); return 5
    async def __aexit__(self, *a): print("exit", a[0]); return True
def drive(c, v=None):
    steps = []
    try:
        while True: steps.append(c.send(v)); v = len(steps)
    except StopIteration as e:
        return steps, e.value
print(drive(main())); c = inner(5); print(c.cr_code.co_name, c.cr_running, type(c), c.__name__); c.close(); d = inner(6); d.send(None)
try: d.throw(ValueError("x"))
except ValueError as e: print("out", e)
for f in [lambda: d.send(None), lambda: drive(bad()), lambda: drive(bad2()), lambda: drive(bad3()), lambda: drive(bad4()), lambda: iter(inner(0)), lambda: agen(1).__anext__().send(5)]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
async def bad(): await 5
async def bad2():
    async for x in [1]: pass
async def bad3():
    async with 5: pass
async def bad4():
    async for x in Aiter(): pass
class Aiter:
    def __aiter__(self): return 5
for f in [lambda: drive(bad()), lambda: drive(bad2()), lambda: drive(bad3()), lambda: drive(bad4())]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
async def ag():
    try:
        while True: print("sent", (yield 1))
    except GeneratorExit: print("closed"); raise
a = ag(); print(drive(a.__anext__()), drive(a.asend("s")), drive(a.aclose()))
try: drive(a.__anext__())
except StopAsyncIteration: print("stop")
b = ag(); drive(b.asend(None))
try: drive(b.athrow(KeyError("k")))
except KeyError as e: print("k", e)
async def suppress():
    async with Ctx(): raise ValueError("swallowed")
    return "ok"
print(drive(suppress())); import types
@types.coroutine
def old(): r = yield "old"; return r
async def use(): return await old()
print(drive(use(), None)); print(drive(aiter_test := (lambda: use())()))
async def anexts():
    g = agen(1); print(await anext(g), await anext(g, "def"), aiter(g) is g)
print(drive(anexts()))
del c, d
