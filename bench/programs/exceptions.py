"""Exceptions: try that does not raise, raise and catch, through frames, finally, custom classes."""
N = 30_000


class Own(Exception):
    pass


def deep(n):
    if n == 0:
        raise Own("bottom")
    try:
        return deep(n - 1)
    finally:
        pass


def main(n):
    total = 0
    for i in range(n):
        try:
            total += i
        except ValueError:
            total = 0
        try:
            if i % 3 == 0:
                raise Own(i)
            total += {}["x"]
        except Own as error:
            total += error.args[0] & 1
        except KeyError:
            total += 1
    for _ in range(n // 100):
        try:
            deep(20)
        except Own:
            total += 1
    return total
