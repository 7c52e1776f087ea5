"""List, set, dict comprehensions and generator expressions, nested and filtered."""
N = 300


def main(n):
    total = 0
    for _ in range(n):
        squares = [x * x for x in range(100)]
        evens = {x for x in squares if not x & 1}
        table = {x: str(x) for x in range(60)}
        flat = [a * b for a in range(12) for b in range(a) if a != b]
        total += sum(squares) + len(evens) + len(table) + sum(flat)
        total += sum(x for x in squares if x % 3) + any(x > 9000 for x in squares)
    return total
