import sys
for text in ["0", "12", "-5", "+7", "  42\n", "1_000", "0x1f", "0b101", "0o17", "", " ", "1__0", "_1", "1_", "9" * 40, "١٢", "1.5", "0x", "-", "+-1", "007", "1 2", "\0"]:
    for base in (10, 0, 16, 2, 36):
        try:
            print(int(text, base), end=" ")
        except ValueError as e:
            print(e, end="; ")
    print()
for f in [lambda: int("1", 1), lambda: int("1", 37), lambda: int(1, 10), lambda: int(b"12"), lambda: int(b"1x"), lambda: int(bytearray(b"7")), lambda: int(None),
          lambda: int([]), lambda: int("9" * 5000), lambda: len(str(10 ** 4299)), lambda: str(10 ** 5000), lambda: int(1.9), lambda: int(-1.9), lambda: int(),
          lambda: int("z", base=36), lambda: int(x=1)]:
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
for n in (0, 1, -1, 10, 255, -255, 10 ** 20, -2 ** 70):
    print(str(n), repr(n), hex(n), oct(n), bin(n), f"{n:d}|{n:x}|{n:#X}|{n:o}|{n:#b}|{n:,}|{n:_}|{n:_x}|{n:+}|{n: }|{n:>30}|{n:<5}|{n:^9}|{n:*^+12}|{n:08}|{n:=+20,}|{n:e}|{n:.2f}|{n:g}|{n:%}|{n:n}")
print("%d %i %5d|%-5d|%05d|%+d|% d|%x %#x %X %o %#o %c %c" % (1, 2, 3, 4, 5, 6, 7, 255, 255, 255, 8, 8, 65, "z"))
print(f"{65:c}", f"{0x1f600:c}", "%s %r" % (1, 2 ** 70), "%.3d|%+.5d" % (5, 6))
for spec in ["s", "q", ".2d", ",x", "c,", "+c", "#c", "_,", "z", "10.3", "é", "{}"]:
    try:
        print(format(5, spec))
    except Exception as e:
        print(spec, type(e).__name__, e)
print(sys.int_info, sys.get_int_max_str_digits(), 1_000_000, 0x_ff, 0b1_0, 0o7_7)
big = 3 ** 2000
print(big, int(str(big)) == big, int(hex(big), 16) == big, len(bin(big)), big % 97, str(-big)[:20])
class I(int):
    def __repr__(self): return "I!"
    def __str__(self): return "S!"
print(I(5), repr(I(5)), f"{I(5)}", "%d" % I(5), "%s" % I(5), I(5) + 1, type(I(5) + I(6)), [I(3)], int(I(7)), {I(1): 2}[1], str(I(5)), I("12") * 2)
class X:
    def __index__(self): return 7
class Y:
    def __int__(self): return 8
class Z:
    def __trunc__(self): return 9
print(int(X()), int(Y()), hex(X()), [1] * X() == [1] * 7, "%x" % X(), range(X()), "%d" % Y())
try:
    print(hex(Y()))
except TypeError as e:
    print(e)
