class P:
    x = 5
    def __format__(self, spec): return f"<{spec}>"
    def __repr__(self): return "P()"
p = P()
print("{} {0.x}" .replace(" {0.x}", "").format(1), "{0} {1} {0}".format("a", "b"), "{x}-{y[0]}-{z.x}".format(x=1, y=[2], z=p), "{:>5}|{:<5}|{:^5}|{:*^7}".format("a", "b", "c", "d"), "{!r} {!s} {!a}".format("é", "é", "é"), "{{}} {:{}}".format("x", 5), "{:{w}.{p}}".format("abcdef", w=8, p=3), "{0:{1}}".format(p, "spec"), "{:d} {:x}".format(5, 255), "{a[k]} {a[1]}".format(a={"k": 1, "1": 2} | {1: 3}))
name, width, d = "né", 8, {"k": "v", "n": [1, 2]}
print(f"{name!r:>{width}}|{name!a}|{width:03d}|{d['k']}|{d['n'][1]}|{{literal}}|{1 + 2 =}|{name = }|{name=!s:>5}|{'nested ' + f'{width}'}|{(lambda x: x * 2)(4)}|{p:abc}|{p!r:>5}|{width:{'>'}{5}}|{3.14159:.{2}f}|{'a' if width else 'b'}|{[x for x in range(3)]}|{1,2}|{width!s}")
print(f'{"a" "b"}' f"{1}" "c" rf"\d{2}" f"\N{BULLET}" f"{'x':\x3e3}", f"""{
    width
}""", f"{width:,}{-5:+}{True:d}{None}{1e5:g}")
for fmt, args in [("{", ()), ("}", ()), ("{0", ()), ("{}", ()), ("{} {1}", (1, 2)), ("{0} {}", (1, 2)), ("{a}", ()), ("{0.y}", (p,)), ("{0[0]}", (5,)), ("{0[a]}", ([1],)), ("{!x}", (1,)), ("{:d}", ("a",)), ("{:s}", (1,)), ("{:z}", (1,)), ("{:5.5d}", (1,)), ("{:.}", ("a",)), ("{0.}", (1,)), ("{0[}", (1,)), ("{:{}{}{}}", (1, 2, 3, 4)), ("{:{:{}}}", (1, 2, 3)), ("{!}", (1,)), ("{!r", (1,)), ("{0!rr}", (1,)), ("{:=5}", ("a",)), ("{:,}", ("a",)), ("{:99999999999999999999}", (1,)), ("{:x}", (None,)), ("{: >5}", (None,)), ("{-1}", (1,))]:
    try:
        print(repr(fmt.format(*args)))
    except Exception as e:
        print(fmt, type(e).__name__, e)
print("%s|%10s|%-10s|%.2s|%r|%a|%%|%c" % ("a", "b", "c", "defg", "é", "é", "x"), "%(a)s %(b)05.1f" % {"a": 1, "b": 2.25}, "%*d|%-*d|%.*f" % (5, 1, 5, 2, 2, 3.14159), "%s" % None, "%s" % [1, "a"], "%s" % ((1, 2),), b"%s %d %a %r" % (b"x", 5, "é", 1))
print(format("abc", "10"), format("abc", ">10.2"), format(True), format(None, ""), format([1], ""), "{:>{}}".format("a", 4), "abc".format_map({}), "{x}".format_map({"x": 1}), "{:_<10}{:#>3}".format("a", "b"))
class D(dict):
    def __missing__(self, k): return f"?{k}"
print("{a} {b}".format_map(D(a=1)), "%(q)s" % D(), "{0.__class__.__name__} {0.real}".format(5))
