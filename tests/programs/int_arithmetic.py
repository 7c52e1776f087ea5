values = [0, 1, -1, 2, -3, 7, 255, -256, 2**15, 2**30 - 1, 2**30, -2**30, 2**31, 2**60 - 1, -2**60, 2**63, 2**64 + 1, 10**30, -10**40 + 7]
total = 0
for a in values:
    for b in values:
        total ^= (a + b) ^ (a - b) ^ (a * b)
        if b:
            q, r = divmod(a, b)
            assert q * b + r == a and (r == 0 or (r < 0) == (b < 0)), (a, b)
            total ^= (a // b) ^ (a % b)
        total ^= (a & b) ^ (a | b)
        print(a < b, a <= b, a == b, a != b, end=";")
    print(-a, +a, ~a, abs(a), bool(a), a.bit_length(), a.bit_count(), a >> 3, a << 5, a >> 100, hash(a))
print(total)
for a, b in [(2, 100), (-3, 33), (7, 0), (0, 0), (2, -2), (10, 20)]:
    print(a ** b, end=" ")
print(pow(3, 200, 1000007), pow(-3, 5, 7), pow(3, -1, 7), pow(2, 10, -7), 7 / 2, 1 / 3, 2**1000 / 2**990, -7 // 2, -7 % 3, 7 % -3)
for f in [lambda: 1 // 0, lambda: 1 % 0, lambda: divmod(1, 0), lambda: 1 / 0, lambda: 1 << -1, lambda: 1 >> -1, lambda: pow(2, -1, 4),
          lambda: pow(2, 3, 0), lambda: 10**400 / 1, lambda: 1 + "a", lambda: "a" + 1, lambda: 1 < "a", lambda: 1 @ 2, lambda: -"a",
          lambda: ~1.5, lambda: 0 ** -1, lambda: int(float("inf")), lambda: int(float("nan")), lambda: 1 << (1 << 70)]:
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
print(round(12345, -2), round(15, -1), round(25, -1), round(-15, -1), (5).__round__(), round(10**20 + 5, -1))
print((10).to_bytes(2, "big"), (-2).to_bytes(3, "little", signed=True), int.from_bytes(b"\xff\x00", "big"), int.from_bytes(b"\xff\x00", "little", signed=True))
print((6).as_integer_ratio(), (5).numerator, (5).denominator, (5).real, (5).imag, (5).conjugate(), True + True, int(True), -True, ~True)
print(5 .__add__(3), (5).__add__("x"), (5).__radd__(1), (5).__divmod__(2), (5).__pow__(2, 3), (5).__index__(), int.__add__(1, 2))
