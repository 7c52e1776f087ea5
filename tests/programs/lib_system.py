import os, sys, io, tempfile, pathlib, shutil, glob, subprocess, threading, queue, time, signal, logging, argparse, traceback, warnings, inspect, ast, dis, tokenize, keyword, gc, weakref, contextlib, asyncio, concurrent.futures, socket, select, unittest, doctest, sched, getopt, optparse, zipfile, tarfile, gzip, platform, errno, stat, atexit, linecache, symtable, timeit, code, pkgutil
d = tempfile.mkdtemp(); p = pathlib.Path(d)
f = p / "a.txt"; f.write_text("line1\nline2 é\r\nline3", encoding="utf-8"); print(f.read_text(), f.read_bytes(), f.exists(), f.suffix, f.stem, f.stat().st_size, sorted(x.name for x in p.iterdir()), f.with_suffix(".py").name, pathlib.PurePosixPath("/a/../b").parts)
with open(f, encoding="utf-8") as h: print(h.readline(), h.tell(), h.readlines(), h.read(), h.seek(0), list(h), h.name == str(f), h.mode, h.encoding, h.newlines, h.closed)
print(h.closed)
with open(f, "rb") as h: print(h.read(3), h.seek(-2, 2), h.read(), h.peek(1) if hasattr(h, "peek") else 0, h.raw.readable())
with open(f, "a+") as h: h.write("more\n"); h.seek(0); print(h.read())
with open(p / "b.bin", "wb") as h: print(h.write(bytes(range(10))), h.tell(), h.truncate(5))
for bad in [lambda: open(p / "none"), lambda: open(d), lambda: h.read(), lambda: open(f).write("x"), lambda: open(f, "rb").write(b""), lambda: open(p / "b.bin", "rb").read(2).decode() + open(f, encoding="ascii").read(), lambda: os.listdir("/nonexistent"), lambda: os.mkdir(d), lambda: os.stat("/nope"), lambda: open(f, "w", newline="x"), lambda: io.StringIO("a").write(5), lambda: io.BytesIO(5), lambda: os.remove("/nope"), lambda: os.rmdir(d)]:
    try: print(bad())
    except Exception as e: print(type(e).__name__, str(e).replace(d, "D"))
s = io.StringIO("a\nb\r\nc"); print(s.readlines(), s.seek(1), s.read(), s.getvalue()); b = io.BytesIO(b"abc"); b.seek(1); b.write(b"ZZZ"); print(b.getvalue(), b.getbuffer()[0]); t = io.TextIOWrapper(io.BytesIO("é\r\nx".encode()), encoding="utf-8", newline=None); print(t.read()); br = io.BufferedReader(io.BytesIO(b"0123456789"), 4); print(br.read(2), br.peek(3)[:2], br.read1(3), br.readinto(bytearray(2)))
print(os.path.join("a", "/b", "c"), os.path.split("/a/b.c"), os.path.splitext("x.tar.gz"), os.path.normpath("a/./b/../c"), os.path.relpath("/a/b", "/a/c"), os.path.commonpath(["/a/b", "/a/c"]), os.fspath(p) == d, os.path.isdir(d), sorted(os.listdir(d)), [(len(x), sorted(z)) for _, x, z in os.walk(d)], os.environ.get("NOPE"), os.getpid() > 0, os.cpu_count() > 0, os.strerror(2), os.sep, os.name, oct(stat.S_IMODE(os.stat(f).st_mode)), os.access(f, os.R_OK))
r = subprocess.run([sys.executable, "-c", "import sys; print(sys.stdin.read().upper()); print('err', file=sys.stderr); sys.exit(3)"], input="hello", capture_output=True, text=True); print(r.returncode, r.stdout, r.stderr); print(subprocess.check_output(["echo", "hi"]), os.system("exit 2"))
res = []; q = queue.Queue(); lock = threading.Lock(); ev = threading.Event()
def worker(n):
    ev.wait()
    for i in range(100):
        with lock: res.append(n)
    q.put(n)
ts = [threading.Thread(target=worker, args=(i,), name=f"w{i}") for i in range(4)]; [t.start() for t in ts]; ev.set(); [t.join() for t in ts]; print(len(res), sorted(q.get() for _ in ts), threading.current_thread().name, ts[0].is_alive()); loc = threading.local(); loc.x = 1; print(loc.x)
with concurrent.futures.ThreadPoolExecutor(2) as ex: print(list(ex.map(lambda x: x * x, range(5))), ex.submit(lambda: 1 / 1).result())
async def co(n): await asyncio.sleep(0.001 * n); return n
async def amain():
    print(await asyncio.gather(*(co(i) for i in (3, 1, 2)))); q = asyncio.Queue()
    async def prod():
        for i in range(3): await q.put(i)
    t = asyncio.create_task(prod()); print([await q.get() for _ in range(3)]); await t
    try: await asyncio.wait_for(asyncio.sleep(5), 0.01)
    except asyncio.TimeoutError: print("timeout")
    async with asyncio.TaskGroup() as tg: a = tg.create_task(co(1))
    print(a.result()); pr = await asyncio.create_subprocess_exec("echo", "sub", stdout=asyncio.subprocess.PIPE); print((await pr.communicate())[0])
asyncio.run(amain()); got = []; signal.signal(signal.SIGUSR1, lambda s, fr: got.append(s)); os.kill(os.getpid(), signal.SIGUSR1); print(got, signal.Signals(15).name)
log = io.StringIO(); lg = logging.getLogger("t"); hd = logging.StreamHandler(log); hd.setFormatter(logging.Formatter("%(levelname)s:%(name)s:%(message)s")); lg.addHandler(hd); lg.setLevel("INFO"); lg.info("x %d", 5); lg.debug("no")
try: 1 / 0
except ZeroDivisionError: lg.exception("boom")
print(log.getvalue().replace(__file__, "F")); ap = argparse.ArgumentParser(prog="prog", description="d"); ap.add_argument("pos", type=int, nargs="+", help="numbers"); ap.add_argument("-v", "--verbose", action="count", default=0); ap.add_argument("--c", choices=["a", "b"]); print(ap.parse_args(["1", "2", "-vv", "--c", "a"]), ap.format_help())
with warnings.catch_warnings(record=True) as wl: warnings.simplefilter("always"); warnings.warn("careful", DeprecationWarning); print(wl[0].message, wl[0].category)
def sample(a, b: int = 5, *c, d=(1, 2), **e) -> str: "Doc."; return a
print(inspect.signature(sample), inspect.getdoc(sample), inspect.getsource(sample), inspect.signature(len), inspect.signature(str.split), inspect.isfunction(sample), inspect.getfullargspec(sample)); print(ast.dump(ast.parse("x = [i for i in f(a, *b, k=1) if i > 2]"), indent=1), ast.unparse(ast.parse("def f(a,*,b=1):\n  return a@b if a else -b**2")), ast.literal_eval("{'a': [1, -2.5, (None, b'x')]}")); dis.dis(sample); dis.dis("for i in x:\n  try: y = i.z(1, a=2)\n  except E as e: pass"); print(dis.code_info(sample).replace(__file__, "F")); print([(tokenize.tok_name[t.type], t.string) for t in tokenize.generate_tokens(io.StringIO("if x:\n  y = 'a' # c\n").readline)], keyword.iskeyword("match"), keyword.softkwlist, symtable.symtable("def f(): x = 1; global y", "s", "exec").get_children()[0].get_symbols())
class W: pass
w = W(); ref = weakref.ref(w, lambda r: print("collected")); wd = weakref.WeakValueDictionary(k=w); print(ref() is w, len(wd)); del w; print(ref(), len(wd)); a = W(); a.me = a; del a; print(gc.collect() >= 1, gc.isenabled(), gc.get_threshold()); weakref.finalize(x := W(), print, "finalized"); del x
with zipfile.ZipFile(p / "z.zip", "w", zipfile.ZIP_DEFLATED) as z: z.writestr("in.txt", "content" * 50); print(z.namelist())
print(zipfile.ZipFile(p / "z.zip").read("in.txt")[:7], gzip.decompress(gzip.compress(b"gz"))); sa, sb = socket.socketpair(); sa.send(b"ping"); print(sb.recv(10), select.select([sb], [], [], 0)); sa.close(); sb.close()
class TC(unittest.TestCase):
    def test_ok(self): self.assertEqual(1, 1)
    def test_bad(self): self.assertIn(1, [2])
    @unittest.skip("why")
    def test_skip(self): pass
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertNotEqual(i, 1)
out = io.StringIO(); rr = unittest.TextTestRunner(out, verbosity=2).run(unittest.defaultTestLoader.loadTestsFromTestCase(TC)); print(rr, "".join(l for l in out.getvalue().replace(__file__, "F").splitlines(True) if not l.startswith("Ran"))); print(traceback.format_list(traceback.extract_stack())[-1].replace(__file__, "F")); shutil.rmtree(d); print(platform.python_implementation(), platform.python_version()[:4], linecache.getline(__file__, 1)[:6], timeit.timeit("1", number=10) > 0)
