a = [3, 1, 2]
a.append(4); a.extend((5, 6)); a.insert(1, 9); a.insert(-1, 7); a.insert(100, 8); print(a, a.pop(), a.pop(0), a.pop(-2), a, a.index(9), a.count(1), len(a), 9 in a)
a.remove(9); a.reverse(); a.sort(); print(a, a.copy(), a + [1], a * 2, 2 * a, a[1:], a[::-1], a[-2:], a[:100], a[3:1], a == [1, 2, 4, 5], a < [1, 2, 5], a != a[:], [] < [1])
a[1:2] = [10, 20, 30]; print(a); a[::2] = list("xyz") if len(a[::2]) == 3 else a[::2]; print(a); del a[1::2]; print(a); a[:] = []; print(a, bool(a)); a += "abc"; a *= 2; print(a); del a[0], a[-1]; print(a); a.clear(); print(a)
x = [1, [2, 3]]; y = x[:]; y[1].append(4); print(x, y, x is y, x[1] is y[1]); x.append(x); print(x, repr(x), x == x); x.pop(); print(list("abc"), list(range(5)), list(), list({1: 2}), list((1,)), [*range(3), *"ab"], [[0] * 2 for _ in range(2)])
for kw in ({}, {"reverse": True}, {"key": len}, {"key": lambda s: s[-1], "reverse": True}, {"key": str.lower}):
    print(sorted(["bb", "a", "Ccc", "dd", "B"], **kw))
z = list(range(50)) + list(range(25)) + [7] * 20; z.sort(key=lambda v: (v % 7, -v)); print(z); w = [5.5, 1, True, 0.1, 2 ** 70]; w.sort(); print(w, sorted([(1, "b"), (1, "a"), (0, "z")]), sorted("hello", reverse=True), sorted({3: 1, 1: 2}), max(w), min(w), sum([1, 2.5]), sum([[1], [2]], []))
class C:
    def __init__(self, v): self.v = v
    def __lt__(self, o): print("lt", self.v, o.v); return self.v < o.v
print([c.v for c in sorted([C(3), C(1), C(2)])])
def mutate():
    q = [3, 2, 1]
    q.sort(key=lambda v: q.append(v) or v)
for f in [lambda: a[0], lambda: a["x"], lambda: [1][1.5], lambda: a.pop(), lambda: [1].pop(5), lambda: [1].remove(2), lambda: [1].index(2), lambda: [1] + (2,), lambda: [1] * "a", lambda: [1] * 1.5, lambda: [1, "a"] < ["b"], lambda: sorted([1, "a"]), lambda: [].sort(1), lambda: [1].sort(foo=1), lambda: list(5), lambda: [].extend(5), lambda: hash([]), lambda: [1].__setitem__(5, 1), lambda: [1].__delitem__(5), lambda: [1, 2, 3].__setitem__(slice(0, 3, 2), [1]), lambda: [1].__setitem__(slice(0, 1), 5), lambda: [0][::0], mutate, lambda: [].append(), lambda: [].append(1, 2), lambda: list(1, 2), lambda: list(x=1), lambda: [1, 2].index(2, 5), lambda: [].foo, lambda: max([]), lambda: min([], default=3), lambda: sum(["a"]), lambda: sum("ab", ""), lambda: [1] > 5]:
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)
it = iter([1, 2, 3]); print(next(it), it.__length_hint__(), list(it), next(it, "end")); r = reversed([1, 2]); print(list(r), list(r)); g = [1, 2, 3]
for i in g:
    if i < 3: g.append(i + 10)
    if len(g) > 8: break
print(g, [i for i in g if i % 2], [(i, j) for i in range(3) for j in range(i)], [[j for j in range(i)] for i in range(3)])
