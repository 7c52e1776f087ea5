"""Floating-point arithmetic in a loop: a logistic map and a running mean."""
N = 400_000


def main(n):
    x, mean = 0.3, 0.0
    for k in range(1, n + 1):
        x = 3.7 * x * (1.0 - x)
        mean += (x - mean) / k
    return round(mean, 12)
