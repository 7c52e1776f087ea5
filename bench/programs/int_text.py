"""Integers to text and back in several bases."""
N = 20_000


def main(n):
    total = 0
    for i in range(n):
        k = i * 7919 + 12345678901
        text = str(k)
        total += len(text) + len(hex(k)) + len(f"{k:,}") + len("%08o" % k)
        total += int(text) & 1
        total += int(hex(k), 16) & 1
    return total
