"""Sorting integers, floats, strings and tuples, with and without keys, sorted and random."""
N = 12_000


def main(n):
    seed, numbers = 1, []
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        numbers.append(seed)
    texts = [str(x) for x in numbers]
    floats = [x / 7 for x in numbers]
    pairs = [(x % 10, t) for x, t in zip(numbers, texts)]
    a = sorted(numbers)
    b = sorted(texts)
    c = sorted(floats, reverse=True)
    d = sorted(pairs)
    e = sorted(texts, key=len)
    f = sorted(numbers, key=lambda x: -x)
    a.sort()
    return a[0], b[0], c[0], d[0], e[0], f[0]
