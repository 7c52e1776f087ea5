"""Dictionaries: building, counting, lookups with string and integer keys, iteration, deletion."""
N = 60_000


def main(n):
    counts = {}
    for i in range(n):
        key = "k%d" % (i % 997)
        counts[key] = counts.get(key, 0) + 1
    squares = {i: i * i for i in range(n)}
    total = 0
    for key, value in squares.items():
        if key in squares and value & 1:
            total += squares[key]
    for i in range(0, n, 3):
        del squares[i]
    for i in range(n):
        total += squares.get(i, -1)
    return total, len(counts), sum(counts.values())
