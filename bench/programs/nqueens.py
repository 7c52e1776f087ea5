"""All placements of n queens by backtracking over sets and generators."""
N = 8


def place(n, row, columns, up, down, board):
    if row == n:
        yield tuple(board)
        return
    for column in range(n):
        if column in columns or row + column in up or row - column in down:
            continue
        columns.add(column), up.add(row + column), down.add(row - column)
        board.append(column)
        yield from place(n, row + 1, columns, up, down, board)
        board.pop()
        columns.discard(column), up.discard(row + column), down.discard(row - column)


def main(n):
    solutions = list(place(n, 0, set(), set(), set(), []))
    return len(solutions), solutions[0], sum(s[0] for s in solutions)
