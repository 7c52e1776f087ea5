values = [0j, 1j, -1j, 1 + 2j, -1.5 - 0j, complex(0.0, -0.0), complex("1e5-2J"), complex(float("inf"), float("nan")), complex(3)]
for z in values:
    print(z, repr(z), abs(z) if z == z else "-", z.conjugate(), -z, bool(z), z.real, z.imag, z == z, hash(z) if z == z else "-", f"{z:.2f}|{z:>20}|{z:e}|{z:+g}")
print((1 + 2j) * (3 - 4j), (1 + 2j) / (3 - 4j), (1 + 2j) ** 2, (1 + 2j) ** -1, (1 + 2j) ** 0.5, 2 ** 1j, 1j ** 2, (1 + 2j) + 3, 3 - 1j, 1.5 * 1j, 1j == 1, 1 + 0j == 1)
for f in [lambda: 1j < 2, lambda: 1j // 2, lambda: 1j % 2, lambda: int(1j), lambda: float(1j), lambda: 1j / 0, lambda: 0j ** -1, lambda: complex("1 + 2j"), lambda: complex("x"), lambda: complex("1", 2),
          lambda: complex(1, "2"), lambda: complex(" (1+2j) "), lambda: complex("j"), lambda: complex("-infj"), lambda: round(1j), lambda: divmod(1j, 1), lambda: format(1j, "010"), lambda: complex(1 + 2j, 3j), lambda: complex([])]:
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
