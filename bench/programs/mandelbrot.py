"""The Mandelbrot set with complex numbers and with pairs of floats."""
N = 48


def escape(c, limit):
    z = 0j
    for k in range(limit):
        z = z * z + c
        if abs(z) > 2.0:
            return k
    return limit


def escape_floats(a, b, limit):
    x = y = 0.0
    for k in range(limit):
        xx, yy = x * x, y * y
        if xx + yy > 4.0:
            return k
        x, y = xx - yy + a, 2.0 * x * y + b
    return limit


def main(n):
    total = 0
    for row in range(n):
        for column in range(n):
            a, b = column * 3.0 / n - 2.0, row * 2.0 / n - 1.0
            total += escape(complex(a, b), 40) + escape_floats(a, b, 40)
    return total
