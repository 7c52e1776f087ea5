"""async/await driven by hand: awaiting coroutines, async for, async with, a round-robin loop."""
N = 20_000


class Pause:
    def __await__(self):
        got = yield "pause"
        return got


class Numbers:
    def __init__(self, n):
        self.i, self.n = 0, n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.i >= self.n:
            raise StopAsyncIteration
        self.i += 1
        return self.i


class Guard:
    async def __aenter__(self):
        return 1

    async def __aexit__(self, *error):
        return False


async def leaf(x):
    return x + 1


async def task(n, out):
    total = 0
    async for k in Numbers(n):
        total += await leaf(k)
        if not k & 7:
            await Pause()
        async with Guard() as g:
            total += g
    out.append(total)


def main(n):
    out = []
    ready = [task(n // 20, out) for _ in range(20)]
    while ready:
        still = []
        for coroutine in ready:
            try:
                coroutine.send(None)
                still.append(coroutine)
            except StopIteration:
                pass
        ready = still
    return sum(out)
