"""Conway's Life on a set of cells: tuples, sets, counters, comprehension."""
N = 120


def step(alive):
    counts = {}
    for x, y in alive:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    cell = (x + dx, y + dy)
                    counts[cell] = counts.get(cell, 0) + 1
    return {cell for cell, k in counts.items() if k == 3 or (k == 2 and cell in alive)}


def main(n):
    alive = {(0, 1), (1, 3), (2, 0), (2, 1), (2, 4), (2, 5), (2, 6)}
    for _ in range(n):
        alive = step(alive)
    return len(alive), sorted(alive)[0]
