"""Generators: a pipeline of three, yield from, send, generator expressions."""
N = 60_000


def numbers(n):
    i = 0
    while i < n:
        yield i
        i += 1


def odd(source):
    for x in source:
        if x & 1:
            yield x


def tree(depth):
    if depth:
        yield from tree(depth - 1)
        yield depth
        yield from tree(depth - 1)


def averager():
    total = count = 0
    while True:
        total += yield total
        count += 1


def main(n):
    total = sum(x * x for x in odd(numbers(n)))
    total += sum(tree(11))
    sink = averager()
    next(sink)
    for i in range(n // 2):
        total += sink.send(i) & 1
    return total
