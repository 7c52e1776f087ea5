"""Floats to text and back: repr, %, format specifications, float()."""
N = 12_000


def main(n):
    total = 0
    x = 0.1
    for i in range(n):
        x = x * 1.0001 + i / 7
        text = repr(x)
        total += len(text) + len("%.3f" % x) + len(f"{x:>20.6e}") + len(format(x, ",.2f"))
        if float(text) != x:
            raise AssertionError(text)
    return total
