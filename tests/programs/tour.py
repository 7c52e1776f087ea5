"""A short tour of the language, made to end quickly: what `make run` shows."""
import sys


class Snake:
    """A class with a property, an operator and a comparison."""

    def __init__(self, name, metres):
        self.name, self.metres = name, metres

    @property
    def kind(self):
        return "long" if self.metres > 2 else "short"

    def __add__(self, other):
        return Snake(f"{self.name}-{other.name}", self.metres + other.metres)

    def __lt__(self, other):
        return self.metres < other.metres

    def __repr__(self):
        return f"<{self.name}: {self.metres:.2f} m, {self.kind}>"


def primes():
    """An endless generator: the sieve that grows."""
    composites, n = {}, 2
    while True:
        if n in composites:
            for p in composites.pop(n):
                composites.setdefault(n + p, []).append(p)
        else:
            yield n
            composites[n * n] = [n]
        n += 1


def describe(value):
    match value:
        case int() | float() if value < 0:
            return "negative"
        case [first, *rest]:
            return f"a list that starts with {first!r} and has {len(rest)} more"
        case {"name": str(name), **others}:
            return f"a mapping called {name} with {sorted(others)}"
        case Snake(name=name):
            return f"a snake called {name}"
        case _:
            return "something else"


print("Python", ".".join(map(str, sys.version_info[:2])))
snakes = [Snake("krait", 1.5), Snake("python", 5.25), Snake("adder", 0.61)]
print(sorted(snakes), max(snakes), snakes[0] + snakes[2], sep="\n")

found = primes()
print([next(found) for _ in range(12)])
print(2 ** 127 - 1, divmod(-7, 2), 0.1 + 0.2, 1e16, complex(1, -2) ** 2)
print({word: len(word) for word in "a from-scratch machine".split()}, {*"banana"} == {"a", "b", "n"})
for thing in (-1.5, ["x", 1, 2], {"name": "m", "b": 1, "a": 2}, snakes[1], None):
    print(describe(thing))

try:
    try:
        {}["missing"]
    except KeyError as error:
        raise ValueError("no such snake") from error
except ValueError as error:
    print(f"{type(error).__name__}: {error} (because of {error.__cause__!r})")

counter = 0


def outer():
    total = 0

    def inner(step=1):
        nonlocal total
        global counter
        total, counter = total + step, counter + 1
        return total
    return inner


tick = outer()
print([tick(n) for n in (1, 10, 100)], counter)
print("%-8s|%+.3e|%x" % ("left", 12345.678, 255), f"{'mid':^9}|{1234567:,}|{0.5:.0%}")
