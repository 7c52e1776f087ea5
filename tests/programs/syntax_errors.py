# What is said about wrong programs: type, message and place.
import warnings
warnings.simplefilter("ignore")
programs = [
    'class A x:\n pass', 'class A(x) y:\n pass', 'class A\n pass', 'def f x', 'def f(x) y', 'def f(x)\n',
    'for x in range 10:\n pass', 'for x in range(10)\n pass', 'while x y', 'while x\n', 'lambda x y', 'lambda x', 'try x',
    'try\n', 'else x', 'if 1:\n pass\nelse x', 'if 1:\n pass\nelse\n', 'try:\n pass\nfinally x', 'try:\n pass\nexcept x y:',
    'with x y:', 'with x\n', 'with (x) y:\n pass', 'with (x, y) z:\n pass', 'match x:\n case 1 y', 'match x:\n case 1\n  pass',
    'match x\n case', 'for x\n', 'for x y', 'for 1 in x: pass', 'for f() in x: pass', 'for (x, 1) in y: pass', 'async x',
    'f(**a, *b)', 'f(a=1, b)', 'f(**a, b)', 'f(x for x in y, 1)', 'f(1, x for x in y)', 'f(a, x for x in y, 1)',
    'f(a=b for b in c)', 'f(1=2)', 'f(a.b=2)', 'f(True=1)', 'f(a b)', 'a b', '(a b)', '(a if b)', 'a if b', 'print a',
    'print(a', 'exec a', '(print a)', 'x = 1 = 2', 'f() = 1', 'f() += 1', '(a,b) += 1', 'a, b: int', '[a]: int', '1: int',
    '(a, 1) = 2', 'del f()', 'del (a, 1)', 'del *a', 'del a b', '{1:*a}', '{1:}', '{1:2, 3}', '{1:2, 3:}',
    '{1:2, **a for x in y}', '{**a for x in y}', '[*a for x in y]', '[a, b for x in y]', '[a, for x in y]',
    '(a, b for x in y)', 'def f(a=1, b): pass', 'def f((a)): pass', 'def f(/): pass', 'def f(a, /, b, /): pass',
    'def f(*, a, /): pass', 'def f(a, / *b):pass', 'def f(a=): pass', 'def f(*): pass', 'def f(*,): pass',
    'def f(*, **k): pass', 'def f(*a=1): pass', 'def f(*a, *b): pass', 'def f(**k=1): pass', 'def f(**k, a): pass',
    'def f(**k, *a): pass', 'lambda *: 1', 'lambda a=1, b: 1', 'lambda (a): 1', 'lambda **k, a: 1', 'from a import b,\n',
    'import a.b as', 'with a as f(): pass', 'with (a as f()): pass', '(*a)', '(**a)', 'x = (yield) = 1', '(x := 1) := 2',
    'f() := 1', '(f() := 1)', '(a = 1)', '(f() = 1)', 'if a = 1: pass', 'if f() = 1: pass', 'if x.y = 1: pass', 'a := 1',
    'try:\n pass\n', 'try:\n pass\nx', 'try:\n pass\nexcept a, b: pass', 'try:\n pass\nexcept* : pass',
    'try:\n pass\nexcept*\n pass', 'try:\n pass\nexcept a:\n pass\nexcept* b:\n pass', 'if 1:\npass', 'while 1:\npass',
    'def f():\npass', 'class A:\npass', 'for a in b:\npass', 'with a:\npass', 'try:\npass', 'try:\n pass\nexcept:\npass',
    'try:\n pass\nexcept a:\npass', 'try:\n pass\nexcept* a:\npass', 'try:\n pass\nfinally:\npass', 'match a:\ncase',
    'match a:\n case 1:\n pass', 'match a:\n case a as _: pass', 'match a:\n case a as 1: pass',
    'match a:\n case A(a=1, 2): pass', 'if 1:\n pass\nelif 2:\npass', 'if 1:\n pass\nelse:\npass', 'if a\n',
    'if 1:\n pass\nelif a\n', ' x', 'if 1:\n x\n  y', 'x\n  y', "'a' 1", "a 'b'", "kf'x'", "f'{a $ b}'", "f'{a = }' b",
    'None = 1', 'x = None = 1', '(x, None) = 1', 'f(None=1)', 'a + 1 = 2', '-a = 1', 'a < b = c', 'a and b = c', 'not a = b',
    '[x for x in y] = 1', '{} = 1', '{1} = 1', "'a' = 1", "f'a' = 1", '... = 1', 'lambda: 1 = 1', '(yield) = 1', 'await a = 1',
    'a if b else c = 1', 'x: int: str', 'import a from b', 'from . import *, a', 'global a.b', 'nonlocal', 'return return',
    'pass pass', 'assert', 'raise a b', '@\n', '@a b\n', '@a\nx', 'a, b += 1', 'async def f(): await', 'await', 'yield = 1',
    'a = yield = b', 'x = *a', '*a', 'print 1 if x else y', 'print', "exec 'a' in b", 'print -1', 'print (1) 2', 'a.print b',
    'for x in *a, b y: pass', '{a:b c}', '{a b}', '[a b]', 'f(a)(b c)', 'a[b c]', 'a[1 2, 3]', '(a, b c)', '(a for b in c d)',
    'f(a, b c)', 'f(a for)', 'f(for)', '[for x in y]', 'x = if', 'def f(): return x y', 'class', 'def', 'def f', 'def f(',
    'if', 'while', 'for', 'with', 'try', 'match', 'match x:', 'import', 'from', 'from a', 'from a import', 'from a import (',
    'from a import (b', 'from a import (b c)', 'del', 'a = ', 'a +', 'a.', 'a[', 'a(', '{', "'", "'''", '0x', 'x = 0x1g',
    '1__0', '0777', '00_1', 'é$', 'a€b', "x='abc", "x='''abc\n\ndef", 'x = (1,\n', 'x = \\', 'x = \\ 1\n',
    '\tif 1:\n        x\n', 'if 1:\n\tx\n        y\n', 'if 1:\n   x\n  y\n', '\x01', 'a\xa0b', '$', '(]', 'x = (\n]', ')',
    '1if 2else 3', "'\\d'", '0o8', '0b2', '0b', '1e+', '1.e', '1jx', '1_', "f'{a b}'", "f'{a b'", "f'{'", "f'}'", "f'{}'",
    "f'{!x}'", "f'{a!x}'", "'\\x1'", "b'\\xz'", "b'é'", "'a' b'b'", 'x = é é', '0_7', '012.5e', '1 2', 'é = 0777', '', '\n',
    '#', 'if 1:', 'if 1:\n', 'if 1:\n  x', 'x;', 'x;;', 'x\ny', 'if 1: x\ny', '\\', '\\\n', 'x\\\n', '(\\\n)', "'\\", "'\\\n",
    'f(a\nb)', 'f(a\n,b c)\n', "x = '''a\n", "'''a\\", 'def f(\n  a b)', "'\\N'", "'\\ué'", "'\\é'", "'\\u12'",
    "'\\U00110000'", "'\\777'", "b'\\x'", "b'\\x1'", 'f\'{a["b"]!r:{c}{d:{e}}}\'', "f'{x!r:a{b!'", "f'{a:b{c'", "f'{a!'",
    "f'{a!r'", "f'{a:'", "f'{a='", "f'{a=!r:^20}'", "f'''{\na b}'''", "f'{(}'", "f'{)}'", "f'{a]}'", 'f\'{"}\'', "f'{a;b}'",
    "f'{a'b'}'", "f'{lambda:x}'", "rf'{a:\\n}'", "f'{a!r b}'", "f'\\{a}'", "f'{a:\\{b}}'", "f'{a}'", "x = f'ab{a+b!r:>{w}}c'",
    "f'{\n a}'", "f'''x\n {a} {b\n+c}'''", "'a' f'{b}' 'c'", "(f'{a}'\n  f'{b}')", "f'é{a}'", "f'{a=}'", "f'{a = !s:x}'",
    "f'{a:{b}{{}}}'", "f'{{}}'", "f'{lambda x:1}'", "f'{(lambda x:1)}'", "u'a' 'b'", "f''", "f'' 'a'", "f'{a!r}' f''",
    'f\'{a["x"]}\'', "f'{a!=b}'", "f'{a:}'", "f'{ a }'", "f'''\n{\na}'''", "f'{a:\\x41}'", "f'{a\\n}'", "f'{#}'",
    "f'{a:{b:{c}}}'", "f'{a:{b:{c:{d}}}}'", "f'{yield}'", "f'{*a,}'", "f'{a,b}'", "f'{x:=5}'", "f'{(x:=5)}'", 'f\'{f"{a}"}\'',
]
for program in programs:
    for mode in "exec", "eval", "single":
        try:
            compile(program, "<program>", mode, 0x400)
            print(ascii(program), mode, "is right")
        except SyntaxError as error:
            print(ascii(program), mode, type(error).__name__, ascii(error.args))
for program in "(" * 201, "-" * 7000 + "1", "not " * 7000 + "x", "x if x else " * 7000 + "x", "lambda: " * 4000 + "x":
    try:
        compile(program, "<program>", "exec", 0x400)
    except (SyntaxError, MemoryError) as error:
        print(program[:10], type(error).__name__, error.args[:1])
for program in b"# coding: foo\nx", b"# coding: latin-1\n'\xe9' $", b"\xef\xbb\xbf# coding: latin-1\nx", b"x='\xff'", b"'\xc3\xa9' $":
    try:
        compile(program, "<program>", "exec", 0x400)
    except SyntaxError as error:
        print(program, ascii(error.args))
for program in "if x:", "if x:\n  y", "x = (", '"' * 3 + "a", "x +", "x = 1", "x $", "def f():\n  x\n":
    try:
        compile(program, "<program>", "single", 0x4200)
        print(program, "is complete")
    except SyntaxError as error:
        print(program, error.args)
