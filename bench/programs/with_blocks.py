"""with statements: own managers, contextlib, nested, with exceptions swallowed."""
import contextlib
N = 12_000


class Manager:
    def __init__(self):
        self.depth = self.caught = 0

    def __enter__(self):
        self.depth += 1
        return self

    def __exit__(self, kind, value, trace):
        self.depth -= 1
        self.caught += kind is not None
        return kind is KeyError


@contextlib.contextmanager
def made(log):
    log[0] += 1
    try:
        yield log
    finally:
        log[1] += 1


def main(n):
    m, log = Manager(), [0, 0]
    for i in range(n):
        with m as a, m:
            a.depth += 0
        with made(log):
            pass
        with m:
            if i & 1:
                raise KeyError(i)
    return m.depth, m.caught, log
