import math, sys
values = [0.0, -0.0, 1.0, -1.5, 0.1, 1 / 3, 1e16, 1e17, 123456789012345680.0, 1e22, 1e-4, 1e-5, 5e-324, 1.7976931348623157e308, 2.5, 1e100, 3.14159, 100000.0, 1e15, 9007199254740993.0, float("inf"), float("-inf"), float("nan")]
for v in values:
    print(repr(v), str(v), f"{v:e}|{v:f}|{v:g}|{v:.3e}|{v:.0f}|{v:.1g}|{v:10.2f}|{v:<12}|{v:>+12.3}|{v:%}|{v:.1%}|{v:,.2f}|{v:_}|{v:#g}|{v:#.0f}|{v:E}|{v:F}|{v:G}|{v:08.2f}|{v:n}|{v:z.1f}")
    print("%e %f %g %.2e %8.3f|%-8.2f|%+g|% g|%#g|%05.1f %r %s %a" % (v, v, v, v, v, v, v, v, v, v, v, v, v))
    if math.isfinite(v):
        print(v.hex(), float.fromhex(v.hex()) == v, v.is_integer(), v.as_integer_ratio(), int(v) % 1000, round(v, 2), round(v, -2), hash(v))
    try:
        print(round(v), math.floor(v), math.ceil(v), math.trunc(v))
    except Exception as e:
        print(type(e).__name__, e)
for text in ["1", "1.", ".5", "1e5", "1E-5", " 2.5\n", "inf", "-Infinity", "nan", "+nan", "1_0.5", "0x1p3", "", "1e", "e5", "1__0", "١.٥", "1.5.2", "infin", "1e400", "-1e-400", "1d5", "nan(1)"]:
    try:
        print(float(text), end=" ")
    except ValueError as e:
        print(e)
for f in [lambda: float(None), lambda: float([]), lambda: float(b"2.5"), lambda: float(10 ** 400), lambda: 1.5 // 0, lambda: 1.5 % 0.0, lambda: 1.0 / 0, lambda: 0.0 ** -1, lambda: (-8.0) ** (1 / 3),
          lambda: 1e308 * 10, lambda: 10.0 ** 400, lambda: divmod(-7.5, 2), lambda: -7.5 // 2, lambda: -7.5 % 2, lambda: 7.5 % -2, lambda: 0.0 % -1, lambda: float.fromhex("zz"), lambda: float.fromhex("0x1p5000"),
          lambda: 1.0 < "a", lambda: 1.0 + "a", lambda: round(2.675, 2), lambda: round(0.5), lambda: round(1.5), lambda: round(-2.5), lambda: round(1e300, -299), lambda: (1.5).__round__(None), lambda: 1.5 | 2, lambda: math.sqrt(-1), lambda: math.log(0), lambda: 2 ** 0.5, lambda: 4 ** -1, lambda: 0.1 + 0.2, lambda: 1e16 + 1, lambda: 3 == 3.0, lambda: 2 ** 53 + 1 == float(2 ** 53 + 1), lambda: 10 ** 400 > 1e308, lambda: float("nan") == float("nan"),
          lambda: format(1.5, "d"), lambda: format(1.5, "s"), lambda: format(1.5, "x"), lambda: "%d" % 1.9, lambda: "%x" % 1.5, lambda: "%d" % float("nan"), lambda: "%c" % 1.5, lambda: sys.float_info, lambda: min(0.0, -0.0), lambda: sum([0.1] * 10), lambda: math.fsum([0.1] * 10)]:
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
