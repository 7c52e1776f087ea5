"""Global names and built-in functions in loops: len, min, max, isinstance, abs, range, sum."""
N = 40_000
LIMIT = 1000
state = 0


def clamp(x):
    return max(0, min(x, LIMIT))


def main(n):
    global state
    state = 0
    items = [3, 1, 2]
    for i in range(n):
        state += clamp(i) & len(items)
        if isinstance(i, int) and abs(-i) == i:
            state += sum(items) + ord("a")
        if callable(clamp) and bool(items) and hasattr(items, "append"):
            state += 1
    return state
