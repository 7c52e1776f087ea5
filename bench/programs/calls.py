"""Function calls of every shape: positional, default, keyword, *args, **kwargs, recursion."""
N = 40_000


def plain(a, b):
    return a + b


def defaults(a, b=2, *, c=3):
    return a + b + c


def star(*args, **kwargs):
    return len(args) + len(kwargs)


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def main(n):
    total = 0
    pair = (1, 2)
    for i in range(n):
        total += plain(i, 1) + plain(1, i)
        total += defaults(i) + defaults(i, c=1) + defaults(a=i, b=1)
        total += star(i, i, key=i) + plain(*pair)
    return total + fib(19)
