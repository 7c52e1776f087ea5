"""Pancake flips over all permutations: list slices and index arithmetic."""
N = 8


def main(n):
    perm, count = list(range(n)), list(range(1, n + 1))
    flips_max = checksum = sign = 0
    order = n
    while True:
        first = perm[0]
        if first:
            flips, work = 0, perm[:]
            while first:
                work[:first + 1] = work[first::-1]
                flips += 1
                first = work[0]
            flips_max = max(flips_max, flips)
            checksum += -flips if sign else flips
        sign ^= 1
        order = 1
        while True:
            if order == n:
                return checksum, flips_max
            perm.insert(order, perm.pop(0))
            count[order] -= 1
            if count[order] > 0:
                break
            count[order] = order + 1
            order += 1
