"""itertools, functools and collections: chains, groups, products, caches, counters, deques."""
import collections
import functools
import itertools
N = 120


@functools.lru_cache(maxsize=None)
def steps(n):
    return 0 if n <= 1 else 1 + steps(n // 2 if n % 2 == 0 else 3 * n + 1)


def main(n):
    total = 0
    Pair = collections.namedtuple("Pair", "left right")
    for i in range(n):
        total += sum(itertools.islice(itertools.chain(range(100), itertools.repeat(i, 50)), 120))
        total += sum(1 for _ in itertools.combinations(range(9), 4)) + sum(1 for _ in itertools.product("abc", repeat=4))
        total += sum(len(list(g)) for _, g in itertools.groupby("aaabbbccdaa" * 10))
        counts = collections.Counter("the quick brown fox jumps over the lazy dog" * 3)
        total += counts.most_common(1)[0][1] + functools.reduce(lambda a, b: a + b, range(100))
        queue = collections.deque(maxlen=50)
        for k in range(200):
            queue.append(k)
        total += queue.popleft() + sum(queue)
        table = collections.defaultdict(list)
        for k in range(200):
            table[k % 7].append(Pair(k, i).left)
        total += len(table[3]) + steps(i + 27)
        total += sum(itertools.accumulate(range(50))) + sum(a * b for a, b in itertools.pairwise(range(80)))
    steps.cache_clear()
    return total
