"""Closures: counters with nonlocal, late binding, decorators, functional pipelines."""
N = 40_000


def counter(start):
    value = start

    def step(by=1):
        nonlocal value
        value += by
        return value
    return step


def traced(function):
    def wrapper(*args):
        return function(*args)
    return wrapper


@traced
def add(a, b):
    return a + b


def main(n):
    step = counter(0)
    total = 0
    for i in range(n):
        step()
        total += step(2)
        total += add(i, 1)
    adders = [lambda x, k=k: x + k for k in range(10)]
    for i in range(n // 10):
        for f in adders:
            total += f(i)
    return total + sum(map(lambda x: x * 2, filter(lambda x: x & 1, range(n))))
