"""Reading and writing attributes: instance, class, slots, property."""
N = 100_000


class Point:
    scale = 2

    def __init__(self, x, y):
        self.x, self.y = x, y

    @property
    def area(self):
        return self.x * self.y


class Slotted:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


def main(n):
    p, s = Point(1, 2), Slotted(3, 4)
    total = 0
    for i in range(n):
        p.x = i
        s.x = p.x + p.y * p.scale
        s.y += s.x
        total += s.y & 1
        if not i & 7:
            total += p.area
    return total
