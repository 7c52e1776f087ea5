class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
class Color: RED = 1; BLUE = "b"
def f(v):
    match v:
        case None | True | False: return "singleton"
        case 0: return "zero"
        case -1 | 1.5 | 2 + 3j: return "number"
        case Color.RED: return "red"
        case "a" | b"a" as s: return ("text", s)
        case []: return "empty"
        case [x]: return ("one", x)
        case [1, (2 | 3) as y, *_]: return ("1,y", y)
        case (x, y) if x == y: return "pair equal"
        case [first, *mid, last]: return (first, mid, last)
        case {"k": 1, **rest}: return ("k", rest)
        case {"x": [a, {"y": b}]}: return a, b
        case {}: return "mapping"
        case P(1, y=2): return "P12"
        case P(x, y) if x > y: return ("P", x, y)
        case P(x=x): return ("Px", x)
        case str(s): return ("str", s)
        case int() | float(): return "num"
        case set() | frozenset(): return "set"
        case _: return "other"
for v in [None, True, 0, 0.0, -1, 1.5, 2 + 3j, 1, "a", b"a", [], [5], [1, 2, 9], (1, 3), (4, 4), (1, 2, 3, 4), {"k": 1, "z": 2}, {"x": [1, {"y": 2, "w": 3}]}, {}, {"q": 1}, P(1, 2), P(3, 1), P(0, 5), "zzz", 77, 7.5, {1}, object, range(3), range(1), bytearray(b"a"), iter([])]:
    print(f(v))
match 1, 2:
    case a, b: print(a, b)
match x := {"a": {"b": [1, 2, {"c": "deep"}]}}:
    case {"a": {"b": [*_, {"c": c}]}}: print(c, x)
class Three:
    __match_args__ = ("a",)
    a = 1
for code in ["match 1:\n case int(1, 2): pass", "match P(1, 2):\n case P(1, 2, 3): pass", "match P(1, 2):\n case P(1, x=1): pass", "match Three():\n case Three(1, 2): pass", "match object():\n case object(1): pass", "match 5:\n case Color(): pass", "match 5:\n case nope.x: pass", "match 1:\n case f(): pass"]:
    try: exec(code); print("ok")
    except Exception as e: print(type(e).__name__, e)
match = 1; case = 2; _ = 3; type = 4; print(match, case, _, match[0] if False else match * 2)
