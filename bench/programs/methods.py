"""Method calls: plain, inherited, through super, class and static, bound and kept."""
N = 60_000


class Base:
    def __init__(self):
        self.count = 0

    def step(self, by):
        self.count += by
        return self

    def kind(self):
        return 1

    @classmethod
    def make(cls):
        return cls()

    @staticmethod
    def twice(x):
        return x + x


class Derived(Base):
    def kind(self):
        return super().kind() + 1


def main(n):
    d = Derived.make()
    bound = d.step
    for i in range(n):
        d.step(1).step(2)
        bound(d.kind())
        d.count += Base.twice(i) & 1
    return d.count
