"""Random Python programs from a seed: valid, ending, printing as they go, and wrong in interesting places.

usage: generate.py SEED [STATEMENTS]    prints the program
The generator knows kinds of values and mostly asks for matching ones, so that programs get somewhere, but one time in twelve it
takes any kind, so that error texts are met too. Every statement runs in its own try, so that one error does not end the program.
"""
import random
import sys

PRELUDE = '''
def show(label, value):
    print(label, type(value).__name__, repr(value)[:200])
class Box:
    shared = 0
    def __init__(self, v=None): self.v = v
    def __eq__(self, o): return isinstance(o, Box) and self.v == o.v
    def __hash__(self): return hash(self.v)
    def __repr__(self): return f"Box({self.v!r})"
    def __lt__(self, o): return repr(self) < repr(o)
    def __add__(self, o): return Box([self.v, o])
    def __len__(self): return len(repr(self.v))
    def __getitem__(self, i): return self.v[i]
    def get(self, *a, **k): return (self.v, a, sorted(k))
    @property
    def p(self): return self.v
class Sub(Box):
    __slots__ = ("extra",)
    def get(self, *a, **k): return super().get(*a, k=1)
'''
KINDS = ["int", "float", "str", "bytes", "list", "tuple", "dict", "set", "bool", "none", "box"]


class Generator:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.names = {}                 # name: kind
        self.count = 0

    def pick(self, *choices):
        return self.r.choice(choices)

    def name_of(self, kind):
        found = [n for n, k in self.names.items() if k == kind]
        return self.r.choice(found) if found and self.r.random() < 0.6 else None

    def value(self, kind=None, depth=0):
        kind = kind or self.pick(*KINDS)
        if self.r.random() < 1 / 12:
            kind = self.pick(*KINDS)
        name = self.name_of(kind)
        if name:
            return name
        if depth > 3 or self.r.random() < 0.3:
            return self.literal(kind, depth)
        return getattr(self, "make_" + kind, lambda d: self.literal(kind, d))(depth + 1)

    def literal(self, kind, depth):
        v = lambda k=None: self.value(k, depth + 2) if depth < 4 else "(1)"
        n = self.r.randrange(0, 4)
        if kind == "int":
            return "(%d)" % self.pick(0, 1, -1, 2, 3, 7, 10, 255, -128, 2**30, 2**31 - 1, -2**63, 2**64, 10**20, self.r.randrange(-1000, 1000))
        if kind == "float":
            return self.pick("0.0", "-0.0", "1.5", "-2.25", "1e300", "1e-7", "3.14159", "float('inf')", "float('nan')", "0.1", "1e16")
        if kind == "str":
            return repr(self.pick("", "a", "abc", "Hello World", "é", "x,y,z", " pad ", "123", "\n\t", "😀b", "ß", "%s", "{}", "a" * 20))
        if kind == "bytes":
            return repr(self.pick(b"", b"a", b"abc", b"\x00\xff", b"1 2 3"))
        if kind == "list":
            return "[" + ", ".join(v() for _ in range(n)) + "]"
        if kind == "tuple":
            return "(" + "".join(v() + ", " for _ in range(n)) + ")"
        if kind == "dict":
            return "{" + ", ".join(f"{v(self.pick('int', 'str', 'float', 'tuple'))}: {v()}" for _ in range(n)) + "}"
        if kind == "set":
            return "{" + ", ".join(v(self.pick("int", "str")) for _ in range(n + 1)) + "}"
        return {"bool": self.pick("True", "False"), "none": "None", "box": self.pick(f"Box({v()})", f"Sub({v()})", "Box")}[kind]

    def make_int(self, d):
        v = self.value
        return self.pick(lambda: f"({v('int', d)} {self.pick('+', '-', '*', '//', '%', '&', '|', '^')} {v('int', d)})",
                         lambda: f"({v('int', d)} {self.pick('<<', '>>', '**')} {self.r.randrange(-1, 9)})",
                         lambda: f"len({v(self.pick('str', 'list', 'dict', 'set', 'tuple', 'bytes'), d)})", lambda: f"abs({v('int', d)})",
                         lambda: f"int({v(self.pick('float', 'str', 'bool'), d)})", lambda: f"{self.pick('-', '~', '+')}{v('int', d)}",
                         lambda: f"{v('str', d)}.{self.pick('find', 'count', 'index')}({v('str', d)})", lambda: f"sum({v('list', d)})",
                         lambda: f"divmod({v('int', d)}, {v('int', d)})[{self.r.randrange(2)}]", lambda: f"{v('int', d)}.bit_length()",
                         lambda: f"round({v('float', d)})", lambda: f"hash({self.literal(self.pick('int', 'str'), 4)}) % 1000",
                         lambda: f"({v('int', d)} if {v('bool', d)} else {v('int', d)})")()

    def make_float(self, d):
        v = self.value
        return self.pick(lambda: f"({v('float', d)} {self.pick('+', '-', '*', '/', '//', '%')} {v(self.pick('int', 'float'), d)})",
                         lambda: f"({v('int', d)} / {v('int', d)})", lambda: f"float({v(self.pick('int', 'str'), d)})",
                         lambda: f"round({v('float', d)}, {self.r.randrange(-2, 5)})", lambda: f"abs({v('float', d)})")()

    def make_str(self, d):
        v = self.value
        method = self.pick("upper", "lower", "title", "strip", "swapcase", "capitalize", "casefold")
        return self.pick(lambda: f"({v('str', d)} + {v('str', d)})", lambda: f"({v('str', d)} * {self.r.randrange(-1, 4)})", lambda: f"{v('str', d)}.{method}()",
                         lambda: f"str({v(None, d)})", lambda: f"repr({v(None, d)})", lambda: f"{v('str', d)}[{self.slice(d)}]",
                         lambda: f"format({v(self.pick('int', 'float', 'str'), d)}, {self.pick(repr(''), repr('>8'), repr('.2'), repr('05'), repr(','), repr('x'), repr('e'))})",
                         lambda: f"{v('str', d)}.replace({v('str', d)}, {v('str', d)})", lambda: f"{v('str', d)}.join(map(str, {v('list', d)}))",
                         lambda: f"('%s|%r|%d' % ({v(None, d)}, {v(None, d)}, {v('int', d)}))", lambda: f"'{{0}}-{{1!r:>6}}'.format({v(None, d)}, {v(None, d)})",
                         lambda: f"{v('str', d)}.{self.pick('center', 'ljust', 'rjust', 'zfill')}({self.r.randrange(12)})", lambda: f"{v('bytes', d)}.decode('latin-1')")()

    def make_bytes(self, d):
        return self.pick(lambda: f"({self.value('bytes', d)} + {self.value('bytes', d)})", lambda: f"{self.value('str', d)}.encode()",
                         lambda: f"{self.value('bytes', d)}[{self.slice(d)}]", lambda: f"bytes({self.value('list', d)})")()

    def slice(self, d):
        part = lambda: self.pick("", str(self.r.randrange(-5, 6)))
        return self.pick(lambda: f"{part()}:{part()}", lambda: f"{part()}:{part()}:{self.pick('', '-1', '2', '0')}", lambda: str(self.r.randrange(-4, 5)))()

    def make_list(self, d):
        v = self.value
        return self.pick(lambda: f"({v('list', d)} + {v('list', d)})", lambda: f"list({v(self.pick('str', 'tuple', 'dict', 'set', 'bytes'), d)})" if self.r.random() < 0.7 else f"sorted({v('list', d)})",
                         lambda: f"sorted({v(self.pick('list', 'tuple', 'set'), d)}, key=repr, reverse={v('bool', d)})", lambda: f"{v('str', d)}.split({self.pick('', repr(','), repr(' '))})",
                         lambda: f"[(x, {v('int', d)}) for x in {v(self.pick('list', 'str', 'tuple'), d)} if {self.pick('x', 'not x', 'True', 'x != 1')}]",
                         lambda: f"list({self.pick('map(repr,', 'enumerate(', 'reversed(', 'iter(')} {v('list', d)}))", lambda: f"list(zip({v('list', d)}, {v('str', d)}))",
                         lambda: f"[*{v('tuple', d)}, *{v('str', d)}]", lambda: f"{v('list', d)}[{self.slice(d)}]", lambda: f"list(range({self.r.randrange(-3, 9)}, {self.r.randrange(-3, 9)}, {self.r.randrange(-2, 3)}))")()

    def make_tuple(self, d):
        return self.pick(lambda: f"tuple({self.value('list', d)})", lambda: f"({self.value('tuple', d)} + {self.value('tuple', d)})", lambda: f"{self.value('str', d)}.partition({self.value('str', d)})",
                         lambda: f"{self.value('box', d)}.get({self.value(None, d)}, q={self.value(None, d)})", lambda: f"divmod({self.value('int', d)}, {self.value('int', d)})")()

    def make_dict(self, d):
        v = self.value
        return self.pick(lambda: f"{{k: {v('int', d)} for k in {v(self.pick('str', 'tuple', 'list'), d)}}}", lambda: f"({v('dict', d)} | {v('dict', d)})", lambda: f"dict(zip({v('str', d)}, {v('list', d)}))",
                         lambda: f"{{**{v('dict', d)}, 'k': {v(None, d)}}}", lambda: f"dict.fromkeys({v('str', d)}, {v(None, d)})", lambda: f"dict({v('list', d)})")()

    def make_set(self, d):
        # Sets of text have an order that depends on the hash secret only: both run with the same one.
        return self.pick(lambda: f"set({self.value(self.pick('list', 'str', 'tuple'), d)})", lambda: f"({self.value('set', d)} {self.pick('|', '&', '-', '^')} {self.value('set', d)})", lambda: f"frozenset({self.value('set', d)})")()

    def make_bool(self, d):
        v = self.value
        kind = self.pick(*KINDS)
        return self.pick(lambda: f"({v(kind, d)} {self.pick('==', '!=', '<', '<=', '>', '>=')} {v(kind, d)})", lambda: f"({v(None, d)} in {v(self.pick('list', 'str', 'dict', 'set', 'tuple'), d)})",
                         lambda: f"(not {v(None, d)})", lambda: f"bool({v(None, d)})", lambda: f"({v('bool', d)} {self.pick('and', 'or')} {v(None, d)})", lambda: f"isinstance({v(None, d)}, {self.pick('int', 'str', '(int, float)', 'Box', 'list')})",
                         lambda: f"{v('str', d)}.{self.pick('isalpha', 'isdigit', 'isupper', 'isspace', 'isidentifier')}()", lambda: f"({v('int', d)} < {v('int', d)} <= {v('int', d)})", lambda: f"({v(None, d)} is None)")()

    def statement(self, indent):
        pad = "    " * indent
        kind = self.pick(*KINDS)
        choice = self.r.randrange(14)
        if choice < 5 or indent > 3:
            self.count += 1
            name = f"v{self.r.randrange(12)}"
            line = f"{pad}{name} = {self.value(kind)}\n{pad}show({self.count}, {name})\n"
            self.names[name] = kind
            return line
        if choice == 5:
            return f"{pad}for i{indent} in {self.value(self.pick('list', 'str', 'dict', 'tuple'))}:\n" + self.block(indent + 1) + self.pick("", f"{pad}    if i{indent}: break\n{pad}else: print('else')\n", f"{pad}    continue\n")
        if choice == 6:
            return f"{pad}if {self.value('bool')}:\n" + self.block(indent + 1) + f"{pad}else:\n" + self.block(indent + 1)
        if choice == 7:
            return f"{pad}try:\n" + self.block(indent + 1) + f"{pad}    raise {self.pick('ValueError(1)', 'KeyError', 'Box', 'IndexError(2, 3)')}\n{pad}except {self.pick('ValueError', '(KeyError, IndexError)', 'Exception')} as e:\n{pad}    print(repr(e))\n" + self.pick("", f"{pad}else: print('fine')\n") + self.pick("", f"{pad}finally: print('finally')\n")
        if choice == 8:
            name = f"f{self.r.randrange(5)}"
            parameters = self.pick("a, b=2", "a, *b", "a=1, **b", "a, /, b=3", "*, a=1, b=2", "a, b")
            body = self.block(indent + 1)
            return f"{pad}def {name}({parameters}):\n{body}{pad}    return {self.pick('a', 'b', '(a, b)', 'locals().keys()', 'lambda: a')}\n{pad}show('call', {name}({self.pick('1', '1, 2', 'a=5', '*[1, 2]', '', 'b=1, a=2', '1, 2, 3', '**{chr(97): 4}')}))\n"
        if choice == 9:
            target = self.name_of("list") or "[1, 2, 3]"
            method = self.pick("append(5)", "extend('ab')", "pop()", "insert(1, 2)", "reverse()", "sort()", "remove(1)", "index(2)", "clear()", "copy()", "count(1)", "pop(7)", "sort(key=repr)")
            return f"{pad}show('method', {target}.{method})\n{pad}show('after', {target})\n"
        if choice == 10:
            target = self.name_of("dict") or "{'a': 1}"
            method = self.pick("get('a')", "pop('a')", "popitem()", "setdefault('a', [])", "update(b=1)", "items()", "keys()", "values()", "copy()", "pop('zz', None)")
            return f"{pad}show('method', {target}.{method})\n{pad}show('after', {target})\n"
        if choice == 11:
            name = f"v{self.r.randrange(12)}"
            return f"{pad}{name} = {self.value('int')}\n{pad}{name} {self.pick('+=', '-=', '*=', '//=', '|=', '%=')} {self.value(self.pick('int', 'str', 'list'))}\n{pad}show('aug', {name})\n"
        if choice == 12:
            return (f"{pad}match {self.value()}:\n{pad}    case {self.pick('int(x)', '[x, *_]', 'str() as x', 'Box(v=x)')}: show('m', x)\n{pad}    case {{'a': x}} | [x]: show('m2', x)\n{pad}    case _: print('no match')\n")
        return f"{pad}a, *b = {self.value(self.pick('list', 'tuple', 'str'))}\n{pad}show('unpacked', (a, b))\n{pad}{self.pick('del a', 'assert a', 'x = y = b', 'print(*b, sep=a)', 'g = (c for c in b); show(0, list(g))', 'b[0], b[-1] = 1, 2; show(1, b)')}\n"

    def block(self, indent):
        return "".join(self.statement(indent) for _ in range(self.r.randrange(1, 3)))

    def program(self, statements):
        parts = [PRELUDE]
        for number in range(statements):
            body = self.statement(1)
            parts.append(f"try:\n{body}except Exception as error:\n    print({number}, type(error).__name__, error)\n")
        return "".join(parts)


def program(seed, statements=40):
    return Generator(seed).program(statements)


if __name__ == "__main__":
    print(program(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 40))
