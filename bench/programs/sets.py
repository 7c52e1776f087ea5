"""Sets: building, union, intersection, difference, membership, frozensets as keys."""
N = 40


def main(n):
    total = 0
    for i in range(n):
        a = set(range(i, i + 1000))
        b = {x * 3 for x in range(700)}
        total += len(a | b) + len(a & b) + len(a - b) + len(a ^ b)
        for x in range(500):
            if x in a:
                total += 1
            b.discard(x)
        a.update(b)
        total += len(a) + (frozenset(b) in {frozenset(b): 1}) + a.issuperset(b)
    return total
