"""Making and dropping objects: linked nodes, binary trees, cycles left to the collector."""
N = 13


class Node:
    def __init__(self, left, right):
        self.left, self.right = left, right


def build(depth):
    return Node(None, None) if depth == 0 else Node(build(depth - 1), build(depth - 1))


def count(node):
    return 1 if node.left is None else 1 + count(node.left) + count(node.right)


def main(n):
    total = sum(count(build(depth)) for depth in range(4, n + 1, 2))
    for i in range(1 << n):
        a, b = [i], [i]
        a.append(b), b.append(a)
    chain = None
    for i in range(1 << n):
        chain = (i, chain)
    return total
