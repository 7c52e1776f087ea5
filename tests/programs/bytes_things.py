b = b"Hello\x00\xff world"
print(b, repr(bytearray(b)), b[0], b[-1], b[1:4], b[::-1], b + b"!", b * 2, len(b), b"l" in b, 108 in b, list(b[:3]), b.hex(), b.hex(":"), b.hex("-", 2), bytes.fromhex("00 ff1A"), hash(b"a") == hash(b"a"))
for name in ["upper", "lower", "title", "capitalize", "swapcase", "strip", "isalpha", "isdigit", "isspace", "istitle", "isupper", "islower", "isalnum", "isascii", "split", "splitlines"]:
    print(name, [getattr(t, name)() for t in (b, b"", b"abc", b" a b ", b"12", bytearray(b"Ab\nc"))])
print(b.find(b"l"), b.find(108), b.rfind(b"o"), b.index(b"w"), b.count(b"l"), b.replace(b"l", b"L", 1), b.split(b" "), b.partition(b" "), b"a,b".rsplit(b","), b",".join([b"a", bytearray(b"b")]), b"abc".translate(bytes(range(256)), b"b"), bytes.maketrans(b"a", b"b")[97], b"x".center(5, b"*"), b"5".zfill(3), b"ab".startswith((b"x", b"a")), b"\t".expandtabs(3), b"abc".removeprefix(b"a"))
print(bytes(3), bytes([1, 2]), bytes("é", "utf-8"), bytes(range(3)), bytes(bytearray(b"q")), bytes(memoryview(b"zz")), bytes(), b"a" < b"b", b"a" == "a", b"a" == bytearray(b"a"), b"%b-%x" % (b"q", 255), b"'", b"\"'")
a = bytearray(b"abc")
a.append(100); a += b"ef"; a[0] = 65; a[1:3] = b"XYZ"; del a[-1]; a.extend([1, 2]); a.insert(0, 33); print(a, a.pop(), a.pop(0), a); a.reverse(); a.remove(88); print(a, a.copy(), a * 2, a.count(1)); a.clear(); print(a, len(a)); a[:] = b"123456"; a[::2] = b"abc"; del a[::3]; print(a)
m = memoryview(bytearray(range(10)))
print(m[2], m[2:5].tolist(), m[::2].tobytes(), m.format, m.itemsize, m.nbytes, m.shape, m.strides, m.readonly, m.ndim, m.contiguous, len(m), m == bytes(range(10)), m.hex()); m[0] = 99; m[1:3] = b"zz"; print(m.tolist(), m.obj, m.cast("H").tolist(), m.cast("B", (2, 5)).tolist(), m.toreadonly().readonly); m.release()
for f in [lambda: b[100], lambda: b["a"], lambda: bytes([256]), lambda: bytes([-1]), lambda: bytes("a"), lambda: bytes(-1), lambda: bytes(1.5), lambda: bytes(["a"]), lambda: b + "a", lambda: bytes.fromhex("0g"), lambda: bytes.fromhex("012"), lambda: b.join(["a"]), lambda: b.find("a"), lambda: b.index(b"zz"), lambda: bytearray(b"a").remove(5), lambda: bytearray().pop(), lambda: bytearray(b"a").__setitem__(0, 256), lambda: m[0], lambda: memoryview(5), lambda: memoryview(b"a").__setitem__(0, 1), lambda: b.split(b""), lambda: b"a" % 1, lambda: b"%d" % "a", lambda: b"%s" % "a", lambda: bytes(b"a", "ascii"), lambda: b.decode("ascii"), lambda: b"a" < "a", lambda: "a" in b"a", lambda: 256 in b"a", lambda: hash(bytearray()), lambda: b.startswith("a"), lambda: bytes("a", "ascii", "strict"), lambda: b"\xff".decode("ascii", "replace"), lambda: b.hex("ab"), lambda: b"abc".translate(b"x")]:
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)
v = bytearray(b"abc")
with memoryview(v) as view:
    try:
        v.append(1)
    except BufferError as e:
        print(e)
v.append(1); print(v)
