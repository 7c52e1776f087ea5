"""Creating classes and instances; operators and protocols written in Python."""
N = 12_000


class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k)

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y

    def __hash__(self):
        return hash((self.x, self.y))

    def __getitem__(self, i):
        return (self.x, self.y)[i]

    def __len__(self):
        return 2

    def __bool__(self):
        return self.x != 0 or self.y != 0


def main(n):
    v, seen = Vector(0, 0), set()
    for i in range(n):
        v = v + Vector(i, 1) * 2
        if v and v[0] > len(v):
            seen.add(Vector(i % 100, i % 10))
        if v == Vector(1, 1):
            break
    for i in range(n // 200):
        kind = type("Made%d" % i, (Vector,), {"tag": i})
        v = v + kind(1, 1)
    return v.x, v.y, len(seen)
