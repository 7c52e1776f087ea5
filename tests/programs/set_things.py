a, b = {1, 2, 3, 4}, {3, 4, 5}
print(a | b, a & b, a - b, a ^ b, a <= b, a < a | b, a >= {1}, a == {4, 3, 2, 1}, a != b, a.isdisjoint({9}), a.issubset(range(10)), a.issuperset([1]), len(a), 3 in a, bool(set()), set(), frozenset(), frozenset([1]), {1, 1.0, True}, a.union([7], (8,)), a.intersection([1, 2], [2]), a.difference([1], [2]), a.symmetric_difference([1, 9]))
c = set(a); c.add(9); c.discard(1); c.discard(100); c.remove(2); c.update([10, 11], {12}); c.intersection_update(range(11)); c.difference_update([9]); c.symmetric_difference_update([3, 50]); print(sorted(c), c.copy() == c); c |= {1}; c &= {1, 4, 10}; c -= {4}; c ^= {7}; print(sorted(c)); c.clear(); print(c)
f = frozenset("abc"); print(sorted(f), hash(f) == hash(frozenset("cba")), {f: 1}[frozenset("bca")], f | {"d"} == set("abcd"), type(f | {1}), type({1} | f), f.copy() is f, frozenset(f) is f, {frozenset([1]), frozenset([1])} == {frozenset([1])}, {1} in [{1}], {1, 2} == frozenset([1, 2]), frozenset({1}) in {frozenset({1})}, {1} in {frozenset({1})})
for g in [lambda: {1}.remove(2), lambda: set().pop(), lambda: {[]}, lambda: {1} | [1], lambda: {1} < [1], lambda: hash({1}), lambda: set(5), lambda: {1}.add([]), lambda: {1}.add(), lambda: {1} + {2}, lambda: frozenset().add, lambda: {1}.update(5), lambda: set(1, 2), lambda: {1}[0], lambda: {1}.union(5), lambda: {1}.remove([])]:
    try:
        print(repr(g()))
    except Exception as e:
        print(type(e).__name__, e)
def grow():
    s = {1}
    for x in s: s.add(x + 1)
try:
    grow()
except RuntimeError as e:
    print(e)
s = {x * x for x in range(20)}; print(sorted(s), sum(s), max(s), sorted({c for c in "hello world" if c.isalpha()}), list({5}), {None}, {()}, [sorted(x) for x in ({"b", "a"}, {"c"})])
print({1, 2}.__or__([1]), {1}.__contains__(1), set("a").__repr__(), {1}.__class__, {*[1, 2], *()} == {1, 2}, {i for i in range(10)}, set(range(10, 0, -1)))
class S(set): pass
print(S([1]), S([1]) | {2}, type(S([1]).copy()), S([1]) == {1}, type(S([1]) & {1}))
