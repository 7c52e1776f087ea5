import collections, itertools, functools, operator, heapq, bisect, enum, dataclasses, typing, copy, types, datetime, decimal, fractions, math, cmath, random, statistics, array, struct, hashlib, hmac, uuid, calendar, zlib, pickle, weakref, abc, contextvars, numbers, graphlib
C = collections.Counter("abracadabra"); print(C, C.most_common(2), C + C, C - collections.Counter("aab"), C & collections.Counter("aab"), C.total()); d = collections.deque([1, 2, 3], maxlen=3); d.append(4); d.appendleft(0); d.rotate(1); print(d, d[0], d.count(3), list(reversed(d))); dd = collections.defaultdict(list, a=[1]); dd["b"].append(2); print(dd); P = collections.namedtuple("P", "x y", defaults=[5]); print(P(1), P(1)._replace(x=3), P._fields, P(1, 2)._asdict(), P(2) == (2, 5)); o = collections.OrderedDict(a=1, b=2); o.move_to_end("a"); print(o, o.popitem(last=False)); cm = collections.ChainMap({"a": 1}, {"a": 2, "b": 3}); print(cm["a"], cm["b"], dict(cm))
print(list(itertools.permutations("abc", 2))[:4], list(itertools.combinations_with_replacement("ab", 2)), list(itertools.accumulate([1, 2, 3], operator.mul)), [(k, list(g)) for k, g in itertools.groupby("aabbb")], list(itertools.zip_longest("ab", "c", fillvalue="-")), list(itertools.starmap(pow, [(2, 3), (3, 2)])), list(itertools.takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(itertools.dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(itertools.compress("abc", [1, 0, 1])), list(itertools.islice(itertools.count(5, 2), 1, 6, 2)), list(itertools.pairwise("abc")), list(itertools.filterfalse(None, [0, 1])), [list(t) for t in itertools.tee("ab")], list(itertools.islice(itertools.cycle("ab"), 5)), itertools.count(3), itertools.repeat(1, 2))
@functools.lru_cache(maxsize=2)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(30), fib.cache_info(), functools.reduce(operator.add, [1, 2, 3], 10), sorted([3, 1], key=functools.cmp_to_key(lambda a, b: b - a)), functools.partial(int, base=16)("ff"), operator.itemgetter(1, 0)("ab"), operator.attrgetter("real")(5), operator.methodcaller("upper")("a"))
@functools.singledispatch
def sd(x): return "default"
@sd.register
def _(x: int): return "int"
@sd.register(list)
def _(x): return "list"
print(sd(1), sd([]), sd("a")); h = [5, 1, 4]; heapq.heapify(h); heapq.heappush(h, 0); print(heapq.heappop(h), heapq.nsmallest(2, h), heapq.nlargest(1, h), list(heapq.merge([1, 4], [2, 3])), bisect.bisect([1, 2, 2, 3], 2), bisect.bisect_left([1, 2, 2], 2), heapq.heapreplace(h, 9))
class Col(enum.Enum):
    RED = 1; GREEN = "g"; ALIAS = 1
    @property
    def nice(self): return self.name.title()
class Fl(enum.Flag): A = enum.auto(); B = enum.auto(); C = A | B
class In(enum.IntEnum): X = 3
print(Col.RED, repr(Col.GREEN), Col("g"), Col["RED"], Col.ALIAS is Col.RED, list(Col), Col.RED.nice, Fl.A | Fl.B, Fl.C in Fl.C, ~Fl.A, In.X + 1, isinstance(In.X, int), f"{In.X}", Col.RED in Col, len(Col))
try: Col(99)
except ValueError as e: print(e)
@dataclasses.dataclass(order=True)
class DC:
    a: int
    b: list = dataclasses.field(default_factory=list, compare=False)
    c: typing.ClassVar[int] = 5
    def __post_init__(self): self.a *= 2
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FZ: x: int = 1; y: str = "s"
print(DC(1), DC(1) < DC(2), dataclasses.asdict(DC(1, [DC(3)])), dataclasses.replace(DC(1), a=5), FZ(x=3), hash(FZ()) == hash(FZ()), [f.name for f in dataclasses.fields(DC)])
try: FZ().x = 1
except dataclasses.FrozenInstanceError as e: print(e)
D = datetime.datetime; print(D(2024, 2, 29, 12, 30, 5, 123) + datetime.timedelta(days=1, hours=-3), D(2024, 1, 1).isoformat(), D.strptime("2024-03-05 07:08", "%Y-%m-%d %H:%M"), D(2024, 1, 1).strftime("%a %d %b %Y %j %U"), datetime.date(2024, 12, 30).isocalendar(), D.fromisoformat("2024-01-02T03:04:05+02:00"), datetime.timedelta(1.5) / 2, repr(datetime.timezone(datetime.timedelta(hours=-5), "EST")), D(2024, 1, 1, tzinfo=datetime.timezone.utc).timestamp(), datetime.date.min, D(2024, 5, 6) - D(2023, 5, 6), divmod(datetime.timedelta(7), datetime.timedelta(2)), repr(datetime.time(1, 2, fold=1)))
print(decimal.Decimal("1.10") + decimal.Decimal(2), decimal.Decimal(1) / 3, decimal.Decimal("1e-10").normalize(), round(decimal.Decimal("2.675"), 2), fractions.Fraction(3, 6) + 1, fractions.Fraction("0.125"), fractions.Fraction(math.pi).limit_denominator(100), math.gcd(12, 18, 27), math.lcm(4, 6), math.comb(10, 3), math.perm(5, 2), math.isqrt(10 ** 20), math.factorial(25), math.hypot(3, 4, 12), math.dist((0, 0), (1, 1)), math.log2(8), math.log(10 ** 400), math.gamma(5.5), math.erf(0.5), math.frexp(8.5), math.modf(-2.5), math.copysign(1, -0.0), math.nextafter(1, 2), math.ulp(1.0), math.remainder(7, 4), math.fmod(-7, 4), math.cbrt(27), math.exp2(3), math.prod([1, 2, 3]), math.isclose(1, 1 + 1e-10), cmath.sqrt(-1), cmath.polar(1j), cmath.exp(1j * math.pi))
random.seed(42); print(random.random(), random.randint(1, 100), random.choice("abc"), random.sample(range(100), 5), random.shuffle(l := list(range(5))), l, random.gauss(0, 1), random.uniform(1, 2), random.getrandbits(70), random.choices("ab", [1, 3], k=4), random.expovariate(1), random.Random("s").random(), random.betavariate(1, 2), random.triangular()); print(statistics.mean([1, 2, 4]), statistics.median([1, 3, 2]), statistics.stdev([1, 2, 3, 4]), statistics.mode("aab"), statistics.quantiles([1, 2, 3, 4, 5]), statistics.NormalDist(0, 1).cdf(1), statistics.fmean([1, 2]), statistics.variance([1, 2, 3]))
a = array.array("i", [1, 2, 3]); a.append(4); print(a, a.tobytes(), a.itemsize, a[1:], array.array("d", [1.5]), a.buffer_info()[1]); print(struct.pack(">IhQ3sxd?", 1, -2, 3, b"ab", 1.5, True), struct.unpack("<2H", b"\x01\x00\x02\x00"), struct.calcsize("@bi"), list(struct.iter_unpack("B", b"ab")), struct.pack("e", 1.5)); print(hashlib.md5(b"a").hexdigest(), hashlib.sha256(b"abc").hexdigest(), hashlib.sha3_256(b"").hexdigest(), hashlib.blake2b(b"x", digest_size=8).hexdigest(), hashlib.sha1().name, hmac.new(b"k", b"m", "sha256").hexdigest(), uuid.UUID(int=5), uuid.uuid5(uuid.NAMESPACE_DNS, "a.b"), zlib.decompress(zlib.compress(b"abc" * 100)) == b"abc" * 100, zlib.adler32(b"abc"), calendar.month(2024, 2), calendar.isleap(2000))
x = [1, {"a": (2, [3])}, DC(4)]; y = copy.deepcopy(x); y[1]["a"][1].append(9); print(x, y, copy.copy(x)[1] is x[1]); 
for proto in range(6): s = pickle.dumps([1, "é", 2.5, None, {1: (2,)}, {3}, b"x", 2 ** 100, Col.RED, DC(1), len, x], proto); print(proto, len(s), hashlib.md5(s).hexdigest() if proto != 99 else "", pickle.loads(s)[:9])
class Ab(abc.ABC):
    @abc.abstractmethod
    def m(self): ...
    @abc.abstractmethod
    def n(self): ...
try: Ab()
except TypeError as e: print(e)
print(isinstance(5, numbers.Integral), isinstance([], collections.abc.Sequence), isinstance({}, collections.abc.Mapping), issubclass(dict, typing.Mapping), typing.get_type_hints(DC), typing.Optional[int], typing.Union[int, str, None], typing.List[int], list[int], typing.Callable[[int], str], typing.get_args(typing.Dict[str, int]), typing.NamedTuple("N", [("a", int)])(1), typing.TypedDict("T", {"a": int})(a=1), list(graphlib.TopologicalSorter({"a": ["b"], "b": ["c"]}).static_order()))
var = contextvars.ContextVar("v", default=1); t = var.set(5); print(var.get(), var.reset(t), var.get()); ns = types.SimpleNamespace(a=1); ns.b = 2; print(ns, types.MappingProxyType({"a": 1}))
