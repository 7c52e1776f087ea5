class A:
    """doc of A"""
    x: int = 1
    y: "str"
    def __init__(self, v=0): self.v = v
    def m(self): return "A.m"
    @classmethod
    def c(cls, *a): return cls.__name__, a
    @staticmethod
    def s(*a): return a
    @property
    def p(self):
        "prop doc"
        return self.v
    @p.setter
    def p(self, v): self.v = v * 2
    @p.deleter
    def p(self): print("deleted")
class B(A):
    def m(self): return "B.m+" + super().m()
class C(A):
    def m(self): return "C.m+" + super().m()
class D(B, C):
    def m(self): return "D.m+" + super().m()
print(D().m(), [k.__name__ for k in D.__mro__], D.__bases__, A.__doc__, A.__annotations__, A.__name__, A.__qualname__, A.__module__, A.c(1), A().c(2), D.s(1), A.p.__doc__); a = A(3); a.p = 5; print(a.p, a.__dict__, vars(a), a.__class__, type(a) is A); del a.p; a.z = 9; print(a.z, getattr(a, "z"), getattr(a, "q", None), hasattr(a, "q"), setattr(a, "w", 1), delattr(a, "w"), sorted(a.__dict__), isinstance(a, A), isinstance(D(), (int, A)), issubclass(D, A), issubclass(int, object))
class Meta(type):
    def __new__(m, name, bases, ns, **kw): print("new", name, [b.__name__ for b in bases], sorted(k for k in ns if not k.startswith("__")), kw); return super().__new__(m, name, bases, ns)
    def __init__(c, name, bases, ns, **kw): print("init", name); super().__init__(name, bases, ns)
    def __call__(c, *a): print("call", c.__name__, a); return super().__call__(*a)
    @classmethod
    def __prepare__(m, name, bases, **kw): print("prepare", name, kw); return {"injected": 1}
    def __len__(c): return 42
    def __getattr__(c, n): return "meta:" + n
    def __instancecheck__(c, o): return o == 5
    def __subclasscheck__(c, o): return o is int
class M(metaclass=Meta, k=1):
    z = 2
    def __init__(self, *a): pass
class N(M): pass
M(7); print(len(M), M.foo, M.injected, isinstance(5, M), issubclass(int, M), type(M), N.__class__)
class Base:
    subs = []
    def __init_subclass__(cls, /, tag=None, **kw): super().__init_subclass__(**kw); Base.subs.append((cls.__name__, tag))
class S1(Base, tag="one"): pass
class S2(S1): pass
print(Base.subs, Base.__subclasses__())
class Desc:
    def __set_name__(self, owner, name): print("set_name", owner.__name__, name); self.n = name
    def __get__(self, obj, owner=None): return (self.n, obj is None, owner.__name__)
class DataDesc(Desc):
    def __set__(self, obj, v): print("set", v); obj.__dict__[self.n] = v
    def __delete__(self, obj): print("delete")
class U:
    d = Desc(); dd = DataDesc()
u = U(); print(u.d, U.d, u.dd); u.d = 1; u.dd = 2; print(u.d, u.dd, u.__dict__); del u.dd
class Slots:
    __slots__ = ("a", "__b", "c")
    def __init__(self): self.a = 1
s = Slots(); print(s.a, Slots.a, Slots.__slots__, hasattr(s, "__dict__"), [n for n in dir(s) if "b" in n and not n.startswith("__")])
class Dyn:
    def __getattr__(self, n):
        if n.startswith("x"): return "dyn " + n
        raise AttributeError(n)
    def __getattribute__(self, n):
        if n == "special": return "via getattribute"
        return super().__getattribute__(n)
    def __setattr__(self, n, v): print("setattr", n, v); super().__setattr__(n, v)
    def __delattr__(self, n): print("delattr", n); super().__delattr__(n)
    def __dir__(self): return ["b", "a"]
y = Dyn(); y.q = 1; del y.q; print(y.xyz, y.special, dir(y))
T = type("T", (A,), {"k": 5, "f": lambda self: self.k}); print(T().f(), T, T.__mro__)
for f in [lambda: a.nope, lambda: s.c, lambda: setattr(s, "zz", 1), lambda: y.nope, lambda: A.nope, lambda: setattr(a, "m", 1) or a.m, lambda: A(1, 2), lambda: A.m(), lambda: a.m(1), lambda: object().x, lambda: setattr(object(), "x", 1), lambda: setattr(int, "x", 1), lambda: delattr(a, "nope"), lambda: type("X", (int, str), {}), lambda: type("X", (A, D), {}), lambda: type("X", (bool,), {}), lambda: type("X", (A, A), {}), lambda: type("X", 5, {}), lambda: type("X", (5,), {}), lambda: type(1, 2, 3), lambda: type(1, 2), lambda: object(1), lambda: super().x, lambda: super(A).x, lambda: super(D, A()), lambda: isinstance(1, 5), lambda: issubclass(1, int), lambda: isinstance(1, (int, 5)), lambda: setattr(a, "__class__", int), lambda: exec("class X(x=1): pass"), lambda: exec("class X:\n __slots__ = ('a', 1)"), lambda: exec("class X:\n __slots__ = ('a',)\n a = 1"), lambda: setattr(A, "__dict__", {}), lambda: setattr(a, "__dict__", 5), lambda: A.p.fget(5), lambda: property().__get__(1), lambda: D.__init__(), lambda: a(), lambda: object.__new__(5), lambda: int.__new__(str), lambda: type.__call__(A, 1, 2), lambda: A.__new__(), lambda: type.mro(5), lambda: exec("class X(A, metaclass=int): pass")]:
    try:
        r = f(); print(r if not callable(r) else r.__name__)
    except Exception as e:
        print(type(e).__name__, e)
class Ro:
    @property
    def x(self): return 1
for f in [lambda: setattr(Ro(), "x", 1), lambda: delattr(Ro(), "x")]:
    try: f()
    except AttributeError as e: print(e)
class Priv:
    __secret = 1
    def get(self): return self.__secret, "_Priv__secret" in dir(self)
print(Priv().get()); del A.x; print(hasattr(A, "x")); A.new = lambda self: "added"; print(D().new())
class G:
    def __class_getitem__(cls, k): return (cls.__name__, k)
print(G[int, 5], list[int], dict[str, int] | None, type(list[int]), int | str, isinstance(1, int | str), list[int]([1]), (int | None).__args__)
