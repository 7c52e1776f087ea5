"""What every test runner here shares: bounded child processes, two at a time, expectation lists, a table at the end.

Nothing a test does may block the run: each child has a time limit, an address-space limit and a limit on what it
writes, is the leader of its own process group, and is killed with the whole group when its time is over.
"""
import concurrent.futures
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(HERE)
JUDGE = os.environ.get("JUDGE", "/usr/bin/python3.11")
# KRAIT_TODO=lenient: an item of a to-do list that passes is reported but is no failure (.ci/run, where timing differs).
LENIENT = os.environ.get("KRAIT_TODO") == "lenient"
MEMORY_LIMIT = 8 << 30
OUTPUT_LIMIT = 256 << 20


class Outcome:
    """How a child ended: exit code (negative: signal), its output, and whether its time was over."""

    def __init__(self, code, out, err, late, seconds):
        self.code, self.out, self.err, self.late, self.seconds = code, out, err, late, seconds

    def how(self):
        if self.late:
            return f"no end after {self.seconds:.0f} s"
        if self.code < 0:
            try:
                return f"killed by {signal.Signals(-self.code).name}"
            except ValueError:
                return f"killed by signal {-self.code}"
        return f"exit code {self.code}"


def clean_environment(**more):
    """The same small environment for both interpreters."""
    env = {k: os.environ[k] for k in ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS")
           if k in os.environ}
    env.update(LC_ALL="C.UTF-8", PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1", TERM="dumb")
    env.update(more)
    return env


def _limits(memory):
    def apply():
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_LIMIT, OUTPUT_LIMIT))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return apply


def run(command, timeout=60, stdin=b"", cwd=None, env=None, memory=MEMORY_LIMIT):
    """Run a command within its limits and return its Outcome. Output goes through files, so nothing can fill a pipe."""
    if "asan" in command[0]:
        memory = 0                      # the sanitizer maps terabytes of shadow memory
    start = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as given:
        given.write(stdin)
        given.seek(0)
        child = subprocess.Popen(command, stdin=given, stdout=out, stderr=err, cwd=cwd,
                                 env=clean_environment() if env is None else env,
                                 preexec_fn=_limits(memory), start_new_session=True)
        late = False
        try:
            child.wait(timeout)
        except subprocess.TimeoutExpired:
            late = True
        try:                            # also whatever the child left behind
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        code = child.wait()
        out.seek(0)
        err.seek(0)
        return Outcome(code, out.read(), err.read(), late, time.monotonic() - start)


def in_parallel(function, items, jobs=2):
    """function(item) for all items, `jobs` at a time; results in the items' order."""
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(function, items))


def read_list(path):
    """A tab-separated list with # comments: {first column: remaining columns}."""
    entries = {}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            for line in file:
                line = line.rstrip("\n")
                if line.strip() and not line.startswith("#"):
                    first, *rest = line.split("\t")
                    entries[first] = rest
    return entries


def update_list(path, group):
    """Bring a to-do list up to date: drop what passes, add what fails, keep comments and order. Review the change."""
    passing = {item for item, why in group.failures if why.startswith(PASSES_NOW)}
    failing = [(item, " ".join(why.split())) for item, why in group.failures if not why.startswith(PASSES_NOW)]
    lines = []
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            lines = [line for line in file if line.startswith("#") or line.split("\t")[0].strip() not in passing]
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(lines + [f"{item}\t{why[:160]}\n" for item, why in sorted(failing)])


PASSES_NOW = "passes now"


class Group:
    """The results of one kind of tests: counts, and the failures with a line that says why.

    An item of the group's to-do list may fail; when it passes it counts as a failure until its line is removed.
    """

    def __init__(self, name, todo=None):
        self.name = name
        self.todo = todo or {}
        self.passed = self.expected_failures = 0
        self.failures = []              # (item, why)
        self.note = ""
        self.start = time.monotonic()
        self.seconds = 0.0
        self._lock = threading.Lock()

    def add(self, item, ok, why=""):
        with self._lock:
            if item in self.todo:
                if ok and not LENIENT:
                    self.failures.append((item, f"{PASSES_NOW}: remove it from the to-do list"))
                elif ok:
                    self.passed += 1
                    print(f"note {self.name}: {item}: {PASSES_NOW}: remove it from the to-do list", flush=True)
                else:
                    self.expected_failures += 1
            elif ok:
                self.passed += 1
            else:
                self.failures.append((item, why))

    def count(self, passed, failures=()):
        self.passed += passed
        self.failures.extend(failures)

    def done(self):
        self.seconds = time.monotonic() - self.start
        return self


def print_table(groups, show=40, file=None):
    file = file or sys.stdout
    for group in groups:
        for item, why in group.failures[:show]:
            print(f"FAIL {group.name}: {item}: {why}", file=file)
        if len(group.failures) > show:
            print(f"FAIL {group.name}: … and {len(group.failures) - show} more", file=file)
    print(f"\n{'group':<14}{'passed':>8}{'failed':>8}{'to do':>8}{'seconds':>9}  note", file=file)
    for group in groups:
        print(f"{group.name:<14}{group.passed:>8}{len(group.failures):>8}{group.expected_failures:>8}"
              f"{group.seconds:>9.1f}  {group.note}", file=file)


def closing_line(groups):
    passed = sum(g.passed for g in groups)
    failed = sum(len(g.failures) for g in groups)
    return passed, failed, f"{passed} passed, {failed} failed"


def find_krait(build_dir):
    path = os.path.join(TOP, build_dir, "krait") if not os.path.isabs(build_dir) else os.path.join(build_dir, "krait")
    return path if os.access(path, os.X_OK) else None


def first_difference(ours, theirs):
    """One line that shows where two byte strings part."""
    mine, judge = ours.decode("utf-8", "replace").splitlines(), theirs.decode("utf-8", "replace").splitlines()
    for number, (a, b) in enumerate(zip(mine, judge), 1):
        if a != b:
            return f"line {number}: got {a[:150]!r}, expected {b[:150]!r}"
    if len(mine) != len(judge):
        longer, what = (mine, "got more") if len(mine) > len(judge) else (judge, "got less, expected")
        return f"line {min(len(mine), len(judge)) + 1}: {what}: {longer[min(len(mine), len(judge))][:150]!r}"
    return "line ends differ"
