# Trees as objects: dumped, made by hand, compiled, checked.
import ast, _ast
source = """
@d(1)
async def f(a: int = 1, /, b=2, *c, d, e=3, **g) -> x:
    global y
    async with a as b, c: pass
    async for i in z: await i
    return [i async for i in z if i], {**a, 'k': 1}, {1, *b}, (x := 5), lambda *a, b=1: a[1:2, ...], not -a ** +b
class C(B, metaclass=M): x: int = 1; (y): str
try: raise E from None
except* (A, B) as e: del a, b[0], c.d
else: assert a, 'm'
finally: from ..m import n as o, p
match s:
    case [1, -2j, *rest] | {'k': v, **kw} if v: pass
    case P(a, b=None) as z: pass
    case (a.b | "x" | True | _): import os.path as q
for a, *b in c: continue
else: a @= b; a, b = c = d; u'x'; f'{a!r:>{w}} {b=}'
while 1 < a <= b is not c: break
"""
tree = ast.parse(source)
print(ast.dump(tree, include_attributes=True))
print(ast.dump(ast.parse("(int, *str, **x) -> y", mode="func_type")), ast.dump(ast.parse("a + b", mode="eval")))
print(ast.dump(ast.parse("x = 1 # type: int\n# type: ignore[x]\n", type_comments=True)))
print(ast.unparse(tree))
for name in dir(_ast):
    cls = getattr(_ast, name)
    if isinstance(cls, type) and issubclass(cls, _ast.AST):
        print(name, cls.__doc__, cls._fields, cls._attributes, cls.__match_args__, cls.__base__.__name__, cls.__module__)
place = dict(lineno=1, col_offset=0)
name = ast.Name("x", ast.Load(), **place)
print(ast.arg("a").annotation, ast.parse("x").body[0].value.ctx is ast.parse("y").body[0].value.ctx, ast.BinOp(1, 2, 3).__reduce__())
def expr(value): return ast.Module([ast.Expr(value, **place)], [])
def stmt(node): return ast.Module([node], [])
wrong = [
    lambda: ast.Return(1, 2), lambda: ast.Return(1, value=2), lambda: ast.Module([ast.Expr(name)], []),
    lambda: ast.Module([ast.Expr(name, **place)]), lambda: expr(None), lambda: ast.Module((1,), []),
    lambda: ast.Module([1], []), lambda: ast.Module([None], []), lambda: stmt(ast.Pass(**place)), lambda: stmt(name),
    lambda: ast.Expression(name), lambda: expr(ast.Name("x", ast.Store(), **place)), lambda: expr(ast.Name(1, ast.Load(), **place)),
    lambda: expr(ast.Name("None", ast.Load(), **place)), lambda: expr(ast.Name("x", 3, **place)),
    lambda: expr(ast.Name("x", ast.Load(), lineno="1", col_offset=0)),
    lambda: expr(ast.Name("x", ast.Load(), lineno=5, col_offset=0, end_lineno=3)),
    lambda: expr(ast.Name("x", ast.Load(), lineno=5, col_offset=7, end_lineno=5, end_col_offset=2)),
    lambda: expr(ast.Name("x", ast.Load(), lineno=-5, col_offset=7, end_lineno=5, end_col_offset=2)),
    lambda: expr(ast.Constant([], **place)), lambda: expr(ast.Constant((1, {}), **place)), lambda: expr(ast.Constant(1, kind=3, **place)),
    lambda: expr(ast.BoolOp(ast.And(), [name], **place)), lambda: expr(ast.Compare(name, [], [], **place)),
    lambda: expr(ast.Compare(name, [ast.Lt()], [name, name], **place)), lambda: expr(ast.Dict([name], [], **place)),
    lambda: expr(ast.ListComp(name, [], **place)), lambda: expr(ast.Set([None], **place)), lambda: stmt(ast.If(name, [], [], **place)),
    lambda: stmt(ast.Delete([], **place)), lambda: stmt(ast.Assign([name], name, **place)), lambda: stmt(ast.Import([], **place)),
    lambda: stmt(ast.ImportFrom("x", [ast.alias("y", **place)], -1, **place)), lambda: stmt(ast.Raise(None, name, **place)),
    lambda: stmt(ast.Try([ast.Pass(**place)], [], [], [], **place)), lambda: stmt(ast.With([], [ast.Pass(**place)], **place)),
    lambda: stmt(ast.Match(name, [], **place)), lambda: stmt(ast.Match(name, [ast.match_case(ast.MatchStar(None, **place, end_lineno=1, end_col_offset=1), None, [])], **place)),
    lambda: stmt(ast.Match(name, [ast.match_case(ast.MatchAs(None, "_", **place, end_lineno=1, end_col_offset=1), None, [])], **place)),
    lambda: stmt(ast.Match(name, [ast.match_case(ast.MatchSingleton(1, **place, end_lineno=1, end_col_offset=1), None, [])], **place)),
    lambda: stmt(ast.Match(name, [ast.match_case(ast.MatchValue(name, **place, end_lineno=1, end_col_offset=1), None, [])], **place)),
    lambda: ast.AST(), lambda: ast.Interactive([]),
]
for make in wrong:
    try:
        print(type(compile(make(), "<tree>", "exec")).__name__)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, str(error).split(" object at ")[0])
