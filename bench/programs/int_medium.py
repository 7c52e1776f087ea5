"""Integers of a few hundred digits: factorials, Fibonacci numbers, gcd, modular powers, shifts."""
import math
N = 1500


def main(n):
    product = 1
    for i in range(1, n + 1):
        product *= i
    a, b = 0, 1
    for _ in range(n * 4):
        a, b = b, a + b
    g = math.gcd(product, a)
    p = pow(a, product >> (n * 7), (1 << 521) - 1)
    digits = 0
    for i in range(n):
        digits ^= (product >> i) % 1000003
    return g % 97, p % 1009, digits, product // (a + 1) % 13
