class Count:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0: raise StopIteration
        self.n -= 1
        return self.n
class Old:
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i * i
print(list(Count(3)), list(Old()), 4 in Old(), sum(Old()), tuple(Old()), [*Count(2)], max(Old()), dict(enumerate("ab", 5)), list(zip("abc", range(9), Old())), list(map(lambda a, b: a + b, [1, 2], [3, 4, 5])), list(filter(None, [0, 1, "", "a"])), list(reversed(range(3))), any(Old()), all(Old()), list(iter(Count(5).__next__, 2)), sorted(Old(), reverse=True))
a, *b, c = Old(); print(a, b, c); (x, y), z = Count(2), 5; print(x, y, z); first, = [1]; [p, [q, *r]] = 1, "abc"; print(first, p, q, r); *m, = (); print(m); i = 0; i, lst = 1, [0, 0]; lst[i], i = 5, 0; print(lst, i); a = b = c = []; print(a is c)
for f in [lambda: iter(5), lambda: next([]), lambda: next(iter([])), lambda: next(iter([]), None), lambda: list(zip([1], [1, 2], strict=True)), lambda: list(zip([1, 2], [1], strict=True)), lambda: reversed({1}), lambda: iter(5, 5), lambda: enumerate(5), lambda: map(), lambda: zip(5), lambda: list(map(1, [1])), lambda: filter(1), lambda: exec("a, b = 1"), lambda: exec("a, b = 1, 2, 3"), lambda: exec("a, b, *c = 1,"), lambda: exec("a, b = [1]"), lambda: exec("(a, b), c = 1, 2"), lambda: exec("for a, b in [1]: pass"), lambda: exec("*a, b = {}"), lambda: exec("[a] = 'xy'"), lambda: exec("for x in 5: pass"), lambda: exec("a, b = {1: 2}.items()"), lambda: print(*5), lambda: [*5], lambda: {**[]}]:
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
class Bad:
    def __iter__(self): return 5
class Bad2:
    __iter__ = None
class Bad3:
    def __next__(self): return 1
for bad in (Bad(), Bad2(), Bad3()):
    try:
        for _ in bad: break
    except TypeError as e:
        print(e)
for i in range(3):
    for j in range(3):
        if j == i: continue
        if j == 2: break
        print(i, j)
    else:
        print("no break", i)
n = 5
while n:
    n -= 1
    if n == 2: break
else:
    print("never")
while n > 0: n -= 1
else: print("done", n)
r = range(10, 0, -3); print(r, list(r), r[1], r[-1], r[1:], len(r), 7 in r, 8 in r, r.index(4), r.count(4), r == range(10, -1, -3), hash(r) == hash(range(10, -1, -3)), r.start, r.stop, r.step, range(0), bool(range(0)), range(5)[::2], list(reversed(range(5))), range(2 ** 70, 2 ** 70 + 2)[1], list(range(-3)), min(range(5)), range(True))
for f in [lambda: range(), lambda: range(1.5), lambda: range(1, 2, 0), lambda: range(5)[5], lambda: range("a"), lambda: range(5).index(9), lambda: range(1, 2, 3, 4), lambda: len(range(2 ** 70)), lambda: range(3)["a"]]:
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
s = slice(1, 10, 2); print(s, s.indices(5), s.start, slice(None), slice(3) == slice(None, 3), s == slice(1, 10, 2)); print("abcdef"[slice(1, None, 2)], [1, 2, 3][slice(None, None, -1)])
