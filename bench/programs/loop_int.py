"""Counting loops with small integers: while, range, nested, conditions."""
N = 300_000


def main(n):
    total = i = 0
    while i < n:
        if i & 3 == 1:
            total += i * 2
        elif i % 7 == 0:
            total -= i
        i += 1
    for a in range(n // 100):
        for b in range(50):
            total += a ^ b
    return total
