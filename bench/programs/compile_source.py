"""Compiling source text to code objects: what every uncached import pays."""
N = 30
SOURCE = '''
class Made{0}(object):
    """A class."""
    limit: int = {0} * 2 + 1

    def __init__(self, a, b=None, *args, key="value", **rest):
        self.a, self.b = a, b or []
        for i, x in enumerate(args):
            if x is None and not rest:
                continue
            self.b.append((i, x, f"{{x!r:>10}} {{key}}"))

    def work(self, n):
        try:
            with open(self.a) as file:
                return {{line.strip(): [w for w in line.split() if w] for line in file}}
        except (OSError, ValueError) as error:
            raise RuntimeError("cannot {0}") from error
        finally:
            self.b = None

    async def later(self):
        async for x in self.b:
            yield await x

def function{0}(x, y={0}):
    while x < y:
        x, y = y - 1 if x % 2 else x << 1, (x ** 2) // 3
        match x:
            case [1, *rest] | (2, rest):
                return rest
            case {{"k": v}}:
                return lambda q: q + v + y
    return x[1:2, ...] if not y else -x
'''


def main(n):
    text = "".join(SOURCE.format(i) for i in range(n))
    code = compile(text, "<bench>", "exec")
    return len(code.co_consts), len(code.co_code)
