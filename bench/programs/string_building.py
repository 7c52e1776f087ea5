"""Building text piece by piece: += on a local, join of a list, f-strings, io.StringIO-free."""
N = 60_000


def main(n):
    text = ""
    for i in range(n):
        text += "ab"
    parts = []
    for i in range(n):
        parts.append(str(i))
    joined = ",".join(parts)
    lines = [f"{i}:{i * 2:04d} {'x' if i & 1 else 'yy'}" for i in range(n)]
    return len(text), len(joined), sum(map(len, lines))
