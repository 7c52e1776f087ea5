import sys
def chain():
    try:
        try: {}["k"]
        except KeyError as e: raise ValueError("v") from e
    except ValueError as e:
        print(repr(e), repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
        try: raise TypeError("t")
        except TypeError as t: print(repr(t.__context__), t.__cause__, t.__traceback__.tb_lineno)
    try:
        try: 1 / 0
        finally: raise KeyError("f")
    except KeyError as e: print(repr(e.__context__))
    try: raise ValueError from None
    except ValueError as e: print(e.__suppress_context__, e.args, str(e) == "")
chain(); print(sys.exc_info())
def flow():
    for i in range(4):
        try:
            if i == 0: continue
            if i == 1: raise ValueError(i)
            if i == 2: break
            print("body", i)
        except ValueError as e: print("except", e)
        else: print("else", i)
        finally: print("finally", i)
    try: return "try"
    finally: print("before return")
print(flow())
def override():
    try: return 1
    finally: return 2
def swallow():
    while True:
        try: raise ValueError
        finally: break
    return "swallowed"
print(override(), swallow())
class E(Exception):
    def __init__(self, a, b=2): super().__init__(a); self.b = b
    def __str__(self): return f"E<{self.args[0]}, {self.b}>"
for make in [lambda: E(1), lambda: E(1, b=3), lambda: ValueError(), lambda: ValueError("a", 1), lambda: KeyError("k"), lambda: OSError(2, "msg", "file"), lambda: OSError(13, "no"), lambda: StopIteration(5), lambda: SystemExit(3), lambda: UnicodeDecodeError("utf-8", b"abc", 1, 2, "why"), lambda: UnicodeEncodeError("ascii", "é", 0, 1, "why"), lambda: SyntaxError("m", ("f", 1, 2, "text")), lambda: ImportError("m", name="n", path="p"), lambda: AttributeError("a", name="n", obj=5), lambda: NameError("x", name="x"), lambda: BaseException(1), lambda: ExceptionGroup("g", [ValueError(1), TypeError(2)]), lambda: KeyError(), lambda: KeyError("a", "b"), lambda: OSError("only"), lambda: BlockingIOError(11, "b", 5)]:
    e = make(); print(type(e).__mro__[:3], repr(e), str(e), e.args, {k: getattr(e, k) for k in ("errno", "strerror", "filename", "code", "value", "name", "path", "msg", "lineno", "reason", "start", "characters_written") if getattr(e, k, None) is not None})
e = ValueError("x"); e.add_note("note"); print(e.__notes__, e.with_traceback(None) is e, e.__reduce__()); e.args = (1, 2); print(e)
for f in [lambda: exec("raise 5"), lambda: exec("raise ValueError from 5"), lambda: exec("raise"), lambda: exec("try: 1/0\nexcept 5: pass"), lambda: exec("try: 1/0\nexcept (ValueError, 'a'): pass"), lambda: E(), lambda: E(1, 2, 3), lambda: ValueError(a=1), lambda: e.add_note(5), lambda: setattr(e, "__cause__", 5), lambda: setattr(e, "args", 5), lambda: e.with_traceback(5), lambda: undefined_name, lambda: (lambda: x_local)(), lambda: exec("def f():\n print(u)\n u = 1\nf()"), lambda: exec("def f():\n del q\n def g(): q\n q = 1\nf()"), lambda: exec("import nope_mod"), lambda: exec("from sys import nope"), lambda: exec("assert 0"), lambda: exec("assert 0, 'msg'"), lambda: exec("assert False, (1, 2)"), lambda: exec("class A(5): pass"), lambda: exec("del undefined")]:
    try: print(f())
    except BaseException as x: print(type(x).__name__, x, repr(x.__cause__))
try:
    try: raise ExceptionGroup("g", [ValueError(1), TypeError(2), ExceptionGroup("n", [OSError(3), ValueError(4)])])
    except* ValueError as g: print("V", repr(g), g.exceptions)
    except* OSError as g: print("O", repr(g))
except ExceptionGroup as rest: print("rest", repr(rest))
try:
    try: raise ValueError("plain")
    except* ValueError as g: print(repr(g)); raise KeyError("new")
except Exception as e2: print(repr(e2), repr(e2.__context__))
eg = ExceptionGroup("m", [ValueError(1), ExceptionGroup("n", [KeyError(2)])]); print(eg.subgroup(KeyError), eg.split(ValueError), eg.message, eg.derive([OSError()]))
for f in [lambda: ExceptionGroup("x", []), lambda: ExceptionGroup("x", [5]), lambda: ExceptionGroup(5, [ValueError()]), lambda: ExceptionGroup("x", [KeyboardInterrupt()]), lambda: BaseExceptionGroup("x", [ValueError()]), lambda: BaseExceptionGroup("x", [KeyboardInterrupt()])]:
    try: print(repr(f()))
    except Exception as x: print(type(x).__name__, x)
def deep(n): return deep(n + 1)
try: deep(0)
except RecursionError as x: print(x)
try: e
except NameError as x: print(x)
