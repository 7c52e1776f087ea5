"""Lists: append, index, slices, pop, insert, reverse, membership."""
N = 60_000


def main(n):
    items = []
    for i in range(n):
        items.append(i)
    total = 0
    for i in range(0, n - 4, 4):
        total += items[i] + items[-i]
        items[i] = items[i + 1]
        total += len(items[i:i + 4])
    for _ in range(n // 2):
        total += items.pop()
    items.reverse()
    for i in range(200):
        items.insert(0, i)
        total += i in items
    head, *middle, last = items
    return total, head, last, len(middle)
