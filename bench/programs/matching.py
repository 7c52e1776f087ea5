"""Structural pattern matching over sequences, mappings, classes and literals."""
N = 30_000


class Shape:
    __match_args__ = ("kind", "size")

    def __init__(self, kind, size):
        self.kind, self.size = kind, size


def classify(value):
    match value:
        case 0 | 1:
            return 1
        case int(n) if n > 100:
            return 2
        case [x, y]:
            return 3 + (x == y)
        case ["go", *steps]:
            return len(steps)
        case {"op": "add", "args": [a, b]}:
            return a + b
        case Shape("square", size):
            return size
        case str():
            return 6
        case _:
            return 7


def main(n):
    values = [0, 5, 500, [1, 2], ["go", 1, 2, 3], {"op": "add", "args": [1, 2]}, Shape("square", 9), Shape("disc", 1), "text", None]
    total = 0
    for _ in range(n // 10):
        for value in values:
            total += classify(value)
    return total
