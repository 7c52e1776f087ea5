"""Tuples and unpacking: swapping, returning several values, zip, enumerate, star targets, as keys."""
N = 50_000


def pair(a, b):
    return b, a


def main(n):
    a, b, total = 1, 2, 0
    grid = {}
    for i in range(n):
        a, b = b, a
        x, y = pair(i, a)
        first, *rest = x, y, i
        total += first + len(rest)
        grid[x, y] = i
        grid[i & 31, 5] = i
    for k, (left, right) in enumerate(zip(range(n), range(n, 0, -1))):
        total += k * left - right
    return total, len(grid)
