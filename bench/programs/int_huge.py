"""Integers of 100,000 digits and more: multiply, str, parse (the million-digit figure is bench/run --huge)."""
import sys
N = 25_000


def main(n):
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        a = 3 ** (n * 2)
        b = 7 ** n
        c = a * b
        text = str(c)
        return int(text) == c, len(text), (c // a) == b
    finally:
        sys.set_int_max_str_digits(limit)
