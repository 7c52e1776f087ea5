d = {"a": 1, "b": 2, 3: "c", (1, 2): None}
print(d, d["a"], d.get("z"), d.get("z", 5), d.setdefault("q", []), d.pop("q"), d.pop("zz", "no"), len(d), "a" in d, 3.0 in d, list(d), list(d.values()), list(d.items()), d | {"a": 9}, dict(d, x=1), dict([(1, 2)]), dict(zip("ab", [1, 2])), {**d, "k": 1}, dict.fromkeys("ab", 0), {1: "a", True: "b", 1.0: "c"})
d["new"] = 1; del d["a"]; d["a"] = 5; d.update({"b": 7}, c=8); d.update([("e", 1)]); print(d, list(reversed(d)), d.popitem(), d, d.copy() == d, d != {}, {} == {}, {1: 2} == {1: 2.0}); d |= {"z": 0}; d |= [("y", 1)]; print(d); d.clear(); print(d, bool(d))
k, v, i = {1: 2, 3: 4}.keys(), {1: 2}.values(), {1: 2, 3: 4}.items(); print(k, v, i, k & {1}, k | {9}, k - {1}, k ^ {1, 5}, i & {(1, 2)}, k == {1, 3}, k < {1, 3, 5}, (1, 2) in i, 1 in k, k.isdisjoint([7]), k.mapping, len(i), list(reversed(k)), list(reversed(i)), k >= {1})
class K:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, o): print("eq", self.n, getattr(o, "n", o)); return isinstance(o, K) and self.n == o.n
    def __repr__(self): return f"K{self.n}"
e = {K(1): 1, K(2): 2, 1: 3}; print(e, e[K(2)], K(3) in e, e.pop(K(1)), e)
class M(dict):
    def __missing__(self, key): return key * 2
m = M(a=1); print(m["x"], m.get("x"), "x" in m, m, M.fromkeys([1]), type(m.copy()), m | {}, type(m | {}))
for f in [lambda: d["nope"], lambda: {}[1], lambda: {[]: 1}, lambda: {}.popitem(), lambda: {}.pop(1), lambda: dict(5), lambda: dict([1]), lambda: dict([(1, 2, 3)]), lambda: dict(["ab", "c"]), lambda: {} | 5, lambda: {} < {}, lambda: hash({}), lambda: {}.foo, lambda: {}.get(), lambda: {}.update(5), lambda: {}.setdefault(), lambda: dict(a=1, **{"a": 2}), lambda: {[1]}, lambda: {}.__getitem__([]), lambda: dict(1, 2), lambda: {}.fromkeys(5), lambda: {} + {}, lambda: {1: 2}.keys() + 1, lambda: {**5}, lambda: {}.pop(), lambda: {}.update([[1]])]:
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)
def grow():
    q = {1: 1}
    for key in q: q[key + 1] = 1
def shrink():
    q = {1: 1, 2: 2}
    for key in q: del q[key]
def change():
    q = {1: 1, 2: 2}
    for key in q: q.pop(key); q[key + 10] = 1
for f in (grow, shrink, change):
    try:
        f()
    except RuntimeError as x:
        print(x)
big = {i: str(i) for i in range(1000)}
for i in range(0, 1000, 2): del big[i]
for i in range(2000, 2100): big[i] = i
print(len(big), list(big)[:5], list(big)[-5:], sum(big), big[999], {i: i * i for i in range(5) if i != 3}, {k: v for k, v in zip("abc", range(3))})
r = {}; r["self"] = r; print(r, str(r)); n = {"x": {"y": {"z": [1, {"w": ()}]}}}; print(n, n["x"]["y"]["z"][1]["w"])
kw = {"sep": "-", "end": "!\n"}; print(1, 2, **kw); print(*{"a": 1, "b": 2}, {**{"a": 1}, "a": 2})
